/**
 * A component of zoid: its frame calls the function `onAbort`, which this page passes as a property.
 */
import { create as createComponent } from "zoid/dist/zoid.frame.js";
import { requestPage } from "../token.mjs";

/** @type {ReturnType<typeof createComponent> | undefined} */
let component;

/** @type {import("../flow.d.ts").CreateFlow} */
export function create(host) {
  // A tag may be defined only once on a page.
  component ??= createComponent({
    tag: "set-pin",
    url: ({ props }) => props.page,
    domain: host.origin,
    dimensions: { width: "100%", height: "500px" },
  });
  const define = component;
  /** @type {(() => void) | undefined} */
  let end;

  async function run() {
    const page = await requestPage(host);
    let isOver = false;
    const instance = define({ page, onAbort: () => end?.() });
    end = () => {
      if (isOver) return;
      isOver = true;
      instance.close().then(host.onExit, host.onError);
    };
    instance.render(host.container).catch((error) => {
      if (!isOver) host.onError(error);
    });
  }

  return { open: () => void run().catch(host.onError), close: () => end?.() };
}
