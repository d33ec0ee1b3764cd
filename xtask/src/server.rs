//! `./server`, the backend's token route: the built package in each runtime that it is for, against a stand-in issuer.

use std::ffi::OsString;

use anyhow::{Result, ensure};

use crate::e2e::some_passed;
use crate::parts::{files_ending, without_issuer};
use crate::repo::Repo;
use crate::tools;

const FOLDER: &str = "tests/server";

/// The runtimes come from npm, by a lock file of their own: they weigh more than all other tools. `names` are patterns of test names.
pub fn run(repo: &Repo, names: &[String]) -> Result<()> {
    tools::ensure_npm_in(repo, FOLDER)?;
    let mut arguments: Vec<OsString> = ["--test", "--test-concurrency=1", "--test-reporter=spec"]
        .map(OsString::from)
        .to_vec();
    for pattern in names {
        arguments.push(format!("--test-name-pattern={pattern}").into());
    }
    let files = files_ending(repo, FOLDER, ".test.mjs")?;
    arguments.extend(files.into_iter().map(OsString::from));
    let output = without_issuer(repo.run("node", arguments))
        .stdout_capture()
        .unchecked()
        .run()?;
    let words = String::from_utf8_lossy(&output.stdout);
    println!("{words}");
    ensure!(output.status.success(), "node --test {FOLDER}");
    ensure!(
        some_passed(&words),
        "no test passed: is there one of that name?"
    );
    Ok(())
}
