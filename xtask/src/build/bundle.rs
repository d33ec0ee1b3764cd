//! Bundles the package's files with esbuild.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use anyhow::{Context, Result, ensure};
use regex::Regex;

use super::entries::{
    Bundle, CSP, Format, LAZY, SCRIPT_ENGINE, SCRIPT_LANGUAGES, SCRIPT_LAZY, SCRIPT_RUNTIME,
};
use super::integrity::integrity;
use crate::repo::Repo;

/// The oldest browsers that the bundles' syntax is for.
const BROWSER_FLOOR: &str = "--target=chrome87,firefox98,safari15.4";

/// Writes files into `pkg/`. All have their content, and so their hash, only at the end, and scripts
/// contain hashes of other files: several files must be modules.
pub fn write_all(repo: &Repo, bundles: &[Bundle], sources: &Path, version: &str) -> Result<()> {
    ensure!(
        bundles.len() == 1 || bundles.iter().all(Bundle::is_module),
        "scripts are written one by one"
    );
    let files = bundles
        .iter()
        .map(|bundle| write_with_long_names(repo, bundle, sources, version))
        .collect::<Result<Vec<_>>>()?;
    rename_identifiers(repo, files)
}

/// Writes one file into `pkg/`, a few bytes larger and more quickly, and returns its path.
pub fn write_with_long_names(
    repo: &Repo,
    bundle: &Bundle,
    sources: &Path,
    version: &str,
) -> Result<PathBuf> {
    let file = repo.path("pkg").join(bundle.file());
    let mut arguments = arguments(repo, bundle, sources, &file)?;
    arguments.push(format!("--banner:js={}", banner(version)).into());
    repo.npm_bin("esbuild", arguments)
        .run()
        .with_context(|| format!("esbuild could not build {}", bundle.file()))?;
    let text = with_safe_helpers(&fs::read_to_string(&file)?)?;
    fs::write(&file, with_sibling_extensions(&text, bundle)?)?;
    Ok(file)
}

/// The first line of each file.
pub fn banner(version: &str) -> String {
    format!("/*! set-pin-widget {version} | MIT OR Apache-2.0 */")
}

/// Replaces the short names that esbuild chooses for identifiers by those that SWC chooses, which
/// compress better (`cargo xtask package --explain`). One process renames those of all files, since
/// starting it takes longer.
fn rename_identifiers(repo: &Repo, files: Vec<PathBuf>) -> Result<()> {
    let script = "const { minifySync } = require('@swc/core'); const fs = require('node:fs'); \
                  for (const file of process.argv.slice(1)) { \
                  const options = { compress: false, mangle: true, module: file.endsWith('.mjs'), format: { asciiOnly: true, comments: 'some' } }; \
                  try { fs.writeFileSync(file, minifySync(fs.readFileSync(file, 'utf8'), options).code) } catch (error) { console.error(file); throw error } }";
    let arguments = ["-e".into(), script.into()].into_iter();
    repo.run("node", arguments.chain(files))
        .run()
        .context("SWC could not rename the identifiers of the bundles: its error is above")?;
    Ok(())
}

/// Bundles a file again, and returns how many minified bytes each source contributes to it.
pub fn contributions(
    repo: &Repo,
    bundle: &Bundle,
    sources: &Path,
) -> Result<BTreeMap<String, usize>> {
    let description = repo.target("contributions.json");
    let mut arguments = arguments(repo, bundle, sources, &repo.target("contributions.js"))?;
    let mut metafile = OsString::from("--metafile=");
    metafile.push(&description);
    arguments.push(metafile);
    repo.npm_bin("esbuild", arguments).run()?;
    let description: serde_json::Value = serde_json::from_slice(&fs::read(description)?)?;
    let outputs = description["outputs"].as_object().context("outputs")?;
    let inputs = outputs.values().find_map(|output| {
        output["inputs"]
            .as_object()
            .filter(|inputs| !inputs.is_empty())
    });
    let start = format!("{}/", repo.relative(sources).display());
    let bytes = inputs.into_iter().flatten().map(|(source, input)| {
        let bytes = input["bytesInOutput"]
            .as_u64()
            .context("a number of bytes")?;
        let source = source.strip_prefix(&start).unwrap_or(source);
        Ok((source.to_owned(), usize::try_from(bytes)?))
    });
    bytes.collect()
}

/// The arguments of esbuild for one file.
fn arguments(repo: &Repo, bundle: &Bundle, sources: &Path, file: &Path) -> Result<Vec<OsString>> {
    let Bundle { entry, format } = bundle;
    let mut outfile = OsString::from("--outfile=");
    outfile.push(file);
    let mut arguments = vec![sources.join(entry.source).into(), outfile];
    arguments.extend(format_flags(*format).iter().map(OsString::from));
    let externals = entry.externals.iter();
    arguments.extend(externals.map(|external| format!("--external:{external}").into()));
    let defines = defines(bundle, &repo.path("pkg"))?;
    arguments.extend(
        defines
            .iter()
            .map(|(name, value)| format!("--define:{name}=\"{value}\"").into()),
    );
    arguments.extend(common_flags());
    Ok(arguments)
}

