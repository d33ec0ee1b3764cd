//! Builds the parts of the demo site that a browser cannot load from their source: the use case in
//! React, with its syntax and its imports, and the documentation, which is Markdown.

use anyhow::{Context, Result};

use crate::docs;
use crate::progress::report_progress;
use crate::repo::Repo;

/// Builds all of them.
pub fn build(repo: &Repo) -> Result<()> {
    build_react(repo)?;
    docs::build_pages(repo)
}

/// Builds React beside its source, with the package in `pkg/`.
pub fn build_react(repo: &Repo) -> Result<()> {
    report_progress("www: React");
    let arguments = [
        "www/use-cases/modal-react.tsx",
        "--bundle",
        "--minify",
        "--format=esm",
        "--jsx=automatic",
        "--target=chrome87,firefox98,safari15.4",
        "--define:process.env.NODE_ENV=\"production\"",
        "--alias:set-pin-widget/react=./pkg/react.mjs",
        // The page has already loaded this module, which has state.
        "--external:./your-app.mjs",
        "--outfile=www/use-cases/modal-react.built.mjs",
        "--log-level=warning",
    ];
    repo.npm_bin("esbuild", arguments)
        .run()
        .context("the React use case did not build: its errors are above")?;
    Ok(())
}
