//! Carries the effects out: the only file where the machine meets the browser.
//!
//! Whatever calls the host or changes the document may bring the host's code in, which may call back at once. So what is owned stands in
//! `Cell`s and is taken out before it is dropped; nothing is borrowed across such a call.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use wasm_bindgen::prelude::*;

use crate::attempt::{Attempt, Course, Effect, Event, Outcome, State, Timer};
use crate::callbacks::Host;
use crate::deadline::Deadline;
use crate::dom::{
    Listener, Signal, Sink, Timeout, call_document, document, monotonic_ms, property, window,
};
use crate::error::{Checked, Code, Failure};
use crate::frame::{self, Frame};
use crate::host_options::{is_sandboxed, parse_url};
use crate::hosted_page::{HostedPage, SpentTokens};
use crate::messages::{self, Flood, Verdict};
use crate::options::{Mode, Plan};
use crate::task;
use crate::token::{self, Asked, Question, field};

/// One attempt with everything it owns. Dropping it undoes all of it.
pub struct Widget {
    me: Weak<Self>,
    sink: Sink,
    host: Host,
    attempt: RefCell<Attempt>,
    plan: Cell<Option<Rc<Plan>>>,
    requests: Cell<Vec<Request>>,
    leaving: Cell<Option<Listener>>,
    timers: [Cell<Option<Timeout>>; Timer::ALL],
    /// Timers stand still while the machine sleeps and while the page is in the back/forward cache.
    deadline: Cell<Deadline>,
    wakes: Cell<Option<[Listener; 3]>>,
    frame: Cell<Option<Rc<Frame>>>,
    flood: Flood,
    /// While effects change the world.
    busy: Cell<bool>,
    queue: Cell<Vec<Event>>,
    /// The exit was announced, or the attempt was abandoned: nothing more happens.
    exited: Cell<bool>,
}

/// A question to the host's backend, answered or under way: its signal is aborted when the attempt ends, as `context.signal` promises.
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

impl Widget {
    /// An attempt that has not begun.
    pub fn new(host: Host) -> Rc<Self> {
        Rc::new_cyclic(|me: &Weak<Self>| {
            let weak = me.clone();
            let sink: Sink = Rc::new(move |signal, event| {
                if let Some(widget) = weak.upgrade() {
                    widget.host.guard(&mut || widget.hear(signal, &event));
                }
            });
            Self {
                me: me.clone(),
                sink,
                host,
                attempt: RefCell::new(Attempt::new(Course::UNPLANNED)),
                plan: Cell::default(),
                requests: Cell::default(),
                leaving: Cell::default(),
                timers: Default::default(),
                deadline: Cell::default(),
                wakes: Cell::default(),
                frame: Cell::default(),
                flood: Flood::default(),
                busy: Cell::default(),
                queue: Cell::default(),
                exited: Cell::default(),
            }
        })
    }

    /// Checks the options and begins in the next task.
    pub fn start(&self) {
        if let Err(failure) = self.check() {
            self.dispatch(Event::Refused(failure));
        } else {
            self.arm(Timer::Begin, 0);
        }
    }

    /// One event: the machine decides, the effects happen.
    pub fn dispatch(&self, event: Event) {
        // The world changes in one go: what the host asks for in the midst of it (a focus listener, an abort listener) waits for its end.
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
        if let Err(failure) = self.plan_anew(&event) {
            event = Event::Refused(failure);
        }
        let confirm = self.host.option("confirmOutcome").is_function();
        let mut attempt = self.attempt.borrow_mut();
        attempt.set_confirm(confirm);
        let effects = attempt.step(event);
        drop(attempt);
        for effect in &effects {
            // Something further up the stack may have thrown and ended the attempt.
            if self.exited.get() {
                return;
            }
            self.carry_out(effect);
        }
        self.busy.set(false);
        for effect in &effects {
            self.announce(effect);
        }
        for event in self.queue.take() {
            self.dispatch(event);
        }
    }

