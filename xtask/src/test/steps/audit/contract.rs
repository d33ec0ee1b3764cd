//! Checks `tests/contract/TESTS.md`: each name that the contract declares has a row, and each test
//! that a row names exists.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::LazyLock;

use anyhow::{Context, Result};
use regex::Regex;

use super::test_titles::Titles;
use crate::repo::Repo;

const TABLE: &str = "tests/contract/TESTS.md";
/// Its files: the widget, and the entry `secure-view`.
const CONTRACT: [&str; 2] = [
    "tests/contract/set-pin-widget.d.ts",
    "tests/contract/secure-view.d.ts",
];
const PACKAGE: &str = "pkg-template/src";

/// The name for the promises of the contract's first comment, which no single declaration makes.
const WHOLE_FILE: &str = "set-pin-widget.d.ts";

/// A script, because it reads TypeScript with TypeScript's own compiler.
const NAMES: &str = "xtask/docs/names.mjs";

/// Lets it also list the strings of a member's type where that is a union with a name: the contract
/// writes some unions where the package has such a type.
const FOLLOW: &str = "--follow";

/// The table's errors.
pub fn findings(repo: &Repo) -> Result<Vec<String>> {
    let table = Table::parse(&fs::read_to_string(repo.path(TABLE))?);
    let contract = declared_names(repo, None, CONTRACT.map(str::to_owned).to_vec())?;
    let package = declared_names(repo, Some(FOLLOW), sources(repo)?)?;
    let mut findings = table.malformed.clone();
    findings.extend(missing_tests(repo, &table)?);
    findings.extend(wrong_names(&table.rows, &contract, &package));
    Ok(findings)
}

/// One row: names of the contract, and the tests that check them.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    /// The line in the table's file.
    at: usize,
    names: Vec<String>,
    kept_by: KeptBy,
}

#[derive(Debug, PartialEq, Eq)]
enum KeptBy {
    /// Tests: a step and a file, as `--only` takes them, with a title.
    Tests(Vec<(String, String)>),
    /// No tests yet: an issue will add the names to the package.
    Planned,
}

#[derive(Debug, Default)]
struct Table {
    rows: Vec<Row>,
    malformed: Vec<String>,
}

impl Table {
    fn parse(text: &str) -> Self {
        let mut table = Self::default();
        for (index, line) in text.lines().enumerate() {
            if !line.starts_with("| ") || line.starts_with("| Name |") {
                continue;
            }
            match Row::parse(index + 1, line) {
                Some(row) => table.rows.push(row),
                None => table.malformed.push(format!(
                    "{TABLE}:{}: a row is `| names | promise | tests |`: names such as `SetPin.open`, separated by commas; tests such as `e2e:modal` with a \
                     title, separated by `<br>`, or `planned: issue 16` instead of tests",
                    index + 1
                )),
            }
        }
        table
    }
}

impl Row {
    fn parse(at: usize, line: &str) -> Option<Self> {
        static NAME: LazyLock<Regex> = LazyLock::new(|| expression("^`([^`]+)`$"));
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let &[names, _, kept_by] = cells.as_slice() else {
            return None;
        };
        let names: Option<Vec<_>> = names
            .split(", ")
            .map(|name| Some(NAME.captures(name)?[1].to_owned()))
            .collect();
        Some(Self {
            at,
            names: names?,
            kept_by: KeptBy::parse(kept_by)?,
        })
    }
}

impl KeptBy {
    fn parse(cell: &str) -> Option<Self> {
        static PLANNED: LazyLock<Regex> = LazyLock::new(|| expression(r"^planned: issue \d+$"));
        static TEST: LazyLock<Regex> = LazyLock::new(|| expression("^`([^`]+)` ?(.*)$"));
        if PLANNED.is_match(cell) {
            return Some(Self::Planned);
        }
        let tests: Option<Vec<_>> = cell
            .split("<br>")
            .map(|test| {
                let found = TEST.captures(test.trim())?;
                Some((found[1].to_owned(), found[2].trim().to_owned()))
            })
            .collect();
        tests.map(Self::Tests)
    }
}

