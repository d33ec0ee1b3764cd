/**
 * Loads a page of the site at the width of a phone.
 */
import { until } from "./wait.mjs";

/**
 * Returns how many pixels a page that is 320 pixels wide scrolls sideways. The function shows the
 * page in a frame and leaves it there, because no engine's window is that narrow.
 * @param {import("./host-page.mjs").HostPage} page
 * @param {string} path
 * @param {string} ready
 */
export async function narrowOverflow(page, path, ready) {
  await page.driver.get(`${page.origins.host}/fixtures/blank.html?csp=none`);
  await page.run(
    `const frame = document.createElement("iframe");
     frame.style.cssText = "width:320px;border:0"; frame.height = "900"; frame.id = "narrow"; frame.src = arguments[0];
     document.body.append(frame);`,
    path,
  );
  const seen = "document.querySelector('#narrow').contentDocument";
  await until("the narrow page", () => page.run(`return ${seen}.querySelector(arguments[0]) !== null`, ready));
  return page.run(`const { scrollWidth, clientWidth } = ${seen}.documentElement; return scrollWidth - clientWidth;`);
}
