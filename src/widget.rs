//! Carries the effects out: the only file where the machine meets the browser.
//!
//! Whatever calls the host or changes the document may bring the host's code in, which may call back at once. So no `RefCell` is borrowed
//! across such a call: what is to be dropped is taken out first.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{AbortController, Element, MessageEvent};

use crate::attempt::{Attempt, Course, Effect, Event, Notice, OnExpiry, Outcome, State, Timer};
use crate::callbacks::Host;
use crate::dom::{Listener, Timeout, document, property, window};
use crate::error::{Code, Failure};
use crate::frame::{Frame, Report};
use crate::host_options::HostOptions;
use crate::hosted_page::{HostedPage, SpentTokens};
use crate::messages::{self, Flood, Verdict};
use crate::options::{Container, Plan, Source, Value};
use crate::token::Answer;
use crate::view::View;
use crate::words::Words;

/// One attempt with everything it owns. Dropping it undoes all of it.
#[derive(Debug)]
pub struct Widget {
    me: Weak<Self>,
    host: Host,
    attempt: RefCell<Attempt>,
    plan: RefCell<Option<Rc<Plan>>>,
    container: RefCell<Option<Element>>,
    request: RefCell<Option<Request>>,
    timers: RefCell<Vec<(Timer, Timeout)>>,
    expiry: RefCell<Option<Expiry>>,
    frame: RefCell<Option<(Frame, Listener)>>,
    view: RefCell<Option<Rc<View>>>,
    signal: RefCell<Option<Listener>>,
    flood: Flood,
    exited: Cell<bool>,
}

/// The request under way, or the last one: its signal is aborted when the attempt ends, as `fetchToken`'s `context.signal` promises.
#[derive(Debug)]
struct Request {
    controller: AbortController,
}

impl Drop for Request {
    fn drop(&mut self) {
        self.controller.abort();
    }
}

/// The token's deadline, by the wall clock: timers stand still while the machine sleeps and the page is in the back/forward cache.
#[derive(Debug)]
struct Expiry {
    deadline_ms: f64,
    _wakes: [Listener; 3],
}

/// How late an expiry may be noticed after sleep in a page that stays visible, milliseconds.
const EXPIRY_TICK_MS: f64 = 10_000.0;

impl Widget {
    /// An attempt that has not begun.
    pub fn new(host: Host) -> Rc<Self> {
        Rc::new_cyclic(|me| Self {
            me: me.clone(),
            host,
            attempt: RefCell::new(Attempt::new(UNPLANNED)),
            plan: RefCell::default(),
            container: RefCell::default(),
            request: RefCell::default(),
            timers: RefCell::default(),
            expiry: RefCell::default(),
            frame: RefCell::default(),
            view: RefCell::default(),
            signal: RefCell::default(),
            flood: Flood::default(),
            exited: Cell::new(false),
        })
    }

    /// Checks the options and begins in the next task.
    pub fn start(&self) {
        if let Err(failure) = self.make_plan() {
            self.dispatch(Event::Refused(failure));
        } else if self.obey_signal() {
            self.dispatch(Event::CloseRequested);
        } else {
            self.arm(Timer::Begin, 0);
        }
    }

    /// One event: the machine decides, the effects happen.
    pub fn dispatch(&self, event: Event) {
        if self.exited.get() {
            return;
        }
        let event = self.replanned(event);
        let effects = self.attempt.borrow_mut().step(event);
        for effect in effects {
            // A host that ended the attempt from inside a callback hears nothing more of it.
            if self.exited.get() {
                return;
            }
            self.carry_out(effect);
        }
    }

    /// Moves the keyboard into the hosted page.
    pub fn focus(&self) {
        if let Some((frame, _)) = &*self.frame.borrow() {
            frame.focus();
        }
    }

