//! Tests the state machine by example and by property. One file, because all tests use the same
//! helpers, which bring an attempt into a state.

use super::machine::{BLANK_AFTER_MS, MAX_AUTOMATIC_RESTARTS, PAGE_UNLOADING_MS, SHOW_DELAY_MS};
use super::*;
use crate::core::error::{Error, ErrorCode};
use crate::core::hosted_page::HostedPageUrl;
use proptest::prelude::*;

fn config() -> AttemptConfig {
    AttemptConfig {
        check_card: false,
        wait: None,
        step_up: false,
        read_pin_version: false,
        redirect: false,
        max_requests: 3,
        retry_delay_ms: 500,
        request_timeout_ms: 15_000,
        load_timeout_ms: 30_000,
        lifetime_ms: 600_000,
        on_expiry: OnExpiry::Manual,
        close_on_failure: false,
        modal: true,
    }
}

fn page() -> Box<HostedPageUrl> {
    Box::new(HostedPageUrl {
        href: "https://cards.baanx.com/pin-direct/set?token=a".into(),
    })
}

fn network_error() -> Box<Error> {
    Error::new(ErrorCode::Network, "offline")
}

fn status_error(status: u16) -> Box<Error> {
    Error::from_status(status)
}

/// Runs one event as `Runtime::dispatch` does for a host without a `confirmOutcome`.
fn step(attempt: &mut Attempt, event: Event) -> Vec<Effect> {
    let mut effects = attempt.step(event);
    if effects.last() == Some(&Effect::RequestOutcome) {
        effects.pop();
        effects.pop();
        effects.extend(attempt.step(Event::OutcomeKnown(Outcome::Unknown)));
    }
    effects
}

fn started(config: AttemptConfig) -> Attempt {
    let mut attempt = Attempt::new(config);
    step(&mut attempt, Event::TimerFired(Timer::Begin));
    attempt
}

fn loading(config: AttemptConfig) -> Attempt {
    let mut attempt = started(config);
    step(&mut attempt, Event::TokenReceived(Ok(page())));
    attempt
}

fn ready(config: AttemptConfig) -> Attempt {
    let mut attempt = loading(config);
    step(&mut attempt, Event::FrameLoaded);
    attempt
}

fn exits(effects: &[Effect]) -> Vec<(Reason, Outcome)> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Exit(reason, outcome) => Some((*reason, *outcome)),
            _ => None,
        })
        .collect()
}

fn reported_error(effects: &[Effect]) -> Option<ErrorCode> {
    effects.iter().find_map(|effect| match effect {
        Effect::ReportError(error) => Some(error.code),
        _ => None,
    })
}

#[test]
fn a_pin_is_set() {
    let mut attempt = Attempt::new(config());
    let prepared = step(&mut attempt, Event::TimerFired(Timer::Begin));
    assert!(prepared.contains(&Effect::RequestToken));
    assert!(prepared.contains(&Effect::Arm(Timer::Expiry, 600_000)));
    let mounted = step(&mut attempt, Event::TokenReceived(Ok(page())));
    assert!(mounted.contains(&Effect::Mount(page())));
    assert_eq!(attempt.state(), State::Loading);
    let loaded = step(&mut attempt, Event::FrameLoaded);
    assert!(loaded.ends_with(&[Effect::InvokeCallback(Callback::OnReady)]));
    let ended = step(&mut attempt, Event::AbortReceived);
    assert_eq!(ended.first(), Some(&Effect::CleanUp));
    assert!(ended.ends_with(&[Effect::Exit(Reason::PageClosed, Outcome::Unknown)]));
}

#[test]
fn a_mount_undone_at_once_sends_no_request() {
    let mut attempt = Attempt::new(config());
    let closed = step(&mut attempt, Event::DestroyRequested);
    assert_eq!(exits(&closed), [(Reason::Destroyed, Outcome::Unknown)]);
    assert!(step(&mut attempt, Event::TimerFired(Timer::Begin)).is_empty());
}

#[test]
fn a_response_that_arrives_after_a_close_is_dropped() {
    let mut attempt = started(config());
    let closed = step(&mut attempt, Event::CloseRequested);
    assert_eq!(exits(&closed), [(Reason::ClosedByHost, Outcome::Unknown)]);
    assert!(step(&mut attempt, Event::TokenReceived(Ok(page()))).is_empty());
}

#[test]
fn a_second_response_is_dropped() {
    let mut attempt = loading(config());
    let again = step(&mut attempt, Event::TokenReceived(Ok(page())));
    assert!(!again.contains(&Effect::Mount(page())));
}

#[test]
fn retryable_failures_are_repeated_with_doubling_and_then_reported() {
    let mut attempt = started(config());
    let first = step(&mut attempt, Event::TokenReceived(Err(network_error())));
    assert!(first.contains(&Effect::Arm(Timer::Retry, 500)));
    assert!(
        attempt
            .step(Event::TimerFired(Timer::Retry))
            .contains(&Effect::RequestToken)
    );
    let second = step(&mut attempt, Event::TokenReceived(Err(status_error(503))));
    assert!(second.contains(&Effect::Arm(Timer::Retry, 1000)));
    step(&mut attempt, Event::TimerFired(Timer::Retry));
    let third = step(&mut attempt, Event::TokenReceived(Err(network_error())));
    assert_eq!(reported_error(&third), Some(ErrorCode::Network));
    assert_eq!(attempt.state(), State::Failed);
    assert_eq!(attempt.request(), 3);
}

#[test]
fn the_pause_before_a_retry_grows_to_the_largest_value_and_stays_there() {
    let mut attempt = started(AttemptConfig {
        max_requests: 100,
        retry_delay_ms: 3,
        ..config()
    });
    let mut last = 0;
    for _ in 1..100 {
        let effects = step(&mut attempt, Event::TokenReceived(Err(network_error())));
        let pause = effects.iter().find_map(|effect| match effect {
            Effect::Arm(Timer::Retry, ms) => Some(*ms),
            _ => None,
        });
        assert!(pause.is_some_and(|pause| pause >= last), "{pause:?}");
        last = pause.unwrap();
        step(&mut attempt, Event::TimerFired(Timer::Retry));
    }
    assert_eq!(last, u32::MAX);
}

