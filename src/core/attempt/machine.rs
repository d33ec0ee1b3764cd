//! The transitions of an attempt: (state, event) -> (state, effects). One file, so that the whole
//! machine can be read at once: each event may change the meaning of all others.

use super::config::{AttemptConfig, OnExpiry, Wait};
use super::effect::{Callback, Effect, EventName, Notice};
use super::event::{Event, Timer};
use super::state::{Card, Outcome, Reason, State};
use crate::core::error::{Error, ErrorCode, Result};
use crate::core::generated::errors::MAX_RETRY_AFTER_MS;
use crate::core::hosted_page::HostedPageUrl;

/// Firefox and WebKit reject in-flight requests when a navigation starts, long before `pagehide`,
/// and a download never fires it (docs/browser-notes.md, tests/e2e/leaving.test.mjs). After
/// `beforeunload`, hold retries and errors for this long; after that, the page has evidently
/// stayed.
pub(super) const PAGE_UNLOADING_MS: u32 = 10_000;

/// How many times in a row a token that expires before its frame loads is replaced automatically.
/// Without this limit, a backend that is slower than the lifetime of its tokens would receive
/// requests without end.
pub(super) const MAX_AUTOMATIC_RESTARTS: u32 = 3;

/// With `onFailure: "close"`, how long a dialog is not shown: longer than a backend's refusal usually
/// takes, and short enough that the cardholder's press has a visible effect.
pub(super) const SHOW_DELAY_MS: u32 = 250;

/// How long a frame that has loaded stays unused before the cardholder can reload it: a page that
/// works needs some seconds to read.
pub(super) const BLANK_AFTER_MS: u32 = 5_000;

/// A request, or a call of a host's function, whose response the attempt waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum InFlight {
    Card,
    StepUp,
    PinVersion,
    Token,
}

/// One attempt.
#[derive(Clone, Debug)]
pub struct Attempt {
    config: AttemptConfig,
    state: State,
    /// Token requests so far: `request` in the contract.
    request: u32,
    /// Requests since the last restart.
    tries: u32,
    automatic_restarts: u32,
    failed_polls: u32,
    in_flight: Option<InFlight>,
    /// `stepUp` has allowed the next token, and those of automatic retries.
    authorized: bool,
    /// `pinVersion` was called: only the first value of an attempt counts.
    pin_version_read: bool,
    /// The last known state of the card.
    card: Card,
    polling_card: bool,
    page_unloading: bool,
    token_expired: bool,
    frame: bool,
    had_frame: bool,
    /// The frame may be in use: only the cardholder, the host or the loss of the frame removes it.
    frame_used: bool,
    /// `loadTimeoutMs` is over for a frame that stays because it may be in use.
    load_overdue: bool,
    /// The cardholder can reload a frame that nobody has used.
    blank_offered: bool,
    /// The notice while the attempt waits for a request.
    wait_notice: Notice,
    /// A notice was shown, so that the dialog exists.
    view_shown: bool,
    /// Whether the timer that shows the dialog is armed.
    show_due: bool,
    /// The reason to exit with, while `confirmOutcome` runs.
    confirming: Option<Reason>,
    effects: Vec<Effect>,
}

impl Attempt {
    /// An attempt that has not begun.
    pub fn new(config: AttemptConfig) -> Self {
        Self {
            config,
            state: State::Starting,
            request: 0,
            tries: 0,
            automatic_restarts: 0,
            failed_polls: 0,
            in_flight: None,
            authorized: false,
            pin_version_read: false,
            card: Card::default(),
            polling_card: false,
            page_unloading: false,
            token_expired: false,
            frame: false,
            had_frame: false,
            frame_used: false,
            load_overdue: false,
            blank_offered: false,
            wait_notice: Notice::Loading,
            view_shown: false,
            show_due: false,
            confirming: None,
            effects: Vec::new(),
        }
    }

    /// The current state.
    pub fn state(&self) -> State {
        self.state
    }

    /// Token requests so far.
    pub fn request(&self) -> u32 {
        self.request
    }

