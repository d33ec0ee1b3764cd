//! The methods of the JavaScript object that owns an attempt
//! (`pkg-template/src/handle/attempt-host.ts`).
//!
//! JavaScript has the parts that must work before the engine has loaded (the public state, the
//! promise, the host's functions), and the view around the frame, which is smaller in JavaScript and
//! contains no rule. If a function of the host throws, JavaScript reports the error, and the attempt
//! continues.
//!
//! Each method is declared twice in this file: in TypeScript, which the package implements, and in
//! Rust, which the engine calls. A test compares their names and numbers of parameters. Nothing
//! compares the types.

use wasm_bindgen::prelude::*;

/// The same methods as TypeScript implements them. wasm-bindgen writes this into its declarations,
/// and the build copies those to `pkg-template/src/generated/engine.d.ts`.
#[wasm_bindgen(typescript_custom_section)]
const ENGINE_HOST: &str = r#"
import type { ResponseJson } from "../engine/response-body.js";
import type { OptionsSnapshot } from "../handle/options-snapshot.js";
import type { SetPinErrorCode, SetPinResult, SetPinState } from "../handle/types.js";
import type { ViewProblem } from "../view/container.js";
import type { MessageKey } from "./languages.js";
import type { Notice } from "./lifecycle.js";

/** The functions that the engine calls on the attempt that owns it. */
export interface EngineHost {
  /** The options of now, for one request; no later `update()` changes the copy. */
  snapshotOptions(): OptionsSnapshot;
  /** Reports a new state. */
  setState(state: SetPinState): void;
  /** Calls `onEvent`. */
  emitEvent(name: string, request: number): void;
  /** Calls `onReady` or `onExpire`. */
  invokeCallback(name: "onReady" | "onExpire"): void;
  /** Calls `onError`. */
  reportError(code: SetPinErrorCode, message: string, retryable: boolean, status: number | undefined, retryAfterMs: number | undefined, request: number): void;
  /** Ends the attempt. */
  exit(reason: SetPinResult["reason"], outcome: SetPinResult["outcome"], request: number): void;
  /** Configures the view for the next frame, and builds it unless `later`. Returns the document in which to create the frame, or the problem. */
  configureView(options: OptionsSnapshot, width: string, height: string, dark: boolean, later: boolean): Document | ViewProblem;
  /** Inserts the frame that the engine created. Returns the problem, if there is one. */
  attachFrame(frame: HTMLIFrameElement): ViewProblem | undefined;
  /** The engine is about to remove the frame. */
  detachFrame(): void;
  /** Shows a notice in the view, which is built first if there is none. */
  showNotice(notice: Notice): void;
  /** Shows the string of `messages` for a failure, and what can help: a retry if it is `retryable`, after `retryAfterMs`. */
  showFailure(message: MessageKey, retryable: boolean, retryAfterMs: number | undefined): void;
  /** Removes the view if it is a dialog. */
  hideDialog(): void;
  /** Removes the view. */
  removeView(): void;
  /** Runs `work`. If it throws, everything is released and the attempt ends. */
  guard(work: () => void): void;
  /** Reads at most `maxBytes` of a response as JSON and discards the rest. */
  readResponse(response: Response, maxBytes: number): Promise<ResponseJson>;
}
"#;

