//! The documentation: tables that are generated from doc comments, and the pages of the site.

use anyhow::{Context, Result};
use duct::Expression;

use crate::generate::Specification;
use crate::progress::report_progress;
use crate::repo::Repo;

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

/// The script receives the specification as JSON, so that it needs no parser for TOML.
fn tables(repo: &Repo, options: &[&str]) -> Result<Expression> {
    let specification = serde_json::to_vec(&Specification::read(repo)?)?;
    let command = repo.run("node", [&[TABLES], options].concat());
    Ok(command.stdin_bytes(specification))
}

/// Builds the documentation's pages in `www/docs/`.
pub fn build_pages(repo: &Repo) -> Result<()> {
    report_progress("www: the documentation");
    repo.run("node", [PAGES])
        .run()
        .context("the documentation's pages did not build: the reason is above")?;
    Ok(())
}
