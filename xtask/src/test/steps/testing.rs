//! The tests of `./testing`, the sandbox for integrators' tests: each scenario with the widget, the
//! handlers alone, and the examples that use them.

use anyhow::{Result, ensure};

use crate::browsers::{self, Engine};
use crate::build::{sandbox, tarball};
use crate::files::files_ending;
use crate::test::context::Context;
use crate::test::node::{self, Job};
use crate::test::step::Step;

const FOLDER: &str = "tests/testing";
const SUFFIX: &str = ".test.mjs";

/// The file that installs and builds, which takes long: only with `--packaging` and `--deep`.
const EXAMPLES: &str = "examples.test.mjs";

/// The file that opens pages in the browser under test.
const SCENARIOS: &str = "scenarios.test.mjs";

/// All files in the first browser, Chromium by default; with `--deep`, also the scenarios in the
/// other ones. `names` are patterns of test names.
pub fn jobs(context: &mut Context, names: &[String]) -> Result<Vec<Job>> {
    let repo = context.repo;
    let mut all = files_ending(repo, FOLDER, SUFFIX)?;
    if !context.packaging && !context.deep && names.is_empty() {
        all.retain(|file| !file.ends_with(EXAMPLES));
    }
    ensure!(!all.is_empty(), "no {FOLDER}/*{SUFFIX} to run");
    let scenarios = vec![repo.path(FOLDER).join(SCENARIOS)];
    let geckodriver = context.geckodriver()?;
    let sandbox = sandbox::build(repo)?;
    let engines = if context.deep {
        &context.engines[..]
    } else {
        &context.engines[..1]
    };
    let job = |(at, &engine): (usize, &Engine)| {
        let files = if at == 0 { &all } else { &scenarios };
        let command = node::command(repo, files, names)
            .env("E2E_ENGINE", engine.name())
            .env("SANDBOX_BIN", &sandbox)
            .env("PACKAGE_TARBALL", tarball::path(repo)?);
        Ok(Job {
            step: Step::Testing,
            name: format!("testing-{}", engine.name()),
            command: browsers::with_browsers(command, geckodriver.as_deref()),
        })
    };
    engines.iter().enumerate().map(job).collect()
}
