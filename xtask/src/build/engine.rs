//! Builds the engine: the root crate as a WebAssembly module with its JavaScript glue, optimised
//! for size.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{engine_types, glue, javascript, short_names, wasm_opt};
use crate::progress::report_progress;
use crate::repo::Repo;
use crate::threads::both;
use crate::tools;

const TARGET: &str = "wasm32-unknown-unknown";
const BUILD_FOLDER: &str = "engine";
const DEVELOPMENT_FOLDER: &str = "engine-development";

/// The package's own loader provides the bytes, so the glue must not look for a file.
const BIND_FLAGS: [&str; 8] = [
    "--target",
    "web",
    "--out-name",
    "set_pin_widget",
    "--omit-default-module-path",
    // The oldest supported browsers have `TextEncoder.encodeInto`.
    "--encode-into=always",
    "--remove-name-section",
    "--remove-producers-section",
];

/// Flattening the code and structuring it again, before and after the usual passes, makes it
/// compress better. So does inlining small functions, but not large ones with one caller
/// (`cargo xtask package --explain`).
const OPTIMISE_FLAGS: [&str; 10] = [
    "--flatten",
    "--rereloop",
    "-Os",
    "--one-caller-inline-max-function-size=20",
    "--always-inline-max-function-size=6",
    "--flatten",
    "--local-cse",
    "--rereloop",
    "-Os",
    // Rust stores nothing in the first kilobyte of its memory.
    "--low-memory-unused",
];

/// A panic is a trap without a message and without formatting (`cargo xtask package --explain`).
const RUSTFLAGS: [&str; 4] = [
    "-Zunstable-options",
    "-Cpanic=immediate-abort",
    "-Zmir-opt-level=3",
    // The oldest supported browsers lack these.
    "-Ctarget-feature=-reference-types,-multivalue",
];

/// The default, 1 MiB, would be most of the memory of a page that uses the widget. An overflow is a
/// trap, since the linker places the stack first.
const STACK: &str = "-Clink-arg=-zstack-size=131072";

/// The built engine.
#[derive(Debug)]
pub struct Engine {
    /// The optimised module.
    pub wasm: PathBuf,
    /// The same module as JavaScript.
    pub javascript: PathBuf,
    /// Connects either of them to the browser: `createGlue`.
    pub glue: PathBuf,
}

impl Engine {
    /// The paths of the engine.
    pub fn at(repo: &Repo) -> Self {
        Self::in_folder(&repo.target("engine-bindgen"))
    }

    fn in_folder(folder: &Path) -> Self {
        Self {
            wasm: folder.join("engine.wasm"),
            javascript: folder.join("engine.js"),
            glue: folder.join("glue.js"),
        }
    }
}

/// Builds an engine for `cargo xtask demo --watch` in seconds: without a standard library of its
/// own, link-time optimisation, wasm-opt and short names. `javascript` is that of the last package.
pub fn build_for_development(repo: &Repo) -> Result<Engine> {
    tools::build_wasm_bindgen_tools(repo)?;
    report_progress("engine: compiling for development");
    repo.cargo_in(
        DEVELOPMENT_FOLDER,
        [
            "build",
            "--quiet",
            "--package=set-pin-widget",
            "--lib",
            "--profile=engine-development",
            "--target",
            TARGET,
        ],
    )
    .run()
    .context("the engine did not compile: its errors are above")?;
    let folder = repo.target("engine-development-bindgen");
    let module = repo
        .target(DEVELOPMENT_FOLDER)
        .join(TARGET)
        .join("engine-development/set_pin_widget.wasm");
    bind(repo, &module, &folder)?;
    engine_types::check(repo, &folder.join("set_pin_widget.d.ts"))?;
    let engine = Engine {
        wasm: folder.join("set_pin_widget_bg.wasm"),
        javascript: Engine::at(repo).javascript,
        ..Engine::in_folder(&folder)
    };
    glue::wrap(repo, &folder.join("set_pin_widget.js"), &engine.glue)?;
    Ok(engine)
}

/// Builds the engine, and installs the npm packages, which contain wasm-opt. An engine that is not
/// `optimised` builds more quickly; it is not for publishing.
pub fn build(repo: &Repo, optimised: bool) -> Result<Engine> {
    tools::ensure_rust(repo)?;
    tools::ensure_node(repo)?;
    let folder = repo.target("engine-bindgen");
    let engine = Engine::at(repo);
    both(|| compile(repo), || install_tools(repo))?;
    let module = repo
        .target(BUILD_FOLDER)
        .join(TARGET)
        .join("engine/set_pin_widget.wasm");
    bind(repo, &module, &folder)?;
    engine_types::check(repo, &folder.join("set_pin_widget.d.ts"))?;
    let bound = folder.join("set_pin_widget_bg.wasm");
    let glue = folder.join("set_pin_widget.js");
    let names = shorten(repo, &bound, &engine.wasm, optimised)?;
    short_names::apply(&names, &glue)?;
    glue::wrap(repo, &glue, &engine.glue)?;
    javascript::write(repo, &engine.wasm, &engine.javascript)?;
    Ok(engine)
}

/// Installs the programs that process the compiled module. Node is there.
fn install_tools(repo: &Repo) -> Result<()> {
    tools::ensure_npm_in(repo, "")?;
    tools::build_wasm_bindgen_tools(repo)
}

fn compile(repo: &Repo) -> Result<()> {
    report_progress("engine: compiling the crate, and the standard library for size");
    repo.cargo_in(
        BUILD_FOLDER,
        [
            "build",
            "--package=set-pin-widget",
            "--lib",
            "--profile=engine",
            "--target",
            TARGET,
            // Rustup's standard library needs reference types, and its panics have messages.
            "-Zbuild-std=std,panic_abort",
        ],
    )
    // Rebuilding the standard library is not stable yet. The compiler is pinned, so this is safe.
    .env("RUSTC_BOOTSTRAP", "1")
    .env("RUSTFLAGS", [RUSTFLAGS.join(" ").as_str(), STACK].join(" "))
    .run()
    .context("the engine did not compile: its errors are above")?;
    Ok(())
}

fn bind(repo: &Repo, module: &Path, folder: &Path) -> Result<()> {
    report_progress("engine: wasm-bindgen");
    let mut arguments: Vec<OsString> = vec![module.into(), "--out-dir".into(), folder.into()];
    arguments.extend(BIND_FLAGS.map(OsString::from));
    repo.run(tools::wasm_bindgen(repo), arguments)
        .run()
        .context("wasm-bindgen refused the engine")?;
    Ok(())
}

/// Writes the module to `to`, and returns the output of wasm-opt: the table of shortened names.
fn shorten(repo: &Repo, from: &Path, to: &Path, optimised: bool) -> Result<String> {
    report_progress("engine: wasm-opt");
    let mut passes = Vec::new();
    if optimised {
        passes.extend(OPTIMISE_FLAGS);
    }
    passes.extend(["--strip-target-features", short_names::PASS]);
    wasm_opt::command(repo, from, to, &passes).read().context(
        "wasm-opt refused the engine: does it use a feature that the oldest supported browser lacks?",
    )
}
