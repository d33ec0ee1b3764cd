//! The tables of docs/scale.md.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::cardholder::{Response, Rules, status_requests, until_failed};
use crate::simulation::{Scenario, run};

/// One table, as text.
#[derive(Clone, Debug, Serialize)]
pub struct Table {
    /// The titles of the columns.
    pub head: Vec<String>,
    /// The cells.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    fn new(head: &[&str], rows: Vec<Vec<String>>) -> Self {
        Self {
            head: head.iter().map(ToString::to_string).collect(),
            rows,
        }
    }
}

/// Every table by the name of its region.
pub fn all() -> BTreeMap<&'static str, Table> {
    BTreeMap::from([
        ("scale-requests", requests()),
        ("scale-notice", notice()),
        ("scale-outage", outage()),
        ("scale-burst", burst()),
    ])
}

/// The responses of a bad day.
const RESPONSES: [(&str, Response); 5] = [
    ("503", Response::Error(503, None)),
    ("429, `Retry-After: 5`", Response::Error(429, Some(5))),
    ("429, `Retry-After: 20`", Response::Error(429, Some(20))),
    ("429, `Retry-After: 60`", Response::Error(429, Some(60))),
    ("none in time", Response::Nothing),
];

/// Requests of a million cardholders who each open the widget once.
fn requests() -> Table {
    let million = |each: u32| format!("{each} 000 000");
    let mut rows = vec![vec!["a token".to_owned(), "1".to_owned(), million(1)]];
    for (name, response) in RESPONSES {
        let mut random = fastrand::Rng::with_seed(1);
        let requests = until_failed(response, Rules::SHIPPED, &mut random).requests;
        rows.push(vec![
            name.to_owned(),
            requests.to_string(),
            million(requests),
        ]);
    }
    let mut random = fastrand::Rng::with_seed(1);
    let polls = (0..1000).map(|_| status_requests(&mut random)).sum::<u32>() / 1000;
    rows.push(vec![
        "a card that is not active, with `waitForActive`".to_owned(),
        format!("{polls} for the status"),
        million(polls),
    ]);
    Table::new(
        &[
            "Every response is",
            "Requests per open",
            "Per million opens",
        ],
        rows,
    )
}

/// The time until the widget shows an error.
fn notice() -> Table {
    let rows = RESPONSES.iter().map(|(name, response)| {
        let mut random = fastrand::Rng::with_seed(1);
        let courses: Vec<u32> = (0..1000)
            .map(|_| until_failed(*response, Rules::SHIPPED, &mut random).ms)
            .collect();
        let seconds = |ms: Option<&u32>| format!("{:.1} s", f64::from(*ms.unwrap_or(&0)) / 1000.0);
        vec![
            (*name).to_owned(),
            seconds(courses.iter().min()),
            seconds(courses.iter().max()),
        ]
    });
    Table::new(
        &["Every response is", "Notice after, at least", "At most"],
        rows.collect(),
    )
}

/// The rules that are compared, each with the response of the route. Without a `Retry-After`, it
/// makes no difference whether the widget ignores it.
fn variants() -> Vec<(String, Response, Rules)> {
    let shipped = Rules::SHIPPED;
    let without_jitter = Rules {
        jitter: false,
        ..shipped
    };
    let ignored = Rules {
        retry_after: false,
        ..shipped
    };
    let ten = Rules {
        max_requests: 10,
        ..shipped
    };
    let one = Rules {
        max_requests: 1,
        ..shipped
    };
    let [unavailable, _, twenty, sixty, _] = RESPONSES;
    let variants = [
        (unavailable, "as shipped", shipped),
        (unavailable, "without jitter", without_jitter),
        (unavailable, "10 requests in a row", ten),
        (unavailable, "`retry: false`", one),
        (twenty, "as shipped", shipped),
        (twenty, "without jitter", without_jitter),
        (twenty, "`Retry-After` ignored", ignored),
        (twenty, "10 requests in a row", ten),
        (sixty, "as shipped", shipped),
        (sixty, "`Retry-After` ignored", ignored),
    ];
    let named = variants
        .map(|((name, response), rule, rules)| (format!("{name}: {rule}"), response, rules));
    named.into()
}

/// Opens per second, of the steady scenario.
const OPENS: u32 = 100;
const MINUTE: u32 = 60;

/// A steady stream of cardholders, and five minutes in which the route fails.
fn outage() -> Table {
    let (start, end) = (2 * MINUTE, 7 * MINUTE);
    let mut rows = Vec::new();
    for (name, response, rules) in variants() {
        let load = run(&Scenario {
            opens: vec![OPENS; (10 * MINUTE) as usize],
            outage: (start, end),
            response,
            rules,
        });
        let mut row = vec![name];
        let minutes = [start - MINUTE, start, start + MINUTE, end - MINUTE, end];
        row.extend(minutes.map(|minute| format!("{:.0}", load.mean(minute, minute + MINUTE))));
        let peak = load.peak(0, 10 * MINUTE);
        row.push(peak.to_string());
        row.push(format!("{:.1}", f64::from(peak) / f64::from(OPENS)));
        rows.push(row);
    }
    Table::new(
        &[
            "Response and rules",
            "Minute before",
            "1st minute",
            "2nd",
            "5th",
            "Minute after",
            "Highest second",
            "Peak factor",
        ],
        rows,
    )
}

/// Cardholders who open the widget in the same second.
const AT_ONCE: u32 = 10_000;

/// A burst while the route fails.
fn burst() -> Table {
    let mut rows = Vec::new();
    for (name, response, rules) in variants() {
        let load = run(&Scenario {
            opens: vec![AT_ONCE],
            outage: (0, 10 * MINUTE),
            response,
            rules,
        });
        let mut row = vec![name];
        row.push(load.requests.iter().sum::<u32>().to_string());
        let spans = [
            (0, 2),
            (2, 10),
            (10, 20),
            (20, 32),
            (32, 60),
            (60, 10 * MINUTE),
        ];
        row.extend(spans.map(|(from, to)| load.peak(from, to).to_string()));
        rows.push(row);
    }
    Table::new(
        &[
            "Response and rules",
            "Requests in all",
            "0-2 s",
            "2-10 s",
            "10-20 s",
            "20-32 s",
            "32-60 s",
            "later",
        ],
        rows,
    )
}

#[cfg(test)]
mod tests {
    use super::all;

    #[test]
    fn each_row_has_a_cell_for_each_title() {
        for (name, table) in all() {
            assert!(!table.rows.is_empty(), "{name}");
            for row in &table.rows {
                assert_eq!(row.len(), table.head.len(), "{name}");
            }
        }
    }
}