#[test]
fn a_failure_that_is_not_retryable_is_reported_at_once() {
    for refused in [400, 401, 403, 404, 418, 422, 498, 499] {
        let mut attempt = started(config());
        let effects = step(
            &mut attempt,
            Event::TokenReceived(Err(status_error(refused))),
        );
        assert_eq!(attempt.state(), State::Failed, "{refused}");
        assert!(reported_error(&effects).is_some());
        assert!(!effects.iter().any(|e| matches!(e, Effect::Arm(..))));
    }
}

#[test]
fn a_retry_waits_as_long_as_retry_after_says_up_to_thirty_seconds() {
    let limited = |ms| {
        Box::new(Error {
            retry_after_ms: Some(ms),
            ..*status_error(429)
        })
    };
    let mut attempt = started(config());
    let patient = step(&mut attempt, Event::TokenReceived(Err(limited(30_000))));
    assert!(patient.contains(&Effect::Arm(Timer::Retry, 30_000)));
    let mut attempt = started(config());
    let impatient = step(&mut attempt, Event::TokenReceived(Err(limited(30_001))));
    assert_eq!(reported_error(&impatient), Some(ErrorCode::RateLimited));
}

#[test]
fn a_request_that_takes_too_long_is_aborted_and_repeated() {
    let mut attempt = started(config());
    let effects = step(&mut attempt, Event::TimerFired(Timer::Request));
    assert_eq!(effects.first(), Some(&Effect::AbortRequest));
    assert!(effects.contains(&Effect::Arm(Timer::Retry, 500)));
}

#[test]
fn a_failure_keeps_the_attempt_and_a_retry_requests_a_new_token() {
    let mut attempt = ready(config());
    let lost = step(
        &mut attempt,
        Event::FrameLost(Error::new(ErrorCode::FrameReloaded, "moved")),
    );
    assert!(lost.contains(&Effect::Unmount));
    assert_eq!(reported_error(&lost), Some(ErrorCode::FrameReloaded));
    assert!(exits(&lost).is_empty());
    let retried = step(&mut attempt, Event::RetryRequested);
    assert!(retried.contains(&Effect::RequestToken));
    assert_eq!(attempt.request(), 2);
}

#[test]
fn a_policy_that_refuses_a_frame_is_a_failure_unless_the_frame_has_expired() {
    let refused = || Event::FrameLost(Error::new(ErrorCode::FrameBlocked, "frame-src"));
    for mut attempt in [loading(config()), ready(config())] {
        let lost = step(&mut attempt, refused());
        assert_eq!(reported_error(&lost), Some(ErrorCode::FrameBlocked));
        assert!(lost.contains(&Effect::Unmount));
    }
    // One that has not loaded, and is in use.
    let mut attempt = loading(config());
    step(&mut attempt, Event::FrameUsed);
    step(&mut attempt, Event::TimerFired(Timer::Expiry));
    assert_eq!(attempt.state(), State::Expired);
    assert!(step(&mut attempt, refused()).is_empty());
}

#[test]
fn an_ending_from_failed_or_expired_carries_that_reason() {
    for event in [Event::CloseRequested, Event::Dismissed] {
        let mut failed = started(config());
        step(&mut failed, Event::TokenReceived(Err(status_error(404))));
        assert_eq!(
            exits(&step(&mut failed, event.clone())),
            [(Reason::Failed, Outcome::Unknown)]
        );
        let mut expired = ready(config());
        step(&mut expired, Event::TimerFired(Timer::Expiry));
        assert_eq!(
            exits(&step(&mut expired, event)),
            [(Reason::Expired, Outcome::Unknown)]
        );
    }
    let mut expired = ready(config());
    step(&mut expired, Event::TimerFired(Timer::Expiry));
    assert_eq!(
        exits(&step(&mut expired, Event::AbortReceived)),
        [(Reason::Expired, Outcome::Unknown)]
    );
    let mut failed = started(config());
    step(&mut failed, Event::TokenReceived(Err(status_error(404))));
    assert_eq!(
        exits(&step(&mut failed, Event::DestroyRequested)),
        [(Reason::Destroyed, Outcome::Unknown)]
    );
}

#[test]
fn a_wrong_option_ends_the_attempt_at_once() {
    let mut attempt = Attempt::new(config());
    let effects = step(
        &mut attempt,
        Event::OptionsInvalid(Error::option("mode", "x")),
    );
    assert_eq!(reported_error(&effects), Some(ErrorCode::InvalidOptions));
    assert_eq!(exits(&effects), [(Reason::Failed, Outcome::Unknown)]);
}

#[test]
fn manual_expiry_keeps_the_frame_and_accepts_its_messages() {
    let mut attempt = ready(config());
    let effects = step(&mut attempt, Event::TimerFired(Timer::Expiry));
    assert!(effects.contains(&Effect::Show(Notice::Expired)));
    assert!(effects.contains(&Effect::InvokeCallback(Callback::OnExpire)));
    assert!(!effects.contains(&Effect::Unmount));
    assert!(attempt.state().accepts_messages());
}

#[test]
fn automatic_expiry_never_replaces_a_frame_that_has_loaded() {
    let auto = AttemptConfig {
        on_expiry: OnExpiry::Auto,
        ..config()
    };
    let mut unloaded = loading(auto);
    let effects = step(&mut unloaded, Event::TimerFired(Timer::Expiry));
    assert!(effects.contains(&Effect::Unmount) && effects.contains(&Effect::RequestToken));
    let mut loaded = ready(auto);
    let effects = step(&mut loaded, Event::TimerFired(Timer::Expiry));
    assert!(!effects.contains(&Effect::Unmount) && !effects.contains(&Effect::RequestToken));
    assert_eq!(loaded.state(), State::Expired);
}

#[test]
fn automatic_expiry_stops_when_every_token_arrives_too_late() {
    let mut attempt = started(AttemptConfig {
        on_expiry: OnExpiry::Auto,
        ..config()
    });
    for _ in 0..10 {
        step(&mut attempt, Event::TimerFired(Timer::Expiry));
        step(&mut attempt, Event::TokenReceived(Ok(page())));
    }
    assert_eq!(attempt.state(), State::Expired);
    assert_eq!(attempt.request(), 1 + MAX_AUTOMATIC_RESTARTS);
}

