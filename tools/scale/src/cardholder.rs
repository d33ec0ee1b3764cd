//! One cardholder's attempt in virtual time: the engine's state machine, with the shell's timers.

use set_pin_widget::core::attempt::{
    Attempt, AttemptConfig, Card, Effect, Event, OnExpiry, State, Timer, Wait,
};
use set_pin_widget::core::error::{Error, Result};
use set_pin_widget::core::generated::options::defaults;
use set_pin_widget::core::hosted_page::HostedPageUrl;

/// The parts of the behaviour that the simulation can switch off.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// Whether a random part is added to each pause.
    pub jitter: bool,
    /// Whether the widget waits as long as `Retry-After` says.
    pub retry_after: bool,
    /// Token requests in a row.
    pub max_requests: u32,
}

impl Rules {
    /// The rules of the package.
    pub const SHIPPED: Self = Self {
        jitter: true,
        retry_after: true,
        max_requests: defaults::RETRY_MAX_ATTEMPTS,
    };

    /// The options' defaults, with this limit of requests.
    fn config(self) -> AttemptConfig {
        AttemptConfig {
            max_requests: self.max_requests,
            retry_delay_ms: defaults::RETRY_DELAY_MS,
            request_timeout_ms: defaults::REQUEST_TIMEOUT_MS,
            load_timeout_ms: defaults::LOAD_TIMEOUT_MS,
            lifetime_ms: defaults::TOKEN_LIFETIME_MS,
            on_expiry: OnExpiry::Manual,
            close_on_failure: false,
            ..AttemptConfig::INITIAL
        }
    }
}

/// The response of the host's route to a token request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Response {
    /// A token.
    Token,
    /// An error with this status, and with `Retry-After` in seconds.
    Error(u16, Option<u32>),
    /// None before the time limit of the request.
    Nothing,
}

/// The time until a response arrives, in milliseconds.
const LATENCY_MS: u32 = 200;

/// The next event of an attempt, in milliseconds from now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// A response to a request that is sent now.
    Response(u32),
    /// The next request is sent.
    Request(u32),
    /// The widget shows the error and a button to start again.
    Failed,
    /// The frame is attached.
    Framed,
}

/// One cardholder.
#[derive(Debug)]
pub struct Cardholder {
    attempt: Attempt,
    rules: Rules,
}

impl Cardholder {
    /// A cardholder who has pressed the host's button.
    pub fn new(rules: Rules) -> Self {
        Self {
            attempt: Attempt::new(rules.config()),
            rules,
        }
    }

    /// The attempt begins and sends its first request.
    pub fn open(&mut self, random: &mut fastrand::Rng) -> Next {
        self.step(Event::TimerFired(Timer::Begin), random)
    }

    /// The pause is over.
    pub fn request(&mut self, random: &mut fastrand::Rng) -> Next {
        self.step(Event::TimerFired(Timer::Retry), random)
    }

    /// The cardholder presses the button after an error.
    pub fn press(&mut self, random: &mut fastrand::Rng) -> Next {
        self.step(Event::RestartRequested, random)
    }

    /// The response arrives, or the time limit of the request is over.
    pub fn receive(&mut self, response: Response, random: &mut fastrand::Rng) -> Next {
        let event = match response {
            Response::Token => Event::TokenReceived(Ok(page())),
            Response::Error(status, seconds) => Event::TokenReceived(self.error(status, seconds)),
            Response::Nothing => Event::TimerFired(Timer::Request),
        };
        self.step(event, random)
    }

    fn error(&self, status: u16, seconds: Option<u32>) -> Result<Box<HostedPageUrl>> {
        let mut error = Error::from_status(status);
        if self.rules.retry_after {
            error.retry_after_ms = seconds.map(|seconds| seconds * 1000);
        }
        Err(error)
    }

    fn step(&mut self, event: Event, random: &mut fastrand::Rng) -> Next {
        let effects = self.attempt.step(event);
        let mut next = match self.attempt.state() {
            State::Failed => Next::Failed,
            _ => Next::Framed,
        };
        for effect in effects {
            match effect {
                Effect::RequestToken => next = Next::Response(LATENCY_MS),
                Effect::Arm(Timer::Retry, ms) => {
                    next = Next::Request(ms + self.jitter(ms, random));
                }
                _ => {}
            }
        }
        next
    }

    /// As in src/shell/runtime/timers.rs, which needs a browser for its random number.
    fn jitter(&self, ms: u32, random: &mut fastrand::Rng) -> u32 {
        match self.rules.jitter {
            true => (f64::from(ms) * random.f64() / 2.0) as u32,
            false => 0,
        }
    }
}

fn page() -> Box<HostedPageUrl> {
    Box::new(HostedPageUrl {
        href: String::new(),
    })
}

