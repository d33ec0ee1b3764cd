//! The package's engines, and its entries that differ in how they load.

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
    /// WebAssembly in a second file, because the page imports `set-pin-widget/lazy`.
    Lazy,
}

impl Runtime {
    /// As on the command line.
    pub fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }
}
