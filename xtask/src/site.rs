//! What the demo site cannot show as it was written: the use case in React, which a browser knows neither by its syntax nor by its imports, and the
//! documentation, which is Markdown.

use anyhow::{Context, Result};

use crate::progress::step;
use crate::repo::Repo;

/// Reads Markdown with a library of npm's, and so is a script. It fails where a document leads to nothing.
const DOCUMENTATION: &str = "xtask/site/build.mjs";

/// Builds both: React beside its source, from the package that stands in `pkg/`, and `www/docs/`.
pub fn build(repo: &Repo) -> Result<()> {
    react(repo)?;
    step("www: the documentation");
    repo.run("node", [DOCUMENTATION])
        .run()
        .context("the documentation's pages were not made: why is above")?;
    Ok(())
}

fn react(repo: &Repo) -> Result<()> {
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
