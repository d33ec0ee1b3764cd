//! Builds the JavaScript engine: the published module, translated by wasm2js, for pages where
//! WebAssembly cannot run.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use regex::{Captures, Regex};

use super::stamp::Stamp;
use super::wasm_opt;
use crate::progress::report_progress;
use crate::repo::Repo;

const CODE: [&str; 2] = [include_str!("javascript.rs"), include_str!("wasm_opt.rs")];

/// Replaces operations that JavaScript does not have by operations that it has.
const LOWERING: [&str; 5] = [
    "--signext-lowering",
    "--llvm-nontrapping-fptoint-lowering",
    "--llvm-memory-copy-fill-lowering",
    "-Oz",
    "--low-memory-unused",
];

/// Writes the module `wasm` as the JavaScript module `to`, unless it is up to date.
pub fn write(repo: &Repo, wasm: &Path, to: &Path) -> Result<()> {
    let module = STANDARD.encode(fs::read(wasm)?);
    let stamp = Stamp::of(
        repo,
        "javascript",
        &[CODE[0], CODE[1], &module],
        &["package-lock.json"],
    )?;
    let outputs = [to.to_path_buf()];
    if stamp.is_up_to_date(&outputs) {
        return Ok(());
    }
    report_progress("engine: wasm2js");
    translate(repo, wasm, to)?;
    stamp.set(&outputs)
}

fn translate(repo: &Repo, wasm: &Path, to: &Path) -> Result<()> {
    let lowered = wasm.with_file_name("lowered.wasm");
    wasm_opt::command(repo, wasm, &lowered, &LOWERING)
        .run()
        .context("wasm-opt could not prepare the engine for wasm2js")?;
    let written = repo
        .npm_bin("wasm2js", [lowered.into_os_string(), "-Oz".into()])
        .read()
        .context("wasm2js refused the engine")?;
    Ok(fs::write(to, instantiate(&written)?)?)
}

/// Puts the output of wasm2js into a function of the imports, which does nothing until it is
/// called. wasm2js writes a module that runs at once, on imports of its own.
fn instantiate(written: &str) -> Result<String> {
    const UNKNOWN: &str =
        "the output of wasm2js has a form that `instantiate` in javascript.rs does not know";
    let body = written.strip_prefix("import * as a from 'a';\n");
    let body =
        body.and_then(|body| body.split_once("\nvar retasmFunc = asmFunc({\n  \"a\": a,\n});"));
    let (body, _) = body.context(UNKNOWN)?;
    let body = with_plain_texts(body).context(UNKNOWN)?;
    let body = with_plain_memory(&body).context(UNKNOWN)?;
    Ok(format!(
        "export function instantiate(imports) {{\n{body}\nreturn asmFunc(imports);\n}}\n"
    ))
}

/// Writes the module's data as plain strings. Most of it is sentences, which compress 1.7 KB worse
/// as base64.
fn with_plain_texts(body: &str) -> Result<String> {
    static DECODER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?s)  var base64ReverseLookup = .*?\nfunction initActiveSegments")
            .expect("the expression is well-formed")
    });
    static SEGMENT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"base64DecodeToExistingUint8Array\(bufferView, (\d+), "([^"]*)"\)"#)
            .expect("the expression is well-formed")
    });
    ensure!(DECODER.is_match(body) && SEGMENT.is_match(body));
    let mut segments = Vec::new();
    for segment in SEGMENT.captures_iter(body) {
        let bytes = STANDARD.decode(&segment[2])?;
        let text: String = bytes.into_iter().map(char::from).collect();
        segments.push(format!(
            "put({}, {})",
            &segment[1],
            serde_json::to_string(&text)?
        ));
    }
    let mut segments = segments.into_iter();
    let body = SEGMENT.replace_all(body, |_: &Captures<'_>| segments.next().unwrap_or_default());
    Ok(DECODER.replace(&body, PUT).into_owned())
}

/// Writes the memory as an object literal. wasm2js uses property descriptors, which inherit a
/// `value` or a `get` that a page has added to `Object.prototype`, and then throw.
fn with_plain_memory(body: &str) -> Result<String> {
    static MEMORY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r#"Object\.create\(Object\.prototype, \{\s*"grow": \{\s*"value": (?<grow>\w+)\s*\},\s*"buffer": \{\s*"get": function \(\) \{\s*return buffer;\s*\}\s*\}\s*\}\)"#,
        )
        .expect("the expression is well-formed")
    });
    ensure!(MEMORY.find_iter(body).count() == 1);
    let body = MEMORY.replace(body, "{ grow: $grow, get buffer() { return buffer; } }");
    ensure!(!body.contains("Object.create") && !body.contains("defineProperty"));
    Ok(body.into_owned())
}

const PUT: &str = "\
function put(offset, text) {
  for (let at = 0; at < text.length; at++) bufferView[offset + at] = text.charCodeAt(at);
}
function initActiveSegments";

#[cfg(test)]
mod tests {
    use super::instantiate;

    const WRITTEN: &str = r#"import * as a from 'a';
  var bufferView;
  var base64ReverseLookup = new Uint8Array(123);
  function base64DecodeToExistingUint8Array(uint8Array, offset, b64) {}
function initActiveSegments(imports) {
  base64DecodeToExistingUint8Array(bufferView, 1048576, "YSJc/w==");
}
function asmFunc(imports) {
 return {
  "b": Object.create(Object.prototype, {
   "grow": {
    "value": __wasm_memory_grow
   }, 
   "buffer": {
    "get": function () {
     return buffer;
    }
    
   }
  })
 };
}

var retasmFunc = asmFunc({
  "a": a,
});
export var b = retasmFunc.b;
"#;

    #[test]
    fn a_module_becomes_a_function_that_does_nothing_until_it_is_called() -> anyhow::Result<()> {
        let module = instantiate(WRITTEN)?;
        assert!(module.starts_with("export function instantiate(imports) {\n"));
        assert!(module.ends_with("}\n\nreturn asmFunc(imports);\n}\n"));
        assert!(
            module
                .contains("\"b\": { grow: __wasm_memory_grow, get buffer() { return buffer; } }\n"),
            "{module}"
        );
        assert!(
            module.contains("  put(1048576, \"a\\\"\\\\\u{ff}\");\n"),
            "{module}"
        );
        assert!(!module.contains("ase64"));
        Ok(())
    }

    #[test]
    fn unknown_output_of_wasm2js_is_refused() {
        assert!(instantiate("").is_err());
        assert!(instantiate(&WRITTEN.replace("base64Decode", "decode")).is_err());
        assert!(instantiate(&WRITTEN.replace("'a'", "'env'")).is_err());
        assert!(instantiate(&WRITTEN.replace("Object.create", "describe")).is_err());
    }
}
