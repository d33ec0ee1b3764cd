// The sandbox's pages. Each states that it is a sandbox, so that nobody mistakes it for the
// issuer's page.

import { CUSTOM_CSS_DEFAULTS, type CustomCss } from "../generated/custom-css.js";

/** The values of one page. */
export interface PageDescription {
  id: string;
  /** The name of the scenario that its script plays. */
  scenario: string;
  expiresAfterMs: number;
  /** The URL that it navigates to at the end, unless it is embedded. */
  redirectUrl: string | undefined;
}

const BANNER = "Sandbox for tests: not the card issuer's page. No PIN is stored.";

/** The page with the PIN form. */
export function pageHtml({ id, scenario, expiresAfterMs, redirectUrl }: PageDescription): string {
  const redirect = redirectUrl === undefined ? "" : ` data-redirect="${escaped(redirectUrl)}"`;
  const main = `<main data-page="${id}" data-scenario="${scenario}" data-expires-after-ms="${expiresAfterMs}"${redirect}>
<p id="banner">${BANNER}</p>
<h1>Set your card PIN</h1>
<form autocomplete="off" novalidate>
<p id="hint">4 digits, not all the same.</p>
${entry("pin", "New PIN")}
${entry("pin-confirm", "Repeat the PIN")}
<p id="error" role="alert"></p>
<button id="submit" type="submit">Set PIN</button>
<button id="cancel" type="button">Cancel</button>
</form>
<p id="note" role="status"></p>
</main>`;
  return documentHtml("Sandbox: set your card PIN", id, main, "sandbox");
}

/** The page for a token that is unknown, spent or expired. */
export function spentHtml(): string {
  const main = `<main><p id="banner">${BANNER}</p>
<h1>This page is no longer valid</h1>
<p>Its token was used before, has expired, or does not exist.</p></main>`;
  return documentHtml("Sandbox: no longer valid", "", main);
}

/** A page that sends `abort` from the wrong window, and then navigates to `next`. */
export function forgerHtml(next?: string): string {
  const data = next === undefined ? "" : ` data-next="${escaped(next)}"`;
  return `<!doctype html>
<html lang="en"${data}><head><meta charset="utf-8"><title>Message forger</title><script src="/pin-direct/forger.js" defer></script></head><body></body></html>`;
}

function documentHtml(title: string, id: string, body: string, script?: string): string {
  const code = script === undefined ? "" : `<script src="/pin-direct/${script}.js" defer></script>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/pin-direct/sandbox.css?page=${id}">${code}</head>
<body>${body}</body></html>`;
}

function entry(id: string, label: string): string {
  return `<label for="${id}">${label}</label>
<input id="${id}" type="password" inputmode="numeric" maxlength="4" autocomplete="off" required aria-describedby="hint error">`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The page's style sheet, with the token request's `customCss`. */
export function stylesheet(look: CustomCss): string {
  const primary = colour(look.backgroundColorPrimary, CUSTOM_CSS_DEFAULTS.backgroundColorPrimary);
  return `:root {
  --background: ${colour(look.backgroundColor, CUSTOM_CSS_DEFAULTS.backgroundColor)};
  --text: ${colour(look.textColor, CUSTOM_CSS_DEFAULTS.textColor)};
  --primary: ${primary};
  --on-primary: ${colour(look.textColorPrimary, CUSTOM_CSS_DEFAULTS.textColorPrimary)};
  --pin-border: ${colour(look.pinBorderColor, primary)};
  --button-radius: ${radius(look.buttonBorderRadius, CUSTOM_CSS_DEFAULTS.buttonBorderRadius)};
  --pin-radius: ${radius(look.pinBorderRadius, CUSTOM_CSS_DEFAULTS.pinBorderRadius)};
}
${STYLE}`;
}

/** A value of a request gets into the style sheet only if it is a colour. */
function colour(value: unknown, fallback: string): string {
  return typeof value === "string" && /^#[0-9a-f]{6}$/i.test(value) ? value : fallback;
}

function radius(value: unknown, fallback: number): string {
  return `${typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : fallback}px`;
}

const STYLE = `body { margin: 0; padding: 1rem; background: var(--background); color: var(--text); font: 100%/1.5 sans-serif; }
main { max-width: 22rem; margin: auto; }
h1 { font-size: 1.25rem; margin: 0.75rem 0 0; }
h1:focus { outline: none; }
p { margin: 0.5rem 0; }
#banner { padding: 0.25rem 0.75rem; background: #FFE08A; color: #000000; border: 2px dashed #000000; font-size: 0.875rem; }
#error { min-height: 1.5em; font-weight: bold; }
label { display: block; margin-top: 0.5rem; }
input, button { box-sizing: border-box; width: 100%; min-height: 2.75rem; margin-bottom: 0.5rem; font: inherit; background: var(--primary); color: var(--on-primary); }
input { border: 2px solid var(--pin-border); border-radius: var(--pin-radius); text-align: center; letter-spacing: 0.5em; }
button { border: 2px solid currentcolor; border-radius: var(--button-radius); }
:focus-visible { outline: 3px solid var(--text); outline-offset: 2px; }
`;