#[test]
fn a_token_older_than_its_lifetime_is_never_framed() {
    let mut attempt = started(config());
    step(&mut attempt, Event::TimerFired(Timer::Expiry));
    let effects = step(&mut attempt, Event::TokenReceived(Ok(page())));
    assert!(!effects.iter().any(|e| matches!(e, Effect::Mount(_))));
    assert_eq!(attempt.state(), State::Expired);
}

#[test]
fn expiry_can_end_the_attempt() {
    let mut attempt = ready(AttemptConfig {
        on_expiry: OnExpiry::Close,
        ..config()
    });
    let effects = step(&mut attempt, Event::TimerFired(Timer::Expiry));
    assert_eq!(exits(&effects), [(Reason::Expired, Outcome::Unknown)]);
}

#[test]
fn the_cardholder_can_start_again_beside_a_blank_frame_and_the_host_cannot() {
    let mut attempt = ready(config());
    assert!(step(&mut attempt, Event::RetryRequested).is_empty());
    step(&mut attempt, Event::TimerFired(Timer::Blank));
    assert!(step(&mut attempt, Event::RetryRequested).is_empty());
    let effects = step(&mut attempt, Event::RestartRequested);
    assert!(effects.contains(&Effect::Unmount) && effects.contains(&Effect::RequestToken));
}

#[test]
fn a_card_that_is_not_active_gets_no_token() {
    let card = AttemptConfig {
        check_card: true,
        ..config()
    };
    let mut attempt = started(card);
    assert_eq!(attempt.state(), State::Checking);
    let effects = step(&mut attempt, Event::CardStatusReceived(Ok(Card::NotActive)));
    assert_eq!(reported_error(&effects), Some(ErrorCode::CardNotActive));
    let mut attempt = started(card);
    assert!(
        attempt
            .step(Event::CardStatusReceived(Ok(Card::Active)))
            .contains(&Effect::RequestToken)
    );
}

#[test]
fn waiting_for_an_active_card_polls_backs_off_and_ends() {
    let mut attempt = Attempt::new(AttemptConfig {
        check_card: true,
        wait: Some(Wait {
            interval_ms: 2_000,
            timeout_ms: 120_000,
        }),
        ..config()
    });
    let first = step(&mut attempt, Event::TimerFired(Timer::Begin));
    assert!(first.contains(&Effect::Arm(Timer::Card, 120_000)));
    let poll = |attempt: &mut Attempt, response| {
        let effects = step(attempt, Event::CardStatusReceived(response));
        step(attempt, Event::TimerFired(Timer::Retry));
        effects.into_iter().find_map(|effect| match effect {
            Effect::Arm(Timer::Retry, ms) => Some(ms),
            _ => None,
        })
    };
    assert_eq!(poll(&mut attempt, Ok(Card::NotActive)), Some(2_000));
    assert_eq!(poll(&mut attempt, Err(status_error(503))), Some(2_000));
    assert_eq!(poll(&mut attempt, Err(network_error())), Some(4_000));
    assert_eq!(poll(&mut attempt, Ok(Card::NotActive)), Some(2_000));
    let gone = step(&mut attempt, Event::TimerFired(Timer::Card));
    assert_eq!(gone.first(), Some(&Effect::AbortRequest));
    assert_eq!(reported_error(&gone), Some(ErrorCode::CardNotActive));
}

fn waiting() -> Attempt {
    started(AttemptConfig {
        check_card: true,
        wait: Some(Wait {
            interval_ms: 2_000,
            timeout_ms: 120_000,
        }),
        ..config()
    })
}

#[test]
fn waiting_goes_on_until_the_state_of_the_card_is_final() {
    for (response, goes_on) in [
        (Ok(Card::NotActive), true),
        (Ok(Card::Frozen), true),
        (Err(status_error(404)), true),
        (Ok(Card::Blocked), false),
        (Ok(Card::WithoutPin), false),
        (Err(status_error(401)), false),
        (Err(status_error(403)), false),
    ] {
        let mut attempt = waiting();
        let effects = step(&mut attempt, Event::CardStatusReceived(response.clone()));
        assert_eq!(
            effects.contains(&Effect::Arm(Timer::Retry, 2_000)),
            goes_on,
            "{response:?}"
        );
        assert_eq!(reported_error(&effects).is_none(), goes_on, "{response:?}");
    }
}

#[test]
fn the_end_of_a_wait_reports_the_last_state_of_the_card() {
    for (response, code) in [
        (Ok(Card::Frozen), ErrorCode::CardFrozen),
        (Ok(Card::NotActive), ErrorCode::CardNotActive),
        (Err(status_error(404)), ErrorCode::CardNotActive),
        (Err(network_error()), ErrorCode::CardNotActive),
    ] {
        let mut attempt = waiting();
        step(&mut attempt, Event::CardStatusReceived(response));
        let effects = step(&mut attempt, Event::TimerFired(Timer::Card));
        assert_eq!(reported_error(&effects), Some(code));
        // A second wait does not report the state of the first.
        step(&mut attempt, Event::RetryRequested);
        let effects = step(&mut attempt, Event::TimerFired(Timer::Card));
        assert_eq!(reported_error(&effects), Some(ErrorCode::CardNotActive));
    }
}

#[test]
fn a_card_that_cannot_get_a_pin_reports_why_and_requests_no_token() {
    for (response, code) in [
        (Ok(Card::NotActive), ErrorCode::CardNotActive),
        (Ok(Card::Frozen), ErrorCode::CardFrozen),
        (Ok(Card::Blocked), ErrorCode::CardBlocked),
        (Ok(Card::WithoutPin), ErrorCode::PinUnavailable),
        (Err(status_error(401)), ErrorCode::Unauthenticated),
        (Err(status_error(404)), ErrorCode::CardNotFound),
        (Err(status_error(403)), ErrorCode::CardStatusFailed),
        (Err(network_error()), ErrorCode::CardStatusFailed),
    ] {
        let mut attempt = started(AttemptConfig {
            check_card: true,
            ..config()
        });
        let effects = step(&mut attempt, Event::CardStatusReceived(response));
        assert_eq!(reported_error(&effects), Some(code));
        assert!(!effects.contains(&Effect::RequestToken));
    }
}

#[test]
fn a_failed_card_status_request_reports_its_cause() {
    let mut attempt = started(AttemptConfig {
        check_card: true,
        ..config()
    });
    let effects = step(
        &mut attempt,
        Event::CardStatusReceived(Err(status_error(403))),
    );
    let reported = effects.into_iter().find_map(|effect| match effect {
        Effect::ReportError(error) => Some((error.code, error.status)),
        _ => None,
    });
    assert_eq!(reported, Some((ErrorCode::CardStatusFailed, Some(403))));
}

