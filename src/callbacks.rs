//! What the engine asks of the JavaScript handle that owns it.
//!
//! The handle (`pkg-template/src/handle.ts`) keeps what must work while no engine is there: the public state, the promise, the host's
//! functions. It calls those so that one that throws is reported and breaks nothing, and reads them anew each time (`update()`).

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The handle, as one attempt sees it.
    #[derive(Debug)]
    pub type Host;

    /// The latest options, with the issuer's `themes` beside them.
    #[wasm_bindgen(method)]
    pub fn options(this: &Host) -> JsValue;

    /// Announces a new state.
    #[wasm_bindgen(method)]
    pub fn state(this: &Host, state: &str);

    /// Tells `onEvent`.
    #[wasm_bindgen(method)]
    pub fn note(this: &Host, name: &str, request: u32);

    /// Calls `onReady` or `onExpire`.
    #[wasm_bindgen(method)]
    pub fn call(this: &Host, name: &str);

    /// Makes the `SetPinError` and calls `onError` with it.
    #[wasm_bindgen(method)]
    pub fn error(
        this: &Host,
        code: &str,
        message: &str,
        retryable: bool,
        status: Option<u16>,
        request: u32,
    );

    /// Ends the attempt.
    #[wasm_bindgen(method)]
    pub fn exit(this: &Host, reason: &str, outcome: &str, request: u32);
}
