// The sandbox's images of a PIN and of a card's details: PNG files, drawn without any library.

import type { CardDetailsImageCss, PinImageCss } from "../secure-view/image-css.js";

/** The colours of both images, by the names of `customCss`. */
export type ImageCss = PinImageCss & CardDetailsImageCss;

/** The image that a token is for. */
export type ImageKind = "pin" | "details";

/** No PIN is stored, so the image always shows this one. */
const PIN = "2580";

/** A number that no card has. */
const CARD = { number: "4111 1111 1111 1111", other: "EXP 12/34 CVC 123" };

/** So that nobody mistakes it for the issuer's image. */
const BANNER = "SANDBOX";

/** The names in `customCss`, and a colour for each that is missing. The issuer documents none. */
const COLOURS: Record<ImageKind, Required<PinImageCss> | Required<CardDetailsImageCss>> = {
  pin: { backgroundColor: "#FFFFFF", textColor: "#000000" },
  details: {
    cardBackgroundColor: "#FFFFFF",
    cardTextColor: "#000000",
    panBackgroundColor: "#EFEFEF",
    panTextColor: "#000000",
  },
};

/** Image pixels for one pixel of a glyph. */
const SCALE = 6;
const ADVANCE = 6 * SCALE;
const LINE = 7 * SCALE;
const MARGIN = 24;

/** The rows of each character, of five bits. */
const GLYPHS: Readonly<Record<string, readonly number[]>> = {
  "0": [0x0e, 0x11, 0x13, 0x15, 0x19, 0x11, 0x0e],
  "1": [0x04, 0x0c, 0x04, 0x04, 0x04, 0x04, 0x0e],
  "2": [0x0e, 0x11, 0x01, 0x02, 0x04, 0x08, 0x1f],
  "3": [0x1f, 0x02, 0x04, 0x02, 0x01, 0x11, 0x0e],
  "4": [0x02, 0x06, 0x0a, 0x12, 0x1f, 0x02, 0x02],
  "5": [0x1f, 0x10, 0x1e, 0x01, 0x01, 0x11, 0x0e],
  "8": [0x0e, 0x11, 0x11, 0x0e, 0x11, 0x11, 0x0e],
  "/": [0x00, 0x01, 0x02, 0x04, 0x08, 0x10, 0x00],
  A: [0x0e, 0x11, 0x11, 0x1f, 0x11, 0x11, 0x11],
  B: [0x1e, 0x11, 0x11, 0x1e, 0x11, 0x11, 0x1e],
  C: [0x0e, 0x11, 0x10, 0x10, 0x10, 0x11, 0x0e],
  D: [0x1e, 0x11, 0x11, 0x11, 0x11, 0x11, 0x1e],
  E: [0x1f, 0x10, 0x10, 0x1e, 0x10, 0x10, 0x1f],
  N: [0x11, 0x19, 0x15, 0x13, 0x11, 0x11, 0x11],
  O: [0x0e, 0x11, 0x11, 0x11, 0x11, 0x11, 0x0e],
  P: [0x1e, 0x11, 0x11, 0x1e, 0x10, 0x10, 0x10],
  S: [0x0f, 0x10, 0x10, 0x0e, 0x01, 0x01, 0x1e],
  V: [0x11, 0x11, 0x11, 0x11, 0x11, 0x0a, 0x04],
  X: [0x11, 0x11, 0x0a, 0x04, 0x0a, 0x11, 0x11],
};

/**
 * Returns the colours in the body of an image's token request, or the name of a property that the
 * issuer would refuse.
 */
export function imageColours(kind: ImageKind, customCss: unknown): ImageCss | string {
  if (customCss === undefined) return {};
  if (typeof customCss !== "object" || customCss === null || Array.isArray(customCss)) return "customCss";
  for (const [name, value] of Object.entries(customCss)) {
    const isColour = typeof value === "string" && /^#[0-9a-f]{6}$/i.test(value);
    if (!Object.keys(COLOURS[kind]).includes(name) || !isColour) return `customCss.${name.slice(0, 40)}`;
  }
  return { ...customCss };
}

