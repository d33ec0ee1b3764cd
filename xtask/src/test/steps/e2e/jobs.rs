//! Divides the end-to-end tests into jobs: a browser, an engine of the package, and test files.

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

use crate::browsers::Engine;
use crate::repo::Repo;
use crate::test::context::Context;
use crate::test::runtime::Runtime;

/// The folder of the tests.
pub const FOLDER: &str = "tests/e2e";
/// Of each test file.
pub const SUFFIX: &str = ".test.mjs";

/// The number of jobs per browser, so that no core is idle while the last browser runs alone.
const SHARDS: usize = 6;

/// The tests that run on the other runtimes without `--deep`.
const ON_OTHER_RUNTIMES: [(Runtime, &[&str]); 4] = [
    (Runtime::Refused, &["lifecycle", "messages"]),
    (Runtime::Absent, &["lifecycle"]),
    (Runtime::Csp, &["lifecycle"]),
    (Runtime::Lazy, &["lifecycle", "preload"]),
];

/// The tests that run in one browser without `--deep`, so that CI ends in time: the site's pages and
/// documentation, the sandbox's own hosted page and layout, and frameworks' behaviour, which does not
/// depend on the browser. Files or folders.
const IN_ONE_ENGINE: [&str; 7] = [
    "demo",
    "docs-site",
    "frameworks",
    "hosted-page",
    "playground",
    "site",
    "split-origins",
];

/// The tests that open the demo site's own pages. The site's policy can forbid WebAssembly
/// (`issuer-sandbox --refuse-webassembly`), but its pages cannot be made to import another entry or
/// to run without WebAssembly: on those runtimes they would run on WebAssembly, unnoticed.
const OF_THE_SITE: [&str; 4] = ["demo", "docs-site", "playground", "site"];

/// One run of node.
#[derive(Debug)]
pub struct Job {
    /// The browser.
    pub engine: Engine,
    /// The package's engine.
    pub runtime: Runtime,
    /// The tests.
    pub selection: Selection,
    /// The number of the shard, from 1; `None` if the job is not divided.
    shard: Option<usize>,
}

impl Job {
    /// For messages and logs.
    pub fn name(&self) -> String {
        let engine = self.engine.name();
        let runtime = match self.runtime {
            Runtime::Webassembly => String::new(),
            other => format!("-{}", other.name()),
        };
        let shard = self
            .shard
            .map_or_else(String::new, |shard| format!("-{shard}-of-{SHARDS}"));
        format!("{engine}{runtime}{shard}")
    }

    /// Divides the job.
    fn shards(self) -> impl Iterator<Item = Self> {
        let Selection { patterns, files } = self.selection;
        (0..SHARDS).map(move |shard| Self {
            selection: Selection {
                patterns: patterns.clone(),
                files: files.iter().skip(shard).step_by(SHARDS).cloned().collect(),
            },
            shard: Some(shard + 1),
            ..self
        })
    }
}

/// Tests that are selected by name or runtime run in each browser. Otherwise all tests run in each
/// browser, and those of [`ON_OTHER_RUNTIMES`] run on the other runtimes in one of them.
pub fn jobs(context: &Context, names: &[String]) -> Result<Vec<Job>> {
    if !names.is_empty() {
        return in_browsers(context, names);
    }
    let mut jobs: Vec<Job> = in_browsers(context, names)?
        .into_iter()
        .flat_map(Job::shards)
        .collect();
    if context.runtime.is_none() {
        jobs.extend(on_other_runtimes(context)?);
    }
    Ok(jobs)
}

fn in_browsers(context: &Context, names: &[String]) -> Result<Vec<Job>> {
    let runtime = context.runtime.unwrap_or(Runtime::Webassembly);
    if !names.is_empty() {
        return with_each(context.repo, &context.engines, runtime, names);
    }
    let all = files_on(context.repo, runtime)?;
    if context.deep {
        return with_each(context.repo, &context.engines, runtime, &all);
    }
    let (first, others) = context.engines.split_at(1);
    let mut jobs = with_each(context.repo, first, runtime, &all)?;
    let names: Vec<String> = all
        .into_iter()
        .filter(|file| !IN_ONE_ENGINE.iter().any(|name| is_named(file, name)))
        .collect();
    jobs.extend(with_each(context.repo, others, runtime, &names)?);
    Ok(jobs)
}

