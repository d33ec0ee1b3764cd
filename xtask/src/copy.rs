//! A copy of the checkout below `target/`, in which patches are applied.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::repo::Repo;

/// The folders that the copy's own commands create or that it borrows.
const NOT_COPIED: [&str; 3] = ["target", "pkg", "node_modules"];

/// The copy.
#[derive(Debug)]
pub struct Copy<'a> {
    repo: &'a Repo,
    /// The folder with the copy, and with files about it, such as logs.
    pub folder: PathBuf,
    /// The root of the copy.
    pub root: PathBuf,
}

impl<'a> Copy<'a> {
    /// A copy in `target/<name>/checkout`; without files yet.
    pub fn new(repo: &'a Repo, name: &str) -> Result<Self> {
        let folder = repo.target(name);
        let root = folder.join("checkout");
        fs::create_dir_all(&root)?;
        Ok(Self { repo, folder, root })
    }

    /// Makes the copy equal to the checkout, with uncommitted changes. Only files that differ are
    /// written, so that cargo does not build the others again.
    pub fn synchronise(&self) -> Result<()> {
        let Self { repo, root, .. } = self;
        let mut wanted = BTreeSet::new();
        for file in repo.files("")? {
            let path = repo.relative(&file).to_path_buf();
            let to = root.join(&path);
            let bytes = fs::read(&file)?;
            if fs::read(&to).ok().as_ref() != Some(&bytes) {
                fs::create_dir_all(to.parent().context("a file is in a folder")?)?;
                fs::write(&to, bytes)?;
            }
            wanted.insert(path);
        }
        remove_others(root, &wanted)?;
        borrow_packages(repo, root)
    }

    /// Applies a patch to the copy.
    pub fn apply(&self, patch: &Path) -> Result<()> {
        self.git_apply(&[], patch)
    }

    /// Reverts a patch that was applied to the copy.
    pub fn revert(&self, patch: &Path) -> Result<()> {
        self.git_apply(&["--reverse"], patch)
    }

    fn git_apply(&self, flags: &[&str], patch: &Path) -> Result<()> {
        let mut arguments: Vec<OsString> = vec!["apply".into(), "--whitespace=nowarn".into()];
        arguments.extend(flags.iter().map(OsString::from));
        arguments.push(patch.into());
        duct::cmd("git", arguments)
            .dir(&self.root)
            // The copy is in the checkout and is not a repository: git must not find the checkout.
            .env("GIT_CEILING_DIRECTORIES", &self.folder)
            .run()
            .with_context(|| format!("{} does not apply", patch.display()))?;
        Ok(())
    }
}

/// Whether a patch applies to the checkout.
pub fn applies(repo: &Repo, patch: &Path) -> Result<bool> {
    let arguments: [OsString; 3] = ["apply".into(), "--check".into(), patch.into()];
    let output = repo.run("git", arguments).stderr_null().unchecked().run()?;
    Ok(output.status.success())
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
    anyhow::bail!("copies of the checkout need a Unix-like system")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::applies;
    use crate::repo::Repo;

    #[test]
    fn a_patch_of_code_that_has_changed_does_not_apply() {
        let repo = Repo::find().unwrap();
        let file = repo.target("stale.patch");
        let manifest = fs::read_to_string(repo.path("Cargo.toml")).unwrap();
        let mut lines = manifest.lines();
        let (first, second) = (lines.next().unwrap(), lines.next().unwrap());
        let check = |first: &str| {
            let diff = format!(
                "# rule: a rule\n# run: native\ndiff --git a/Cargo.toml b/Cargo.toml\n--- a/Cargo.toml\n+++ b/Cargo.toml\n\
                 @@ -1,2 +1,2 @@\n-{first}\n+# another\n {second}\n"
            );
            fs::write(&file, diff).unwrap();
            applies(&repo, &file).unwrap()
        };
        assert!(check(first));
        assert!(!check("no such line"));
    }
}
