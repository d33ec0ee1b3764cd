//! The package as applications for old browsers have it: transpiled to ES5 by SWC and by Babel, and run in Chromium.

use anyhow::Result;

use crate::browsers;
use crate::node_tests;
use crate::parts::Context;
use crate::progress::step;
use crate::{repo::Repo, sandbox};

const TOOLS: [&str; 2] = ["swc", "babel"];

/// The end-to-end tests that CI runs on each build, and those that only `--packaging` and `--deep` run.
const QUICK: [&str; 1] = ["first-light"];
const SLOW: [&str; 4] = ["messages", "element", "lifecycle", "modal"];

/// Transpiles the package and runs the tests of [`QUICK`], or all of them; `names` are patterns of test names.
pub fn run(context: &Context, names: &[String]) -> Result<()> {
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
    for tool in TOOLS {
        step(&format!("es5: {tool}"));
        let package = transpile(repo, tool)?;
        let command = node_tests::command(repo, &files, names)
            .env("E2E_ENGINE", "chromium")
            .env("E2E_PKG", package)
            .env("SANDBOX_BIN", &binary);
        node_tests::run(&browsers::for_suite(command, None))?;
    }
    Ok(())
}

/// Returns the folder of the transpiled package.
fn transpile(repo: &Repo, tool: &str) -> Result<std::path::PathBuf> {
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
