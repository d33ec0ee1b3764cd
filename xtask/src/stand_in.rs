//! `./testing`, the integrators' stand-in: each scenario through the widget, the handlers by themselves, and the examples that use them.

use std::path::PathBuf;

use anyhow::{Result, bail, ensure};

use crate::browsers::{self, Engine};
use crate::parts::{Context, files_ending};
use crate::progress::step;
use crate::{node_tests, package, sandbox};

const FOLDER: &str = "tests/testing";
const SUFFIX: &str = ".test.mjs";

/// The one file that installs and builds, which takes long: with `--packaging` and `--deep` only.
const EXAMPLES: &str = "examples.test.mjs";

/// The one file that opens pages in the engine under test.
const SCENARIOS: &str = "scenarios.test.mjs";

/// All of it in one engine, Chromium unless told otherwise; with `--deep` the scenarios in the other ones too. `names` are patterns of test names.
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
    step(&format!("stand-in: {}", engine.name()));
    let geckodriver = context.geckodriver()?;
    let repo = context.repo;
    let command = node_tests::command(repo, files, names)
        .env("E2E_ENGINE", engine.name())
        .env("SANDBOX_BIN", sandbox::build(repo)?)
        .env("PACKAGE_TARBALL", package::packed(repo)?);
    node_tests::run(&browsers::for_suite(command, geckodriver.as_deref()))
}