    /// Whether `event` restarts the attempt with a new token. `retry()` restarts it after an error
    /// or an expiry. The cardholder's button also restarts it while the frame is shown.
    pub fn will_restart(&self, event: &Event) -> bool {
        let offered = matches!(self.state, State::Failed | State::Expired)
            || (self.state == State::Loading && self.load_overdue);
        self.confirming.is_none()
            && match event {
                Event::RetryRequested => offered,
                Event::RestartRequested => offered || self.blank_offered,
                _ => false,
            }
    }

    /// Whether `event`, which starts a request, first makes the attempt call `stepUp`.
    pub fn will_step_up(&self, event: &Event) -> bool {
        let is_card_known = !self.config.check_card
            || self.card == Card::Active
            || matches!(event, Event::CardStatusReceived(_));
        let is_authorized = matches!(event, Event::StepUpSettled(_))
            || (self.authorized && !self.will_restart(event));
        self.config.step_up && is_card_known && !is_authorized
    }

    /// Whether `event` makes the attempt send a request, or call `stepUp` or `pinVersion`. The runtime then
    /// reads the options again (`update()`), so that no old URL gets new headers. A property test
    /// compares this with [`Attempt::step`].
    pub fn will_start_request(&self, event: &Event) -> bool {
        self.confirming.is_none()
            && match (event, self.state) {
                (Event::TimerFired(Timer::Begin), State::Starting) => true,
                (Event::TimerFired(Timer::Retry), _) => {
                    self.is_requesting() && self.in_flight.is_none()
                }
                (Event::TimerFired(Timer::Expiry), State::Loading) => self.can_auto_renew(),
                (Event::CardStatusReceived(Ok(Card::Active)), State::Checking) => {
                    self.in_flight.is_some()
                }
                (Event::StepUpSettled(Ok(true)), State::Authorizing) => self.in_flight.is_some(),
                (Event::PinVersionReceived | Event::TimerFired(Timer::Request), _) => {
                    self.in_flight == Some(InFlight::PinVersion)
                }
                (Event::TokenReceived(Ok(_)), State::Requesting) => {
                    self.in_flight.is_some() && self.token_expired && self.can_auto_renew()
                }
                _ => self.will_restart(event),
            }
    }

    /// Whether a token that expires before its frame has loaded is replaced automatically.
    fn can_auto_renew(&self) -> bool {
        self.config.on_expiry == OnExpiry::Auto
            && self.automatic_restarts < MAX_AUTOMATIC_RESTARTS
            && !self.is_in_use()
    }

    /// Whether there is a frame that may be in use.
    fn is_in_use(&self) -> bool {
        self.frame && self.frame_used
    }

    /// Whether a dialog is not shown yet, because a quick failure would close it again.
    pub fn is_dialog_delayed(&self) -> bool {
        self.config.close_on_failure && self.config.modal && !self.view_shown
    }

    /// Replaces the config, from the next request on (`update()`).
    pub fn set_config(&mut self, config: AttemptConfig) {
        self.config = config;
    }

