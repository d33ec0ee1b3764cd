//! Applies effects and feeds events: the only file where the machine and the browser meet.
//!
//! Calling the host or changing the document may run the host's code, which may call back at once.
//! So owned values are in `Cell`s and taken out before they are dropped, and nothing is borrowed
//! across such a call.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use wasm_bindgen::prelude::*;

use crate::core::attempt::{Attempt, AttemptConfig, Effect, Event, Outcome, State, Timer};
use crate::core::deadline::Deadline;
use crate::core::error::{Error, ErrorCode, Result};
use crate::core::hosted_page::HostedPageUrl;
use crate::core::message_gate::{self, RejectionThrottle, Verdict};
use crate::core::options::ResolvedOptions;
use crate::core::spent_tokens::SpentTokens;
use crate::shell::border::Host;
use crate::shell::dom::{
    BrowserEvent, EventSink, Listener, Timeout, monotonic_ms, property, warn_once, window,
};
use crate::shell::executor;
use crate::shell::frame::{self, Frame};
use crate::shell::host_options::{self, Page, is_sandboxed, parse_url};
use crate::shell::messages;
use crate::shell::requests::{PreparedRequest, RequestKind, field};

/// One attempt with everything it owns. Dropping it releases all of it.
pub struct Runtime {
    weak_self: Weak<Self>,
    sink: EventSink,
    host: Host,
    attempt: RefCell<Attempt>,
    current: Cell<Option<Rc<CurrentOptions>>>,
    requests: Cell<Vec<Request>>,
    page_unloading: Cell<Option<Listener>>,
    timers: [Cell<Option<Timeout>>; Timer::ALL],
    /// Timers pause while the machine sleeps and while the page is in the back/forward cache.
    deadline: Cell<Deadline>,
    wakes: Cell<Option<[Listener; 3]>>,
    frame: Cell<Option<Rc<Frame>>>,
    throttle: RejectionThrottle,
    /// An error that the host's `onError` has not received yet.
    pending_error: Cell<Option<Box<Error>>>,
    /// Set while effects are being applied.
    busy: Cell<bool>,
    queue: Cell<Vec<Event>>,
    /// The exit was reported, or the attempt was abandoned: nothing more happens.
    exited: Cell<bool>,
}

/// The options of the current request and its frame.
struct CurrentOptions {
    resolved: Box<ResolvedOptions>,
    /// The host's own headers and functions.
    snapshot: JsValue,
    /// The view's document.
    document: JsValue,
}

/// A request to the host's backend, in flight or finished. Its signal is aborted when the attempt
/// ends, as `context.signal` promises.
struct Request(AbortController);

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

/// How late an expiry may be noticed after sleep in a page that stays visible, milliseconds.
const EXPIRY_TICK_MS: f64 = 10_000.0;

impl Runtime {
    /// An attempt that has not begun.
    pub fn new(host: Host) -> Rc<Self> {
        Rc::new_cyclic(|weak_self: &Weak<Self>| {
            let weak = weak_self.clone();
            let sink: EventSink = Rc::new(move |browser_event, event| {
                if let Some(runtime) = weak.upgrade() {
                    runtime
                        .host
                        .guard(&mut || runtime.on_browser_event(browser_event, &event));
                }
            });
            Self {
                weak_self: weak_self.clone(),
                sink,
                host,
                attempt: RefCell::new(Attempt::new(AttemptConfig::INITIAL)),
                current: Cell::default(),
                pending_error: Cell::default(),
                requests: Cell::default(),
                page_unloading: Cell::default(),
                timers: Default::default(),
                deadline: Cell::default(),
                wakes: Cell::default(),
                frame: Cell::default(),
                throttle: RejectionThrottle::default(),
                busy: Cell::default(),
                queue: Cell::default(),
                exited: Cell::default(),
            }
        })
    }

    /// Validates the options and begins in the next task.
    pub fn start(&self) {
        if let Err(error) = self.check() {
            self.dispatch(Event::OptionsInvalid(error));
        } else {
            self.arm(Timer::Begin, 0);
        }
    }

