//! Many cardholders at once: the requests per second at the host's route.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::cardholder::{Cardholder, Next, Response, Rules};
use set_pin_widget::core::generated::options::defaults;

/// When cardholders open the widget, and how the route responds.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Opens in each second.
    pub opens: Vec<u32>,
    /// The seconds in which the route fails: from the first to before the last.
    pub outage: (u32, u32),
    /// The response of the route in these seconds. It is a token in all others.
    pub response: Response,
    /// The rules of the widget.
    pub rules: Rules,
}

/// The share of cardholders who press the button after an error. The others leave.
pub const PRESSES: f64 = 0.5;

/// The time that a cardholder takes to press the button, in milliseconds.
pub const PRESS_MS: std::ops::Range<u32> = 3_000..15_000;

/// The same for each run, so that a document with the results is only out of date if a rule changed.
const SEED: u64 = 1;

/// The results of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// Token requests in each second.
    pub requests: Vec<u32>,
    /// Cardholders who saw the hosted page.
    pub framed: u32,
    /// Cardholders who left after an error.
    pub left: u32,
}

impl Load {
    /// The mean of requests per second in the seconds from `start` to before `end`.
    pub fn mean(&self, start: u32, end: u32) -> f64 {
        f64::from(self.between(start, end).sum::<u32>()) / f64::from(end - start)
    }

    /// The most requests of a second from `start` to before `end`.
    pub fn peak(&self, start: u32, end: u32) -> u32 {
        self.between(start, end).max().unwrap_or(0)
    }

    fn between(&self, start: u32, end: u32) -> impl Iterator<Item = u32> + '_ {
        let seconds = self.requests.iter().skip(start as usize);
        seconds.take((end - start) as usize).copied()
    }

    fn count(&mut self, ms: u32) {
        let second = (ms / 1000) as usize;
        if self.requests.len() <= second {
            self.requests.resize(second + 1, 0);
        }
        self.requests[second] += 1;
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Open,
    Response,
    Request,
    Press,
}

/// Runs until each cardholder has seen the hosted page or left.
pub fn run(scenario: &Scenario) -> Load {
    let mut random = fastrand::Rng::with_seed(SEED);
    let mut queue = BinaryHeap::new();
    let mut cardholders = Vec::new();
    for (second, opens) in (0_u32..).zip(&scenario.opens) {
        for _ in 0..*opens {
            let ms = second * 1000 + random.u32(0..1000);
            queue.push(Reverse((ms, cardholders.len(), Kind::Open)));
            cardholders.push(Cardholder::new(scenario.rules));
        }
    }
    let mut load = Load::default();
    while let Some(Reverse((now, index, kind))) = queue.pop() {
        let cardholder = &mut cardholders[index];
        let next = match kind {
            Kind::Open => cardholder.open(&mut random),
            Kind::Request => cardholder.request(&mut random),
            Kind::Press => cardholder.press(&mut random),
            Kind::Response => cardholder.receive(response(scenario, now), &mut random),
        };
        match next {
            Next::Response(ms) => {
                load.count(now);
                let ms = match response(scenario, now + ms) {
                    Response::Nothing => defaults::REQUEST_TIMEOUT_MS,
                    _ => ms,
                };
                queue.push(Reverse((now + ms, index, Kind::Response)));
            }
            Next::Request(ms) => queue.push(Reverse((now + ms, index, Kind::Request))),
            Next::Failed if random.f64() < PRESSES => {
                let ms = random.u32(PRESS_MS);
                queue.push(Reverse((now + ms, index, Kind::Press)));
            }
            Next::Failed => load.left += 1,
            Next::Framed => load.framed += 1,
        }
    }
    load
}

fn response(scenario: &Scenario, ms: u32) -> Response {
    let (start, end) = scenario.outage;
    match (start * 1000..end * 1000).contains(&ms) {
        true => scenario.response,
        false => Response::Token,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scenario(rules: Rules) -> Scenario {
        Scenario {
            opens: vec![20; 60],
            outage: (20, 40),
            response: Response::Error(503, None),
            rules,
        }
    }

    #[test]
    fn a_good_day_has_one_request_for_each_open() {
        let quiet = Scenario {
            outage: (0, 0),
            ..scenario(Rules::SHIPPED)
        };
        let load = run(&quiet);
        assert_eq!(load.requests, quiet.opens);
        assert_eq!((load.framed, load.left), (20 * 60, 0));
    }

    #[test]
    fn each_cardholder_sees_the_hosted_page_or_leaves() {
        let load = run(&scenario(Rules::SHIPPED));
        assert_eq!(load.framed + load.left, 20 * 60);
        assert!(load.left > 0 && load.peak(20, 40) > 20);
    }

    #[test]
    fn two_runs_have_the_same_result() {
        assert_eq!(
            run(&scenario(Rules::SHIPPED)),
            run(&scenario(Rules::SHIPPED))
        );
    }

    #[test]
    fn jitter_flattens_the_second_wave_of_a_burst() {
        let wave = |jitter| {
            let burst = Scenario {
                opens: vec![1000],
                outage: (0, 100),
                response: Response::Error(429, Some(20)),
                rules: Rules {
                    jitter,
                    ..Rules::SHIPPED
                },
            };
            run(&burst).peak(18, 40)
        };
        assert!(wave(false) > 3 * wave(true));
    }
}
