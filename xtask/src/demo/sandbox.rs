//! The sandbox as a child process that ends with this one.

use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::repo::Repo;

/// The servers of a sandbox.
#[derive(Clone, Copy, Debug, Default)]
pub struct Layout {
    /// The first of its ports, or 0 for free ones.
    pub port: u16,
    /// Whether the backend is on another origin than the pages.
    pub split_origins: bool,
}

/// A running sandbox.
#[derive(Debug)]
pub struct Sandbox {
    child: Child,
    /// The sandbox ends when its input closes. (Waiting for a child closes its input, unless the
    /// input has been taken.)
    _input: ChildStdin,
    /// One JSON object, which the sandbox prints.
    urls: Value,
}

impl Sandbox {
    /// Starts it.
    pub fn start(repo: &Repo, program: &Path, layout: Layout) -> Result<Self> {
        let mut command = Command::new(program);
        command
            .args(arguments(repo, layout))
            .current_dir(repo.path(""))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut child = command.spawn().context("the sandbox could not start")?;
        let input = child.stdin.take().context("the sandbox has an input")?;
        let output = child.stdout.take().context("the sandbox has an output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        if line.is_empty() {
            let status = child.wait()?;
            bail!(
                "the sandbox ended ({status}) before it listened: if the port is taken, choose another with `--port`"
            );
        }
        Ok(Self {
            child,
            _input: input,
            urls: serde_json::from_str(&line)
                .context("the sandbox's first line does not contain its URLs")?,
        })
    }

    /// The URLs that it listens on, by name.
    pub fn urls(&self) -> &Value {
        &self.urls
    }

    /// Prints the URLs for a person.
    pub fn print_urls(&self) {
        let url = |name: &str| self.urls[name].as_str().unwrap_or("-").to_owned();
        println!("\n  Set a card PIN:      {}/", url("host"));
        if self.urls["backend"].is_string() {
            println!("  Its backend:         {}", url("backend"));
        }
        println!("  The issuer's API:    {}", url("api"));
        println!("  The hosted page:     {}", url("page"));
        println!("\n  Ctrl-C ends it.\n");
    }

    /// Waits until the process ends, which is an error.
    pub fn wait(&mut self) -> Result<()> {
        let status = self.child.wait()?;
        bail!("the sandbox ended unexpectedly ({status})")
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

fn arguments(repo: &Repo, layout: Layout) -> Vec<OsString> {
    let next = |offset: u16| match layout.port {
        0 => 0,
        port => port.saturating_add(offset),
    };
    let mut arguments = vec![
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
        "--backend-port".into(),
        next(3).to_string().into(),
    ];
    arguments.extend(layout.split_origins.then(|| "--split-origins".into()));
    arguments
}