    /// Handles one event: first applies all effects that change state or the document, then calls
    /// the host's callbacks, so that a callback that re-enters finds the step complete.
    pub fn dispatch(&self, event: Event) {
        // A listener of the host's (on focus, say) may call in while effects are applied: its event
        // waits.
        if self.exited.get() {
            return;
        }
        if self.busy.get() {
            let mut queue = self.queue.take();
            queue.push(event);
            return self.queue.set(queue);
        }
        self.busy.set(true);
        let mut event = event;
        if let Err(error) = self.refresh_options(&event) {
            event = Event::OptionsInvalid(error);
        }
        let mut effects = self.attempt.borrow_mut().step(event);
        if effects.last() == Some(&Effect::RequestOutcome) && !self.has_confirm_outcome() {
            // Neither that request nor the timer before it.
            effects.pop();
            effects.pop();
            let unknown = Event::OutcomeKnown(Outcome::Unknown);
            effects.append(&mut self.attempt.borrow_mut().step(unknown));
        }
        for effect in &effects {
            // Something further up the stack may have thrown and ended the attempt.
            if self.exited.get() {
                return;
            }
            self.apply(effect);
        }
        self.busy.set(false);
        for effect in &effects {
            self.notify(effect);
        }
        for event in self.queue.take() {
            self.dispatch(event);
        }
    }

    /// Applies an effect that changes state or the document.
    fn apply(&self, effect: &Effect) {
        match effect {
            Effect::Arm(timer, ms) => self.arm(*timer, *ms),
            Effect::Disarm(timer) => self.disarm(*timer),
            Effect::RequestCardStatus => self.send(RequestKind::Card),
            Effect::RequestToken => self.send(RequestKind::Token(self.requests())),
            Effect::RequestOutcome => self.send(RequestKind::Outcome),
            Effect::AbortRequest => {
                let mut requests = self.requests.take();
                let request_in_flight = requests.pop();
                self.requests.set(requests);
                drop(request_in_flight);
            }
            Effect::Mount(page) => self.mount(page),
            Effect::Unmount => {
                self.host.detach_frame();
                drop(self.frame.take());
            }
            Effect::Navigate(page) => {
                let _ = window().location().assign(&page.href);
            }
            Effect::Show(notice) => self.host.show_notice(notice.as_str()),
            Effect::CleanUp => self.clean_up(),
            Effect::ReportError(error) => self.pending_error.set(Some(error.clone())),
            _ => {}
        }
    }

    /// Calls the host about an effect.
    fn notify(&self, effect: &Effect) {
        let host = &self.host;
        match effect {
            // The host ended the attempt inside a callback.
            _ if self.exited.get() => {}
            // A callback may have led to another state already.
            Effect::StateChanged(state) if *state == self.state() => host.set_state(state.as_str()),
            Effect::EmitEvent(name) => host.emit_event(name.as_str(), self.requests()),
            Effect::InvokeCallback(name) => host.invoke_callback(name.as_str()),
            Effect::ReportError(_) => self.report_pending_error(),
            Effect::Exit(reason, outcome) => {
                self.exited.set(true);
                // The host may have ended the attempt in a callback before this error's own.
                self.report_pending_error();
                host.exit(reason.as_str(), outcome.as_str(), self.requests());
            }
            _ => {}
        }
    }

    fn report_pending_error(&self) {
        if let Some(error) = self.pending_error.take() {
            self.host.report_error(
                error.code.as_str(),
                &error.message,
                error.code.retryable(),
                error.status,
                self.requests(),
            );
        }
    }

    /// Receives everything that the browser reports.
    fn on_browser_event(&self, browser_event: BrowserEvent, event: &JsValue) {
        if let BrowserEvent::TimerFired(Timer::Expiry) | BrowserEvent::Woken = browser_event {
            return self.check_expiry();
        }
        // Drop our `Rc<Frame>` before dispatching: otherwise ending the attempt would not remove
        // the iframe.
        let reaction = match browser_event {
            BrowserEvent::TimerFired(timer) => {
                if self.frame().is_some_and(|frame| frame.has_focus()) {
                    self.dispatch(Event::FrameUsed);
                }
                Some(Event::TimerFired(timer))
            }
            BrowserEvent::BeforeUnload => property(event, "isTrusted")
                .is_truthy()
                .then_some(Event::PageUnloading),
            _ => self
                .frame()
                .and_then(|frame| self.on_frame_event(&frame, browser_event, event)),
        };
        if let Some(event) = reaction {
            self.dispatch(event);
        }
    }

    fn on_frame_event(
        &self,
        frame: &Frame,
        browser_event: BrowserEvent,
        event: &JsValue,
    ) -> Option<Event> {
        let by_browser = property(event, "isTrusted").is_truthy();
        let lost = match browser_event {
            BrowserEvent::Message => return self.on_message(frame, event),
            BrowserEvent::Loaded if by_browser => match frame.loaded()? {
                Ok(()) => return Some(Event::FrameLoaded),
                Err(error) => Some(error),
            },
            BrowserEvent::Blurred => {
                self.set_timer(Timer::Focus, 0);
                return None;
            }
            _ if !by_browser => None,
            _ => frame.refused_by(event),
        };
        lost.map(Event::FrameLost)
    }

