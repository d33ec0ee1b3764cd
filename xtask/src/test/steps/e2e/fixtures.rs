//! Bundles the scripts of the pages that the tests open.

use std::path::PathBuf;

use anyhow::{Context as _, Result};

use crate::files::{copy_folder, recreate};
use crate::progress::report_progress;
use crate::repo::Repo;

/// The pages and their scripts, which contain no tests.
pub const FOLDER: &str = "tests/e2e/fixtures";

/// The scripts that most tests load. Each imports four to seven files, whose copies stay beside the
/// bundle: a page that also loaded one of these would have two instances of it.
const BUNDLED: [&str; 3] = ["blank.mjs", "element.mjs", "secure-view.mjs"];

/// Copies the pages, with the [`BUNDLED`] scripts in one file each, and returns the folder of the
/// copy. Opening a page then takes less processor time. The steps `testing` and `es5`, and
/// `node --test` alone, use [`FOLDER`] itself.
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
            // The package stays in its own files.
            "--external:/pkg/*",
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
