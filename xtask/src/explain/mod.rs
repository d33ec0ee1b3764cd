//! `cargo xtask package --explain`: measures what each technique that exists for the size of the
//! package saves. Each patch in `xtask/weight` replaces one technique by plain code. The package is
//! built in a copy of the checkout, once as it is and once with each patch. `--write` writes the
//! figures into docs/weight.md.

mod breakdown;
mod page;
mod record;

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};

pub use self::page::{filled, write};
use self::record::{Record, Row};
use crate::build::package;
use crate::build::sizes::Size;
use crate::copy::{Copy, applies};
use crate::files::{file_name, files_ending};
use crate::progress::report_progress;
use crate::repo::{ROOT_VARIABLE, Repo, SHARED_VARIABLE};
use crate::table::columns;

const FOLDER: &str = "xtask/weight";
const SUFFIX: &str = ".patch";

/// The entries to measure, and their files.
const ENTRIES: [&str; 2] = ["index", "csp"];
const FILES: [&str; 2] = ["index.mjs", "csp.mjs"];

/// The sizes of [`FILES`], gzipped.
type Sizes = [usize; 2];

/// The bytes that a technique saves in each of [`FILES`]; `None` for a file that it does not
/// concern.
type Saved = [Option<i64>; 2];

/// A patch that replaces a technique by plain code.
#[derive(Debug)]
struct Technique {
    file: PathBuf,
    /// `# saves:` the technique.
    title: String,
    /// `# only:` the one file to measure, if the patch breaks the other one.
    only: Option<String>,
}

impl Technique {
    fn name(&self) -> &str {
        file_name(&self.file).trim_end_matches(SUFFIX)
    }
}

/// Measures all techniques, or those with these names, prints a table, and keeps the figures for
/// [`write()`]. A run with names keeps the figures of the others.
pub fn run(repo: &Repo, names: &[String]) -> Result<()> {
    let techniques = chosen(techniques(repo)?, names)?;
    let copy = Copy::new(repo, "weight")?;
    // Only once: the checkout may change during the measurements.
    copy.synchronise()?;
    let measure = || {
        build(repo, &copy)?;
        sizes(repo, &copy)
    };
    report_progress("weight: the package as it is");
    let with = measure()?;
    let mut record = match names {
        [] => Record::default(),
        _ => Record::read(repo)?.still_valid(&repo.path(FOLDER), with),
    };
    record.commit = repo
        .run("git", ["describe", "--always", "--dirty", "--abbrev=9"])
        .read()?;
    record.sizes = with;
    let mut rows = Vec::new();
    let mut failed = Vec::new();
    for technique in &techniques {
        report_progress(&format!("weight: without {}", technique.title));
        copy.apply(&technique.file)?;
        let without = measure();
        copy.revert(&technique.file)?;
        match without {
            Ok(without) => {
                let saved = saved(technique, with, without)?;
                report_progress(&format!("weight: {saved:?}"));
                rows.push((technique.title.as_str(), saved));
                let title = technique.title.clone();
                record
                    .rows
                    .insert(technique.name().to_owned(), Row { title, saved });
                record.keep(repo)?;
            }
            Err(error) => failed.push(format!("{}: {error:#}", technique.name())),
        }
    }
    print!("{}", table(with, rows));
    ensure!(
        failed.is_empty(),
        "these were not measured:\n{}",
        failed.join("\n")
    );
    Ok(())
}

/// Builds the files to measure: for a copy of this program, in the copy.
pub fn build_modules(repo: &Repo) -> Result<()> {
    package::build_modules(repo, &ENTRIES)
}

/// A finding for each patch that no longer applies to the checkout.
pub fn findings(repo: &Repo) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    for technique in techniques(repo)? {
        if !applies(repo, &technique.file)? {
            let path = repo.relative(&technique.file).display();
            findings.push(format!(
                "{path}: the code that it changes has changed: write it again"
            ));
        }
    }
    Ok(findings)
}

fn techniques(repo: &Repo) -> Result<Vec<Technique>> {
    let files = files_ending(repo, FOLDER, SUFFIX)?;
    let read = |file: PathBuf| {
        let patch = fs::read_to_string(&file)?;
        let title = header(&patch, "# saves:")
            .with_context(|| format!("{} has no line `# saves: ...`", file.display()))?;
        let only = header(&patch, "# only:");
        Ok(Technique { file, title, only })
    };
    files.into_iter().map(read).collect()
}

fn header(patch: &str, key: &str) -> Option<String> {
    let value = patch.lines().find_map(|line| line.strip_prefix(key))?;
    Some(value.trim().to_owned()).filter(|value| !value.is_empty())
}

fn chosen(techniques: Vec<Technique>, names: &[String]) -> Result<Vec<Technique>> {
    let is_known = |name: &str| techniques.iter().any(|technique| technique.name() == name);
    if let Some(unknown) = names.iter().find(|name| !is_known(name)) {
        let known: Vec<&str> = techniques.iter().map(Technique::name).collect();
        bail!(
            "there is no {FOLDER}/{unknown}{SUFFIX}; there are: {}",
            known.join(", ")
        );
    }
    Ok(techniques
        .into_iter()
        .filter(|technique| names.is_empty() || names.iter().any(|name| name == technique.name()))
        .collect())
}

