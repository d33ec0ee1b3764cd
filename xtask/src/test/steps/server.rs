//! The tests of `./server`, the backend's token route: the built package in each runtime that it supports,
//! with an issuer of the tests.

use anyhow::Result;

use crate::files::files_ending;
use crate::repo::Repo;
use crate::test::node::{self, Job};
use crate::test::step::Step;
use crate::tools;

const FOLDER: &str = "tests/server";

/// `tests/server`. The runtimes come from npm, by a lock file of their own: they are larger
/// than all other tools. `names` are patterns of test names.
pub fn jobs(repo: &Repo, names: &[String]) -> Result<Vec<Job>> {
    tools::ensure_npm_in(repo, FOLDER)?;
    let files = files_ending(repo, FOLDER, ".test.mjs")?;
    let command = node::command(repo, &files, names);
    Ok(vec![Job::only(Step::Server, command)])
}
