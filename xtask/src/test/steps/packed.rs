//! Tests the tarball with npm, Node, bundlers, and the syntax of the oldest browsers.

use anyhow::Result;

use crate::build::tarball;
use crate::files::files_ending;
use crate::repo::Repo;
use crate::test::node;

/// Runs `tests/packed`; `names` are patterns of test names.
pub fn run(repo: &Repo, names: &[String]) -> Result<()> {
    let files = files_ending(repo, "tests/packed", ".test.mjs")?;
    let command = node::command(repo, &files, names);
    node::run(&command.env("PACKAGE_TARBALL", tarball::path(repo)?))
}
