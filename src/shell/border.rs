//! The methods of the JavaScript object that owns an attempt (`pkg-template/src/handle/attempt-host.ts`).
//!
//! JavaScript keeps what must work before the engine has loaded (the public state, the promise, the
//! host's functions), and what weighs less there and holds no rule: the text and the boxes around
//! the frame. It calls the host's functions in such a way that one that throws is reported and
//! breaks nothing.

use wasm_bindgen::prelude::*;

/// The same methods as TypeScript implements them. wasm-bindgen writes this into its declarations,
/// and the build copies those to `pkg-template/src/generated/engine.d.ts`.
#[wasm_bindgen(typescript_custom_section)]
const ENGINE_HOST: &str = r#"
import type { ReadAnswer } from "../engine/response-body.js";
import type { SetPinErrorCode, SetPinResult, SetPinState } from "../handle/types.js";
import type { Notice, ViewConfig } from "../view/attempt-view.js";

/** The functions that the engine calls on the attempt that owns it. */
export interface EngineHost {
  snapshotOptions(): void;
  option(path: string): unknown;
  setState(state: SetPinState): void;
  emitEvent(name: string, request: number): void;
  invokeCallback(name: "onReady" | "onExpire"): void;
  setError(code: SetPinErrorCode, message: string, retryable: boolean, status?: number): void;
  reportError(request: number): void;
  exit(reason: SetPinResult["reason"], outcome: SetPinResult["outcome"], request: number): void;
  configureView(
    container: Element,
    modal: boolean,
    dismissOnBackdrop: boolean,
    look: ViewConfig["look"],
    dark: boolean,
  ): "hidden" | "threw" | undefined;
  isViewLost(): boolean;
  guard(work: () => void): void;
  showNotice(notice: Notice): void;
  beforeFrameRemoval(): void;
  readResponse(response: Response, maxBytes: number): Promise<ReadAnswer>;
  warn(warning: string): void;
  frameParent(): Element | undefined;
  frameTitle(): string;
  removeView(): void;
}
"#;

#[wasm_bindgen]
extern "C" {
    /// The JavaScript side of one attempt.
    #[wasm_bindgen(typescript_type = "EngineHost")]
    #[derive(Clone, Debug)]
    pub type Host;

    /// Snapshots the options. Host code may call `update()` between validating a request and
    /// sending it; reading the snapshot keeps new headers from going to an old URL.
    #[wasm_bindgen(method, js_name = snapshotOptions)]
    pub fn snapshot(this: &Host);

    /// The option at a path of names with dots between, from the snapshot; `confirmOutcome` is
    /// always the latest one. `themes` holds the issuer's themes, and `prefersDark` the user's
    /// preference. A `URL` reads as its text.
    #[wasm_bindgen(method)]
    pub fn option(this: &Host, path: &str) -> JsValue;

    /// Reports a new state.
    #[wasm_bindgen(method, js_name = setState)]
    pub fn set_state(this: &Host, state: &str);

    /// Calls `onEvent`.
    #[wasm_bindgen(method, js_name = emitEvent)]
    pub fn emit_event(this: &Host, name: &str, request: u32);

    /// Calls `onReady` or `onExpire`.
    #[wasm_bindgen(method, js_name = invokeCallback)]
    pub fn invoke_callback(this: &Host, name: &str);

    /// Creates the `SetPinError`; [`Host::report_error`] reports it.
    #[wasm_bindgen(method, js_name = setError)]
    pub fn set_error(this: &Host, code: &str, message: &str, retryable: bool, status: Option<u16>);

    /// Calls `onError` with the error, once.
    #[wasm_bindgen(method, js_name = reportError)]
    pub fn report_error(this: &Host, request: u32);

    /// Ends the attempt.
    #[wasm_bindgen(method)]
    pub fn exit(this: &Host, reason: &str, outcome: &str, request: u32);

    /// Builds the view for the next frame. `css` is a `customCss` with every property. Returns
    /// `"hidden"` where the container is not displayed, `"threw"` where something threw, which is
    /// reported, and otherwise `undefined`.
    #[wasm_bindgen(method, js_name = configureView)]
    pub fn configure_view(
        this: &Host,
        container: &JsValue,
        modal: bool,
        dismiss_on_backdrop: bool,
        look: &JsValue,
        dark: bool,
    ) -> JsValue;

    /// Whether nobody can see the view: it was removed from the document, or (a dialog) is not
    /// displayed.
    #[wasm_bindgen(method, js_name = isViewLost)]
    pub fn is_view_lost(this: &Host) -> bool;

    /// Runs `work`. Where it throws, everything is released and the attempt ends.
    #[wasm_bindgen(method)]
    pub fn guard(this: &Host, work: &mut dyn FnMut());

    /// Builds the view if there is none, and shows `notice` in it: `loading`, `blank`, `expired` or
    /// `failed`.
    #[wasm_bindgen(method, js_name = showNotice)]
    pub fn show_notice(this: &Host, notice: &str);

    /// Called before a frame is removed while the view stays: remembers whether the frame had the focus.
    #[wasm_bindgen(method, js_name = beforeFrameRemoval)]
    pub fn before_frame_removal(this: &Host);

    /// Reads at most `max_bytes` of a response as JSON and discards the rest: `{ json }`, or `{
    /// wrong }` that names the part that is not as documented. Rejects where the response breaks
    /// off.
    #[wasm_bindgen(method, js_name = readResponse)]
    pub fn read_response(this: &Host, response: &JsValue, max_bytes: u32) -> JsValue;

    /// Warns on the console, once per page.
    #[wasm_bindgen(method)]
    pub fn warn(this: &Host, warning: &str);

    /// The element to insert the frame into; none where there can be no view.
    #[wasm_bindgen(method, js_name = frameParent)]
    pub fn frame_parent(this: &Host) -> Option<web_sys::Element>;

    /// The frame's accessible name.
    #[wasm_bindgen(method, js_name = frameTitle)]
    pub fn frame_title(this: &Host) -> String;

    /// Removes the view.
    #[wasm_bindgen(method, js_name = removeView)]
    pub fn remove_view(this: &Host);
}
