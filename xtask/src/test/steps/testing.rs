//! Tests `./testing`, the sandbox for integrators' tests: each scenario with the widget, the
//! handlers alone, and the examples that use them.

use std::path::PathBuf;

use anyhow::{Result, bail, ensure};

use crate::browsers::{self, Engine};
use crate::build::{sandbox, tarball};
use crate::files::files_ending;
use crate::progress::report_progress;
use crate::test::context::Context;
use crate::test::node;

const FOLDER: &str = "tests/testing";
const SUFFIX: &str = ".test.mjs";

/// The file that installs and builds, which takes long: only with `--packaging` and `--deep`.
const EXAMPLES: &str = "examples.test.mjs";

/// The file that opens pages in the browser under test.
const SCENARIOS: &str = "scenarios.test.mjs";

/// Runs all files in the first browser, Chromium by default; with `--deep`, also the scenarios in
/// the other ones. `names` are patterns of test names.
pub fn run(context: &mut Context, names: &[String]) -> Result<()> {
    let mut all = files_ending(context.repo, FOLDER, SUFFIX)?;
    if !context.packaging && !context.deep && names.is_empty() {
        all.retain(|file| !file.ends_with(EXAMPLES));
    }
    ensure!(!all.is_empty(), "no {FOLDER}/*{SUFFIX} to run");
    let scenarios = vec![context.repo.path(FOLDER).join(SCENARIOS)];
    let mut failed = Vec::new();
    for (at, engine) in context.engines.clone().into_iter().enumerate() {
        let files = if at == 0 { &all } else { &scenarios };
        if at > 0 && !context.deep {
            break;
        }
        if let Err(reason) = run_in(context, engine, files, names) {
            failed.push(format!("{}: {reason}", engine.name()));
        }
    }
    match failed.as_slice() {
        [] => Ok(()),
        some => bail!("in {}", some.join(", ")),
    }
}

fn run_in(
    context: &mut Context,
    engine: Engine,
    files: &[PathBuf],
    names: &[String],
) -> Result<()> {
    report_progress(&format!("testing: {}", engine.name()));
    let geckodriver = context.geckodriver()?;
    let repo = context.repo;
    let command = node::command(repo, files, names)
        .env("E2E_ENGINE", engine.name())
        .env("SANDBOX_BIN", sandbox::build(repo)?)
        .env("PACKAGE_TARBALL", tarball::path(repo)?);
    node::run(&browsers::with_browsers(command, geckodriver.as_deref()))
}
