//! `cargo xtask test --sabotage`: breaks one rule at a time in a copy, and expects tests to fail.

mod failures;
mod patch;
mod trial;

use std::collections::BTreeSet;

use anyhow::{Result, bail};

pub use self::patch::findings;
use self::patch::{Patch, check_that_all_apply};
use self::trial::Trial;
use crate::progress::report_progress;
use crate::repo::Repo;

/// Applies each patch, or each of `names`, and fails unless tests fail with each one. A dry run
/// only checks that they apply.
pub fn run(repo: &Repo, names: &[String], dry_run: bool) -> Result<()> {
    let patches = patch::load(repo, names)?;
    check_that_all_apply(repo, &patches)?;
    if dry_run {
        println!("{} patches apply", patches.len());
        return Ok(());
    }
    let trial = Trial::new(repo)?;
    trial.expect_success(&patches)?;
    let mut missed = Vec::new();
    for patch in &patches {
        report_progress(&format!("mutants: {} ({})", patch.name, patch.rule));
        match trial.catch(patch) {
            Ok(caught) => print_caught(patch, &caught),
            Err(error) => {
                println!("{}: NOT CAUGHT: {error:#}\n", patch.name);
                missed.push(patch.name.as_str());
            }
        }
    }
    if missed.is_empty() {
        println!("{} rules broken, each one caught", patches.len());
        return Ok(());
    }
    bail!("not caught: {}", missed.join(", "))
}

fn print_caught(patch: &Patch, caught: &BTreeSet<String>) {
    println!("{}: caught ({})", patch.name, patch.rule);
    for test in caught {
        println!("    {test}");
    }
    println!();
}
