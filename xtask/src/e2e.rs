//! The end-to-end suite: the built package against the sandbox, in each browser.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use clap::ValueEnum;
use duct::{Expression, Handle};

use crate::browsers::{self, Engine};
use crate::node_tests::{self, some_passed};
use crate::parts::{Context, file_name, files_ending};
use crate::progress::step;
use crate::repo::Repo;
use crate::{sandbox, site};

const FOLDER: &str = "tests/e2e";
const SUFFIX: &str = ".test.mjs";

/// Two cores carry two browsers: three make one another time out.
const AT_ONCE: usize = 2;

/// Into how many jobs an engine's files are dealt, so that no core is idle while the last engine runs alone.
const SHARES: usize = 6;

/// Far beyond what a job takes: a browser that hangs must not hold CI until it is cancelled.
const LIMIT: Duration = Duration::from_secs(30 * 60);
const HEARTBEAT: Duration = Duration::from_secs(20);
const POLL: Duration = Duration::from_millis(200);

/// Which of the package's engines runs, and why: `tests/e2e/harness/runtimes.mjs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Runtime {
    /// WebAssembly, as nearly everywhere.
    Webassembly,
    /// JavaScript, since the page's policy refuses WebAssembly.
    Refused,
    /// JavaScript, since the browser has no WebAssembly.
    Absent,
    /// JavaScript, since the page imports `set-pin-widget/csp`.
    Csp,
}

impl Runtime {
    fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }
}

/// What runs on the JavaScript engine each time, and not only with `--deep`.
const ON_JAVASCRIPT: [(Runtime, &[&str]); 3] = [
    (Runtime::Refused, &["lifecycle", "messages"]),
    (Runtime::Absent, &["lifecycle"]),
    (Runtime::Csp, &["lifecycle"]),
];

/// What one engine stands for, but with `--deep`, so that CI ends in time: the site's use cases, and frameworks' ways, which are not the browser's.
const IN_ONE_ENGINE: [&str; 7] = [
    "react-18", "react-19", "site", "svelte-4", "svelte-5", "vue-3.3", "vue-3.5",
];

/// What opens the demo site's own pages. Their policy can refuse WebAssembly (`issuer-sandbox --refuse-webassembly`), but they can neither be told of
/// another entry nor that the browser has none: on those runtimes they would run once more on WebAssembly and say nothing of it.
const OF_THE_SITE: [&str; 4] = ["demo", "docs-site", "playground", "site"];

