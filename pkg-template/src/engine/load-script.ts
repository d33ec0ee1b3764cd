import { tryOrReport } from "../handle/report.js";
import { absolute, create, detach, native } from "../view/dom.js";
import { runningScript } from "./running-script.js";

interface Policy {
  createScriptURL(url: string): string;
}

/** A file of the release that a script build loads. */
export interface ReleaseFile {
  name: string;
  integrity: string;
  /** The name of the property that the file sets on its script element. */
  property: string;
}

/** Loads a file of the release; see {@link loadScript}. */
export type LoadScript = typeof loadScript;

/**
 * The widget's own `<script>`. It is known only while it first runs. Its URLs are resolved at that
 * time too, because `history.pushState` may later change what a relative URL means.
 */
const ownScript = ENGINES === "WebAssembly, JavaScript in a script" ? ownTag(runningScript()) : undefined;

let policy: Policy | undefined;

/**
 * Loads a file of the release, by default from the folder of the script. The browser runs only the
 * release's file, because this code sets the file's hash as `integrity`. The function removes its
 * script element after success and after failure.
 * @param engineSrc The URL of the JavaScript engine, from the host. Other files are loaded from its folder.
 */
export function loadScript<Value>({ name, integrity, property }: ReleaseFile, engineSrc: unknown): Promise<Value> {
  return new Promise((resolve, reject) => {
    const script = create(document, "script");
    const end = () => {
      // An own property: one of `Object.prototype` is not the file's.
      const value = Reflect.getOwnPropertyDescriptor(script, property)?.value as Value | undefined;
      if (value) resolve(value);
      else reject(new Error(name));
      tryOrReport(() => detach(script));
    };
    script.onload = end;
    script.onerror = end;
    script.integrity = integrity;
    script.crossOrigin = "anonymous";
    // Without this, the browser decodes the file in the page's encoding.
    script.charset = "utf-8";
    // A content security policy may require a nonce. The host has trusted the widget's script with
    // one.
    script.nonce = ownScript?.nonce ?? "";
    script.src = trusted(urlOf(name, engineSrc));
    native(Document, document, "head").append(script);
  });
}

function urlOf(name: string, engineSrc: unknown): string {
  const isGiven = typeof engineSrc === "string" || engineSrc instanceof URL;
  const engine = isGiven ? absolute(engineSrc) : ownScript?.engine;
  if (engine && name === ENGINE_SCRIPT) return engine;
  const beside = engine ?? ownScript?.src;
  return beside ? new URL(name, beside).href : absolute(name);
}

/** `engine` is the URL of the JavaScript engine, if the tag has it. */
function ownTag(
  tag: HTMLScriptElement | undefined,
): { engine: string | undefined; src: string; nonce: string } | undefined {
  if (!tag) return undefined;
  const { src, nonce, dataset } = tag;
  return { engine: dataset.engineSrc ? absolute(dataset.engineSrc) : undefined, src, nonce };
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
