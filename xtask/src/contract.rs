//! Holds `tests/contract/TESTS.md` to its word: every line of the contract has its tests, and every test that it names exists.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use anyhow::Result;
use regex::Regex;

use crate::repo::Repo;
use crate::test_titles::Titles;

const TABLE: &str = "tests/contract/TESTS.md";
const CONTRACT: &str = "tests/contract/set-pin-widget.d.ts";

/// The heading under which lines are those of issue 3, not of the contract.
const ISSUE: &str = "## Issue 3";
const ISSUE_LINES: RangeInclusive<usize> = 1..=10;

/// What is wrong with the table, place by place.
pub fn findings(repo: &Repo) -> Result<Vec<String>> {
    let table = Table::parse(&fs::read_to_string(repo.path(TABLE))?);
    let contract = fs::read_to_string(repo.path(CONTRACT))?;
    let mut findings = table.wrong.clone();
    findings.extend(missing_tests(repo, &table)?);
    findings.extend(missing_lines(&contract, &table.contract));
    let held: BTreeSet<usize> = table
        .issue
        .iter()
        .flat_map(|row| row.lines.clone())
        .collect();
    let forgotten = ISSUE_LINES.filter(|line| !held.contains(line));
    findings.extend(forgotten.map(|line| format!("{TABLE}: line {line} of issue 3 has no row")));
    Ok(findings)
}

/// One row: lines, the names on them that it speaks of, and the tests that hold what it says.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    /// Where it stands in the table's file.
    at: usize,
    lines: RangeInclusive<usize>,
    names: BTreeSet<String>,
    /// A part and a file, as `--only` takes them, with a title.
    tests: Vec<(String, String)>,
}

/// Both sections of the table.
#[derive(Debug, Default)]
struct Table {
    contract: Vec<Row>,
    issue: Vec<Row>,
    wrong: Vec<String>,
}

impl Table {
    fn parse(text: &str) -> Self {
        let mut table = Self::default();
        let mut in_issue = false;
        for (index, line) in text.lines().enumerate() {
            in_issue |= line.starts_with(ISSUE);
            if !line.starts_with("| ") || line.starts_with("| Line") {
                continue;
            }
            match Row::parse(index + 1, line) {
                Some(row) if in_issue => table.issue.push(row),
                Some(row) => table.contract.push(row),
                None => table.wrong.push(format!(
                    "{TABLE}:{}: a row is `| lines | what | tests |`, with a test such as `e2e:modal` and its title, `<br>` between two",
                    index + 1
                )),
            }
        }
        table
    }

    fn rows(&self) -> impl Iterator<Item = &Row> {
        self.contract.iter().chain(&self.issue)
    }
}

impl Row {
    fn parse(at: usize, line: &str) -> Option<Self> {
        static NAME: LazyLock<Regex> = LazyLock::new(|| expression("`([^`]+)`"));
        static TEST: LazyLock<Regex> = LazyLock::new(|| expression("^`([^`]+)` ?(.*)$"));
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let &[lines, what, tests] = cells.as_slice() else {
            return None;
        };
        let (first, last) = lines.split_once('-').unwrap_or((lines, lines));
        let names = NAME.captures_iter(what).map(|name| name[1].to_owned());
        let tests: Option<Vec<_>> = tests
            .split("<br>")
            .map(|test| {
                let found = TEST.captures(test.trim())?;
                Some((found[1].to_owned(), found[2].trim().to_owned()))
            })
            .collect();
        Some(Self {
            at,
            lines: first.parse().ok()?..=last.parse().ok()?,
            names: names.collect(),
            tests: tests?,
        })
    }
}

fn missing_tests(repo: &Repo, table: &Table) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    let mut files: BTreeMap<&str, Option<Titles>> = BTreeMap::new();
    for row in table.rows() {
        for (file, title) in &row.tests {
            if !files.contains_key(file.as_str()) {
                files.insert(file, Titles::of(repo, file)?);
            }
            let found = files.get(file.as_str()).and_then(Option::as_ref);
            if !found.is_some_and(|titles| titles.has(title)) {
                findings.push(format!(
                    "{TABLE}:{}: there is no test `{file}` {title}",
                    row.at
                ));
            }
        }
    }
    Ok(findings)
}

