//! The issuer's stand-in, as a child that never outlives us.

use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::progress::step;
use crate::repo::Repo;

/// Builds the sandbox; nothing happens when it stands.
pub fn build(repo: &Repo) -> Result<PathBuf> {
    step("issuer-sandbox: building");
    repo.cargo(["build", "--quiet", "--package=issuer-sandbox"])
        .run()
        .context("the sandbox did not build: its errors are above")?;
    Ok(repo.target("debug/issuer-sandbox"))
}

/// A running sandbox.
#[derive(Debug)]
pub struct Sandbox {
    child: Child,
    /// Open as long as we live; when it closes, the sandbox ends. (Waiting for a child closes its input, unless it is taken.)
    _lifeline: ChildStdin,
    /// Where it listens, as it says itself: one JSON object.
    pub addresses: Value,
}

impl Sandbox {
    /// Starts it on `port` and the two after it, or on free ones for 0.
    pub fn start(repo: &Repo, binary: PathBuf, port: u16) -> Result<Self> {
        let mut command = Command::new(binary);
        command
            .args(arguments(repo, port))
            .current_dir(repo.path(""))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut child = command.spawn().context("the sandbox could not start")?;
        let lifeline = child.stdin.take().context("the sandbox has an input")?;
        let output = child.stdout.take().context("the sandbox has an output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        if line.is_empty() {
            let status = child.wait()?;
            bail!(
                "the sandbox ended ({status}) before it listened: if the port is taken, give another one with `--port`"
            );
        }
        Ok(Self {
            child,
            _lifeline: lifeline,
            addresses: serde_json::from_str(&line)
                .context("the sandbox's first line is not its addresses")?,
        })
    }

    /// Waits until it ends by itself.
    pub fn wait(&mut self) -> Result<()> {
        let status = self.child.wait()?;
        bail!("the sandbox ended by itself ({status})")
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let ended = self.child.kill().and_then(|()| self.child.wait());
        if let Err(error) = ended {
            eprintln!("the sandbox could not be ended: {error}");
        }
    }
}

fn arguments(repo: &Repo, port: u16) -> Vec<OsString> {
    let next = |offset: u16| {
        if port == 0 {
            0
        } else {
            port.saturating_add(offset)
        }
    };
    vec![
        "--exit-with-stdin".into(),
        "--www".into(),
        repo.path("www").into(),
        "--pkg".into(),
        repo.path("pkg").into(),
        "--host-port".into(),
        next(0).to_string().into(),
        "--api-port".into(),
        next(1).to_string().into(),
        "--page-port".into(),
        next(2).to_string().into(),
    ]
}
