//! Writes the tables of docs/weight.md: `cargo xtask package --write`.

use std::fs;

use anyhow::{Context, Result, ensure};

use super::record::{self, Record};
use super::{FILES, breakdown};
use crate::build::package::{self, Weight};
use crate::repo::Repo;

const PAGE: &str = "docs/weight.md";

/// Writes the last figures of `--explain`, and where the bytes of the built package are.
pub fn write(repo: &Repo) -> Result<()> {
    let record = Record::read(repo)?;
    ensure!(
        !record.rows.is_empty(),
        "nothing was measured: run `cargo xtask package --explain` first"
    );
    package::build(repo, Weight::Optimised)?;
    let [index, csp] = FILES;
    let [index_size, csp_size] = record.sizes;
    let techniques = format!(
        "Commit {}; `{index}` had {index_size} bytes and `{csp}` {csp_size}, gzip -9.\n\n{}",
        record.commit,
        record::table(repo, &record)?
    );
    let path = repo.path(PAGE);
    let text = fs::read_to_string(&path)?;
    let text = filled(&text, "techniques", &techniques)?;
    let text = filled(&text, "parts", &breakdown::tables(repo)?)?;
    fs::write(path, text)?;
    println!("{PAGE} has the last figures");
    Ok(())
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
