/** How many used tokens are remembered. */
const KEPT = 256;

/**
 * The tokens and URLs that this page has used, as hashes with a random key: their text is not kept.
 */
export class UsedTokens {
  #key: readonly [number, number] | undefined;
  readonly #hashes: (readonly [string, string])[] = [];

  /** Marks both as used. Returns `false` if either was used before. */
  add(token: string, url: string): boolean {
    const hashes = [this.#hash(token), this.#hash(url)] as const;
    if (this.#hashes.some((old) => old[0] === hashes[0] || old[1] === hashes[1])) return false;
    if (this.#hashes.length === KEPT) this.#hashes.shift();
    this.#hashes.push(hashes);
    return true;
  }

  /** 64 bits from two multiplicative hashes. WebCrypto's own hashes are asynchronous. */
  #hash(text: string): string {
    this.#key ??= randomKey();
    let [one, other] = this.#key;
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      one = Math.imul(one ^ unit, 0x9e3779b1);
      other = Math.imul(other ^ unit, 0x5f356495);
      one ^= other >>> 15;
      other ^= one >>> 13;
    }
    return `${one >>> 0} ${other >>> 0}`;
  }
}

function randomKey(): readonly [number, number] {
  const [one = 0, other = 0] = crypto.getRandomValues(new Uint32Array(2));
  return [one, other];
}
