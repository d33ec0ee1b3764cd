import { tryOrReport } from "../handle/report.js";
import { absolute, create, detach, native } from "../view/dom.js";
import type { Instantiate } from "./glue.js";
import { runningScript } from "./running-script.js";

interface Policy {
  createScriptURL(url: string): string;
}

/**
 * The widget's own `<script>`: known only while it first runs. URLs are resolved then, too: later, `history.pushState` may have given a relative one
 * another meaning.
 */
const own = ENGINES === "WebAssembly, JavaScript in a script" ? engineOfTag(runningScript()) : undefined;

let policy: Policy | undefined;

/**
 * Loads the script build's JavaScript engine, by default from beside the script. The browser runs it only if it is the release's: its hash is known here.
 * Whether it came or not, the document is left as it was.
 * @param src Where the host says that the engine is (`engineSrc`).
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
    // Else it is read in the page's own encoding.
    script.charset = "utf-8";
    // A policy may go by nonces; the host has trusted the widget's script with one.
    script.nonce = own?.nonce ?? "";
    const isGiven = typeof src === "string" || src instanceof URL;
    script.src = trusted(isGiven ? absolute(src) : (own?.engine ?? absolute(ENGINE_SCRIPT)));
    native(Document, document, "head").append(script);
  });
}

function engineOfTag(tag: HTMLScriptElement | undefined): { engine: string | undefined; nonce: string } | undefined {
  if (!tag) return undefined;
  const { src, nonce, dataset } = tag;
  if (dataset.engineSrc) return { engine: absolute(dataset.engineSrc), nonce };
  return { engine: src ? new URL(ENGINE_SCRIPT, src).href : undefined, nonce };
}

/** Under Trusted Types, by a policy of our own, which only this file can use. What holds the script to the release is its hash. */
function trusted(address: string): string {
  const { trustedTypes } = globalThis as {
    trustedTypes?: { createPolicy(name: string, rules: Policy): Policy };
  };
  try {
    policy ??= trustedTypes?.createPolicy("set-pin-widget", { createScriptURL: (url) => url });
  } catch {
    // The page's policy does not list the name, or another copy of this script has taken it. Plain text may still pass: by the host's default
    // policy, or where none is required.
  }
  return policy?.createScriptURL(address) ?? address;
}
