//! The package's engines.

use clap::ValueEnum;

/// The engine of the package that runs, and the reason: `tests/e2e/harness/runtimes.mjs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Runtime {
    /// WebAssembly, as in nearly all browsers.
    Webassembly,
    /// JavaScript, because the page's policy forbids WebAssembly.
    Refused,
    /// JavaScript, because the browser has no WebAssembly.
    Absent,
    /// JavaScript, because the page imports `set-pin-widget/csp`.
    Csp,
}

impl Runtime {
    /// As on the command line.
    pub fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }
}
