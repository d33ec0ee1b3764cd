//! Binaryen's `wasm-opt`, for the WebAssembly of the oldest supported browsers.

use std::ffi::OsString;
use std::path::Path;

use duct::Expression;

use crate::repo::Repo;

/// The features beyond the first version of WebAssembly that each of the oldest supported browsers
/// (Chrome 87, Firefox 98, Safari 15.4) has.
const FEATURES: [&str; 6] = [
    "--mvp-features",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
];

/// A command that writes the module `from` to `to`, changed by `passes`.
pub fn command(repo: &Repo, from: &Path, to: &Path, passes: &[&str]) -> Expression {
    let mut arguments: Vec<OsString> = vec![from.into(), "--output".into(), to.into()];
    arguments.extend(FEATURES.iter().chain(passes).map(OsString::from));
    repo.npm_bin("wasm-opt", arguments)
}