/// Minifies a file in the same way as the bundles, to measure it.
pub fn minified(repo: &Repo, file: &Path) -> Result<PathBuf> {
    let minified = file.with_extension("min.js");
    let mut outfile = OsString::from("--outfile=");
    outfile.push(&minified);
    let mut arguments = vec![file.into(), outfile, "--format=esm".into()];
    arguments.extend(common_flags());
    repo.npm_bin("esbuild", arguments).run()?;
    Ok(minified)
}

/// A string's content as SWC writes it in ASCII.
pub fn escaped(text: &str) -> String {
    text.encode_utf16()
        .map(|unit| match u8::try_from(unit) {
            Ok(byte) if byte.is_ascii() => char::from(byte).to_string(),
            Ok(byte) => format!("\\x{byte:02x}"),
            Err(_) => format!("\\u{unit:04X}"),
        })
        .collect()
}

fn format_flags(format: Format) -> &'static [&'static str] {
    match format {
        Format::Esm => &["--format=esm", "--platform=neutral"],
        // Platform "node" only adds the names of the exports, which Node cannot detect in minified
        // CommonJS. Jest, for one, does not support `import()`.
        Format::CommonJs => &[
            "--format=cjs",
            "--platform=node",
            "--supported:dynamic-import=false",
        ],
        Format::Script | Format::Effect => &["--format=iife", "--platform=neutral"],
    }
}

fn common_flags() -> impl Iterator<Item = OsString> {
    [
        "--bundle",
        "--minify",
        // The names of wasm-bindgen's own properties.
        "--mangle-props=^_+(wbg|destroy)",
        BROWSER_FLOOR,
        // esbuild replaces each `?.` because Chrome before 91 has a bug in calls with an argument
        // after a spread argument. tests/packed/floor.test.mjs rejects such calls.
        "--supported:optional-chain=true",
        "--legal-comments=none",
        // A browser decodes a classic script (ours, or a bundle that contains ours) in the encoding
        // of its page, which is not always UTF-8. ASCII is the same in all encodings.
        "--charset=ascii",
        "--log-level=warning",
        // Not the settings for the declarations, which are written at the same time.
        "--tsconfig-raw={}",
    ]
    .map(OsString::from)
    .into_iter()
}

/// The constants of `pkg-template/src/build.d.ts` that esbuild defines in this bundle.
fn defines(bundle: &Bundle, package: &Path) -> Result<Vec<(&'static str, String)>> {
    let is_script = matches!(bundle.format, Format::Script | Format::Effect);
    let engines = match bundle.entry.name {
        CSP => "JavaScript",
        _ if is_script => "WebAssembly, JavaScript in a script",
        _ => "WebAssembly, JavaScript in a module",
    };
    let runtime = match bundle.entry.name {
        LAZY => "a module",
        SCRIPT_LAZY => "a script",
        _ => "this file",
    };
    let languages = if is_script { "a script" } else { "modules" };
    let mut defines = vec![
        ("ENGINES", engines.into()),
        ("RUNTIME", runtime.into()),
        ("LANGUAGE_STRINGS", languages.into()),
    ];
    let engine = ("ENGINE_SCRIPT", "ENGINE_SCRIPT_INTEGRITY", SCRIPT_ENGINE);
    let second = ("RUNTIME_SCRIPT", "RUNTIME_SCRIPT_INTEGRITY", SCRIPT_RUNTIME);
    let texts = (
        "LANGUAGES_SCRIPT",
        "LANGUAGES_SCRIPT_INTEGRITY",
        SCRIPT_LANGUAGES,
    );
    let loaded = match bundle.entry.name {
        SCRIPT_LAZY => vec![engine, second],
        _ if is_script && ![SCRIPT_ENGINE, SCRIPT_LANGUAGES].contains(&&*bundle.file()) => {
            vec![engine, texts]
        }
        _ => vec![],
    };
    for (name, hash, file) in loaded {
        let built = integrity(&package.join(file));
        let built = built.with_context(|| format!("{file} has to be built earlier"))?;
        defines.extend([(name, file.into()), (hash, built)]);
    }
    Ok(defines)
}

/// Replaces helpers of esbuild that read inherited properties: a page that has added an enumerable
/// property to `Object.prototype` could not load the bundle. The helper for exports loops with
/// `for…in`, and its property descriptors inherit `get` and `value` from the prototype. The
/// replacement loops over own properties, and its descriptors have no prototype.
fn with_safe_helpers(text: &str) -> Result<String> {
    static LOOP: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"\bfor\(var (?<key>[\w$]+) in (?<all>[\w$]+)\)(?<define>[\w$]+\([\w$]+,[\w$]+,\{get:)",
        )
        .expect("the expression is well-formed")
    });
    static DEFINE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\bvar (?<alias>[\w$]+)=Object\.defineProperty;")
            .expect("the expression is well-formed")
    });
    static UNSAFE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\bfor\((?:var|let|const) [\w$]+ in |=Object(?:\.defineProperty)?[,;]")
            .expect("the expression is well-formed")
    });
    let text = LOOP.replace_all(text, "for(var $key of Object.keys($all))$define");
    let text = DEFINE.replace_all(
        &text,
        "var $alias=(o,k,d)=>Object.defineProperty(o,k,{__proto__:null,...d});",
    );
    ensure!(
        !UNSAFE.is_match(&text),
        "esbuild writes its helpers in a form that `with_safe_helpers` in bundle.rs does not know"
    );
    Ok(text.into_owned())
}

