//! The engine of `set-pin-widget`: one attempt at setting a card PIN in the issuer's own hosted page.
//!
//! The PIN never touches the host app: the engine asks the host's backend for a single-use token, frames the address that comes with it,
//! hears the page's `abort`, and cleans up. Read top-down, as one attempt's life:
//! [`options`] -> [`custom_css`] -> [`card`] -> [`token`] ([`network`]) -> [`hosted_page`] -> [`frame`] in a [`view`] ([`dialog`], [`words`])
//! -> [`messages`]; [`attempt`] decides, [`widget`] does.

#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

pub mod attempt;
pub mod callbacks;
pub mod card;
pub mod custom_css;
pub mod dialog;
pub mod dom;
pub mod error;
pub mod frame;
pub mod host_options;
pub mod hosted_page;
pub mod messages;
pub mod network;
pub mod options;
pub mod token;
pub mod view;
pub mod widget;
pub mod words;

#[cfg(test)]
mod testing;

use std::rc::Rc;

use attempt::Event;
use callbacks::Host;
use wasm_bindgen::prelude::wasm_bindgen;

/// One attempt, as the JavaScript handle drives it.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Engine(Rc<widget::Widget>);

#[wasm_bindgen]
impl Engine {
    /// An attempt that has not begun.
    #[wasm_bindgen(constructor)]
    pub fn new(host: Host) -> Self {
        Self(widget::Widget::new(host))
    }

    /// Checks the options and begins.
    pub fn start(&self) {
        self.0.clone().start();
    }

    /// `close()`.
    pub fn close(&self) {
        self.0.clone().dispatch(Event::CloseRequested);
    }

    /// `destroy()`.
    pub fn destroy(&self) {
        self.0.clone().dispatch(Event::DestroyRequested);
    }

    /// `retry()`.
    pub fn retry(&self) {
        self.0.clone().dispatch(Event::RetryRequested);
    }

    /// `focus()`.
    pub fn focus(&self) {
        self.0.clone().focus();
    }
}
