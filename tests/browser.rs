//! Tests the modules of the engine's shell in a real browser.
//!
//! All modules share one binary: each binary costs a link and, in each engine, a browser's start.

#![cfg(target_family = "wasm")]

#[path = "browser/dom.rs"]
mod dom;
#[path = "browser/fetch.rs"]
mod fetch;
#[path = "browser/frame.rs"]
mod frame;
#[path = "browser/host_options.rs"]
mod host_options;
#[path = "browser/messages.rs"]
mod messages;
#[path = "browser/requests.rs"]
mod requests;
#[path = "browser/support.rs"]
mod support;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