fn on_other_runtimes(context: &Context) -> Result<Vec<Job>> {
    let mut jobs = Vec::new();
    for (runtime, names) in ON_OTHER_RUNTIMES {
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        let (engines, names) = match (context.deep, runtime) {
            (true, Runtime::Refused) => (&context.engines[..], files_on(context.repo, runtime)?),
            (true, _) => (&context.engines[..], names),
            (false, _) => (&context.engines[..1], names),
        };
        let of_runtime = with_each(context.repo, engines, runtime, &names)?;
        if names.len() > SHARDS {
            jobs.extend(of_runtime.into_iter().flat_map(Job::shards));
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
            shard: None,
        })
    };
    engines.iter().map(job).collect()
}

/// The names of the test files that run on this runtime.
fn files_on(repo: &Repo, runtime: Runtime) -> Result<Vec<String>> {
    let names = test_files(repo)?
        .into_iter()
        .map(|file| name_of(repo, &file));
    Ok(names
        .filter(|name| {
            !matches!(runtime, Runtime::Absent | Runtime::Csp | Runtime::Lazy)
                || !OF_THE_SITE.contains(&name.as_str())
        })
        .collect())
}

/// All test files, also those in folders.
fn test_files(repo: &Repo) -> Result<Vec<PathBuf>> {
    let mut files = repo.files(FOLDER)?;
    files.retain(|file| file.to_string_lossy().ends_with(SUFFIX));
    Ok(files)
}

/// A file's name in `--only`: its path below the folder, without the suffix.
fn name_of(repo: &Repo, file: &Path) -> String {
    let path = repo.relative(file).strip_prefix(FOLDER).unwrap_or(file);
    let path = path.to_string_lossy();
    path.strip_suffix(SUFFIX).unwrap_or(&path).to_owned()
}

/// Whether `name` is the file's name, or the name of a folder that contains the file.
fn is_named(file: &str, name: &str) -> bool {
    file.strip_prefix(name)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether `name` is the name of a test file, or of a folder with test files.
pub fn is_file_or_folder(repo: &Repo, name: &str) -> Result<bool> {
    let files = test_files(repo)?;
    Ok(files
        .iter()
        .any(|file| is_named(&name_of(repo, file), name)))
}

/// The tests that node runs.
#[derive(Debug)]
pub struct Selection {
    /// Of test names.
    pub patterns: Vec<String>,
    /// All of which node runs.
    pub files: Vec<PathBuf>,
}

fn select(repo: &Repo, names: &[String]) -> Result<Selection> {
    let all = test_files(repo)?;
    ensure!(!all.is_empty(), "no {FOLDER}/**{SUFFIX} to run");
    let is_named = |file: &Path, name: &str| is_named(&name_of(repo, file), name);
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

#[cfg(test)]
mod tests {
    use super::{IN_ONE_ENGINE, OF_THE_SITE, Runtime, files_on, is_named, select};
    use crate::repo::Repo;

    #[test]
    fn a_name_selects_a_file_or_a_folder() -> anyhow::Result<()> {
        assert!(is_named("contract/modal", "contract/modal"));
        assert!(is_named("contract/modal", "contract"));
        assert!(!is_named("modal", "contract/modal") && !is_named("modals", "modal"));
        let repo = Repo::find()?;
        let files = |name: &str| select(&repo, &[name.to_owned()]).map(|found| found.files.len());
        assert_eq!(files("contract/modal")?, 1);
        assert!(files("contract")? > 1);
        Ok(())
    }

    #[test]
    fn another_runtime_runs_all_tests_that_can_run_on_it() -> anyhow::Result<()> {
        let repo = Repo::find()?;
        let all = files_on(&repo, Runtime::Webassembly)?;
        assert_eq!(files_on(&repo, Runtime::Refused)?, all);
        for runtime in [Runtime::Absent, Runtime::Csp, Runtime::Lazy] {
            let files = files_on(&repo, runtime)?;
            assert_eq!(files.len() + OF_THE_SITE.len(), all.len());
        }
        for name in IN_ONE_ENGINE.iter().chain(&OF_THE_SITE) {
            assert!(all.iter().any(|file| is_named(file, name)), "{name}");
        }
        Ok(())
    }
}
