/**
 * A network with a round trip and a rate, for all responses of the benchmark's servers. It delays
 * at the server: the DevTools protocol would not slow down a frame of another site, and only
 * Chromium has it.
 */

/**
 * @typedef {object} Link
 * @property {number} roundTripMs
 * @property {number} bitsPerSecond
 */

/** A slow phone's network. @type {Link} */
export const SLOW = { roundTripMs: 150, bitsPerSecond: 1_600_000 };

/** Bytes that are sent at once. */
const PACKET = 4 * 1460;

/** @param {number} ms */
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Sends responses over the link, one packet after the other. */
export class Line {
  /** @type {Link | undefined} */
  #link;
  /** When the link is free again. */
  #freeAt = 0;
  /** @type {WeakSet<object>} */
  #known = new WeakSet();

  /** @param {Link | undefined} link */
  use(link) {
    this.#link = link;
    this.#freeAt = 0;
  }

  /**
   * Sends a body. A request costs a round trip, and the first one of a connection another.
   * @param {import("node:http").IncomingMessage} request
   * @param {import("node:http").ServerResponse} response
   * @param {Buffer} body
   */
  async send(request, response, body) {
    const link = this.#link;
    if (!link) {
      response.end(body);
      return;
    }
    const isNew = !this.#known.has(request.socket);
    this.#known.add(request.socket);
    await sleep(link.roundTripMs * (isNew ? 2 : 1));
    for (let at = 0; at < body.length; at += PACKET) {
      const packet = body.subarray(at, at + PACKET);
      const start = Math.max(performance.now(), this.#freeAt);
      this.#freeAt = start + (packet.length * 8000) / link.bitsPerSecond;
      await sleep(this.#freeAt - performance.now());
      response.write(packet);
    }
    response.end();
  }
}
