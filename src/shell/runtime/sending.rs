//! Sends the requests of an attempt, and converts their responses to events.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

use super::Runtime;
use crate::core::attempt::{Card, Event, Outcome};
use crate::core::error::Result;
use crate::core::hosted_page::HostedPageUrl;
use crate::core::options::ResolvedOptions;
use crate::core::spent_tokens::SpentTokens;
use crate::shell::dom::{BrowserEvent, Listener, is_plain_object, own_property, property, window};
use crate::shell::fetch::step_up_failed;
use crate::shell::host_options::parse_url;
use crate::shell::promise::when_settled;
use crate::shell::requests::{PreparedRequest, RequestKind, field};

/// A request to the host's backend, in flight or finished. Its signal is aborted when the attempt
/// ends, as `context.signal` promises.
pub(super) struct Request(AbortController);

impl Drop for Request {
    fn drop(&mut self) {
        let _ = self.0.abort();
    }
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(method, catch)]
    fn abort(this: &AbortController) -> Result<(), JsValue>;

    #[derive(Clone)]
    type AbortController;
    #[wasm_bindgen(constructor, catch)]
    fn new() -> Result<AbortController, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn signal(this: &AbortController) -> web_sys::AbortSignal;
}

impl Runtime {
    pub(super) fn send(&self, kind: RequestKind) {
        let (Some(current), Ok(controller)) = (self.current(), AbortController::new()) else {
            return;
        };
        let snapshot = match kind {
            // `update()` changes the host's callbacks at once.
            RequestKind::Outcome => self.host.snapshot_options(),
            _ => current.snapshot.clone(),
        };
        let step_up = self.step_up.borrow().clone();
        let prepared = PreparedRequest::new(kind, &self.host, snapshot, step_up);
        let signal = controller.signal();
        let mut requests = self.requests.take();
        requests.push(Request(controller));
        self.requests.set(requests);
        // Only during requests, because the listener may keep a page out of the back/forward cache.
        // Safari on iOS does not fire the event, and there is no replacement: `pagehide` fires too
        // late, and the Navigation API's `navigate` also fires for navigations by a router.
        let unload_listener = Listener::new(
            &window(),
            "beforeunload",
            &self.sink,
            BrowserEvent::BeforeUnload,
        );
        drop(self.unload_listener.replace(Some(unload_listener)));
        let weak_self = self.weak_self.clone();
        // In a separate microtask, because the caller is in the middle of a step.
        let send = move |_| {
            // The host may have ended the attempt before this microtask.
            if signal.aborted() {
                return;
            }
            let (for_response, answered) = (current.clone(), signal.clone());
            let respond = move |response| {
                // A response that comes too late is dropped unread.
                if let Some(runtime) = weak_self.upgrade().filter(|_| !answered.aborted()) {
                    let mut response = Some(response);
                    runtime.host.guard(&mut || {
                        // After sleep, a response may arrive before the timer fires.
                        runtime.check_expiry();
                        if let Some(response) = response.take() {
                            let event = runtime.event_of(kind, response, &for_response.resolved);
                            runtime.dispatch(event);
                        }
                    });
                }
            };
            prepared.send(&current.resolved, &signal, Box::new(respond));
        };
        when_settled(Ok(JsValue::UNDEFINED), Box::new(send));
    }

    /// Whether the latest options have a `confirmOutcome`.
    pub(super) fn has_confirm_outcome(&self) -> bool {
        property(&self.host.snapshot_options(), "confirmOutcome").is_function()
    }

    /// Converts a response to an event.
    fn event_of(
        &self,
        kind: RequestKind,
        response: Result<JsValue>,
        options: &ResolvedOptions,
    ) -> Event {
        match kind {
            RequestKind::StepUp => Event::StepUpSettled(self.step_up(response)),
            _ => into_event(kind, response, options),
        }
    }

    /// Whether `stepUp` allows a token. Keeps the headers that it returned.
    fn step_up(&self, response: Result<JsValue>) -> Result<bool> {
        let returned = response.map_err(|_| step_up_failed())?;
        let is_record = is_plain_object(&returned);
        let is_allowed = returned.as_bool().or(is_record.then_some(true));
        *self.step_up.borrow_mut() = if is_record {
            returned
        } else {
            JsValue::UNDEFINED
        };
        is_allowed.ok_or_else(step_up_failed)
    }
}

/// Converts a response to an event.
fn into_event(kind: RequestKind, response: Result<JsValue>, options: &ResolvedOptions) -> Event {
    match kind {
        RequestKind::Card => {
            Event::CardStatusReceived(response.and_then(|response| card(&response)))
        }
        RequestKind::StepUp | RequestKind::PinVersion => Event::PinVersionReceived,
        RequestKind::Token(_) => {
            Event::TokenReceived(response.and_then(|response| accept(&response, options)))
        }
        RequestKind::Outcome => Event::OutcomeKnown(
            match response.ok().and_then(|response| response.as_bool()) {
                Some(true) => Outcome::Confirmed,
                Some(false) => Outcome::NotConfirmed,
                None => Outcome::Unknown,
            },
        ),
    }
}

/// The state in a response with the contract's `CardStatus`.
fn card(response: &JsValue) -> Result<Card> {
    let status = field(response, "status")?;
    if own_property(response, "canSetPin") == JsValue::FALSE {
        return Ok(Card::WithoutPin);
    }
    Ok(match status.as_str() {
        "ACTIVE" => Card::Active,
        "FROZEN" => Card::Frozen,
        "BLOCKED" => Card::Blocked,
        _ => Card::NotActive,
    })
}

fn accept(response: &JsValue, options: &ResolvedOptions) -> Result<Box<HostedPageUrl>> {
    thread_local! {
        static SPENT: RefCell<SpentTokens> = const { RefCell::new(SpentTokens::new()) };
    }
    let token = field(response, "token")?;
    let parts = parse_url(&field(response, "hostedPageUrl")?, false);
    SPENT.with_borrow_mut(|spent| {
        let spent = spent.with_key(random_key);
        HostedPageUrl::accept(parts, &token, &options.allowed_origins, spent).map(Box::new)
    })
}

fn random_key() -> (u64, u64) {
    let random = || {
        let mut bytes = [0; 8];
        if let Ok(crypto) = window().crypto() {
            // Refused only for more than 65 536 bytes.
            let _ = crypto.get_random_values_with_u8_array(&mut bytes);
        }
        u64::from_le_bytes(bytes)
    };
    (random(), random())
}
