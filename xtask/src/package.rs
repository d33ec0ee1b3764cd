//! `cargo xtask package`: the npm-ready `pkg/`, its tarball, and what it all weighs.

use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use regex::Regex;
use serde_json::{Value, json};
use sha2::{Digest, Sha256, Sha384};

use crate::engine::{self, Engine};
use crate::parts::file_name;
use crate::progress::step;
use crate::repo::Repo;
use crate::sizes::{self, Size};
use crate::stamp::Stamp;
use crate::{declarations, glue, javascript, readme, short_names, tools};

const CODE: &str = include_str!("package.rs");

/// Everything that a package is made from.
const INPUTS: [&str; 10] = [
    "src",
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
    "pkg-template",
    "package-lock.json",
    "tsconfig.base.json",
    "CHANGELOG.md",
    "LICENSE-MIT",
    "LICENSE-APACHE",
];

/// The oldest browsers that the bundles' syntax is for.
const BROWSER_FLOOR: &str = "--target=chrome87,firefox98,safari15.4";

/// Files that go into the package as they were written.
const COPIED: [&str; 4] = [
    "pkg-template/README.md",
    "CHANGELOG.md",
    "LICENSE-MIT",
    "LICENSE-APACHE",
];

/// One entry of the package: a file for each of its formats.
struct Entry {
    /// The files' name, without what follows the dot.
    name: &'static str,
    /// Below `pkg-template/src`.
    source: &'static str,
    formats: &'static [Format],
    /// Imports that stay imports: packages of the integrator's own, and by `./` files of this package (`./index.js`, so that the engine
    /// exists once), which then get the ending of the file that imports them.
    externals: &'static [&'static str],
}

#[derive(Clone, Copy)]
enum Format {
    Esm,
    CommonJs,
    /// For a `<script>`: assigns the global `SetPin`.
    Script,
    /// For a `<script>` that exports nothing.
    Effect,
}

/// For bundlers and Node alike.
const MODULES: &[Format] = &[Format::Esm, Format::CommonJs];

/// A row here, and its twin in `exports` of `pkg-template/package.json`, is all that a new entry takes.
const ENTRIES: [Entry; 14] = [
    Entry {
        name: "index",
        source: "index.ts",
        formats: MODULES,
        externals: &["./engine-js.js"],
    },
    Entry {
        name: "engine-js",
        source: "engine-js.ts",
        formats: MODULES,
        externals: &[],
    },
    Entry {
        name: CSP,
        source: "csp.ts",
        formats: MODULES,
        externals: &[],
    },
    Entry {
        name: "element",
        source: "element.ts",
        formats: MODULES,
        externals: &["./index.js"],
    },
    Entry {
        name: "react",
        source: "react.ts",
        formats: MODULES,
        externals: &["./index.js", "react"],
    },
    Entry {
        name: "vue",
        source: "vue.ts",
        formats: MODULES,
        externals: &["./index.js", "vue"],
    },
    Entry {
        name: "svelte",
        source: "svelte.ts",
        formats: MODULES,
        externals: &["./index.js"],
    },
    // Types only.
    Entry {
        name: "jsx-react",
        source: "jsx-react.ts",
        formats: MODULES,
        externals: &[],
    },
    Entry {
        name: "jsx-preact",
        source: "jsx-preact.ts",
        formats: MODULES,
        externals: &[],
    },
    Entry {
        name: "jsx-solid",
        source: "jsx-solid.ts",
        formats: MODULES,
        externals: &[],
    },
    Entry {
        name: "testing",
        source: "testing.ts",
        formats: MODULES,
        externals: &[],
    },
    // Before the script, which holds its hash.
    Entry {
        name: "set-pin-widget-engine",
        source: "engine-script.ts",
        formats: &[Format::Effect],
        externals: &[],
    },
    Entry {
        name: "set-pin-widget",
        source: "global.ts",
        formats: &[Format::Script],
        externals: &[],
    },
    Entry {
        name: "server",
        source: "server.ts",
        formats: MODULES,
        externals: &[],
    },
];

impl Format {
    fn ending(self) -> &'static str {
        match self {
            Self::Esm => "mjs",
            Self::CommonJs | Self::Script | Self::Effect => "js",
        }
    }

    fn flags(self) -> &'static [&'static str] {
        match self {
            Self::Esm => &["--format=esm", "--platform=neutral"],
            // Platform "node" only adds the names of the exports, which Node cannot see in minified CommonJS. Jest, for one, has no `import()`.
            Self::CommonJs => &[
                "--format=cjs",
                "--platform=node",
                "--supported:dynamic-import=false",
            ],
            Self::Script | Self::Effect => &["--format=iife", "--platform=neutral"],
        }
    }
}

