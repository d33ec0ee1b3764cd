//! The tests of the package as in applications for old browsers: transpiled to ES5 by SWC and by Babel, in
//! Chromium.

use std::path::PathBuf;

use anyhow::Result;

use crate::browsers;
use crate::build::sandbox;
use crate::progress::report_progress;
use crate::repo::Repo;
use crate::test::context::Context;
use crate::test::node::{self, Job};
use crate::test::step::Step;

const TOOLS: [&str; 2] = ["swc", "babel"];

/// The end-to-end tests that CI runs on each build. `--packaging` and `--deep` also run [`SLOW`].
const QUICK: [&str; 1] = ["set-pin"];
const SLOW: [&str; 5] = [
    "messages",
    "element",
    "element-options",
    "lifecycle",
    "modal",
];

/// Transpiles the package for the tests of [`QUICK`], or for all of them; `names` are patterns of
/// test names.
pub fn jobs(context: &Context, names: &[String]) -> Result<Vec<Job>> {
    let repo = context.repo;
    let binary = sandbox::build(repo)?;
    let mut tests = QUICK.to_vec();
    if context.packaging || context.deep || !names.is_empty() {
        tests.extend(SLOW);
    }
    let files: Vec<_> = tests
        .iter()
        .map(|name| repo.path(format!("tests/e2e/{name}.test.mjs")))
        .collect();
    let job = |tool| {
        report_progress(&format!("es5: {tool}"));
        let package = transpile(repo, tool)?;
        let command = node::command(repo, &files, names)
            .env("E2E_ENGINE", "chromium")
            .env("E2E_PKG", package)
            .env("SANDBOX_BIN", &binary);
        Ok(Job {
            step: Step::Es5,
            name: format!("es5-{tool}"),
            command: browsers::with_browsers(command, None),
        })
    };
    TOOLS.into_iter().map(job).collect()
}

/// Returns the folder of the transpiled package.
fn transpile(repo: &Repo, tool: &str) -> Result<PathBuf> {
    let folder = repo.target(format!("es5/{tool}"));
    repo.run(
        "node",
        [
            "tests/es5/transpile.mjs".as_ref(),
            tool.as_ref(),
            folder.as_os_str(),
        ],
    )
    .run()?;
    Ok(folder)
}
