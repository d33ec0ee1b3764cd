//! Sizes of files, and the limit of `index.mjs`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::repo::Repo;
use crate::table::columns;

/// The largest allowed size of `index.mjs`, gzipped. A limit of the engine alone would move weight
/// into the JavaScript around it.
pub const INDEX_LIMIT: usize = 44_700;

/// One row of the table.
#[derive(Clone, Debug)]
pub struct Size {
    name: String,
    raw: usize,
    gzip: usize,
    brotli: usize,
}

impl Size {
    /// Measures a file.
    pub fn of(repo: &Repo, name: &str, file: &Path) -> Result<Self> {
        let raw = fs::metadata(file)
            .with_context(|| format!("cannot measure {}", file.display()))?
            .len();
        let [gzip, brotli] = compressed(repo, file)?;
        Ok(Self {
            name: name.to_owned(),
            raw: raw.try_into()?,
            gzip,
            brotli,
        })
    }

    /// The share of `strings` in a file that contains them: the difference of its size with and
    /// without them.
    pub fn share(repo: &Repo, name: &str, file: &Path, strings: &[&str]) -> Result<Self> {
        let text = fs::read_to_string(file)?;
        let mut rest = text.clone();
        for string in strings {
            ensure!(
                rest.contains(string),
                "{} does not contain {string}",
                file.display()
            );
            rest = rest.replace(string, "");
        }
        let without = repo.target("without-strings.mjs");
        fs::write(&without, rest)?;
        let (whole, without) = (Self::of(repo, name, file)?, Self::of(repo, name, &without)?);
        Ok(Self {
            name: name.to_owned(),
            raw: whole.raw - without.raw,
            gzip: whole.gzip - without.gzip,
            brotli: whole.brotli - without.brotli,
        })
    }

    /// Several files, each compressed by itself, as one row.
    pub fn sum(name: &str, parts: &[&Self]) -> Self {
        Self {
            name: name.to_owned(),
            raw: parts.iter().map(|part| part.raw).sum(),
            gzip: parts.iter().map(|part| part.gzip).sum(),
            brotli: parts.iter().map(|part| part.brotli).sum(),
        }
    }

    /// In bytes.
    pub fn gzipped(&self) -> usize {
        self.gzip
    }

    /// In bytes.
    pub fn brotli(&self) -> usize {
        self.brotli
    }

    /// Fails if the file is above the limit.
    pub fn check_limit(&self) -> Result<()> {
        ensure!(
            self.gzip <= INDEX_LIMIT,
            "{} weighs {} bytes gzipped and may weigh {INDEX_LIMIT}: take something out of it (see \
             \"Code that exists for its size\" in docs/contributing.md), or show why the limit has to move",
            self.name,
            self.gzip
        );
        Ok(())
    }
}

/// Node's zlib and brotli, at their best levels, as on servers. The deflate of a Rust crate is 5 %
/// larger than zlib's on base64.
fn compressed(repo: &Repo, file: &Path) -> Result<[usize; 2]> {
    let script = "const zlib = require('node:zlib'); const bytes = require('node:fs').readFileSync(process.argv[1]); \
                  process.stdout.write([zlib.gzipSync(bytes, { level: 9 }), zlib.brotliCompressSync(bytes)].map(({ length }) => length).join(' '))";
    let lengths = repo
        .run(
            "node",
            ["-e".into(), script.into(), file.as_os_str().to_owned()],
        )
        .read()?;
    let (gzip, brotli) = lengths.split_once(' ').context("two lengths")?;
    Ok([gzip.parse()?, brotli.parse()?])
}

/// The table of sizes.
pub fn table(sizes: &[Size]) -> String {
    let rows = sizes.iter().map(|size| {
        vec![
            size.name.clone(),
            size.raw.to_string(),
            size.gzip.to_string(),
            size.brotli.to_string(),
        ]
    });
    columns(&["file", "raw", "gzip -9", "brotli"], rows)
}

#[cfg(test)]
mod tests {
    use super::{INDEX_LIMIT, Size};

    fn index(gzip: usize) -> Size {
        Size {
            name: "index.mjs".into(),
            raw: gzip * 2,
            gzip,
            brotli: gzip,
        }
    }

    #[test]
    fn an_index_of_the_limit_passes_and_one_byte_more_does_not() {
        assert!(index(INDEX_LIMIT).check_limit().is_ok());
        let refusal = index(INDEX_LIMIT + 1).check_limit().unwrap_err();
        let weighs = format!("{} bytes gzipped", INDEX_LIMIT + 1);
        assert!(refusal.to_string().contains(&weighs));
    }

    #[test]
    fn a_sum_adds_what_each_part_weighs_compressed_by_itself() {
        let sum = Size::sum("both", &[&index(10), &index(5)]);
        assert_eq!((sum.raw, sum.gzip, sum.brotli), (30, 15, 15));
    }
}
