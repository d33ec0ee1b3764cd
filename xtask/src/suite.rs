//! `cargo xtask test`: everything that CI runs, part by part, each one timed.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

use crate::browsers::Engine;
use crate::e2e::Runtime;
use crate::parts::{self, Context};
use crate::progress::step;
use crate::repo::Repo;
use crate::sabotage;
use crate::sizes::columns;

/// How `cargo xtask test` runs.
#[derive(Debug, Args)]
pub struct Options {
    /// Also what takes long: 100 000 cases of each property, the lint of the build tools' own tools, every end-to-end test in each browser and on
    /// the JavaScript engine too, `./testing` in each browser, and its examples.
    #[arg(long)]
    deep: bool,
    /// The package as others meet it, and nothing else unless `--only` says so: the tarball with linters, Node and compilers, in server runtimes, in
    /// every application of tests/packaging, transpiled to ES5, and in the examples; in Chromium.
    #[arg(long, conflicts_with = "engine")]
    packaging: bool,
    /// One browser engine; may be repeated. All three by default.
    #[arg(long)]
    engine: Vec<Engine>,
    /// One of the package's engines, for the end-to-end tests; WebAssembly in full and the others in part by default.
    #[arg(long)]
    runtime: Option<Runtime>,
    /// One part, or tests in it (`e2e:origins` is a file, else a pattern of test names); may be repeated.
    #[arg(long, value_name = "PART[:NAME]")]
    only: Vec<Selection>,
    /// Breaks one rule after another by the patches in tests/sabotage, and expects red; all of them when none is named.
    #[arg(long, value_name = "PATCH", num_args = 0.., conflicts_with_all = ["only", "engine", "runtime", "packaging"])]
    sabotage: Option<Vec<String>>,
    /// With `--sabotage`: only checks that each patch still applies, which takes a second.
    #[arg(long, requires = "sabotage")]
    dry_run: bool,
}

impl Options {
    /// What is asked for by name, be it by `--only` or by a flag of its own.
    fn only(&self) -> Vec<Selection> {
        if self.packaging && self.only.is_empty() {
            return OF_THE_PACKAGE
                .map(|part| Selection { part, name: None })
                .to_vec();
        }
        self.only.clone()
    }
}

/// What `--packaging` runs.
const OF_THE_PACKAGE: [Part; 6] = [
    Part::Packed,
    Part::Types,
    Part::Server,
    Part::Testing,
    Part::Packaging,
    Part::Es5,
];

/// One part of the suite, in the order of running: what is quick to fail comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Part {
    /// The repository's own rules.
    Audit,
    /// rustfmt, Biome and actionlint.
    Format,
    /// The npm package.
    Package,
    /// The limit of what a cardholder downloads.
    Weight,
    /// The tarball as npm, Node, bundlers and the oldest browsers meet it.
    Packed,
    /// TypeScript and checked JavaScript.
    Types,
    /// Clippy, natively and for the browser.
    Lint,
    /// Rust's tests on this machine.
    Native,
    /// The crates' licences, sources and duplicates.
    Dependencies,
    /// The documentation builds without a warning, and its tables are those of the code.
    Docs,
    /// The token route of `./server` in Node, Bun, Deno and workerd.
    Server,
    /// Rust's tests in each browser.
    Wasm,
    /// `./testing` and its examples.
    Testing,
    /// Each code block of the documentation, run.
    Blocks,
    /// The packed tarball in real applications, in Chromium.
    Packaging,
    /// The package, transpiled to ES5 by SWC and by Babel, in Chromium.
    Es5,
    /// The package against the sandbox in each browser.
    E2e,
}

impl Part {
    /// As on the command line.
    fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }

    /// Parts without which this one cannot run.
    fn needs(self) -> &'static [Self] {
        match self {
            Self::Weight
            | Self::Packed
            | Self::Types
            | Self::Server
            | Self::Testing
            | Self::Blocks
            | Self::Packaging
            | Self::Es5
            | Self::E2e => &[Self::Package],
            _ => &[],
        }
    }
}

/// A part, or some of its tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    part: Part,
    name: Option<String>,
}

impl std::str::FromStr for Selection {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (part, name) = match text.split_once(':') {
            Some((part, name)) => (part, Some(name.to_owned())),
            None => (text, None),
        };
        let names = || Part::value_variants().iter().map(|part| part.name());
        Ok(Self {
            part: Part::from_str(part, true)
                .map_err(|_| format!("parts are: {}", names().collect::<Vec<_>>().join(", ")))?,
            name,
        })
    }
}

/// How a part went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Passed,
    Failed,
    /// What it needs had failed.
    NotRun,
}

struct Account {
    part: Part,
    verdict: Verdict,
    time: Duration,
}

/// Runs what was asked for: every part, even after a failure, and fails at the end if any did.
pub fn run(repo: &Repo, options: &Options) -> Result<()> {
    if let Some(names) = &options.sabotage {
        return sabotage::run(repo, names, options.dry_run);
    }
    let engines = match options.engine.as_slice() {
        [] if options.packaging => vec![Engine::Chromium],
        [] => Engine::ALL.to_vec(),
        some => some.to_vec(),
    };
    let only = options.only();
    let parts = selected(&only);
    let mut context = Context::new(
        repo,
        engines,
        options.runtime,
        options.deep,
        options.packaging,
    )?;
    context.prepare(&parts)?;
    let mut accounts: Vec<Account> = Vec::new();
    for part in parts {
        let account = run_part(&mut context, part, &names(&only, part), &accounts);
        accounts.push(account);
    }
    conclude(&accounts)
}