/// Lines of the contract without a row, and names on them that no row of theirs speaks of.
fn missing_lines(contract: &str, rows: &[Row]) -> Vec<String> {
    let mut findings = Vec::new();
    for (index, line) in contract.lines().enumerate() {
        let number = index + 1;
        if !says_something(line) {
            continue;
        }
        let held: Vec<&Row> = rows
            .iter()
            .filter(|row| row.lines.contains(&number))
            .collect();
        if held.is_empty() {
            findings.push(format!(
                "{CONTRACT}:{number}: no row of {TABLE} holds this line"
            ));
        }
        let unnamed = names_in(line)
            .into_iter()
            .filter(|name| !held.iter().any(|row| row.names.contains(name)));
        findings.extend(unnamed.map(|name| {
            format!("{CONTRACT}:{number}: no row of {TABLE} for this line names `{name}`")
        }));
    }
    findings
}

fn says_something(line: &str) -> bool {
    line.chars().any(char::is_alphanumeric)
}

/// What a line of the contract declares: members, declared names, and values of unions.
fn names_in(line: &str) -> BTreeSet<String> {
    static NAME: LazyLock<Regex> = LazyLock::new(|| {
        expression(
            r#"^\s*(?:readonly )?(\w+)\??(?::|\()|^export (?:interface|type|class|const|function) (\w+)|"([\w-]+)""#,
        )
    });
    if line.trim_start().starts_with(['/', '*']) {
        return BTreeSet::new();
    }
    let code = line.split("//").next().unwrap_or_default();
    NAME.captures_iter(code)
        .filter_map(|found| {
            found
                .iter()
                .skip(1)
                .flatten()
                .next()
                .map(|name| name.as_str().to_owned())
        })
        .collect()
}

fn expression(text: &str) -> Regex {
    Regex::new(text).expect("the expression is well-formed")
}

#[cfg(test)]
mod tests {
    use super::{Row, Table, missing_lines, names_in};

    #[test]
    fn a_row_names_lines_names_and_tests() {
        let line = "| 3-4 | `mode`, by default `modal` | `e2e:options` modal is the mode when none is given<br>`types:refused` |";
        let row = Row::parse(7, line).unwrap();
        assert_eq!(row.lines, 3..=4);
        assert!(row.names.contains("mode") && row.names.contains("modal"));
        let modal = "modal is the mode when none is given".to_owned();
        assert_eq!(
            row.tests,
            [
                ("e2e:options".into(), modal),
                ("types:refused".into(), String::new())
            ]
        );
        assert!(Row::parse(7, "| 3 | a promise that nothing holds | |").is_none());
    }

    #[test]
    fn a_line_of_the_contract_without_a_row_is_found_and_so_is_a_name_that_is_not_spoken_of() {
        let contract = "/** What a page asks for. */\nexport interface Options {\n  /** Default `a`. */\n  mode?: \"a\" | \"b\";\n}\n";
        let table = Table::parse(
            "| Line | What | Tests |\n|---|---|---|\n| 1-2 | `Options` | `types:x` |\n| 4 | `mode`: `a` | `types:x` |\n",
        );
        assert_eq!(table.wrong, [""; 0]);
        let findings = missing_lines(contract, &table.contract);
        assert_eq!(findings.len(), 2, "{findings:?}");
        assert!(findings[0].contains(":3: no row"));
        assert!(findings[1].contains(":4: ") && findings[1].ends_with("`b`"));
    }

    #[test]
    fn members_declarations_and_values_are_names_and_what_comments_say_is_not() {
        let names = |line| names_in(line).into_iter().collect::<Vec<_>>();
        assert_eq!(
            names("  mode?: \"inline\" | \"modal\"; // or \"none\""),
            ["inline", "modal", "mode"]
        );
        assert_eq!(
            names("export function createSetPin(options: SetPinOptions): SetPin;"),
            ["createSetPin"]
        );
        assert_eq!(names("  readonly state: SetPinState;"), ["state"]);
        assert_eq!(names("   * `mode`: \"quoted\""), [""; 0]);
    }
}
