//! The throw-away copy of the checkout in which patches are tried.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::failures::failures;
use super::patch::Patch;
use crate::progress::report_progress;
use crate::repo::{ROOT_VARIABLE, Repo};

/// The folders that the copy's own commands make or that it borrows.
const NOT_COPIED: [&str; 3] = ["target", "pkg", "node_modules"];

/// The copy.
#[derive(Debug)]
pub struct Copy<'a> {
    repo: &'a Repo,
    root: PathBuf,
    logs: PathBuf,
    /// A copy of this program: the one in the checkout's target folder may be built again
    /// meanwhile.
    xtask: PathBuf,
}

impl<'a> Copy<'a> {
    /// Below `target/`; without files yet.
    pub fn new(repo: &'a Repo) -> Result<Self> {
        let logs = repo.target("sabotage");
        let root = logs.join("checkout");
        fs::create_dir_all(&root)?;
        let xtask = logs.join("xtask");
        fs::copy(std::env::current_exe()?, &xtask)?;
        Ok(Self {
            repo,
            root,
            logs,
            xtask,
        })
    }

    /// Fails unless all tests that the patches name pass without a patch.
    pub fn expect_success(&self, patches: &[Patch]) -> Result<()> {
        report_progress("mutants: the same tests without a patch");
        self.synchronise()?;
        let steps: BTreeSet<&String> = patches.iter().flat_map(|patch| &patch.run).collect();
        let log = self.logs.join("unbroken.log");
        ensure!(
            self.passes(&log, steps)?,
            "the tests fail before anything is broken: see {}",
            self.repo.relative(&log).display()
        );
        Ok(())
    }

    /// Returns the tests that fail with the patch, and fails if there are none.
    pub fn catch(&self, patch: &Patch) -> Result<BTreeSet<String>> {
        self.synchronise()?;
        self.apply(patch)?;
        let log = self.logs.join(&patch.name).with_extension("log");
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

    /// Makes the copy equal to the checkout, with uncommitted changes. Only files that differ are
    /// written, so that cargo does not build the others again.
    fn synchronise(&self) -> Result<()> {
        let Self { repo, root, .. } = self;
        let mut wanted = BTreeSet::new();
        for file in repo.files("")? {
            let path = repo.relative(&file).to_path_buf();
            let to = root.join(&path);
            let bytes = fs::read(&file)?;
            if fs::read(&to).ok().as_ref() != Some(&bytes) {
                fs::create_dir_all(to.parent().context("a file lies in a folder")?)?;
                fs::write(&to, bytes)?;
            }
            wanted.insert(path);
        }
        remove_others(root, &wanted)?;
        borrow_packages(repo, root)
    }

    fn apply(&self, patch: &Patch) -> Result<()> {
        let file = patch.path(self.repo);
        let arguments: Vec<OsString> =
            vec!["apply".into(), "--whitespace=nowarn".into(), file.into()];
        duct::cmd("git", arguments)
            .dir(&self.root)
            // The copy is in the checkout and is not a repository: git must not find the checkout.
            .env("GIT_CEILING_DIRECTORIES", &self.logs)
            .run()
            .context("the patch does not apply")?;
        Ok(())
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
            .env(ROOT_VARIABLE, &self.root)
            .stdin_null()
            .stderr_to_stdout()
            .stdout_path(log)
            .unchecked()
            .run()?;
        Ok(output.status.success())
    }
}

fn remove_others(copy: &Path, wanted: &BTreeSet<PathBuf>) -> Result<()> {
    let mut walk = ignore::WalkBuilder::new(copy);
    walk.standard_filters(false).filter_entry(|entry| {
        let top = entry.depth() == 1;
        !(top && NOT_COPIED.iter().any(|name| entry.file_name() == *name))
    });
    for entry in walk.build() {
        let entry = entry?;
        let path = entry.path().strip_prefix(copy)?;
        if entry.file_type().is_some_and(|kind| kind.is_file()) && !wanted.contains(path) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn borrow_packages(repo: &Repo, copy: &Path) -> Result<()> {
    let link = copy.join("node_modules");
    if !link.exists() {
        std::os::unix::fs::symlink(repo.path("node_modules"), link)?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn borrow_packages(_repo: &Repo, _copy: &Path) -> Result<()> {
    bail!("--sabotage needs a Unix-like system")
}
