//! `cargo xtask test --sabotage`: breaks one rule at a time in a throw-away copy, and expects the tests to notice.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use anyhow::{Context, Result, bail, ensure};
use regex::Regex;

use crate::parts::{file_name, files_ending};
use crate::progress::step;
use crate::repo::{ROOT_VARIABLE, Repo};

const FOLDER: &str = "tests/sabotage";
const SUFFIX: &str = ".patch";

/// What the copy's own commands make, and what it borrows.
const NOT_COPIED: [&str; 3] = ["target", "pkg", "node_modules"];

/// A small change that breaks one rule.
#[derive(Debug, PartialEq, Eq)]
struct Patch {
    name: String,
    /// `# rule:` the rule that it breaks.
    rule: String,
    /// `# run:` the parts of the suite that have to notice.
    run: Vec<String>,
}

impl Patch {
    fn parse(name: &str, text: &str) -> Result<Self> {
        let header = |key: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(key));
            let value = line.map(str::trim).filter(|value| !value.is_empty());
            value.with_context(|| format!("{name} has no line `{key} ...` before its diff"))
        };
        let run = header("# run:")?;
        Ok(Self {
            name: name.to_owned(),
            rule: header("# rule:")?.to_owned(),
            run: run
                .split([',', ' '])
                .filter(|part| !part.is_empty())
                .map(str::to_owned)
                .collect(),
        })
    }
}

/// Applies each patch in turn, or each that is named, and fails unless a test caught every one. A dry run stops once all are known to apply.
pub fn run(repo: &Repo, names: &[String], dry_run: bool) -> Result<()> {
    let patches = named(patches(repo)?, names)?;
    check_that_all_apply(repo, &patches)?;
    if dry_run {
        println!("{} patches apply", patches.len());
        return Ok(());
    }
    let bench = Bench::new(repo)?;
    bench.expect_green(&patches)?;
    let mut missed = Vec::new();
    for patch in &patches {
        step(&format!("sabotage: {} ({})", patch.name, patch.rule));
        match bench.catch(patch) {
            Ok(caught) => print_catch(patch, &caught),
            Err(error) => {
                println!("{}: NOT CAUGHT: {error:#}\n", patch.name);
                missed.push(patch.name.as_str());
            }
        }
    }
    if missed.is_empty() {
        println!("{} rules broken, each one caught", patches.len());
        return Ok(());
    }
    bail!("not caught: {}", missed.join(", "))
}

/// Names every patch that does not apply to the checkout: better now than after hours.
fn check_that_all_apply(repo: &Repo, patches: &[Patch]) -> Result<()> {
    let mut stale = Vec::new();
    for patch in patches {
        let file = repo.path(FOLDER).join(&patch.name);
        if !applies(repo, &file)? {
            stale.push(patch.name.as_str());
        }
    }
    ensure!(
        stale.is_empty(),
        "the code that these patches change is different now, make them again: {}",
        stale.join(", ")
    );
    Ok(())
}

fn applies(repo: &Repo, file: &Path) -> Result<bool> {
    let arguments: [OsString; 3] = ["apply".into(), "--check".into(), file.into()];
    let output = repo.run("git", arguments).unchecked().run()?;
    Ok(output.status.success())
}

fn patches(repo: &Repo) -> Result<Vec<Patch>> {
    let files = files_ending(repo, FOLDER, SUFFIX)?;
    ensure!(!files.is_empty(), "no {FOLDER}/*{SUFFIX}");
    files
        .iter()
        .map(|file| Patch::parse(file_name(file), &fs::read_to_string(file)?))
        .collect()
}

/// Those that are named, with or without the file's ending; all when none is.
fn named(patches: Vec<Patch>, names: &[String]) -> Result<Vec<Patch>> {
    let stem = |patch: &Patch| patch.name.trim_end_matches(SUFFIX).to_owned();
    let known: BTreeSet<String> = patches.iter().map(stem).collect();
    let wanted: BTreeSet<&str> = names
        .iter()
        .map(|name| name.trim_end_matches(SUFFIX))
        .collect();
    if let Some(unknown) = wanted.iter().find(|name| !known.contains(**name)) {
        let known: Vec<String> = known.into_iter().collect();
        bail!(
            "there is no patch {unknown}; patches are: {}",
            known.join(", ")
        );
    }
    Ok(patches
        .into_iter()
        .filter(|patch| wanted.is_empty() || wanted.contains(stem(patch).as_str()))
        .collect())
}

