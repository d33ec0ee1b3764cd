//! `cargo xtask package`: builds the package in `pkg/` and its tarball, and reports their sizes.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Result;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::engine::{self, Engine};
use super::entries::{Bundle, Format};
use super::integrity::{IMPORT_MAP, SCRIPT_TAG};
use super::sizes::Size;
use super::stamp::Stamp;
use super::{bundle, declarations, description, integrity, languages, readme, report, tarball};
use crate::files::{copy_folder, recreate};
use crate::progress::report_progress;
use crate::repo::Repo;
use crate::threads::both;

/// The source of this folder: a change of it makes the package stale.
const CODE: [&str; 22] = [
    include_str!("bundle.rs"),
    include_str!("data_segments.rs"),
    include_str!("declarations.rs"),
    include_str!("description.rs"),
    include_str!("engine.rs"),
    include_str!("engine_types.rs"),
    include_str!("entries.rs"),
    include_str!("glue.rs"),
    include_str!("integrity.rs"),
    include_str!("javascript.rs"),
    include_str!("languages.rs"),
    include_str!("mod.rs"),
    include_str!("package.rs"),
    include_str!("readme.rs"),
    include_str!("refresh.rs"),
    include_str!("report.rs"),
    include_str!("sandbox.rs"),
    include_str!("short_names.rs"),
    include_str!("sizes.rs"),
    include_str!("stamp.rs"),
    include_str!("tarball.rs"),
    include_str!("wasm_opt.rs"),
];

/// The files and folders that the package is made from.
const INPUTS: [&str; 11] = [
    "src",
    "specification",
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
    "pkg-template",
    "package-lock.json",
    "tsconfig.base.json",
    "CHANGELOG.md",
    "LICENSE-MIT",
    "LICENSE-APACHE",
];

/// How much time to spend on a small engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// For publishing.
    Optimised,
    /// For work on the engine; the limit does not apply.
    Quick,
}

/// Builds the package, prints its sizes, and fails if `index.mjs` is above the limit.
pub fn run(repo: &Repo, weight: Weight) -> Result<()> {
    build(repo, weight)?;
    match weight {
        Weight::Optimised => check_limit(repo),
        Weight::Quick => Ok(()),
    }
}

/// Builds the package, unless it is up to date, and prints its sizes. The limit is not checked, so
/// that a package above it can still be tested.
pub fn build(repo: &Repo, weight: Weight) -> Result<()> {
    let stamp = stamp(repo, weight)?;
    let report = repo.target("package.txt");
    if stamp.is_up_to_date(&outputs(repo)?) {
        report_progress("package: up to date");
    } else {
        make(repo, weight, &report)?;
        stamp.set(&outputs(repo)?)?;
    }
    print!("{}", fs::read_to_string(report)?);
    Ok(())
}

/// Builds only the ES modules of these entries into `pkg/`, without declarations and a tarball.
pub fn build_modules(repo: &Repo, entries: &[&str]) -> Result<()> {
    let engine = engine::build(repo, true)?;
    let sources = assemble_sources(repo, &engine)?;
    recreate(&repo.path("pkg"))?;
    let is_wanted = |bundle: &Bundle| {
        matches!(bundle.format, Format::Esm) && entries.contains(&bundle.entry.name)
    };
    let bundles: Vec<_> = Bundle::all().filter(is_wanted).collect();
    bundle::write_all(repo, &bundles, &sources, "0.0.0")
}

/// Fails if `index.mjs` is above the limit.
pub fn check_limit(repo: &Repo) -> Result<()> {
    Size::of(repo, "index.mjs", &repo.path("pkg/index.mjs"))?.check_limit()
}

fn stamp(repo: &Repo, weight: Weight) -> Result<Stamp> {
    let weight = format!("{weight:?}");
    let mut code = CODE.to_vec();
    code.push(&weight);
    Stamp::of(repo, "package", &code, &INPUTS)
}

