//! Bundles the scripts of the pages that the tests open.

use std::path::PathBuf;

use anyhow::{Context as _, Result};

use crate::files::{copy_folder, recreate};
use crate::progress::report_progress;
use crate::repo::Repo;

/// The pages and their scripts, which contain no tests.
pub const FOLDER: &str = "tests/e2e/fixtures";

/// The scripts that most tests load. Each has about eight imports.
const BUNDLED: [&str; 3] = ["blank.mjs", "element.mjs", "secure-view.mjs"];

/// Copies the pages, with each of their scripts in one file, and returns the folder of the copy. To
/// open a page then takes Chromium a fifth less processor time. Tests that `node --test` runs
/// without this use [`FOLDER`] itself.
pub fn bundle(repo: &Repo) -> Result<PathBuf> {
    report_progress("fixtures: one script for each page");
    let folder = repo.target("e2e-fixtures");
    recreate(&folder)?;
    copy_folder(repo, FOLDER, &folder)?;
    let mut arguments = BUNDLED.map(|name| format!("{FOLDER}/{name}")).to_vec();
    arguments.extend(
        [
            "--bundle",
            "--format=esm",
            "--target=es2022",
            // The package stays in its own files.
            "--external:/pkg/*",
            "--allow-overwrite",
            "--log-level=warning",
        ]
        .map(str::to_owned),
    );
    arguments.push(format!("--outdir={}", folder.display()));
    arguments.push("--out-extension:.js=.mjs".to_owned());
    repo.npm_bin("esbuild", arguments)
        .run()
        .context("the fixtures were not bundled: the errors are above")?;
    Ok(folder)
}