/// Runs the suite once per engine, then on the JavaScript engine; `names` are test files without `.test.mjs`, or else patterns of test names.
pub fn run(context: &mut Context, names: &[String]) -> Result<()> {
    let repo = context.repo;
    site::build(repo)?;
    let binary = sandbox::build(repo)?;
    let geckodriver = context.geckodriver()?;
    let mut waiting = jobs(context, names)?.into_iter();
    let mut running: Vec<Run> = Vec::new();
    let mut failed = Vec::new();
    let mut shown = Instant::now();
    loop {
        while running.len() < AT_ONCE
            && let Some(job) = waiting.next()
        {
            let command = browsers::for_suite(command(repo, &job, &binary), geckodriver.as_deref());
            running.push(Run::start(repo, job.name(), command)?);
        }
        if running.is_empty() {
            break;
        }
        thread::sleep(POLL);
        for run in take_ended(&mut running)? {
            failed.extend(run.conclude()?);
        }
        if shown.elapsed() > HEARTBEAT {
            shown = Instant::now();
            show_progress(&running)?;
        }
    }
    if failed.is_empty() {
        return Ok(());
    }
    // Once more at the end: of a long log, CI keeps the tail.
    for failure in &failed {
        println!("\n---- {} failed\n{}", failure.name, failure.words);
    }
    let names: Vec<String> = failed.into_iter().map(|failure| failure.name).collect();
    bail!("in {}", names.join(", "))
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

/// One run of node.
struct Job {
    engine: Engine,
    runtime: Runtime,
    selection: Selection,
    /// Of all that the engine runs, from 1; `None` where it is all in one.
    share: Option<usize>,
}

impl Job {
    fn name(&self) -> String {
        let engine = self.engine.name();
        let runtime = match self.runtime {
            Runtime::Webassembly => String::new(),
            other => format!("-{}", other.name()),
        };
        let share = self
            .share
            .map_or_else(String::new, |share| format!("-{share}-of-{SHARES}"));
        format!("{engine}{runtime}{share}")
    }

    /// The same, dealt out.
    fn shares(self) -> impl Iterator<Item = Self> {
        let Selection { patterns, files } = self.selection;
        (0..SHARES).map(move |share| Self {
            selection: Selection {
                patterns: patterns.clone(),
                files: files.iter().skip(share).step_by(SHARES).cloned().collect(),
            },
            share: Some(share + 1),
            ..self
        })
    }
}

/// What is asked for by name or runtime runs in each browser; else all of it does, and the chosen part on the JavaScript engine in one.
fn jobs(context: &Context, names: &[String]) -> Result<Vec<Job>> {
    if !names.is_empty() {
        return in_browsers(context, names);
    }
    let mut jobs: Vec<Job> = in_browsers(context, names)?
        .into_iter()
        .flat_map(Job::shares)
        .collect();
    if context.runtime.is_none() {
        jobs.extend(on_javascript(context)?);
    }
    Ok(jobs)
}

fn in_browsers(context: &Context, names: &[String]) -> Result<Vec<Job>> {
    let runtime = context.runtime.unwrap_or(Runtime::Webassembly);
    if !names.is_empty() {
        return with_each(context.repo, &context.engines, runtime, names);
    }
    let all = all_on(context.repo, runtime)?;
    if context.deep {
        return with_each(context.repo, &context.engines, runtime, &all);
    }
    let (first, others) = context.engines.split_at(1);
    let mut jobs = with_each(context.repo, first, runtime, &all)?;
    let names: Vec<String> = all
        .into_iter()
        .filter(|name| !IN_ONE_ENGINE.contains(&name.as_str()))
        .collect();
    jobs.extend(with_each(context.repo, others, runtime, &names)?);
    Ok(jobs)
}

fn on_javascript(context: &Context) -> Result<Vec<Job>> {
    let mut jobs = Vec::new();
    for (runtime, names) in ON_JAVASCRIPT {
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        let (engines, names) = match (context.deep, runtime) {
            (true, Runtime::Refused) => (&context.engines[..], all_on(context.repo, runtime)?),
            (true, _) => (&context.engines[..], names),
            (false, _) => (&context.engines[..1], names),
        };
        let of_runtime = with_each(context.repo, engines, runtime, &names)?;
        if names.len() > SHARES {
            jobs.extend(of_runtime.into_iter().flat_map(Job::shares));
        } else {
            jobs.extend(of_runtime);
        }
    }
    Ok(jobs)
}

fn with_each(
    repo: &Repo,
    engines: &[Engine],
    runtime: Runtime,
    names: &[String],
) -> Result<Vec<Job>> {
    let job = |&engine: &Engine| {
        Ok(Job {
            engine,
            runtime,
            selection: select(repo, names)?,
            share: None,
        })
    };
    engines.iter().map(job).collect()
}

/// The names of the test files that are about the engine that runs.
fn all_on(repo: &Repo, runtime: Runtime) -> Result<Vec<String>> {
    let names = files_ending(repo, FOLDER, SUFFIX)?;
    let names = names
        .iter()
        .filter_map(|file| file_name(file).strip_suffix(SUFFIX));
    Ok(names
        .filter(|name| {
            !matches!(runtime, Runtime::Absent | Runtime::Csp) || !OF_THE_SITE.contains(name)
        })
        .map(ToOwned::to_owned)
        .collect())
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

fn command(repo: &Repo, job: &Job, sandbox: &Path) -> Expression {
    let selection = &job.selection;
    node_tests::command(repo, &selection.files, &selection.patterns)
        .env("E2E_ENGINE", job.engine.name())
        .env("E2E_RUNTIME", job.runtime.name())
        .env("SANDBOX_BIN", sandbox)
}

/// A run that was not green, and the tests that failed in it.
struct FailedRun {
    name: String,
    words: String,
}

/// What node says at the end of the tests that failed; all that it said where it did not come to that.
fn failing_tests(log: &str) -> &str {
    log.find("✖ failing tests:")
        .and_then(|start| log.get(start..))
        .unwrap_or(log)
}

/// A job under way, its words kept in a file so that two engines do not talk at once.
struct Run {
    name: String,
    log: PathBuf,
    handle: Handle,
    start: Instant,
}

impl Run {
    fn start(repo: &Repo, name: String, command: Expression) -> Result<Self> {
        step(&format!("e2e: {name}"));
        let folder = repo.target("e2e");
        fs::create_dir_all(&folder)?;
        let log = folder.join(format!("{name}.log"));
        let handle = command
            .stderr_to_stdout()
            .stdout_path(&log)
            .unchecked()
            .start()
            .context("node could not start")?;
        Ok(Self {
            name,
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

    /// Prints what the ended run said, and gives what failed in it.
    fn conclude(self) -> Result<Option<FailedRun>> {
        let name = &self.name;
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
        Ok((!green || !some_passed(&log)).then(|| FailedRun {
            words: failing_tests(&log).to_owned(),
            name: self.name,
        }))
    }

    fn state(&self) -> Result<String> {
        let log = fs::read_to_string(&self.log)?;
        let is_test = |line: &&str| line.contains("✔ ") || line.contains("✖ ");
        let done = log.lines().filter(is_test).count();
        Ok(format!("{done} tests done in {}", self.name))
    }
}

#[cfg(test)]
mod tests {
    use super::{FOLDER, IN_ONE_ENGINE, OF_THE_SITE, Runtime, SUFFIX, all_on, failing_tests};
    use crate::repo::Repo;

    #[test]
    fn another_runtime_runs_all_that_can_be_told_of_it() -> anyhow::Result<()> {
        let repo = Repo::find()?;
        let all = all_on(&repo, Runtime::Webassembly)?;
        assert_eq!(all_on(&repo, Runtime::Refused)?, all);
        for runtime in [Runtime::Absent, Runtime::Csp] {
            assert_eq!(all_on(&repo, runtime)?.len() + OF_THE_SITE.len(), all.len());
        }
        for name in IN_ONE_ENGINE.iter().chain(&OF_THE_SITE) {
            assert!(
                repo.path(format!("{FOLDER}/{name}{SUFFIX}")).is_file(),
                "{name}"
            );
        }
        Ok(())
    }

    #[test]
    fn of_a_failed_run_the_failing_tests_are_said_again() {
        assert_eq!(
            failing_tests("✔ one\n✖ two\n\n✖ failing tests:\n\n✖ two\n"),
            "✖ failing tests:\n\n✖ two\n"
        );
        assert_eq!(failing_tests("the driver ended"), "the driver ended");
    }
}
