//! Files and folders.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::repo::Repo;

/// The files in `folder` whose names end with `suffix`, sorted.
pub fn files_ending(repo: &Repo, folder: &str, suffix: &str) -> Result<Vec<PathBuf>> {
    let folder = repo.path(folder);
    let mut files = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("no folder {}", folder.display()))? {
        let path = entry?.path();
        if file_name(&path).ends_with(suffix) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The last part of a path, as text.
pub fn file_name(path: &Path) -> &str {
    path.file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default()
}

/// Copies the project's files below `from` to the folder `to`.
pub fn copy_folder(repo: &Repo, from: &str, to: &Path) -> Result<()> {
    let base = repo.path(from);
    for file in repo.files(from)? {
        let copy = to.join(file.strip_prefix(&base)?);
        fs::create_dir_all(copy.parent().context("a file is in a folder")?)?;
        fs::copy(&file, copy)?;
    }
    Ok(())
}

/// Makes `folder` an empty folder.
pub fn recreate(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    Ok(fs::create_dir_all(folder)?)
}