#[wasm_bindgen]
extern "C" {
    /// The JavaScript side of one attempt.
    #[wasm_bindgen(typescript_type = "EngineHost")]
    #[derive(Clone, Debug)]
    pub type Host;

    /// A copy of the options, for one request. Its objects have no prototype, its URLs are strings,
    /// and its functions settle at the latest when the attempt ends. Host code may call `update()`
    /// between validating a request and sending it; reading the copy keeps new headers from going
    /// to an old URL.
    #[wasm_bindgen(method, js_name = snapshotOptions)]
    pub fn snapshot_options(this: &Host) -> JsValue;

    /// Reports a new state.
    #[wasm_bindgen(method, js_name = setState)]
    pub fn set_state(this: &Host, state: &str);

    /// Calls `onEvent`.
    #[wasm_bindgen(method, js_name = emitEvent)]
    pub fn emit_event(this: &Host, name: &str, request: u32);

    /// Calls `onReady` or `onExpire`.
    #[wasm_bindgen(method, js_name = invokeCallback)]
    pub fn invoke_callback(this: &Host, name: &str);

    /// Calls `onError`.
    #[wasm_bindgen(method, js_name = reportError)]
    pub fn report_error(
        this: &Host,
        code: &str,
        message: &str,
        retryable: bool,
        status: Option<u16>,
        retry_after_ms: Option<u32>,
        request: u32,
    );

    /// Ends the attempt.
    #[wasm_bindgen(method)]
    pub fn exit(this: &Host, reason: &str, outcome: &str, request: u32);

    /// Builds the view for the next frame, in the `container` and with the texts of `options`, with
    /// space for a frame of this size. `dark` says whether the background is darker than the text.
    /// Returns the document in which to create the frame, or the problem as a string
    /// (`ViewProblem`). With `later`, a view that does not exist is built when a notice or the
    /// frame is shown.
    #[wasm_bindgen(method, js_name = configureView)]
    pub fn configure_view(
        this: &Host,
        options: &JsValue,
        width: &str,
        height: &str,
        dark: bool,
        later: bool,
    ) -> JsValue;

    /// Gives the frame its accessible name and inserts it. Returns `undefined`, or the problem as
    /// a string (`ViewProblem`).
    #[wasm_bindgen(method, js_name = attachFrame)]
    pub fn attach_frame(this: &Host, frame: &JsValue) -> JsValue;

    /// The engine is about to remove the frame while the view stays: the view remembers whether the
    /// frame has the focus.
    #[wasm_bindgen(method, js_name = detachFrame)]
    pub fn detach_frame(this: &Host);

    /// Builds the view if there is none, and shows `notice` in it.
    #[wasm_bindgen(method, js_name = showNotice)]
    pub fn show_notice(this: &Host, notice: &str);

    /// Builds the view if there is none, and shows a failure in it: the string of `messages` with
    /// this key, and a retry if it is `retryable`, which the cardholder can press after
    /// `retry_after_ms`.
    #[wasm_bindgen(method, js_name = showFailure)]
    pub fn show_failure(this: &Host, message: &str, retryable: bool, retry_after_ms: Option<u32>);

    /// Removes the view if it is a dialog, which would cover the host's own user interface.
    #[wasm_bindgen(method, js_name = hideDialog)]
    pub fn hide_dialog(this: &Host);

    /// Removes the view.
    #[wasm_bindgen(method, js_name = removeView)]
    pub fn remove_view(this: &Host);

    /// Runs `work`. If it throws, everything is released and the attempt ends.
    #[wasm_bindgen(method)]
    pub fn guard(this: &Host, work: &mut dyn FnMut());

    /// Reads at most `max_bytes` of a response as JSON and discards the rest. Resolves to `{ json }`,
    /// or to `{ wrong }`, which names the part that is not as documented. Rejects if the response
    /// breaks off.
    #[wasm_bindgen(method, js_name = readResponse)]
    pub fn read_response(this: &Host, response: &JsValue, max_bytes: u32) -> JsValue;
}

#[cfg(test)]
mod tests {
    const SOURCE: &str = include_str!("border.rs");

    /// The name of a method in JavaScript, and its number of parameters.
    type Method = (&'static str, usize);

    /// The lines between `start` and the next line that begins with a brace.
    fn block(start: &str) -> &'static str {
        let (_, rest) = SOURCE.split_once(start).unwrap();
        rest.split_once("\n}").unwrap().0
    }

    /// Counts the parameters of a list. `list` begins after the opening parenthesis.
    fn parameters(list: &str) -> usize {
        let (mut count, mut depth, mut is_inside) = (0, 0, false);
        for character in list.replace("=>", "").chars() {
            match character {
                ')' if depth == 0 => break,
                ',' if depth == 0 => is_inside = false,
                _ => {
                    depth += i32::from("([{<".contains(character));
                    depth -= i32::from(")]}>".contains(character));
                    if !is_inside && !character.is_whitespace() {
                        is_inside = true;
                        count += 1;
                    }
                }
            }
        }
        count
    }

    fn typescript() -> Vec<Method> {
        block("export interface EngineHost {")
            .lines()
            .filter(|line| !line.trim_start().starts_with('/'))
            .filter_map(|line| line.split_once('('))
            .map(|(name, list)| (name.trim(), parameters(list)))
            .collect()
    }

    fn rust() -> Vec<Method> {
        block("extern \"C\" {")
            .split("#[wasm_bindgen(method")
            .skip(1)
            .map(|method| {
                let (attribute, function) = method.split_once(")]").unwrap();
                let (name, list) = function.split_once('(').unwrap();
                let name = name.trim().trim_start_matches("pub fn ");
                let renamed = attribute.split_once("js_name = ");
                // Without `this`.
                (renamed.map_or(name, |(_, name)| name), parameters(list) - 1)
            })
            .collect()
    }

    #[test]
    fn typescript_and_rust_declare_the_same_methods() {
        assert!(typescript().contains(&("reportError", 6)));
        assert_eq!(typescript(), rust());
    }

    #[test]
    fn a_list_of_parameters_is_counted() {
        assert_eq!(parameters("): void;"), 0);
        assert_eq!(parameters("work: () => void): void;"), 1);
        assert_eq!(parameters("a: Map<string, number>, b: [c, d]): void;"), 2);
        assert_eq!(parameters("\n    this: &Host,\n    code: &str,\n);"), 2);
    }
}
