//! The engine of `set-pin-widget`: one attempt at setting a card PIN in the issuer's own hosted
//! page.
//!
//! The PIN never touches the host app. The engine requests a single-use token from the host's
//! backend, frames the URL that comes with it, listens for the page's `abort`, and cleans up.
//! [`core`] decides, without a browser; [`shell`] applies its decisions. docs/architecture.md
//! follows one attempt through both.

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

pub mod core;
pub mod shell;

/// Smaller than std's allocator (`cargo xtask package --explain`). It searches a list, which is
/// fast enough for a few hundred small values.
#[cfg(target_family = "wasm")]
#[global_allocator]
#[allow(unsafe_code)]
// SAFETY: the module is built without threads, so nothing else can use its memory.
static ALLOCATOR: lol_alloc::AssumeSingleThreaded<lol_alloc::FreeListAllocator> =
    unsafe { lol_alloc::AssumeSingleThreaded::new(lol_alloc::FreeListAllocator::new()) };

use std::rc::Rc;

use crate::core::attempt::Event;
use crate::shell::border::Host;
use crate::shell::runtime::Runtime;
use wasm_bindgen::prelude::wasm_bindgen;

/// One attempt, as JavaScript drives it (`pkg-template/src/handle/attempt-host.ts`). All effects of
/// a call have happened when it returns.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Engine(Rc<Runtime>);

// Each method works on a clone, since the attempt may end and JavaScript free this object during
// the call.
#[wasm_bindgen]
impl Engine {
    /// An attempt that has not begun.
    #[wasm_bindgen(constructor)]
    pub fn new(host: Host) -> Self {
        Self(Runtime::new(host))
    }

    /// Validates the options, and begins in the next task.
    pub fn start(&self) {
        self.0.clone().start();
    }

    /// The host called `close()`, or aborted its `signal`.
    pub fn close(&self) {
        self.dispatch(Event::CloseRequested);
    }

    /// The host called `destroy()`.
    pub fn destroy(&self) {
        self.dispatch(Event::DestroyRequested);
    }

    /// The host called `retry()`.
    pub fn retry(&self) {
        self.dispatch(Event::RetryRequested);
    }

    /// The cardholder closed the dialog.
    pub fn dismiss(&self) {
        self.dispatch(Event::Dismissed);
    }

    /// The cardholder pressed the view's button: "Try again", "Start over" or "Page not showing? Reload it".
    pub fn restart(&self) {
        self.dispatch(Event::RestartRequested);
    }

    /// The view or the frame may have been removed, hidden or moved. `is_lost` says whether the view
    /// was.
    #[wasm_bindgen(js_name = checkView)]
    pub fn check_view(&self, is_lost: bool) {
        self.0.clone().check_view(is_lost);
    }

    /// Releases everything that the attempt owns, after an exception passed through the engine. The
    /// attempt does nothing more.
    pub fn abandon(&self) {
        self.0.clone().abandon();
    }

    fn dispatch(&self, event: Event) {
        self.0.clone().dispatch(event);
    }
}
