//! The engine's shell in a real browser: what it reads, asks, frames and hears, piece by piece and by behaviour.
//!
//! One binary for all pieces: each one costs a link and, in each engine, a browser's start.

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
