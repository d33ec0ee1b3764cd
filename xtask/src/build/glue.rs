//! Puts wasm-bindgen's glue into a function. Importing it has no effect and needs nothing that a
//! server or a test runner may lack (`TextDecoder`), a failed load leaves no state behind, and
//! WebAssembly and JavaScript load in the same way.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use anyhow::{Context, Result, ensure};
use regex::Regex;

use crate::repo::Repo;

/// Replaces wasm-bindgen's own ways to load: the caller turns the imports into the module's
/// exports.
const LOAD: &str = "\
export async function load(instantiate) {
    wasm = await instantiate(__wbg_get_imports());
}
";

/// The names that the package's loader uses; the bundler removes the rest.
const IN_USE: &str = "export { Engine, load } from './patched.js';\n";

/// Makes the glue leave out its registries for values that the garbage collector finds: Rust drops
/// each closure, and each attempt frees its engine. Only an engine that an exception passed through
/// cannot be freed; it then keeps its memory (`cargo xtask package --explain registries`).
const NO_REGISTRY: &str = "--define:FinalizationRegistry=undefined";

/// Makes the glue leave out the support of `using` declarations, which the package does not use.
const NO_USING: &str = "--define:Symbol.dispose=undefined";

const END: &str = "export {\n  Engine,\n  load\n};\n";

/// Writes the glue to `to`, from wasm-bindgen's glue in `bound`.
pub fn wrap(repo: &Repo, bound: &Path, to: &Path) -> Result<()> {
    fs::write(
        bound.with_file_name("patched.js"),
        patched(&fs::read_to_string(bound)?)?,
    )?;
    let used = bound.with_file_name("used.js");
    fs::write(&used, IN_USE)?;
    let arguments: [OsString; 6] = [
        used.into(),
        "--bundle".into(),
        NO_REGISTRY.into(),
        NO_USING.into(),
        "--format=esm".into(),
        "--log-level=warning".into(),
    ];
    let shaken = repo
        .npm_bin("esbuild", arguments)
        .read()
        .context("esbuild refused the engine's glue")?;
    Ok(fs::write(to, wrapped(&shaken)?)?)
}

/// Compares cached views of the memory with the current buffer. wasm-bindgen checks whether the old
/// buffer is detached, but the JavaScript engine's buffer cannot be detached, so after the memory
/// has grown the old one would still be in use.
fn patched(glue: &str) -> Result<String> {
    static STALE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"if \((?<view>cached(?:DataView|Uint8Array)Memory0) === null \|\| .*\) \{\n(?<make>.*(?<buffer>wasm\.[\w$]+\.buffer)\);)")
            .expect("the expression is well-formed")
    });
    let count = STALE.find_iter(glue).count();
    ensure!(
        count == 2,
        "wasm-bindgen's glue renews views of the memory in {count} places instead of 2: change `patched` in glue.rs"
    );
    let renewed = STALE.replace_all(glue, "if (!$view || $view.buffer !== $buffer) {\n$make");
    Ok(format!("{renewed}\n{LOAD}"))
}

fn wrapped(shaken: &str) -> Result<String> {
    let body = format!("{}\n", shaken.trim_end());
    let body = body.strip_suffix(END);
    let body =
        body.context("esbuild ends the glue in an unknown way: change `wrapped` in glue.rs")?;
    Ok(format!(
        "export function createGlue() {{\n{body}return {{ Engine, load }};\n}}\n"
    ))
}

#[cfg(test)]
mod tests {
    use super::{patched, wrapped};

    const VIEWS: &str = "
    if (cachedDataViewMemory0 === null || cachedDataViewMemory0.buffer.detached === true || (cachedDataViewMemory0.buffer !== wasm.$a.buffer)) {
        cachedDataViewMemory0 = new DataView(wasm.$a.buffer);
    }
    if (cachedUint8ArrayMemory0 === null || cachedUint8ArrayMemory0.byteLength === 0) {
        cachedUint8ArrayMemory0 = new Uint8Array(wasm.$a.buffer);
    }";

    #[test]
    fn views_are_renewed_whenever_the_buffer_is_another() -> anyhow::Result<()> {
        let glue = patched(VIEWS)?;
        assert!(glue.contains(
            "if (!cachedDataViewMemory0 || cachedDataViewMemory0.buffer !== wasm.$a.buffer) {\n"
        ));
        assert!(glue.contains(
            "if (!cachedUint8ArrayMemory0 || cachedUint8ArrayMemory0.buffer !== wasm.$a.buffer) {\n"
        ));
        assert!(glue.contains("cachedUint8ArrayMemory0 = new Uint8Array(wasm.$a.buffer);\n    }"));
        assert!(!glue.contains("detached"));
        Ok(())
    }

    #[test]
    fn glue_that_renews_its_views_in_an_unknown_way_is_refused() {
        assert!(patched("").is_err());
        assert!(patched(&VIEWS.replace("Uint8Array", "Uint16Array")).is_err());
    }

    #[test]
    fn the_whole_glue_is_inside_the_function() -> anyhow::Result<()> {
        let glue = wrapped("let wasm;\nexport {\n  Engine,\n  load\n};\n")?;
        assert_eq!(
            glue,
            "export function createGlue() {\nlet wasm;\nreturn { Engine, load };\n}\n"
        );
        assert!(wrapped("let wasm;\nexport { Engine };\n").is_err());
        Ok(())
    }
}
