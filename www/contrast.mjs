/**
 * The contrast ratio of WCAG 2.2 between two colours, 1 to 21.
 */

/** @param {string} one `#RRGGBB` @param {string} other */
export function contrast(one, other) {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** @param {string} colour */
function luminance(colour) {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Rounded down, so that a ratio below a limit is not shown as the limit. @param {number} ratio */
export const figure = (ratio) => (Math.floor(ratio * 100) / 100).toFixed(2);

/** The minimum for normal text in WCAG 2.2 AA. */
export const AA = 4.5;
