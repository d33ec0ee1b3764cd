//! The command: its flags, its first line of output, and its end.

use std::{io::Write, path::PathBuf, time::Duration};

use clap::Parser;
use issuer_sandbox::{
    demo::site::Folders,
    model_backend::IssuerConnection,
    sandbox::{self, Credentials, Ports, Running},
};
use tokio::io::{copy, stdin};

/// The end of the help.
const PATHS: &str = include_str!("help.txt");

/// The sandbox: a card issuer and a host app. The first line of output contains their origins.
///
/// With ISSUER_API_URL, ISSUER_CLIENT_KEY, ISSUER_ACCESS_TOKEN and ISSUER_PAGE_ORIGIN (and, if
/// needed, ISSUER_CLIENT_KEY_HEADER and ISSUER_US_ENV), the host app uses that issuer, and the
/// sandbox's issuer is off.
#[derive(Debug, Parser)]
#[command(after_long_help = PATHS)]
struct Flags {
    /// Port of the host app; 0 for a free one.
    #[arg(long, default_value_t = 8080)]
    host_port: u16,
    /// Port of the issuer's API.
    #[arg(long, default_value_t = 8081)]
    api_port: u16,
    /// Port of the hosted page.
    #[arg(long, default_value_t = 8082)]
    page_port: u16,
    /// Serve the host app's pages and its backend on two origins, as most apps do.
    #[arg(long)]
    split_origins: bool,
    /// Port of the backend, with --split-origins.
    #[arg(long, default_value_t = 8083)]
    backend_port: u16,
    /// Folder of the host app's pages, served at /.
    #[arg(long, default_value = "www")]
    www: PathBuf,
    /// Folder of the built package, served at /pkg/.
    #[arg(long, default_value = "pkg")]
    pkg: PathBuf,
    /// Folder of test pages, served at /fixtures/.
    #[arg(long)]
    fixtures: Option<PathBuf>,
    /// Forbid WebAssembly in the policy of the host app's pages, so that the package's JavaScript
    /// engine runs there.
    #[arg(long)]
    refuse_webassembly: bool,
    /// Lifetime of a token, in seconds.
    #[arg(long, default_value_t = 600)]
    token_lifetime: u32,
    /// A client key that the issuer's API accepts, from other programs too.
    #[arg(long, requires = "access_token")]
    client_key: Option<String>,
    /// An access token that the issuer's API accepts, from other programs too.
    #[arg(long, requires = "client_key")]
    access_token: Option<String>,
    /// End when standard input is closed, so that the process ends with the test that started it.
    #[arg(long)]
    exit_with_stdin: bool,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .with_target(false)
        .init();
    let flags = Flags::parse();
    let exit_with_stdin = flags.exit_with_stdin;
    let mut running = start(flags).await?;
    let ready = serde_json::to_string(&running.origins)?;
    writeln!(std::io::stdout(), "{ready}")?;
    if exit_with_stdin {
        let (mut input, mut sink) = (stdin(), tokio::io::sink());
        tokio::select! {
            () = running.ended() => {}
            ended = copy(&mut input, &mut sink) => drop(ended?),
        }
    } else {
        running.ended().await;
    }
    Ok(())
}

async fn start(flags: Flags) -> anyhow::Result<Running> {
    let folders = Folders {
        www: flags.www,
        pkg: flags.pkg,
        fixtures: flags.fixtures,
        refuse_webassembly: flags.refuse_webassembly,
    };
    let ports = Ports {
        host: flags.host_port,
        backend: flags.split_origins.then_some(flags.backend_port),
        api: flags.api_port,
        page: flags.page_port,
    };
    if let Some((issuer, access_token)) =
        IssuerConnection::from_env(|name| std::env::var(name).ok())?
    {
        return sandbox::start_for_issuer(ports, &folders, issuer, access_token).await;
    }
    let credentials = flags.client_key.zip(flags.access_token);
    let credentials = credentials.map(|(client_key, access_token)| Credentials {
        client_key,
        access_token,
    });
    sandbox::start(
        ports,
        &folders,
        Duration::from_secs(flags.token_lifetime.into()),
        credentials,
    )
    .await
}
