//! The package's type declarations: once for ESM, and their twins for CommonJS.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use anyhow::{Context, Result};
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
    write_twins(repo, types)
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
    use super::twin;

    #[test]
    fn a_twin_imports_twins_and_leaves_packages_alone() {
        let declarations =
            "import type { A } from './a.js';\nexport { B } from \"../b/c.js\";\nimport 'd.js';";
        assert_eq!(
            twin(declarations),
            "import type { A } from './a.cjs';\nexport { B } from \"../b/c.cjs\";\nimport 'd.js';"
        );
    }
}