    fn carry_out(&self, effect: Effect) {
        match effect {
            Effect::Arm(Timer::Expiry, ms) => self.arm_expiry(ms),
            Effect::Arm(timer, ms) => self.arm(timer, jittered(timer, ms)),
            Effect::Disarm(timer) => self.disarm(timer),
            Effect::AskCard => self.ask_card(),
            Effect::AskToken => self.ask_token(),
            Effect::AskOutcome => self.ask_outcome(),
            Effect::AbortRequest => drop(self.request.take()),
            Effect::Mount(page) => self.mount(&page),
            Effect::Unmount => self.unmount(),
            Effect::Navigate(page) => {
                let _ = window().location().assign(&page.href);
            }
            Effect::Show(notice) => self.show(notice),
            Effect::CleanUp => self.clean_up(),
            Effect::Became(state) => self.host.state(state.as_str()),
            Effect::Note(name) => self.host.note(name, self.requests()),
            Effect::TellReady => self.tell_ready(),
            Effect::TellExpired => self.host.call("onExpire"),
            Effect::TellError(failure) => self.tell_error(&failure),
            Effect::Exit(reason, outcome) => {
                self.exited.set(true);
                drop(self.signal.take());
                self.host
                    .exit(reason.as_str(), outcome.as_str(), self.requests());
            }
        }
    }

    fn state(&self) -> State {
        self.attempt.borrow().state()
    }

    fn requests(&self) -> u32 {
        self.attempt.borrow().request()
    }

    fn report(&self) -> Report {
        let me = self.me.clone();
        Rc::new(move |event| {
            if let Some(widget) = me.upgrade() {
                widget.dispatch(event);
            }
        })
    }

    // --- options -------------------------------------------------------------------------------------------------

    fn options(&self) -> HostOptions {
        HostOptions(self.host.options())
    }

    /// What a frame is built from counts from the next frame on, so that a fresh start reads the options anew.
    fn replanned(&self, event: Event) -> Event {
        let afresh = match event {
            Event::RetryRequested => matches!(self.state(), State::Failed | State::Expired),
            Event::StartAgain => true,
            _ => false,
        };
        match afresh.then(|| self.make_plan()) {
            Some(Err(failure)) => Event::Refused(failure),
            _ => event,
        }
    }

    fn make_plan(&self) -> Result<(), Failure> {
        let options = self.options();
        let plan = Plan::check(&options)?;
        let container = find_container(&plan.container, &options.0)?;
        warn_of_low_contrast(&plan, &options);
        self.attempt.borrow_mut().set_course(plan.course);
        self.container.replace(Some(container));
        self.plan.replace(Some(Rc::new(plan)));
        Ok(())
    }

    fn plan(&self) -> Option<Rc<Plan>> {
        self.plan.borrow().clone()
    }

    /// Listens to the host's `signal`; `true` where it is aborted already.
    fn obey_signal(&self) -> bool {
        let signal = property(&self.options().0, "signal");
        if signal.is_undefined() {
            return false;
        }
        let report = self.report();
        let listener = Listener::new(
            signal.unchecked_ref(),
            "abort",
            Box::new(move |_| report(Event::CloseRequested)),
        );
        self.signal.replace(Some(listener));
        property(&signal, "aborted").is_truthy()
    }

    // --- timers --------------------------------------------------------------------------------------------------

    fn arm(&self, timer: Timer, ms: u32) {
        self.disarm(timer);
        let report = self.report();
        let timeout = Timeout::new(ms, Box::new(move || report(Event::Elapsed(timer))));
        self.timers.borrow_mut().push((timer, timeout));
    }

    fn disarm(&self, timer: Timer) {
        if timer == Timer::Expiry {
            drop(self.expiry.take());
        }
        self.timers
            .borrow_mut()
            .retain(|(armed, _)| *armed != timer);
    }

    fn arm_expiry(&self, ms: u32) {
        let wake = |target: &web_sys::EventTarget, name| {
            let me = self.me.clone();
            let on_wake = move |_| {
                if let Some(widget) = me.upgrade() {
                    widget.check_expiry();
                }
            };
            Listener::new(target, name, Box::new(on_wake))
        };
        self.expiry.replace(Some(Expiry {
            deadline_ms: js_sys::Date::now() + f64::from(ms),
            _wakes: [
                wake(&document(), "visibilitychange"),
                wake(&window(), "pageshow"),
                wake(&window(), "focus"),
            ],
        }));
        self.check_expiry();
    }

