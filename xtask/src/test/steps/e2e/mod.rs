//! The end-to-end tests: the built package with the sandbox, in each browser.

mod fixtures;
mod jobs;
mod names;

use anyhow::Result;

use self::jobs::jobs as jobs_of_e2e;
pub use self::names::check as check_names;
use crate::browsers;
use crate::build::sandbox;
use crate::demo::site;
use crate::test::context::Context;
use crate::test::node::{self, Job};
use crate::test::step::Step;

/// The tests in each browser, then on the JavaScript engine. `names` are test files without
/// `.test.mjs`, folders, or patterns of test names.
pub fn jobs(context: &mut Context, names: &[String]) -> Result<Vec<Job>> {
    let repo = context.repo;
    site::build(repo)?;
    let fixtures = fixtures::bundle(repo)?;
    let sandbox = sandbox::build(repo)?;
    let geckodriver = context.geckodriver()?;
    let deep = context.deep;
    let jobs = jobs_of_e2e(context, names)?.into_iter().map(|job| {
        let command =
            node::command_with_one_browser(repo, &job.selection.files, &job.selection.patterns)
                .env("E2E_ENGINE", job.engine.name())
                .env("E2E_RUNTIME", job.runtime.name())
                .env("E2E_DEEP", if deep { "yes" } else { "no" })
                .env("E2E_FIXTURES", &fixtures)
                .env("SANDBOX_BIN", &sandbox);
        Job {
            step: Step::E2e,
            name: job.name(),
            command: browsers::with_browsers(command, geckodriver.as_deref()),
        }
    });
    Ok(jobs.collect())
}
