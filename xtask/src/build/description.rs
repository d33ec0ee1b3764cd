//! The package's files for npm and for people: `package.json` files, README, changelog, licences.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::entries::COMMON_JS;
use crate::files::file_name;
use crate::repo::Repo;

/// Files that are copied into the package unchanged.
const COPIED: [&str; 4] = [
    "pkg-template/README.md",
    "CHANGELOG.md",
    "LICENSE-MIT",
    "LICENSE-APACHE",
];

/// Writes all of them; the description gets the version.
pub fn write(repo: &Repo, package: &Path, version: &str) -> Result<()> {
    let template = fs::read_to_string(repo.path("pkg-template/package.json"))?;
    let mut description: Value =
        serde_json::from_str(&template).context("pkg-template/package.json is not JSON")?;
    description["version"] = json!(version);
    fs::write(package.join("package.json"), format!("{description:#}\n"))?;
    // Tools read the nearest description of a file, also for its side effects.
    let common_js = json!({ "type": "commonjs", "sideEffects": false });
    fs::write(
        package.join(COMMON_JS).join("package.json"),
        format!("{common_js:#}\n"),
    )?;
    write_for_old_tools(&description, package)?;
    for file in COPIED {
        let from = repo.path(file);
        fs::copy(&from, package.join(file_name(&from))).with_context(|| format!("no {file}"))?;
    }
    Ok(())
}

/// Tools that do not support `exports` (webpack 4, TypeScript's old module resolution) look for a
/// folder with the entry's name.
fn write_for_old_tools(description: &Value, package: &Path) -> Result<()> {
    let exports = description["exports"].as_object().context("no exports")?;
    for (entry, conditions) in exports {
        let (Some(name), Some(_)) = (entry.strip_prefix("./"), conditions.as_object()) else {
            continue;
        };
        let file = |condition: &str, what: &str| -> Result<String> {
            let file = conditions[condition][what].as_str();
            let file = file.and_then(|file| file.strip_prefix("./"));
            let file = file.with_context(|| format!("{entry} names no {what} for {condition}"))?;
            Ok(format!("../{file}"))
        };
        let folder = json!({
            "main": file("require", "default")?,
            "module": file("import", "default")?,
            "types": file("require", "types")?,
        });
        fs::create_dir_all(package.join(name))?;
        fs::write(
            package.join(name).join("package.json"),
            format!("{folder:#}\n"),
        )?;
    }
    Ok(())
}
