//! The steps of the suite.

use clap::ValueEnum;

/// A step of the suite. They run in this order: quick ones first. Those whose tests run on Node only
/// prepare them then; their jobs run at the end, two at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Step {
    /// The repository's own rules.
    Audit,
    /// rustfmt, Biome and actionlint.
    Format,
    /// The npm package.
    Package,
    /// The limit of the size of `index.mjs`.
    Weight,
    /// The tarball with npm, Node, bundlers, and the syntax of the oldest browsers.
    Packed,
    /// TypeScript and checked JavaScript.
    Types,
    /// Clippy, natively and for the browser.
    Lint,
    /// Rust's tests on this machine.
    Native,
    /// The crates' licences, sources and duplicates.
    Dependencies,
    /// The documentation: it builds without a warning, and its tables are up to date.
    Docs,
    /// The routes of `./server` in Node, Bun, Deno and workerd.
    Server,
    /// Rust's tests in each browser.
    Wasm,
    /// `./testing` and its examples.
    Testing,
    /// Each code block of the documentation.
    Blocks,
    /// The packed tarball in real applications, in Chromium.
    Packaging,
    /// The package, transpiled to ES5 by SWC and by Babel, in Chromium.
    Es5,
    /// The counts of the benchmark, in Chromium.
    Bench,
    /// The package against the sandbox in each browser.
    E2e,
}

impl Step {
    /// As on the command line.
    pub fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }

    /// Each step by its name, with its help text, as `--help` prints it.
    pub fn described() -> Vec<(String, String)> {
        let help = |step: &Self| {
            step.to_possible_value()?
                .get_help()
                .map(ToString::to_string)
        };
        let steps = Self::value_variants().iter();
        steps
            .map(|step| (step.name(), help(step).unwrap_or_default()))
            .collect()
    }

    /// The steps that have to pass before this one can run.
    pub fn needs(self) -> &'static [Self] {
        match self {
            Self::Weight
            | Self::Packed
            | Self::Types
            | Self::Server
            | Self::Testing
            | Self::Blocks
            | Self::Packaging
            | Self::Es5
            | Self::Bench
            | Self::E2e => &[Self::Package],
            _ => &[],
        }
    }
}
