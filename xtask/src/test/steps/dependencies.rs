//! Checks the dependencies: licences, sources and duplicates (`deny.toml`), and known
//! vulnerabilities.

use std::path::Path;

use anyhow::Result;

use crate::commands::run_all;
use crate::crate_tool::CARGO_DENY;
use crate::repo::Repo;
use crate::tools;

/// The checks that do not need a list of vulnerabilities.
const OFFLINE_CHECKS: [&str; 3] = ["licenses", "bans", "sources"];

/// Checks the crates of the lock file, for every platform.
pub fn check(repo: &Repo, cargo_deny: &Path) -> Result<()> {
    let arguments = [&["--workspace", "--locked", "check"][..], &OFFLINE_CHECKS].concat();
    run_all([("cargo deny", repo.run(cargo_deny, arguments))])
}

/// Checks the crates and the npm packages of the lock files against the public lists of known
/// vulnerabilities.
pub fn advisories(repo: &Repo) -> Result<()> {
    let mut cargo_deny = CARGO_DENY.start(repo)?;
    tools::ensure_npm(repo)?;
    let cargo_deny = cargo_deny.wait()?;
    run_all([
        (
            "cargo deny: advisories",
            repo.run(
                cargo_deny,
                ["--workspace", "--locked", "check", "advisories"],
            ),
        ),
        (
            "npm audit",
            repo.run("npm", ["audit", "--audit-level=moderate"]),
        ),
    ])
}
