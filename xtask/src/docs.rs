//! `cargo xtask docs`: the tables in the documentation, made from the doc comments of the code that they are about.

use duct::Expression;

use crate::repo::Repo;

/// Reads TypeScript with its own compiler, and so is a script.
const GENERATOR: &str = "xtask/docs/generate.mjs";

/// Fills the marked regions of the package's README and of `docs/`.
pub fn fill(repo: &Repo) -> Expression {
    repo.run("node", [GENERATOR])
}

/// Fails where a region is stale.
pub fn check(repo: &Repo) -> Expression {
    repo.run("node", [GENERATOR, "--check"])
}
