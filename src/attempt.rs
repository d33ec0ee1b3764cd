//! The life of one attempt as a pure state machine: (state, event) -> (state, effects).
//!
//! Every event that can happen is a variant, and so is everything that must happen: a race is a sequence of events in a test. Of the effects
//! of one step, `widget.rs` first carries out all that change the world and then tells the host, so that a host that calls back from inside a
//! callback meets a world in which the step is done.

use crate::error::{Checked, Code, Failure};
use crate::hosted_page::HostedPage;

/// The contract's `SetPinState`, of which `idle` and `destroyed` belong to the widget and not to an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The engine is there, and nothing is asked for yet.
    Starting,
    /// The card's status is asked for, or about to be asked for again.
    Checking,
    /// A token is asked for, or about to be asked for again.
    Requesting,
    /// The frame has its address and has not fired `load`.
    Loading,
    /// The frame has fired `load`; whether it shows the PIN page, no embedding page can know.
    Ready,
    /// The token's lifetime is over; the frame, if there is one, is still heard.
    Expired,
    /// The last request or frame failed, and a fresh start is offered.
    Failed,
    /// `closed` or `destroyed`.
    Ended,
}

impl State {
    /// The state as JavaScript sees it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Starting => "starting",
            Self::Checking => "checking",
            Self::Requesting => "requesting",
            Self::Loading => "loading",
            Self::Ready => "ready",
            Self::Expired => "expired",
            Self::Failed => "failed",
            Self::Ended => "closed",
        }
    }

    /// Whether a frame can be alive, and so be heard.
    pub const fn hears(self) -> bool {
        matches!(self, Self::Loading | Self::Ready | Self::Expired)
    }
}

/// What to do when the token's lifetime is over (the contract's `onExpiry`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnExpiry {
    /// Say so beside the frame.
    Manual,
    /// Start afresh where no frame has loaded.
    Auto,
    /// End.
    Close,
}

/// How long to wait for a card to become active.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Between two questions, milliseconds.
    pub interval_ms: u32,
    /// In all, milliseconds.
    pub timeout_ms: u32,
}

/// What of the options decides the attempt's course. Durations are milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Course {
    /// Ask for the card's status first.
    pub ask_card: bool,
    /// Keep asking until the card is active.
    pub wait: Option<Wait>,
    /// Leave the page instead of framing.
    pub redirect: bool,
    /// Token requests in a row before a retryable failure is told.
    pub max_requests: u32,
    /// Before the second request; doubles with each further one.
    pub retry_delay_ms: u32,
    /// Of one request, and of `confirmOutcome`.
    pub request_timeout_ms: u32,
    /// From the frame's address to its `load`.
    pub load_timeout_ms: u32,
    /// Of a token, from the sending of its request.
    pub lifetime_ms: u32,
    /// What to do then.
    pub on_expiry: OnExpiry,
    /// Whether a failure ends the attempt.
    pub close_on_failure: bool,
    /// Whether the host's backend is asked for the outcome; see [`Attempt::set_confirm`].
    pub confirm: bool,
}

impl Default for Course {
    fn default() -> Self {
        Self::UNPLANNED
    }
}

impl Course {
    /// Until the options are checked; a failure then ends the attempt.
    pub const UNPLANNED: Self = Self {
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
}

/// The timers of an attempt; at most one of each runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timer {
    /// The next task after `open()`: a mount that is undone at once sends nothing.
    Begin,
    /// The request under way has taken too long.
    Request,
    /// The next try is due.
    Retry,
    /// The card has not become active for too long.
    Card,
    /// The frame has not loaded.
    Load,
    /// The token's lifetime is over, by one of two clocks.
    Expiry,
    /// The next task after the window has lost the focus: Firefox says only then that the frame has it. The shell's own.
    Focus,
}

impl Timer {
    /// How many there are.
    pub const ALL: usize = 7;
}

