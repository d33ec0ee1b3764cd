//! The table of sizes that `cargo xtask package` prints.

use anyhow::{Context, Result};

use super::bundle::minified;
use super::engine::Engine;
use super::languages;
use super::sizes::{self, Size};
use super::tarball;
use crate::repo::Repo;

/// The report on a finished package, with the sizes of its bundles and the tags `to_copy`.
pub fn of(
    repo: &Repo,
    engine: &Engine,
    bundles: Vec<Size>,
    version: &str,
    to_copy: &str,
) -> Result<String> {
    let tarball = tarball::of_version(repo, version);
    let mut table = engine_sizes(repo, engine)?.to_vec();
    table.extend(bundles);
    table.push(largest_language(repo)?);
    table.push(Size::of(repo, "tarball", &tarball)?);
    Ok(format!(
        "\n{}\nlimit of index.mjs, gzipped: {}\ntarball: {}\n{to_copy}",
        sizes::table(&table),
        sizes::INDEX_LIMIT,
        repo.relative(&tarball).display()
    ))
}

/// The largest of the languages' modules: a page loads at most one.
fn largest_language(repo: &Repo) -> Result<Size> {
    let sizes = Size::of_package(repo, &languages::modules(repo)?)?;
    let largest = sizes.into_iter().max_by_key(Size::gzipped);
    largest.context("there is only English")
}

/// The module, its glue, both together, and the JavaScript engine.
fn engine_sizes(repo: &Repo, engine: &Engine) -> Result<[Size; 4]> {
    let wasm = Size::of(repo, "engine.wasm", &engine.wasm)?;
    let glue = Size::of(repo, "glue, minified", &minified(repo, &engine.glue)?)?;
    let whole = Size::sum("engine with its glue", &[&wasm, &glue]);
    let javascript = minified(repo, &engine.javascript)?;
    let javascript = Size::of(repo, "engine in JavaScript, minified", &javascript)?;
    Ok([wasm, glue, whole, javascript])
}
