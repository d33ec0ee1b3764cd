//! `./server`, the backend's token route: the built package in each runtime that it is for, against a stand-in issuer.

use anyhow::Result;

use crate::parts::files_ending;
use crate::repo::Repo;
use crate::{node_tests, tools};

const FOLDER: &str = "tests/server";

/// The runtimes come from npm, by a lock file of their own: they weigh more than all other tools. `names` are patterns of test names.
pub fn run(repo: &Repo, names: &[String]) -> Result<()> {
    tools::ensure_npm_in(repo, FOLDER)?;
    let files = files_ending(repo, FOLDER, ".test.mjs")?;
    node_tests::run(&node_tests::command(repo, &files, names))
}
