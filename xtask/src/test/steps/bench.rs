//! The counts of the benchmark: calls of JavaScript, requests, nodes, listeners and bytes. Unlike
//! times, they are the same on every machine.

use anyhow::Result;

use crate::browsers::{self, Engine};
use crate::build::package::{self, Weight};
use crate::files::files_ending;
use crate::repo::Repo;
use crate::test::node::{self, Job};
use crate::test::pool;
use crate::test::step::Step;
use crate::tools;

const FOLDER: &str = "bench";
const SUFFIX: &str = ".test.mjs";

/// The tests of the counts, in Chromium, and those of the report; `names` are patterns of test names.
pub fn jobs(repo: &Repo, names: &[String]) -> Result<Vec<Job>> {
    browsers::ensure_browsers(repo, &[Engine::Chromium])?;
    let files = files_ending(repo, FOLDER, SUFFIX)?;
    let command = node::command(repo, &files, names);
    let command = browsers::with_browsers(command, None);
    Ok(vec![Job::only(Step::Bench, command)])
}

/// `cargo xtask bench --smoke`: builds the package, and runs the tests.
pub fn smoke(repo: &Repo) -> Result<()> {
    tools::ensure_npm(repo)?;
    package::build(repo, Weight::Optimised)?;
    pool::check(repo, jobs(repo, &[])?)
}