/// One file of an entry.
struct Bundle {
    entry: &'static Entry,
    format: Format,
}

impl Bundle {
    fn all() -> impl Iterator<Item = Self> {
        ENTRIES.iter().flat_map(|entry| {
            let formats = entry.formats.iter();
            formats.map(move |&format| Self { entry, format })
        })
    }

    /// Relative to the package's folder.
    fn file(&self) -> String {
        let file = format!("{}.{}", self.entry.name, self.format.ending());
        match self.format {
            Format::CommonJs => format!("{COMMON_JS}/{file}"),
            _ => file,
        }
    }

    /// What the sources are told about this bundle: `pkg-template/src/build.d.ts`.
    fn told(&self, package: &Path) -> Result<Vec<(&'static str, String)>> {
        Ok(match (self.entry.name, self.format) {
            (CSP, _) => vec![("ENGINES", "JavaScript".into())],
            (_, Format::Script) => vec![
                ("ENGINES", "WebAssembly, JavaScript in a script".into()),
                ("ENGINE_SCRIPT", SCRIPT_ENGINE.into()),
                (
                    "ENGINE_SCRIPT_INTEGRITY",
                    integrity(&package.join(SCRIPT_ENGINE))?,
                ),
            ],
            _ => vec![("ENGINES", "WebAssembly, JavaScript in a module".into())],
        })
    }
}

/// The folder of the CommonJS files, which says in a description of its own what their ending does not. Create React App 5 takes a `.cjs` file for a picture
/// and gives its URL to whoever requires it.
const COMMON_JS: &str = "cjs";

/// The entry that holds the JavaScript engine alone.
const CSP: &str = "csp";

const SCRIPT: &str = "set-pin-widget.js";
const SCRIPT_ENGINE: &str = "set-pin-widget-engine.js";

/// What a page without a bundler copies: one of them.
const SCRIPT_TAG: &str = "script-tag.html";
const IMPORT_MAP: &str = "import-map.html";

/// What a page with modules and without a bundler can be given: the entry, and the engine that it may ask for later, which no `integrity` beside
/// the entry's own address would hold to the release.
const PAGE_MODULES: [&str; 2] = ["index.mjs", "engine-js.mjs"];

/// The tarball once more, under a name without a version: the examples depend on it, and a new version leaves them as they are.
const LATEST: &str = "set-pin-widget.tgz";

/// Where npm packages are to be had by a page, each version for good.
const CDN: &str = "https://cdn.jsdelivr.net/npm";

/// Whether the engine is made as small as it gets, or quickly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// What ships.
    Optimised,
    /// For looking at the engine while it changes; the limit does not count.
    Quick,
}

/// Makes the package, prints what it weighs, and refuses an `index.mjs` above the limit.
pub fn run(repo: &Repo, weight: Weight) -> Result<()> {
    build(repo, weight)?;
    match weight {
        Weight::Optimised => check_limit(repo),
        Weight::Quick => Ok(()),
    }
}

/// Makes the package, unless it stands. A heavy one can still be tried out and tested.
pub fn build(repo: &Repo, weight: Weight) -> Result<()> {
    let stamp = stamp(repo, weight)?;
    let account = repo.target("package.txt");
    if stamp.stands(&outputs(repo)?) {
        step("package: stands");
    } else {
        make(repo, weight, &account)?;
        stamp.set(&outputs(repo)?)?;
    }
    print!("{}", fs::read_to_string(account)?);
    Ok(())
}

/// Refuses an `index.mjs` that is heavier than a cardholder should have to load.
pub fn check_limit(repo: &Repo) -> Result<()> {
    Size::of(repo, "index.mjs", &repo.path("pkg/index.mjs"))?.check_limit()
}

fn stamp(repo: &Repo, weight: Weight) -> Result<Stamp> {
    let weight = format!("{weight:?}");
    Stamp::of(
        repo,
        "package",
        &[
            CODE,
            engine::CODE,
            glue::CODE,
            javascript::CODE,
            short_names::CODE,
            declarations::CODE,
            readme::CODE,
            &weight,
        ],
        &INPUTS,
    )
}

