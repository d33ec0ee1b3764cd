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
use super::step::Step;
use crate::build::package::{self, Weight};

/// Runs one step; `names` narrow it where that is possible.
pub fn run(context: &mut Context, step: Step, names: &[String]) -> Result<()> {
    let repo = context.repo;
    match step {
        Step::Audit => audit::run(repo),
        Step::Format => format::run(repo),
        Step::Package => package::build(repo, Weight::Optimised),
        Step::Weight => package::check_limit(repo),
        Step::Packed => packed::run(repo, names),
        Step::Types => types::run(repo),
        Step::Lint => rust::lint(repo, context.deep),
        Step::Native => rust::test(repo, context.deep, names),
        Step::Dependencies => dependencies::check(repo, &context.cargo_deny()?),
        Step::Docs => rust::document(repo, context.deep),
        Step::Server => server::run(repo, names),
        Step::Wasm => wasm::run(context, names),
        Step::Testing => testing::run(context, names),
        Step::Blocks => blocks::run(context, names),
        Step::Packaging => packaging::run(context, names),
        Step::E2e => e2e::run(context, names),
        Step::Bench => bench::run(repo, names),
        Step::Es5 => es5::run(context, names),
    }
}
