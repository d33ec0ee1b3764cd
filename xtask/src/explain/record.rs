//! The figures of the last measurements, and the table of them in docs/weight.md.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::{FILES, SUFFIX, Saved, Sizes};
use crate::repo::Repo;

/// Attempts that were given up. No patch keeps them, so their figures are typed.
const TRIED: &str = "xtask/weight/tried.toml";

/// The figures, by the name of a patch.
#[derive(Debug, Default, Deserialize, Serialize)]
pub struct Record {
    /// The commit of the last measurement.
    pub commit: String,
    /// The sizes of the files as they are.
    pub sizes: Sizes,
    /// One for each patch that was measured.
    pub rows: BTreeMap<String, Row>,
}

/// The figures of one technique.
#[derive(Debug, Deserialize, Serialize)]
pub struct Row {
    /// The technique.
    pub title: String,
    /// The bytes that it saves in each file.
    pub saved: Saved,
}

/// An attempt that was given up.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Attempt {
    title: String,
    /// The bytes that it saved in `index.mjs`; less than 0 if it cost some.
    index: Option<i64>,
    /// The same in `csp.mjs`.
    csp: Option<i64>,
    /// Why it was given up, and how it was measured if not by `--explain`.
    reason: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Attempts {
    #[serde(default)]
    tried: Vec<Attempt>,
}

impl Record {
    /// The last figures; none before the first measurement.
    pub fn read(repo: &Repo) -> Result<Self> {
        match fs::read(path(repo)) {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes)?),
            Err(_) => Ok(Self::default()),
        }
    }

    /// Without the figures of patches that were removed from the folder, and without all if the files
    /// had other sizes then.
    pub fn still_valid(mut self, folder: &Path, sizes: Sizes) -> Self {
        let is_same_package = self.sizes == sizes;
        self.rows
            .retain(|name, _| is_same_package && folder.join(format!("{name}{SUFFIX}")).is_file());
        self
    }

    /// Keeps the figures for `--write`.
    pub fn keep(&self, repo: &Repo) -> Result<()> {
        Ok(fs::write(path(repo), serde_json::to_string_pretty(self)?)?)
    }
}

fn path(repo: &Repo) -> PathBuf {
    repo.target("weight/savings.json")
}

/// The table of all that was tried: what is in use, with the largest saving first, then what was
/// given up.
pub fn table(repo: &Repo, record: &Record) -> Result<String> {
    let attempts: Attempts = toml::from_str(&fs::read_to_string(repo.path(TRIED))?)
        .with_context(|| format!("{TRIED} is not as its comment says"))?;
    let [index, csp] = FILES;
    let mut lines = vec![
        format!("| Tried | `{index}`, bytes saved | `{csp}`, bytes saved | Result |"),
        "|---|---|---|---|".to_owned(),
    ];
    let mut kept: Vec<&Row> = record.rows.values().collect();
    kept.sort_by_key(|row| std::cmp::Reverse(row.saved));
    lines.extend(
        kept.into_iter()
            .map(|row| line(&row.title, row.saved, "kept")),
    );
    lines.extend(attempts.tried.iter().map(|attempt| {
        let result = format!("dropped: {}", attempt.reason);
        line(&attempt.title, [attempt.index, attempt.csp], &result)
    }));
    Ok(lines.join("\n"))
}

fn line(title: &str, saved: Saved, result: &str) -> String {
    let [index, csp] =
        saved.map(|bytes| bytes.map_or_else(|| "-".to_owned(), |bytes| bytes.to_string()));
    format!("| {} | {index} | {csp} | {result} |", capitalised(title))
}

fn capitalised(title: &str) -> String {
    let mut characters = title.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(characters).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::{Attempts, Record, Row, table};
    use crate::repo::Repo;

    fn row(title: &str, saved: i64) -> (String, Row) {
        let title = title.to_owned();
        let saved = [Some(saved), None];
        (title.clone(), Row { title, saved })
    }

    #[test]
    fn the_largest_saving_is_first_and_an_unmeasured_file_has_no_figure() -> anyhow::Result<()> {
        let record = Record {
            rows: [row("small", 1), row("large", 20)].into(),
            ..Record::default()
        };
        let table = table(&Repo::find()?, &record)?;
        let rows: Vec<&str> = table.lines().skip(2).take(2).collect();
        assert_eq!(
            rows,
            ["| Large | 20 | - | kept |", "| Small | 1 | - | kept |"]
        );
        Ok(())
    }

    #[test]
    fn the_figures_of_a_removed_patch_and_of_another_package_are_forgotten() -> anyhow::Result<()> {
        let folder = Repo::find()?.path(super::super::FOLDER);
        let rows_for = |sizes| {
            let record = Record {
                sizes: [100, 200],
                rows: [row("lto", 1), row("no-such-patch", 20)].into(),
                ..Record::default()
            };
            let rows = record.still_valid(&folder, sizes).rows;
            rows.into_keys().collect::<Vec<_>>()
        };
        assert_eq!(rows_for([100, 200]), ["lto"]);
        assert!(rows_for([100, 201]).is_empty());
        Ok(())
    }

    #[test]
    fn an_attempt_with_an_unknown_field_is_refused() {
        assert!(toml::from_str::<Attempts>("[[tried]]\ntitle = 'a'\nreason = 'b'\n").is_ok());
        assert!(toml::from_str::<Attempts>("[[tried]]\ntitle = 'a'\nreasons = 'b'\n").is_err());
    }
}
