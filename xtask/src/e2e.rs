//! The end-to-end suite: the built package against the sandbox, in each browser.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use duct::{Expression, Handle};

use crate::browsers::{self, Engine};
use crate::parts::{Context, file_name, files_ending, without_issuer};
use crate::progress::step;
use crate::repo::Repo;
use crate::sandbox;

const FOLDER: &str = "tests/e2e";
const SUFFIX: &str = ".test.mjs";

/// Two cores carry two browsers: three make one another time out.
const AT_ONCE: usize = 2;

/// Far beyond what a whole engine takes: a browser that hangs must not hold CI until it is cancelled.
const LIMIT: Duration = Duration::from_secs(30 * 60);
const HEARTBEAT: Duration = Duration::from_secs(20);
const POLL: Duration = Duration::from_millis(200);

/// Runs the suite once per engine; `names` are test files without `.test.mjs`, or else patterns of test names.
pub fn run(context: &mut Context, names: &[String]) -> Result<()> {
    let repo = context.repo;
    let binary = sandbox::build(repo)?;
    let geckodriver = context.geckodriver()?;
    let selection = select(repo, names)?;
    let mut waiting = context.engines.clone().into_iter();
    let mut running: Vec<Run> = Vec::new();
    let mut failed = Vec::new();
    let mut shown = Instant::now();
    loop {
        while running.len() < AT_ONCE
            && let Some(engine) = waiting.next()
        {
            let command = command(repo, engine, &binary, &selection);
            let command = browsers::for_suite(command, geckodriver.as_deref());
            running.push(Run::start(repo, engine, command)?);
        }
        if running.is_empty() {
            break;
        }
        thread::sleep(POLL);
        for run in take_ended(&mut running)? {
            if !run.conclude()? {
                failed.push(run.engine.name());
            }
        }
        if shown.elapsed() > HEARTBEAT {
            shown = Instant::now();
            show_progress(&running)?;
        }
    }
    if failed.is_empty() {
        return Ok(());
    }
    bail!("in {}", failed.join(", "))
}

fn take_ended(running: &mut Vec<Run>) -> Result<Vec<Run>> {
    let mut ended = Vec::new();
    for run in std::mem::take(running) {
        let list = if run.has_ended()? {
            &mut ended
        } else {
            &mut *running
        };
        list.push(run);
    }
    Ok(ended)
}

fn show_progress(running: &[Run]) -> Result<()> {
    let states: Result<Vec<String>> = running.iter().map(Run::state).collect();
    step(&format!("e2e: {}", states?.join(", ")));
    Ok(())
}

/// What node is told to run.
struct Selection {
    patterns: Vec<String>,
    files: Vec<PathBuf>,
}

fn select(repo: &Repo, names: &[String]) -> Result<Selection> {
    let all = files_ending(repo, FOLDER, SUFFIX)?;
    ensure!(!all.is_empty(), "no {FOLDER}/*{SUFFIX} to run");
    let is_named = |file: &Path, name: &str| file_name(file).strip_suffix(SUFFIX) == Some(name);
    let (of_files, patterns): (Vec<_>, Vec<_>) = names
        .iter()
        .cloned()
        .partition(|name| all.iter().any(|file| is_named(file, name)));
    let files = match of_files.as_slice() {
        [] => all,
        some => all
            .into_iter()
            .filter(|file| some.iter().any(|name| is_named(file, name)))
            .collect(),
    };
    Ok(Selection { patterns, files })
}

fn command(repo: &Repo, engine: Engine, sandbox: &Path, selection: &Selection) -> Expression {
    let mut arguments: Vec<OsString> = ["--test", "--test-concurrency=1", "--test-reporter=spec"]
        .map(OsString::from)
        .to_vec();
    for pattern in &selection.patterns {
        arguments.push(format!("--test-name-pattern={pattern}").into());
    }
    arguments.extend(
        selection
            .files
            .iter()
            .map(|file| file.clone().into_os_string()),
    );
    without_issuer(
        repo.run("node", arguments)
            .env("E2E_ENGINE", engine.name())
            .env("SANDBOX_BIN", sandbox),
    )
}

/// One engine's run, its words kept in a file so that two engines do not talk at once.
struct Run {
    engine: Engine,
    log: PathBuf,
    handle: Handle,
    start: Instant,
}

impl Run {
    fn start(repo: &Repo, engine: Engine, command: Expression) -> Result<Self> {
        step(&format!("e2e: {}", engine.name()));
        let folder = repo.target("e2e");
        fs::create_dir_all(&folder)?;
        let log = folder.join(format!("{}.log", engine.name()));
        let handle = command
            .stdin_null()
            .stderr_to_stdout()
            .stdout_path(&log)
            .unchecked()
            .start()
            .context("node could not start")?;
        Ok(Self {
            engine,
            log,
            handle,
            start: Instant::now(),
        })
    }

    /// Whether it has ended; one that takes far too long is made to.
    fn has_ended(&self) -> Result<bool> {
        if self.start.elapsed() > LIMIT {
            self.handle.kill()?;
        }
        Ok(self.handle.try_wait()?.is_some())
    }

    /// Prints what the ended run said, and tells whether all was green.
    fn conclude(&self) -> Result<bool> {
        let name = self.engine.name();
        let green = self.handle.wait()?.status.success();
        let log = fs::read_to_string(&self.log)?;
        println!("\n---- {name}\n{log}");
        if self.start.elapsed() > LIMIT {
            eprintln!(
                "e2e: {name} took more than {} minutes",
                LIMIT.as_secs() / 60
            );
        }
        if !some_passed(&log) {
            eprintln!("e2e: no test passed in {name}: is there one of that name?");
        }
        Ok(green && some_passed(&log))
    }

    fn state(&self) -> Result<String> {
        let log = fs::read_to_string(&self.log)?;
        let is_test = |line: &&str| line.contains("✔ ") || line.contains("✖ ");
        let done = log.lines().filter(is_test).count();
        Ok(format!("{done} tests done in {}", self.engine.name()))
    }
}

/// Node is content with a pattern that fits no test; we are not.
fn some_passed(log: &str) -> bool {
    let counts = log.lines().filter_map(|line| line.strip_prefix("ℹ pass "));
    counts
        .filter_map(|count| count.trim().parse::<u32>().ok())
        .any(|count| count > 0)
}

#[cfg(test)]
mod tests {
    use super::some_passed;

    #[test]
    fn a_run_in_which_nothing_passed_is_not_green() {
        assert!(some_passed("ℹ tests 2\nℹ pass 1\nℹ fail 0\n"));
        assert!(!some_passed("ℹ tests 2\nℹ pass 0\nℹ skipped 2\n"));
        assert!(!some_passed(""));
    }
}
