//! Applies effects and feeds events: the only place where the machine and the browser meet.
//!
//! Calling the host or changing the document may run the host's code, which may call the engine
//! again at once. So owned values are in `Cell`s and are taken out before they are dropped, and
//! nothing is borrowed during such a call.

mod sending;
mod timers;
mod view;

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use wasm_bindgen::JsValue;

use self::sending::Request;
use self::view::CurrentOptions;
use crate::core::attempt::{Attempt, AttemptConfig, Effect, Event, Outcome, State, Timer};
use crate::core::deadline::Deadline;
use crate::core::error::Error;
use crate::core::message_gate::{self, RejectionThrottle, Verdict};
use crate::shell::border::Host;
use crate::shell::dom::{
    BrowserEvent, EventSink, Listener, Timeout, monotonic_ms, property, window,
};
use crate::shell::frame::Frame;
use crate::shell::messages;
use crate::shell::requests::RequestKind;

/// One attempt, with everything that it owns. Dropping it releases all of that.
pub struct Runtime {
    weak_self: Weak<Self>,
    sink: EventSink,
    host: Host,
    attempt: RefCell<Attempt>,
    current: Cell<Option<Rc<CurrentOptions>>>,
    requests: Cell<Vec<Request>>,
    /// For `beforeunload`, while requests are in flight.
    unload_listener: Cell<Option<Listener>>,
    timers: [Cell<Option<Timeout>>; Timer::COUNT],
    /// The end of the token's lifetime. Timers alone would be late: they pause while the machine
    /// sleeps and while the page is in the back/forward cache.
    deadline: Cell<Deadline>,
    /// For the events after such a pause, which check the deadline.
    wake_listeners: Cell<Option<[Listener; 3]>>,
    frame: Cell<Option<Rc<Frame>>>,
    /// The headers that the host's `stepUp` returned.
    step_up: RefCell<JsValue>,
    throttle: RejectionThrottle,
    /// An error that the host's `onError` has not received yet.
    pending_error: Cell<Option<Box<Error>>>,
    /// Set while effects are being applied.
    busy: Cell<bool>,
    queue: Cell<Vec<Event>>,
    /// The exit was reported, or the attempt was abandoned: nothing more happens.
    exited: Cell<bool>,
}

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
                unload_listener: Cell::default(),
                timers: Default::default(),
                deadline: Cell::default(),
                wake_listeners: Cell::default(),
                frame: Cell::default(),
                step_up: RefCell::default(),
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
        if self.exited.get() {
            return;
        }
        // A listener of the host (for `focus`, for example) may call the engine while effects are
        // applied. Its event waits.
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
        if matches!(effects.last(), Some(Effect::RequestOutcome)) && !self.has_confirm_outcome() {
            // Remove this request and the timer before it.
            effects.pop();
            effects.pop();
            let unknown = Event::OutcomeKnown(Outcome::Unknown);
            effects.append(&mut self.attempt.borrow_mut().step(unknown));
        }
        for effect in &effects {
            // A call further up the stack may have thrown and ended the attempt.
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
            Effect::RequestStepUp => {
                self.host.hide_dialog();
                self.send(RequestKind::StepUp);
            }
            Effect::RequestPinVersion => self.send(RequestKind::PinVersion),
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
            Effect::ShowFailure(message, error) => {
                self.host
                    .show_failure(message, error.code.retryable(), error.retry_after_ms)
            }
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
                error.retry_after_ms,
                self.requests(),
            );
        }
    }

    /// Converts an event of the browser to an event of the machine, and dispatches it.
    fn on_browser_event(&self, browser_event: BrowserEvent, event: &JsValue) {
        if matches!(
            browser_event,
            BrowserEvent::TimerFired(_) | BrowserEvent::Woken
        ) {
            self.check_frame_focus();
        }
        match browser_event {
            BrowserEvent::TimerFired(Timer::Expiry) | BrowserEvent::Woken => {
                return self.check_expiry();
            }
            // The focus arrives in the frame after this event. No `Rc<Frame>` may be held here: if
            // `setTimeout` throws, it would never be dropped.
            BrowserEvent::Blurred => return self.set_timer(Timer::Focus, 0),
            _ => {}
        }
        // Drop our `Rc<Frame>` before dispatching: otherwise ending the attempt would not remove
        // the iframe.
        let reaction = match browser_event {
            BrowserEvent::TimerFired(timer) => Some(Event::TimerFired(timer)),
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

    /// A page that was in the background may have received no event when the frame got the focus.
    fn check_frame_focus(&self) {
        if self.frame().is_some_and(|frame| frame.has_focus()) {
            self.dispatch(Event::FrameUsed);
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
            _ if !by_browser => None,
            _ => frame.refused_by(event),
        };
        lost.map(Event::FrameLost)
    }

    fn on_message(&self, frame: &Frame, event: &JsValue) -> Option<Event> {
        let from_frame = frame.has_window(&property(event, "source"));
        if from_frame {
            self.dispatch(Event::FrameUsed);
        }
        let accepts_messages = self.state().accepts_messages();
        let facts = messages::facts(
            event,
            &self.current()?.resolved.allowed_origins,
            from_frame,
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

    /// Releases everything after an exception passed through the engine. Nothing more happens.
    pub fn abandon(&self) {
        self.exited.set(true);
        self.release();
    }

    fn clean_up(&self) {
        // Before the frame is removed: the view stores whether the frame has the focus.
        self.host.detach_frame();
        self.release();
        self.host.remove_view();
    }

    fn release(&self) {
        drop(self.requests.take());
        drop(self.unload_listener.take());
        drop(self.wake_listeners.take());
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
