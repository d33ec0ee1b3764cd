//! Browsers and their drivers: found, or installed where that is possible; or the error message
//! contains the command that installs them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use clap::ValueEnum;
use duct::Expression;

use crate::progress::report_progress;
use crate::repo::Repo;

/// A browser engine that the widget is tested in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    /// The engine of Chrome and Edge.
    Chromium,
    /// Firefox.
    Firefox,
    /// Safari's engine, as WebKitGTK.
    Webkit,
}

impl Engine {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::Webkit];

    /// As on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Webkit => "webkit",
        }
    }

    /// Debian's packages of the browser and its driver.
    fn debian_packages(self) -> &'static [&'static str] {
        match self {
            Self::Chromium => &["chromium", "chromium-driver", "chromium-headless-shell"],
            Self::Firefox => &["firefox-esr"],
            Self::Webkit => &["webkit2gtk-driver", "xvfb", "xauth"],
        }
    }

    /// Whether a required program is missing or, if packages can be installed, the headless shell.
    fn lacks_programs(self, can_install: bool) -> bool {
        let lacks = |names: &[&str]| program(names).is_none();
        self.programs().iter().any(|names| lacks(names))
            || (can_install && self == Self::Chromium && lacks(HEADLESS_SHELL))
    }

    /// The required programs: one of each list. (Firefox's driver is built from source.)
    fn programs(self) -> &'static [&'static [&'static str]] {
        match self {
            Self::Chromium => &[CHROMIUM, &["chromedriver"]],
            Self::Firefox => &[FIREFOX],
            Self::Webkit => &[&["WebKitWebDriver"], &["xvfb-run"], &["Xvfb"], &["xauth"]],
        }
    }
}

const CHROMIUM: &[&str] = &["chromium", "chromium-browser", "google-chrome"];
/// Chromium's headless shell. Most tests run in it, because it takes about two thirds of the
/// processor time of the whole browser.
const HEADLESS_SHELL: &[&str] = &["chromium-headless-shell"];
const FIREFOX: &[&str] = &["firefox-esr", "firefox"];

fn program(names: &[&str]) -> Option<PathBuf> {
    names.iter().find_map(|name| which::which(name).ok())
}

/// Installs the missing browsers and drivers of `engines`.
pub fn ensure_browsers(repo: &Repo, engines: &[Engine]) -> Result<()> {
    let can_install = which::which("apt-get").is_ok() && is_root(repo);
    let missing: BTreeSet<&str> = engines
        .iter()
        .filter(|engine| engine.lacks_programs(can_install))
        .flat_map(|engine| engine.debian_packages().iter().copied())
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages = missing.into_iter().collect::<Vec<_>>().join(" ");
    let install =
        format!("apt-get update && apt-get install --yes --no-install-recommends {packages}");
    ensure!(
        can_install,
        "browsers or drivers are missing. On Debian: sudo sh -c '{install}'"
    );
    report_progress(&format!("browsers: installing {packages}"));
    repo.run("sh", ["-c", &install])
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdout_to_stderr()
        .run()
        .with_context(|| format!("the browsers could not be installed: run `{install}` by hand"))?;
    Ok(())
}

fn is_root(repo: &Repo) -> bool {
    repo.run("id", ["-u"]).read().is_ok_and(|id| id == "0")
}

/// Adds the paths of browsers and drivers, in the variables that the test harness reads.
pub fn with_browsers(command: Expression, geckodriver: Option<&Path>) -> Expression {
    let mut command = command;
    let known = [
        ("E2E_CHROMIUM", program(CHROMIUM)),
        ("E2E_HEADLESS_SHELL", program(HEADLESS_SHELL)),
        ("E2E_CHROMEDRIVER", program(&["chromedriver"])),
        ("E2E_FIREFOX", program(FIREFOX)),
        ("E2E_GECKODRIVER", geckodriver.map(Path::to_path_buf)),
        ("E2E_WEBKITDRIVER", program(&["WebKitWebDriver"])),
    ];
    for (name, path) in known {
        if let (Some(path), None) = (path, std::env::var_os(name)) {
            command = command.env(name, path);
        }
    }
    command
}

/// The driver that a wasm test of `engine` starts, and the variable in which its runner expects the
/// path.
pub fn wasm_driver(engine: Engine, geckodriver: Option<&Path>) -> Result<(&'static str, PathBuf)> {
    let (variable, driver) = match engine {
        Engine::Chromium => ("CHROMEDRIVER", program(&["chromedriver"])),
        Engine::Firefox => ("GECKODRIVER", geckodriver.map(Path::to_path_buf)),
        Engine::Webkit => ("SAFARIDRIVER", program(&["WebKitWebDriver"])),
    };
    match driver {
        Some(driver) => Ok((variable, driver)),
        None => bail!("no driver for {}", engine.name()),
    }
}
