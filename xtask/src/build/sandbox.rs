//! Builds the sandbox.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::progress::report_progress;
use crate::repo::Repo;

/// Builds the sandbox and returns its program; cargo does nothing if it is up to date.
pub fn build(repo: &Repo) -> Result<PathBuf> {
    report_progress("issuer-sandbox: building");
    repo.cargo(["build", "--quiet", "--package=issuer-sandbox"])
        .run()
        .context("the sandbox did not build: its errors are above")?;
    Ok(repo.target("debug/issuer-sandbox"))
}
