//! Skips a build step whose inputs and outputs have not changed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::repo::Repo;

/// The hash of a step's inputs, which is stored with the hashes of its outputs.
#[derive(Debug)]
pub struct Stamp {
    file: PathBuf,
    inputs: String,
}

impl Stamp {
    /// The stamp of step `name`: `code` is the step's own source, `inputs` are the files and
    /// folders that it reads.
    pub fn of(repo: &Repo, name: &str, code: &[&str], inputs: &[&str]) -> Result<Self> {
        let mut hash = Sha256::new();
        for text in code {
            add(&mut hash, text.as_bytes());
        }
        for input in inputs {
            for file in repo.files(input)? {
                add(
                    &mut hash,
                    repo.relative(&file).as_os_str().as_encoded_bytes(),
                );
                add(&mut hash, &read(&file)?);
            }
        }
        Ok(Self {
            file: repo.target("stamps").join(name),
            inputs: hex(&hash.finalize()),
        })
    }

    /// Whether the step ran on these inputs, and its outputs have not changed since.
    pub fn is_up_to_date(&self, outputs: &[PathBuf]) -> bool {
        let Ok(stored) = fs::read_to_string(&self.file) else {
            return false;
        };
        self.text(outputs).is_ok_and(|now| now == stored)
    }

    /// Records that the step ran.
    pub fn set(&self, outputs: &[PathBuf]) -> Result<()> {
        let folder = self.file.parent().context("a stamp is in a folder")?;
        fs::create_dir_all(folder)?;
        Ok(fs::write(&self.file, self.text(outputs)?)?)
    }

    fn text(&self, outputs: &[PathBuf]) -> Result<String> {
        let mut text = self.inputs.clone();
        for output in outputs {
            text.push('\n');
            text.push_str(&hex(&Sha256::digest(read(output)?)));
        }
        Ok(text)
    }
}

/// Length first, so that two lists of parts never have the same hash.
fn add(hash: &mut Sha256, part: &[u8]) {
    hash.update((part.len() as u64).to_le_bytes());
    hash.update(part);
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
