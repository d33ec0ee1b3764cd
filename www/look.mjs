/**
 * The appearance of the issuer's page, in the colours of this page. It is fixed when the token is
 * issued, so it is chosen at each `open()`.
 */

/** @returns {Required<import("/pkg/index.mjs").CustomCss>} */
export function hostedPageLook() {
  const shape = { buttonBorderRadius: 10, pinBorderRadius: 10 };
  return document.documentElement.dataset.theme === "dark"
    ? {
        ...shape,
        backgroundColor: "#161F1B",
        textColor: "#EEF2EC",
        backgroundColorPrimary: "#6FCFA8",
        textColorPrimary: "#06231A",
        pinBorderColor: "#6FCFA8",
      }
    : {
        ...shape,
        backgroundColor: "#FFFDF8",
        textColor: "#17211D",
        backgroundColorPrimary: "#0F6B4F",
        textColorPrimary: "#FFFFFF",
        pinBorderColor: "#0F6B4F",
      };
}