    fn on_message(&self, frame: &Frame, event: &JsValue) -> Option<Event> {
        let own = frame.is_own_window(&property(event, "source"));
        if own {
            self.dispatch(Event::FrameUsed);
        }
        let accepts_messages = self.state().accepts_messages();
        let facts = messages::facts(
            event,
            &self.current()?.resolved.allowed_origins,
            own,
            accepts_messages,
        );
        match message_gate::evaluate(facts) {
            Verdict::Abort => Some(Event::AbortReceived),
            Verdict::Rejected if self.throttle.is_first(monotonic_ms()) => {
                Some(Event::MessageRejected)
            }
            Verdict::Rejected | Verdict::Ignored => None,
        }
    }

    /// Reports the view as lost, or else the frame if that is.
    pub fn check_view(&self, is_lost: bool) {
        if is_lost {
            return self.dispatch(Event::ViewLost(frame::removed()));
        }
        let lost = self.frame().and_then(|frame| frame.lost_by_change());
        if let Some(error) = lost {
            self.dispatch(Event::FrameLost(error));
        }
    }

    fn state(&self) -> State {
        self.attempt.borrow().state()
    }

    fn requests(&self) -> u32 {
        self.attempt.borrow().request()
    }

    fn current(&self) -> Option<Rc<CurrentOptions>> {
        get_rc(&self.current)
    }

    fn frame(&self) -> Option<Rc<Frame>> {
        get_rc(&self.frame)
    }

    /// Validates the options again before a request, since `update()` counts from the next request
    /// on. Checked twice: with the new options there may be no request, and the current frame must
    /// stay.
    fn refresh_options(&self, event: &Event) -> Result<()> {
        let starts = || self.attempt.borrow().will_start_request(event);
        if !starts() {
            return Ok(());
        }
        let (resolved, snapshot) = self.check()?;
        self.attempt.borrow_mut().set_config(resolved.config);
        if starts() {
            self.configure_view(resolved, snapshot)?;
        }
        Ok(())
    }