    /// What changes the world.
    fn carry_out(&self, effect: &Effect) {
        match effect {
            Effect::Arm(timer, ms) => self.arm(*timer, *ms),
            Effect::Disarm(timer) => self.disarm(*timer),
            Effect::AskCard => self.ask(Question::Card),
            Effect::AskToken => self.ask(Question::Token(self.requests())),
            Effect::AskOutcome => self.ask(Question::Outcome),
            Effect::AbortRequest => {
                let mut requests = self.requests.take();
                let under_way = requests.pop();
                self.requests.set(requests);
                drop(under_way);
            }
            Effect::Mount(page) => self.mount(page),
            Effect::Unmount => drop(self.frame.take()),
            Effect::Navigate(page) => {
                let _ = window().location().assign(&page.href);
            }
            Effect::Show(notice) => self.host.show(notice.as_str()),
            Effect::CleanUp => self.clean_up(),
            Effect::TellError(failure) => self.host.failed(
                failure.code.as_str(),
                &failure.message,
                failure.code.retryable(),
                failure.status,
            ),
            _ => {}
        }
    }

    /// What tells the host, which may ask for something at once and finds the world as it is told.
    fn announce(&self, effect: &Effect) {
        let host = &self.host;
        match effect {
            // A host that ended the attempt from inside a callback hears nothing more of it.
            _ if self.exited.get() => {}
            // Nor of a state that it has led the attempt out of.
            Effect::Became(state) if *state == self.state() => host.state(state.as_str()),
            Effect::Note(name) => host.note(name, self.requests()),
            Effect::Tell(name) => host.call(name),
            Effect::TellError(_) => host.tell_error(self.requests()),
            Effect::Exit(reason, outcome) => {
                self.exited.set(true);
                host.exit(reason.as_str(), outcome.as_str(), self.requests());
            }
            _ => {}
        }
    }

    /// Where everything comes in that the browser tells.
    fn hear(&self, signal: Signal, event: &JsValue) {
        if let Signal::Elapsed(Timer::Expiry) | Signal::Woken = signal {
            return self.check_expiry();
        }
        // The frame is let go of before the machine hears: what ends the attempt must find nobody else holding it.
        let heard = match signal {
            Signal::Elapsed(timer) => {
                if self.frame().is_some_and(|frame| frame.has_focus()) {
                    self.dispatch(Event::FrameUsed);
                }
                Some(Event::Elapsed(timer))
            }
            Signal::Leaving => property(event, "isTrusted")
                .is_truthy()
                .then_some(Event::PageLeaving),
            _ => self
                .frame()
                .and_then(|frame| self.frame_tells(&frame, signal, event)),
        };
        if let Some(event) = heard {
            self.dispatch(event);
        }
    }

    fn frame_tells(&self, frame: &Frame, signal: Signal, event: &JsValue) -> Option<Event> {
        let by_browser = property(event, "isTrusted").is_truthy();
        let lost = match signal {
            Signal::Message => return self.judge_message(frame, event),
            Signal::Loaded if by_browser => match frame.loaded()? {
                Ok(()) => return Some(Event::FrameLoaded),
                Err(failure) => Some(failure),
            },
            Signal::Blurred => {
                self.set_timer(Timer::Focus, 0);
                return None;
            }
            _ if !by_browser => None,
            _ => frame.refused_by(event),
        };
        lost.map(Event::FrameLost)
    }

    fn judge_message(&self, frame: &Frame, event: &JsValue) -> Option<Event> {
        let own = frame.is_own_window(&property(event, "source"));
        if own {
            self.dispatch(Event::FrameUsed);
        }
        let hears = self.state().hears();
        let facts = messages::facts(event, &self.plan()?.allowed_origins, own, hears);
        match messages::judge(facts) {
            Verdict::Abort => Some(Event::PageClosed),
            Verdict::Rejected if self.flood.is_first(monotonic_ms()) => {
                Some(Event::MessageRejected)
            }
            Verdict::Rejected | Verdict::Ignored => None,
        }
    }

    /// Reports the view as lost if it is, or else the frame: something was removed, hidden or moved.
    pub fn check_view(&self) {
        if self.host.is_view_lost() {
            return self.dispatch(Event::ViewLost(frame::removed()));
        }
        let lost = self.frame().and_then(|frame| frame.lost_by_change());
        if let Some(failure) = lost {
            self.dispatch(Event::FrameLost(failure));
        }
    }

