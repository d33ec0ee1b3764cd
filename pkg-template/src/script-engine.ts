import type { Instantiate } from "./engine/glue.js";
import { runningScript } from "./running-script.js";

interface Policy {
  createScriptURL(address: string): string;
}

/**
 * The widget's own `<script>`: known only while it first runs. Its address is read then, too: later, `history.pushState` may have given a relative one
 * another meaning.
 */
const own = ENGINES === "WebAssembly, JavaScript in a script" ? addressAndNonce(runningScript()) : undefined;

let policy: Policy | undefined;

/**
 * Loads the script build's JavaScript engine from beside the script. The browser runs it only if it is the release's: its hash is known here.
 * Whether it came or not, the document is left as it was.
 */
export function engineBesideScript(): Promise<Instantiate> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script") as HTMLScriptElement & { instantiate?: Instantiate };
    const end = () => {
      script.remove();
      if (script.instantiate) resolve(script.instantiate);
      else reject(new Error(ENGINE_SCRIPT));
    };
    script.onload = end;
    script.onerror = end;
    script.integrity = ENGINE_SCRIPT_INTEGRITY;
    script.crossOrigin = "anonymous";
    // Else it is read in the page's own encoding.
    script.charset = "utf-8";
    // A policy may go by nonces; the host has trusted the widget's script with one.
    script.nonce = own?.nonce ?? "";
    script.src = trusted(new URL(ENGINE_SCRIPT, own?.src).href);
    document.head.append(script);
  });
}

function addressAndNonce({ src, nonce }: Partial<HTMLScriptElement> = {}) {
  return { src, nonce };
}

/** Under Trusted Types, by a policy of our own, which only this file can use. What holds the script to the release is its hash. */
function trusted(address: string): string {
  const { trustedTypes } = globalThis as {
    trustedTypes?: { createPolicy(name: string, rules: Policy): Policy };
  };
  try {
    policy ??= trustedTypes?.createPolicy("set-pin-widget", { createScriptURL: () => address });
  } catch {
    // The page's policy does not list the name, or another copy of this script has taken it. Plain text may still pass: by the host's default
    // policy, or where none is required.
  }
  return policy?.createScriptURL(address) ?? address;
}
