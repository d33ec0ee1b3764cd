//! Checks TypeScript and typed JavaScript.

use anyhow::Result;

use crate::commands::run_all;
use crate::repo::Repo;

/// Runs the compilers.
pub fn run(repo: &Repo) -> Result<()> {
    let check = |config: &'static str| repo.tsc(["--noEmit", "--project", config]);
    run_all([
        ("tsc: the package", check("tsconfig.package.json")),
        ("tsc: the demo site", check("tsconfig.www.json")),
        ("tsc: the end-to-end suite", check("tsconfig.e2e.json")),
        // Not by the old compiler: Vue's own declarations need a newer one.
        (
            "tsc: the entries' declarations",
            check("tests/types/entries/tsconfig.json"),
        ),
        // By the newest compiler, and by one that is three years old: integrators have both.
        (
            "tsc: the published declarations",
            check("tests/types/tsconfig.json"),
        ),
        (
            "tsc 5.3: the published declarations",
            repo.run(
                "node",
                [
                    "node_modules/typescript-5.3/bin/tsc",
                    "--noEmit",
                    "--project",
                    "tests/types/tsconfig.json",
                ],
            ),
        ),
    ])
}
