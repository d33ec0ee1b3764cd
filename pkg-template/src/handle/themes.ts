import type { CustomCss } from "./token-request.js";

/**
 * The issuer's three examples ("Customization Examples"), value for value.
 *
 * This data must be available before the engine is loaded, so it is here and not in Rust. The
 * engine receives it with the options.
 */
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
