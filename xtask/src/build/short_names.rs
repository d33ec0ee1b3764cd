//! Shortens the names of imports and exports between the module and its glue. wasm-bindgen's names
//! contain a type and a hash, on both sides of every import, and compress badly (`cargo xtask
//! package --explain`).

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use regex::{Captures, Regex};
use serde_json::Value;

/// The pass of wasm-opt that shortens the module's names and prints a table of them.
pub const PASS: &str = "--minify-imports-and-exports-and-modules";

/// Replaces the names in the glue by those that wasm-opt printed for the module.
pub fn apply(printed: &str, glue: &Path) -> Result<()> {
    let long = fs::read_to_string(glue)?;
    fs::write(glue, shorten(printed, &long)?)?;
    Ok(())
}

fn shorten(printed: &str, glue: &str) -> Result<String> {
    let names: Value =
        serde_json::from_str(printed).context("wasm-opt printed no table of names")?;
    let mut glue = glue.to_owned();
    for import in rows(&names, "imports")? {
        let [module, long, short] = texts(import)?;
        // Keys of the imports object; nothing else in the glue has these names.
        glue = replace(&glue, &format!(r"\b{}\b", regex::escape(long)), short)?;
        glue = replace(&glue, &regex::escape(&format!("\"{module}\"")), "a")?;
    }
    for export in rows(&names, "exports")? {
        let [long, short] = texts(export)?;
        let access = format!(r"\bwasm\.{}\b", regex::escape(long));
        glue = replace(&glue, &access, &format!("wasm.{short}"))?;
    }
    Ok(glue)
}

fn rows<'a>(names: &'a Value, kind: &str) -> Result<&'a Vec<Value>> {
    names[kind]
        .as_array()
        .context("wasm-opt's table of names has an unknown form")
}

fn texts<const N: usize>(row: &Value) -> Result<[&str; N]> {
    let texts: Option<Vec<&str>> = row
        .as_array()
        .and_then(|row| row.iter().map(Value::as_str).collect());
    texts
        .and_then(|texts| texts.try_into().ok())
        .context("a row of wasm-opt's table of names has an unknown form")
}

/// The replacement is literal: `$` is one of the short names.
fn replace(text: &str, pattern: &str, by: &str) -> Result<String> {
    let by = |_: &Captures<'_>| by.to_owned();
    Ok(Regex::new(pattern)?.replace_all(text, by).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRINTED: &str = r#"{"imports": [["./x.js", "__wbg_now_1", "$"], ["./x.js", "__wbg_now_12", "A"]], "exports": [["memory", "b"], ["go", "c"]]}"#;

    #[test]
    fn both_sides_get_the_same_short_names() -> Result<()> {
        let glue = r#"const i = { __wbg_now_1: function() {}, __wbg_now_12: function() {} }; return {"./x.js": i};
            wasm.go(wasm.memory.buffer, "memory");"#;
        let short = r#"const i = { $: function() {}, A: function() {} }; return {a: i};
            wasm.c(wasm.b.buffer, "memory");"#;
        assert_eq!(shorten(PRINTED, glue)?, short);
        Ok(())
    }

    #[test]
    fn an_unknown_table_is_refused() {
        assert!(shorten("[]", "").is_err());
        assert!(shorten(r#"{"imports": [["a"]], "exports": []}"#, "").is_err());
    }
}