fn outputs(repo: &Repo) -> Result<Vec<PathBuf>> {
    let mut outputs = vec![repo.target("package.txt"), repo.path("pkg/package.json")];
    outputs.extend(Bundle::all().map(|bundle| repo.path("pkg").join(bundle.file())));
    outputs.push(repo.path("pkg/types/index.d.ts"));
    outputs
        .extend(["integrity.json", SCRIPT_TAG, IMPORT_MAP].map(|file| repo.path("pkg").join(file)));
    outputs.push(tarball(repo, &version(repo)?));
    outputs.push(repo.target(LATEST));
    Ok(outputs)
}

/// The package as npm would publish it.
pub fn packed(repo: &Repo) -> Result<PathBuf> {
    Ok(tarball(repo, &version(repo)?))
}

fn tarball(repo: &Repo, version: &str) -> PathBuf {
    repo.target(format!("set-pin-widget-{version}.tgz"))
}

fn make(repo: &Repo, weight: Weight, account: &Path) -> Result<()> {
    tools::ensure_npm(repo)?;
    let engine = engine::build(repo, weight == Weight::Optimised)?;
    let version = version(repo)?;
    step("package: bundles and declarations");
    let sources = assemble_sources(repo, &engine)?;
    let package = repo.path("pkg");
    recreate(&package)?;
    for bundle in Bundle::all() {
        self::bundle(repo, &bundle, &sources, &version)?;
    }
    declarations::emit(repo, &sources, &package.join("types"))?;
    describe(repo, &package, &version)?;
    let tag = script_tag(&package, &version)?;
    fs::write(package.join(SCRIPT_TAG), &tag)?;
    let map = import_map(&package, &version)?;
    write_integrity(&package, &map)?;
    let map = format!("<script type=\"importmap\">{map}</script>\n");
    fs::write(package.join(IMPORT_MAP), &map)?;
    readme::fill(repo, &package, &[&tag, &map])?;
    step("package: npm pack");
    pack(repo, &version)?;
    let text = account_of(repo, &engine, &version, &(tag + &map))?;
    Ok(fs::write(account, text)?)
}

/// The crate's version is the package's.
fn version(repo: &Repo) -> Result<String> {
    let metadata = repo
        .cargo(["metadata", "--no-deps", "--format-version=1", "--offline"])
        .read()
        .context("cargo metadata failed")?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let packages = metadata["packages"].as_array().context("no packages")?;
    let widget = packages
        .iter()
        .find(|package| package["name"] == "set-pin-widget");
    let version = widget.and_then(|widget| widget["version"].as_str());
    Ok(version.context("no version in Cargo.toml")?.to_owned())
}

/// The TypeScript as written, with the engine's bytes and glue beside it.
fn assemble_sources(repo: &Repo, engine: &Engine) -> Result<PathBuf> {
    let build = repo.target("pkg-build");
    recreate(&build)?;
    let sources = build.join("src");
    copy_folder(repo, "pkg-template/src", &sources)?;
    let folder = sources.join("engine");
    fs::create_dir_all(&folder)?;
    fs::copy(&engine.glue, folder.join("glue.js"))?;
    fs::copy(&engine.javascript, folder.join("javascript.js"))?;
    let bytes = STANDARD.encode(deflated(&fs::read(&engine.wasm)?)?);
    fs::write(
        folder.join("bytes.ts"),
        format!(
            "/** The engine's module: raw deflate, then base64. Generated. */\nexport const DEFLATED_BASE64: string = \"{bytes}\";\n"
        ),
    )?;
    Ok(sources)
}

fn deflated(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut deflated = Vec::new();
    zopfli::compress(
        zopfli::Options::default(),
        zopfli::Format::Deflate,
        bytes,
        &mut deflated,
    )?;
    deflated.flush()?;
    Ok(deflated)
}

fn bundle(repo: &Repo, bundle: &Bundle, sources: &Path, version: &str) -> Result<()> {
    let Bundle { entry, format } = bundle;
    let package = repo.path("pkg");
    let file = package.join(bundle.file());
    let mut outfile = OsString::from("--outfile=");
    outfile.push(&file);
    let mut arguments = vec![sources.join(entry.source).into(), outfile];
    arguments
        .push(format!("--banner:js=/*! set-pin-widget {version} | MIT OR Apache-2.0 */").into());
    arguments.extend(format.flags().iter().map(OsString::from));
    let externals = entry.externals.iter();
    arguments.extend(externals.map(|external| format!("--external:{external}").into()));
    let told = bundle.told(&package)?;
    arguments.extend(
        told.iter()
            .map(|(name, value)| format!("--define:{name}=\"{value}\"").into()),
    );
    arguments.extend(esbuild_flags());
    repo.npm_bin("esbuild", arguments)
        .run()
        .with_context(|| format!("esbuild could not make {}", bundle.file()))?;
    let text = with_safe_helpers(&fs::read_to_string(&file)?)?;
    fs::write(&file, lead_to_siblings(&text, bundle)?)?;
    rename_identifiers(repo, &file)
}

