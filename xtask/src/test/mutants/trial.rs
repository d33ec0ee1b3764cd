//! Runs the tests in a copy of the checkout, with and without a patch.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

use super::failures::failures;
use super::patch::Patch;
use crate::copy::Copy;
use crate::progress::report_progress;
use crate::repo::{ROOT_VARIABLE, Repo};

/// The copy, and the program that runs the tests in it.
#[derive(Debug)]
pub struct Trial<'a> {
    repo: &'a Repo,
    copy: Copy<'a>,
    /// A copy of this program: the one in the checkout's target folder may be built again
    /// meanwhile.
    xtask: PathBuf,
}

impl<'a> Trial<'a> {
    /// Below `target/`.
    pub fn new(repo: &'a Repo) -> Result<Self> {
        let copy = Copy::new(repo, "sabotage")?;
        let xtask = copy.folder.join("xtask");
        fs::copy(std::env::current_exe()?, &xtask)?;
        Ok(Self { repo, copy, xtask })
    }

    /// Fails unless all tests that the patches name pass without a patch.
    pub fn expect_success(&self, patches: &[Patch]) -> Result<()> {
        report_progress("mutants: the same tests without a patch");
        self.copy.synchronise()?;
        let steps: BTreeSet<&String> = patches.iter().flat_map(|patch| &patch.run).collect();
        let log = self.copy.folder.join("unbroken.log");
        ensure!(
            self.passes(&log, steps)?,
            "the tests fail before anything is broken: see {}",
            self.repo.relative(&log).display()
        );
        Ok(())
    }

    /// Returns the tests that fail with the patch, and fails if there are none.
    pub fn catch(&self, patch: &Patch) -> Result<BTreeSet<String>> {
        self.copy.synchronise()?;
        self.copy.apply(&patch.path(self.repo))?;
        let log = self.copy.folder.join(&patch.name).with_extension("log");
        let path = self.repo.relative(&log).display();
        ensure!(
            !self.passes(&log, &patch.run)?,
            "all tests passed: {}",
            patch.run.join(", ")
        );
        let caught = failures(&fs::read_to_string(&log)?);
        ensure!(
            !caught.is_empty(),
            "the run failed, but no test did: see {path}"
        );
        Ok(caught)
    }

    fn passes<'p>(&self, log: &Path, steps: impl IntoIterator<Item = &'p String>) -> Result<bool> {
        let mut arguments: Vec<OsString> = vec!["test".into(), "--engine=chromium".into()];
        arguments.extend(
            steps
                .into_iter()
                .map(|step| format!("--only={step}").into()),
        );
        let output = self
            .repo
            .run(&self.xtask, arguments)
            .env(ROOT_VARIABLE, &self.copy.root)
            .stdin_null()
            .stderr_to_stdout()
            .stdout_path(log)
            .unchecked()
            .run()?;
        Ok(output.status.success())
    }
}
