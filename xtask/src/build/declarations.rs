//! The package's type declarations: for ES modules, and the same for CommonJS.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use anyhow::{Context, Result, ensure};
use regex::Regex;
use serde_json::json;

use super::entries::LANGUAGES;
use crate::repo::Repo;

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
    repo.tsc([OsString::from("--project"), config.into_os_string()])
        .stdout_to_stderr()
        .run()
        .context("the package's TypeScript has type errors, above")?;
    // No declaration refers to them.
    fs::remove_dir_all(types.join(LANGUAGES))?;
    for file in TYPES_ONLY {
        keep_comments_of_members(sources, types, file)?;
    }
    allow_undefined(types)?;
    write_commonjs(repo, types)
}

/// The declarations of options, by file.
const OPTIONS: [(&str, &[&str]); 7] = [
    ("generated/options.d.ts", &["SetPinOptions"]),
    ("element/set-pin-element.d.ts", &["SetPinElementDefaults"]),
    ("handle/create.d.ts", &["function preload"]),
    ("secure-view/types.d.ts", &["SecureViewOptions"]),
    (
        "server/options.d.ts",
        &["SetPinTokenHandlerOptions", "CardRoutesOptions"],
    ),
    ("testing/sandbox.d.ts", &["SandboxOptions"]),
    ("testing/adapters.d.ts", &["SandboxRoutes"]),
];

/// Allows `undefined` for each option, which counts as an option that is not given, to hosts that
/// compile with `exactOptionalPropertyTypes`. This is added here and not in the sources, so that
/// these and the documentation's tables stay readable.
fn allow_undefined(types: &Path) -> Result<()> {
    for (file, names) in OPTIONS {
        let path = types.join(file);
        let mut text = fs::read_to_string(&path)?;
        for name in names {
            text = with_undefined(&text, name).with_context(|| format!("in {file}"))?;
        }
        fs::write(path, text)?;
    }
    Ok(())
}

/// Adds `| undefined` to each optional member of the declaration `name`, which ends at the next
/// line that starts with `}`.
fn with_undefined(text: &str, name: &str) -> Result<String> {
    static MEMBER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?<start> +(?:readonly )?\w+\?: )(?<type>.*[^{]);$")
            .expect("the expression is well-formed")
    });
    static WITHIN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?<start>\b\w+\?: )(?<type>[\w |]*\w)(?<end>;| \})")
            .expect("the expression is well-formed")
    });
    static RECORD: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?<start>Partial<Record<\w+, \w+)>>").expect("the expression is well-formed")
    });
    static OPENS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?<indent> +)\w+\?: \{$").expect("the expression is well-formed")
    });
    let is_start = |line: &str| {
        line.split(name)
            .nth(1)
            .is_some_and(|rest| line.starts_with("export ") && rest.starts_with([' ', '<', '(']))
    };
    let mut lines = Vec::new();
    let mut is_inside = false;
    let mut is_found = false;
    let mut open: Vec<String> = Vec::new();
    for line in text.lines() {
        if is_start(line) {
            (is_inside, is_found) = (true, true);
        }
        if !is_inside || line.trim_start().starts_with(['*', '/']) {
            lines.push(line.to_owned());
            continue;
        }
        // `themes` and the token request also use `CustomCss`, but their members are not
        // `undefined`.
        let line = line.replace(
            ": CustomCss;",
            ": { [Name in keyof CustomCss]?: CustomCss[Name] | undefined };",
        );
        let mut line = RECORD.replace(&line, "$start | undefined>>").into_owned();
        if line.contains('{') {
            line = WITHIN
                .replace_all(&line, "$start$type | undefined$end")
                .into_owned();
        }
        if let Some(opened) = OPENS.captures(&line) {
            open.push(format!("{}}};", &opened["indent"]));
        } else if open.last() == Some(&line) {
            open.pop();
            line = line.replace("};", "} | undefined;");
        } else {
            let type_in_place = match line.contains("=>") {
                true => "$start($type) | undefined;",
                false => "$start$type | undefined;",
            };
            line = MEMBER.replace(&line, type_in_place).into_owned();
        }
        is_inside = !line.starts_with('}');
        lines.push(line);
    }
    ensure!(is_found, "{name} is not declared");
    ensure!(
        open.is_empty(),
        "{name} contains an object that does not end"
    );
    Ok(lines.join("\n") + "\n")
}

