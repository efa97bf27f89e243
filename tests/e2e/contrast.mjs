// Whether what is written on the page can be read, whichever colours are in force.

/** Runs in the page: texts whose contrast with the ground below them is under 4.5, and how many were looked at. */
export async function contrasts() {
  // Colours that are still on their way from one to the other are neither.
  await Promise.all(document.getAnimations().map((animation) => animation.effect?.getTiming().iterations === 1 && animation.finished));
  const rgba = (text) => text.match(/[\d.]+/g).map(Number);
  const linear = (c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const ground = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const [r, g, b, a = 1] = rgba(getComputedStyle(e).backgroundColor);
      if (a > 0.99) return [r, g, b];
    }
    return matchMedia("(prefers-color-scheme: dark)").matches ? [0, 0, 0] : [255, 255, 255];
  };
  const low = [];
  let n = 0;
  for (const element of document.querySelectorAll("body *")) {
    const text = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join("");
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    if (!text || box.width < 2 || box.height < 2 || style.visibility === "hidden" || element.closest(".sr-only, option, datalist, noscript")) continue;
    n += 1;
    let opacity = 1;
    for (let e = element; e; e = e.parentElement) opacity *= Number(getComputedStyle(e).opacity);
    const below = ground(element);
    const color = rgba(style.color).slice(0, 3).map((c, k) => c * opacity + below[k] * (1 - opacity));
    const [a, b] = [luminance(color), luminance(below)].sort((a, b) => b - a);
    const contrast = (a + 0.05) / (b + 0.05);
    if (contrast < 4.5) low.push(`${text.slice(0, 30)} ${contrast.toFixed(1)}`);
  }
  return { low, n };
}
