//! The package of another commit, built in a worktree below `target/`.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::progress::report_progress;
use crate::repo::{ROOT_VARIABLE, Repo, SHARED_VARIABLE};
use crate::tools;

/// The package of a commit.
#[derive(Debug)]
pub struct Reference {
    name: String,
    package: PathBuf,
}

impl Reference {
    /// Builds the package of `name`, which is a branch, a tag or a commit. There is one worktree
    /// for all of them, so that the next build compiles only the differences.
    pub fn build(repo: &Repo, name: &str) -> Result<Self> {
        let root = repo.target("bench/compare");
        let commit = repo
            .run(
                "git",
                ["rev-parse", "--verify", &format!("{name}^{{commit}}")],
            )
            .read()
            .with_context(|| format!("{name} is not a commit"))?;
        report_progress(&format!("bench: the package of {name}"));
        check_out(repo, &root, &commit)?;
        borrow_packages(repo, &root)?;
        build_in(repo, &root)?;
        Ok(Self {
            name: name.replace('=', "-"),
            package: root.join("pkg"),
        })
    }

    /// `NAME=FOLDER`, as `bench/run.mjs` takes it.
    pub fn name_and_package(&self) -> OsString {
        let mut both = OsString::from(format!("{}=", self.name));
        both.push(&self.package);
        both
    }
}

fn check_out(repo: &Repo, root: &Path, commit: &str) -> Result<()> {
    if root.join(".git").is_file() {
        duct::cmd(
            "git",
            ["checkout", "--quiet", "--force", "--detach", commit],
        )
        .dir(root)
        .run()?;
        return Ok(());
    }
    let arguments: [OsString; 6] = [
        "worktree".into(),
        "add".into(),
        "--force".into(),
        "--detach".into(),
        root.into(),
        commit.into(),
    ];
    repo.run("git", arguments).stdout_to_stderr().run()?;
    Ok(())
}

fn same_file(repo: &Repo, root: &Path, file: &str) -> Result<bool> {
    Ok(fs::read(repo.path(file))? == fs::read(root.join(file))?)
}

/// Uses this checkout's npm packages if the lock files are the same. Otherwise, the build installs
/// others.
#[cfg(unix)]
fn borrow_packages(repo: &Repo, root: &Path) -> Result<()> {
    let link = root.join("node_modules");
    let is_link = link.is_symlink();
    match same_file(repo, root, "package-lock.json")? {
        true if !link.exists() => {
            std::os::unix::fs::symlink(repo.path("node_modules"), link)?;
        }
        // `npm ci` would empty the folder that the link points to.
        false if is_link => fs::remove_file(link)?,
        _ => {}
    }
    Ok(())
}

#[cfg(not(unix))]
fn borrow_packages(_repo: &Repo, _root: &Path) -> Result<()> {
    anyhow::bail!("comparing commits needs a Unix-like system")
}

/// Builds with the commit's own build tools.
fn build_in(repo: &Repo, root: &Path) -> Result<()> {
    let target = root.join("target");
    let tools = duct::cmd("cargo", ["build", "--quiet", "--package=xtask"])
        .dir(root)
        .env("CARGO_TARGET_DIR", &target);
    let program: OsString = target.join("debug/xtask").into();
    let mut package = duct::cmd(program, ["package"]).dir(root);
    if same_file(repo, root, "Cargo.lock")? {
        // The tools of this checkout are the same, and need no second build.
        tools::build_wasm_bindgen_tools(repo)?;
        package = package
            .env(ROOT_VARIABLE, root)
            .env(SHARED_VARIABLE, repo.path(""));
    }
    for step in [tools, package] {
        step.stdout_to_stderr()
            .run()
            .context("the package of the other commit did not build")?;
    }
    Ok(())
}
