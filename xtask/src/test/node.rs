//! Runs Node's test runner, for the steps whose tests are in JavaScript.

use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;

use anyhow::{Result, ensure};
use duct::Expression;

use crate::commands::without_issuer;
use crate::repo::Repo;

/// For one file, in milliseconds. A file whose set-up failed may leave a server listening, and Node
/// waits for that without a limit. It once blocked CI until that was cancelled.
const FILE_LIMIT: u32 = 15 * 60 * 1000;

/// `node --test` for `files`, one after the other, because they share browsers and folders; `names`
/// are patterns of test names.
pub fn command(repo: &Repo, files: &[PathBuf], names: &[String]) -> Expression {
    let mut arguments: Vec<OsString> = ["--test", "--test-concurrency=1", "--test-reporter=spec"]
        .map(OsString::from)
        .to_vec();
    arguments.push(format!("--test-timeout={FILE_LIMIT}").into());
    for pattern in names {
        arguments.push(format!("--test-name-pattern={pattern}").into());
    }
    arguments.extend(files.iter().map(OsString::from));
    without_issuer(repo.run("node", arguments)).stdin_null()
}

/// Runs `command`, prints its output line by line, and fails unless a test ran and all passed.
pub fn run(command: &Expression) -> Result<()> {
    let output = command.stderr_to_stdout().unchecked().reader()?;
    let mut log = String::new();
    for line in BufReader::new(&output).lines() {
        let line = line?;
        println!("{line}");
        log.push_str(&line);
        log.push('\n');
    }
    let ended = output.try_wait()?;
    ensure!(
        ended.is_some_and(|ended| ended.status.success()),
        "tests failed: see `failing tests` above"
    );
    ensure!(
        some_passed(&log),
        "no test passed: is there one with that name?"
    );
    Ok(())
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