/// Gives identifiers other short names: with those that SWC chooses, `index.mjs` compresses to 1 % less than with those that esbuild chooses.
fn rename_identifiers(repo: &Repo, file: &Path) -> Result<()> {
    let script = "const { minifySync } = require('@swc/core'); const fs = require('node:fs'); const file = process.argv[1]; \
                  const options = { compress: false, mangle: true, module: file.endsWith('.mjs'), format: { asciiOnly: true, comments: 'some' } }; \
                  fs.writeFileSync(file, minifySync(fs.readFileSync(file, 'utf8'), options).code)";
    repo.run(
        "node",
        ["-e".into(), script.into(), file.as_os_str().to_owned()],
    )
    .run()
    .with_context(|| format!("SWC could not rename the identifiers of {}", file.display()))?;
    Ok(())
}

/// esbuild's helpers read inherited properties, so that a page which has added an enumerable property to `Object.prototype` could not load the bundle:
/// the helper for exports loops with `for…in`, and each property descriptor also has what the prototype has (`get`, `value`).
/// Here the loop covers own properties only, and each descriptor has no prototype.
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
        "esbuild writes its helpers in another way than `with_safe_helpers` in package.rs knows"
    );
    Ok(text.into_owned())
}

/// Gives the imports of this package's own files the ending that they have here.
fn lead_to_siblings(text: &str, bundle: &Bundle) -> Result<String> {
    let mut text = text.to_owned();
    let siblings = bundle.entry.externals.iter();
    for sibling in siblings.filter(|external| external.starts_with("./")) {
        let written = format!("\"{sibling}\"");
        ensure!(
            text.contains(&written),
            "{} imports no {sibling}: take it out of the entry's externals",
            bundle.file()
        );
        let stem = sibling.trim_end_matches(".js");
        text = text.replace(&written, &format!("\"{stem}.{}\"", bundle.format.ending()));
    }
    Ok(text)
}

fn esbuild_flags() -> impl Iterator<Item = OsString> {
    [
        "--bundle",
        "--minify",
        // The names of wasm-bindgen's own properties.
        "--mangle-props=^_+(wbg|destroy)",
        BROWSER_FLOOR,
        // esbuild replaces every `?.` for Chrome before 91, whose one fault with it is a call with an argument after a spread one: floor.test.mjs refuses
        // such a call.
        "--supported:optional-chain=true",
        "--legal-comments=none",
        // A browser reads a classic script, ours or a bundle that holds us, in its page's encoding, which may not be UTF-8. ASCII is the same in all of them.
        "--charset=ascii",
        "--log-level=warning",
    ]
    .map(OsString::from)
    .into_iter()
}

/// What npm reads: the description, with the version, and the files for people.
fn describe(repo: &Repo, package: &Path, version: &str) -> Result<()> {
    let template = fs::read_to_string(repo.path("pkg-template/package.json"))?;
    let mut description: Value =
        serde_json::from_str(&template).context("pkg-template/package.json is not JSON")?;
    description["version"] = json!(version);
    fs::write(package.join("package.json"), format!("{description:#}\n"))?;
    // The nearest description counts for a file, also for whether it has side effects.
    let common_js = json!({ "type": "commonjs", "sideEffects": false });
    fs::write(
        package.join(COMMON_JS).join("package.json"),
        format!("{common_js:#}\n"),
    )?;
    describe_for_old_tools(&description, package)?;
    for file in COPIED {
        let from = repo.path(file);
        fs::copy(&from, package.join(file_name(&from))).with_context(|| format!("no {file}"))?;
    }
    Ok(())
}

