//! The engine of `set-pin-widget`: one attempt at setting a card PIN in the issuer's own hosted page.
//!
//! The PIN never touches the host app: the engine asks the host's backend for a single-use token, frames the address that comes with it,
//! hears the page's `abort`, and cleans up. Read top-down, as one attempt's life: [`options`] ([`host_options`], [`custom_css`]) ->
//! [`token`] ([`network`]) -> [`hosted_page`] -> [`frame`] -> [`messages`]; [`attempt`] decides, [`widget`] does, and [`callbacks`] is what
//! JavaScript does for it.

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
pub mod custom_css;
pub mod deadline;
pub mod dom;
pub mod error;
pub mod frame;
pub mod host_options;
pub mod hosted_page;
pub mod messages;
pub mod network;
pub mod options;
pub mod task;
pub mod text;
pub mod token;
pub mod widget;

#[cfg(test)]
mod testing;

/// std's allocator weighs 4 KB more; a widget's few hundred small values never feel that this one searches a list.
#[cfg(target_family = "wasm")]
#[global_allocator]
#[allow(unsafe_code)]
// SAFETY: the module is built without threads, and nothing else could share its memory.
static ALLOCATOR: lol_alloc::AssumeSingleThreaded<lol_alloc::FreeListAllocator> =
    unsafe { lol_alloc::AssumeSingleThreaded::new(lol_alloc::FreeListAllocator::new()) };

use std::rc::Rc;

use attempt::Event;
use callbacks::Host;
use wasm_bindgen::prelude::wasm_bindgen;

/// One attempt, as JavaScript drives it.
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

    /// Tells the attempt what was asked for: `close`, `destroy` and `retry` by the host; `dismiss` (the dialog was closed) and `again` (the
    /// widget's own button) by the cardholder; `lost` (look whether the view or the frame is lost) by the view. All effects have happened on return.
    pub fn tell(&self, request: &str) {
        self.0.clone().dispatch(match request {
            "close" => Event::CloseRequested,
            "destroy" => Event::DestroyRequested,
            "retry" => Event::RetryRequested,
            "dismiss" => Event::Dismissed,
            "lost" => return self.0.clone().check_view(),
            _ => Event::StartAgain,
        });
    }

    /// Releases everything that the attempt owns, after something threw out of it: nothing more of it happens.
    pub fn abandon(&self) {
        self.0.clone().abandon();
    }
}
