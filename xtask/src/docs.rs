//! The documentation: its tables, made from the doc comments of the code that they are about, and its code blocks, each of them run.

use anyhow::Result;
use duct::Expression;

use crate::parts::{Context, files_ending};
use crate::repo::Repo;
use crate::{browsers, node_tests, package, sandbox, tools};

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
    let files = files_ending(repo, FOLDER, ".test.mjs")?;
    let command = node_tests::command(repo, &files, names)
        .env("SANDBOX_BIN", sandbox::build(repo)?)
        .env("PACKAGE_TARBALL", package::packed(repo)?);
    node_tests::run(&browsers::for_suite(command, None))
}
