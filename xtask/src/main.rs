//! The only build system: `cargo xtask demo | test | bench | package | generate | docs | scale |
//! counts | screenshots | advisories`.

mod bench;
mod browsers;
mod build;
mod commands;
mod copy;
mod counts;
mod crate_tool;
mod demo;
mod docs;
mod explain;
mod files;
mod generate;
mod progress;
mod repo;
mod scale;
mod table;
mod test;
mod threads;
mod tools;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::build::package::{self, Weight};
use crate::repo::Repo;

/// Builds, serves, tests and packs the widget, and installs the tools for that.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Builds and serves the widget, the demo site, and the sandbox, which plays the issuer.
    Demo(demo::Options),
    /// Runs everything that CI runs.
    Test(test::Options),
    /// Measures the widget and its peers: time, weight, memory, requests.
    Bench(bench::Options),
    /// Generates the sources that are made from specification/.
    Generate,
    /// Generates the tables in the documentation from specification/ and the code's doc comments.
    Docs,
    /// Calculates the load on a host's servers: bytes, requests, and an outage of the issuer.
    Scale {
        /// Also writes the tables into docs/scale.md.
        #[arg(long)]
        write: bool,
    },
    /// Prints how many hand-written files hold each option, error, colour and language.
    Counts {
        /// Another checkout, to compare with.
        #[arg(long)]
        checkout: Option<PathBuf>,
    },
    /// Takes screenshots of the demo, and writes docs/pictures.md, which shows them.
    Screenshots,
    /// Builds the npm package in pkg/ and its tarball in target/, and prints their sizes.
    Package {
        /// Skips wasm-opt's optimisations: quicker, larger, and not for publishing.
        #[arg(long)]
        no_opt: bool,
        /// Measures what each technique that exists for the size saves, or those with these names
        /// (xtask/weight/NAME.patch). It builds the package once for each: about half an hour.
        #[arg(long, value_name = "NAME", num_args = 0.., conflicts_with = "no_opt")]
        explain: Option<Vec<String>>,
        /// Writes the figures of `--explain` into docs/weight.md, and where the bytes of the package
        /// are. Without `--explain`, the figures of the last time.
        #[arg(long, conflicts_with = "no_opt")]
        write: bool,
        /// Builds only the modules that `--explain` measures.
        #[arg(long, hide = true)]
        modules: bool,
    },
    /// Checks the dependencies against the public lists of known vulnerabilities; needs the
    /// network.
    Advisories,
}

fn main() -> ExitCode {
    match run(Cli::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cargo xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<()> {
    let repo = Repo::find()?;
    match task {
        Task::Demo(options) => demo::run(&repo, &options),
        Task::Test(options) => test::run(&repo, &options),
        Task::Bench(options) if options.smoke => test::steps::bench::smoke(&repo),
        Task::Bench(options) => bench::run(&repo, &options),
        Task::Generate => {
            tools::ensure_npm(&repo)?;
            generate::write(&repo)
        }
        Task::Docs => {
            tools::ensure_npm(&repo)?;
            docs::fill(&repo)?.run()?;
            Ok(())
        }
        Task::Scale { write } => scale::run(&repo, write),
        Task::Counts { checkout } => counts::print(&repo, checkout.as_deref()),
        Task::Screenshots => demo::screenshots(&repo),
        Task::Package {
            explain: Some(names),
            write,
            ..
        } => {
            explain::run(&repo, &names)?;
            if write {
                explain::write(&repo)?;
            }
            Ok(())
        }
        Task::Package { write: true, .. } => explain::write(&repo),
        Task::Package { modules: true, .. } => explain::build_modules(&repo),
        Task::Package { no_opt: false, .. } => package::run(&repo, Weight::Optimised),
        Task::Package { no_opt: true, .. } => package::run(&repo, Weight::Quick),
        Task::Advisories => test::steps::dependencies::advisories(&repo),
    }
}