fn print_catch(patch: &Patch, caught: &BTreeSet<String>) {
    println!("{}: caught ({})", patch.name, patch.rule);
    for test in caught {
        println!("    {test}");
    }
    println!();
}

/// Where rules are broken.
struct Bench<'a> {
    repo: &'a Repo,
    /// The throw-away copy of the checkout.
    copy: PathBuf,
    logs: PathBuf,
    /// This very program: the one in the checkout's target folder may be built anew meanwhile.
    xtask: PathBuf,
}

impl<'a> Bench<'a> {
    fn new(repo: &'a Repo) -> Result<Self> {
        let logs = repo.target("sabotage");
        let copy = logs.join("checkout");
        fs::create_dir_all(&copy)?;
        let xtask = logs.join("xtask");
        fs::copy(std::env::current_exe()?, &xtask)?;
        Ok(Self {
            repo,
            copy,
            logs,
            xtask,
        })
    }

    /// A test that is red anyway catches nothing: all that the patches name has to pass without them.
    fn expect_green(&self, patches: &[Patch]) -> Result<()> {
        step("sabotage: the same tests without any patch");
        self.synchronise()?;
        let parts: BTreeSet<&String> = patches.iter().flat_map(|patch| &patch.run).collect();
        let log = self.logs.join("unbroken.log");
        ensure!(
            self.is_green(&log, parts)?,
            "the tests fail before anything is broken: see {}",
            self.repo.relative(&log).display()
        );
        Ok(())
    }

    /// The tests that failed under the patch.
    fn catch(&self, patch: &Patch) -> Result<BTreeSet<String>> {
        self.synchronise()?;
        self.apply(patch)?;
        let log = self.logs.join(&patch.name).with_extension("log");
        let shown = self.repo.relative(&log).display();
        ensure!(
            !self.is_green(&log, &patch.run)?,
            "all stayed green: {}",
            patch.run.join(", ")
        );
        let caught = failures(&fs::read_to_string(&log)?);
        ensure!(
            !caught.is_empty(),
            "it failed, but no test did: see {shown}"
        );
        Ok(caught)
    }

    /// Makes the copy equal to the checkout, uncommitted changes included, and touches only files that differ: what stands is not built again.
    fn synchronise(&self) -> Result<()> {
        let Self { repo, copy, .. } = self;
        let mut wanted = BTreeSet::new();
        for file in repo.files("")? {
            let path = repo.relative(&file).to_path_buf();
            let to = copy.join(&path);
            let bytes = fs::read(&file)?;
            if fs::read(&to).ok().as_ref() != Some(&bytes) {
                fs::create_dir_all(to.parent().context("a file lies in a folder")?)?;
                fs::write(&to, bytes)?;
            }
            wanted.insert(path);
        }
        remove_others(copy, &wanted)?;
        borrow_packages(repo, copy)
    }

    fn apply(&self, patch: &Patch) -> Result<()> {
        let file = self.repo.path(FOLDER).join(&patch.name);
        let arguments: Vec<OsString> =
            vec!["apply".into(), "--whitespace=nowarn".into(), file.into()];
        duct::cmd("git", arguments)
            .dir(&self.copy)
            // The copy lies within the checkout and is none itself: git must not find the one above.
            .env("GIT_CEILING_DIRECTORIES", &self.logs)
            .run()
            .context("the patch does not apply")?;
        Ok(())
    }

    fn is_green<'p>(
        &self,
        log: &Path,
        parts: impl IntoIterator<Item = &'p String>,
    ) -> Result<bool> {
        let mut arguments: Vec<OsString> = vec!["test".into(), "--engine=chromium".into()];
        arguments.extend(
            parts
                .into_iter()
                .map(|part| format!("--only={part}").into()),
        );
        let output = self
            .repo
            .run(&self.xtask, arguments)
            .env(ROOT_VARIABLE, &self.copy)
            .stdin_null()
            .stderr_to_stdout()
            .stdout_path(log)
            .unchecked()
            .run()?;
        Ok(output.status.success())
    }
}

