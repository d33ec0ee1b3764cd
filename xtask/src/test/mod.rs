//! `cargo xtask test`: everything that CI runs, step by step, each step timed.

mod context;
mod mutants;
mod node;
mod options;
mod runtime;
pub mod step;
pub mod steps;
mod suite;

pub use self::options::Options;
pub use self::suite::run;
