//! The engine: the root crate as a wasm module with its JavaScript glue, as small as it gets.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::progress::step;
use crate::repo::Repo;
use crate::{glue, javascript, short_names, tools};

/// Part of the package's stamp: the module's flags are inputs too.
pub const CODE: &str = include_str!("engine.rs");

const TARGET: &str = "wasm32-unknown-unknown";
const BUILD_FOLDER: &str = "engine";

/// What every browser of the floor (Chrome 87, Firefox 98, Safari 15.4) understands beyond the first WebAssembly, and nothing else.
pub const WASM_FEATURES: [&str; 6] = [
    "--mvp-features",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
];

/// The package's own loader brings the bytes, so the glue must not look for a file.
const BIND_FLAGS: [&str; 8] = [
    "--target",
    "web",
    "--out-name",
    "set_pin_widget",
    "--omit-default-module-path",
    // Every browser of the floor has `TextEncoder.encodeInto`.
    "--encode-into=always",
    "--remove-name-section",
    "--remove-producers-section",
];

/// Flattened and structured anew, before and after the usual passes, the same code compresses better (0.25 KB); so it does where small
/// functions are inlined and large ones, called from one place only, are not (0.5 KB).
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
    // Rust keeps nothing in the first kilobyte of its memory.
    "--low-memory-unused",
];

/// A panic is a trap without words: its texts, places and formatting weigh a quarter of the module. The compiler's own middle at its
/// third level takes off another 1.2 KB gzipped.
const RUSTFLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort -Zfmt-debug=none -Zlocation-detail=none -Zmir-opt-level=3 \
                         -Ctarget-feature=-reference-types,-multivalue";

/// The built engine.
#[derive(Debug)]
pub struct Engine {
    /// The optimised module.
    pub wasm: PathBuf,
    /// The same module as JavaScript.
    pub javascript: PathBuf,
    /// What stands between either and the browser: `createGlue`.
    pub glue: PathBuf,
}

impl Engine {
    /// Where the engine is, once it is built.
    pub fn at(repo: &Repo) -> Self {
        let folder = repo.target("engine-bindgen");
        Self {
            wasm: folder.join("engine.wasm"),
            javascript: folder.join("engine.js"),
            glue: folder.join("glue.js"),
        }
    }
}

/// Builds the engine; `optimised` is what ships, the other is quicker and is never packed.
pub fn build(repo: &Repo, optimised: bool) -> Result<Engine> {
    tools::ensure_rust(repo)?;
    let folder = repo.target("engine-bindgen");
    let engine = Engine::at(repo);
    compile(repo)?;
    bind(repo, &folder)?;
    let bound = folder.join("set_pin_widget_bg.wasm");
    let glue = folder.join("set_pin_widget.js");
    let names = shorten(repo, &bound, &engine.wasm, optimised)?;
    short_names::apply(&names, &glue)?;
    glue::wrap(repo, &glue, &engine.glue)?;
    javascript::write(repo, &engine.wasm, &engine.javascript)?;
    Ok(engine)
}

fn compile(repo: &Repo) -> Result<()> {
    step("engine: compiling the crate, and the standard library for size");
    repo.cargo_in(
        BUILD_FOLDER,
        [
            "build",
            "--package=set-pin-widget",
            "--lib",
            "--profile=engine",
            "--target",
            TARGET,
            "-Zbuild-std=std,panic_abort",
            "-Zbuild-std-features=optimize_for_size",
        ],
    )
    // Rebuilding the standard library is not stable yet; the pinned compiler makes that safe.
    .env("RUSTC_BOOTSTRAP", "1")
    .env("RUSTFLAGS", RUSTFLAGS)
    .run()
    .context("the engine did not compile: its errors are above")?;
    Ok(())
}

fn bind(repo: &Repo, folder: &Path) -> Result<()> {
    let bindgen = tools::wasm_bindgen(repo)?;
    step("engine: wasm-bindgen");
    let module = repo
        .target(BUILD_FOLDER)
        .join(TARGET)
        .join("engine/set_pin_widget.wasm");
    let mut arguments: Vec<OsString> = vec![module.into(), "--out-dir".into(), folder.into()];
    arguments.extend(BIND_FLAGS.map(OsString::from));
    repo.run(bindgen, arguments)
        .run()
        .context("wasm-bindgen refused the engine")?;
    Ok(())
}

/// Writes the module that ships; gives what wasm-opt printed, the table of shortened names.
fn shorten(repo: &Repo, from: &Path, to: &Path, optimised: bool) -> Result<String> {
    step("engine: wasm-opt");
    let mut arguments: Vec<OsString> = vec![from.into(), "--output".into(), to.into()];
    arguments.extend(WASM_FEATURES.map(OsString::from));
    if optimised {
        arguments.extend(OPTIMISE_FLAGS.map(OsString::from));
    }
    arguments.extend(["--strip-target-features", short_names::PASS].map(OsString::from));
    repo.npm_bin("wasm-opt", arguments).read().context(
        "wasm-opt refused the engine: does it use a feature that the oldest supported browser lacks?",
    )
}
