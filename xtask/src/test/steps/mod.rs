//! Runs a step.

mod audit;
pub mod bench;
mod blocks;
pub mod dependencies;
pub mod e2e;
mod es5;
mod format;
mod packaging;
mod packed;
mod rust;
mod server;
mod testing;
mod types;
mod wasm;

use anyhow::Result;

use super::context::Context;
use super::node::Job;
use super::step::Step;
use crate::build::package::{self, Weight};

/// Runs one step, or returns its jobs if its tests run on Node; `names` narrow it where that is
/// possible.
pub fn run(context: &mut Context, step: Step, names: &[String]) -> Result<Vec<Job>> {
    let repo = context.repo;
    match step {
        Step::Packed => return packed::jobs(repo, names),
        Step::Server => return server::jobs(repo, names),
        Step::Testing => return testing::jobs(context, names),
        Step::Blocks => return blocks::jobs(context, names),
        Step::Packaging => return packaging::jobs(context, names),
        Step::Es5 => return es5::jobs(context, names),
        Step::Bench => return bench::jobs(repo, names),
        Step::E2e => return e2e::jobs(context, names),
        Step::Audit => audit::run(repo),
        Step::Format => format::run(repo),
        Step::Package => package::build(repo, Weight::Optimised),
        Step::Weight => package::check_limit(repo),
        Step::Types => types::run(repo),
        Step::Lint => rust::lint(repo, context.deep),
        Step::Native => rust::test(repo, context.deep, names),
        Step::Dependencies => dependencies::check(repo, &context.cargo_deny()?),
        Step::Docs => rust::document(repo, context.deep),
        Step::Wasm => wasm::run(context, names),
    }?;
    Ok(Vec::new())
}
