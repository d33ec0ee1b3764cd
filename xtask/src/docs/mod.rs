//! The documentation: tables that are generated from doc comments, and the pages of the site.

use anyhow::{Context, Result};
use duct::Expression;
use serde::Serialize;
use serde_json::Value;

use crate::generate::Specification;
use crate::progress::report_progress;
use crate::repo::Repo;
use crate::scale;
use crate::test::step::Step;

/// A script, because it reads TypeScript with TypeScript's own compiler.
const TABLES: &str = "xtask/docs/generate.mjs";

/// A script, because it reads Markdown with an npm library. It fails if a link is broken.
const PAGES: &str = "xtask/site/build.mjs";

/// Fills the marked regions of the package's README and of `docs/`.
pub fn fill(repo: &Repo) -> Result<Expression> {
    tables(repo, &[])
}

/// Fails if a region is out of date.
pub fn check(repo: &Repo) -> Result<Expression> {
    tables(repo, &["--check"])
}

/// The facts of the tables that are not in TypeScript.
#[derive(Serialize)]
struct Facts {
    #[serde(flatten)]
    specification: Specification,
    /// The steps of `cargo xtask test`, each with what it checks.
    steps: Vec<(String, String)>,
    /// The tables of docs/scale.md.
    scale: Value,
}

/// The script receives the facts as JSON, so that it needs no parser for TOML or Rust.
fn tables(repo: &Repo, options: &[&str]) -> Result<Expression> {
    let facts = Facts {
        specification: Specification::read(repo)?,
        steps: Step::described(),
        scale: scale::tables(repo)?,
    };
    let command = repo.run("node", [&[TABLES], options].concat());
    Ok(command.stdin_bytes(serde_json::to_vec(&facts)?))
}

/// Builds the documentation's pages in `www/docs/`.
pub fn build_pages(repo: &Repo) -> Result<()> {
    report_progress("www: the documentation");
    repo.run("node", [PAGES])
        .run()
        .context("the documentation's pages did not build: the reason is above")?;
    Ok(())
}
