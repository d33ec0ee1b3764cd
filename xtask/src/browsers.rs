//! Browsers and their drivers: found, or installed where the system lets us, or named in one command.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use clap::ValueEnum;
use duct::Expression;

use crate::crate_tool::CrateTool;
use crate::progress::step;
use crate::repo::Repo;

/// Firefox's driver, which Debian does not have.
pub const GECKODRIVER: CrateTool = CrateTool {
    name: "geckodriver",
    version: "0.37.1",
    duration: "four to five minutes",
    debug: false,
};

/// A browser engine that the widget is tested in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    /// Chrome, Edge and their like.
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

    /// What Debian calls the browser and its driver.
    fn debian_packages(self) -> &'static [&'static str] {
        match self {
            Self::Chromium => &["chromium", "chromium-driver"],
            Self::Firefox => &["firefox-esr"],
            Self::Webkit => &["webkit2gtk-driver", "xvfb", "xauth"],
        }
    }

    /// Programs that have to be there: of each list, one. (Firefox's driver is built from source.)
    fn programs(self) -> &'static [&'static [&'static str]] {
        match self {
            Self::Chromium => &[CHROMIUM, &["chromedriver"]],
            Self::Firefox => &[FIREFOX],
            Self::Webkit => &[&["WebKitWebDriver"], &["xvfb-run"], &["Xvfb"], &["xauth"]],
        }
    }
}

const CHROMIUM: &[&str] = &["chromium", "chromium-browser", "google-chrome"];
const FIREFOX: &[&str] = &["firefox-esr", "firefox"];

fn program(names: &[&str]) -> Option<PathBuf> {
    names.iter().find_map(|name| which::which(name).ok())
}

/// Installs what is missing of the `engines`' browsers and drivers, the slow one in the background.
pub fn ensure_browsers(repo: &Repo, engines: &[Engine]) -> Result<()> {
    let missing: BTreeSet<&str> = engines
        .iter()
        .filter(|engine| {
            engine
                .programs()
                .iter()
                .any(|names| program(names).is_none())
        })
        .flat_map(|engine| engine.debian_packages().iter().copied())
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages = missing.into_iter().collect::<Vec<_>>().join(" ");
    let install =
        format!("apt-get update && apt-get install --yes --no-install-recommends {packages}");
    ensure!(
        which::which("apt-get").is_ok() && is_root(repo),
        "browsers or drivers are missing. On Debian: sudo sh -c '{install}'"
    );
    step(&format!("browsers: installing {packages}"));
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

/// Tells a suite where the browsers and drivers are, by the names that its harness reads.
pub fn for_suite(command: Expression, geckodriver: Option<&Path>) -> Expression {
    let mut command = command;
    let known = [
        ("E2E_CHROMIUM", program(CHROMIUM)),
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

/// The driver that a wasm test of `engine` starts, and the variable by which its runner is told.
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
