//! Runs the end-to-end tests: the built package with the sandbox, in each browser.

mod jobs;
mod names;
mod process;

use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use duct::Expression;

use self::jobs::{Job, jobs};
pub use self::names::check as check_names;
use self::process::{Conclusion, Process};
use crate::browsers;
use crate::build::sandbox;
use crate::demo::site;
use crate::progress::report_progress;
use crate::repo::Repo;
use crate::table::columns;
use crate::test::context::Context;
use crate::test::node;

/// Two cores can run two browsers; with three of them, tests time out.
const AT_ONCE: usize = 2;

const HEARTBEAT: Duration = Duration::from_secs(20);
const POLL: Duration = Duration::from_millis(200);

/// Runs the suite in each browser, then on the JavaScript engine. `names` are test files without
/// `.test.mjs`, folders, or patterns of test names.
pub fn run(context: &mut Context, names: &[String]) -> Result<()> {
    let repo = context.repo;
    site::build(repo)?;
    let sandbox = sandbox::build(repo)?;
    let geckodriver = context.geckodriver()?;
    let mut waiting = jobs(context, names)?.into_iter();
    let mut running: Vec<Process> = Vec::new();
    let mut conclusions = Vec::new();
    let mut reported = Instant::now();
    loop {
        while running.len() < AT_ONCE
            && let Some(job) = waiting.next()
        {
            let command = command(repo, &job).env("SANDBOX_BIN", &sandbox);
            let command = browsers::with_browsers(command, geckodriver.as_deref());
            running.push(Process::start(repo, job.name(), command)?);
        }
        if running.is_empty() {
            break;
        }
        thread::sleep(POLL);
        for process in take_ended(&mut running)? {
            conclusions.push(process.conclude()?);
        }
        if reported.elapsed() > HEARTBEAT {
            reported = Instant::now();
            report_states(&running)?;
        }
    }
    conclude(conclusions)
}

fn command(repo: &Repo, job: &Job) -> Expression {
    node::command(repo, &job.selection.files, &job.selection.patterns)
        .env("E2E_ENGINE", job.engine.name())
        .env("E2E_RUNTIME", job.runtime.name())
}

fn take_ended(running: &mut Vec<Process>) -> Result<Vec<Process>> {
    let mut ended = Vec::new();
    for process in std::mem::take(running) {
        let list = if process.has_ended()? {
            &mut ended
        } else {
            &mut *running
        };
        list.push(process);
    }
    Ok(ended)
}

fn report_states(running: &[Process]) -> Result<()> {
    let states: Result<Vec<String>> = running.iter().map(Process::state).collect();
    report_progress(&format!("e2e: {}", states?.join(", ")));
    Ok(())
}

/// How many of the slowest tests are printed.
const SLOWEST: usize = 10;

/// Prints the time of each job, the slowest tests, and the failures again, because CI shows the end
/// of a long log.
fn conclude(conclusions: Vec<Conclusion>) -> Result<()> {
    println!("{}", times(&conclusions));
    let failures = conclusions.into_iter().filter_map(|job| job.failure);
    let failures: Vec<_> = failures.collect();
    if failures.is_empty() {
        return Ok(());
    }
    for failure in &failures {
        println!("\n---- {} failed\n{}", failure.name, failure.tests);
    }
    let names: Vec<String> = failures.into_iter().map(|failure| failure.name).collect();
    bail!("in {}", names.join(", "))
}

/// The slowest first: each job, and then some of the tests.
fn times(conclusions: &[Conclusion]) -> String {
    let mut jobs: Vec<(String, f64)> = conclusions
        .iter()
        .map(|job| (job.name.clone(), job.time.as_secs_f64()))
        .collect();
    let mut tests: Vec<(String, f64)> = conclusions
        .iter()
        .flat_map(|job| {
            let tests = job.tests.iter();
            tests.map(|(test, ms)| (format!("{}: {test}", job.name), ms / 1000.0))
        })
        .collect();
    for list in [&mut jobs, &mut tests] {
        list.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    }
    tests.truncate(SLOWEST);
    let table = |title, rows: Vec<(String, f64)>| {
        let rows = rows.into_iter();
        columns(
            &[title, "time"],
            rows.map(|(name, seconds)| vec![name, format!("{seconds:.1} s")]),
        )
    };
    format!(
        "{}\n{}",
        table("part of e2e", jobs),
        table("slowest tests", tests)
    )
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::process::Conclusion;
    use super::times;

    #[test]
    fn the_slowest_part_and_the_slowest_test_are_first() {
        let job = |name: &str, seconds, tests: &[(&str, f64)]| Conclusion {
            name: name.to_owned(),
            time: Duration::from_secs(seconds),
            tests: tests
                .iter()
                .map(|(test, ms)| ((*test).to_owned(), *ms))
                .collect(),
            failure: None,
        };
        let text = times(&[
            job("chromium", 2, &[("quick", 10.0)]),
            job("firefox", 30, &[("slow", 20_000.0)]),
        ]);
        let place = |part: &str| text.find(part).unwrap_or(usize::MAX);
        assert!(place("firefox") < place("chromium"));
        assert!(place("firefox: slow") < place("chromium: quick"));
    }
}
