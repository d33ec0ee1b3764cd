//! The packed tarball in real applications: each built by its own tool, opened in Chromium, and taken through a whole flow.

use anyhow::Result;

use crate::parts::{Context, files_ending};
use crate::{browsers, node_tests, package, sandbox};

const FOLDER: &str = "tests/packaging";
const EXAMPLES: &str = "tests/examples";

/// The few that most integrators have; all of them, and the frameworks' examples, with `--packaging`. `names` are patterns of test names.
pub fn run(context: &Context, names: &[String]) -> Result<()> {
    let repo = context.repo;
    let mut files = files_ending(repo, FOLDER, ".test.mjs")?;
    if context.packaging {
        files.extend(files_ending(repo, EXAMPLES, ".test.mjs")?);
    }
    let command = node_tests::command(repo, &files, names)
        .env("PACKAGING", if context.packaging { "all" } else { "some" })
        .env("SANDBOX_BIN", sandbox::build(repo)?)
        .env("PACKAGE_TARBALL", package::packed(repo)?);
    node_tests::run(&browsers::for_suite(command, None))
}