#[test]
fn only_the_hosts_backend_confirms_a_pin() {
    let mut attempt = ready(config());
    let effects = attempt.step(Event::AbortReceived);
    assert!(effects.contains(&Effect::CleanUp) && effects.contains(&Effect::RequestOutcome));
    assert!(exits(&effects).is_empty());
    let effects = attempt.step(Event::OutcomeKnown(Outcome::Confirmed));
    assert_eq!(exits(&effects), [(Reason::PageClosed, Outcome::Confirmed)]);

    let mut slow = ready(config());
    slow.step(Event::AbortReceived);
    let late = slow.step(Event::TimerFired(Timer::Request));
    assert_eq!(exits(&late), [(Reason::PageClosed, Outcome::Unknown)]);

    let mut destroyed = ready(config());
    let effects = destroyed.step(Event::DestroyRequested);
    assert!(!effects.contains(&Effect::RequestOutcome));

    let mut frameless = started(config());
    let effects = frameless.step(Event::CloseRequested);
    assert!(!effects.contains(&Effect::RequestOutcome));
}

fn authorizing() -> Attempt {
    started(AttemptConfig {
        step_up: true,
        ..config()
    })
}

#[test]
fn a_step_up_comes_before_the_token_and_has_no_time_limit() {
    let mut attempt = Attempt::new(AttemptConfig {
        check_card: true,
        step_up: true,
        read_pin_version: true,
        ..config()
    });
    let begin = Event::TimerFired(Timer::Begin);
    assert!(attempt.will_start_request(&begin) && !attempt.will_step_up(&begin));
    step(&mut attempt, begin);
    let active = Event::CardStatusReceived(Ok(Card::Active));
    assert!(attempt.will_start_request(&active) && attempt.will_step_up(&active));
    let effects = step(&mut attempt, active);
    assert!(effects.contains(&Effect::RequestStepUp), "{effects:?}");
    assert!(!effects.iter().any(|e| matches!(e, Effect::Arm(..))));
    assert_eq!(attempt.state(), State::Authorizing);
    let allowed = Event::StepUpSettled(Ok(true));
    assert!(attempt.will_start_request(&allowed) && !attempt.will_step_up(&allowed));
    let effects = step(&mut attempt, allowed);
    assert!(effects.contains(&Effect::RequestPinVersion), "{effects:?}");
}

#[test]
fn a_step_up_allows_automatic_retries_but_no_token_that_a_person_asks_for() {
    let mut attempt = authorizing();
    step(&mut attempt, Event::StepUpSettled(Ok(true)));
    step(&mut attempt, Event::TokenReceived(Err(network_error())));
    let retried = step(&mut attempt, Event::TimerFired(Timer::Retry));
    assert!(retried.contains(&Effect::RequestToken), "{retried:?}");
    step(&mut attempt, Event::TokenReceived(Ok(page())));
    step(&mut attempt, Event::FrameLoaded);
    step(&mut attempt, Event::TimerFired(Timer::Blank));
    assert!(attempt.will_step_up(&Event::RestartRequested));
    let restarted = step(&mut attempt, Event::RestartRequested);
    assert!(restarted.contains(&Effect::RequestStepUp), "{restarted:?}");
    assert!(!restarted.contains(&Effect::RequestToken));

    let mut automatic = started(AttemptConfig {
        step_up: true,
        on_expiry: OnExpiry::Auto,
        ..config()
    });
    step(&mut automatic, Event::StepUpSettled(Ok(true)));
    step(&mut automatic, Event::TokenReceived(Ok(page())));
    let renewed = step(&mut automatic, Event::TimerFired(Timer::Expiry));
    assert!(renewed.contains(&Effect::RequestToken), "{renewed:?}");
}

#[test]
fn a_declined_step_up_ends_the_attempt_and_a_failed_one_does_not() {
    let effects = authorizing().step(Event::StepUpSettled(Ok(false)));
    assert_eq!(exits(&effects), [(Reason::Declined, Outcome::Unknown)]);
    assert!(!effects.contains(&Effect::RequestToken));

    let mut failed = authorizing();
    let failure = Error::new(ErrorCode::StepUpFailed, "x");
    let effects = step(&mut failed, Event::StepUpSettled(Err(failure)));
    assert_eq!(reported_error(&effects), Some(ErrorCode::StepUpFailed));
    assert_eq!(failed.state(), State::Failed);
    let effects = step(&mut failed, Event::RestartRequested);
    assert!(effects.contains(&Effect::RequestStepUp));
}

#[test]
fn the_version_of_the_pin_is_read_once_before_the_first_token() {
    let with_version = AttemptConfig {
        read_pin_version: true,
        ..config()
    };
    for settles in [Event::PinVersionReceived, Event::TimerFired(Timer::Request)] {
        let mut attempt = Attempt::new(with_version);
        let begun = step(&mut attempt, Event::TimerFired(Timer::Begin));
        assert!(begun.contains(&Effect::RequestPinVersion));
        assert!(!begun.contains(&Effect::RequestToken));
        assert_eq!((attempt.state(), attempt.request()), (State::Requesting, 0));
        assert!(attempt.will_start_request(&settles));
        let read = step(&mut attempt, settles);
        assert!(read.contains(&Effect::RequestToken), "{read:?}");
        // Neither a retry nor a restart reads it again: a PIN may have been set meanwhile.
        step(&mut attempt, Event::TokenReceived(Err(network_error())));
        let retried = step(&mut attempt, Event::TimerFired(Timer::Retry));
        assert!(!retried.contains(&Effect::RequestPinVersion));
        step(&mut attempt, Event::TokenReceived(Ok(page())));
        step(&mut attempt, Event::FrameLoaded);
        step(&mut attempt, Event::TimerFired(Timer::Blank));
        let restarted = step(&mut attempt, Event::RestartRequested);
        assert!(restarted.contains(&Effect::RequestToken), "{restarted:?}");
        assert!(!restarted.contains(&Effect::RequestPinVersion));
    }
}

