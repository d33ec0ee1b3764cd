//! Builds the JavaScript engine: the published module, translated by wasm2js, for pages where
//! WebAssembly cannot run.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use regex::Regex;

use super::data_segments::{self, Segment, Separated};
use super::stamp::Stamp;
use super::wasm_opt;
use crate::progress::report_progress;
use crate::repo::Repo;

const CODE: [&str; 3] = [
    include_str!("javascript.rs"),
    include_str!("data_segments.rs"),
    include_str!("wasm_opt.rs"),
];

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
        &[CODE[0], CODE[1], CODE[2], &module],
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
    let separated = data_segments::separate(&fs::read(&lowered)?)
        .context("the engine's data could not be separated for wasm2js")?;
    fs::write(&lowered, &separated.module)?;
    let written = repo
        .npm_bin("wasm2js", [lowered.into_os_string(), "-Oz".into()])
        .read()
        .context("wasm2js refused the engine")?;
    Ok(fs::write(to, instantiate(&written, &separated)?)?)
}

/// Puts the output of wasm2js into a function of the imports, which does nothing until it is
/// called, and which then writes the data into the memory. wasm2js writes a module that runs at
/// once, on its own imports.
fn instantiate(written: &str, separated: &Separated) -> Result<String> {
    const UNKNOWN: &str =
        "the output of wasm2js has a form that `instantiate` in javascript.rs does not know";
    let body = written.strip_prefix("import * as a from 'a';\n");
    let body =
        body.and_then(|body| body.split_once("\nvar retasmFunc = asmFunc({\n  \"a\": a,\n});"));
    let (body, _) = body.context(UNKNOWN)?;
    let body = with_plain_memory(body).context(UNKNOWN)?;
    let memory = &separated.memory;
    let data = separated.segments.iter().map(put);
    let data = data.collect::<Result<Vec<_>>>()?.join("\n");
    Ok(format!(
        "\
export function instantiate(imports) {{
{body}
const exports = asmFunc(imports);
const memory = new Uint8Array(exports.{memory}.buffer);
function put(offset, text) {{
  for (let at = 0; at < text.length; at++) memory[offset + at] = text.charCodeAt(at);
}}
{data}
return exports;
}}
"
    ))
}

/// The call that writes a segment. Each character of the string is one byte.
fn put(segment: &Segment) -> Result<String> {
    let text: String = segment.bytes.iter().copied().map(char::from).collect();
    let text = serde_json::to_string(&text)?;
    Ok(format!("put({}, {text});", segment.offset))
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

#[cfg(test)]
mod tests {
    use super::super::data_segments::{Segment, Separated};
    use super::instantiate;

    const WRITTEN: &str = r#"import * as a from 'a';
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

    fn separated() -> Separated {
        Separated {
            module: Vec::new(),
            segments: vec![Segment {
                offset: 1_048_576,
                bytes: b"a\"\\\xff".to_vec(),
            }],
            memory: "b".into(),
        }
    }

    #[test]
    fn a_module_becomes_a_function_that_does_nothing_until_it_is_called() -> anyhow::Result<()> {
        let module = instantiate(WRITTEN, &separated())?;
        assert!(module.starts_with("export function instantiate(imports) {\n"));
        assert!(module.ends_with("\nreturn exports;\n}\n"));
        assert!(
            module
                .contains("\"b\": { grow: __wasm_memory_grow, get buffer() { return buffer; } }\n"),
            "{module}"
        );
        Ok(())
    }

    #[test]
    fn the_data_is_written_into_the_exported_memory_as_text() -> anyhow::Result<()> {
        let module = instantiate(WRITTEN, &separated())?;
        assert!(
            module.contains("\nconst memory = new Uint8Array(exports.b.buffer);\n"),
            "{module}"
        );
        assert!(
            module.contains("\nput(1048576, \"a\\\"\\\\\u{ff}\");\n"),
            "{module}"
        );
        Ok(())
    }

    #[test]
    fn unknown_output_of_wasm2js_is_refused() {
        let refused = |written: &str| instantiate(written, &separated()).is_err();
        assert!(refused(""));
        assert!(refused(&WRITTEN.replace("'a'", "'env'")));
        assert!(refused(&WRITTEN.replace("Object.create", "describe")));
    }
}
