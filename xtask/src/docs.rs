//! The documentation: its tables, made from the doc comments of the code that they are about, and its code blocks, each of them run.

use std::ffi::OsString;

use anyhow::{Result, ensure};
use duct::Expression;

use crate::browsers;
use crate::e2e::some_passed;
use crate::parts::{Context, files_ending, without_issuer};
use crate::repo::Repo;
use crate::{sandbox, tools};

/// Reads TypeScript with its own compiler, and so is a script.
const GENERATOR: &str = "xtask/docs/generate.mjs";

const FOLDER: &str = "tests/docs";

/// Some blocks need an HTTP framework that the tests of the backend have installed.
const SERVER_PACKAGES: &str = "tests/server";

/// Fills the marked regions of the package's README and of `docs/`.
pub fn fill(repo: &Repo) -> Expression {
    repo.run("node", [GENERATOR])
}

/// Fails where a region is stale.
pub fn check(repo: &Repo) -> Expression {
    repo.run("node", [GENERATOR, "--check"])
}

/// Runs the code blocks of the READMEs and of `docs/`, those for browsers in Chromium. `names` are patterns of test names.
pub fn run_blocks(context: &mut Context, names: &[String]) -> Result<()> {
    let repo = context.repo;
    tools::ensure_npm_in(repo, SERVER_PACKAGES)?;
    let mut arguments: Vec<OsString> = ["--test", "--test-concurrency=1", "--test-reporter=spec"]
        .map(OsString::from)
        .to_vec();
    for pattern in names {
        arguments.push(format!("--test-name-pattern={pattern}").into());
    }
    let files = files_ending(repo, FOLDER, ".test.mjs")?;
    arguments.extend(files.into_iter().map(OsString::from));
    let command =
        without_issuer(repo.run("node", arguments)).env("SANDBOX_BIN", sandbox::build(repo)?);
    let output = browsers::for_suite(command, None)
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