/// What can happen.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A timer ran out.
    Elapsed(Timer),
    /// The card's status came: whether it is `ACTIVE`.
    CardAnswered(Checked<bool>),
    /// The token's answer came, and has been judged.
    TokenAnswered(Checked<Box<HostedPage>>),
    /// The frame fired `load` in its own, unchanged window.
    FrameLoaded,
    /// The frame is lost: reloaded, removed, or blocked.
    FrameLost(Box<Failure>),
    /// The frame has had the focus, or a message came from its window: the cardholder may be using it.
    FrameUsed,
    /// The view around the frame is lost: removed from the document, or (a dialog) no longer displayed.
    ViewLost(Box<Failure>),
    /// A message did not get through, and is worth telling.
    MessageRejected,
    /// The hosted page said `abort`, and the message gate let it through.
    PageClosed,
    /// The cardholder closed the dialog.
    Dismissed,
    /// `close()`, or `signal`.
    CloseRequested,
    /// `destroy()`.
    DestroyRequested,
    /// `retry()`.
    RetryRequested,
    /// The cardholder pressed the widget's own "Start again" or "Try again".
    StartAgain,
    /// The host's `confirmOutcome` answered.
    OutcomeKnown(Outcome),
    /// The options are wrong, or the container is not there.
    Refused(Box<Failure>),
    /// The browser is about to leave the page (`beforeunload`), though it may stay after all: a download, say.
    PageLeaving,
}

/// The contract's `SetPinResult["reason"]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The hosted page said `abort`: the cardholder has finished or cancelled, and it does not say which.
    PageClosed,
    /// The cardholder closed the dialog.
    Dismissed,
    /// `close()`, or `signal`.
    ClosedByHost,
    /// The token's lifetime was over.
    Expired,
    /// A failure ended it, or it was ended after one.
    Failed,
    /// The browser is on its way to the hosted page.
    Redirected,
    /// `destroy()`, whatever the attempt was doing.
    Destroyed,
}

impl Reason {
    /// The reason as JavaScript sees it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PageClosed => "page_closed",
            Self::Dismissed => "dismissed",
            Self::ClosedByHost => "closed_by_host",
            Self::Expired => "expired",
            Self::Failed => "failed",
            Self::Redirected => "redirected",
            Self::Destroyed => "destroyed",
        }
    }
}

/// The contract's `SetPinResult["outcome"]`: only the host's backend says more than `unknown`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nobody was asked, or nobody could say.
    Unknown,
    /// A PIN was set, says the host's backend.
    Confirmed,
    /// None was set, says the host's backend.
    NotConfirmed,
}

impl Outcome {
    /// The outcome as JavaScript sees it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Confirmed => "confirmed",
            Self::NotConfirmed => "not_confirmed",
        }
    }
}

/// What the widget shows beside the frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Something is on its way.
    Loading,
    /// A quiet way out for a frame that shows nothing.
    Blank,
    /// The lifetime is over.
    Expired,
    /// It failed.
    Failed,
    /// The frame is about to go: nothing is said, but what it held of the keyboard is remembered.
    Parting,
}

impl Notice {
    /// The notice as JavaScript knows it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Loading => "loading",
            Self::Blank => "blank",
            Self::Expired => "expired",
            Self::Failed => "failed",
            Self::Parting => "parting",
        }
    }
}