    fn check(&self) -> Result<(Box<ResolvedOptions>, JsValue)> {
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

    fn configure_view(&self, resolved: Box<ResolvedOptions>, snapshot: JsValue) -> Result<()> {
        if let Some(warning) = &resolved.warning {
            warn_once(warning);
        }
        let look = resolved.css.clone().unwrap_or_default();
        let document = self.host.configure_view(&snapshot, look.is_dark());
        let problem = view_error(&document);
        self.current.set(Some(Rc::new(CurrentOptions {
            resolved,
            snapshot,
            document,
        })));
        problem.map_or(Ok(()), Err)
    }

    /// Whether the latest options have a `confirmOutcome`.
    fn has_confirm_outcome(&self) -> bool {
        property(&self.host.snapshot_options(), "confirmOutcome").is_function()
    }

    fn arm(&self, timer: Timer, ms: u32) {
        match timer {
            Timer::Expiry => self.arm_expiry(ms),
            // Jitter, so that many pages do not retry at the same time; upwards only, so that a
            // `Retry-After` is honoured.
            Timer::Retry => {
                let jitter = f64::from(ms) * js_sys::Math::random() / 2.0;
                self.set_timer(timer, ms.saturating_add(jitter as u32));
            }
            _ => self.set_timer(timer, ms),
        }
    }

    fn set_timer(&self, timer: Timer, ms: u32) {
        if let Some(slot) = self.timers.get(timer as usize) {
            drop(slot.take());
            // A longer delay fires at once (docs/browser-notes.md).
            slot.set(Some(Timeout::new(
                ms.min(i32::MAX as u32),
                &self.sink,
                timer,
            )));
        }
    }

    fn disarm(&self, timer: Timer) {
        match timer {
            Timer::Expiry => drop(self.wakes.take()),
            Timer::Retry => drop(self.page_unloading.take()),
            _ => {}
        }
        if let Some(slot) = self.timers.get(timer as usize) {
            drop(slot.take());
        }
    }

    fn arm_expiry(&self, ms: u32) {
        self.deadline
            .set(Deadline::after(ms, js_sys::Date::now(), monotonic_ms()));
        let wake = |name| Listener::new(&window(), name, &self.sink, BrowserEvent::Woken);
        let wakes = [wake("visibilitychange"), wake("pageshow"), wake("focus")];
        drop(self.wakes.replace(Some(wakes)));
        self.check_expiry();
    }

    fn check_expiry(&self) {
        let left = self
            .deadline
            .get()
            .left(js_sys::Date::now(), monotonic_ms());
        if left > 0.0 {
            // Rounded up: a timer that fires a fraction early would spin.
            self.set_timer(Timer::Expiry, left.min(EXPIRY_TICK_MS).ceil() as u32);
        } else {
            self.disarm(Timer::Expiry);
            self.dispatch(Event::TimerFired(Timer::Expiry));
        }
    }

    fn send(&self, kind: RequestKind) {
        let (Some(current), Ok(controller)) = (self.current(), AbortController::new()) else {
            return;
        };
        let snapshot = match kind {
            // `update()` changes the host's callbacks at once.
            RequestKind::Outcome => self.host.snapshot_options(),
            RequestKind::Card | RequestKind::Token(_) => current.snapshot.clone(),
        };
        let prepared = PreparedRequest::new(kind, &self.host, snapshot);
        let signal = controller.signal();
        let mut requests = self.requests.take();
        requests.push(Request(controller));
        self.requests.set(requests);
        // Only during requests, since the listener may keep a page out of the back/forward cache.
        // iOS lacks the event and has no replacement: `pagehide` comes too late, and the Navigation
        // API's `navigate` also fires for steps of a router.
        let page_unloading = Listener::new(
            &window(),
            "beforeunload",
            &self.sink,
            BrowserEvent::BeforeUnload,
        );
        drop(self.page_unloading.replace(Some(page_unloading)));
        let weak_self = self.weak_self.clone();
        executor::spawn(async move {
            // The host may have ended the attempt before this task began.
            if signal.aborted() {
                return;
            }
            let response = prepared.response(&current.resolved, &signal).await;
            // A response that comes too late is dropped unread.
            if let Some(runtime) = weak_self.upgrade().filter(|_| !signal.aborted()) {
                let mut response = Some(response);
                runtime.host.guard(&mut || {
                    // After sleep, a response may arrive before the timer fires.
                    runtime.check_expiry();
                    if let Some(response) = response.take() {
                        runtime.dispatch(into_event(kind, response, &current.resolved));
                    }
                });
            }
        });
    }

    fn mount(&self, page: &HostedPageUrl) {
        let Some(current) = self.current() else {
            return;
        };
        drop(self.page_unloading.take());
        let frame = Frame::new(&current.resolved, page, &current.document, &self.sink);
        let Some(frame) = frame.map(Rc::new) else {
            return self.dispatch(Event::OptionsInvalid(no_view()));
        };
        // Where the attempt was abandoned while the frame was created, the frame is dropped here.
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

    /// Releases everything, after something threw out of the engine: nothing more happens.
    pub fn abandon(&self) {
        self.exited.set(true);
        self.release();
    }

    fn clean_up(&self) {
        self.release();
        self.host.remove_view();
    }

    fn release(&self) {
        drop(self.requests.take());
        drop(self.page_unloading.take());
        drop(self.wakes.take());
        for timer in &self.timers {
            drop(timer.take());
        }
        drop(self.frame.take());
    }
}

impl std::fmt::Debug for Runtime {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Runtime")
    }
}

fn get_rc<T>(cell: &Cell<Option<Rc<T>>>) -> Option<Rc<T>> {
    let held = cell.take();
    cell.set(held.clone());
    held
}

/// Converts a response to an event.
fn into_event(kind: RequestKind, response: Result<JsValue>, options: &ResolvedOptions) -> Event {
    match kind {
        RequestKind::Card => Event::CardStatusReceived(
            response.and_then(|response| Ok(field(&response, "status")? == "ACTIVE")),
        ),
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
            "The `container` is not displayed: open the widget when it is, or give another element.",
        ),
        _ => return Some(no_view()),
    };
    Some(Error::new(code, message))
}

/// The error where something threw while the view or the frame was built.
fn no_view() -> Box<Error> {
    Error::new(
        ErrorCode::ContainerNotFound,
        "The `container` takes no widget: the console says why.",
    )
}

fn random_key() -> (u64, u64) {
    let mut bytes = [0; 16];
    if let Ok(crypto) = window().crypto() {
        // Refused only for more than 65 536 bytes.
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    let number = u128::from_le_bytes(bytes);
    (number as u64, (number >> 64) as u64)
}
