//! Tests `./server`, the backend's token route: the built package in each runtime that it supports,
//! with an issuer of the tests.

use anyhow::Result;

use crate::files::files_ending;
use crate::repo::Repo;
use crate::test::node;
use crate::tools;

const FOLDER: &str = "tests/server";

/// Runs `tests/server`. The runtimes come from npm, by a lock file of their own: they are larger
/// than all other tools. `names` are patterns of test names.
pub fn run(repo: &Repo, names: &[String]) -> Result<()> {
    tools::ensure_npm_in(repo, FOLDER)?;
    let files = files_ending(repo, FOLDER, ".test.mjs")?;
    node::run(&node::command(repo, &files, names))
}