#[test]
fn no_token_is_requested_after_the_version_while_the_page_unloads() {
    let mut attempt = started(AttemptConfig {
        read_pin_version: true,
        ..config()
    });
    step(&mut attempt, Event::PageUnloading);
    let held = step(&mut attempt, Event::PinVersionReceived);
    assert!(held.contains(&Effect::Arm(Timer::Retry, PAGE_UNLOADING_MS)));
    assert!(!held.contains(&Effect::RequestToken));
}

#[test]
fn a_redirect_navigates_once_and_ends_the_attempt() {
    let mut attempt = started(AttemptConfig {
        redirect: true,
        ..config()
    });
    let effects = step(&mut attempt, Event::TokenReceived(Ok(page())));
    assert!(effects.contains(&Effect::Navigate(page())));
    assert!(!effects.contains(&Effect::Mount(page())));
    assert_eq!(exits(&effects), [(Reason::Redirected, Outcome::Unknown)]);
}

#[test]
fn no_failure_is_reported_and_no_request_sent_while_the_page_unloads() {
    for error in [
        network_error(),
        Error::new(ErrorCode::TokenCallbackFailed, "x"),
    ] {
        let mut attempt = started(config());
        step(&mut attempt, Event::PageUnloading);
        let held = step(&mut attempt, Event::TokenReceived(Err(error)));
        assert_eq!(reported_error(&held), None);
        assert!(held.contains(&Effect::Arm(Timer::Retry, PAGE_UNLOADING_MS)));
        assert!(!held.contains(&Effect::EmitEvent(EventName::Retry)));
        // The navigation did not happen.
        let again = step(&mut attempt, Event::TimerFired(Timer::Retry));
        assert!(again.contains(&Effect::RequestToken), "{again:?}");
    }
}

#[test]
fn no_token_is_requested_for_an_active_card_while_the_page_unloads() {
    let mut attempt = started(AttemptConfig {
        check_card: true,
        ..config()
    });
    step(&mut attempt, Event::PageUnloading);
    let held = step(&mut attempt, Event::CardStatusReceived(Ok(Card::Active)));
    assert!(held.contains(&Effect::Arm(Timer::Retry, PAGE_UNLOADING_MS)));
    assert!(!held.contains(&Effect::RequestToken));
    // The navigation did not happen.
    let again = step(&mut attempt, Event::TimerFired(Timer::Retry));
    assert!(again.contains(&Effect::RequestToken), "{again:?}");
    assert!(!again.contains(&Effect::RequestCardStatus), "{again:?}");
}

#[test]
fn an_error_status_is_reported_while_the_page_unloads() {
    let mut attempt = started(config());
    step(&mut attempt, Event::PageUnloading);
    let effects = step(&mut attempt, Event::TokenReceived(Err(status_error(403))));
    assert_eq!(reported_error(&effects), Some(ErrorCode::Forbidden));
}

#[test]
fn a_repeated_request_refreshes_the_options() {
    let mut polling_card = started(config());
    assert!(
        !polling_card.will_start_request(&Event::TimerFired(Timer::Retry)),
        "a request is in flight"
    );
    step(
        &mut polling_card,
        Event::TokenReceived(Err(network_error())),
    );
    assert!(polling_card.will_start_request(&Event::TimerFired(Timer::Retry)));
    let automatic = AttemptConfig {
        on_expiry: OnExpiry::Auto,
        ..config()
    };
    assert!(loading(automatic).will_start_request(&Event::TimerFired(Timer::Expiry)));
    assert!(!ready(automatic).will_start_request(&Event::TimerFired(Timer::Expiry)));
    assert!(!loading(config()).will_start_request(&Event::TimerFired(Timer::Expiry)));
}

#[test]
fn a_redirect_never_requests_the_outcome_of_an_earlier_frame() {
    let mut attempt = ready(config());
    step(
        &mut attempt,
        Event::FrameLost(Error::new(ErrorCode::FrameRemoved, "gone")),
    );
    attempt.set_config(AttemptConfig {
        redirect: true,
        ..config()
    });
    step(&mut attempt, Event::RetryRequested);
    let effects = step(&mut attempt, Event::TokenReceived(Ok(page())));
    assert_eq!(exits(&effects), [(Reason::Redirected, Outcome::Unknown)]);
}

#[test]
fn a_retry_that_is_due_while_the_page_unloads_waits() {
    let mut attempt = started(config());
    step(&mut attempt, Event::TokenReceived(Err(network_error())));
    step(&mut attempt, Event::PageUnloading);
    let held = step(&mut attempt, Event::TimerFired(Timer::Retry));
    assert_eq!(held, [Effect::Arm(Timer::Retry, PAGE_UNLOADING_MS)]);
}

#[test]
fn a_card_status_request_does_not_fail_while_the_page_unloads() {
    let mut attempt = started(AttemptConfig {
        check_card: true,
        ..config()
    });
    step(&mut attempt, Event::PageUnloading);
    let held = step(
        &mut attempt,
        Event::CardStatusReceived(Err(network_error())),
    );
    assert_eq!(reported_error(&held), None);
    let again = step(&mut attempt, Event::TimerFired(Timer::Retry));
    assert!(again.contains(&Effect::RequestCardStatus), "{again:?}");
}

#[test]
fn a_response_that_arrives_while_the_page_unloads_counts() {
    let mut attempt = started(config());
    step(&mut attempt, Event::PageUnloading);
    let effects = step(&mut attempt, Event::TokenReceived(Ok(page())));
    assert!(effects.iter().any(|e| matches!(e, Effect::Mount(_))));
    // Without a request in flight, an error does not result from the unload.
    step(&mut attempt, Event::PageUnloading);
    let lost = step(
        &mut attempt,
        Event::FrameLost(Error::new(ErrorCode::FrameRemoved, "gone")),
    );
    assert_eq!(reported_error(&lost), Some(ErrorCode::FrameRemoved));
}

fn view_gone() -> Box<Error> {
    Error::new(ErrorCode::FrameRemoved, "the container was removed")
}

