//! Validates the options before a request, configures the view with them, and mounts the frame.

use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::Runtime;
use crate::core::attempt::Event;
use crate::core::error::{Error, ErrorCode, Result};
use crate::core::hosted_page::HostedPageUrl;
use crate::core::options::ResolvedOptions;
use crate::shell::dom::warn_once;
use crate::shell::frame::{self, Frame};
use crate::shell::host_options::{self, Page, is_sandboxed};

/// The options of the current request and its frame.
pub(super) struct CurrentOptions {
    pub resolved: Box<ResolvedOptions>,
    /// The host's headers and functions.
    pub snapshot: JsValue,
    /// The view's document.
    pub document: JsValue,
}

impl Runtime {
    /// Validates the options again if `event` starts a request, because `update()` applies from the
    /// next request on. With the new options, `event` may no longer start a request: then the view
    /// and the current frame stay as they are.
    pub(super) fn refresh_options(&self, event: &Event) -> Result<()> {
        let starts = || self.attempt.borrow().will_start_request(event);
        if !starts() {
            return Ok(());
        }
        let (resolved, snapshot) = self.check()?;
        self.attempt.borrow_mut().set_config(resolved.config);
        if starts() {
            let attempt = self.attempt.borrow();
            let later = attempt.will_step_up(event) || attempt.is_dialog_delayed();
            drop(attempt);
            self.configure_view(resolved, snapshot, later)?;
        }
        Ok(())
    }

    pub(super) fn check(&self) -> Result<(Box<ResolvedOptions>, JsValue)> {
        if is_sandboxed() {
            return Err(Error::new(
                ErrorCode::SandboxedHost,
                "The hosted page would inherit the sandbox of this page: add `allow-same-origin` to the `sandbox` of the frame that holds this page.",
            ));
        }
        let snapshot = self.host.snapshot_options();
        let resolved = ResolvedOptions::check(&host_options::read(&snapshot), &Page)?;
        Ok((resolved, snapshot))
    }

    pub(super) fn configure_view(
        &self,
        resolved: Box<ResolvedOptions>,
        snapshot: JsValue,
        later: bool,
    ) -> Result<()> {
        if let Some(warning) = &resolved.warning {
            warn_once("contrast", warning);
        }
        let is_dark = resolved.css().is_dark();
        let (width, height) = (&resolved.width, &resolved.height);
        let document = self
            .host
            .configure_view(&snapshot, width, height, is_dark, later);
        let problem = view_error(&document);
        self.current.set(Some(Rc::new(CurrentOptions {
            resolved,
            snapshot,
            document,
        })));
        problem.map_or(Ok(()), Err)
    }

    pub(super) fn mount(&self, page: &HostedPageUrl) {
        let Some(current) = self.current() else {
            return;
        };
        drop(self.unload_listener.take());
        let frame = Frame::new(&current.resolved, page, &current.document, &self.sink);
        let Some(frame) = frame.map(Rc::new) else {
            return self.dispatch(Event::OptionsInvalid(no_view()));
        };
        // If the attempt was abandoned while the frame was created, the frame is dropped here.
        if self.exited.get() {
            return;
        }
        self.frame.set(Some(frame.clone()));
        if let Some(error) = view_error(&self.host.attach_frame(frame.element())) {
            let is_lost = error.code == ErrorCode::FrameRemoved;
            self.dispatch(if is_lost {
                Event::ViewLost(error)
            } else {
                Event::OptionsInvalid(error)
            });
        }
    }

    /// Reports that the view is lost, or else that the frame is, if it is.
    pub fn check_view(&self, is_lost: bool) {
        if is_lost {
            return self.dispatch(Event::ViewLost(frame::removed()));
        }
        let lost = self.frame().and_then(|frame| frame.lost_by_move());
        if let Some(error) = lost {
            self.dispatch(Event::FrameLost(error));
        }
    }
}

/// The error for a problem of the view (`ViewProblem` in TypeScript), if it is one.
fn view_error(problem: &JsValue) -> Option<Box<Error>> {
    let (code, message) = match problem.as_string()?.as_str() {
        "lost" => return Some(frame::removed()),
        "invalid" => {
            let takes = "an element or a valid selector, and `inline` needs one";
            return Some(Error::option("container", takes));
        }
        "absent" => (
            ErrorCode::ContainerNotFound,
            "The `container` is not in the document: open the widget when it is, or correct the selector.",
        ),
        "hidden" => (
            ErrorCode::ContainerNotFound,
            "The `container` is not displayed: open the widget when it is, or use another element.",
        ),
        _ => return Some(no_view()),
    };
    Some(Error::new(code, message))
}

/// The error if something threw while the view or the frame was built.
fn no_view() -> Box<Error> {
    Error::new(
        ErrorCode::ContainerNotFound,
        "The `container` does not accept the widget: see the console.",
    )
}
