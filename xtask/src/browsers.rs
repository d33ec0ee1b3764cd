//! Browsers and their drivers: found, or installed where the system lets us, or named in one command.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, anyhow, bail, ensure};
use clap::ValueEnum;
use duct::Expression;

use crate::progress::step;
use crate::repo::Repo;

const GECKODRIVER_VERSION: &str = "0.37.1";

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

/// Firefox's driver, which Debian does not have: on `PATH`, kept from an earlier run, or on its way.
#[derive(Debug)]
pub struct Geckodriver {
    path: PathBuf,
    installation: Option<Child>,
}

impl Geckodriver {
    /// Finds it, or starts to build it (four to five minutes) while other work goes on.
    pub fn start(repo: &Repo) -> Result<Self> {
        let cached = cache()?.join("bin/geckodriver");
        let on_path = which::which("geckodriver").ok();
        let found = on_path
            .into_iter()
            .chain([cached.clone()])
            .find(|path| is_right_geckodriver(repo, path));
        let installation = match found {
            Some(_) => None,
            None => Some(install_geckodriver(repo)?),
        };
        Ok(Self {
            path: found.unwrap_or(cached),
            installation,
        })
    }

    /// The driver, once it is there.
    pub fn wait(&mut self) -> Result<PathBuf> {
        if let Some(mut installation) = self.installation.take() {
            step("geckodriver: waiting for its build to end");
            ensure!(
                installation.wait()?.success(),
                "geckodriver did not build (see {}): run `{}` by hand",
                log()?.display(),
                install_command(&cache()?)
            );
        }
        Ok(self.path.clone())
    }
}

impl Drop for Geckodriver {
    /// A build that nobody waits for any more ends with us.
    fn drop(&mut self) {
        if let Some(installation) = &mut self.installation {
            let ended = installation.kill().and_then(|()| installation.wait());
            if let Err(error) = ended {
                eprintln!("geckodriver's build could not be ended: {error}");
            }
        }
    }
}

fn is_right_geckodriver(repo: &Repo, path: &Path) -> bool {
    path.is_file()
        && repo
            .run(path, ["--version"])
            .read()
            .is_ok_and(|text| text.starts_with(&format!("geckodriver {GECKODRIVER_VERSION}")))
}

fn install_geckodriver(repo: &Repo) -> Result<Child> {
    step("geckodriver: building in the background, four to five minutes");
    let cache = cache()?;
    std::fs::create_dir_all(&cache)?;
    let log = std::fs::File::create(log()?)?;
    Command::new("cargo")
        .args([
            "install",
            "geckodriver",
            "--locked",
            "--version",
            GECKODRIVER_VERSION,
            "--root",
        ])
        .arg(&cache)
        .current_dir(repo.path(""))
        .env_remove("CARGO_TARGET_DIR")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .context("cargo install could not start")
}

fn install_command(root: &Path) -> String {
    format!(
        "cargo install geckodriver --locked --version {GECKODRIVER_VERSION} --root {}",
        root.display()
    )
}

/// Outside of the checkout, so that a fresh clone need not build it again.
fn cache() -> Result<PathBuf> {
    let base = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let base = base.or_else(|| std::env::home_dir().map(|home| home.join(".cache")));
    let base = base.ok_or_else(|| anyhow!("no home folder: set XDG_CACHE_HOME"))?;
    Ok(base.join("set-pin-widget/tools"))
}

fn log() -> Result<PathBuf> {
    Ok(cache()?.join("geckodriver.log"))
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
