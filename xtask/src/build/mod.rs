//! Builds the package and the sandbox.

pub mod bundle;
mod data_segments;
mod declarations;
mod description;
pub mod engine;
mod engine_types;
pub mod entries;
mod glue;
mod integrity;
mod javascript;
mod languages;
pub mod package;
mod readme;
pub mod refresh;
mod report;
pub mod sandbox;
mod short_names;
pub mod sizes;
mod stamp;
pub mod tarball;
mod wasm_opt;