    /// Handles one event and returns what the shell must do, in order.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        match (self.state, self.confirming) {
            (State::Closed, _) => {}
            (_, Some(reason)) => self.step_confirming(reason, &event),
            _ => self.step_active(event),
        }
        std::mem::take(&mut self.effects)
    }

    /// While `confirmOutcome` runs, only its result and an ending count.
    fn step_confirming(&mut self, reason: Reason, event: &Event) {
        match event {
            Event::OutcomeKnown(outcome) => self.exit(reason, *outcome),
            Event::DestroyRequested => self.exit(Reason::Destroyed, Outcome::Unknown),
            Event::CloseRequested | Event::TimerFired(Timer::Request) => {
                self.exit(reason, Outcome::Unknown);
            }
            _ => {}
        }
    }

    fn step_active(&mut self, event: Event) {
        match event {
            Event::TimerFired(timer) => self.timer_fired(timer),
            Event::CardStatusReceived(response) => self.on_card_status(response),
            Event::StepUpSettled(response) => self.on_step_up(response),
            Event::PinVersionReceived => self.on_pin_version(),
            Event::TokenReceived(response) => self.on_token(response),
            Event::FrameLoaded => self.frame_loaded(),
            // An expired frame may be in use: a violation is then about another frame.
            Event::FrameLost(error)
                if self.frame
                    && (error.code != ErrorCode::FrameBlocked
                        || matches!(self.state, State::Loading | State::Ready)) =>
            {
                self.fail(error);
            }
            Event::FrameUsed => self.on_frame_used(),
            Event::ViewLost(error) => self.fail_and_end(error),
            Event::AbortReceived if self.frame => self.end(Reason::PageClosed),
            Event::Dismissed => self.end(Reason::Dismissed),
            Event::CloseRequested => self.end(Reason::ClosedByHost),
            Event::DestroyRequested => {
                self.push(Effect::CleanUp);
                self.exit(Reason::Destroyed, Outcome::Unknown);
            }
            Event::RetryRequested | Event::RestartRequested if self.will_restart(&event) => {
                self.authorized = false;
                self.restart();
            }
            Event::OptionsInvalid(error) => self.fail(error),
            Event::PageUnloading => self.page_unloading = self.is_requesting(),
            Event::MessageRejected => self.push(Effect::EmitEvent(EventName::MessageRejected)),
            Event::FrameLost(_)
            | Event::AbortReceived
            | Event::RetryRequested
            | Event::RestartRequested
            | Event::OutcomeKnown(_) => {}
        }
    }

    fn timer_fired(&mut self, timer: Timer) {
        match (timer, self.state) {
            (Timer::Begin, State::Starting) => self.start_request(),
            (Timer::Request, _) => self.request_timed_out(),
            (Timer::Retry, _) if self.is_requesting() && self.in_flight.is_none() => {
                self.retry_or_wait()
            }
            (Timer::Card, State::Checking) => self.fail(card_error(self.card)),
            (Timer::Load, State::Loading) if self.is_in_use() => {
                self.load_overdue = true;
                // The notice says that the page might not work and offers a restart; it does not
                // move the focus.
                self.show(Notice::Expired);
                self.push(Effect::ReportError(not_loaded()));
            }
            (Timer::Load, State::Loading) => self.fail(not_loaded()),
            (Timer::Show, _) if self.show_due && self.is_requesting() => {
                self.show(self.wait_notice);
            }
            (Timer::Blank, State::Ready) if !self.frame_used => {
                self.blank_offered = true;
                self.show(Notice::Blank);
            }
            (Timer::Expiry, State::Requesting) => self.token_expired = true,
            (Timer::Expiry, State::Loading | State::Ready) => self.expire(),
            _ => {}
        }
    }

    fn request_timed_out(&mut self) {
        let Some(in_flight) = self.in_flight else {
            return;
        };
        self.push(Effect::AbortRequest);
        match in_flight {
            InFlight::Card => self.on_card_status(Err(too_slow())),
            InFlight::StepUp => {}
            // The outcome is then `unknown`.
            InFlight::PinVersion => self.on_pin_version(),
            InFlight::Token => self.on_token(Err(too_slow())),
        }
    }

    fn start_request(&mut self) {
        if self.config.check_card && self.card != Card::Active {
            if let Some(wait) = self.config.wait
                && !self.polling_card
            {
                self.polling_card = true;
                self.card = Card::NotActive;
                self.push(Effect::Arm(Timer::Card, wait.timeout_ms));
            }
            self.request_card_status();
        } else if self.config.step_up && !self.authorized {
            self.request_step_up();
        } else if self.config.read_pin_version && !self.pin_version_read && !self.had_frame {
            self.request_pin_version();
        } else {
            self.request_token();
        }
    }

    fn is_requesting(&self) -> bool {
        matches!(self.state, State::Checking | State::Requesting)
    }

    /// Sends the next request. Waits first if the browser may be leaving the page, because the
    /// request would then fail.
    fn retry_or_wait(&mut self) {
        if std::mem::take(&mut self.page_unloading) {
            self.push(Effect::Arm(Timer::Retry, PAGE_UNLOADING_MS));
        } else {
            self.start_request();
        }
    }

    fn request_card_status(&mut self) {
        self.send(InFlight::Card);
        self.push(Effect::RequestCardStatus);
        self.set_state(State::Checking);
        self.push(Effect::EmitEvent(EventName::CardRequest));
    }

    /// A person needs time, so there is no time limit.
    fn request_step_up(&mut self) {
        self.in_flight = Some(InFlight::StepUp);
        self.view_shown = false;
        self.cancel_show();
        self.push(Effect::RequestStepUp);
        self.set_state(State::Authorizing);
    }

    fn on_step_up(&mut self, response: Result<bool>) {
        if !self.finish_request(InFlight::StepUp) {
            return;
        }
        match response {
            Ok(true) => {
                self.authorized = true;
                self.start_request();
            }
            Ok(false) => self.end(Reason::Declined),
            Err(error) => self.fail(error),
        }
    }

    fn request_pin_version(&mut self) {
        self.pin_version_read = true;
        self.send(InFlight::PinVersion);
        self.push(Effect::RequestPinVersion);
        self.set_state(State::Requesting);
    }

    fn on_pin_version(&mut self) {
        if self.finish_request(InFlight::PinVersion) {
            self.retry_or_wait();
        }
    }

    /// Does the part that all requests have in common.
    fn send(&mut self, request: InFlight) {
        self.in_flight = Some(request);
        self.show_wait(self.wait_notice);
        self.push(Effect::Arm(Timer::Request, self.config.request_timeout_ms));
    }

    fn request_token(&mut self) {
        self.request += 1;
        self.tries += 1;
        self.token_expired = false;
        self.push(Effect::Arm(Timer::Expiry, self.config.lifetime_ms));
        self.send(InFlight::Token);
        self.push(Effect::RequestToken);
        self.set_state(State::Requesting);
        self.push(Effect::EmitEvent(EventName::TokenRequest));
    }

    fn on_card_status(&mut self, response: Result<Card>) {
        if !self.finish_request(InFlight::Card) {
            return;
        }
        self.card = response.as_ref().copied().unwrap_or(self.card);
        let wait = self.config.wait.filter(|_| self.polling_card);
        match (response, wait) {
            (Err(error), _) if self.page_unloading && error.code.may_be_unload() => {
                self.retry_or_wait()
            }
            (Ok(Card::Active), _) => {
                self.push(Effect::Disarm(Timer::Card));
                self.wait_notice = Notice::Loading;
                self.retry_or_wait();
            }
            (Ok(card), Some(wait)) if !card.is_final() => self.poll_again(wait),
            (Ok(card), _) => self.fail(card_error(card)),
            // A card that was ordered and does not exist yet.
            (Err(error), Some(wait)) if error.code == ErrorCode::CardNotFound => {
                self.poll_again(wait);
            }
            (Err(error), Some(wait)) if may_retry(&error) => {
                self.failed_polls += 1;
                self.repeat_after(backoff(wait.interval_ms, self.failed_polls, &error));
            }
            (Err(mut error), _) => {
                let message = error.code.message_key();
                if !matches!(
                    error.code,
                    ErrorCode::Unauthenticated | ErrorCode::CardNotFound
                ) {
                    error.code = ErrorCode::CardStatusFailed;
                    error
                        .message
                        .insert_str(0, "The card's status could not be read. ");
                }
                self.fail_with(message, error);
            }
        }
    }

    fn poll_again(&mut self, wait: Wait) {
        self.failed_polls = 0;
        self.show_wait(Notice::WaitingForCard);
        self.push(Effect::Arm(Timer::Retry, wait.interval_ms));
        self.push(Effect::EmitEvent(EventName::CardWait));
    }

    /// Schedules the repeat of a request that failed.
    fn repeat_after(&mut self, delay_ms: u32) {
        self.show_wait(Notice::Retrying);
        self.push(Effect::Arm(Timer::Retry, delay_ms));
        self.push(Effect::EmitEvent(EventName::Retry));
    }

    /// Shows the reason for the wait, now and while the next request is in flight.
    fn show_wait(&mut self, notice: Notice) {
        self.wait_notice = notice;
        if !self.is_dialog_delayed() {
            self.show(notice);
        } else if !self.show_due {
            self.show_due = true;
            self.push(Effect::Arm(Timer::Show, SHOW_DELAY_MS));
        }
    }

    fn cancel_show(&mut self) {
        if std::mem::take(&mut self.show_due) {
            self.push(Effect::Disarm(Timer::Show));
        }
    }

    fn show(&mut self, notice: Notice) {
        self.cancel_show();
        self.view_shown = true;
        self.push(Effect::Show(notice));
    }

    fn on_token(&mut self, response: Result<Box<HostedPageUrl>>) {
        if !self.finish_request(InFlight::Token) {
            return;
        }
        match response {
            // The lifetime counts from the start of the request: this token expired before it
            // arrived.
            Ok(_) if self.token_expired => self.expire(),
            Ok(page) if self.config.redirect => {
                self.push(Effect::EmitEvent(EventName::TokenResponse));
                self.push(Effect::Navigate(page));
                self.end(Reason::Redirected);
            }
            Ok(page) => self.mount(page),
            Err(error) if self.page_unloading && error.code.may_be_unload() => self.retry_or_wait(),
            Err(error) if may_retry(&error) && self.tries < self.config.max_requests => {
                self.repeat_after(backoff(self.config.retry_delay_ms, self.tries, &error));
            }
            Err(error) => self.fail(error),
        }
    }

    /// Marks this request as finished. Returns `false` if it was not in flight.
    fn finish_request(&mut self, request: InFlight) -> bool {
        if self.in_flight != Some(request) {
            return false;
        }
        self.in_flight = None;
        self.push(Effect::Disarm(Timer::Request));
        true
    }

    fn mount(&mut self, page: Box<HostedPageUrl>) {
        self.frame = true;
        self.had_frame = true;
        self.frame_used = false;
        self.load_overdue = false;
        self.wait_notice = Notice::Loading;
        self.show(Notice::Loading);
        self.push(Effect::Mount(page));
        self.push(Effect::Arm(Timer::Load, self.config.load_timeout_ms));
        self.push(Effect::EmitEvent(EventName::TokenResponse));
        self.set_state(State::Loading);
    }

    fn frame_loaded(&mut self) {
        if !self.frame {
            return;
        }
        // A further `load` in the same window is a step within the hosted page.
        if self.state == State::Loading {
            self.automatic_restarts = 0;
            self.push(Effect::Disarm(Timer::Load));
            self.show(Notice::Ready);
            self.push(Effect::Arm(Timer::Blank, BLANK_AFTER_MS));
            self.set_state(State::Ready);
            self.push(Effect::EmitEvent(EventName::FrameLoad));
            self.push(Effect::InvokeCallback(Callback::OnReady));
        } else {
            self.push(Effect::EmitEvent(EventName::FrameLoad));
        }
    }

    /// Withdraws the reload: the cardholder may have typed digits, which it would lose.
    fn on_frame_used(&mut self) {
        self.frame_used = true;
        if std::mem::take(&mut self.blank_offered) {
            self.show(Notice::Ready);
        }
    }

    fn expire(&mut self) {
        let never_loaded = self.state != State::Ready;
        self.blank_offered = false;
        self.push(Effect::Disarm(Timer::Blank));
        match self.config.on_expiry {
            OnExpiry::Close => {
                self.push(Effect::EmitEvent(EventName::Expire));
                self.push(Effect::InvokeCallback(Callback::OnExpire));
                self.end(Reason::Expired);
            }
            OnExpiry::Auto if never_loaded && self.can_auto_renew() => {
                self.automatic_restarts += 1;
                self.push(Effect::EmitEvent(EventName::Expire));
                self.push(Effect::InvokeCallback(Callback::OnExpire));
                self.restart();
            }
            OnExpiry::Auto | OnExpiry::Manual => {
                self.push(Effect::Disarm(Timer::Load));
                self.show(Notice::Expired);
                self.set_state(State::Expired);
                self.push(Effect::EmitEvent(EventName::Expire));
                self.push(Effect::InvokeCallback(Callback::OnExpire));
            }
        }
    }

    fn restart(&mut self) {
        self.teardown();
        self.tries = 0;
        self.failed_polls = 0;
        self.wait_notice = Notice::Loading;
        self.push(Effect::EmitEvent(EventName::Retry));
        self.start_request();
    }

    fn fail(&mut self, error: Box<Error>) {
        self.fail_with(error.code.message_key(), error);
    }

    /// Fails with the key of the sentence for the cardholder.
    fn fail_with(&mut self, message: &'static str, error: Box<Error>) {
        if error.code.ends_attempt() || self.config.close_on_failure {
            return self.fail_and_end(error);
        }
        self.teardown();
        self.view_shown = true;
        self.push(Effect::ShowFailure(message, error.clone()));
        self.set_state(State::Failed);
        self.push(Effect::ReportError(error));
    }

    fn fail_and_end(&mut self, error: Box<Error>) {
        self.teardown();
        self.push(Effect::CleanUp);
        self.push(Effect::ReportError(error));
        // The error is the reason, even after an expiry: see `end`.
        self.state = State::Failed;
        self.end(Reason::Failed);
    }

    /// Stops the request, the frame and their timers. The dialog stays.
    fn teardown(&mut self) {
        if self.in_flight.take().is_some() {
            self.push(Effect::AbortRequest);
        }
        if std::mem::take(&mut self.frame) {
            self.push(Effect::Unmount);
        }
        self.polling_card = false;
        self.page_unloading = false;
        self.blank_offered = false;
        self.cancel_show();
        for timer in [
            Timer::Begin,
            Timer::Request,
            Timer::Retry,
            Timer::Card,
            Timer::Load,
            Timer::Expiry,
            Timer::Blank,
        ] {
            self.push(Effect::Disarm(timer));
        }
    }

    /// Cleans up, requests the outcome if there was a frame, and exits.
    fn end(&mut self, reason: Reason) {
        let reason = match self.state {
            // "An ending from there carries that reason" (the contract, `open()`).
            State::Failed => Reason::Failed,
            State::Expired => Reason::Expired,
            _ => reason,
        };
        self.push(Effect::CleanUp);
        self.frame = false;
        self.in_flight = None;
        if self.had_frame && !self.config.redirect {
            self.confirming = Some(reason);
            self.push(Effect::Arm(Timer::Request, self.config.request_timeout_ms));
            self.push(Effect::RequestOutcome);
        } else {
            self.exit(reason, Outcome::Unknown);
        }
    }

    fn exit(&mut self, reason: Reason, outcome: Outcome) {
        if self.confirming.take().is_some() {
            self.push(Effect::CleanUp);
        }
        self.state = State::Closed;
        self.push(Effect::Exit(reason, outcome));
    }

    fn set_state(&mut self, state: State) {
        if self.state != state {
            self.state = state;
            self.push(Effect::StateChanged(state));
        }
    }

    fn push(&mut self, effect: Effect) {
        self.effects.push(effect);
    }
}

