//! Runs commands.

use std::ffi::OsString;

use anyhow::{Context as _, Result, bail};
use duct::Expression;

use crate::progress::report_progress;

/// Runs all of `commands`, also after a failure, and fails at the end if one did.
pub fn run_all(commands: impl IntoIterator<Item = (&'static str, Expression)>) -> Result<()> {
    let mut failed = Vec::new();
    for (name, command) in commands {
        report_progress(name);
        let output = command
            .unchecked()
            .run()
            .with_context(|| format!("{name} could not start"))?;
        if !output.status.success() {
            failed.push(name);
        }
    }
    if failed.is_empty() {
        return Ok(());
    }
    bail!("{}", failed.join(", "))
}

/// Removes the variables that point the demo at a real issuer: tests use the sandbox's own.
pub fn without_issuer(command: Expression) -> Expression {
    std::env::vars_os()
        .map(|(name, _)| name)
        .filter(|name| name.as_encoded_bytes().starts_with(b"ISSUER_"))
        .fold(command, |command, name: OsString| command.env_remove(name))
}
