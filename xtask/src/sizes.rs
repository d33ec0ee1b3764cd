//! The table of sizes, and the limit that it is held against.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::repo::Repo;

/// The most that `index.mjs` may weigh, gzipped. It replaces a limit of the engine alone, which moved weight into the JavaScript around it.
pub const INDEX_LIMIT: usize = 40_000;

/// One line of the table.
#[derive(Clone, Debug)]
pub struct Size {
    name: String,
    raw: usize,
    gzip: usize,
    brotli: usize,
}

impl Size {
    /// Weighs a file.
    pub fn of(repo: &Repo, name: &str, file: &Path) -> Result<Self> {
        let raw = fs::metadata(file)
            .with_context(|| format!("cannot weigh {}", file.display()))?
            .len();
        let [gzip, brotli] = compressed(repo, file)?;
        Ok(Self {
            name: name.to_owned(),
            raw: raw.try_into()?,
            gzip,
            brotli,
        })
    }

    /// What `words` take up in a file that holds them: its weight less that without them.
    pub fn share(repo: &Repo, name: &str, file: &Path, words: &[&str]) -> Result<Self> {
        let text = fs::read_to_string(file)?;
        let mut rest = text.clone();
        for word in words {
            ensure!(
                rest.contains(word),
                "{} does not hold {word}",
                file.display()
            );
            rest = rest.replace(word, "");
        }
        let without = repo.target("without-words.mjs");
        fs::write(&without, rest)?;
        let (whole, without) = (Self::of(repo, name, file)?, Self::of(repo, name, &without)?);
        Ok(Self {
            name: name.to_owned(),
            raw: whole.raw - without.raw,
            gzip: whole.gzip - without.gzip,
            brotli: whole.brotli - without.brotli,
        })
    }

    /// Several files, each compressed by itself, as one line.
    pub fn sum(name: &str, parts: &[&Self]) -> Self {
        Self {
            name: name.to_owned(),
            raw: parts.iter().map(|part| part.raw).sum(),
            gzip: parts.iter().map(|part| part.gzip).sum(),
            brotli: parts.iter().map(|part| part.brotli).sum(),
        }
    }

    pub fn gzipped(&self) -> usize {
        self.gzip
    }

    /// Refuses an `index.mjs` that is too heavy.
    pub fn check_limit(&self) -> Result<()> {
        ensure!(
            self.gzip <= INDEX_LIMIT,
            "{} weighs {} bytes gzipped and may weigh {INDEX_LIMIT}: take something out of it (see the weights in the README), \
             or show why the limit has to move",
            self.name,
            self.gzip
        );
        Ok(())
    }
}

/// Node's own zlib and brotli, at their best, as servers have them. A crate's deflate in Rust came out 5 % above zlib's on base64.
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

/// The table, as it is printed.
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

/// Columns as wide as what is in them: the first to the left, the others (numbers) to the right.
pub fn columns(heads: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut lines = vec![heads.iter().map(ToString::to_string).collect::<Vec<_>>()];
    lines.extend(rows);
    let widths: Vec<usize> = (0..heads.len())
        .map(|column| {
            let cells = lines.iter().filter_map(|line| line.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        })
        .collect();
    let mut text = String::new();
    for line in &lines {
        for (column, (cell, width)) in line.iter().zip(&widths).enumerate() {
            text.push_str(&match column {
                0 => format!("{cell:<width$}"),
                _ => format!("  {cell:>width$}"),
            });
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{INDEX_LIMIT, Size, columns};

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

    #[test]
    fn columns_align_names_to_the_left_and_numbers_to_the_right() {
        let rows = [
            vec!["index.mjs".to_owned(), "9".to_owned()],
            vec!["a".to_owned(), "1000".to_owned()],
        ];
        assert_eq!(
            columns(&["file", "raw"], rows),
            "file        raw\nindex.mjs     9\na          1000\n"
        );
    }
}
