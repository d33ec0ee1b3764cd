//! Where things are: the checkout, and what is built from it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use duct::Expression;

/// Names the checkout to work on when it is not the one that this binary was built from (`--sabotage` works on a copy).
pub const ROOT_VARIABLE: &str = "SET_PIN_ROOT";

/// One checkout. Commands started through it run at its root.
#[derive(Clone, Debug)]
pub struct Repo {
    root: PathBuf,
    /// The checkout whose intermediate build files are used, so that a copy does not compile every dependency again.
    shared: PathBuf,
}

impl Repo {
    /// The checkout that this binary was built from, or the copy that the environment names.
    pub fn find() -> Result<Self> {
        let own = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .context("xtask lies in a folder of the checkout")?
            .to_path_buf();
        let root = std::env::var_os(ROOT_VARIABLE).map_or_else(|| own.clone(), PathBuf::from);
        Ok(Self { root, shared: own })
    }

    /// A path below the root.
    pub fn path(&self, below: impl AsRef<Path>) -> PathBuf {
        self.root.join(below)
    }

    /// A path in `target/`, which git ignores.
    pub fn target(&self, below: impl AsRef<Path>) -> PathBuf {
        self.root.join("target").join(below)
    }

    /// Whether this is the checkout that the binary was built from.
    pub fn is_own(&self) -> bool {
        self.root == self.shared
    }

    /// A command at the root.
    pub fn run<I>(&self, program: impl AsRef<Path>, arguments: I) -> Expression
    where
        I: IntoIterator,
        I::Item: Into<OsString>,
    {
        self.run_in("", program, arguments)
    }

    /// A command in a folder below the root. A second `.dir()` would not do: of duct's, the first one counts.
    pub fn run_in<I>(&self, folder: &str, program: impl AsRef<Path>, arguments: I) -> Expression
    where
        I: IntoIterator,
        I::Item: Into<OsString>,
    {
        duct::cmd(program.as_ref().as_os_str(), arguments).dir(self.root.join(folder))
    }

    /// Cargo, with all of its files in `folder` below `target/`, also those in between: a library for WebAssembly has one name, whichever checkout it was
    /// built from, and the other's next build would take what a patch has broken for its own.
    pub fn cargo_in<I>(&self, folder: &str, arguments: I) -> Expression
    where
        I: IntoIterator,
        I::Item: Into<OsString>,
    {
        let command = self.run("cargo", arguments);
        command.env("CARGO_TARGET_DIR", self.target(folder))
    }

    /// A command that runs cargo somewhere within, with the results in `folder` below `target/`.
    pub fn with_cargo_folders(&self, folder: &str, command: Expression) -> Expression {
        let command = command.env("CARGO_TARGET_DIR", self.target(folder));
        if self.is_own() {
            return command;
        }
        let shared = self.shared.join("target").join(folder);
        command.env("CARGO_BUILD_BUILD_DIR", shared)
    }

    /// Cargo, with its results where a developer's own commands put them.
    pub fn cargo<I>(&self, arguments: I) -> Expression
    where
        I: IntoIterator,
        I::Item: Into<OsString>,
    {
        self.with_cargo_folders("", self.run("cargo", arguments))
    }

    /// A tool that npm installed.
    pub fn npm_bin<I>(&self, name: &str, arguments: I) -> Expression
    where
        I: IntoIterator,
        I::Item: Into<OsString>,
    {
        self.run(self.path("node_modules/.bin").join(name), arguments)
    }

    /// The newest of the TypeScript compilers. npm decides which of them `node_modules/.bin/tsc` is, so this does not ask for that one.
    pub fn tsc<I>(&self, arguments: I) -> Expression
    where
        I: IntoIterator,
        I::Item: Into<OsString>,
    {
        let compiler = OsString::from(self.path("node_modules/typescript/bin/tsc"));
        let arguments = arguments.into_iter().map(Into::into);
        self.run("node", std::iter::once(compiler).chain(arguments))
    }

    /// Where the tools built by `tools/wasm-bindgen-runner` are.
    pub fn built_tools(&self) -> PathBuf {
        self.shared.join("target/debug")
    }

    /// Every file that is part of the project: all but what git ignores.
    pub fn files(&self, below: &str) -> Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        let mut walk = ignore::WalkBuilder::new(self.path(below));
        // Not the ignore files of folders above: a copy under test lies in another checkout's `target/`.
        walk.hidden(false)
            .parents(false)
            .require_git(false)
            .filter_entry(|entry| entry.file_name() != ".git");
        for entry in walk.build() {
            let entry = entry?;
            if entry.file_type().is_some_and(|kind| kind.is_file()) {
                files.push(entry.into_path());
            }
        }
        files.sort();
        Ok(files)
    }

    /// A path as it reads from the root.
    pub fn relative<'a>(&self, path: &'a Path) -> &'a Path {
        path.strip_prefix(&self.root).unwrap_or(path)
    }
}

#[cfg(test)]
mod tests {
    use super::Repo;

    #[test]
    fn a_copy_shares_what_its_dependencies_compile_to_but_never_the_engine() {
        let copy = Repo {
            root: "copy".into(),
            shared: "own".into(),
        };
        let shares =
            |command: duct::Expression| format!("{command:?}").contains("CARGO_BUILD_BUILD_DIR");
        assert!(shares(copy.cargo(["test"])));
        assert!(!shares(copy.cargo_in("engine", ["build"])));
    }
}
