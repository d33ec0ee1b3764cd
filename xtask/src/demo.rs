//! `cargo xtask demo`: the widget, the demo site and the sandbox, built, served, and told where.

use std::path::PathBuf;
use std::sync::mpsc;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::Args;
use notify_debouncer_mini::notify::RecursiveMode;
use notify_debouncer_mini::{DebounceEventResult, new_debouncer};

use crate::browsers::{self, Engine};
use crate::package::{self, Weight};
use crate::progress::step;
use crate::repo::Repo;
use crate::sandbox::{self, Sandbox};
use crate::{site, tools};

/// What changes the package or the sandbox; the demo site is served as it is on disk.
const WATCHED: [&str; 4] = ["src", "pkg-template", "Cargo.toml", "issuer-sandbox"];

/// How `cargo xtask demo` runs.
#[derive(Debug, Args)]
pub struct Options {
    /// Sets one PIN in Chromium by itself, and ends.
    #[arg(long, conflicts_with = "watch")]
    check: bool,
    /// Builds again when a source changes; reload the page to see it.
    #[arg(long)]
    watch: bool,
    /// The demo's port; the issuer's API and hosted page take the next two. 0 takes any free ones.
    #[arg(long, default_value_t = 8080, default_value_if("check", "true", "0"))]
    port: u16,
}

/// Builds, serves, and stays until it is interrupted (or checked).
pub fn run(repo: &Repo, options: &Options) -> Result<()> {
    package::build(repo, Weight::Optimised)?;
    site::build(repo)?;
    let binary = sandbox::build(repo)?;
    let mut sandbox = Sandbox::start(repo, binary.clone(), options.port)?;
    print_addresses(&sandbox);
    if options.check {
        return with_browser(repo, &sandbox, "tests/e2e/demo-check.mjs");
    }
    if options.watch {
        return watch(repo, sandbox, binary, options.port);
    }
    sandbox.wait()
}

/// Takes the README's pictures of the demo.
pub fn screenshots(repo: &Repo) -> Result<()> {
    package::build(repo, Weight::Optimised)?;
    site::build(repo)?;
    let sandbox = Sandbox::start(repo, sandbox::build(repo)?, 0)?;
    with_browser(repo, &sandbox, "tests/e2e/screenshot.mjs")
}

/// Runs a script that drives Chromium against the running demo.
fn with_browser(repo: &Repo, sandbox: &Sandbox, script: &str) -> Result<()> {
    tools::ensure_npm(repo)?;
    browsers::ensure_browsers(repo, &[Engine::Chromium])?;
    step(script);
    let node = repo
        .run("node", [script])
        .env("SANDBOX_JSON", sandbox.addresses.to_string());
    browsers::for_suite(node, None)
        .run()
        .with_context(|| format!("{script} failed: what went wrong is above"))?;
    Ok(())
}

fn print_addresses(sandbox: &Sandbox) {
    let address = |name: &str| sandbox.addresses[name].as_str().unwrap_or("-").to_owned();
    println!("\n  Set a card PIN:      {}/", address("host"));
    println!("  The issuer's API:    {}", address("api"));
    println!("  The hosted page:     {}", address("page"));
    println!("\n  Ctrl-C ends it.\n");
}

/// Builds again after each change. What fails to build leaves the last state served.
fn watch(repo: &Repo, sandbox: Sandbox, binary: PathBuf, port: u16) -> Result<()> {
    let (sender, changes) = mpsc::channel();
    let mut watcher = new_debouncer(
        Duration::from_millis(300),
        move |event: DebounceEventResult| {
            // The receiver is gone only when the demo has ended.
            let _ended = sender.send(event);
        },
    )?;
    for path in WATCHED {
        let path = repo.path(path);
        watcher.watcher().watch(&path, RecursiveMode::Recursive)?;
    }
    step("watching; reload the page after a change");
    let mut running = Some(sandbox);
    for change in changes {
        let paths = change?;
        let of_sandbox = paths
            .iter()
            .any(|change| change.path.starts_with(repo.path("issuer-sandbox")));
        let of_package = paths
            .iter()
            .any(|change| !change.path.starts_with(repo.path("issuer-sandbox")));
        if of_package {
            report(package::build(repo, Weight::Optimised).and_then(|()| site::build(repo)));
        }
        if of_sandbox && report(sandbox::build(repo)).is_some() {
            // The old one has to let go of its ports first.
            drop(running.take());
            running = report(Sandbox::start(repo, binary.clone(), port));
            running.iter().for_each(print_addresses);
        }
    }
    Ok(())
}

fn report<T>(result: Result<T>) -> Option<T> {
    result
        .inspect_err(|error| eprintln!("{error:#}\nwaiting for the next change"))
        .ok()
}
