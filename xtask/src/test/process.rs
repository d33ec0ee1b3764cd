//! One run of Node's test runner, with its output in a file, so that the outputs of two jobs do not
//! mix.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use duct::{Handle, unix::HandleExt as _};

use super::node::{Job, some_passed};
use super::step::Step;
use crate::progress::report_progress;
use crate::repo::Repo;

/// Far longer than a job takes. A browser that does not respond must not block CI until it is
/// cancelled.
const LIMIT: Duration = Duration::from_secs(30 * 60);

const GRACE: Duration = Duration::from_secs(60);

/// POSIX, `signal.h`.
const SIGTERM: i32 = 15;

/// A running job.
#[derive(Debug)]
pub struct Process {
    step: Step,
    name: String,
    log: PathBuf,
    handle: Handle,
    start: Instant,
}

impl Process {
    /// Starts the job's command.
    pub fn start(repo: &Repo, job: Job) -> Result<Self> {
        let Job {
            step,
            name,
            command,
        } = job;
        report_progress(&format!("== {name}"));
        let folder = repo.target("test-logs");
        fs::create_dir_all(&folder)?;
        let log = folder.join(format!("{name}.log"));
        let handle = command
            .stderr_to_stdout()
            .stdout_path(&log)
            .unchecked()
            .start()
            .context("node could not start")?;
        Ok(Self {
            step,
            name,
            log,
            handle,
            start: Instant::now(),
        })
    }

    /// Whether it has ended. One that takes longer than the limit is asked to end, so that it can end
    /// its browser and its tests, and is killed a minute later.
    pub fn has_ended(&self) -> Result<bool> {
        if self.start.elapsed() > LIMIT + GRACE {
            self.handle.kill()?;
        } else if self.start.elapsed() > LIMIT {
            self.handle.send_signal(SIGTERM)?;
        }
        Ok(self.handle.try_wait()?.is_some())
    }

    /// Prints the output of the ended process, and returns its times, and its failure if it failed.
    pub fn conclude(self) -> Result<Conclusion> {
        let name = &self.name;
        let succeeded = self.handle.wait()?.status.success();
        let log = fs::read_to_string(&self.log)?;
        println!("\n---- {name}\n{log}");
        if self.start.elapsed() > LIMIT {
            eprintln!("{name} took more than {} minutes", LIMIT.as_secs() / 60);
        }
        if !some_passed(&log) {
            eprintln!("no test passed in {name}: is there one with that name?");
        }
        let has_failed = !succeeded || !some_passed(&log);
        let failure = has_failed.then(|| failing_tests(&log).to_owned());
        Ok(Conclusion {
            step: self.step,
            time: self.start.elapsed(),
            tests: times(&log),
            failure,
            name: self.name,
        })
    }

    /// For the progress messages.
    pub fn state(&self) -> Result<String> {
        let log = fs::read_to_string(&self.log)?;
        let is_test = |line: &&str| line.contains("✔ ") || line.contains("✖ ");
        let done = log.lines().filter(is_test).count();
        Ok(format!("{done} tests done in {}", self.name))
    }
}

/// The end of a job.
#[derive(Debug)]
pub struct Conclusion {
    /// Whose tests ran.
    pub step: Step,
    /// The name of the job.
    pub name: String,
    /// The time that it took.
    pub time: Duration,
    /// Each test and its time in milliseconds.
    pub tests: Vec<(String, f64)>,
    /// Node's report on the tests that failed, if it failed.
    pub failure: Option<String>,
}

/// Each test of a log, with its time in milliseconds. Groups of tests have another mark.
fn times(log: &str) -> Vec<(String, f64)> {
    let report = log.find("✖ failing tests:").unwrap_or(log.len());
    let lines = log.get(..report).unwrap_or_default().lines();
    let time = |line: &str| {
        let line = line.trim();
        let test = line.strip_prefix("✔ ").or(line.strip_prefix("✖ "))?;
        let (name, ms) = test.strip_suffix("ms)")?.rsplit_once(" (")?;
        Some((name.to_owned(), ms.parse().ok()?))
    };
    lines.filter_map(time).collect()
}

/// Node's report on failed tests at the end of the log, or the whole log if node did not write one.
fn failing_tests(log: &str) -> &str {
    log.find("✖ failing tests:")
        .and_then(|start| log.get(start..))
        .unwrap_or(log)
}

#[cfg(test)]
mod tests {
    use super::{failing_tests, times};

    #[test]
    fn the_times_of_tests_are_read_once_each_without_their_groups() {
        let log = "▶ group\n  ✔ one (a case) (12.5ms)\n  ✖ two (3ms)\n▶ group (16ms)\nℹ pass 1\n\
                   ✖ failing tests:\n✖ two (3ms)\n";
        let expected = [("one (a case)".to_owned(), 12.5), ("two".to_owned(), 3.0)];
        assert_eq!(times(log), expected);
    }

    #[test]
    fn the_failing_tests_of_a_failed_run_are_printed_again() {
        assert_eq!(
            failing_tests("✔ one\n✖ two\n\n✖ failing tests:\n\n✖ two\n"),
            "✖ failing tests:\n\n✖ two\n"
        );
        assert_eq!(failing_tests("the driver ended"), "the driver ended");
    }
}
