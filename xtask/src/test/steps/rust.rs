//! Rust: clippy, the tests on this machine, and the documentation.

use anyhow::{Result, ensure};

use super::wasm;
use crate::commands::{run_all, without_issuer};
use crate::docs;
use crate::repo::Repo;

/// The wasm-bindgen tools have hundreds of dependencies, so only `--deep` includes them.
const WITHOUT_RUNNER: [&str; 2] = ["--workspace", "--exclude=wasm-bindgen-runner"];
const FOR_THE_BROWSER: [&str; 2] = [
    "--package=set-pin-widget",
    "--target=wasm32-unknown-unknown",
];

/// Runs clippy, for this machine and for the browser.
pub fn lint(repo: &Repo, deep: bool) -> Result<()> {
    let clippy = |of: &[&str]| {
        let arguments = [&["clippy", "--quiet"], of, &["--", "-Dwarnings"]].concat();
        repo.cargo(arguments)
    };
    let mut host = vec!["--all-targets"];
    match deep {
        true => host.push("--workspace"),
        false => host.extend(WITHOUT_RUNNER),
    }
    // Not the crate's unit tests, which are for this machine, like their dependencies.
    let mut browser = vec!["--lib"];
    browser.extend(FOR_THE_BROWSER);
    let tests = wasm::tests(repo)?;
    for test in &tests {
        browser.extend(["--test", test]);
    }
    run_all([
        ("clippy: this machine", clippy(&host)),
        ("clippy: the browser", clippy(&browser)),
    ])
}

/// Runs the tests on this machine; `names` are patterns of test names.
pub fn test(repo: &Repo, deep: bool, names: &[String]) -> Result<()> {
    let mut arguments = vec!["test", "--no-fail-fast"];
    arguments.extend(WITHOUT_RUNNER);
    if !repo.is_own() {
        // The patches of `--sabotage` never change the build system.
        arguments.push("--exclude=xtask");
    }
    // Shows the property's own report.
    arguments.extend(["--", "--show-output"]);
    arguments.extend(names.iter().map(String::as_str));
    let mut tests = repo.cargo(arguments);
    if deep {
        tests = tests.env("PROPTEST_CASES", "100000");
    }
    let output = without_issuer(tests).stdout_capture().unchecked().run()?;
    let text = String::from_utf8_lossy(&output.stdout);
    println!("{text}");
    ensure!(output.status.success(), "cargo test");
    ensure!(
        some_passed(&text),
        "no test passed: is there one with that name?"
    );
    Ok(())
}

/// Whether a test ran. Cargo succeeds if a name fits no test.
fn some_passed(output: &str) -> bool {
    let results = output
        .lines()
        .filter(|line| line.starts_with("test result: ok."));
    results.into_iter().any(|line| !line.contains(" 0 passed;"))
}

/// Checks the documentation's tables, and builds the crates' documentation without a warning.
pub fn document(repo: &Repo, deep: bool) -> Result<()> {
    let doc = |of: &[&str], private: &[&str]| {
        let arguments = [&["doc", "--quiet", "--no-deps"], private, of].concat();
        repo.cargo(arguments).env("RUSTDOCFLAGS", "-Dwarnings")
    };
    let here = if deep {
        &["--workspace"][..]
    } else {
        &WITHOUT_RUNNER
    };
    let private = &["--document-private-items"];
    // The public documentation too: in it, a link to a private item is broken.
    run_all([
        ("the documentation's tables", docs::check(repo)?),
        ("cargo doc: this machine", doc(here, private)),
        ("cargo doc: this machine, public items", doc(here, &[])),
        ("cargo doc: the browser", doc(&FOR_THE_BROWSER, private)),
        (
            "cargo doc: the browser, public items",
            doc(&FOR_THE_BROWSER, &[]),
        ),
    ])
}

#[cfg(test)]
mod tests {
    use super::some_passed;

    #[test]
    fn a_run_in_which_nothing_passed_is_not_green() {
        assert!(some_passed(
            "test result: ok. 0 passed; 0 failed\ntest result: ok. 3 passed; 0 failed"
        ));
        assert!(!some_passed(
            "test result: ok. 0 passed; 0 failed; 15 filtered out"
        ));
    }
}
