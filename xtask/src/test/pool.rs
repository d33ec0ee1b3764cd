//! Runs the jobs of Node's test runner, two at a time.

use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use super::node::Job;
use super::process::{Conclusion, Process};
use crate::progress::report_progress;
use crate::repo::Repo;
use crate::table::columns;

/// Two cores can run two browsers; with three of them, tests time out.
const AT_ONCE: usize = 2;

const HEARTBEAT: Duration = Duration::from_secs(20);
const POLL: Duration = Duration::from_millis(200);

/// How many of the slowest tests are printed.
const SLOWEST: usize = 10;

/// Runs all jobs, also after a failure, and fails at the end if one did.
pub fn check(repo: &Repo, jobs: Vec<Job>) -> Result<()> {
    let failed: Vec<String> = run(repo, jobs)?
        .into_iter()
        .filter(|job| job.failure.is_some())
        .map(|job| job.name)
        .collect();
    if failed.is_empty() {
        return Ok(());
    }
    bail!("in {}", failed.join(", "))
}

/// Runs all jobs in their order. At the end it prints the times and, because CI shows the end of a
/// long log, the failures again.
pub fn run(repo: &Repo, jobs: Vec<Job>) -> Result<Vec<Conclusion>> {
    let mut waiting = jobs.into_iter();
    let mut running: Vec<Process> = Vec::new();
    let mut conclusions = Vec::new();
    let mut reported = Instant::now();
    loop {
        while running.len() < AT_ONCE
            && let Some(job) = waiting.next()
        {
            running.push(Process::start(repo, job)?);
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
    println!("{}", times(&conclusions));
    for job in &conclusions {
        if let Some(tests) = &job.failure {
            println!("\n---- {} failed\n{tests}", job.name);
        }
    }
    Ok(conclusions)
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
    report_progress(&states?.join(", "));
    Ok(())
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
    format!("{}\n{}", table("part", jobs), table("slowest tests", tests))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::step::Step;
    use super::{Conclusion, times};

    #[test]
    fn the_slowest_part_and_the_slowest_test_are_first() {
        let job = |name: &str, seconds, tests: &[(&str, f64)]| Conclusion {
            step: Step::E2e,
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
