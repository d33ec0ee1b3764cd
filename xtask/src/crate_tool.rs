//! Programs that are published as crates: found on `PATH` or in the cache, or built in the
//! background.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, anyhow, ensure};

use crate::progress::report_progress;
use crate::repo::Repo;

/// Firefox's driver, which is not a Debian package.
pub const GECKODRIVER: CrateTool = CrateTool {
    name: "geckodriver",
    version: "0.37.1",
    duration: "two to three minutes",
};

/// Checks licences, sources, duplicates and vulnerabilities by `deny.toml`.
pub const CARGO_DENY: CrateTool = CrateTool {
    name: "cargo-deny",
    version: "0.20.2",
    duration: "about a minute",
};

/// A program that a crate builds, in one version.
#[derive(Clone, Copy, Debug)]
pub struct CrateTool {
    /// The name of the crate and of the program.
    pub name: &'static str,
    /// This exact version, with the dependencies of its own lock file.
    pub version: &'static str,
    /// The duration of the build on two cores, for the message at its start.
    pub duration: &'static str,
}

impl CrateTool {
    /// Finds the program, or starts its build in the background.
    pub fn start(self, repo: &Repo) -> Result<Pending> {
        let cached = cache()?.join("bin").join(self.name);
        let on_path = which::which(self.name).ok();
        let found = on_path
            .into_iter()
            .chain([cached.clone()])
            .find(|path| self.is_right_version(repo, path));
        let build = match found {
            Some(_) => None,
            None => Some(self.build(repo)?),
        };
        Ok(Pending {
            tool: self,
            path: found.unwrap_or(cached),
            build,
        })
    }

    fn is_right_version(self, repo: &Repo, path: &Path) -> bool {
        path.is_file()
            && repo
                .run(path, ["--version"])
                .stderr_null()
                .read()
                .is_ok_and(|text| self.reports_right_version(&text))
    }

    fn reports_right_version(self, text: &str) -> bool {
        let mut parts = text.split_whitespace();
        parts.next() == Some(self.name) && parts.next() == Some(self.version)
    }

    fn build(self, repo: &Repo) -> Result<Child> {
        report_progress(&format!(
            "{}: building in the background, {}",
            self.name, self.duration
        ));
        let cache = cache()?;
        fs::create_dir_all(&cache)?;
        Command::new("cargo")
            .args(self.install_arguments(&cache))
            .current_dir(repo.path(""))
            .env_remove("CARGO_TARGET_DIR")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(self.log()?)?)
            .spawn()
            .context("cargo install could not start")
    }

    /// Without optimisation, which halves the build: geckodriver mostly waits for Firefox, and
    /// cargo-deny runs for a second or two. Their debug assertions are for their own developers.
    fn install_arguments(self, root: &Path) -> Vec<String> {
        let mut arguments = vec![
            "install",
            self.name,
            "--locked",
            "--version",
            self.version,
            "--debug",
        ];
        for setting in [
            "profile.dev.debug=false",
            "profile.dev.debug-assertions=false",
        ] {
            arguments.extend(["--config", setting]);
        }
        let mut arguments: Vec<String> = arguments.into_iter().map(str::to_owned).collect();
        arguments.extend(["--root".to_owned(), root.display().to_string()]);
        arguments
    }

    fn log(self) -> Result<PathBuf> {
        Ok(cache()?.join(format!("{}.log", self.name)))
    }
}

/// A program that exists or is being built.
#[derive(Debug)]
pub struct Pending {
    tool: CrateTool,
    path: PathBuf,
    build: Option<Child>,
}

impl Pending {
    /// Waits for the build, if there is one, and returns the program's path.
    pub fn wait(&mut self) -> Result<PathBuf> {
        if let Some(mut build) = self.build.take() {
            report_progress(&format!("{}: waiting for its build to end", self.tool.name));
            ensure!(
                build.wait()?.success(),
                "{} did not build (see {}): run `cargo {}` by hand",
                self.tool.name,
                self.tool.log()?.display(),
                self.tool.install_arguments(&cache()?).join(" ")
            );
        }
        Ok(self.path.clone())
    }
}

impl Drop for Pending {
    /// Stops a build whose result is no longer needed.
    fn drop(&mut self) {
        if let Some(build) = &mut self.build
            && let Err(error) = build.kill().and_then(|()| build.wait())
        {
            eprintln!(
                "{}: its build could not be stopped: {error}",
                self.tool.name
            );
        }
    }
}

/// Outside of the checkout, so that another clone does not build the programs again.
fn cache() -> Result<PathBuf> {
    let base = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let base = base.or_else(|| std::env::home_dir().map(|home| home.join(".cache")));
    let base = base.ok_or_else(|| anyhow!("no home folder: set XDG_CACHE_HOME"))?;
    Ok(base.join("set-pin-widget/tools"))
}

#[cfg(test)]
mod tests {
    use super::CrateTool;
    use std::path::Path;

    const TOOL: CrateTool = CrateTool {
        name: "tool",
        version: "1.2.3",
        duration: "a minute",
    };

    #[test]
    fn a_program_of_another_version_is_built_again() {
        assert!(TOOL.reports_right_version("tool 1.2.3"));
        assert!(TOOL.reports_right_version("tool 1.2.3 (0123abc 2026-01-01)\n\nmore"));
        assert!(!TOOL.reports_right_version("tool 1.2.30"));
        assert!(!TOOL.reports_right_version("other 1.2.3"));
        assert!(!TOOL.reports_right_version(""));
    }

    #[test]
    fn a_build_uses_the_version_and_the_lock_file_that_the_crate_was_published_with() {
        let arguments = TOOL.install_arguments(Path::new("cache")).join(" ");
        assert!(arguments.starts_with("install tool --locked --version 1.2.3 --debug "));
        assert!(arguments.ends_with(" --root cache"));
    }
}
