//! The module of each language but English. A bundle loads the one that its page uses.

use std::fs;
use std::path::Path;

use anyhow::Result;

use super::bundle::{banner, escaped};
use super::entries::{COMMON_JS, LANGUAGES};
use crate::generate::Specification;
use crate::repo::Repo;

/// Writes the modules into `pkg/`, for each format. They are written and not bundled: two tools for
/// each of them would take longer than all other files.
pub fn write(repo: &Repo, package: &Path, version: &str) -> Result<()> {
    let banner = banner(version);
    let folders = [
        (package.join(LANGUAGES), "mjs", "export const strings"),
        (
            package.join(COMMON_JS).join(LANGUAGES),
            "js",
            "exports.strings",
        ),
    ];
    for (folder, extension, export) in folders {
        fs::create_dir_all(&folder)?;
        for (code, strings) in all(repo)? {
            let text = format!("{banner}\n{export}=\"{}\";\n", escaped(&strings));
            fs::write(folder.join(format!("{code}.{extension}")), text)?;
        }
    }
    Ok(())
}

/// Writes them as sources, for TypeScript. No bundle contains these.
pub fn write_sources(repo: &Repo, sources: &Path) -> Result<()> {
    let folder = sources.join(LANGUAGES);
    fs::create_dir_all(&folder)?;
    for (code, strings) in all(repo)? {
        let text = format!(
            "export const strings: string = {};\n",
            serde_json::Value::from(strings)
        );
        fs::write(folder.join(format!("{code}.ts")), text)?;
    }
    Ok(())
}

/// The ES modules, relative to the package's folder.
pub fn modules(repo: &Repo) -> Result<Vec<String>> {
    let all = all(repo)?.into_iter();
    Ok(all
        .map(|(code, _)| format!("{LANGUAGES}/{code}.mjs"))
        .collect())
}

/// The code and the strings of each language but English.
fn all(repo: &Repo) -> Result<Vec<(String, String)>> {
    let specification = Specification::read(repo)?;
    let others = specification.languages.others();
    Ok(others
        .map(|(code, language)| (code.clone(), language.packed()))
        .collect())
}