    fn state(&self) -> State {
        self.attempt.borrow().state()
    }

    fn requests(&self) -> u32 {
        self.attempt.borrow().request()
    }

    fn plan(&self) -> Option<Rc<Plan>> {
        peek(&self.plan)
    }

    fn frame(&self) -> Option<Rc<Frame>> {
        peek(&self.frame)
    }

    /// What a frame is built from counts from the next question on. Judged twice: the new options may say to ask for nothing, and then the frame that
    /// stands is left alone.
    fn plan_anew(&self, event: &Event) -> Checked<()> {
        let asks = || self.attempt.borrow().asks_anew(event);
        if !asks() {
            return Ok(());
        }
        let (plan, container) = self.check()?;
        self.attempt.borrow_mut().set_course(plan.course);
        if asks() {
            self.place(plan, &container)?;
        }
        Ok(())
    }

    fn check(&self) -> Checked<(Box<Plan>, JsValue)> {
        if is_sandboxed() {
            return Err(Failure::new(
                Code::SandboxedHost,
                "The hosted page would inherit the sandbox of this page: add `allow-same-origin` to the `sandbox` of the frame that holds this page.",
            ));
        }
        self.host.judge();
        let plan = Plan::check(&self.host)?;
        let container = self.find_container(plan.mode)?;
        Ok((plan, container))
    }

    fn place(&self, plan: Box<Plan>, container: &JsValue) -> Checked<()> {
        let host = &self.host;
        if let Some(warning) = &plan.warning {
            host.warn(warning);
        }
        let look = plan.css.clone().unwrap_or_default();
        let modal = plan.mode != Mode::Inline;
        let missing = host.place(
            container,
            modal,
            plan.dismiss_on_backdrop,
            &token::to_js(&look.in_force()),
            look.is_dark(),
        );
        self.plan.set(Some(plan.into()));
        if missing.is_undefined() {
            return Ok(());
        }
        if missing == "hidden" {
            return Err(Failure::new(
                Code::ContainerNotFound,
                "The `container` is not displayed: open the widget when it is, or give another element.",
            ));
        }
        Err(no_view())
    }

    fn find_container(&self, mode: Mode) -> Checked<JsValue> {
        const NAME: &str = "container";
        let wrong = || {
            Failure::option(
                NAME,
                "an element or a valid selector, and `inline` needs one",
            )
        };
        let mut found = self.host.option(NAME);
        if found.is_undefined() && mode != Mode::Inline {
            // Not `document.body`: an element of that name would stand in its place.
            found = "body".into();
        }
        if let Some(selector) = found.as_string() {
            found = call_document(&document(), "querySelector", &selector).ok_or_else(wrong)?;
        } else if property(&found, "nodeType") != 1 {
            return Err(wrong());
        }
        if property(&found, "isConnected").is_truthy() {
            return Ok(found);
        }
        Err(Failure::new(
            Code::ContainerNotFound,
            "The `container` is not in the document: open the widget when it is, or correct the selector.",
        ))
    }

    fn arm(&self, timer: Timer, ms: u32) {
        match timer {
            Timer::Expiry => self.arm_expiry(ms),
            // Jitter, so that many pages do not ask in step; upwards only, so that a `Retry-After` is honoured.
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
            // A longer delay fires at once (engineering.md).
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
            Timer::Retry => drop(self.leaving.take()),
            _ => {}
        }
        if let Some(slot) = self.timers.get(timer as usize) {
            drop(slot.take());
        }
    }