/// The parts to run, in order: those asked for and what they need; all when none is named.
fn selected(only: &[Selection]) -> BTreeSet<Part> {
    if only.is_empty() {
        return Part::value_variants().iter().copied().collect();
    }
    only.iter()
        .flat_map(|selection| {
            selection
                .part
                .needs()
                .iter()
                .copied()
                .chain([selection.part])
        })
        .collect()
}

/// The tests asked for within a part; none when the whole part is.
fn names(only: &[Selection], part: Part) -> Vec<String> {
    let of_part: Vec<_> = only
        .iter()
        .filter(|selection| selection.part == part)
        .collect();
    if of_part.iter().any(|selection| selection.name.is_none()) {
        return Vec::new();
    }
    of_part
        .into_iter()
        .filter_map(|selection| selection.name.clone())
        .collect()
}

fn run_part(context: &mut Context, part: Part, names: &[String], before: &[Account]) -> Account {
    let start = Instant::now();
    let missing = before
        .iter()
        .find(|account| part.needs().contains(&account.part) && account.verdict != Verdict::Passed);
    let verdict = match missing {
        Some(missing) => {
            eprintln!(
                "{} needs {}, which failed",
                part.name(),
                missing.part.name()
            );
            Verdict::NotRun
        }
        None => {
            step(&format!("== {}", part.name()));
            match parts::run(context, part, names) {
                Ok(()) => Verdict::Passed,
                Err(error) => {
                    eprintln!("{} failed: {error:#}", part.name());
                    Verdict::Failed
                }
            }
        }
    };
    Account {
        part,
        verdict,
        time: start.elapsed(),
    }
}

fn conclude(accounts: &[Account]) -> Result<()> {
    let rows = accounts.iter().map(|account| {
        let verdict = match account.verdict {
            Verdict::Passed => "passed",
            Verdict::Failed => "FAILED",
            Verdict::NotRun => "not run",
        };
        vec![
            account.part.name(),
            verdict.to_owned(),
            format!("{:.1} s", account.time.as_secs_f64()),
        ]
    });
    let total: Duration = accounts.iter().map(|account| account.time).sum();
    println!("\n{}", columns(&["part", "result", "time"], rows));
    println!(
        "{} min {:02} s in all",
        total.as_secs() / 60,
        total.as_secs() % 60
    );
    let bad: Vec<String> = accounts
        .iter()
        .filter(|account| account.verdict != Verdict::Passed)
        .map(|account| account.part.name())
        .collect();
    if bad.is_empty() {
        return Ok(());
    }
    bail!("not green: {}", bad.join(", "))
}

#[cfg(test)]
mod tests {
    use clap::{Parser as _, ValueEnum as _};

    use super::{Account, Options, Part, Selection, Verdict, conclude, names, selected};
    use std::time::Duration;

    fn only(texts: &[&str]) -> Vec<Selection> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    #[derive(clap::Parser)]
    struct Line {
        #[command(flatten)]
        options: Options,
    }

    fn parts(line: &[&str]) -> Vec<Part> {
        let line = Line::parse_from([&["test"], line].concat());
        selected(&line.options.only()).into_iter().collect()
    }

    #[test]
    fn packaging_is_all_that_is_about_the_package_unless_parts_are_named() {
        let package = [
            Part::Package,
            Part::Packed,
            Part::Types,
            Part::Server,
            Part::Testing,
            Part::Packaging,
            Part::Es5,
        ];
        assert_eq!(parts(&["--packaging"]), package);
        assert_eq!(
            parts(&["--packaging", "--only", "packaging:Vite"]),
            [Part::Package, Part::Packaging]
        );
        assert_eq!(parts(&[]).len(), Part::value_variants().len());
    }

    #[test]
    fn nothing_named_is_every_part() {
        assert_eq!(selected(&[]).len(), Part::value_variants().len());
    }

    #[test]
    fn a_part_brings_what_it_needs_before_it() {
        let parts: Vec<Part> = selected(&only(&["e2e:origins"])).into_iter().collect();
        assert_eq!(parts, [Part::Package, Part::E2e]);
    }

    #[test]
    fn names_narrow_a_part_unless_the_whole_part_is_asked_for_too() {
        assert_eq!(
            names(&only(&["e2e:origins", "e2e:modal"]), Part::E2e),
            ["origins", "modal"]
        );
        assert!(names(&only(&["e2e:origins", "e2e"]), Part::E2e).is_empty());
        assert!(names(&only(&["e2e:origins"]), Part::Package).is_empty());
    }

    #[test]
    fn an_unknown_part_is_refused_with_the_known_ones() {
        let refusal = "e2f".parse::<Selection>().unwrap_err();
        assert!(refusal.contains("native") && refusal.contains("e2e"));
    }

    #[test]
    fn one_part_that_did_not_pass_makes_the_run_fail() {
        let account = |part, verdict| Account {
            part,
            verdict,
            time: Duration::ZERO,
        };
        let passed = account(Part::Format, Verdict::Passed);
        let missed = account(Part::E2e, Verdict::NotRun);
        assert!(conclude(&[passed]).is_ok());
        let passed = account(Part::Format, Verdict::Passed);
        assert!(
            conclude(&[passed, missed])
                .unwrap_err()
                .to_string()
                .contains("e2e")
        );
    }
}