#[test]
fn a_view_that_is_lost_ends_the_attempt_in_every_state() {
    let checking = started(AttemptConfig {
        check_card: true,
        ..config()
    });
    let mut failed = started(config());
    step(&mut failed, Event::TokenReceived(Err(status_error(404))));
    let mut expired = ready(config());
    step(&mut expired, Event::TimerFired(Timer::Expiry));
    for mut attempt in [
        checking,
        started(config()),
        loading(config()),
        ready(config()),
        failed,
        expired,
    ] {
        let state = attempt.state();
        let effects = step(&mut attempt, Event::ViewLost(view_gone()));
        assert_eq!(
            reported_error(&effects),
            Some(ErrorCode::FrameRemoved),
            "{state:?}"
        );
        assert_eq!(
            exits(&effects),
            [(Reason::Failed, Outcome::Unknown)],
            "{state:?}"
        );
        assert!(effects.contains(&Effect::CleanUp), "{state:?}");
        assert!(
            !effects
                .iter()
                .any(|effect| matches!(effect, Effect::ShowFailure(..))),
            "{state:?}"
        );
    }
}

#[test]
fn a_view_that_is_lost_after_the_end_reports_nothing() {
    let mut attempt = ready(config());
    attempt.step(Event::AbortReceived);
    assert!(attempt.step(Event::ViewLost(view_gone())).is_empty());
}

#[test]
fn a_load_timeout_keeps_a_frame_in_use() {
    for close_on_failure in [false, true] {
        let mut attempt = loading(AttemptConfig {
            close_on_failure,
            ..config()
        });
        step(&mut attempt, Event::FrameUsed);
        let effects = step(&mut attempt, Event::TimerFired(Timer::Load));
        assert_eq!(reported_error(&effects), Some(ErrorCode::FrameTimeout));
        assert!(effects.contains(&Effect::Show(Notice::Expired)));
        assert!(!effects.contains(&Effect::Unmount) && exits(&effects).is_empty());
        assert!(attempt.state().accepts_messages());
        let effects = step(&mut attempt.clone(), Event::AbortReceived);
        assert_eq!(exits(&effects), [(Reason::PageClosed, Outcome::Unknown)]);
        let effects = attempt.clone().step(Event::FrameLoaded);
        assert!(effects.contains(&Effect::StateChanged(State::Ready)));
        for request in [Event::RetryRequested, Event::RestartRequested] {
            let effects = attempt.clone().step(request);
            assert!(effects.contains(&Effect::Unmount) && effects.contains(&Effect::RequestToken));
        }
    }
}

#[test]
fn a_load_timeout_removes_an_unused_frame() {
    let mut attempt = started(config());
    step(&mut attempt, Event::FrameUsed);
    step(&mut attempt, Event::TokenReceived(Ok(page())));
    let effects = step(&mut attempt, Event::TimerFired(Timer::Load));
    assert_eq!(reported_error(&effects), Some(ErrorCode::FrameTimeout));
    assert!(effects.contains(&Effect::Unmount));
}

#[test]
fn automatic_expiry_never_replaces_a_frame_in_use() {
    let mut attempt = loading(AttemptConfig {
        on_expiry: OnExpiry::Auto,
        ..config()
    });
    step(&mut attempt, Event::FrameUsed);
    assert!(!attempt.will_start_request(&Event::TimerFired(Timer::Expiry)));
    let effects = step(&mut attempt, Event::TimerFired(Timer::Expiry));
    assert!(!effects.contains(&Effect::Unmount) && !effects.contains(&Effect::RequestToken));
    assert_eq!(attempt.state(), State::Expired);
}

/// The notices among the effects, in order.
fn notices(effects: &[Effect]) -> Vec<Notice> {
    let shown = effects.iter().filter_map(|effect| match effect {
        Effect::Show(notice) => Some(*notice),
        _ => None,
    });
    shown.collect()
}

#[test]
fn the_notice_names_the_reason_for_the_wait() {
    let waits = AttemptConfig {
        check_card: true,
        wait: Some(Wait {
            interval_ms: 2_000,
            timeout_ms: 120_000,
        }),
        ..config()
    };
    let mut attempt = Attempt::new(waits);
    let effects = step(&mut attempt, Event::TimerFired(Timer::Begin));
    assert_eq!(notices(&effects), [Notice::Loading]);
    let effects = step(&mut attempt, Event::CardStatusReceived(Ok(Card::NotActive)));
    assert_eq!(notices(&effects), [Notice::WaitingForCard]);
    assert!(effects.contains(&Effect::EmitEvent(EventName::CardWait)));
    let effects = step(&mut attempt, Event::TimerFired(Timer::Retry));
    assert_eq!(notices(&effects), [Notice::WaitingForCard]);
    let effects = step(
        &mut attempt,
        Event::CardStatusReceived(Err(status_error(503))),
    );
    assert_eq!(notices(&effects), [Notice::Retrying]);
    assert!(effects.contains(&Effect::EmitEvent(EventName::Retry)));
    step(&mut attempt, Event::TimerFired(Timer::Retry));
    let effects = step(&mut attempt, Event::CardStatusReceived(Ok(Card::Active)));
    assert_eq!(notices(&effects), [Notice::Loading]);
    let effects = step(&mut attempt, Event::TokenReceived(Err(network_error())));
    assert_eq!(notices(&effects), [Notice::Retrying]);
    let effects = step(&mut attempt, Event::TimerFired(Timer::Retry));
    assert_eq!(notices(&effects), [Notice::Retrying]);
    let effects = step(&mut attempt, Event::TokenReceived(Ok(page())));
    assert_eq!(notices(&effects), [Notice::Loading]);
}

#[test]
fn a_dialog_that_a_quick_failure_would_close_is_shown_late() {
    let closes = AttemptConfig {
        close_on_failure: true,
        ..config()
    };
    let mut attempt = Attempt::new(closes);
    let effects = step(&mut attempt, Event::TimerFired(Timer::Begin));
    assert!(effects.contains(&Effect::Arm(Timer::Show, SHOW_DELAY_MS)));
    assert!(notices(&effects).is_empty() && attempt.is_dialog_delayed());
    // A repeated request does not start the delay again.
    let effects = step(&mut attempt, Event::TokenReceived(Err(network_error())));
    assert!(!effects.contains(&Effect::Arm(Timer::Show, SHOW_DELAY_MS)));
    let mut quick = attempt.clone();
    let effects = step(&mut attempt, Event::TimerFired(Timer::Show));
    assert_eq!(notices(&effects), [Notice::Retrying]);
    assert!(!attempt.is_dialog_delayed());

    step(&mut quick, Event::TimerFired(Timer::Retry));
    let effects = step(
        &mut quick.clone(),
        Event::TokenReceived(Err(status_error(403))),
    );
    assert!(notices(&effects).is_empty());
    assert_eq!(exits(&effects), [(Reason::Failed, Outcome::Unknown)]);
    let effects = step(&mut quick, Event::TokenReceived(Ok(page())));
    assert!(effects.contains(&Effect::Disarm(Timer::Show)));
    assert_eq!(notices(&effects), [Notice::Loading]);
}

