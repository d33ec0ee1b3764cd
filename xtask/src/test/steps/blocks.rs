//! The code blocks of the documentation.

use anyhow::Result;

use crate::build::{sandbox, tarball};
use crate::files::files_ending;
use crate::test::context::Context;
use crate::test::node::{self, Job};
use crate::test::step::Step;
use crate::{browsers, tools};

const FOLDER: &str = "tests/docs";

/// Some blocks need an HTTP framework, which the tests of `./server` install.
const SERVER_PACKAGES: &str = "tests/server";

/// The code blocks of the READMEs and of `docs/`; those for browsers run in Chromium. `names`
/// are patterns of test names.
pub fn jobs(context: &Context, names: &[String]) -> Result<Vec<Job>> {
    let repo = context.repo;
    tools::ensure_npm_in(repo, SERVER_PACKAGES)?;
    let files = files_ending(repo, FOLDER, ".test.mjs")?;
    let command = node::command(repo, &files, names)
        .env("SANDBOX_BIN", sandbox::build(repo)?)
        .env("PACKAGE_TARBALL", tarball::path(repo)?);
    let command = browsers::with_browsers(command, None);
    Ok(vec![Job::only(Step::Blocks, command)])
}
