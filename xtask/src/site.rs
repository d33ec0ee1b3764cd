//! What the demo site cannot load as it was written: the use case in React, which a browser knows neither by its syntax nor by its imports.

use anyhow::{Context, Result};

use crate::progress::step;
use crate::repo::Repo;

/// Builds it beside its source, from the package that stands in `pkg/`.
pub fn build(repo: &Repo) -> Result<()> {
    step("www: React");
    let arguments = [
        "www/use/modal-react.tsx",
        "--bundle",
        "--minify",
        "--format=esm",
        "--jsx=automatic",
        "--target=chrome87,firefox98,safari15.4",
        "--define:process.env.NODE_ENV=\"production\"",
        "--alias:set-pin-widget/react=./pkg/react.mjs",
        // The page has loaded it already, and its state with it.
        "--external:./your-app.mjs",
        "--outfile=www/use/modal-react.built.mjs",
        "--log-level=warning",
    ];
    repo.npm_bin("esbuild", arguments)
        .run()
        .context("the React use case did not build: its errors are above")?;
    Ok(())
}
