//! The table of sizes that `cargo xtask package` prints.

use anyhow::Result;

use super::bundle::{escaped, minified};
use super::engine::Engine;
use super::entries::Bundle;
use super::sizes::{self, Size};
use super::tarball;
use crate::generate::Specification;
use crate::repo::Repo;

/// The report on a finished package, with the tags `to_copy`.
pub fn of(repo: &Repo, engine: &Engine, version: &str, to_copy: &str) -> Result<String> {
    let tarball = tarball::of_version(repo, version);
    let mut table = engine_sizes(repo, engine)?.to_vec();
    for bundle in Bundle::all() {
        let file = bundle.file();
        table.push(Size::of(repo, &file, &repo.path("pkg").join(&file))?);
    }
    table.push(languages(repo)?);
    table.push(Size::of(repo, "tarball", &tarball)?);
    Ok(format!(
        "\n{}\nlimit of index.mjs, gzipped: {}\ntarball: {}\n{to_copy}",
        sizes::table(&table),
        sizes::INDEX_LIMIT,
        repo.relative(&tarball).display()
    ))
}

/// The weight of all languages but one.
fn languages(repo: &Repo) -> Result<Size> {
    let specification = Specification::read(repo)?;
    let languages = specification.languages.others();
    let others: Vec<String> = languages
        .map(|(_, language)| escaped(&language.packed()))
        .collect();
    let others: Vec<&str> = others.iter().map(String::as_str).collect();
    let name = format!("of index.mjs: {} languages beside English", others.len());
    Size::share(repo, &name, &repo.path("pkg/index.mjs"), &others)
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
