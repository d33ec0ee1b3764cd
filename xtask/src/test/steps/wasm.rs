//! Runs the crate's own tests in browsers, with wasm-bindgen-test.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail, ensure};
use duct::Expression;
use serde_json::{Value, json};

use crate::browsers::{self, Engine};
use crate::files::files_ending;
use crate::progress::report_progress;
use crate::repo::Repo;
use crate::test::context::Context;
use crate::tools;

/// The runner takes the browser from these variables; the first one that is set counts.
const DRIVER_VARIABLES: [&str; 4] = [
    "GECKODRIVER",
    "SAFARIDRIVER",
    "CHROMEDRIVER",
    "MSEDGEDRIVER",
];

/// Runs the browser tests in each engine; `names` are test files without their ending.
pub fn run(context: &mut Context, names: &[String]) -> Result<()> {
    let repo = context.repo;
    let tests = selected(repo, names)?;
    tools::build_wasm_bindgen_tools(repo)?;
    report_progress("wasm: building");
    cargo_test(repo, &tests, &["--no-run"])
        .run()
        .context("the browser tests did not build: their errors are above")?;
    let geckodriver = context.geckodriver()?;
    let mut failed = Vec::new();
    for engine in context.engines.clone() {
        report_progress(&format!("wasm: {}", engine.name()));
        let (variable, driver) = browsers::wasm_driver(engine, geckodriver.as_deref())?;
        let output = in_browser(repo, engine, &tests, variable)?
            .env(variable, driver)
            .stdout_capture()
            .unchecked()
            .run()?;
        let text = String::from_utf8_lossy(&output.stdout);
        println!("{text}");
        if !output.status.success() || !ran_in(engine, &text) {
            failed.push(engine.name());
        }
    }
    if failed.is_empty() {
        return Ok(());
    }
    bail!("in {}", failed.join(", "))
}

/// Whether the tests ran in this browser. If the runner cannot use our driver, it takes any other
/// that it finds.
fn ran_in(engine: Engine, output: &str) -> bool {
    let browser = match engine {
        Engine::Chromium => "Chrome",
        Engine::Firefox => "Firefox",
        Engine::Webkit => "Safari",
    };
    let ran = output.contains(&format!("Running headless tests in {browser} "));
    if !ran {
        eprintln!("the tests did not run in {browser}");
    }
    ran
}

/// The names of the integration tests that are written for browsers.
pub fn tests(repo: &Repo) -> Result<Vec<String>> {
    let mut tests = Vec::new();
    for file in files_ending(repo, "tests", ".rs")? {
        let stem = file.file_stem().and_then(|stem| stem.to_str());
        let stem = stem.context("a test's name is text")?;
        if fs::read_to_string(&file)?.contains("wasm_bindgen_test") {
            tests.push(stem.to_owned());
        }
    }
    Ok(tests)
}

/// The selected ones: all if `names` is empty.
fn selected(repo: &Repo, names: &[String]) -> Result<Vec<String>> {
    let mut tests = tests(repo)?;
    tests.retain(|test| names.is_empty() || names.contains(test));
    ensure!(
        !tests.is_empty(),
        "no file tests/*.rs with such a name uses wasm_bindgen_test"
    );
    Ok(tests)
}

fn arguments(tests: &[String], more: &[&str]) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = [
        "test",
        "--package=set-pin-widget",
        "--target=wasm32-unknown-unknown",
    ]
    .map(OsString::from)
    .to_vec();
    arguments.extend(more.iter().map(OsString::from));
    for test in tests {
        arguments.push("--test".into());
        arguments.push(test.into());
    }
    arguments
}

fn cargo_test(repo: &Repo, tests: &[String], more: &[&str]) -> Expression {
    without_debug_info(repo.cargo(arguments(tests, more)))
}

/// With debug information, wasm-bindgen takes six times as long, for each browser.
fn without_debug_info(command: Expression) -> Expression {
    command.env("CARGO_PROFILE_DEV_DEBUG", "0")
}

/// WebKitGTK has no headless mode, so it gets a virtual screen.
fn in_browser(repo: &Repo, engine: Engine, tests: &[String], variable: &str) -> Result<Expression> {
    let arguments = arguments(tests, &["--no-fail-fast"]);
    let command = match engine {
        Engine::Webkit => repo.with_cargo_folders(
            "",
            repo.run(
                "xvfb-run",
                ["-a".into(), "cargo".into()].into_iter().chain(arguments),
            ),
        ),
        _ => repo.cargo(arguments),
    };
    Ok(DRIVER_VARIABLES
        .iter()
        .filter(|other| **other != variable)
        .fold(without_debug_info(command), |command, other| {
            command.env_remove(other)
        })
        .env("PATH", path_with_runner(repo)?)
        .env(
            "WASM_BINDGEN_TEST_WEBDRIVER_JSON",
            write_capabilities(repo, engine)?,
        )
        // Firefox may take most of a minute to start on a busy machine.
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120")
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60")
        .env("WASM_BINDGEN_TEST_STARTUP_TIMEOUT", "120")
        .env("MOZ_REMOTE_SETTINGS_DEVTOOLS", "1"))
}

fn path_with_runner(repo: &Repo) -> Result<OsString> {
    let path = env::var_os("PATH").unwrap_or_default();
    Ok(env::join_paths(
        [repo.built_tools()]
            .into_iter()
            .chain(env::split_paths(&path)),
    )?)
}

/// Options that keep a browser from requesting anything from the network.
fn write_capabilities(repo: &Repo, engine: Engine) -> Result<PathBuf> {
    let folder = repo.target("webdriver");
    fs::create_dir_all(&folder)?;
    let file = folder.join(format!("{}.json", engine.name()));
    fs::write(&file, capabilities(engine).to_string())?;
    Ok(file)
}

fn capabilities(engine: Engine) -> Value {
    match engine {
        Engine::Chromium => json!({"goog:chromeOptions": {"args": [
            "--disable-background-networking",
            "--disable-component-update",
            "--no-first-run",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
        ]}}),
        Engine::Firefox => json!({"moz:firefoxOptions": {"prefs": {
            "network.dns.forceResolve": "127.0.0.1",
            "services.settings.server": "data:,#remote-settings-dummy/v1",
            "app.normandy.enabled": false,
            "network.captive-portal-service.enabled": false,
            "network.connectivity-service.enabled": false,
            "network.trr.mode": 5,
        }}}),
        Engine::Webkit => json!({}),
    }
}

#[cfg(test)]
mod tests {
    use super::ran_in;
    use crate::browsers::Engine;

    #[test]
    fn a_run_in_the_wrong_browser_is_not_green() {
        let output = "Running headless tests in Chrome on `http://127.0.0.1:1/`";
        assert!(ran_in(Engine::Chromium, output));
        assert!(!ran_in(Engine::Webkit, output));
    }
}
