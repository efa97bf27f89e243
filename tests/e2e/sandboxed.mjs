// Export where a page may store and download nothing: a sandboxed frame of another origin. What is in the panel the tests say.
import { serve } from "./server.mjs";
import { until } from "./until.mjs";

/** Opens the panel Export in such a frame, and gives what reads that frame to `use`; what the browser said of the sandbox is forgotten. */
export async function exportInFrame(page, dist, use) {
  const elsewhere = await serve(dist, "/", { "access-control-allow-origin": "*" });
  try {
    await page.driver.goto(`${page.server.url}nothing`);
    const state = await page.driver.frame(elsewhere.url, "allow-scripts");
    await until("training in the frame", async () => ["running", "paused"].includes(await state()));
    await until("Export", () => state.evaluate(() => {
      const button = [...document.querySelectorAll("button")].find((button) => button.textContent.trim() === "Export");
      button?.click();
      return Boolean(button);
    }));
    await use(state);
  } finally {
    await elsewhere.close();
    page.driver.errors.length = 0;
    page.driver.requests.length = 0;
  }
}