fn too_slow() -> Box<Error> {
    Error::new(
        ErrorCode::Timeout,
        "No response in time: try again, or raise `requestTimeoutMs`.",
    )
}

fn not_loaded() -> Box<Error> {
    Error::new(
        ErrorCode::FrameTimeout,
        "The page did not load in time: try again, or raise `loadTimeoutMs`.",
    )
}

fn card_error(card: Card) -> Box<Error> {
    let (code, message) = match card {
        Card::Frozen => (
            ErrorCode::CardFrozen,
            "The card is frozen: let the cardholder unfreeze it first.",
        ),
        Card::Blocked => (
            ErrorCode::CardBlocked,
            "The card is blocked, which is final: the cardholder needs another one.",
        ),
        Card::WithoutPin => (
            ErrorCode::PinUnavailable,
            "The card has no PIN (`canSetPin` is `false`): do not offer to set one.",
        ),
        Card::Active | Card::NotActive => (
            ErrorCode::CardNotActive,
            "The card is not `ACTIVE`: wait for it, or set `cardStatus.waitForActive`.",
        ),
    };
    Error::new(code, message)
}

fn may_retry(error: &Error) -> bool {
    error.code.retries_automatically()
        && error
            .retry_after_ms
            .is_none_or(|ms| ms <= MAX_RETRY_AFTER_MS)
}

/// Doubles with each error, and is never below the backend's `Retry-After`.
fn backoff(delay_ms: u32, errors: u32, error: &Error) -> u32 {
    let mut delay_ms = delay_ms;
    // After 32 times, every delay has the largest value.
    for _ in 1..errors.min(1 + u32::BITS) {
        delay_ms = delay_ms.saturating_add(delay_ms);
    }
    delay_ms.max(error.retry_after_ms.unwrap_or(0))
}
