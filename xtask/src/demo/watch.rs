//! `cargo xtask demo --watch`: builds again after each change.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::{Duration, Instant, SystemTime};

use anyhow::Result;
use notify_debouncer_mini::notify::RecursiveMode;
use notify_debouncer_mini::{DebounceEventResult, new_debouncer};

use super::sandbox::{Layout, Sandbox};
use super::site;
use crate::build::engine::{self, Engine};
use crate::build::{self, refresh};
use crate::docs;
use crate::progress::report_progress;
use crate::repo::Repo;

/// The folders and files with sources. The demo site is served from its sources.
const WATCHED: [&str; 5] = [
    "src",
    "pkg-template/src",
    "Cargo.toml",
    "docs",
    "issuer-sandbox",
];

/// For a series of changes, such as those of an editor that saves several files.
const DEBOUNCE: Duration = Duration::from_millis(200);

/// The parts to build again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Stale {
    engine: bool,
    bundles: bool,
    pages: bool,
    sandbox: bool,
}

impl Stale {
    /// After changes of these paths, relative to the root.
    fn after<'a>(paths: impl Iterator<Item = &'a Path>) -> Self {
        let mut stale = Self::default();
        for path in paths {
            if path.starts_with("issuer-sandbox") {
                stale.sandbox = true;
            } else if path.starts_with("docs") {
                stale.pages = true;
            } else {
                stale.bundles = true;
                stale.engine |= !path.starts_with("pkg-template");
            }
        }
        stale
    }
}

/// Builds after each change. While a build fails, the last good one is served.
pub fn run(repo: &Repo, sandbox: Sandbox, program: &Path, layout: Layout) -> Result<()> {
    let (sender, changes) = mpsc::channel();
    let mut watcher = new_debouncer(DEBOUNCE, move |event: DebounceEventResult| {
        // The receiver exists as long as the demo runs.
        let _ended = sender.send((Instant::now(), event));
    })?;
    for path in WATCHED {
        let path = repo.path(path);
        watcher.watcher().watch(&path, RecursiveMode::Recursive)?;
    }
    let mut seen = Seen::new(SystemTime::now());
    // The first build for development compiles the dependencies.
    report(engine::build_for_development(repo));
    report_progress("watching; reload the page after a change");
    let mut served = Engine::at(repo);
    let mut running = Some(sandbox);
    for (start, change) in changes {
        let mut paths = change?;
        paths.retain(|change| seen.has_changed(&change.path));
        if paths.is_empty() {
            continue;
        }
        let stale = Stale::after(paths.iter().map(|change| repo.relative(&change.path)));
        if report(rebuild(repo, stale, &mut served)).is_none() {
            continue;
        }
        if stale.sandbox && report(build::sandbox::build(repo)).is_some() {
            // The old process has to release its ports first.
            drop(running.take());
            running = report(Sandbox::start(repo, program, layout));
            running.iter().for_each(Sandbox::print_urls);
        }
        report_progress(&format!(
            "ready {:.1} s after the change; reload the page",
            (start.elapsed() + DEBOUNCE).as_secs_f64()
        ));
    }
    Ok(())
}

/// The versions of files that were built. The watcher also reports files that a build has read.
#[derive(Debug)]
struct Seen {
    start: SystemTime,
    files: HashMap<PathBuf, Option<SystemTime>>,
}

impl Seen {
    /// Files that were not written after `start` have not changed.
    fn new(start: SystemTime) -> Self {
        Self {
            start,
            files: HashMap::new(),
        }
    }

    /// Whether a file was written or removed since the last call for it.
    fn has_changed(&mut self, path: &Path) -> bool {
        let modified = fs::metadata(path).and_then(|metadata| metadata.modified());
        let modified = modified.ok();
        let is_new = modified.is_none_or(|modified| modified >= self.start);
        is_new && self.files.insert(path.to_owned(), modified) != Some(modified)
    }
}

/// Builds what pages load, with the engine in `served`, which a change of its source replaces.
fn rebuild(repo: &Repo, stale: Stale, served: &mut Engine) -> Result<()> {
    if stale.engine {
        *served = engine::build_for_development(repo)?;
    }
    if stale.bundles {
        refresh::run(repo, served)?;
        site::build_react(repo)?;
    }
    if stale.pages {
        docs::build_pages(repo)?;
    }
    Ok(())
}

fn report<T>(result: Result<T>) -> Option<T> {
    result
        .inspect_err(|error| eprintln!("{error:#}\nwaiting for the next change"))
        .ok()
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::time::Duration;

    use super::{Seen, Stale};

    fn after(paths: &[&str]) -> Stale {
        Stale::after(paths.iter().map(Path::new))
    }

    #[test]
    fn a_change_of_rust_builds_the_engine_and_the_bundles() {
        for path in ["src/core/error.rs", "Cargo.toml"] {
            let stale = after(&[path]);
            assert!(stale.engine && stale.bundles, "{path}");
            assert!(!stale.pages && !stale.sandbox, "{path}");
        }
    }

    #[test]
    fn a_file_that_is_only_read_has_not_changed() -> anyhow::Result<()> {
        let file = Path::new(file!());
        let file = crate::repo::Repo::find()?.path(file);
        let modified = std::fs::metadata(&file)?.modified()?;
        let mut seen = Seen::new(modified);
        assert!(seen.has_changed(&file));
        assert!(!seen.has_changed(&file));
        assert!(!Seen::new(modified + Duration::from_secs(1)).has_changed(&file));
        assert!(seen.has_changed(&file.with_extension("removed")));
        Ok(())
    }

    #[test]
    fn a_change_of_typescript_builds_no_engine() {
        let stale = after(&["pkg-template/src/index.ts"]);
        assert!(stale.bundles && !stale.engine);
    }

    #[test]
    fn a_change_of_the_documentation_or_of_the_sandbox_builds_no_package() {
        let stale = after(&["docs/scale.md", "issuer-sandbox/src/main.rs"]);
        assert!(stale.pages && stale.sandbox);
        assert!(!stale.bundles && !stale.engine);
    }
}
