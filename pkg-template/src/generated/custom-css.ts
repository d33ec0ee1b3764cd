// Generated from specification/custom_css.toml by `cargo xtask generate`. Do not edit.

/** Appearance of the hosted page. Names, defaults and meanings are the issuer's (`customCss` of its token request). */
export interface CustomCss {
  /** Background of the page: `#RRGGBB`. The issuer's default: `#EFEFEF`. */
  backgroundColor?: string;
  /** Text on it: `#RRGGBB`. The issuer's default: `#000000`. Must differ from `backgroundColor`. */
  textColor?: string;
  /** Background of buttons and input areas: `#RRGGBB`. The issuer's default: `#000000`. */
  backgroundColorPrimary?: string;
  /** Text on them: `#RRGGBB`. The issuer's default: `#FFFFFF`. Must differ from `backgroundColorPrimary`. */
  textColorPrimary?: string;
  /** Corner radius of buttons, in CSS pixels: 0 or more. The issuer's default: 8. */
  buttonBorderRadius?: number;
  /** Corner radius of the box around the PIN, in CSS pixels: 0 or more. The issuer's default: 4. */
  pinBorderRadius?: number;
  /** Border of the box around the PIN: `#RRGGBB`. The issuer's default: the value of `backgroundColorPrimary`. */
  pinBorderColor?: string;
}

/** The type of each property. */
export const CUSTOM_CSS_TYPES = {
  backgroundColor: "string",
  textColor: "string",
  backgroundColorPrimary: "string",
  textColorPrimary: "string",
  buttonBorderRadius: "number",
  pinBorderRadius: "number",
  pinBorderColor: "string",
} as const;

/** The issuer's default of each property. */
export const CUSTOM_CSS_DEFAULTS = {
  backgroundColor: "#EFEFEF",
  textColor: "#000000",
  backgroundColorPrimary: "#000000",
  textColorPrimary: "#FFFFFF",
  buttonBorderRadius: 8,
  pinBorderRadius: 4,
  pinBorderColor: "#000000",
} as const;

/** Each text with its background, from which it must differ. */
export const CUSTOM_CSS_PAIRS = [
  ["textColor", "backgroundColor"],
  ["textColorPrimary", "backgroundColorPrimary"],
] as const;

/** The colours of the issuer's image of the PIN: each text with its background, from which it must differ. */
export const PIN_IMAGE_PAIRS = [["textColor", "backgroundColor"]] as const;

/** The colours of the issuer's image of the card's details: each text with its background, from which it must differ. */
export const CARD_DETAILS_IMAGE_PAIRS = [
  ["cardTextColor", "cardBackgroundColor"],
  ["panTextColor", "panBackgroundColor"],
] as const;

/** The issuer's own examples of an appearance, value for value. They must be available before the engine is loaded. */
export const themes: Readonly<Record<"light" | "dark" | "brand", Readonly<CustomCss>>> = /* @__PURE__ */ Object.freeze({
  light: /* @__PURE__ */ Object.freeze({
    backgroundColor: "#FFFFFF",
    textColor: "#111827",
    backgroundColorPrimary: "#10B981",
    textColorPrimary: "#FFFFFF",
    buttonBorderRadius: 8,
    pinBorderRadius: 4,
  }),
  dark: /* @__PURE__ */ Object.freeze({
    backgroundColor: "#1F2937",
    textColor: "#F9FAFB",
    backgroundColorPrimary: "#3B82F6",
    textColorPrimary: "#FFFFFF",
    buttonBorderRadius: 12,
    pinBorderRadius: 8,
    pinBorderColor: "#60A5FA",
  }),
  brand: /* @__PURE__ */ Object.freeze({
    backgroundColor: "#FEF3C7",
    textColor: "#78350F",
    backgroundColorPrimary: "#F59E0B",
    textColorPrimary: "#FFFFFF",
    buttonBorderRadius: 10,
    pinBorderRadius: 6,
    pinBorderColor: "#D97706",
  }),
});
