// What a course author writes in TypeScript: it must be as the declarations say, and what is wrong must not pass.
import type { GradientPlaygroundElement, Playground, Snapshot } from "../../docs/playground.d.ts";

export async function use(page: Playground): Promise<number | null> {
  await page.configure({ hiddenLayers: [8, 8], learningRate: 0.1 });
  const { epoch, testLoss }: Snapshot = await page.step("epoch", 10);
  await page.on("change", ({ keys, userInitiated }) => console.log(keys.length, userInitiated, epoch));
  const { theme, controls } = await page.view({ arrows: ["pointPull"], goal: null, controls: ["play"] });
  await page.view({ theme, controls });
  await page.on("error", ({ message, problem }) => console.log(message, problem?.key, problem?.rule, problem?.found));
  // @ts-expect-error there is no such theme
  await page.view({ theme: "pink" });
  const [program, bytes]: [string, Uint8Array] = [await page.export("numpy"), await page.export("onnx")];
  const [vector, pixels]: [string, Uint8Array] = [await page.export("svg", { of: "diagram" }), await page.export("png", { scale: 3 })];
  console.log(program.length, bytes.length);
  // @ts-expect-error there is no such format
  await page.export("excel");
  // @ts-expect-error there is no such unit
  await page.step("week", 1);
  // @ts-expect-error there is no such event
  await page.on("click", () => null);
  return testLoss;
}

export async function embed(element: GradientPlaygroundElement): Promise<string> {
  await (await element.ready).play();
  await element.setState(await element.getState());
  const found = document.querySelector("gradient-playground");
  // @ts-expect-error a picture is a png, jpeg or webp
  await found?.screenshot({ format: "gif" });
  return element.screenshot({ scale: 2 });
}