fn missing_tests(repo: &Repo, table: &Table) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    let mut files: BTreeMap<&str, Option<Titles>> = BTreeMap::new();
    for row in &table.rows {
        let KeptBy::Tests(tests) = &row.kept_by else {
            continue;
        };
        for (file, title) in tests {
            if !files.contains_key(file.as_str()) {
                files.insert(file, Titles::of(repo, file)?);
            }
            let titles = files.get(file.as_str()).and_then(Option::as_ref);
            if !titles.is_some_and(|titles| titles.has(title)) {
                findings.push(format!(
                    "{TABLE}:{}: there is no test `{file}` {title}",
                    row.at
                ));
            }
        }
    }
    Ok(findings)
}

/// Names without a row, names without a declaration, and rows whose state (planned or tested) does
/// not fit the package.
fn wrong_names(
    rows: &[Row],
    contract: &BTreeSet<String>,
    package: &BTreeSet<String>,
) -> Vec<String> {
    let mut findings = Vec::new();
    let mut named: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        for name in &row.names {
            named.entry(name).or_default().push(row);
            if name != WHOLE_FILE && !contract.contains(name) {
                findings.push(format!(
                    "{TABLE}:{}: the contract does not declare `{name}`",
                    row.at
                ));
            }
        }
    }
    if !named.contains_key(WHOLE_FILE) {
        findings.push(format!("{TABLE} has no row for `{WHOLE_FILE}`"));
    }
    for name in contract {
        let Some(rows) = named.get(name.as_str()) else {
            findings.push(format!("{TABLE} has no row for `{name}`"));
            continue;
        };
        let planned = rows.iter().find(|row| row.kept_by == KeptBy::Planned);
        match (planned, package.contains(name)) {
            (Some(row), true) => findings.push(format!(
                "{TABLE}:{}: `{name}` is planned, but {PACKAGE} declares it: name its tests",
                row.at
            )),
            (None, false) => findings.push(format!(
                "{PACKAGE} does not declare `{name}`, and no row of {TABLE} plans it"
            )),
            _ => {}
        }
    }
    findings
}

fn sources(repo: &Repo) -> Result<Vec<String>> {
    let files = repo.files(PACKAGE)?;
    let paths = files
        .iter()
        .filter_map(|file| repo.relative(file).to_str())
        .filter(|path| path.ends_with(".ts"));
    Ok(paths.map(str::to_owned).collect())
}

/// The names that `files` export, all together.
fn declared_names(
    repo: &Repo,
    option: Option<&str>,
    files: Vec<String>,
) -> Result<BTreeSet<String>> {
    let script = std::iter::once(NAMES).chain(option).map(str::to_owned);
    let arguments = script.chain(files);
    let by_file = repo.run("node", arguments).read()?;
    let by_file: BTreeMap<String, Vec<String>> =
        serde_json::from_str(&by_file).with_context(|| format!("the output of {NAMES}"))?;
    Ok(by_file.into_values().flatten().collect())
}

