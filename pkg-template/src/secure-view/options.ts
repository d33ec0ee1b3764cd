// Validates the host's options, as the engine validates the widget's.

import { CARD_DETAILS_IMAGE_PAIRS, PIN_IMAGE_PAIRS, themes } from "../generated/custom-css.js";
import { merge } from "../handle/merge.js";
import { tryOrReport } from "../handle/report.js";
import { isSecure, parseUrl } from "../handle/secure-url.js";
import { absolute } from "../view/dom.js";
import { invalidOption } from "./errors.js";
import type { Config } from "./machine.js";
import type { Endpoint } from "./requests.js";
import type { CardDetailsImageCss, PinImageCss, SecureViewOptions } from "./types.js";

/** The two kinds of views, and the pairs of colours of their images. */
export const KINDS = {
  pin: { purpose: "view-pin", title: "pinTitle", pairs: PIN_IMAGE_PAIRS },
  details: { purpose: "view-card-details", title: "detailsTitle", pairs: CARD_DETAILS_IMAGE_PAIRS },
} as const;

export type Kind = keyof typeof KINDS;
export type AnyOptions = SecureViewOptions<PinImageCss & CardDetailsImageCss>;

/** The validated options of an attempt. */
export interface ResolvedOptions {
  readonly config: Config;
  readonly token: Endpoint;
  readonly card: Endpoint | undefined;
  readonly stepUp: AnyOptions["stepUp"];
  readonly headers: unknown;
  readonly credentials: RequestCredentials;
  readonly allowedOrigins: readonly string[];
  readonly body: Readonly<Record<string, unknown>>;
}

const DEFAULT_ORIGINS = ["https://cards.baanx.com"];
const MAX_MS = 2_147_483_647;

/** Returns the options with their defaults. Throws a `SetPinError` for the first one that is wrong. */
export function resolveOptions(kind: Kind, given: Partial<AnyOptions>): ResolvedOptions {
  const { cardStatus, stepUp, headers, credentials = "same-origin", hideOnBlur, onFailure, retry = {} } = given;
  for (const [name, value] of Object.entries({ stepUp, ...callbacksOf(given) }))
    if (value !== undefined && typeof value !== "function") throw invalidOption(name, "a function");
  if (!["omit", "same-origin", "include"].includes(credentials))
    throw invalidOption("credentials", '"omit", "same-origin" or "include"');
  if (hideOnBlur !== undefined && typeof hideOnBlur !== "boolean") throw invalidOption("hideOnBlur", "true or false");
  if (onFailure !== undefined && onFailure !== "show" && onFailure !== "close")
    throw invalidOption("onFailure", '"show" or "close"');
  if (headers !== undefined && typeof headers !== "function" && !isObject(headers))
    throw invalidOption("headers", "an object of strings, or a function that returns one");
  if (retry !== false && !isObject(retry)) throw invalidOption("retry", "an object, or false");
  if (cardStatus !== undefined && !isObject(cardStatus)) throw invalidOption("cardStatus", "an object");
  const retries = merge<{ maxAttempts?: unknown; delayMs?: unknown }>(retry === false ? { maxAttempts: 1 } : retry);
  const card = cardStatus && merge<NonNullable<AnyOptions["cardStatus"]>>(cardStatus);
  const customCss = coloursOf(kind, given);
  return {
    config: {
      checksCard: card !== undefined,
      stepsUp: stepUp !== undefined,
      maxRequests: milliseconds("retry.maxAttempts", retries.maxAttempts, 3, 1, 10),
      retryDelayMs: milliseconds("retry.delayMs", retries.delayMs, 500, 1),
      requestTimeoutMs: milliseconds("requestTimeoutMs", given.requestTimeoutMs, 15_000, 1),
      loadTimeoutMs: milliseconds("loadTimeoutMs", given.loadTimeoutMs, 15_000, 1),
      visibleMs: milliseconds("visibleMs", given.visibleMs, 30_000, 1000),
      hideOnBlur: hideOnBlur === true,
      closeOnFailure: onFailure === "close",
    },
    token: endpoint("tokenUrl", given.tokenUrl, "fetchToken", given.fetchToken),
    card: card && endpoint("cardStatus.url", card.url, "cardStatus.fetch", card.fetch),
    stepUp,
    headers,
    credentials,
    allowedOrigins: originsOf(given.allowedOrigins),
    body: customCss ? { customCss } : {},
  };
}

