//! The patches of `tests/sabotage`.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};

use crate::copy::applies;
use crate::files::{file_name, files_ending};
use crate::repo::Repo;

const FOLDER: &str = "tests/sabotage";
const SUFFIX: &str = ".patch";

/// A small change that breaks one rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Patch {
    /// The file's name.
    pub name: String,
    /// `# rule:` the rule that it breaks.
    pub rule: String,
    /// `# run:` the steps in which tests have to fail.
    pub run: Vec<String>,
}

impl Patch {
    fn parse(name: &str, text: &str) -> Result<Self> {
        let header = |key: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(key));
            let value = line.map(str::trim).filter(|value| !value.is_empty());
            value.with_context(|| format!("{name} has no line `{key} ...` before its diff"))
        };
        let run = header("# run:")?;
        Ok(Self {
            name: name.to_owned(),
            rule: header("# rule:")?.to_owned(),
            run: run
                .split([',', ' '])
                .filter(|step| !step.is_empty())
                .map(str::to_owned)
                .collect(),
        })
    }

    /// Where it is in the checkout.
    pub fn path(&self, repo: &Repo) -> PathBuf {
        repo.path(FOLDER).join(&self.name)
    }
}

/// The patches with these names, with or without the file's ending; all of them if there are none.
pub fn load(repo: &Repo, names: &[String]) -> Result<Vec<Patch>> {
    let files = files_ending(repo, FOLDER, SUFFIX)?;
    ensure!(!files.is_empty(), "no {FOLDER}/*{SUFFIX}");
    let patches: Result<Vec<Patch>> = files
        .iter()
        .map(|file| Patch::parse(file_name(file), &fs::read_to_string(file)?))
        .collect();
    named(patches?, names)
}

fn named(patches: Vec<Patch>, names: &[String]) -> Result<Vec<Patch>> {
    let stem = |patch: &Patch| patch.name.trim_end_matches(SUFFIX).to_owned();
    let known: BTreeSet<String> = patches.iter().map(stem).collect();
    let wanted: BTreeSet<&str> = names
        .iter()
        .map(|name| name.trim_end_matches(SUFFIX))
        .collect();
    if let Some(unknown) = wanted.iter().find(|name| !known.contains(**name)) {
        let known: Vec<String> = known.into_iter().collect();
        bail!(
            "there is no patch {unknown}; patches are: {}",
            known.join(", ")
        );
    }
    Ok(patches
        .into_iter()
        .filter(|patch| wanted.is_empty() || wanted.contains(stem(patch).as_str()))
        .collect())
}

/// Fails with the names of all patches that do not apply to the checkout, before any test runs.
pub fn check_that_all_apply(repo: &Repo, patches: &[Patch]) -> Result<()> {
    let stale = stale(repo, patches)?;
    ensure!(
        stale.is_empty(),
        "the code that these patches change has changed, write them again: {}",
        stale.join(", ")
    );
    Ok(())
}

/// The names of the patches that do not apply to the checkout.
fn stale<'p>(repo: &Repo, patches: &'p [Patch]) -> Result<Vec<&'p str>> {
    let mut stale = Vec::new();
    for patch in patches {
        if !applies(repo, &patch.path(repo))? {
            stale.push(patch.name.as_str());
        }
    }
    Ok(stale)
}

/// A finding for each patch that no longer applies to the checkout.
pub fn findings(repo: &Repo) -> Result<Vec<String>> {
    let patches = load(repo, &[])?;
    let stale = stale(repo, &patches)?.into_iter();
    Ok(stale.map(finding).collect())
}

fn finding(name: &str) -> String {
    format!(
        "{FOLDER}/{name}: the code that it changes has changed: break the same rule by hand, and replace the diff \
         (docs/contributing.md, \"What a change looks like\")"
    )
}

#[cfg(test)]
mod tests {
    use super::{Patch, named};

    #[test]
    fn a_patch_names_the_rule_that_it_breaks_and_the_steps_that_have_to_fail() {
        let text = "# rule: messages count only from allowed origins\n# run: native, e2e:origins\ndiff --git a/x b/x\n";
        let patch = Patch::parse("no-origin.patch", text).unwrap();
        assert_eq!(patch.rule, "messages count only from allowed origins");
        assert_eq!(patch.run, ["native", "e2e:origins"]);
    }

    #[test]
    fn a_patch_without_a_header_is_refused() {
        let refusal = Patch::parse("x.patch", "# rule: a rule\n").unwrap_err();
        assert!(refusal.to_string().contains("# run:"));
    }

    #[test]
    fn patches_are_chosen_by_name_and_an_unknown_one_is_refused_with_the_known_ones() {
        let patch = |name| Patch::parse(name, "# rule: a rule\n# run: native\n").unwrap();
        let chosen = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            named(vec![patch("a.patch"), patch("b.patch")], &names)
        };
        assert_eq!(chosen(&[]).unwrap().len(), 2);
        assert_eq!(chosen(&["b"]).unwrap(), [patch("b.patch")]);
        assert_eq!(chosen(&["a.patch"]).unwrap(), [patch("a.patch")]);
        assert!(chosen(&["c"]).unwrap_err().to_string().contains("a, b"));
    }
}
