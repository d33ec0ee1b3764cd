//! The only build system: `cargo xtask demo | test | package | docs | screenshots | advisories`.

mod audit;
mod browsers;
mod contract;
mod crate_tool;
mod declarations;
mod demo;
mod dependencies;
mod docs;
mod e2e;
mod engine;
mod es5;
mod glue;
mod javascript;
mod node_tests;
mod package;
mod packaging;
mod parts;
mod progress;
mod readme;
mod repo;
mod sabotage;
mod sandbox;
mod server;
mod short_names;
mod site;
mod sizes;
mod stamp;
mod stand_in;
mod suite;
mod test_titles;
mod tools;
mod wasm_tests;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::package::Weight;
use crate::repo::Repo;

/// Builds, shows, tests and packs the widget, and installs what that takes.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Builds everything and serves it: the widget, the demo site, and a stand-in for the issuer.
    Demo(demo::Options),
    /// Runs everything that CI runs.
    Test(suite::Options),
    /// Makes the tables in the documentation anew from the code's doc comments.
    Docs,
    /// Takes the README's pictures, and writes its tables of them.
    Screenshots,
    /// Makes the npm package in pkg/ and its tarball in target/, and prints what they weigh.
    Package {
        /// Skips wasm-opt: quicker, heavier, and not for publishing.
        #[arg(long)]
        no_opt: bool,
    },
    /// Checks the dependencies against the public lists of known vulnerabilities, which needs the network.
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
        Task::Test(options) => suite::run(&repo, &options),
        Task::Docs => {
            tools::ensure_npm(&repo)?;
            docs::fill(&repo).run()?;
            Ok(())
        }
        Task::Screenshots => demo::screenshots(&repo),
        Task::Package { no_opt: false } => package::run(&repo, Weight::Optimised),
        Task::Package { no_opt: true } => package::run(&repo, Weight::Quick),
        Task::Advisories => dependencies::advisories(&repo),
    }
}
