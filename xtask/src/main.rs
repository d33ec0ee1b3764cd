//! The only build system: `cargo xtask package | demo | test`.

mod declarations;
mod engine;
mod package;
mod progress;
mod repo;
mod sizes;
mod stamp;
mod tools;

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
    /// Makes the npm package in pkg/ and its tarball in target/, and prints what they weigh.
    Package {
        /// Skips wasm-opt: quicker, heavier, and not for publishing.
        #[arg(long)]
        no_opt: bool,
    },
}

fn main() -> Result<()> {
    let repo = Repo::find()?;
    match Cli::parse().task {
        Task::Package { no_opt } => package::run(
            &repo,
            if no_opt {
                Weight::Quick
            } else {
                Weight::Optimised
            },
        ),
    }
}