    fn check_expiry(&self) {
        let Some(deadline) = self
            .expiry
            .borrow()
            .as_ref()
            .map(|expiry| expiry.deadline_ms)
        else {
            return;
        };
        let left = deadline - js_sys::Date::now();
        if left <= 0.0 {
            self.disarm(Timer::Expiry);
            self.dispatch(Event::Elapsed(Timer::Expiry));
            return;
        }
        let me = self.me.clone();
        let on_tick = move || {
            if let Some(widget) = me.upgrade() {
                widget.check_expiry();
            }
        };
        // Rounded up: a timer that fires a fraction early would spin.
        let tick = Timeout::new(left.min(EXPIRY_TICK_MS).ceil() as u32, Box::new(on_tick));
        let mut timers = self.timers.borrow_mut();
        timers.retain(|(armed, _)| *armed != Timer::Expiry);
        timers.push((Timer::Expiry, tick));
    }

    // --- requests ------------------------------------------------------------------------------------------------

    /// Begins a request: its signal, and a way to tell its answer unless it was aborted by then.
    fn begin_request(&self) -> Option<(web_sys::AbortSignal, impl FnOnce(&dyn Fn(&Self)) + use<>)> {
        drop(self.request.take());
        let controller = AbortController::new().ok()?;
        let signal = controller.signal();
        self.request.replace(Some(Request { controller }));
        let (me, own) = (self.me.clone(), signal.clone());
        let answered = move |tell: &dyn Fn(&Self)| {
            if let Some(widget) = me.upgrade().filter(|_| !own.aborted()) {
                tell(&widget);
            }
        };
        Some((signal, answered))
    }

    fn ask_card(&self) {
        let (Some(plan), options) = (self.plan(), self.host.options()) else {
            return;
        };
        let Some((signal, answered)) = self.begin_request() else {
            return;
        };
        spawn_local(async move {
            let Some(call) = &plan.card else { return };
            let answer = crate::card::is_active(&plan, call, &options, &signal).await;
            answered(&|widget| widget.dispatch(Event::CardAnswered(answer.clone())));
        });
    }

    fn ask_token(&self) {
        let (Some(plan), options) = (self.plan(), self.host.options()) else {
            return;
        };
        let Some((signal, answered)) = self.begin_request() else {
            return;
        };
        let request = self.requests();
        spawn_local(async move {
            let answer = crate::token::ask(&plan, &options, request, &signal).await;
            answered(&|widget| {
                let page = match &answer {
                    Ok(answer) => accept(answer, &plan),
                    Err(failure) => Err(failure.clone()),
                };
                widget.dispatch(Event::TokenAnswered(page));
            });
        });
    }

    fn ask_outcome(&self) {
        let ask = property(&self.host.options(), "confirmOutcome");
        let Some((signal, answered)) = self.begin_request() else {
            return;
        };
        spawn_local(async move {
            let context = crate::token::context(&signal);
            let answer = crate::token::call_host(&ask, &[&context], "`confirmOutcome`").await;
            let outcome = match answer.map(|answer| answer.as_bool()) {
                Ok(Some(true)) => Outcome::Confirmed,
                Ok(Some(false)) => Outcome::NotConfirmed,
                _ => Outcome::Unknown,
            };
            answered(&|widget| widget.dispatch(Event::OutcomeKnown(outcome)));
        });
    }

    // --- what is seen --------------------------------------------------------------------------------------------

    fn show(&self, notice: Notice) {
        if let Some(view) = self.standing_view() {
            view.show(notice);
        }
    }

    /// The view, built when it is first needed, and again where the host has taken it out of the document.
    fn standing_view(&self) -> Option<Rc<View>> {
        let standing = self.view.borrow().clone();
        if let Some(view) = standing.filter(|view| !view.is_gone()) {
            return Some(view);
        }
        drop(self.view.take());
        let (plan, container) = (self.plan()?, self.container.borrow().clone()?);
        let words = Words::of_options(&self.options());
        let view = Rc::new(View::open(&plan, words, &container, &self.report()));
        self.view.replace(Some(view.clone()));
        Some(view)
    }

    fn mount(&self, page: &HostedPage) {
        let (Some(plan), Some(view)) = (self.plan(), self.standing_view()) else {
            return;
        };
        let me = self.me.clone();
        let on_message = move |event: web_sys::Event| {
            if let Some(widget) = me.upgrade() {
                widget.hear(event.unchecked_ref());
            }
        };
        // Before the frame is there, so that its first word is heard.
        let listener = Listener::new(&window(), "message", Box::new(on_message));
        let frame = Frame::mount(&plan, page, view.title(), view.stage(), &self.report());
        self.frame.replace(Some((frame, listener)));
    }

