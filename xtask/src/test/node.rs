//! The jobs of Node's test runner, for the steps whose tests are in JavaScript.

use std::ffi::OsString;
use std::path::PathBuf;

use duct::Expression;

use super::step::Step;
use crate::commands::without_issuer;
use crate::repo::Repo;

/// One run of Node, of one step.
#[derive(Debug)]
pub struct Job {
    /// Whose tests it runs.
    pub step: Step,
    /// For messages and logs.
    pub name: String,
    /// From [`command`] or [`command_with_one_browser`].
    pub command: Expression,
}

impl Job {
    /// The only job of a step, with the step's name.
    pub fn only(step: Step, command: Expression) -> Self {
        Self {
            step,
            name: step.name(),
            command,
        }
    }
}

/// For one file, in milliseconds. A file whose set-up failed may leave a server listening, and Node
/// waits for that without a limit. It once blocked CI until that was cancelled.
const FILE_LIMIT: u32 = 15 * 60 * 1000;

/// `node --test` for `files`, one after the other, because they share browsers and folders; `names`
/// are patterns of test names.
pub fn command(repo: &Repo, files: &[PathBuf], names: &[String]) -> Expression {
    node_test(repo, None, files, names)
}

/// [`command`] with one browser for all files. Starting one for each took a quarter of their
/// processor time.
pub fn command_with_one_browser(repo: &Repo, files: &[PathBuf], names: &[String]) -> Expression {
    node_test(
        repo,
        Some("tests/e2e/harness/with-one-browser.mjs"),
        files,
        names,
    )
}

fn node_test(
    repo: &Repo,
    wrapper: Option<&str>,
    files: &[PathBuf],
    names: &[String],
) -> Expression {
    let test = ["--test", "--test-concurrency=1", "--test-reporter=spec"];
    let mut arguments: Vec<OsString> = wrapper
        .into_iter()
        .chain(test)
        .map(OsString::from)
        .collect();
    arguments.push(format!("--test-timeout={FILE_LIMIT}").into());
    for pattern in names {
        arguments.push(format!("--test-name-pattern={pattern}").into());
    }
    arguments.extend(files.iter().map(OsString::from));
    without_issuer(repo.run("node", arguments)).stdin_null()
}

/// Whether a test ran. Node succeeds if a pattern fits no test.
pub fn some_passed(log: &str) -> bool {
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
