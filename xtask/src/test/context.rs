//! The state that the steps share.

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::{Context as _, Result, ensure};

use super::options::Options;
use super::runtime::Runtime;
use super::step::Step;
use crate::browsers::{self, Engine};
use crate::crate_tool::{CARGO_DENY, GECKODRIVER, Pending};
use crate::repo::Repo;
use crate::tools;

/// The steps that run in browsers.
const IN_BROWSERS: [Step; 6] = [
    Step::Wasm,
    Step::Testing,
    Step::Blocks,
    Step::Packaging,
    Step::Es5,
    Step::E2e,
];

/// The tests to run, and the tools for them.
#[derive(Debug)]
pub struct Context<'a> {
    /// The checkout under test.
    pub repo: &'a Repo,
    /// The browsers to test in.
    pub engines: Vec<Engine>,
    /// The package's engine to test, if one is selected.
    pub runtime: Option<Runtime>,
    /// Whether to run the tests that take long.
    pub deep: bool,
    /// Whether to test the package in all applications, and not only in the most common ones.
    pub packaging: bool,
    geckodriver: Option<Pending>,
    cargo_deny: Option<Pending>,
}

impl<'a> Context<'a> {
    /// Installs nothing yet.
    pub fn new(repo: &'a Repo, options: &Options) -> Result<Self> {
        let engines = options.engines();
        ensure!(!engines.is_empty(), "no engine to test in");
        Ok(Self {
            repo,
            engines,
            runtime: options.runtime,
            deep: options.deep,
            packaging: options.packaging,
            geckodriver: None,
            cargo_deny: None,
        })
    }

    /// Installs the tools that `steps` need. Builds that take minutes continue in the background.
    pub fn prepare(&mut self, steps: &BTreeSet<Step>) -> Result<()> {
        let in_browsers = IN_BROWSERS.iter().any(|step| steps.contains(step));
        if in_browsers && self.engines.contains(&Engine::Firefox) {
            self.geckodriver = Some(GECKODRIVER.start(self.repo)?);
        }
        if steps.contains(&Step::Dependencies) {
            self.cargo_deny = Some(CARGO_DENY.start(self.repo)?);
        }
        tools::ensure_npm(self.repo)?;
        tools::ensure_rust(self.repo)?;
        if in_browsers {
            browsers::ensure_browsers(self.repo, &self.engines)?;
        }
        Ok(())
    }

    /// Waits for Firefox's driver; `None` if Firefox is not tested.
    pub fn geckodriver(&mut self) -> Result<Option<PathBuf>> {
        self.geckodriver.as_mut().map(Pending::wait).transpose()
    }

    /// Waits for cargo-deny.
    pub fn cargo_deny(&mut self) -> Result<PathBuf> {
        let pending = self.cargo_deny.as_mut();
        pending.context("cargo-deny was not prepared")?.wait()
    }
}