fn outputs(repo: &Repo) -> Result<Vec<PathBuf>> {
    let mut outputs = vec![repo.target("package.txt"), repo.path("pkg/package.json")];
    outputs.extend(Bundle::all().map(|bundle| repo.path("pkg").join(bundle.file())));
    outputs.extend(
        languages::modules(repo)?
            .iter()
            .map(|file| repo.path("pkg").join(file)),
    );
    outputs.push(repo.path("pkg/types/index.d.ts"));
    outputs
        .extend(["integrity.json", SCRIPT_TAG, IMPORT_MAP].map(|file| repo.path("pkg").join(file)));
    outputs.push(tarball::path(repo)?);
    outputs.push(repo.target(tarball::LATEST));
    Ok(outputs)
}

fn make(repo: &Repo, weight: Weight, report: &Path) -> Result<()> {
    // This also installs the npm packages that the other steps use.
    let engine = engine::build(repo, weight == Weight::Optimised)?;
    let version = tarball::version(repo)?;
    report_progress("package: bundles and declarations");
    let sources = assemble_sources(repo, &engine)?;
    let package = repo.path("pkg");
    recreate(&package)?;
    both(
        || write_bundles(repo, &sources, &version),
        || declarations::emit(repo, &sources, &package.join("types")),
    )?;
    languages::write(repo, &package, &version)?;
    description::write(repo, &package, &version)?;
    let tag = integrity::script_tag(&package, &version)?;
    fs::write(package.join(SCRIPT_TAG), &tag)?;
    let map = integrity::import_map(repo, &package, &version)?;
    integrity::write(repo, &package, &map)?;
    let map = format!("<script type=\"importmap\">{map}</script>\n");
    fs::write(package.join(IMPORT_MAP), &map)?;
    let files: Vec<_> = Bundle::all().map(|bundle| bundle.file()).collect();
    let sizes = Size::of_package(repo, &files)?;
    readme::fill(&package, &sizes, &[&tag, &map])?;
    report_progress("package: npm pack");
    tarball::pack(repo, &version)?;
    let text = report::of(repo, &engine, sizes, &version, &(tag + &map))?;
    Ok(fs::write(report, text)?)
}

/// Writes all files, some of them at the same time: a module depends on no other file, but a script
/// may contain the hash of another one, so these are written in the order of the entries.
fn write_bundles(repo: &Repo, sources: &Path, version: &str) -> Result<()> {
    let (modules, scripts): (Vec<_>, Vec<_>) = Bundle::all().partition(Bundle::is_module);
    let (first, second) = modules.split_at(modules.len() / 2);
    let write = |bundles: &[Bundle]| bundle::write_all(repo, bundles, sources, version);
    let write_scripts = || {
        scripts
            .iter()
            .try_for_each(|script| write(std::slice::from_ref(script)))
    };
    both(write_scripts, || both(|| write(first), || write(second)))?;
    Ok(())
}

/// The TypeScript sources, with the engine's bytes and glue beside them.
pub fn assemble_sources(repo: &Repo, engine: &Engine) -> Result<PathBuf> {
    let build = repo.target("pkg-build");
    recreate(&build)?;
    let sources = build.join("src");
    copy_folder(repo, "pkg-template/src", &sources)?;
    languages::write_sources(repo, &sources)?;
    let folder = sources.join("engine");
    fs::create_dir_all(&folder)?;
    fs::copy(&engine.glue, folder.join("glue.js"))?;
    fs::copy(&engine.javascript, folder.join("javascript.js"))?;
    let bytes = STANDARD.encode(deflated(&fs::read(&engine.wasm)?)?);
    fs::write(
        folder.join("bytes.ts"),
        format!(
            "/** The engine's module: raw deflate, then base64. Generated. */\nexport const DEFLATED_BASE64: string = \"{bytes}\";\n"
        ),
    )?;
    Ok(sources)
}

fn deflated(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut deflated = Vec::new();
    zopfli::compress(
        zopfli::Options::default(),
        zopfli::Format::Deflate,
        bytes,
        &mut deflated,
    )?;
    deflated.flush()?;
    Ok(deflated)
}

#[cfg(test)]
mod tests {
    use super::CODE;
    use crate::repo::Repo;

    #[test]
    fn a_change_of_any_file_of_this_folder_makes_the_package_stale() -> anyhow::Result<()> {
        for file in Repo::find()?.files("xtask/src/build")? {
            let text = std::fs::read_to_string(&file)?;
            assert!(CODE.contains(&text.as_str()), "{}", file.display());
        }
        Ok(())
    }
}
