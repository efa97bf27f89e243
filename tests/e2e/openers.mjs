// What opens something on the page: panels, lists and cards, by what they are and not by their words.
import { until } from "./until.mjs";

/** What opens something and can be seen, by what it opens or else by its place among its like. */
export const openers = (page) => page.driver.evaluate(() => [...document.querySelectorAll("button[aria-expanded=false]")]
  .filter((button) => button.getBoundingClientRect().width > 0 && !button.id.startsWith("neuron-"))
  .map((button) => (button.closest("header") && button.getAttribute("aria-controls") === "share"
    ? `share ${[...document.querySelectorAll("[aria-controls=share]")].indexOf(button)}`
    : `${button.getAttribute("aria-controls") ?? `.${button.className.split(" ").join(".")}`} 0`)));

export async function opens(page, opener) {
  await page.driver.evaluate(press, opener);
  await until(`${opener} opened`, () => page.driver.evaluate(isOpen, opener));
  // A chunk may have to come first.
  await until("its content", () => page.driver.evaluate((opener) => {
    const panel = document.getElementById(opener.split(" ")[0]);
    return !panel || panel.innerText.trim().length > 8;
  }, opener));
}

export async function closes(page, opener) {
  if (await page.driver.evaluate(isOpen, opener)) await page.driver.evaluate(press, opener);
  await until(`${opener} closed`, async () => !(await page.driver.evaluate(isOpen, opener)));
}

/** Runs in the page: presses what opens something. */
function press(opener) {
  const [name, at] = opener.split(" ");
  const found = name.startsWith(".") ? document.querySelectorAll(`button[aria-expanded]${name}`) : document.querySelectorAll(`button[aria-controls="${name}"]`);
  found[Number(at)].click();
}

/** Runs in the page: whether it is open. */
function isOpen(opener) {
  const [name, at] = opener.split(" ");
  const found = name.startsWith(".") ? document.querySelectorAll(`button[aria-expanded]${name}`) : document.querySelectorAll(`button[aria-controls="${name}"]`);
  return found[Number(at)].getAttribute("aria-expanded") === "true";
}