fn remove_others(copy: &Path, wanted: &BTreeSet<PathBuf>) -> Result<()> {
    let mut walk = ignore::WalkBuilder::new(copy);
    walk.standard_filters(false).filter_entry(|entry| {
        let top = entry.depth() == 1;
        !(top && NOT_COPIED.iter().any(|name| entry.file_name() == *name))
    });
    for entry in walk.build() {
        let entry = entry?;
        let path = entry.path().strip_prefix(copy)?;
        if entry.file_type().is_some_and(|kind| kind.is_file()) && !wanted.contains(path) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn borrow_packages(repo: &Repo, copy: &Path) -> Result<()> {
    let link = copy.join("node_modules");
    if !link.exists() {
        std::os::unix::fs::symlink(repo.path("node_modules"), link)?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn borrow_packages(_repo: &Repo, _copy: &Path) -> Result<()> {
    bail!("--sabotage needs a Unix-like system")
}

/// The names of failed tests, as cargo, wasm-bindgen-test and node print them.
fn failures(log: &str) -> BTreeSet<String> {
    static FAILURE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?m)^(?:test (?P<rust>\S+) (?:- should panic )?\.\.\. FAIL(?:ED)?|\s*✖ (?P<node>.+?) \([\d.]+m?s\))$")
            .expect("the expression is well-formed")
    });
    FAILURE
        .captures_iter(log)
        .filter_map(|found| found.name("rust").or_else(|| found.name("node")))
        .map(|name| name.as_str().to_owned())
        .filter(|name| !name.ends_with(".mjs"))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Patch, applies, failures, named};
    use crate::repo::Repo;

    #[test]
    fn a_patch_says_which_rule_it_breaks_and_which_parts_have_to_notice() {
        let text = "# rule: messages count only from allowed origins\n# run: native, e2e:origins\ndiff --git a/x b/x\n";
        let patch = Patch::parse("no-origin.patch", text).unwrap();
        assert_eq!(patch.rule, "messages count only from allowed origins");
        assert_eq!(patch.run, ["native", "e2e:origins"]);
    }

    #[test]
    fn a_patch_without_a_header_is_refused() {
        let refusal = Patch::parse("x.patch", "# rule: a rule\n").unwrap_err();
        assert!(refusal.to_string().contains("# run:"));
    }

    #[test]
    fn a_patch_of_code_that_is_different_now_does_not_apply() {
        let repo = Repo::find().unwrap();
        let file = repo.target("stale.patch");
        let manifest = fs::read_to_string(repo.path("Cargo.toml")).unwrap();
        let mut lines = manifest.lines();
        let (first, second) = (lines.next().unwrap(), lines.next().unwrap());
        let check = |first: &str| {
            let diff = format!(
                "# rule: a rule\n# run: native\ndiff --git a/Cargo.toml b/Cargo.toml\n--- a/Cargo.toml\n+++ b/Cargo.toml\n\
                 @@ -1,2 +1,2 @@\n-{first}\n+# another\n {second}\n"
            );
            fs::write(&file, diff).unwrap();
            applies(&repo, &file).unwrap()
        };
        assert!(check(first));
        assert!(!check("no such line"));
    }

    #[test]
    fn patches_are_chosen_by_name_and_an_unknown_one_is_refused_with_the_known_ones() {
        let patch = |name| Patch::parse(name, "# rule: a rule\n# run: native\n").unwrap();
        let chosen = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            named(vec![patch("a.patch"), patch("b.patch")], &names)
        };
        assert_eq!(chosen(&[]).unwrap().len(), 2);
        assert_eq!(chosen(&["b"]).unwrap(), [patch("b.patch")]);
        assert_eq!(chosen(&["a.patch"]).unwrap(), [patch("a.patch")]);
        assert!(chosen(&["c"]).unwrap_err().to_string().contains("a, b"));
    }

    #[test]
    fn failed_tests_are_found_in_the_words_of_each_runner() {
        let log = "test attempt::tests::ends_once ... FAILED\ntest fine ... ok\ntest gate::rejects ... FAIL\n  \
                   ✖ a forged message is ignored (12.5ms)\n✔ fine (3ms)\n✖ tests/e2e/messages.test.mjs (99ms)\n✖ failing tests:\n";
        let found: Vec<_> = failures(log).into_iter().collect();
        assert_eq!(
            found,
            [
                "a forged message is ignored",
                "attempt::tests::ends_once",
                "gate::rejects"
            ]
        );
    }
}
