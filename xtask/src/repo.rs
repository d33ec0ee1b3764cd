//! The checkout: its paths, and commands that run at its root.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use duct::Expression;

/// The variable that names the checkout to work on, if it is not the one that this program was
/// built from: `--sabotage` works on a copy.
pub const ROOT_VARIABLE: &str = "SET_PIN_ROOT";

/// The variable that names the checkout whose build tools to use, if this program was built from a
/// copy: `package --explain` does that, since a patch may change this program.
pub const SHARED_VARIABLE: &str = "SET_PIN_SHARED";

/// One checkout. Commands started through it run at its root.
#[derive(Clone, Debug)]
pub struct Repo {
    root: PathBuf,
    /// The checkout that this program was built from, or the one that the environment names. A copy
    /// uses its intermediate build files, so that it does not compile every dependency again.
    shared: PathBuf,
}

impl Repo {
    /// The checkout that this program was built from, or the copy that the environment names.
    pub fn find() -> Result<Self> {
        let built_from = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .context("xtask is in a folder of the checkout")?;
        let named = |variable| {
            std::env::var_os(variable).map_or_else(|| built_from.to_path_buf(), PathBuf::from)
        };
        Ok(Self {
            root: named(ROOT_VARIABLE),
            shared: named(SHARED_VARIABLE),
        })
    }

    /// A path below the root.
    pub fn path(&self, below: impl AsRef<Path>) -> PathBuf {
        self.root.join(below)
    }

    /// A path in `target/`, which git ignores.
    pub fn target(&self, below: impl AsRef<Path>) -> PathBuf {
        self.root.join("target").join(below)
    }

    /// Whether this is the checkout and not a copy.
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

    /// A command in a folder below the root. A second `.dir()` would have no effect in duct: the
    /// first one counts.
    pub fn run_in<I>(&self, folder: &str, program: impl AsRef<Path>, arguments: I) -> Expression
    where
        I: IntoIterator,
        I::Item: Into<OsString>,
    {
        duct::cmd(program.as_ref().as_os_str(), arguments).dir(self.root.join(folder))
    }

    /// Cargo, with all of its files in `folder` below `target/`, also the intermediate ones. A
    /// library for WebAssembly has the same name in each checkout; with shared files, the next
    /// build of the checkout would use a library that a patch has broken in the copy.
    pub fn cargo_in<I>(&self, folder: &str, arguments: I) -> Expression
    where
        I: IntoIterator,
        I::Item: Into<OsString>,
    {
        let command = self.run("cargo", arguments);
        command.env("CARGO_TARGET_DIR", self.target(folder))
    }

    /// A command that runs cargo, with the results in `folder` below `target/`.
    pub fn with_cargo_folders(&self, folder: &str, command: Expression) -> Expression {
        let command = command.env("CARGO_TARGET_DIR", self.target(folder));
        if self.is_own() {
            return command;
        }
        let shared = self.shared.join("target").join(folder);
        command.env("CARGO_BUILD_BUILD_DIR", shared)
    }

    /// Cargo, with its results where a developer's own commands write them.
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

    /// The newest of the TypeScript compilers. `node_modules/.bin/tsc` may be any of them: npm
    /// decides.
    pub fn tsc<I>(&self, arguments: I) -> Expression
    where
        I: IntoIterator,
        I::Item: Into<OsString>,
    {
        let compiler = OsString::from(self.path("node_modules/typescript/bin/tsc"));
        let arguments = arguments.into_iter().map(Into::into);
        self.run("node", std::iter::once(compiler).chain(arguments))
    }

    /// The folder of the tools that `tools/wasm-bindgen-runner` builds.
    pub fn built_tools(&self) -> PathBuf {
        self.shared.join("target/debug")
    }

    /// Every file of the project: all that git does not ignore.
    pub fn files(&self, below: &str) -> Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        let mut walk = ignore::WalkBuilder::new(self.path(below));
        // Without the ignore files of parent folders: the copy for `--sabotage` is in `target/`.
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

    /// A path relative to the root.
    pub fn relative<'a>(&self, path: &'a Path) -> &'a Path {
        path.strip_prefix(&self.root).unwrap_or(path)
    }
}

#[cfg(test)]
mod tests {
    use super::Repo;

    #[test]
    fn a_copy_shares_the_compiled_dependencies_but_never_the_engine() {
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