#[test]
fn an_inline_widget_and_one_that_shows_failures_appear_at_once() {
    for (close_on_failure, modal) in [(true, false), (false, true), (false, false)] {
        let mut attempt = Attempt::new(AttemptConfig {
            close_on_failure,
            modal,
            ..config()
        });
        let effects = step(&mut attempt, Event::TimerFired(Timer::Begin));
        assert_eq!(notices(&effects), [Notice::Loading]);
    }
}

#[test]
fn a_reload_is_offered_late_and_only_for_a_frame_that_nobody_has_used() {
    let mut attempt = loading(config());
    let effects = step(&mut attempt, Event::FrameLoaded);
    assert_eq!(notices(&effects), [Notice::Ready]);
    assert!(effects.contains(&Effect::Arm(Timer::Blank, BLANK_AFTER_MS)));
    assert!(!attempt.will_restart(&Event::RestartRequested));
    assert!(step(&mut attempt, Event::RestartRequested).is_empty());

    let mut used = attempt.clone();
    step(&mut used, Event::FrameUsed);
    assert!(step(&mut used, Event::TimerFired(Timer::Blank)).is_empty());
    assert!(step(&mut used, Event::RestartRequested).is_empty());

    let effects = step(&mut attempt, Event::TimerFired(Timer::Blank));
    assert_eq!(notices(&effects), [Notice::Blank]);
    let effects = step(&mut attempt.clone(), Event::RestartRequested);
    assert!(effects.contains(&Effect::Unmount) && effects.contains(&Effect::RequestToken));
    let effects = step(&mut attempt, Event::FrameUsed);
    assert_eq!(notices(&effects), [Notice::Ready]);
    assert!(step(&mut attempt, Event::RestartRequested).is_empty());
}

#[test]
fn an_expired_frame_that_is_used_keeps_its_notice() {
    let mut attempt = ready(config());
    step(&mut attempt, Event::TimerFired(Timer::Blank));
    step(&mut attempt, Event::TimerFired(Timer::Expiry));
    assert!(step(&mut attempt, Event::FrameUsed).is_empty());
    assert!(attempt.will_restart(&Event::RestartRequested));
}

#[test]
fn a_late_timer_of_a_dialog_does_not_replace_the_expiry() {
    let mut attempt = started(AttemptConfig {
        close_on_failure: true,
        ..config()
    });
    step(&mut attempt, Event::TimerFired(Timer::Expiry));
    let effects = step(&mut attempt, Event::TokenReceived(Ok(page())));
    assert_eq!(notices(&effects), [Notice::Expired]);
    assert!(effects.contains(&Effect::Disarm(Timer::Show)));
    assert!(step(&mut attempt, Event::TimerFired(Timer::Show)).is_empty());
}

#[test]
fn a_failed_card_request_has_the_sentence_of_its_cause() {
    let mut attempt = started(AttemptConfig {
        check_card: true,
        ..config()
    });
    let effects = step(
        &mut attempt,
        Event::CardStatusReceived(Err(status_error(429))),
    );
    let shown = effects.iter().find_map(|effect| match effect {
        Effect::ShowFailure(message, error) => Some((*message, error.code)),
        _ => None,
    });
    assert_eq!(
        shown,
        Some(("tooManyRequests", ErrorCode::CardStatusFailed))
    );
}

fn any_failure() -> impl Strategy<Value = Box<Error>> {
    prop_oneof![
        Just(network_error()),
        prop_oneof![Just(401), Just(404), Just(429), Just(500), Just(503)].prop_map(status_error),
        (0_u32..60_000).prop_map(|ms| Box::new(Error {
            retry_after_ms: Some(ms),
            ..*status_error(429)
        })),
        Just(Error::new(ErrorCode::TokenReused, "spent")),
    ]
}

fn any_card() -> impl Strategy<Value = Card> {
    prop_oneof![
        4 => Just(Card::Active),
        2 => Just(Card::NotActive),
        1 => Just(Card::Frozen),
        1 => Just(Card::Blocked),
        1 => Just(Card::WithoutPin),
    ]
}

fn any_timer() -> impl Strategy<Value = Timer> {
    prop_oneof![
        Just(Timer::Begin),
        Just(Timer::Request),
        Just(Timer::Retry),
        Just(Timer::Card),
        Just(Timer::Load),
        Just(Timer::Expiry),
        Just(Timer::Show),
        Just(Timer::Blank),
    ]
}

fn any_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        6 => any_timer().prop_map(Event::TimerFired),
        4 => any_card().prop_map(|card| Event::CardStatusReceived(Ok(card))),
        2 => any_failure().prop_map(|f| Event::CardStatusReceived(Err(f))),
        8 => Just(Event::TokenReceived(Ok(page()))),
        4 => any_failure().prop_map(|f| Event::TokenReceived(Err(f))),
        6 => Just(Event::FrameLoaded),
        2 => Just(Event::FrameLost(Error::new(ErrorCode::FrameRemoved, "gone"))),
        1 => Just(Event::FrameLost(Error::new(ErrorCode::FrameBlocked, "frame-src"))),
        2 => Just(Event::FrameUsed),
        1 => Just(Event::ViewLost(view_gone())),
        2 => Just(Event::AbortReceived),
        1 => Just(Event::MessageRejected),
        1 => Just(Event::Dismissed),
        1 => Just(Event::CloseRequested),
        1 => Just(Event::DestroyRequested),
        3 => Just(Event::RetryRequested),
        3 => Just(Event::RestartRequested),
        3 => Just(Event::PinVersionReceived),
        4 => prop_oneof![
            3 => Just(Ok(true)),
            1 => Just(Ok(false)),
            1 => any_failure().prop_map(Err),
        ]
        .prop_map(Event::StepUpSettled),
        2 => prop_oneof![Just(Outcome::Unknown), Just(Outcome::Confirmed)].prop_map(Event::OutcomeKnown),
        1 => Just(Event::OptionsInvalid(Error::option("x", "y"))),
        1 => Just(Event::PageUnloading),
    ]
}

