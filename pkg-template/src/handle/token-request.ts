// The public types of the token request and its response. They are in a separate file, because
// `./testing` uses them without the DOM's types.

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

/** The body that the widget sends to the host app's backend, which forwards it to the issuer. */
export interface SetPinTokenRequest {
  /** `true` for `inline` and `modal`, `false` for `redirect`. */
  isEmbedded: boolean;
  /** Present for `redirect` only: the issuer ignores it for an embedded page. */
  redirectUrl?: string;
  /** The appearance, from `theme` and `customCss`. Missing if you gave neither. */
  customCss?: CustomCss;
}

/** What the host app's backend answers. */
export interface SetPinTokenResponse {
  /** The issuer's single-use token. */
  token: string;
  /** The URL of the issuer's page, with the token in it. */
  hostedPageUrl: string;
}
