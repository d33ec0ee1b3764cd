//! Where the bytes of a file of the package are.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use wasmparser::{Parser, Payload};

use crate::build::bundle;
use crate::build::engine::Engine;
use crate::build::entries::{Bundle, Format};
use crate::build::sizes::Size;
use crate::repo::Repo;

/// The module that contains the engine's bytes.
const BYTES: &str = "engine/bytes.ts";

/// The parts of the package's source, by the start of the path. The first row that fits counts.
const PARTS: [(&str, &str); 14] = [
    (
        "engine/glue.js",
        "Glue: connects the engine to the browser (wasm-bindgen)",
    ),
    ("engine/javascript", "Engine: JavaScript, code and data"),
    (
        "engine/",
        "Loading and starting the engine, and reading responses within a limit",
    ),
    (
        "handle/",
        "Handle: options, states, `open()`, `update()`, events, errors, `preload()`",
    ),
    (
        "view/event-isolation",
        "View: hides the cardholder's keys and clicks from the host's listeners",
    ),
    ("view/scroll-lock", "View: scroll lock"),
    (
        "view/loss",
        "View: notices that it is lost, hidden or moved",
    ),
    ("view/focus", "View: returns the focus to the opener"),
    ("view/dialog", "View: dialog"),
    (
        "secure-view/",
        "The images of a PIN and of a card's details",
    ),
    ("view/", "View: frame's box, notices, styles, container"),
    ("element/", "The element `<set-pin-widget>`"),
    (
        "generated/",
        "Tables from the specification: options, errors, English strings",
    ),
    ("", "Exports and helpers of the bundler"),
];

/// One row: bytes as they are in the file, and their share of its gzipped size.
#[derive(Debug)]
struct Part {
    title: String,
    raw: usize,
    gzip: usize,
}

/// A file with less of the handle and the view, such as a framework's adapter, has no table.
const LEAST_BYTES: usize = 1000;

/// The tables of all files that hold the handle, the view or the engine. The package must be built.
pub fn tables(repo: &Repo) -> Result<String> {
    let mut tables = Vec::new();
    for bundle in Bundle::all() {
        if !matches!(bundle.format, Format::Esm) {
            continue;
        }
        let sources = bundle::contributions(repo, &bundle, &repo.target("pkg-build/src"))?;
        let own = sources
            .iter()
            .filter(|(source, _)| source.starts_with("handle/") || source.starts_with("view/"));
        let own: usize = own.map(|(_, bytes)| *bytes).sum();
        if own >= LEAST_BYTES || sources.contains_key(BYTES) {
            tables.push(table(repo, &bundle.file(), sources)?);
        }
    }
    Ok(tables.join("\n\n"))
}

fn table(repo: &Repo, file: &str, mut sources: BTreeMap<String, usize>) -> Result<String> {
    let path = repo.path("pkg").join(file);
    let whole = Size::of(repo, file, &path)?.gzipped();
    let mut parts = Vec::new();
    if let Some(raw) = sources.remove(BYTES) {
        let text = fs::read_to_string(repo.target("pkg-build/src").join(BYTES))?;
        let bytes = text.split('"').nth(1).context("the bytes are a string")?;
        let gzip = Size::share(repo, file, &path, &[bytes])?.gzipped();
        parts.extend(engine_parts(repo, raw, gzip)?);
    }
    let measured: usize = parts.iter().map(|part| part.gzip).sum();
    let code: Vec<(String, usize)> = grouped(&sources);
    let weights: Vec<usize> = code.iter().map(|(_, raw)| *raw).collect();
    let shares = distributed(whole.saturating_sub(measured), &weights);
    parts.extend(
        code.into_iter()
            .zip(shares)
            .map(|((title, raw), gzip)| Part { title, raw, gzip }),
    );
    parts.sort_by_key(|part| std::cmp::Reverse(part.gzip));
    let mut lines = vec![
        format!("| Part of `{file}` | Bytes, minified | Share of {whole} bytes, gzip -9 |"),
        "|---|---|---|".to_owned(),
    ];
    lines.extend(
        parts
            .iter()
            .map(|Part { title, raw, gzip }| format!("| {title} | {raw} | {gzip} |")),
    );
    Ok(lines.join("\n"))
}

/// The code and the data of the engine. The module is compressed before it becomes text, so each one's
/// share is that of its compressed size.
fn engine_parts(repo: &Repo, raw: usize, gzip: usize) -> Result<Vec<Part>> {
    let module = fs::read(Engine::at(repo).wasm)?;
    let [mut code, mut data] = [0, 0];
    for payload in Parser::new(0).parse_all(&module) {
        let payload = payload?;
        let Some((_, range)) = payload.as_section() else {
            continue;
        };
        let section = module.get(range).context("a section is cut")?;
        match payload {
            Payload::CodeSectionStart { .. } => code += gzipped(repo, section)?,
            Payload::DataSection(_) => data += gzipped(repo, section)?,
            _ => {}
        }
    }
    let other = gzipped(repo, &module)?.saturating_sub(code + data);
    let weights = [code, data, other];
    let titles = [
        "Engine: code (the machine of an attempt, options, requests, timers)",
        "Engine: data (error messages, names, tables)",
        "Engine: types, imports and exports",
    ];
    let shares = distributed(raw, &weights)
        .into_iter()
        .zip(distributed(gzip, &weights));
    Ok(titles
        .iter()
        .zip(shares)
        .map(|(title, (raw, gzip))| Part {
            title: (*title).to_owned(),
            raw,
            gzip,
        })
        .collect())
}

fn gzipped(repo: &Repo, bytes: &[u8]) -> Result<usize> {
    let file = repo.target("section.bin");
    fs::write(&file, bytes)?;
    Ok(Size::of(repo, "section", &file)?.gzipped())
}

/// The bytes of each part; parts without bytes are left out.
fn grouped(sources: &BTreeMap<String, usize>) -> Vec<(String, usize)> {
    let mut parts = PARTS.map(|(_, title)| (title.to_owned(), 0));
    for (source, bytes) in sources {
        let place = PARTS
            .iter()
            .position(|(start, _)| source.starts_with(start));
        if let Some((_, sum)) = place.and_then(|place| parts.get_mut(place)) {
            *sum += bytes;
        }
    }
    parts.into_iter().filter(|(_, bytes)| *bytes > 0).collect()
}

/// Parts of `total` in the proportion of the weights, with the same sum.
fn distributed(total: usize, weights: &[usize]) -> Vec<usize> {
    let all: usize = weights.iter().sum();
    let mut seen = 0;
    let mut given = 0;
    weights
        .iter()
        .map(|weight| {
            seen += weight;
            let until = (total * seen).checked_div(all).unwrap_or(0);
            let part = until - given;
            given = until;
            part
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{distributed, grouped};

    #[test]
    fn shares_have_the_sum_of_the_whole() {
        assert_eq!(distributed(100, &[1, 1, 1]), [33, 33, 34]);
        assert_eq!(distributed(100, &[0, 0]), [0, 0]);
    }

    #[test]
    fn each_source_counts_for_one_part() {
        let sources = [
            ("engine/glue.js", 1),
            ("engine/load.ts", 2),
            ("index.ts", 4),
        ];
        let sources: BTreeMap<String, usize> = sources
            .map(|(source, bytes)| (source.to_owned(), bytes))
            .into();
        let bytes: Vec<usize> = grouped(&sources).iter().map(|(_, bytes)| *bytes).collect();
        assert_eq!(bytes, [1, 2, 4]);
    }
}