/// Builds the package in the copy, with the copy's own build tools, since a patch may change these.
fn build(repo: &Repo, copy: &Copy<'_>) -> Result<()> {
    let target = copy.root.join("target");
    let log = copy.folder.join("build.log");
    let in_copy = |program: OsString, arguments: &[&str]| {
        duct::cmd(program, arguments)
            .dir(&copy.root)
            .env("CARGO_TARGET_DIR", &target)
            .stdin_null()
            .stderr_to_stdout()
            .stdout_path(&log)
            .unchecked()
    };
    // With its own intermediate files: in a shared folder, cargo would take the copy's program for
    // the checkout's.
    let tools = in_copy("cargo".into(), &["build", "--quiet", "--package=xtask"]);
    let package = in_copy(target.join("debug/xtask").into(), &["package", "--modules"])
        .env_remove("CARGO_TARGET_DIR")
        .env(ROOT_VARIABLE, &copy.root)
        .env(SHARED_VARIABLE, repo.path(""));
    for step in [tools, package] {
        ensure!(
            step.run()?.status.success(),
            "the package did not build:\n{}",
            fs::read_to_string(&log)?
        );
    }
    Ok(())
}

fn sizes(repo: &Repo, copy: &Copy<'_>) -> Result<Sizes> {
    let mut sizes = Sizes::default();
    for (size, file) in sizes.iter_mut().zip(FILES) {
        *size = Size::of(repo, file, &copy.root.join("pkg").join(file))?.gzipped();
    }
    Ok(sizes)
}

/// The difference for each file.
fn saved(technique: &Technique, with: Sizes, without: Sizes) -> Result<Saved> {
    let mut saved = [None; 2];
    for (index, file) in FILES.into_iter().enumerate() {
        if technique.only.as_deref().is_none_or(|only| only == file) {
            saved[index] = Some(i64::try_from(without[index])? - i64::try_from(with[index])?);
        }
    }
    Ok(saved)
}

/// The table, with the largest saving in `index.mjs` first.
fn table(with: Sizes, mut rows: Vec<(&str, Saved)>) -> String {
    rows.sort_by_key(|(_, saved)| std::cmp::Reverse(*saved));
    let [index, csp] = FILES;
    let sizes = ["size, gzip -9".to_owned()].into_iter();
    let sizes = sizes.chain(with.map(|size| size.to_string())).collect();
    let savings = rows.into_iter().map(|(title, saved)| {
        let bytes =
            saved.map(|bytes| bytes.map_or_else(|| "-".to_owned(), |bytes| bytes.to_string()));
        std::iter::once(title.to_owned()).chain(bytes).collect()
    });
    columns(
        &["bytes that it saves", index, csp],
        std::iter::once(sizes).chain(savings),
    )
}

#[cfg(test)]
mod tests {
    use super::{Technique, chosen, header, saved, table};

    fn technique(name: &str) -> Technique {
        Technique {
            file: format!("xtask/weight/{name}.patch").into(),
            title: name.to_owned(),
            only: None,
        }
    }

    #[test]
    fn a_patch_has_a_title() {
        let patch = "# saves: a short name\ndiff --git a/x b/x\n";
        assert_eq!(header(patch, "# saves:").as_deref(), Some("a short name"));
        assert_eq!(header("# saves:\ndiff --git a/x b/x\n", "# saves:"), None);
    }

    #[test]
    fn a_saving_is_the_growth_without_the_technique() {
        let mut technique = technique("allocator");
        let growth = |technique: &Technique| saved(technique, [100, 200], [130, 190]).unwrap();
        assert_eq!(growth(&technique), [Some(30), Some(-10)]);
        technique.only = Some("index.mjs".to_owned());
        assert_eq!(growth(&technique), [Some(30), None]);
    }

    #[test]
    fn an_unknown_name_is_refused_with_the_known_ones() {
        let all = || vec![technique("allocator"), technique("executor")];
        let only = chosen(all(), &["executor".to_owned()]).unwrap();
        assert_eq!(
            only.iter().map(Technique::name).collect::<Vec<_>>(),
            ["executor"]
        );
        assert_eq!(chosen(all(), &[]).unwrap().len(), 2);
        let refusal = chosen(all(), &["excutor".to_owned()]).unwrap_err();
        assert!(refusal.to_string().contains("allocator, executor"));
    }

    #[test]
    fn the_largest_saving_is_first_and_a_cost_is_last() {
        let rows = vec![
            ("cost", [Some(-5), Some(0)]),
            ("small", [Some(1), None]),
            ("large", [Some(20), Some(0)]),
        ];
        let table = table([100, 200], rows);
        let order: Vec<&str> = table
            .lines()
            .filter_map(|line| line.split_whitespace().next())
            .collect();
        assert_eq!(order, ["bytes", "size,", "large", "small", "cost"]);
    }
}
