//! Hashes of the package's files, and the tags with hashes that a page without a bundler copies.

use std::fs;
use std::path::Path;

use anyhow::Result;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256, Sha384};

use super::entries::{Bundle, Format, SCRIPT};
use super::languages;
use crate::repo::Repo;

/// The file with the script tag.
pub const SCRIPT_TAG: &str = "script-tag.html";
/// The file with the import map.
pub const IMPORT_MAP: &str = "import-map.html";

/// The modules that a page without a bundler can load, besides those of the languages: the entry, and
/// the engine that the entry may load later. An `integrity` attribute of the entry alone would not
/// cover the others.
const PAGE_MODULES: [&str; 2] = ["index.mjs", "engine-js.mjs"];

/// Serves each version of an npm package to pages.
const CDN: &str = "https://cdn.jsdelivr.net/npm";

/// Writes `integrity.json`: the hash of each file that a browser can load, for the `integrity`
/// attribute or an import map, and the hash of the import map's text, for a page's policy: an
/// import map is an inline script.
pub fn write(repo: &Repo, package: &Path, map: &str) -> Result<()> {
    let for_browsers = Bundle::all().filter(|bundle| !matches!(bundle.format, Format::CommonJs));
    let mut hashes = serde_json::Map::new();
    let bundles = for_browsers.map(|bundle| bundle.file());
    for file in bundles.chain(languages::modules(repo)?) {
        let hash = integrity(&package.join(&file))?;
        hashes.insert(file, json!(hash));
    }
    let digest = STANDARD.encode(Sha256::digest(map));
    hashes.insert(IMPORT_MAP.into(), json!(format!("sha256-{digest}")));
    let text = format!("{:#}\n", Value::Object(hashes));
    Ok(fs::write(package.join("integrity.json"), text)?)
}

/// The hash of a file, as `integrity` takes it.
pub fn integrity(file: &Path) -> Result<String> {
    let digest = Sha384::digest(fs::read(file)?);
    Ok(format!("sha384-{}", STANDARD.encode(digest)))
}

/// The tag for a page with a `<script>`.
pub fn script_tag(package: &Path, version: &str) -> Result<String> {
    let hash = integrity(&package.join(SCRIPT))?;
    Ok(format!(
        "<script src=\"{CDN}/set-pin-widget@{version}/{SCRIPT}\" integrity=\"{hash}\" crossorigin=\"anonymous\"></script>\n"
    ))
}

/// The text of the import map, for a page with modules.
pub fn import_map(repo: &Repo, package: &Path, version: &str) -> Result<String> {
    let url = |file: &str| format!("{CDN}/set-pin-widget@{version}/{file}");
    let mut hashes = serde_json::Map::new();
    let modules = PAGE_MODULES.map(str::to_owned).into_iter();
    for file in modules.chain(languages::modules(repo)?) {
        hashes.insert(url(&file), json!(integrity(&package.join(&file))?));
    }
    let [entry, _] = PAGE_MODULES;
    let map = json!({ "imports": { "set-pin-widget": url(entry) }, "integrity": hashes });
    Ok(format!("\n{map:#}\n"))
}
