/** The least contrast of a text in WCAG 2.2 AA (1.4.3). */
const AA_TEXT = 4.5;

/**
 * Returns `text` if it has enough contrast on `background`, and otherwise black or white. The text
 * on the buttons of the issuer's themes has too little (white on `#10B981`, 2.5 to 1).
 */
export function withContrast(text: string, background: string): string {
  const [ofText, ofBackground] = [luminance(text), luminance(background)];
  const contrast = (Math.max(ofText, ofBackground) + 0.05) / (Math.min(ofText, ofBackground) + 0.05);
  if (contrast >= AA_TEXT) return text;
  // At this luminance, black and white have the same contrast.
  return ofBackground > 0.179 ? "#000" : "#fff";
}

/** WCAG 2.2's relative luminance of a `#RRGGBB` colour, 0 to 1. */
function luminance(colour: string): number {
  const linear = (at: number) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(1) + 0.7152 * linear(3) + 0.0722 * linear(5);
}