/** Draws the image as PNG. */
export function png(kind: ImageKind, colours: ImageCss): Uint8Array<ArrayBuffer> {
  const palette = Object.values({ ...COLOURS[kind], ...colours });
  const lines = kind === "pin" ? [PIN, BANNER] : [CARD.number, CARD.other, BANNER];
  const width = 2 * MARGIN + Math.max(...lines.map((line) => line.length)) * ADVANCE;
  const canvas = new Canvas(width, lines.length * (LINE + MARGIN) + MARGIN);
  const hasPanel = kind === "details";
  if (hasPanel) canvas.fill(LINE + 2 * MARGIN, 2);
  lines.forEach((line, at) => {
    canvas.write(
      MARGIN,
      MARGIN + at * (LINE + MARGIN) + (hasPanel && at > 0 ? MARGIN / 2 : 0),
      line,
      hasPanel && at === 0 ? 3 : 1,
    );
  });
  return canvas.encode(palette);
}

/** Each pixel is an index of the palette, of two bits. Index 0 is the background. */
class Canvas {
  readonly #width: number;
  readonly #height: number;
  readonly #pixels: Uint8Array;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
    this.#pixels = new Uint8Array(width * height);
  }

  /** Fills the first rows. */
  fill(rows: number, colour: number): void {
    this.#pixels.fill(colour, 0, rows * this.#width);
  }

  write(left: number, top: number, text: string, colour: number): void {
    [...text].forEach((character, at) => {
      GLYPHS[character]?.forEach((bits, row) => {
        for (let column = 0; column < 5; column += 1) {
          if ((bits >> (4 - column)) & 1) this.#square(left + at * ADVANCE + column * SCALE, top + row * SCALE, colour);
        }
      });
    });
  }

  #square(x: number, y: number, colour: number): void {
    for (let row = y; row < y + SCALE; row += 1) {
      const start = row * this.#width + x;
      this.#pixels.fill(colour, start, start + SCALE);
    }
  }

  encode(palette: readonly string[]): Uint8Array<ArrayBuffer> {
    const bytesOfColour = (colour: string) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
    const header = [...bigEndian(this.#width), ...bigEndian(this.#height), 2, 3, 0, 0, 0];
    return new Uint8Array([
      ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
      ...chunk("IHDR", header),
      ...chunk("PLTE", palette.flatMap(bytesOfColour)),
      ...chunk("IDAT", stored(this.#rows())),
      ...chunk("IEND", []),
    ]);
  }

  /** The rows of the image, four pixels in a byte, each after its filter: none. */
  #rows(): number[] {
    const bytes: number[] = [];
    for (let y = 0; y < this.#height; y += 1) {
      bytes.push(0);
      for (let x = 0; x < this.#width; x += 4) {
        let byte = 0;
        for (let at = x; at < x + 4; at += 1) {
          byte = (byte << 2) | (at < this.#width ? (this.#pixels[y * this.#width + at] ?? 0) : 0);
        }
        bytes.push(byte);
      }
    }
    return bytes;
  }
}

function bigEndian(value: number): number[] {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff);
}

/** A chunk of PNG: its length, its name, its data and the checksum of both. */
function chunk(name: string, data: readonly number[]): number[] {
  const named = [...[...name].map((character) => character.charCodeAt(0)), ...data];
  return [...bigEndian(data.length), ...named, ...bigEndian(crc32(named))];
}

function crc32(bytes: readonly number[]): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

/** A zlib stream that is not compressed: one block, which holds less than 64 KiB. */
function stored(bytes: readonly number[]): number[] {
  const { length } = bytes;
  let one = 1;
  let other = 0;
  for (const byte of bytes) {
    one = (one + byte) % 65521;
    other = (other + one) % 65521;
  }
  const size = [length & 0xff, length >>> 8];
  const inverse = size.map((byte) => byte ^ 0xff);
  return [0x78, 0x01, 1, ...size, ...inverse, ...bytes, ...bigEndian(((other << 16) | one) >>> 0)];
}