/// Files that contain only types.
const TYPES_ONLY: [&str; 5] = [
    "handle/types",
    "generated/errors",
    "generated/lifecycle",
    "generated/options",
    "secure-view/types",
];

/// Publishes a file of types as its own declaration. tsc drops the comments between the members of
/// a union, which explain each state and each error code in an editor, and writes an object within
/// a type on several lines.
fn keep_comments_of_members(sources: &Path, types: &Path, file: &str) -> Result<()> {
    let source = fs::read_to_string(sources.join(format!("{file}.ts")))?;
    ensure!(
        is_types_only(&source),
        "{file}.ts must contain only types: it is published unchanged, as a declaration"
    );
    fs::write(types.join(format!("{file}.d.ts")), source)?;
    Ok(())
}

fn is_types_only(source: &str) -> bool {
    let starts = ["import type ", "export interface ", "export type "];
    source
        .lines()
        .filter(|line| line.starts_with(|first: char| first.is_ascii_alphabetic()))
        .all(|line| starts.iter().any(|start| line.starts_with(start)))
}

/// Writes a `.d.cts` for each `.d.ts`: TypeScript treats a `.d.ts` of this package as ESM, and
/// reports an error for a `require` of it.
fn write_commonjs(repo: &Repo, types: &Path) -> Result<()> {
    let below = repo.relative(types);
    for file in ignore::Walk::new(repo.path(below)) {
        let file = file?.into_path();
        let Some(stem) = file.to_str().and_then(|name| name.strip_suffix(".d.ts")) else {
            continue;
        };
        fs::write(
            format!("{stem}.d.cts"),
            commonjs(&fs::read_to_string(&file)?),
        )?;
    }
    Ok(())
}

/// Imports of `.js` files become imports of `.cjs` files.
fn commonjs(declarations: &str) -> String {
    static RELATIVE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(["'])(\.{1,2}/[^"']*)\.js(["'])"#).expect("the expression is well-formed")
    });
    RELATIVE
        .replace_all(declarations, "${1}${2}.cjs${3}")
        .into_owned()
}

#[cfg(test)]
mod tests {
    use super::{commonjs, is_types_only, with_undefined};

    #[test]
    fn options_allow_undefined_and_results_do_not() -> anyhow::Result<()> {
        let declared = "\
export interface Options {
  /** a?: string; */
  a?: string;
  b: number;
  c?: () => void;
  d?: {
    e?: boolean | { f?: number; g?: number };
  };
  h?: Partial<Record<Key, string>>;
}
export interface Result {
  a?: string;
}
export declare function load(options?: {
    origins?: readonly string[];
}): Promise<void>;
";
        let options = with_undefined(declared, "Options")?;
        assert_eq!(
            with_undefined(&options, "function load")?,
            "\
export interface Options {
  /** a?: string; */
  a?: string | undefined;
  b: number;
  c?: (() => void) | undefined;
  d?: {
    e?: boolean | { f?: number | undefined; g?: number | undefined } | undefined;
  } | undefined;
  h?: Partial<Record<Key, string | undefined>> | undefined;
}
export interface Result {
  a?: string;
}
export declare function load(options?: {
    origins?: readonly string[] | undefined;
}): Promise<void>;
"
        );
        assert!(with_undefined(declared, "Others").is_err());
        Ok(())
    }

    #[test]
    fn relative_imports_become_commonjs_and_packages_stay() {
        let declarations =
            "import type { A } from './a.js';\nexport { B } from \"../b/c.js\";\nimport 'd.js';";
        assert_eq!(
            commonjs(declarations),
            "import type { A } from './a.cjs';\nexport { B } from \"../b/c.cjs\";\nimport 'd.js';"
        );
    }

    #[test]
    fn a_file_with_code_is_not_types_only() {
        assert!(is_types_only(
            "import type { A } from './a.js';\n/** B */\nexport interface B {\n  a: A;\n}\nexport type C =\n  | \"c\";\n"
        ));
        assert!(!is_types_only("export const d = 1;\n"));
        assert!(!is_types_only("import { e } from './e.js';\n"));
    }
}