/// Gives the imports of this package's own files the extension of the bundle.
fn with_sibling_extensions(text: &str, bundle: &Bundle) -> Result<String> {
    let mut text = text.to_owned();
    let siblings = bundle.entry.externals.iter();
    for sibling in siblings.filter(|external| external.starts_with('.')) {
        let name = r"(?<name>[\w-]+)";
        let import = Regex::new(&format!(
            "\"{}\"",
            regex::escape(sibling).replace(r"\*", name)
        ))?;
        ensure!(
            import.is_match(&text),
            "{} does not import {sibling}: remove it from the entry's externals",
            bundle.file()
        );
        let file = sibling.trim_start_matches(['.', '/']);
        let stem = file.trim_end_matches(".js").replace('*', "$name");
        let extension = bundle.format.extension();
        let own = format!("\"./{stem}.{extension}\"");
        text = import.replace_all(&text, own).into_owned();
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::entries::{Bundle, Entry, Format, MODULES};
    use super::{escaped, with_safe_helpers, with_sibling_extensions, write_all};
    use crate::repo::Repo;

    const ENTRY: Entry = Entry {
        name: "entry",
        source: "entry.ts",
        formats: MODULES,
        externals: &["./index.js", "a-framework"],
    };

    fn of_entry(format: Format) -> Bundle {
        Bundle {
            entry: &ENTRY,
            format,
        }
    }

    #[test]
    fn an_entry_imports_the_index_of_its_own_format_and_leaves_packages_alone() -> anyhow::Result<()>
    {
        let esm = r#"import{a}from"./index.js";import b from"a-framework";"#;
        assert_eq!(
            with_sibling_extensions(esm, &of_entry(Format::Esm))?,
            r#"import{a}from"./index.mjs";import b from"a-framework";"#
        );
        let cjs = r#"var a=require("./index.js"),b=require("a-framework");"#;
        assert_eq!(
            with_sibling_extensions(cjs, &of_entry(Format::CommonJs))?,
            r#"var a=require("./index.js"),b=require("a-framework");"#
        );
        Ok(())
    }

    #[test]
    fn each_module_that_a_pattern_matches_gets_the_extension() -> anyhow::Result<()> {
        const ENTRY: Entry = Entry {
            name: "entry",
            source: "entry.ts",
            formats: MODULES,
            externals: &["../languages/*.js"],
        };
        let bundle = Bundle {
            entry: &ENTRY,
            format: Format::Esm,
        };
        let text = r#"a(import("../languages/de.js"),import("../languages/zh-Hant.js"))"#;
        assert_eq!(
            with_sibling_extensions(text, &bundle)?,
            r#"a(import("./languages/de.mjs"),import("./languages/zh-Hant.mjs"))"#
        );
        Ok(())
    }

    #[test]
    fn helpers_read_own_properties_only() -> anyhow::Result<()> {
        let helpers = "var a=Object.defineProperty;var b=(t,e)=>{for(var n in e)a(t,n,{get:e[n],enumerable:!0})};";
        assert_eq!(
            with_safe_helpers(helpers)?,
            "var a=(o,k,d)=>Object.defineProperty(o,k,{__proto__:null,...d});var b=(t,e)=>{for(var n of Object.keys(e))a(t,n,{get:e[n],enumerable:!0})};"
        );
        assert_eq!(with_safe_helpers("var a=1;")?, "var a=1;");
        Ok(())
    }

    #[test]
    fn a_script_is_refused_beside_others_whose_hashes_it_may_contain() -> anyhow::Result<()> {
        let bundles = [of_entry(Format::Esm), of_entry(Format::Script)];
        let refusal = write_all(&Repo::find()?, &bundles, Path::new("none"), "0.0.0");
        let message = refusal.err().map(|error| error.to_string());
        assert_eq!(message.as_deref(), Some("scripts are written one by one"));
        Ok(())
    }

    #[test]
    fn text_is_escaped_as_in_the_bundles() {
        assert_eq!(
            escaped("a\u{e9}\u{2715}\u{1f512}"),
            r"a\xe9\u2715\uD83D\uDD12"
        );
    }

    #[test]
    fn unknown_helpers_are_refused() {
        assert!(with_safe_helpers("for(let n in e)f(n)").is_err());
        assert!(
            with_safe_helpers("let{defineProperty:a}=Object,b=Object.defineProperty;").is_err()
        );
    }

    #[test]
    fn an_external_that_is_not_imported_is_refused() {
        assert!(with_sibling_extensions("", &of_entry(Format::Esm)).is_err());
    }
}