fn any_config() -> impl Strategy<Value = AttemptConfig> {
    (
        any::<[bool; 7]>(),
        1_u32..4,
        prop_oneof![
            Just(OnExpiry::Manual),
            Just(OnExpiry::Auto),
            Just(OnExpiry::Close)
        ],
    )
        .prop_map(
            |(
                [
                    check_card,
                    wait,
                    step_up,
                    read_pin_version,
                    redirect,
                    close_on_failure,
                    modal,
                ],
                max_requests,
                on_expiry,
            )| {
                AttemptConfig {
                    check_card,
                    wait: wait.then_some(Wait {
                        interval_ms: 10,
                        timeout_ms: 100,
                    }),
                    step_up,
                    read_pin_version,
                    redirect,
                    max_requests,
                    on_expiry,
                    close_on_failure,
                    modal,
                    ..config()
                }
            },
        )
}

/// An input of an attempt: an event, or the host's `update()`, which applies from the next request
/// on.
#[derive(Clone, Debug)]
enum Step {
    Event(Event),
    Update(AttemptConfig),
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => any_event().prop_map(Step::Event),
        1 => any_config().prop_map(Step::Update),
    ]
}

fn is_requesting(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| {
        matches!(
            effect,
            Effect::RequestCardStatus
                | Effect::RequestStepUp
                | Effect::RequestPinVersion
                | Effect::RequestToken
        )
    })
}

/// The state of the browser after the effects, as far as the property needs it.
#[derive(Default, Debug)]
struct World {
    frame: bool,
    request: bool,
    exited: bool,
    exits: u32,
    armed: Vec<Timer>,
}

impl World {
    /// Applies an effect, and checks that it keeps the promises.
    fn apply(&mut self, effect: &Effect) {
        assert!(!self.exited, "{effect:?} after the exit");
        match effect {
            Effect::Mount(_) => {
                assert!(!self.frame, "two live frames");
                self.frame = true;
            }
            Effect::Unmount => self.frame = false,
            Effect::RequestCardStatus
            | Effect::RequestStepUp
            | Effect::RequestPinVersion
            | Effect::RequestToken
            | Effect::RequestOutcome => {
                assert!(!self.request, "two requests in flight");
                self.request = true;
            }
            Effect::AbortRequest => self.request = false,
            Effect::Arm(timer, _) => {
                self.armed.retain(|armed| armed != timer);
                self.armed.push(*timer);
            }
            Effect::Disarm(timer) => self.armed.retain(|armed| armed != timer),
            Effect::CleanUp => {
                self.frame = false;
                self.request = false;
                self.armed.clear();
            }
            Effect::Exit(..) => {
                self.exited = true;
                self.exits += 1;
                assert!(!self.frame, "a frame outlived the exit");
                assert!(!self.request, "a request outlived the exit");
                assert!(self.armed.is_empty(), "{:?} outlived the exit", self.armed);
            }
            _ => {}
        }
    }

    /// Ends the request in flight, if the event is its response.
    fn complete_request(&mut self, event: &Event) {
        if matches!(
            event,
            Event::CardStatusReceived(_)
                | Event::StepUpSettled(_)
                | Event::PinVersionReceived
                | Event::TokenReceived(_)
                | Event::OutcomeKnown(_)
        ) {
            self.request = false;
        }
    }

    /// Whether a browser can deliver the event in this state.
    fn is_possible(&self, event: &Event) -> bool {
        match event {
            Event::CardStatusReceived(_)
            | Event::StepUpSettled(_)
            | Event::PinVersionReceived
            | Event::TokenReceived(_)
            | Event::OutcomeKnown(_) => self.request,
            Event::TimerFired(timer) => *timer == Timer::Begin || self.armed.contains(timer),
            _ => true,
        }
    }
}

/// The least number of sequences that the property runs; `PROPTEST_CASES` can raise it.
const SEQUENCES: u32 = 20_000;

#[test]
fn any_sequence_of_events_keeps_the_promises() {
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: ProptestConfig::default().cases.max(SEQUENCES),
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let sequences = std::cell::Cell::new(0_u64);
    let steps = std::cell::Cell::new(0_u64);
    let exits = std::cell::Cell::new(0_u64);
    let strategy = (
        any_config(),
        any::<[bool; 2]>(),
        proptest::collection::vec(any_step(), 0..60),
    );
    let result = runner.run(
        &strategy,
        |(mut config, [unfiltered, confirms], steps_to_take)| {
            let mut attempt = Attempt::new(config);
            let mut world = World::default();
            sequences.set(sequences.get() + 1);
            for step in steps_to_take {
                let event = match step {
                    Step::Event(event) => event,
                    Step::Update(latest) => {
                        config = latest;
                        continue;
                    }
                };
                // Some sequences have only events that a browser can deliver; the others have any.
                if !unfiltered && !world.is_possible(&event) {
                    continue;
                }
                // A response without a request ends no request.
                if world.is_possible(&event) {
                    world.complete_request(&event);
                }
                // The same calls in the same order as in `Runtime::dispatch`.
                if attempt.will_start_request(&event) {
                    attempt.set_config(config);
                }
                let predicted = attempt.will_start_request(&event);
                let mut effects = attempt.step(event);
                if !confirms && effects.last() == Some(&Effect::RequestOutcome) {
                    effects.extend(attempt.step(Event::OutcomeKnown(Outcome::Unknown)));
                }
                assert!(
                    predicted || !is_requesting(&effects),
                    "a request was sent without refreshing the options"
                );
                // The machine takes any response for that of the request in flight: the shell drops
                // late ones.
                if unfiltered
                    && effects
                        .iter()
                        .any(|e| matches!(e, Effect::Disarm(Timer::Request)))
                {
                    world.request = false;
                }
                effects.iter().for_each(|effect| world.apply(effect));
                steps.set(steps.get() + 1);
            }
            for event in [Event::CloseRequested, Event::CloseRequested] {
                attempt.step(event).iter().for_each(|e| world.apply(e));
            }
            assert_eq!(world.exits, 1, "one exit per attempt");
            exits.set(exits.get() + u64::from(world.exits));
            Ok(())
        },
    );
    assert!(result.is_ok(), "{result:?}");
    println!(
        "attempt: {} sequences, {} events, {} exits",
        sequences.get(),
        steps.get(),
        exits.get()
    );
}