    fn arm_expiry(&self, ms: u32) {
        self.deadline
            .set(Deadline::after(ms, js_sys::Date::now(), monotonic_ms()));
        let wake = |name| Listener::new(&window(), name, &self.sink, Signal::Woken);
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
            self.dispatch(Event::Elapsed(Timer::Expiry));
        }
    }

    fn ask(&self, question: Question) {
        let (Some(plan), Ok(controller)) = (self.plan(), AbortController::new()) else {
            return;
        };
        let asked = Asked::new(question, &self.host);
        let signal = controller.signal();
        let mut requests = self.requests.take();
        requests.push(Request(controller));
        self.requests.set(requests);
        // Only while something is asked for: the listener may keep a page out of the back/forward cache.
        // iOS has none, and nothing in its place: `pagehide` comes when all is over, and a router may make a step within the page of the Navigation
        // API's `navigate`.
        let leaving = Listener::new(&window(), "beforeunload", &self.sink, Signal::Leaving);
        drop(self.leaving.replace(Some(leaving)));
        let me = self.me.clone();
        task::spawn(async move {
            // The host may have ended the attempt before this task began.
            if signal.aborted() {
                return;
            }
            let answer = asked.answer(&plan, &signal).await;
            // An answer that comes too late is dropped unread.
            if let Some(widget) = me.upgrade().filter(|_| !signal.aborted()) {
                let mut answer = Some(answer);
                widget.host.guard(&mut || {
                    // A machine that slept may read the answer before it hears of the time.
                    widget.check_expiry();
                    if let Some(answer) = answer.take() {
                        widget.dispatch(understood(question, answer, &plan));
                    }
                });
            }
        });
    }

    fn mount(&self, page: &HostedPage) {
        let Some(plan) = self.plan() else { return };
        let (title, stage) = (self.host.title(), self.host.stage());
        drop(self.leaving.take());
        let frame = stage.and_then(|stage| Frame::mount(&plan, page, &title, &stage, &self.sink));
        let Some(frame) = frame else {
            return self.dispatch(Event::Refused(no_view()));
        };
        // It is dropped where the attempt was abandoned while the frame was made.
        if !self.exited.get() {
            self.frame.set(Some(Rc::new(frame)));
            // The container may have left the document since it was found.
            if self.host.is_view_lost() {
                self.dispatch(Event::ViewLost(frame::removed()));
            }
        }
    }

    /// Releases everything that is owned here, and does nothing from here on: something threw out of the engine, which JavaScript caught.
    pub fn abandon(&self) {
        self.exited.set(true);
        self.release();
    }

    fn clean_up(&self) {
        self.release();
        self.host.clear();
    }

    fn release(&self) {
        drop(self.requests.take());
        drop(self.leaving.take());
        drop(self.wakes.take());
        for timer in &self.timers {
            drop(timer.take());
        }
        drop(self.frame.take());
    }
}

impl std::fmt::Debug for Widget {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Widget")
    }
}

fn peek<T>(cell: &Cell<Option<Rc<T>>>) -> Option<Rc<T>> {
    let held = cell.take();
    cell.set(held.clone());
    held
}

/// An answer as the event that it is.
fn understood(question: Question, answer: Checked<JsValue>, plan: &Plan) -> Event {
    match question {
        Question::Card => {
            Event::CardAnswered(answer.and_then(|answer| Ok(field(&answer, "status")? == "ACTIVE")))
        }
        Question::Token(_) => Event::TokenAnswered(answer.and_then(|answer| accept(&answer, plan))),
        Question::Outcome => {
            Event::OutcomeKnown(match answer.ok().and_then(|answer| answer.as_bool()) {
                Some(true) => Outcome::Confirmed,
                Some(false) => Outcome::NotConfirmed,
                None => Outcome::Unknown,
            })
        }
    }
}

fn accept(answer: &JsValue, plan: &Plan) -> Checked<Box<HostedPage>> {
    thread_local! {
        static SPENT: RefCell<SpentTokens> = const { RefCell::new(SpentTokens::new()) };
    }
    let token = field(answer, "token")?;
    let parts = parse_url(&field(answer, "hostedPageUrl")?, false);
    SPENT.with_borrow_mut(|spent| {
        let spent = spent.with_key(random_key);
        HostedPage::accept(parts, &token, &plan.allowed_origins, spent).map(Box::new)
    })
}

/// Something threw while the view or the frame was built.
fn no_view() -> Box<Failure> {
    Failure::new(
        Code::ContainerNotFound,
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
