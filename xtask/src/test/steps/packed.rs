//! The tests of the tarball with npm, Node, bundlers, and the syntax of the oldest browsers.

use anyhow::Result;

use crate::build::tarball;
use crate::files::files_ending;
use crate::repo::Repo;
use crate::test::node::{self, Job};
use crate::test::step::Step;

/// `tests/packed`; `names` are patterns of test names.
pub fn jobs(repo: &Repo, names: &[String]) -> Result<Vec<Job>> {
    let files = files_ending(repo, "tests/packed", ".test.mjs")?;
    let command = node::command(repo, &files, names).env("PACKAGE_TARBALL", tarball::path(repo)?);
    Ok(vec![Job::only(Step::Packed, command)])
}
