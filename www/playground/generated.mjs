// Generated from specification/ by `cargo xtask generate`. Do not edit.

/** The languages of the widget's own text, by their codes. */
export const LANGUAGES = ["en", "ar", "de", "es", "fr", "it", "ja", "nl", "pl", "pt", "tr", "zh"];

/** The keys of `messages`. */
export const MESSAGE_KEYS = ["title", "close", "loading", "expired", "retry", "failed", "blank"];

/**
 * The properties of `customCss`, colours first, each with the issuer's default.
 * @type {readonly {name: string, kind: "colour" | "number", label: string, value: string | number, from?: string}[]}
 */
export const CUSTOM_CSS = [
  { name: "backgroundColor", kind: "colour", label: "Background", value: "#EFEFEF" },
  { name: "textColor", kind: "colour", label: "Text", value: "#000000" },
  { name: "backgroundColorPrimary", kind: "colour", label: "Buttons and fields", value: "#000000" },
  { name: "textColorPrimary", kind: "colour", label: "Text on them", value: "#FFFFFF" },
  {
    name: "pinBorderColor",
    kind: "colour",
    label: "Border of the PIN",
    value: "#000000",
    from: "backgroundColorPrimary",
  },
  { name: "buttonBorderRadius", kind: "number", label: "Button radius, px", value: 8 },
  { name: "pinBorderRadius", kind: "number", label: "PIN radius, px", value: 4 },
];

/** Each text with its background. */
export const CUSTOM_CSS_PAIRS = [
  { text: "textColor", background: "backgroundColor", label: "Text" },
  { text: "textColorPrimary", background: "backgroundColorPrimary", label: "Text on buttons" },
];