function callbacksOf(given: Partial<AnyOptions>): Record<string, unknown> {
  const { onReady, onExit, onError, onStateChange, onEvent } = given;
  return { onReady, onExit, onError, onStateChange, onEvent };
}

/** Exactly one of a URL and a function. */
function endpoint(name: string, url: unknown, functionName: string, call: unknown): Endpoint {
  if ((url === undefined) === (call === undefined))
    throw invalidOption(
      name,
      `the URL of your backend's route, or \`${functionName}\` instead: exactly one of the two`,
    );
  if (call !== undefined) {
    if (typeof call !== "function") throw invalidOption(functionName, "a function");
    return { url: undefined, call: call as NonNullable<Endpoint["call"]> };
  }
  const resolved = routeOf(url);
  if (resolved === undefined)
    throw invalidOption(
      name,
      "an absolute `https:` or `http:` URL without user name and password, or a path on the page's origin",
    );
  return { url: resolved, call: undefined };
}

function routeOf(url: unknown): string | undefined {
  // The URL parser resolves an empty string to the page's URL; as an option it is a mistake.
  if (!(url instanceof URL) && (typeof url !== "string" || url === "")) return undefined;
  try {
    const { href, origin } = new URL(absolute(url));
    return href.startsWith("http") && href.startsWith(`${origin}/`) ? href : undefined;
  } catch {
    return undefined;
  }
}

function originsOf(origins: unknown = DEFAULT_ORIGINS): readonly string[] {
  const name = "allowedOrigins";
  const isExact = (origin: unknown) => {
    // WebKit's parser accepts `*` in a host name.
    if (typeof origin !== "string" || origin.includes("*")) return false;
    const url = parseUrl(origin);
    return url !== undefined && isSecure(url) && url.origin === origin;
  };
  if (!Array.isArray(origins) || origins.length === 0 || !origins.every(isExact))
    throw invalidOption(
      name,
      "a list of exact origins as `new URL(url).origin` returns them: `https:` (`http:` on loopback), no path, no wildcard",
    );
  if (origins.includes(location.origin) || origins.includes(window.origin))
    throw invalidOption(name, "the issuer's origins, never the page's own");
  return [...origins];
}

/** The colours to request: those of the theme, and the host's own merged over them. */
function coloursOf(kind: Kind, { theme, customCss }: Partial<AnyOptions>): Record<string, string> | undefined {
  if (theme !== undefined && theme !== "light" && theme !== "dark" && theme !== "auto")
    throw invalidOption("theme", '"light", "dark" or "auto"');
  if (customCss !== undefined && !isObject(customCss)) throw invalidOption("customCss", "an object");
  if (theme === undefined && customCss === undefined) return undefined;
  const given = merge<Record<string, unknown>>({ ...customCss });
  const { pairs } = KINDS[kind];
  const names: readonly string[] = pairs.flat();
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown !== undefined) throw invalidOption("customCss", `${names.map((name) => `\`${name}\``).join(", ")} only`);
  const prefersDark = () => tryOrReport(() => matchMedia("(prefers-color-scheme: dark)").matches);
  const ofTheme = themes[theme === "dark" || (theme === "auto" && prefersDark()) ? "dark" : "light"];
  const colours: Record<string, string> = merge();
  for (const [text, background] of pairs) {
    const themed = { [text]: ofTheme.textColor, [background]: ofTheme.backgroundColor };
    for (const name of [text, background]) {
      const colour = given[name] ?? (theme && themed[name]);
      if (colour === undefined) continue;
      if (typeof colour !== "string" || !/^#[\da-f]{6}$/i.test(colour))
        throw invalidOption(`customCss.${name}`, "`#RRGGBB`");
      colours[name] = colour;
    }
    if (colours[text] !== undefined && colours[text]?.toLowerCase() === colours[background]?.toLowerCase())
      throw invalidOption(`customCss.${text}`, `a colour other than \`${background}\`, or nothing could be read`);
  }
  return colours;
}

function milliseconds(name: string, given: unknown, byDefault: number, least: number, most = MAX_MS): number {
  if (given === undefined) return byDefault;
  if (typeof given !== "number" || !(given >= least && given <= most))
    throw invalidOption(name, `a number from ${least} to ${most}`);
  return given;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
