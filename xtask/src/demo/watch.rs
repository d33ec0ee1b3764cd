//! `cargo xtask demo --watch`: builds again after each change.

use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use anyhow::Result;
use notify_debouncer_mini::notify::RecursiveMode;
use notify_debouncer_mini::{DebounceEventResult, new_debouncer};

use super::sandbox::Sandbox;
use super::site;
use crate::build;
use crate::build::package::{self, Weight};
use crate::progress::report_progress;
use crate::repo::Repo;

/// The sources of the package and of the sandbox. The demo site is served from its sources.
const WATCHED: [&str; 4] = ["src", "pkg-template", "Cargo.toml", "issuer-sandbox"];

/// Builds after each change. While a build fails, the last good one is served.
pub fn run(repo: &Repo, sandbox: Sandbox, program: &Path, port: u16) -> Result<()> {
    let (sender, changes) = mpsc::channel();
    let mut watcher = new_debouncer(
        Duration::from_millis(300),
        move |event: DebounceEventResult| {
            // The receiver exists as long as the demo runs.
            let _ended = sender.send(event);
        },
    )?;
    for path in WATCHED {
        let path = repo.path(path);
        watcher.watcher().watch(&path, RecursiveMode::Recursive)?;
    }
    report_progress("watching; reload the page after a change");
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
        if of_sandbox && report(build::sandbox::build(repo)).is_some() {
            // The old process has to release its ports first.
            drop(running.take());
            running = report(Sandbox::start(repo, program, port));
            running.iter().for_each(Sandbox::print_urls);
        }
    }
    Ok(())
}

fn report<T>(result: Result<T>) -> Option<T> {
    result
        .inspect_err(|error| eprintln!("{error:#}\nwaiting for the next change"))
        .ok()
}
