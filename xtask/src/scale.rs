//! `cargo xtask scale`: the load on a host's servers, for docs/scale.md.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::Value;

use crate::build::entries::{Bundle, Format};
use crate::build::package::{self, Weight};
use crate::build::sizes::Size;
use crate::docs;
use crate::explain;
use crate::repo::Repo;
use crate::table::columns;
use crate::tools;

const PAGE: &str = "docs/scale.md";

/// The region of the page with the sizes. It is not checked to be up to date: it changes with each
/// change of the package.
const BYTES: &str = "bytes";

/// One table, as tools/scale prints it.
#[derive(Debug, Deserialize)]
struct Table {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// Prints all tables, and writes them into the page.
pub fn run(repo: &Repo, write: bool) -> Result<()> {
    tools::ensure_npm(repo)?;
    package::build(repo, Weight::Optimised)?;
    let bytes = bytes(repo)?;
    let tables: BTreeMap<String, Table> = serde_json::from_value(tables(repo)?)?;
    for table in std::iter::once(&bytes).chain(tables.values()) {
        let head: Vec<&str> = table.head.iter().map(String::as_str).collect();
        println!("{}", columns(&head, table.rows.iter().cloned()));
    }
    if write {
        let text = fs::read_to_string(repo.path(PAGE))?;
        fs::write(
            repo.path(PAGE),
            explain::filled(&text, BYTES, &markdown(&bytes))?,
        )?;
        docs::fill(repo)?.run()?;
    }
    Ok(())
}

/// The tables of the simulation, which runs the engine's state machine. It is a program of its own,
/// so that the build system does not have to compile the engine for this machine.
pub fn tables(repo: &Repo) -> Result<Value> {
    let tables = repo
        .cargo(["run", "--quiet", "--package=scale"])
        .read()
        .context("the simulation failed: the reason is above")?;
    Ok(serde_json::from_str(&tables)?)
}

/// The bytes of each file that a page can load.
fn bytes(repo: &Repo) -> Result<Table> {
    let bundles = Bundle::all().filter(is_for_pages);
    let files: Vec<_> = bundles.map(|bundle| bundle.file()).collect();
    let sizes = Size::of_package(repo, &files)?;
    let rows = files.iter().zip(sizes).map(|(file, size)| {
        vec![
            format!("`{file}`"),
            size.gzipped().to_string(),
            size.brotli().to_string(),
            gigabytes_per_million(size.brotli()),
        ]
    });
    let head = [
        "File",
        "gzip -9, bytes",
        "brotli, bytes",
        "Per million downloads, brotli",
    ];
    Ok(Table {
        head: head.map(str::to_owned).to_vec(),
        rows: rows.collect(),
    })
}

/// Not for Node, servers or tests.
fn is_for_pages(bundle: &Bundle) -> bool {
    !matches!(bundle.format, Format::CommonJs)
        && !["server", "testing"].contains(&bundle.entry.name)
}

/// Of a file that each of a million browsers loads once.
fn gigabytes_per_million(bytes: usize) -> String {
    format!("{:.1} GB", bytes as f64 / 1000.0)
}

fn markdown(table: &Table) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let rows: String = table.rows.iter().map(|row| line(row)).collect();
    let border = "|---".repeat(table.head.len());
    format!("{}{border}|\n{rows}", line(&table.head))
        .trim_end()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Table, gigabytes_per_million, markdown};

    #[test]
    fn a_million_downloads_of_a_kilobyte_are_a_gigabyte() {
        assert_eq!(gigabytes_per_million(1000), "1.0 GB");
    }

    #[test]
    fn a_table_has_a_title_for_each_column() {
        let table = Table {
            head: vec!["File".into(), "Bytes".into()],
            rows: vec![vec!["a".into(), "1".into()]],
        };
        assert_eq!(markdown(&table), "| File | Bytes |\n|---|---|\n| a | 1 |");
    }
}