/// Tools that know no `exports` (webpack 4, TypeScript's old way of looking for modules) look for a folder of the entry's name.
fn describe_for_old_tools(description: &Value, package: &Path) -> Result<()> {
    let exports = description["exports"].as_object().context("no exports")?;
    for (entry, conditions) in exports {
        let (Some(name), Some(_)) = (entry.strip_prefix("./"), conditions.as_object()) else {
            continue;
        };
        let file = |condition: &str, what: &str| -> Result<String> {
            let file = conditions[condition][what].as_str();
            let file = file.and_then(|file| file.strip_prefix("./"));
            let file = file.with_context(|| format!("{entry} names no {what} for {condition}"))?;
            Ok(format!("../{file}"))
        };
        let folder = json!({
            "main": file("require", "default")?,
            "module": file("import", "default")?,
            "types": file("require", "types")?,
        });
        fs::create_dir_all(package.join(name))?;
        fs::write(
            package.join(name).join("package.json"),
            format!("{folder:#}\n"),
        )?;
    }
    Ok(())
}

/// The hash of each file that a browser may be given, for `integrity` beside a script's address or in an import map; and of the import map's own
/// text, by which a page's policy may allow it: it is an inline script.
fn write_integrity(package: &Path, map: &str) -> Result<()> {
    let for_browsers = Bundle::all().filter(|bundle| !matches!(bundle.format, Format::CommonJs));
    let mut hashes = serde_json::Map::new();
    for file in for_browsers.map(|bundle| bundle.file()) {
        let hash = integrity(&package.join(&file))?;
        hashes.insert(file, json!(hash));
    }
    let digest = STANDARD.encode(Sha256::digest(map));
    hashes.insert(IMPORT_MAP.into(), json!(format!("sha256-{digest}")));
    let text = format!("{:#}\n", Value::Object(hashes));
    Ok(fs::write(package.join("integrity.json"), text)?)
}

fn integrity(file: &Path) -> Result<String> {
    let digest = Sha384::digest(fs::read(file)?);
    Ok(format!("sha384-{}", STANDARD.encode(digest)))
}

/// For a page with a `<script>`.
fn script_tag(package: &Path, version: &str) -> Result<String> {
    let hash = integrity(&package.join(SCRIPT))?;
    Ok(format!(
        "<script src=\"{CDN}/set-pin-widget@{version}/{SCRIPT}\" integrity=\"{hash}\" crossorigin=\"anonymous\"></script>\n"
    ))
}

/// For a page with modules: the text of its element.
fn import_map(package: &Path, version: &str) -> Result<String> {
    let address = |file: &str| format!("{CDN}/set-pin-widget@{version}/{file}");
    let mut integrities = serde_json::Map::new();
    for file in PAGE_MODULES {
        integrities.insert(address(file), json!(integrity(&package.join(file))?));
    }
    let [entry, _] = PAGE_MODULES;
    let map = json!({ "imports": { "set-pin-widget": address(entry) }, "integrity": integrities });
    Ok(format!("\n{map:#}\n"))
}

fn pack(repo: &Repo, version: &str) -> Result<()> {
    remove_tarballs(repo)?;
    let arguments = [
        "pack",
        "./pkg",
        "--ignore-scripts",
        "--silent",
        "--pack-destination",
        "target",
    ];
    repo.run("npm", arguments)
        .stdout_null()
        .run()
        .context("npm pack failed")?;
    let tarball = tarball(repo, version);
    ensure!(
        tarball.is_file(),
        "npm pack did not write {}: is `name` in pkg-template/package.json \"set-pin-widget\"?",
        tarball.display()
    );
    fs::copy(&tarball, repo.target(LATEST))?;
    Ok(())
}

/// Those of other versions too, which nobody should install by mistake.
fn remove_tarballs(repo: &Repo) -> Result<()> {
    for entry in fs::read_dir(repo.target(""))? {
        let path = entry?.path();
        if is_tarball(&path) {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}

fn is_tarball(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| name.starts_with("set-pin-widget") && name.ends_with(".tgz"))
}

fn account_of(repo: &Repo, engine: &Engine, version: &str, to_copy: &str) -> Result<String> {
    let tarball = tarball(repo, version);
    let mut table = engine_sizes(repo, engine)?.to_vec();
    for bundle in Bundle::all() {
        let file = bundle.file();
        table.push(Size::of(repo, &file, &repo.path("pkg").join(&file))?);
    }
    table.push(languages(repo)?);
    table.push(Size::of(repo, "tarball", &tarball)?);
    Ok(format!(
        "\n{}\nlimit of index.mjs, gzipped: {}\ntarball: {}\n{to_copy}",
        sizes::table(&table),
        sizes::INDEX_LIMIT,
        repo.relative(&tarball).display()
    ))
}

/// What a page that speaks one language pays for all others.
fn languages(repo: &Repo) -> Result<Size> {
    static TEXTS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?m)^  [a-z]{2}: "([^"]+)",$"#).expect("the expression is well-formed")
    });
    let source = fs::read_to_string(repo.path("pkg-template/src/words.ts"))?;
    let others: Vec<String> = TEXTS
        .captures_iter(&source)
        .filter_map(|found| found.get(1))
        .map(|found| escaped(found.as_str()))
        .collect();
    let others: Vec<&str> = others.iter().map(String::as_str).collect();
    let name = format!("of index.mjs: {} languages beside English", others.len());
    Size::share(repo, &name, &repo.path("pkg/index.mjs"), &others)
}

