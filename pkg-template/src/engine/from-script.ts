import { tryOrReport } from "../handle/report.js";
import { absolute, create, detach, native } from "../view/dom.js";
import type { Instantiate } from "./glue.js";
import { runningScript } from "./running-script.js";

interface Policy {
  createScriptURL(url: string): string;
}

/**
 * The widget's own `<script>`. It is known only while it first runs. Its URLs are resolved at that
 * time too, because `history.pushState` may later change what a relative URL means.
 */
const ownScript = ENGINES === "WebAssembly, JavaScript in a script" ? engineOfTag(runningScript()) : undefined;

let policy: Policy | undefined;

/**
 * Loads the script build's JavaScript engine, by default from the folder of the script. The browser
 * runs only the release's file, because this code sets the file's hash as `integrity`. The function
 * removes its script element after success and after failure.
 * @param src The engine's URL from the host (`engineSrc`).
 */
export function engineOfScript(src: unknown): Promise<Instantiate> {
  return new Promise((resolve, reject) => {
    const script = create(document, "script") as HTMLScriptElement & { instantiate?: Instantiate };
    const end = () => {
      if (script.instantiate) resolve(script.instantiate);
      else reject(new Error(ENGINE_SCRIPT));
      tryOrReport(() => detach(script));
    };
    script.onload = end;
    script.onerror = end;
    script.integrity = ENGINE_SCRIPT_INTEGRITY;
    script.crossOrigin = "anonymous";
    // Without this, the browser decodes the file in the page's encoding.
    script.charset = "utf-8";
    // A content security policy may require a nonce. The host has trusted the widget's script with
    // one.
    script.nonce = ownScript?.nonce ?? "";
    const isGiven = typeof src === "string" || src instanceof URL;
    script.src = trusted(isGiven ? absolute(src) : (ownScript?.engine ?? absolute(ENGINE_SCRIPT)));
    native(Document, document, "head").append(script);
  });
}

function engineOfTag(tag: HTMLScriptElement | undefined): { engine: string | undefined; nonce: string } | undefined {
  if (!tag) return undefined;
  const { src, nonce, dataset } = tag;
  if (dataset.engineSrc) return { engine: absolute(dataset.engineSrc), nonce };
  return { engine: src ? new URL(ENGINE_SCRIPT, src).href : undefined, nonce };
}

/**
 * Returns the URL as a trusted one under Trusted Types, with a policy that only this file can use. The
 * hash ensures that the script is the release's.
 */
function trusted(url: string): string {
  const { trustedTypes } = globalThis as {
    trustedTypes?: { createPolicy(name: string, rules: Policy): Policy };
  };
  try {
    policy ??= trustedTypes?.createPolicy("set-pin-widget", { createScriptURL: (text) => text });
  } catch {
    // The page's policy does not list the name, or another copy of this script has created it. A
    // plain string may still be accepted: by the host's default policy, or if the page requires
    // none.
  }
  return policy?.createScriptURL(url) ?? url;
}
