//! The package's type declarations: once for ESM, and their twins for CommonJS.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use anyhow::{Context, Result, ensure};
use regex::Regex;
use serde_json::json;

use crate::repo::Repo;

/// Part of the package's stamp.
pub const CODE: &str = include_str!("declarations.rs");

/// Writes the declarations of the assembled `sources` into `types`.
pub fn emit(repo: &Repo, sources: &Path, types: &Path) -> Result<()> {
    let config = sources.with_file_name("tsconfig.json");
    let settings = json!({
        "extends": repo.path("tsconfig.base.json"),
        "compilerOptions": {
            "noEmit": false,
            "declaration": true,
            "emitDeclarationOnly": true,
            "rootDir": sources,
            "outDir": types,
        },
        "include": [sources],
    });
    fs::write(&config, format!("{settings:#}\n"))?;
    repo.npm_bin("tsc", ["--project".into(), config.into_os_string()])
        .stdout_to_stderr()
        .run()
        .context("the package's TypeScript has type errors, above")?;
    keep_comments_of_members(sources, types)?;
    write_twins(repo, types)
}

/// tsc drops the comments between the members of a union, which are what explains each state and each error code to an editor.
/// A file of nothing but types is its own declaration, so it is published as it was written.
fn keep_comments_of_members(sources: &Path, types: &Path) -> Result<()> {
    let written = fs::read_to_string(sources.join("types.ts"))?;
    ensure!(
        is_types_only(&written),
        "types.ts must hold nothing but types: it is published as a declaration as it stands"
    );
    fs::write(types.join("types.d.ts"), written)?;
    Ok(())
}

fn is_types_only(source: &str) -> bool {
    let starts = ["import type ", "export interface ", "export type "];
    source
        .lines()
        .filter(|line| line.starts_with(|first: char| first.is_ascii_alphabetic()))
        .all(|line| starts.iter().any(|start| line.starts_with(start)))
}

/// TypeScript reads a `.d.ts` of this package as ESM, and refuses it to `require`: each gets a `.d.cts`.
fn write_twins(repo: &Repo, types: &Path) -> Result<()> {
    let below = repo.relative(types);
    for file in ignore::Walk::new(repo.path(below)) {
        let file = file?.into_path();
        let Some(stem) = file.to_str().and_then(|name| name.strip_suffix(".d.ts")) else {
            continue;
        };
        fs::write(format!("{stem}.d.cts"), twin(&fs::read_to_string(&file)?))?;
    }
    Ok(())
}

/// The twin's imports lead to twins.
fn twin(declarations: &str) -> String {
    static RELATIVE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(["'])(\.{1,2}/[^"']*)\.js(["'])"#).expect("the expression is well-formed")
    });
    RELATIVE
        .replace_all(declarations, "${1}${2}.cjs${3}")
        .into_owned()
}

#[cfg(test)]
mod tests {
    use super::{is_types_only, twin};

    #[test]
    fn a_twin_imports_twins_and_leaves_packages_alone() {
        let declarations =
            "import type { A } from './a.js';\nexport { B } from \"../b/c.js\";\nimport 'd.js';";
        assert_eq!(
            twin(declarations),
            "import type { A } from './a.cjs';\nexport { B } from \"../b/c.cjs\";\nimport 'd.js';"
        );
    }

    #[test]
    fn a_file_of_types_is_told_from_one_that_does_something() {
        assert!(is_types_only(
            "import type { A } from './a.js';\n/** B */\nexport interface B {\n  a: A;\n}\nexport type C =\n  | \"c\";\n"
        ));
        assert!(!is_types_only("export const d = 1;\n"));
        assert!(!is_types_only("import { e } from './e.js';\n"));
    }
}
