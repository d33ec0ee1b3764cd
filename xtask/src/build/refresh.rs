//! Builds again what pages load after a change of a source: `cargo xtask demo --watch`.

use anyhow::Result;

use super::bundle;
use super::engine::Engine;
use super::entries::{Bundle, Format, LAZY, SCRIPT_LAZY};
use super::package;
use super::tarball;
use crate::repo::Repo;

/// The entries that contain the engine as WebAssembly, or no engine. The JavaScript engine is only
/// built by `cargo xtask package`.
const ENTRIES: [&str; 15] = [
    "index",
    LAZY,
    "runtime",
    "element",
    "secure-view",
    "react",
    "vue",
    "svelte",
    "secure-view-react",
    "secure-view-vue",
    "secure-view-svelte",
    "secure-view-elements",
    "set-pin-widget",
    "set-pin-widget-runtime",
    SCRIPT_LAZY,
];

/// Bundles these entries again into `pkg/`, without declarations and without a tarball. The package
/// is then no longer up to date.
pub fn run(repo: &Repo, engine: &Engine) -> Result<()> {
    let sources = package::assemble_sources(repo, engine)?;
    let version = tarball::version(repo)?;
    for bundle in Bundle::all().filter(is_refreshed) {
        bundle::write_with_long_names(repo, &bundle, &sources, &version)?;
    }
    Ok(())
}

fn is_refreshed(bundle: &Bundle) -> bool {
    ENTRIES.contains(&bundle.entry.name) && !matches!(bundle.format, Format::CommonJs)
}

#[cfg(test)]
mod tests {
    use super::{Bundle, ENTRIES, is_refreshed};

    #[test]
    fn each_entry_has_one_file_that_is_built_again() {
        let files: Vec<String> = Bundle::all()
            .filter(is_refreshed)
            .map(|bundle| bundle.file())
            .collect();
        assert_eq!(files.len(), ENTRIES.len());
        assert!(files.contains(&"index.mjs".to_owned()));
        assert!(files.contains(&"set-pin-widget.js".to_owned()));
    }
}