/// The course of one attempt until the widget shows an error, if each request gets this response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Course {
    /// Token requests.
    pub requests: u32,
    /// From the first request to the notice, in milliseconds.
    pub ms: u32,
}

/// Opens the widget, and lets every request get `response`, which is an error.
pub fn until_failed(response: Response, rules: Rules, random: &mut fastrand::Rng) -> Course {
    let mut cardholder = Cardholder::new(rules);
    let mut next = cardholder.open(random);
    let mut course = Course { requests: 0, ms: 0 };
    loop {
        next = match next {
            Next::Response(ms) => {
                course.requests += 1;
                course.ms += match response {
                    Response::Nothing => defaults::REQUEST_TIMEOUT_MS,
                    _ => ms,
                };
                cardholder.receive(response, random)
            }
            Next::Request(ms) => {
                course.ms += ms;
                cardholder.request(random)
            }
            Next::Failed | Next::Framed => return course,
        };
    }
}

/// Waits for a card that never becomes active (`cardStatus.waitForActive`), and returns the number
/// of requests for its status.
pub fn status_requests(random: &mut fastrand::Rng) -> u32 {
    let mut cardholder = Cardholder::new(Rules::SHIPPED);
    let wait = Wait {
        interval_ms: defaults::WAIT_FOR_ACTIVE_INTERVAL_MS,
        timeout_ms: defaults::WAIT_FOR_ACTIVE_TIMEOUT_MS,
    };
    cardholder.attempt.set_config(AttemptConfig {
        check_card: true,
        wait: Some(wait),
        ..Rules::SHIPPED.config()
    });
    cardholder.step(Event::TimerFired(Timer::Begin), random);
    let (mut requests, mut ms) = (1, 0);
    while let Next::Request(pause) =
        cardholder.step(Event::CardStatusReceived(Ok(Card::NotActive)), random)
    {
        ms += LATENCY_MS + pause;
        if ms >= wait.timeout_ms {
            break;
        }
        cardholder.step(Event::TimerFired(Timer::Retry), random);
        requests += 1;
    }
    requests
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Rules = Rules {
        jitter: false,
        ..Rules::SHIPPED
    };

    fn failed(response: Response, rules: Rules) -> Course {
        until_failed(response, rules, &mut fastrand::Rng::with_seed(1))
    }

    #[test]
    fn an_attempt_sends_three_requests_and_then_shows_the_error() {
        let course = failed(Response::Error(503, None), PLAIN);
        let pauses = 500 + 1000;
        assert_eq!(
            course,
            Course {
                requests: 3,
                ms: 3 * LATENCY_MS + pauses
            }
        );
    }

    #[test]
    fn retry_after_lengthens_each_pause_unless_it_is_ignored() {
        let limited = Response::Error(429, Some(20));
        assert_eq!(failed(limited, PLAIN).ms, 3 * LATENCY_MS + 2 * 20_000);
        let ignored = Rules {
            retry_after: false,
            ..PLAIN
        };
        assert_eq!(failed(limited, ignored).ms, 3 * LATENCY_MS + 1500);
    }

    #[test]
    fn a_retry_after_above_the_limit_is_shown_at_once() {
        assert_eq!(failed(Response::Error(429, Some(60)), PLAIN).requests, 1);
    }

    #[test]
    fn a_token_ends_the_requests() {
        let mut random = fastrand::Rng::with_seed(1);
        let mut cardholder = Cardholder::new(PLAIN);
        assert_eq!(cardholder.open(&mut random), Next::Response(LATENCY_MS));
        assert_eq!(
            cardholder.receive(Response::Token, &mut random),
            Next::Framed
        );
    }

    #[test]
    fn jitter_only_adds_at_most_half_of_the_pause() {
        let plain = failed(Response::Error(503, None), PLAIN).ms;
        for seed in 0..1000 {
            let mut random = fastrand::Rng::with_seed(seed);
            let course = until_failed(Response::Error(503, None), Rules::SHIPPED, &mut random);
            assert!((plain..=plain + 750).contains(&course.ms), "{}", course.ms);
        }
    }

    #[test]
    fn a_card_that_never_becomes_active_is_polled_until_the_time_is_over() {
        let requests = status_requests(&mut fastrand::Rng::with_seed(1));
        // Between a pause of 3 s and one of 2 s, in two minutes.
        assert!((37..=55).contains(&requests), "{requests}");
    }

    #[test]
    fn the_shell_has_the_same_jitter() {
        let shell = include_str!("../../../src/shell/runtime/timers.rs");
        assert!(shell.contains("f64::from(ms) * js_sys::Math::random() / 2.0"));
    }
}