    fn unmount(&self) {
        drop(self.frame.take());
    }

    fn tell_ready(&self) {
        let waits = self.view.borrow().clone();
        if waits.is_some_and(|view| view.keyboard_is_home()) {
            self.focus();
        }
        self.host.call("onReady");
    }

    fn clean_up(&self) {
        drop(self.request.take());
        drop(self.expiry.take());
        drop(self.timers.take());
        drop(self.frame.take());
        drop(self.view.take());
    }

    fn tell_error(&self, failure: &Failure) {
        self.host.error(
            failure.code.as_str(),
            &failure.message,
            failure.code.retryable(),
            failure.status,
            self.requests(),
        );
    }

    fn hear(&self, event: &MessageEvent) {
        let Some(plan) = self.plan() else { return };
        let source = property(event, "source");
        let own = self
            .frame
            .borrow()
            .as_ref()
            .is_some_and(|(frame, _)| frame.is_own_window(&source));
        let facts = messages::facts(event, &plan.allowed_origins, own, self.state().hears());
        match messages::judge(facts) {
            Verdict::Abort => self.dispatch(Event::PageClosed),
            Verdict::Rejected if self.flood.is_first(js_sys::Date::now()) => {
                self.host.note("message_rejected", self.requests());
            }
            Verdict::Rejected | Verdict::Ignored => {}
        }
    }
}

/// Until the options are checked: no effect reads it.
const UNPLANNED: Course = Course {
    ask_card: false,
    wait: None,
    redirect: false,
    max_requests: 1,
    retry_delay_ms: 0,
    request_timeout_ms: 0,
    load_timeout_ms: 0,
    lifetime_ms: 0,
    on_expiry: OnExpiry::Manual,
    close_on_failure: true,
    confirm: false,
};

/// Upwards only, so that a `Retry-After` is honoured; by up to a half, so that many pages do not ask in step.
fn jittered(timer: Timer, ms: u32) -> u32 {
    match timer {
        Timer::Retry => ms.saturating_add((f64::from(ms) * js_sys::Math::random() / 2.0) as u32),
        _ => ms,
    }
}

fn find_container(container: &Container, options: &JsValue) -> Result<Element, Failure> {
    let found = match container {
        Container::Body => document().body().map(Into::into),
        Container::Selector(selector) => document().query_selector(selector).map_err(|_| {
            Failure::option(
                "container",
                "an element or a selector; this is not a valid selector",
            )
        })?,
        Container::Element => Some(property(options, "container").unchecked_into()),
    };
    found.filter(|element: &Element| element.is_connected()).ok_or_else(|| {
        Failure::new(
            Code::ContainerNotFound,
            "The `container` is not in the document: open the widget when it is, or correct the selector.",
        )
    })
}

fn warn_of_low_contrast(plan: &Plan, options: &HostOptions) {
    thread_local! {
        static WARNED: Cell<bool> = const { Cell::new(false) };
    }
    let Some((text, background)) = plan.low_contrast else {
        return;
    };
    if options.get(&["contrastWarning"]) != Value::Bool(false) && !WARNED.replace(true) {
        web_sys::console::warn_1(
            &[
                "set-pin-widget: `customCss.", text, "` on `", background,
                "` has a contrast below 4.5 to 1 (WCAG 2.2 AA) and is hard to read. Set `contrastWarning: false` to silence this.",
            ]
            .concat()
            .into(),
        );
    }
}

fn accept(answer: &Answer, plan: &Plan) -> Result<HostedPage, Failure> {
    thread_local! {
        static SPENT: RefCell<Option<SpentTokens>> = const { RefCell::new(None) };
    }
    let parts = HostOptions(JsValue::UNDEFINED).parse_url(&answer.hosted_page_url, false);
    SPENT.with_borrow_mut(|spent| {
        let spent = spent.get_or_insert_with(|| SpentTokens::new(random_key()));
        HostedPage::accept(parts, &answer.token, &plan.allowed_origins, spent)
    })
}

fn random_key() -> (u64, u64) {
    let mut bytes = [0; 16];
    let filled = window()
        .crypto()
        .and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes));
    debug_assert!(filled.is_ok(), "16 bytes are never refused");
    let number = u128::from_le_bytes(bytes);
    (number as u64, (number >> 64) as u64)
}
