//! The tests of the tarball in real applications: each is built by its own tool, and a cardholder sets a
//! PIN in it, in Chromium.

use anyhow::Result;

use crate::browsers;
use crate::build::{sandbox, tarball};
use crate::files::files_ending;
use crate::test::context::Context;
use crate::test::node::{self, Job};
use crate::test::step::Step;

const FOLDER: &str = "tests/packaging";
const EXAMPLES: &str = "tests/examples";

/// The most common applications; with `--packaging`, all of them and the frameworks' examples.
/// `names` are patterns of test names.
pub fn jobs(context: &Context, names: &[String]) -> Result<Vec<Job>> {
    let repo = context.repo;
    let mut files = files_ending(repo, FOLDER, ".test.mjs")?;
    if context.packaging {
        files.extend(files_ending(repo, EXAMPLES, ".test.mjs")?);
    }
    let command = node::command(repo, &files, names)
        .env("PACKAGING", if context.packaging { "all" } else { "some" })
        .env("SANDBOX_BIN", sandbox::build(repo)?)
        .env("PACKAGE_TARBALL", tarball::path(repo)?);
    let command = browsers::with_browsers(command, None);
    Ok(vec![Job::only(Step::Packaging, command)])
}
