/**
 * Gives the page another width.
 */
import { until } from "./wait.mjs";

/**
 * Runs `work` while the page is `width` pixels wide, and restores the window's size.
 * @param {import("./host-page.mjs").HostPage} page
 * @param {number} width
 * @param {() => Promise<void>} work
 */
export async function atWidth({ driver }, width, work) {
  const window = driver.manage().window();
  const { width: outer, height } = await window.getRect();
  const inner = () => /** @type {Promise<number>} */ (driver.executeScript("return innerWidth"));
  const frame = outer - (await inner());
  await window.setRect({ width: width + frame, height });
  try {
    await until(`a page of ${width} pixels`, async () => (await inner()) === width, inner);
    await work();
  } finally {
    await window.setRect({ width: outer, height });
    await until("the page's earlier width", async () => (await inner()) === outer - frame, inner);
  }
}
