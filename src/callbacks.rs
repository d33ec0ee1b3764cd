//! What the engine asks of the JavaScript that owns it (`pkg-template/src/attempt.ts`).
//!
//! That side keeps what must work while no engine is there (the public state, the promise, the host's functions), and what weighs less
//! in JavaScript than in Rust and holds no rule: the words and boxes around the frame. It calls the host's functions so that one that throws
//! is reported and breaks nothing.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// One attempt's JavaScript side.
    #[derive(Clone, Debug)]
    pub type Host;

    /// Lets the options of now be those that are read from here on: between the judging of a question and its asking, listeners of the host's may run
    /// (a dialog takes the focus), and its headers must not go to an address that they were not given for.
    #[wasm_bindgen(method)]
    pub fn judge(this: &Host);

    /// The option at a path of names with dots between, of those judged last, but `confirmOutcome`, which is the latest; `themes` holds the issuer's, and
    /// `prefersDark` what the reader prefers. A `URL` reads as its text.
    #[wasm_bindgen(method)]
    pub fn option(this: &Host, path: &str) -> JsValue;

    /// Announces a new state.
    #[wasm_bindgen(method)]
    pub fn state(this: &Host, state: &str);

    /// Tells `onEvent`.
    #[wasm_bindgen(method)]
    pub fn note(this: &Host, name: &str, request: u32);

    /// Calls `onReady` or `onExpire`.
    #[wasm_bindgen(method)]
    pub fn call(this: &Host, name: &str);

    /// Makes the `SetPinError`, which `onError` has not been told of yet.
    #[wasm_bindgen(method)]
    pub fn failed(this: &Host, code: &str, message: &str, retryable: bool, status: Option<u16>);

    /// Calls `onError` with it, unless that was done.
    #[wasm_bindgen(method, js_name = tellError)]
    pub fn tell_error(this: &Host, request: u32);

    /// Ends the attempt.
    #[wasm_bindgen(method)]
    pub fn exit(this: &Host, reason: &str, outcome: &str, request: u32);

    /// Builds the view for the next frame; `look` is a `customCss` with every property. Returns why there is none: `"hidden"` where the container is not
    /// displayed, `"threw"` where something threw, which is reported; otherwise `undefined`.
    #[wasm_bindgen(method)]
    pub fn place(
        this: &Host,
        container: &JsValue,
        modal: bool,
        dismiss_on_backdrop: bool,
        look: &JsValue,
        dark: bool,
    ) -> JsValue;

    /// Whether there is a view that nobody can see: it was removed from the document, or (a dialog) is not displayed.
    #[wasm_bindgen(method, js_name = isViewLost)]
    pub fn is_view_lost(this: &Host) -> bool;

    /// Runs `work`. Where it throws, everything is released and the attempt ends.
    #[wasm_bindgen(method)]
    pub fn guard(this: &Host, work: &mut dyn FnMut());

    /// Builds the box if it does not stand, and says `notice` in it: `loading`, `blank`, `expired` or `failed`; `parting`
    /// says nothing.
    #[wasm_bindgen(method)]
    pub fn show(this: &Host, notice: &str);

    /// Reads at most so many bytes of an answer as JSON, and lets go of the rest: `{ json }`, or `{ wrong }` that says which part is not as documented.
    /// Rejects where the answer breaks off.
    #[wasm_bindgen(method)]
    pub fn read(this: &Host, answer: &JsValue, most_bytes: u32) -> JsValue;

    /// Warns on the console, once for each page.
    #[wasm_bindgen(method)]
    pub fn warn(this: &Host, warning: &str);

    /// The element that the frame belongs into; none where there can be no box.
    #[wasm_bindgen(method)]
    pub fn stage(this: &Host) -> Option<web_sys::Element>;

    /// The frame's accessible name.
    #[wasm_bindgen(method)]
    pub fn title(this: &Host) -> String;

    /// Takes the box down.
    #[wasm_bindgen(method)]
    pub fn clear(this: &Host);
}
