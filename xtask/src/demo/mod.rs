//! `cargo xtask demo`: builds and serves the widget, the demo site and the sandbox.

mod sandbox;
pub mod site;
mod watch;

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;

use self::sandbox::{Layout, Sandbox};
use crate::browsers::{self, Engine};
use crate::build::package::{self, Weight};
use crate::progress::report_progress;
use crate::repo::Repo;
use crate::threads::both;
use crate::{build, tools};

/// The options of `cargo xtask demo`.
#[derive(Debug, Args)]
pub struct Options {
    /// Sets one PIN in Chromium, without a person, and ends.
    #[arg(long, conflicts_with = "watch")]
    check: bool,
    /// Builds again when a source changes; reload the page to see it.
    #[arg(long)]
    watch: bool,
    /// Serves the pages and the backend on two origins, as most apps do.
    #[arg(long)]
    split_origins: bool,
    /// The demo's port; the issuer's API and hosted page, and the backend with `--split-origins`,
    /// take the next ones. 0 takes free ones.
    #[arg(long, default_value_t = 8080, default_value_if("check", "true", "0"))]
    port: u16,
}

/// Builds and serves until it is interrupted or, with `--check`, until the check ends.
pub fn run(repo: &Repo, options: &Options) -> Result<()> {
    let program = build_all(repo)?;
    let layout = Layout {
        port: options.port,
        split_origins: options.split_origins,
    };
    let mut sandbox = Sandbox::start(repo, &program, layout)?;
    sandbox.print_urls();
    if options.check {
        return run_in_browser(repo, &sandbox, "tests/e2e/demo-check.mjs");
    }
    if options.watch {
        return watch::run(repo, sandbox, &program, layout);
    }
    sandbox.wait()
}

/// Builds the package, the site and, at the same time, the sandbox, of which it returns the program.
/// Each waits for one core at times.
fn build_all(repo: &Repo) -> Result<PathBuf> {
    let build_site = || {
        package::build(repo, Weight::Optimised)?;
        site::build(repo)
    };
    let build_programs = || {
        // Before the sandbox, whose build has the same lock: the package waits for them.
        tools::build_wasm_bindgen_tools(repo)?;
        build::sandbox::build(repo)
    };
    let ((), program) = both(build_site, build_programs)?;
    Ok(program)
}

/// Takes screenshots of the demo for docs/pictures.md.
pub fn screenshots(repo: &Repo) -> Result<()> {
    let sandbox = Sandbox::start(repo, &build_all(repo)?, Layout::default())?;
    run_in_browser(repo, &sandbox, "tests/e2e/screenshot.mjs")
}

/// Runs a script that drives Chromium against the running demo.
fn run_in_browser(repo: &Repo, sandbox: &Sandbox, script: &str) -> Result<()> {
    tools::ensure_npm(repo)?;
    browsers::ensure_browsers(repo, &[Engine::Chromium])?;
    report_progress(script);
    let node = repo
        .run("node", [script])
        .env("SANDBOX_JSON", sandbox.urls().to_string());
    browsers::with_browsers(node, None)
        .run()
        .with_context(|| format!("{script} failed: the reason is above"))?;
    Ok(())
}
