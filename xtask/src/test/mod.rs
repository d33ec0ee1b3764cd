//! `cargo xtask test`: everything that CI runs, in steps, each with its time.

mod context;
mod mutants;
mod node;
mod options;
mod pool;
mod process;
mod runtime;
pub mod step;
pub mod steps;
mod suite;

pub use self::options::Options;
pub use self::suite::run;