/// A string's content as SWC writes it in ASCII.
fn escaped(text: &str) -> String {
    text.encode_utf16()
        .map(|unit| match u8::try_from(unit) {
            Ok(byte) if byte.is_ascii() => char::from(byte).to_string(),
            Ok(byte) => format!("\\x{byte:02x}"),
            Err(_) => format!("\\u{unit:04X}"),
        })
        .collect()
}

/// The module, its glue, and both together; and the engine that takes the module's place.
fn engine_sizes(repo: &Repo, engine: &Engine) -> Result<[Size; 4]> {
    let wasm = Size::of(repo, "engine.wasm", &engine.wasm)?;
    let glue = Size::of(repo, "glue, minified", &minified(repo, &engine.glue)?)?;
    let whole = Size::sum("engine with its glue", &[&wasm, &glue]);
    let javascript = minified(repo, &engine.javascript)?;
    let javascript = Size::of(repo, "engine in JavaScript, minified", &javascript)?;
    Ok([wasm, glue, whole, javascript])
}

/// A file as the bundles hold it.
fn minified(repo: &Repo, file: &Path) -> Result<PathBuf> {
    let minified = file.with_extension("min.js");
    let mut outfile = OsString::from("--outfile=");
    outfile.push(&minified);
    let mut arguments = vec![file.into(), outfile, "--format=esm".into()];
    arguments.extend(esbuild_flags());
    repo.npm_bin("esbuild", arguments).run()?;
    Ok(minified)
}

fn copy_folder(repo: &Repo, from: &str, to: &Path) -> Result<()> {
    let base = repo.path(from);
    for file in repo.files(from)? {
        let copy = to.join(file.strip_prefix(&base)?);
        fs::create_dir_all(copy.parent().context("a file lies in a folder")?)?;
        fs::copy(&file, copy)?;
    }
    Ok(())
}

fn recreate(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    Ok(fs::create_dir_all(folder)?)
}

#[cfg(test)]
mod tests {
    use super::{Bundle, Entry, Format, MODULES, escaped, lead_to_siblings, with_safe_helpers};

    const DOOR: Entry = Entry {
        name: "door",
        source: "door.ts",
        formats: MODULES,
        externals: &["./index.js", "a-framework"],
    };

    fn door(format: Format) -> Bundle {
        Bundle {
            entry: &DOOR,
            format,
        }
    }

    #[test]
    fn a_door_imports_the_index_of_its_own_format_and_leaves_packages_alone() -> anyhow::Result<()>
    {
        let esm = r#"import{a}from"./index.js";import b from"a-framework";"#;
        assert_eq!(
            lead_to_siblings(esm, &door(Format::Esm))?,
            r#"import{a}from"./index.mjs";import b from"a-framework";"#
        );
        let cjs = r#"var a=require("./index.js"),b=require("a-framework");"#;
        assert_eq!(
            lead_to_siblings(cjs, &door(Format::CommonJs))?,
            r#"var a=require("./index.js"),b=require("a-framework");"#
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
    fn text_is_escaped_as_in_the_bundles() {
        assert_eq!(
            escaped("a\u{e9}\u{2715}\u{1f512}"),
            r"a\xe9\u2715\uD83D\uDD12"
        );
    }

    #[test]
    fn helpers_of_another_form_are_refused() {
        assert!(with_safe_helpers("for(let n in e)f(n)").is_err());
        assert!(
            with_safe_helpers("let{defineProperty:a}=Object,b=Object.defineProperty;").is_err()
        );
    }

    #[test]
    fn an_external_that_is_not_imported_is_refused() {
        assert!(lead_to_siblings("", &door(Format::Esm)).is_err());
    }
}
