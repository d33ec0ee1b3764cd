//! The packed tarball in real applications: each built by its own tool, opened in Chromium, and taken through a whole flow.

use std::ffi::OsString;
use std::io::{BufRead, BufReader};

use anyhow::{Result, ensure};

use crate::browsers;
use crate::e2e::some_passed;
use crate::parts::{Context, files_ending, without_issuer};
use crate::{package, sandbox};

const FOLDER: &str = "tests/packaging";
const EXAMPLES: &str = "tests/examples";

/// The few that most integrators have; all of them, and the frameworks' examples, with `--packaging`. `names` are patterns of test names.
pub fn run(context: &Context, names: &[String]) -> Result<()> {
    let repo = context.repo;
    let mut arguments: Vec<OsString> = ["--test", "--test-concurrency=1", "--test-reporter=spec"]
        .map(OsString::from)
        .to_vec();
    for pattern in names {
        arguments.push(format!("--test-name-pattern={pattern}").into());
    }
    let mut files = files_ending(repo, FOLDER, ".test.mjs")?;
    if context.packaging {
        files.extend(files_ending(repo, EXAMPLES, ".test.mjs")?);
    }
    arguments.extend(files.into_iter().map(OsString::from));
    let command = without_issuer(repo.run("node", arguments))
        .env("PACKAGING", if context.packaging { "all" } else { "some" })
        .env("SANDBOX_BIN", sandbox::build(repo)?)
        .env("PACKAGE_TARBALL", package::packed(repo)?);
    // Line by line: all of it takes a quarter of an hour.
    let output = browsers::for_suite(command, None).unchecked().reader()?;
    let mut words = String::new();
    for line in BufReader::new(&output).lines() {
        let line = line?;
        println!("{line}");
        words.push_str(&line);
        words.push('\n');
    }
    let ended = output.try_wait()?;
    ensure!(
        ended.is_some_and(|ended| ended.status.success()),
        "node --test {FOLDER}"
    );
    ensure!(
        some_passed(&words),
        "no test passed: is there one of that name?"
    );
    Ok(())
}
