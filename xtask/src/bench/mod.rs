//! `cargo xtask bench`: measures the widget and its peers.

mod reference;

use std::ffi::OsString;

use anyhow::{Context, Result};
use clap::Args;

use self::reference::Reference;
use crate::browsers::{self, Engine};
use crate::build::package::{self, Weight};
use crate::crate_tool::GECKODRIVER;
use crate::progress::report_progress;
use crate::repo::Repo;
use crate::tools;

/// The folder of the benchmark, with a lock file of its own for the peers.
const FOLDER: &str = "bench";

/// The options of `cargo xtask bench`.
#[derive(Debug, Args)]
pub struct Options {
    /// One browser engine; may be repeated. All three by default.
    #[arg(long)]
    engine: Vec<Engine>,
    /// The number of rounds in Chromium; Firefox and WebKit have half as many. In each round, every
    /// flow is measured once, in an order that the seed fixes; peers in every second round.
    #[arg(long, default_value_t = 10)]
    rounds: u32,
    /// Fixes the order of the flows.
    #[arg(long, default_value_t = 1)]
    seed: u32,
    /// The number of opens on one page.
    #[arg(long, default_value_t = 10_000)]
    opens: u32,
    /// The number of messages of a flood.
    #[arg(long, default_value_t = 100_000)]
    messages: u32,
    /// One flow, by a part of its name; may be repeated. All flows by default.
    #[arg(long)]
    flow: Vec<String>,
    /// One measure, by the id in report.json; may be repeated. All measures by default.
    #[arg(long)]
    only: Vec<String>,
    /// Also builds the package of another commit, and measures both in one run, without the peers.
    #[arg(long, value_name = "REF")]
    compare: Option<String>,
    /// Measures nothing: writes the figures of the last run into docs/benchmarks.md.
    #[arg(long, exclusive = true)]
    write: bool,
    /// Only counts, in Chromium, and fails if a count has grown: a step of `cargo xtask test`.
    #[arg(long, exclusive = true)]
    pub smoke: bool,
}

/// Builds the package, measures it and its peers, and prints the report.
pub fn run(repo: &Repo, options: &Options) -> Result<()> {
    tools::ensure_npm(repo)?;
    if options.write {
        repo.run("node", ["bench/write.mjs"]).run()?;
        return Ok(());
    }
    tools::ensure_npm_in(repo, FOLDER)?;
    let engines = match options.engine.as_slice() {
        [] => Engine::ALL.to_vec(),
        some => some.to_vec(),
    };
    let geckodriver = engines
        .contains(&Engine::Firefox)
        .then(|| GECKODRIVER.start(repo)?.wait())
        .transpose()?;
    browsers::ensure_browsers(repo, &engines)?;
    package::build(repo, Weight::Optimised)?;
    let mut arguments = arguments(repo, options, &engines)?;
    if let Some(reference) = &options.compare {
        let reference = Reference::build(repo, reference)?;
        arguments.extend(["--compare".into(), reference.name_and_package()]);
    }
    report_progress("bench: measuring; other work on this machine changes the times");
    let command = repo.run("node", arguments);
    browsers::with_browsers(command, geckodriver.as_deref())
        .run()
        .context("the benchmark failed: the reason is above")?;
    Ok(())
}

fn arguments(repo: &Repo, options: &Options, engines: &[Engine]) -> Result<Vec<OsString>> {
    let mut arguments: Vec<OsString> = vec!["bench/run.mjs".into()];
    let mut add = |name: &str, value: &str| arguments.push(format!("--{name}={value}").into());
    for engine in engines {
        add("engine", engine.name());
    }
    add("rounds", &options.rounds.to_string());
    add("seed", &options.seed.to_string());
    add("opens", &options.opens.to_string());
    add("messages", &options.messages.to_string());
    for flow in &options.flow {
        add("flow", flow);
    }
    for measure in &options.only {
        add("only", measure);
    }
    add("commit", &commit(repo)?);
    Ok(arguments)
}

/// The commit, and whether files have changed since.
fn commit(repo: &Repo) -> Result<String> {
    let arguments = ["describe", "--always", "--dirty", "--abbrev=9"];
    Ok(repo.run("git", arguments).read()?)
}
