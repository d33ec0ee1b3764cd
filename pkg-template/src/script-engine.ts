import type { Instantiate } from "./engine/glue.js";

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(address: string): string },
  ): {
    createScriptURL(address: string): string;
  };
}

/** The widget's own `<script>`: known only while it first runs. */
const own =
  ENGINES === "WebAssembly, JavaScript in a script" ? (document.currentScript as HTMLScriptElement | null) : null;

let policy: ReturnType<TrustedTypes["createPolicy"]> | undefined;

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

/** Under Trusted Types, by a policy that no other address passes. */
function trusted(address: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  policy ??= trustedTypes?.createPolicy("set-pin-widget", {
    createScriptURL: (given) => {
      if (given === address) return given;
      throw new TypeError(given);
    },
  });
  return policy?.createScriptURL(address) ?? address;
}
