// The public types of the token request and its response. They are in a separate file, because
// `./testing` uses them without the DOM's types.

import type { CustomCss } from "../generated/custom-css.js";

export type { CustomCss } from "../generated/custom-css.js";

/** The body that the widget sends to the host app's backend, which forwards it to the issuer. */
export interface SetPinTokenRequest {
  /** `true` for `inline` and `modal`, `false` for `redirect`. */
  isEmbedded: boolean;
  /** Present for `redirect` only: the issuer ignores it for an embedded page. */
  redirectUrl?: string;
  /** The appearance, from `theme` and `customCss`. Missing if you gave neither. */
  customCss?: CustomCss;
}

/** The response of the host app's backend. */
export interface SetPinTokenResponse {
  /** The issuer's single-use token. */
  token: string;
  /** The URL of the issuer's page, with the token in it. */
  hostedPageUrl: string;
}
