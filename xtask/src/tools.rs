//! Tools that the build needs beyond a Rust toolchain and Node: found, or installed; or the error
//! message contains the command that installs them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::progress::report_progress;
use crate::repo::Repo;

const WASM_TARGET: &str = "wasm32-unknown-unknown";
const NODE_FLOOR: u32 = 20;
/// Older ones, such as Debian's for Node 20, cannot read an override of a package under an alias.
const NPM_FLOOR: u32 = 10;

/// Ensures the wasm target and the standard library's source.
pub fn ensure_rust(repo: &Repo) -> Result<()> {
    let sysroot = PathBuf::from(repo.run("rustc", ["--print", "sysroot"]).read()?);
    let library = sysroot.join("lib/rustlib");
    if !library.join(WASM_TARGET).is_dir() {
        rustup(repo, &["target", "add", WASM_TARGET])?;
    }
    if !library.join("src/rust/library/Cargo.lock").is_file() {
        rustup(repo, &["component", "add", "rust-src"])?;
    }
    Ok(())
}

fn rustup(repo: &Repo, arguments: &[&str]) -> Result<()> {
    let command = format!("rustup {}", arguments.join(" "));
    report_progress(&command);
    repo.run("rustup", arguments).run().with_context(|| {
        format!("`{command}` failed: run it by hand, in this folder, where the network allows it")
    })?;
    Ok(())
}

/// Ensures Node, and the npm packages that the lock file names.
pub fn ensure_npm(repo: &Repo) -> Result<()> {
    ensure_node(repo)?;
    ensure_npm_in(repo, "")
}

/// Ensures Node.
pub fn ensure_node(repo: &Repo) -> Result<()> {
    ensure_version(repo, "node", NODE_FLOOR)
}

fn ensure_version(repo: &Repo, program: &str, floor: u32) -> Result<()> {
    let version = repo.run(program, ["--version"]).read().with_context(|| {
        format!("{program} is missing: install Node {NODE_FLOOR} or later, with npm")
    })?;
    ensure!(
        major(&version)? >= floor,
        "{program} {version} is too old: install {program} {floor} or later"
    );
    Ok(())
}

/// The first number of a version such as `v20.1.2`.
fn major(version: &str) -> Result<u32> {
    let number = version.trim_start_matches('v').split('.').next();
    number
        .unwrap_or_default()
        .parse()
        .with_context(|| format!("{version} is not a version"))
}

/// Ensures the npm packages that the lock file in `folder` names.
pub fn ensure_npm_in(repo: &Repo, folder: &str) -> Result<()> {
    if npm_packages_are_up_to_date(repo, folder) {
        return Ok(());
    }
    ensure_version(repo, "npm", NPM_FLOOR)?;
    let path = repo.path(folder);
    ensure_own_packages(&path)?;
    report_progress(&format!("npm ci {folder}"));
    repo.run_in(folder, "npm", ["ci", "--no-audit", "--no-fund"])
        .stdout_to_stderr()
        .run()
        .with_context(|| {
            format!(
                "`npm ci` failed: run it by hand, in {}, where the network allows it",
                path.display()
            )
        })?;
    Ok(())
}

/// Refuses the link of a copy under test, through which npm would remove the checkout's packages.
fn ensure_own_packages(folder: &Path) -> Result<()> {
    ensure!(
        !folder.join("node_modules").is_symlink(),
        "the npm packages are not those of the lock file: run `npm ci` in the checkout"
    );
    Ok(())
}

/// Whether npm's own record of `node_modules` has the packages of the lock file.
fn npm_packages_are_up_to_date(repo: &Repo, folder: &str) -> bool {
    let packages = |file: &str| -> Option<Value> {
        let text = fs::read_to_string(repo.path(folder).join(file)).ok()?;
        let lock: Value = serde_json::from_str(&text).ok()?;
        lock.get("packages").cloned()
    };
    match (
        packages("package-lock.json"),
        packages("node_modules/.package-lock.json"),
    ) {
        (Some(wanted), Some(installed)) => satisfied(&wanted, &installed),
        _ => false,
    }
}

/// Whether all packages are installed in exactly the locked versions. Optional ones may be missing:
/// they are for other machines.
fn satisfied(wanted: &Value, installed: &Value) -> bool {
    wanted.as_object().is_some_and(|wanted| {
        wanted
            .iter()
            .filter(|(path, package)| !path.is_empty() && package["optional"] != true)
            .all(|(path, package)| installed[path]["integrity"] == package["integrity"])
    })
}

/// The path of the `wasm-bindgen` command that [`build_wasm_bindgen_tools`] builds.
pub fn wasm_bindgen(repo: &Repo) -> PathBuf {
    repo.built_tools().join("wasm-bindgen")
}

/// Builds `wasm-bindgen` and `wasm-bindgen-test-runner` from the lock file. A copy under test uses
/// those of the checkout.
pub fn build_wasm_bindgen_tools(repo: &Repo) -> Result<()> {
    if !repo.is_own() {
        return Ok(());
    }
    report_progress("wasm-bindgen tools: building from the lock file");
    let built = repo
        .cargo(["build", "--quiet", "--package=wasm-bindgen-runner"])
        .unchecked()
        .run()?;
    if !built.status.success() {
        bail!("the wasm-bindgen tools did not build: their errors are above");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{ensure_own_packages, major, satisfied};
    use crate::repo::Repo;
    use serde_json::json;

    #[cfg(unix)]
    #[test]
    fn npm_is_not_run_on_the_packages_of_another_checkout() -> anyhow::Result<()> {
        let folder = Repo::find()?.target("borrowed-packages");
        crate::files::recreate(&folder)?;
        ensure_own_packages(&folder)?;
        std::os::unix::fs::symlink(&folder, folder.join("node_modules"))?;
        assert!(ensure_own_packages(&folder).is_err());
        Ok(())
    }

    #[test]
    fn a_version_is_compared_by_its_first_number() {
        assert_eq!(major("v20.19.2").ok(), Some(20));
        assert_eq!(major("9.2.0").ok(), Some(9));
        assert!(major("").is_err());
    }

    #[test]
    fn packages_are_up_to_date_when_each_required_one_has_exactly_the_locked_version() {
        let wanted = json!({
            "": {"name": "root"},
            "node_modules/a": {"integrity": "sha512-a"},
            "node_modules/other-machine": {"integrity": "sha512-o", "optional": true},
        });
        assert!(satisfied(
            &wanted,
            &json!({"node_modules/a": {"integrity": "sha512-a"}})
        ));
        assert!(!satisfied(
            &wanted,
            &json!({"node_modules/a": {"integrity": "sha512-old"}})
        ));
        assert!(!satisfied(&wanted, &json!({})));
    }
}