/// What must happen.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Start a timer anew; milliseconds.
    Arm(Timer, u32),
    /// Stop a timer.
    Disarm(Timer),
    /// Ask for the card's status.
    AskCard,
    /// Ask for a token.
    AskToken,
    /// Ask the host whether a PIN was set.
    AskOutcome,
    /// Abort the request under way; its answer is dropped.
    AbortRequest,
    /// Make the one frame.
    Mount(Box<HostedPage>),
    /// Take it down.
    Unmount,
    /// Leave the page.
    Navigate(Box<HostedPage>),
    /// Say something beside the frame.
    Show(Notice),
    /// Undo everything: frame, dialog, timers, request.
    CleanUp,
    /// Tell the host the new state.
    Became(State),
    /// Tell `onEvent` only.
    Note(&'static str),
    /// Call `onReady` or `onExpire`.
    Tell(&'static str),
    /// Call `onError`.
    TellError(Box<Failure>),
    /// The attempt's one exit: the last effect ever.
    Exit(Reason, Outcome),
}

/// A `Retry-After` above this is not waited for (the contract, `rate_limited`).
const LONGEST_RETRY_AFTER_MS: u32 = 30_000;

/// Firefox and WebKit reject what is under way as soon as the page is being left, and `pagehide` comes when the next page has answered; where
/// none comes (a download) nothing tells (engineering.md, "Frames", and tests/e2e/leaving.test.mjs). So long nothing is asked and no failure
/// told; then the page has evidently stayed.
const LEAVING_MS: u32 = 10_000;

/// How often a token that expires before its frame loads is replaced without a person asking: a backend that is slower than its tokens live
/// would otherwise be asked for ever.
const MOST_AUTOMATIC_STARTS: u32 = 3;

/// One attempt.
#[derive(Clone, Debug)]
pub struct Attempt {
    course: Course,
    state: State,
    /// Token requests so far; the contract's `request`.
    request: u32,
    /// Requests since the last fresh start.
    tries: u32,
    automatic_starts: u32,
    failed_polls: u32,
    under_way: bool,
    card_active: bool,
    waiting: bool,
    leaving: bool,
    lapsed: bool,
    frame: bool,
    had_frame: bool,
    /// The frame may be in use: only the cardholder, the host or its loss takes it away.
    frame_used: bool,
    /// `loadTimeoutMs` is over for a frame that stays because it may be in use.
    load_overdue: bool,
    /// Set while the outcome is being asked for.
    ending: Option<Reason>,
    effects: Vec<Effect>,
}

impl Attempt {
    /// An attempt that has not begun.
    pub fn new(course: Course) -> Self {
        Self {
            course,
            state: State::Starting,
            request: 0,
            tries: 0,
            automatic_starts: 0,
            failed_polls: 0,
            under_way: false,
            card_active: false,
            waiting: false,
            leaving: false,
            lapsed: false,
            frame: false,
            had_frame: false,
            frame_used: false,
            load_overdue: false,
            ending: None,
            effects: Vec::new(),
        }
    }

    /// Where the attempt is.
    pub fn state(&self) -> State {
        self.state
    }

    /// Token requests so far.
    pub fn request(&self) -> u32 {
        self.request
    }

    /// Whether `event` makes the attempt ask for a fresh token. `retry()` does so where something went wrong; the cardholder may also where
    /// nothing is to be seen.
    pub fn starts_afresh(&self, event: &Event) -> bool {
        let offered = matches!(self.state, State::Failed | State::Expired)
            || (self.state == State::Loading && self.load_overdue);
        self.ending.is_none()
            && match event {
                Event::RetryRequested => offered,
                Event::StartAgain => offered || self.state == State::Ready,
                _ => false,
            }
    }

    /// Whether `event` makes the attempt ask for the card or a token, for which the options of now count (`update()`): an old address with new headers
    /// would be neither of the host's wishes. The property test holds [`Attempt::step`] to it.
    pub fn asks_anew(&self, event: &Event) -> bool {
        let under_way = self.under_way;
        self.ending.is_none()
            && match (event, self.state) {
                (Event::Elapsed(Timer::Begin), State::Starting) => true,
                (Event::Elapsed(Timer::Retry), _) => self.asks() && !under_way,
                (Event::Elapsed(Timer::Expiry), State::Loading) => self.renews_itself(),
                (Event::CardAnswered(Ok(true)), State::Checking) => under_way,
                (Event::TokenAnswered(Ok(_)), State::Requesting) => {
                    under_way && self.lapsed && self.renews_itself()
                }
                _ => self.starts_afresh(event),
            }
    }

    /// Whether a token that expires before its frame has loaded is replaced without a person asking.
    fn renews_itself(&self) -> bool {
        self.course.on_expiry == OnExpiry::Auto
            && self.automatic_starts < MOST_AUTOMATIC_STARTS
            && !self.is_in_use()
    }

    /// Whether there is a frame that may be in use.
    fn is_in_use(&self) -> bool {
        self.frame && self.frame_used
    }

    /// The course that counts from the next request on (`update()`).
    pub fn set_course(&mut self, course: Course) {
        self.course = course;
    }

    /// Whether the host has a `confirmOutcome` by now: callbacks called are the latest given to `update`.
    pub fn set_confirm(&mut self, confirm: bool) {
        self.course.confirm = confirm;
    }

    /// One event, and what must happen because of it, in order.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        match (self.state, self.ending) {
            (State::Ended, _) => {}
            (_, Some(reason)) => self.step_ending(reason, &event),
            _ => self.step_living(event),
        }
        std::mem::take(&mut self.effects)
    }

    /// While the outcome is asked for, everything else is over.
    fn step_ending(&mut self, reason: Reason, event: &Event) {
        match event {
            Event::OutcomeKnown(outcome) => self.exit(reason, *outcome),
            Event::DestroyRequested => self.exit(Reason::Destroyed, Outcome::Unknown),
            Event::CloseRequested | Event::Elapsed(Timer::Request) => {
                self.exit(reason, Outcome::Unknown);
            }
            _ => {}
        }
    }

    fn step_living(&mut self, event: Event) {
        match event {
            Event::Elapsed(timer) => self.elapsed(timer),
            Event::CardAnswered(answer) => self.card_answered(answer),
            Event::TokenAnswered(answer) => self.token_answered(answer),
            Event::FrameLoaded => self.frame_loaded(),
            // Once a page has loaded, what a policy refuses is another frame.
            Event::FrameLost(failure)
                if self.frame
                    && (self.state == State::Loading || failure.code != Code::FrameBlocked) =>
            {
                self.fail(failure);
            }
            Event::FrameUsed => self.frame_used = true,
            Event::ViewLost(failure) => self.fail_and_end(failure),
            Event::PageClosed if self.frame => self.end(Reason::PageClosed),
            Event::Dismissed => self.end(Reason::Dismissed),
            Event::CloseRequested => self.end(Reason::ClosedByHost),
            Event::DestroyRequested => {
                self.push(Effect::CleanUp);
                self.exit(Reason::Destroyed, Outcome::Unknown);
            }
            Event::RetryRequested | Event::StartAgain if self.starts_afresh(&event) => {
                self.start_afresh();
            }
            Event::Refused(failure) => self.fail(failure),
            Event::PageLeaving => self.leaving = self.asks(),
            Event::MessageRejected => self.push(Effect::Note("message_rejected")),
            Event::FrameLost(_)
            | Event::PageClosed
            | Event::RetryRequested
            | Event::StartAgain
            | Event::OutcomeKnown(_) => {}
        }
    }

    fn elapsed(&mut self, timer: Timer) {
        match (timer, self.state) {
            (Timer::Begin, State::Starting) => self.ask(),
            (Timer::Request, State::Checking) if self.under_way => {
                self.push(Effect::AbortRequest);
                self.card_answered(Err(too_slow()));
            }
            (Timer::Request, State::Requesting) if self.under_way => {
                self.push(Effect::AbortRequest);
                self.token_answered(Err(too_slow()));
            }
            (Timer::Retry, _) if self.asks() && !self.under_way => self.repeat(),
            (Timer::Card, State::Checking) => self.fail(not_active()),
            (Timer::Load, State::Loading) if self.is_in_use() => {
                self.load_overdue = true;
                // Says that the page may not work and offers a fresh start, without moving the focus.
                self.push(Effect::Show(Notice::Expired));
                self.push(Effect::TellError(not_loaded()));
            }
            (Timer::Load, State::Loading) => self.fail(not_loaded()),
            (Timer::Expiry, State::Requesting) => self.lapsed = true,
            (Timer::Expiry, State::Loading | State::Ready) => self.expire(),
            _ => {}
        }
    }

    fn ask(&mut self) {
        if self.course.ask_card && !self.card_active {
            if let Some(wait) = self.course.wait
                && !self.waiting
            {
                self.waiting = true;
                self.push(Effect::Arm(Timer::Card, wait.timeout_ms));
            }
            self.ask_card();
        } else {
            self.ask_token();
        }
    }

    fn asks(&self) -> bool {
        matches!(self.state, State::Checking | State::Requesting)
    }

    /// Asks again, or for the next; later where the page is being left, which would use neither.
    fn repeat(&mut self) {
        if std::mem::take(&mut self.leaving) {
            self.push(Effect::Arm(Timer::Retry, LEAVING_MS));
        } else {
            self.ask();
        }
    }

    fn ask_card(&mut self) {
        self.under_way = true;
        self.push(Effect::Show(Notice::Loading));
        self.push(Effect::Arm(Timer::Request, self.course.request_timeout_ms));
        self.push(Effect::AskCard);
        self.become_(State::Checking);
        self.push(Effect::Note("card_request"));
    }

    fn ask_token(&mut self) {
        self.request += 1;
        self.tries += 1;
        self.under_way = true;
        self.lapsed = false;
        self.push(Effect::Show(Notice::Loading));
        self.push(Effect::Arm(Timer::Expiry, self.course.lifetime_ms));
        self.push(Effect::Arm(Timer::Request, self.course.request_timeout_ms));
        self.push(Effect::AskToken);
        self.become_(State::Requesting);
        self.push(Effect::Note("token_request"));
    }

    fn card_answered(&mut self, answer: Checked<bool>) {
        if self.state != State::Checking || !self.answered() {
            return;
        }
        let wait = self.course.wait.filter(|_| self.waiting);
        match (answer, wait) {
            (Err(failure), _) if self.leaving && failure.code.may_be_leaving() => self.repeat(),
            (Ok(true), _) => {
                self.card_active = true;
                self.push(Effect::Disarm(Timer::Card));
                self.repeat();
            }
            (Ok(false), Some(wait)) => {
                self.failed_polls = 0;
                self.push(Effect::Arm(Timer::Retry, wait.interval_ms));
            }
            (Ok(false), None) => self.fail(not_active()),
            (Err(failure), Some(wait)) if may_repeat(&failure) => {
                self.failed_polls += 1;
                let delay = backoff(wait.interval_ms, self.failed_polls, &failure);
                self.push(Effect::Arm(Timer::Retry, delay));
            }
            (Err(mut failure), _) => {
                failure.code = Code::CardStatusFailed;
                failure
                    .message
                    .insert_str(0, "The card's status could not be had. ");
                self.fail(failure);
            }
        }
    }

    fn token_answered(&mut self, answer: Checked<Box<HostedPage>>) {
        if self.state != State::Requesting || !self.answered() {
            return;
        }
        match answer {
            // Counted from the sending, the token is over before it came: never framed.
            Ok(_) if self.lapsed => self.expire(),
            Ok(page) if self.course.redirect => {
                self.push(Effect::Note("token_response"));
                self.push(Effect::Navigate(page));
                self.end(Reason::Redirected);
            }
            Ok(page) => self.mount(page),
            Err(failure) if self.leaving && failure.code.may_be_leaving() => self.repeat(),
            Err(failure) if may_repeat(&failure) && self.tries < self.course.max_requests => {
                let delay = backoff(self.course.retry_delay_ms, self.tries, &failure);
                self.push(Effect::Arm(Timer::Retry, delay));
                self.push(Effect::Note("retry"));
            }
            Err(failure) => self.fail(failure),
        }
    }

    /// Whether a request was under way; it is no longer.
    fn answered(&mut self) -> bool {
        self.push(Effect::Disarm(Timer::Request));
        std::mem::take(&mut self.under_way)
    }

    fn mount(&mut self, page: Box<HostedPage>) {
        self.frame = true;
        self.had_frame = true;
        self.frame_used = false;
        self.load_overdue = false;
        self.push(Effect::Mount(page));
        self.push(Effect::Arm(Timer::Load, self.course.load_timeout_ms));
        self.push(Effect::Note("token_response"));
        self.become_(State::Loading);
    }

    fn frame_loaded(&mut self) {
        if !self.frame {
            return;
        }
        // A further `load` in the same window is the hosted page's own step and changes nothing.
        if self.state == State::Loading {
            self.automatic_starts = 0;
            self.push(Effect::Disarm(Timer::Load));
            self.push(Effect::Show(Notice::Blank));
            self.become_(State::Ready);
            self.push(Effect::Note("frame_load"));
            self.push(Effect::Tell("onReady"));
        } else {
            self.push(Effect::Note("frame_load"));
        }
    }

    fn expire(&mut self) {
        let never_loaded = self.state != State::Ready;
        match self.course.on_expiry {
            OnExpiry::Close => {
                self.push(Effect::Note("expire"));
                self.push(Effect::Tell("onExpire"));
                self.end(Reason::Expired);
            }
            OnExpiry::Auto if never_loaded && self.renews_itself() => {
                self.automatic_starts += 1;
                self.push(Effect::Note("expire"));
                self.push(Effect::Tell("onExpire"));
                self.start_afresh();
            }
            OnExpiry::Auto | OnExpiry::Manual => {
                self.push(Effect::Disarm(Timer::Load));
                self.push(Effect::Show(Notice::Expired));
                self.become_(State::Expired);
                self.push(Effect::Note("expire"));
                self.push(Effect::Tell("onExpire"));
            }
        }
    }

    fn start_afresh(&mut self) {
        self.take_down();
        self.tries = 0;
        self.failed_polls = 0;
        self.push(Effect::Note("retry"));
        self.ask();
    }

    fn fail(&mut self, failure: Box<Failure>) {
        if failure.code.ends_attempt() || self.course.close_on_failure {
            return self.fail_and_end(failure);
        }
        self.take_down();
        self.push(Effect::Show(Notice::Failed));
        self.become_(State::Failed);
        self.push(Effect::TellError(failure));
    }

    fn fail_and_end(&mut self, failure: Box<Failure>) {
        self.take_down();
        self.push(Effect::CleanUp);
        self.push(Effect::TellError(failure));
        // Also where the token's lifetime was over already: the failure is the reason.
        self.state = State::Failed;
        self.end(Reason::Failed);
    }

    /// Stops the request, the frame and the timers that belong to them; the dialog stays.
    fn take_down(&mut self) {
        if std::mem::take(&mut self.under_way) {
            self.push(Effect::AbortRequest);
        }
        if std::mem::take(&mut self.frame) {
            self.push(Effect::Show(Notice::Parting));
            self.push(Effect::Unmount);
        }
        self.waiting = false;
        self.leaving = false;
        for timer in [
            Timer::Begin,
            Timer::Request,
            Timer::Retry,
            Timer::Card,
            Timer::Load,
            Timer::Expiry,
        ] {
            self.push(Effect::Disarm(timer));
        }
    }

    /// Cleans up, then asks for the outcome where the host wants that, then exits.
    fn end(&mut self, reason: Reason) {
        let reason = match self.state {
            // "An ending from there carries that reason" (the contract, `open()`).
            State::Failed => Reason::Failed,
            State::Expired => Reason::Expired,
            _ => reason,
        };
        self.push(Effect::CleanUp);
        self.frame = false;
        self.under_way = false;
        if self.course.confirm && self.had_frame && !self.course.redirect {
            self.ending = Some(reason);
            self.push(Effect::Arm(Timer::Request, self.course.request_timeout_ms));
            self.push(Effect::AskOutcome);
        } else {
            self.exit(reason, Outcome::Unknown);
        }
    }

    fn exit(&mut self, reason: Reason, outcome: Outcome) {
        if self.ending.take().is_some() {
            self.push(Effect::CleanUp);
        }
        self.state = State::Ended;
        self.push(Effect::Exit(reason, outcome));
    }

    fn become_(&mut self, state: State) {
        if self.state != state {
            self.state = state;
            self.push(Effect::Became(state));
        }
    }

    fn push(&mut self, effect: Effect) {
        self.effects.push(effect);
    }
}

fn too_slow() -> Box<Failure> {
    Failure::new(
        Code::Timeout,
        "No answer in time: try again, or raise `requestTimeoutMs`.",
    )
}

fn not_loaded() -> Box<Failure> {
    Failure::new(
        Code::FrameTimeout,
        "The page did not load in time: try again, or raise `loadTimeoutMs`.",
    )
}

fn not_active() -> Box<Failure> {
    Failure::new(
        Code::CardNotActive,
        "The card is not `ACTIVE`: wait for it, or set `cardStatus.waitForActive`.",
    )
}

fn may_repeat(failure: &Failure) -> bool {
    failure.code.repeats_by_itself()
        && failure
            .retry_after_ms
            .is_none_or(|ms| ms <= LONGEST_RETRY_AFTER_MS)
}

/// Doubles with each failure, and is never below what the backend asked for.
fn backoff(delay_ms: u32, failures: u32, failure: &Failure) -> u32 {
    let doubled = delay_ms.saturating_mul(2_u32.saturating_pow(failures.saturating_sub(1)));
    doubled.max(failure.retry_after_ms.unwrap_or(0))
}

#[cfg(test)]
#[path = "attempt_tests.rs"]
mod tests;
