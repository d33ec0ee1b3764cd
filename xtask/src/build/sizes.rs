//! Sizes of files, and the limit of `index.mjs`.

use std::fs;
use std::path::{Path, PathBuf};

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
        let mut measured = measure(repo, vec![file.to_owned()])?;
        let sizes = measured.pop().context("the file was not measured")?;
        Ok(Self::new(name, sizes))
    }

    /// Measures files below `pkg/`. A row has the file's name.
    pub fn of_package(repo: &Repo, files: &[impl AsRef<str>]) -> Result<Vec<Self>> {
        let package = repo.path("pkg");
        let paths = files.iter().map(|file| package.join(file.as_ref()));
        let measured = measure(repo, paths.collect())?;
        ensure!(measured.len() == files.len(), "a file was not measured");
        let rows = files.iter().zip(measured);
        Ok(rows
            .map(|(file, sizes)| Self::new(file.as_ref(), sizes))
            .collect())
    }

    /// From the size of a file as it is, by gzip and by brotli, in bytes.
    pub fn new(name: &str, [raw, gzip, brotli]: [usize; 3]) -> Self {
        Self {
            name: name.to_owned(),
            raw,
            gzip,
            brotli,
        }
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

    /// The name of the row.
    pub fn name(&self) -> &str {
        &self.name
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

/// The size of each file as it is, and by Node's zlib and brotli, at their best levels, as on
/// servers. The deflate of a Rust crate is 5 % larger than zlib's on base64.
fn measure(repo: &Repo, files: Vec<PathBuf>) -> Result<Vec<[usize; 3]>> {
    // Asynchronously, on all cores.
    let script = "const zlib = require('node:zlib'); const { promisify } = require('node:util'); \
                  const { readFile } = require('node:fs/promises'); \
                  const measure = async (file) => { \
                  const bytes = await readFile(file); \
                  const forms = [bytes, promisify(zlib.gzip)(bytes, { level: 9 }), promisify(zlib.brotliCompress)(bytes)]; \
                  return (await Promise.all(forms)).map(({ length }) => length); }; \
                  Promise.all(process.argv.slice(1).map(measure)).then((sizes) => process.stdout.write(JSON.stringify(sizes)))";
    let arguments = ["-e".into(), script.into()].into_iter();
    let sizes = repo.run("node", arguments.chain(files)).read();
    let sizes = sizes.context("cannot measure a file: the reason is above")?;
    Ok(serde_json::from_str(&sizes)?)
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
