//! The package as npm would publish it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::repo::Repo;

/// A copy of the tarball under a name without a version. The examples depend on it, and a new
/// version does not change them.
pub const LATEST: &str = "set-pin-widget.tgz";

/// The tarball of the checkout's version.
pub fn path(repo: &Repo) -> Result<PathBuf> {
    Ok(of_version(repo, &version(repo)?))
}

/// The tarball of a version.
pub fn of_version(repo: &Repo, version: &str) -> PathBuf {
    repo.target(format!("set-pin-widget-{version}.tgz"))
}

/// The crate's version, which is also the package's.
pub fn version(repo: &Repo) -> Result<String> {
    let metadata = repo
        .cargo(["metadata", "--no-deps", "--format-version=1", "--offline"])
        .read()
        .context("cargo metadata failed")?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let packages = metadata["packages"].as_array().context("no packages")?;
    let widget = packages
        .iter()
        .find(|package| package["name"] == "set-pin-widget");
    let version = widget.and_then(|widget| widget["version"].as_str());
    Ok(version.context("no version in Cargo.toml")?.to_owned())
}

/// Packs `pkg/`.
pub fn pack(repo: &Repo, version: &str) -> Result<()> {
    remove_tarballs(repo)?;
    let arguments = [
        "pack",
        "./pkg",
        "--ignore-scripts",
        "--silent",
        "--pack-destination",
        "target",
    ];
    repo.run("npm", arguments)
        .stdout_null()
        .run()
        .context("npm pack failed")?;
    let tarball = of_version(repo, version);
    ensure!(
        tarball.is_file(),
        "npm pack did not write {}: is `name` in pkg-template/package.json \"set-pin-widget\"?",
        tarball.display()
    );
    fs::copy(&tarball, repo.target(LATEST))?;
    Ok(())
}

/// Removes those of other versions too, so that nobody installs one by mistake.
fn remove_tarballs(repo: &Repo) -> Result<()> {
    for entry in fs::read_dir(repo.target(""))? {
        let path = entry?.path();
        if is_tarball(&path) {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}

fn is_tarball(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| name.starts_with("set-pin-widget") && name.ends_with(".tgz"))
}
