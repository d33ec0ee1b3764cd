//! Writes the tables of docs/weight.md: `cargo xtask package --write`.

use std::fs;

use anyhow::{Context, Result};

use super::record::{self, Record};
use super::{FILES, breakdown};
use crate::build::package::{self, Weight};
use crate::repo::Repo;

const PAGE: &str = "docs/weight.md";

/// Writes where the bytes of the built package are, and the last figures of `--explain`. Where nothing
/// was measured yet, the page keeps its figures.
pub fn write(repo: &Repo) -> Result<()> {
    let record = Record::read(repo)?;
    package::build(repo, Weight::Optimised)?;
    let path = repo.path(PAGE);
    let mut text = fs::read_to_string(&path)?;
    if !record.rows.is_empty() {
        text = filled(&text, "techniques", &techniques(repo, &record)?)?;
    }
    text = filled(&text, "parts", &breakdown::tables(repo)?)?;
    fs::write(path, text)?;
    println!("{PAGE} has the last figures");
    Ok(())
}

fn techniques(repo: &Repo, record: &Record) -> Result<String> {
    let [index, csp] = FILES;
    let [index_size, csp_size] = record.sizes;
    Ok(format!(
        "Commit {}; `{index}` had {index_size} bytes and `{csp}` {csp_size}, gzip -9.\n\n{}",
        record.commit,
        record::table(repo, record)?
    ))
}

/// The page with the content of one region.
pub fn filled(text: &str, region: &str, content: &str) -> Result<String> {
    let start = format!("<!-- measured: {region} -->\n");
    let (before, rest) = text
        .split_once(&start)
        .with_context(|| format!("{PAGE} has no region {region}"))?;
    let (_, after) = rest
        .split_once("<!-- /measured -->")
        .with_context(|| format!("the region {region} of {PAGE} has no end"))?;
    Ok(format!(
        "{before}{start}\n{content}\n\n<!-- /measured -->{after}"
    ))
}

#[cfg(test)]
mod tests {
    use super::filled;

    #[test]
    fn only_the_region_is_written() -> anyhow::Result<()> {
        let page = "a\n<!-- measured: x -->\nold\n<!-- /measured -->\nb\n";
        let expected = "a\n<!-- measured: x -->\n\nnew\n\n<!-- /measured -->\nb\n";
        assert_eq!(filled(page, "x", "new")?, expected);
        assert!(filled(page, "y", "new").is_err());
        Ok(())
    }
}