fn expression(text: &str) -> Regex {
    Regex::new(text).expect("the expression is well-formed")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;

    use super::{FOLLOW, KeptBy, NAMES, Row, Table, declared_names, missing_tests, wrong_names};
    use crate::repo::Repo;

    fn rows(text: &str) -> Vec<Row> {
        let table = Table::parse(text);
        assert_eq!(table.malformed, [""; 0]);
        table.rows
    }

    fn names(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn a_row_has_names_and_tests() {
        let line = "| `SetPin.open`, `SetPin.close` | Ends `once` | `e2e:options` modal, by default<br>`types:refused` |";
        let row = Row::parse(7, line).unwrap();
        assert_eq!(row.names, ["SetPin.open", "SetPin.close"]);
        let modal = ("e2e:options".to_owned(), "modal, by default".to_owned());
        let tests = vec![modal, ("types:refused".to_owned(), String::new())];
        assert_eq!(row.kept_by, KeptBy::Tests(tests));
    }

    #[test]
    fn a_row_without_a_name_without_tests_or_with_a_plan_of_no_issue_is_malformed() {
        let table = Table::parse(
            "| Name | What | Tests |\n|---|---|---|\n| 3 | a | `types:x` |\n| `a` | b | |\n| `a` | b | planned: later |\n",
        );
        assert_eq!(table.rows, []);
        assert_eq!(table.malformed.len(), 3);
    }

    #[test]
    fn a_name_without_a_row_and_a_row_without_a_declaration_are_found() {
        let rows = rows("| `set-pin-widget.d.ts`, `a`, `c` | d | `types:x` |\n");
        let declared = names(&["a", "b"]);
        let findings = wrong_names(&rows, &declared, &declared);
        assert_eq!(findings.len(), 2, "{findings:?}");
        assert!(findings[0].contains(":1: ") && findings[0].contains("does not declare `c`"));
        assert!(findings[1].ends_with("no row for `b`"));
    }

    #[test]
    fn the_promises_of_the_whole_file_need_a_row_too() {
        let findings = wrong_names(&[], &names(&[]), &names(&[]));
        assert_eq!(findings.len(), 1, "{findings:?}");
    }

    #[test]
    fn planned_is_for_names_that_the_package_lacks_and_those_need_it() {
        let rows = rows(
            "| `set-pin-widget.d.ts`, `tested`, `missing` | a | `types:x` |\n| `planned`, `early` | b | planned: issue 16 |\n",
        );
        let contract = names(&["tested", "missing", "planned", "early"]);
        let findings = wrong_names(&rows, &contract, &names(&["tested", "early"]));
        assert_eq!(findings.len(), 2, "{findings:?}");
        assert!(findings[0].contains(":2: ") && findings[0].contains("`early` is planned"));
        assert!(findings[1].contains("does not declare `missing`"));
    }

    #[test]
    fn a_test_that_does_not_exist_is_found() {
        let table = Table::parse(
            "| `a` | b | `types:contract`<br>`types:nowhere`<br>`native:error` no_such_test |\n",
        );
        let findings = missing_tests(&Repo::find().unwrap(), &table).unwrap();
        assert_eq!(findings.len(), 2, "{findings:?}");
        assert!(findings[0].contains("`types:nowhere`") && findings[1].contains("no_such_test"));
    }

    #[test]
    fn declarations_members_and_strings_of_unions_are_names() {
        let repo = Repo::find().unwrap();
        let folder = repo.target("contract-names");
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join("a.d.ts");
        let text = "/** `inComment`: \"quoted\" */\nexport interface A {\n  readonly mode?: \"x\" | \"y\"; // or \"z\"\n  inner?: boolean | { deep?: number };\n  \
                    ask: (context: { signal: AbortSignal }) => void;\n  run(): Promise<A[\"mode\"] | undefined>;\n}\n\
                    export class B extends Error {\n  readonly name: \"B\";\n}\n\
                    export const c: Record<\"d\" | \"e\", Pick<A, \"run\">>;\nexport function f(options: A): void;\ninterface Hidden {\n  g: 1;\n}\n";
        fs::write(&file, text).unwrap();
        let files = vec![file.to_str().unwrap().to_owned()];
        let found = declared_names(&repo, None, files).unwrap();
        let expected = names(&[
            "A",
            "A.mode",
            "A.mode.x",
            "A.mode.y",
            "A.inner",
            "A.inner.deep",
            "A.ask",
            "A.ask.signal",
            "A.run",
            "B",
            "B.name",
            "c",
            "c.d",
            "c.e",
            "f",
        ]);
        assert_eq!(found, expected, "by {NAMES}");
    }

    #[test]
    fn the_strings_of_a_named_union_are_names_of_the_members_of_that_type() {
        let repo = Repo::find().unwrap();
        let folder = repo.target("contract-names");
        fs::create_dir_all(&folder).unwrap();
        let mut files = Vec::new();
        for (file, text) in [
            ("b.d.ts", "export type State = \"on\" | \"off\";\n"),
            (
                "c.d.ts",
                "import type { State } from \"./b.js\";\nexport interface C {\n  state: State;\n}\n",
            ),
        ] {
            let file = folder.join(file);
            fs::write(&file, text).unwrap();
            files.push(file.to_str().unwrap().to_owned());
        }
        let declared = ["State", "State.on", "State.off", "C", "C.state"];
        let found = declared_names(&repo, None, files.clone()).unwrap();
        assert_eq!(found, names(&declared));
        let found = declared_names(&repo, Some(FOLLOW), files).unwrap();
        let followed = [&declared[..], &["C.state.on", "C.state.off"]].concat();
        assert_eq!(found, names(&followed));
    }
}
