/**
 * The client of Persona, whose frame has the same task: a hosted flow in an overlay.
 */
import { Client } from "persona";
import { requestPage } from "../token.mjs";

/** @type {import("../flow.d.ts").CreateFlow} */
export function create(host) {
  /** @type {(() => void) | undefined} */
  let end;

  async function run() {
    const page = new URL(await requestPage(host));
    let isOver = false;
    const client = new Client({
      host: page.host,
      inquiryId: "inq_1",
      sessionToken: page.search,
      onReady: () => client.open(),
      onCancel: () => end?.(),
      onError: host.onError,
    });
    end = () => {
      if (isOver) return;
      isOver = true;
      client.destroy();
      host.onExit();
    };
  }

  return { open: () => void run().catch(host.onError), close: () => end?.() };
}
