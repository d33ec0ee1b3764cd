//! Puts the servers together and starts them.

use std::{sync::Arc, time::Duration};

use anyhow::Context;
use axum::Router;
use serde::Serialize;
use tokio::{net::TcpListener, task::JoinSet};
use url::Url;
use uuid::Uuid;

use crate::{
    host_backend::{self, HostBackend, IssuerConnection},
    host_site::{self, Folders, Site},
    issuer::{api, cards::Issuer, hosted_page},
    rehearsal::{self, Sandbox},
    server::{ARRIVAL_LIMIT, serve},
    sessions::{Sessions, SignsIn},
};

/// Ports; 0 is any free one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ports {
    /// The host app's.
    pub host: u16,
    /// The issuer's API's.
    pub api: u16,
    /// The hosted page's.
    pub page: u16,
}

/// The one pair that the sandbox's issuer knows from the start.
#[derive(Clone)]
pub struct Credentials {
    /// The client key.
    pub client_key: String,
    /// The cardholder's access token.
    pub access_token: String,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Credentials(****)")
    }
}

/// The origins at which everything answers: the sandbox's first line of output.
#[derive(Clone, Debug, Serialize)]
pub struct Addresses {
    /// The host app.
    pub host: String,
    /// The issuer's API.
    pub api: String,
    /// The hosted page.
    pub page: String,
}

/// Servers that run until this is dropped.
#[derive(Debug)]
pub struct Running {
    /// Where.
    pub addresses: Addresses,
    servers: JoinSet<()>,
}

impl Running {
    /// Waits until a server ends, which none does by itself.
    pub async fn ended(&mut self) {
        self.servers.join_next().await;
    }
}

/// Starts the host app with the sandbox's own issuer.
///
/// # Errors
/// A port that is taken.
pub async fn start(
    ports: Ports,
    folders: &Folders,
    token_lifetime: Duration,
    credentials: Option<Credentials>,
) -> anyhow::Result<Running> {
    let (host_listener, host) = bind("host", "localhost", ports.host).await?;
    let (api_listener, api) = bind("api", "127.0.0.1", ports.api).await?;
    let (page_listener, page) = bind("page", "127.0.0.1", ports.page).await?;
    let addresses = Addresses {
        host: origin(&host),
        api: origin(&api),
        page: origin(&page),
    };

    let client_key = credentials.as_ref().map_or_else(
        || Uuid::new_v4().to_string(),
        |known| known.client_key.clone(),
    );
    let issuer = Arc::new(Issuer::new(
        client_key.clone(),
        token_lifetime,
        addresses.api.clone(),
        addresses.page.clone(),
    ));
    if let Some(known) = credentials {
        issuer.add_cardholder(known.access_token);
    }
    let connection = IssuerConnection {
        api_url: Url::parse(&addresses.api)?,
        client_key,
        client_key_header: "x-client-key".into(),
        us_env: false,
        page_origin: addresses.page.clone(),
    };
    let sessions = Arc::new(Sessions::new(SignsIn::NewCardholder(issuer.clone())));
    let backend = HostBackend::new(addresses.host.clone(), sessions.clone(), connection)?;
    let sandbox = Sandbox {
        sessions: sessions.clone(),
        issuer: issuer.clone(),
        own_origin: addresses.host.clone(),
    };
    let app = rehearsal::around(host_backend::routes(Arc::new(backend)), sandbox.clone())
        .merge(rehearsal::routes(sandbox));
    let site = Site {
        sessions,
        framed: vec![addresses.page.clone(), addresses.api.clone()],
        stand_in: true,
        refuse_webassembly: folders.refuse_webassembly,
    };

    let mut servers = JoinSet::new();
    servers.spawn(serve(
        host_listener,
        host,
        host_site::routes(site, folders, app),
        ARRIVAL_LIMIT,
    ));
    servers.spawn(serve(
        api_listener,
        api,
        api::routes(issuer.clone()),
        ARRIVAL_LIMIT,
    ));
    servers.spawn(serve(
        page_listener,
        page,
        hosted_page::routes(issuer),
        ARRIVAL_LIMIT,
    ));
    Ok(Running { addresses, servers })
}

/// Starts the host app alone, for an issuer elsewhere: no sandbox issuer, no faults, no control routes.
///
/// # Errors
/// A port that is taken, or a connection that [`HostBackend::new`] refuses.
pub async fn start_for_issuer(
    host_port: u16,
    folders: &Folders,
    issuer: IssuerConnection,
    access_token: String,
) -> anyhow::Result<Running> {
    let (listener, host) = bind("host", "localhost", host_port).await?;
    let addresses = Addresses {
        host: origin(&host),
        api: issuer.api_url.origin().ascii_serialization(),
        page: issuer.page_origin.clone(),
    };
    let sessions = Arc::new(Sessions::new(SignsIn::Known(access_token)));
    let site = Site {
        sessions: sessions.clone(),
        framed: vec![issuer.page_origin.clone()],
        stand_in: false,
        refuse_webassembly: folders.refuse_webassembly,
    };
    let app: Router = host_backend::routes(Arc::new(HostBackend::new(
        addresses.host.clone(),
        sessions,
        issuer,
    )?));
    let mut servers = JoinSet::new();
    servers.spawn(serve(
        listener,
        host,
        host_site::routes(site, folders, app),
        ARRIVAL_LIMIT,
    ));
    Ok(Running { addresses, servers })
}

/// Listens on loopback; also returns the authority under which pages know the server.
async fn bind(what: &str, name: &str, port: u16) -> anyhow::Result<(TcpListener, String)> {
    let listener = TcpListener::bind(("127.0.0.1", port)).await;
    let listener = listener.with_context(|| {
        format!("port {port} is taken: choose another with --{what}-port, or 0 for any")
    })?;
    let port = listener.local_addr()?.port();
    Ok((listener, format!("{name}:{port}")))
}

fn origin(authority: &str) -> String {
    format!("http://{authority}")
}
