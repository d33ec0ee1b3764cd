//! Builds the servers and starts them.

use std::{sync::Arc, time::Duration};

use anyhow::Context;
use axum::Router;
use serde::Serialize;
use tokio::{net::TcpListener, task::JoinSet};
use url::Url;
use uuid::Uuid;

use crate::{
    demo::{
        card_routes,
        control::{self, SandboxState},
        fault_injection,
        sessions::{Sessions, SignIn},
        site::{self, Folders, Site},
    },
    issuer::{Issuer, api, hosted_page},
    model_backend::{self, IssuerConnection, ModelBackend},
    server::{ARRIVAL_LIMIT, serve},
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

/// A client key and an access token that the sandbox's issuer accepts from the start.
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

/// The origins of the servers: the sandbox's first line of output.
#[derive(Clone, Debug, Serialize)]
pub struct Origins {
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
    /// Their origins.
    pub origins: Origins,
    servers: JoinSet<()>,
}

impl Running {
    /// Waits until a server ends, which does not happen normally.
    pub async fn ended(&mut self) {
        self.servers.join_next().await;
    }
}

/// Starts the host app with the sandbox's own issuer.
///
/// # Errors
/// A port is in use.
pub async fn start(
    ports: Ports,
    folders: &Folders,
    token_lifetime: Duration,
    credentials: Option<Credentials>,
) -> anyhow::Result<Running> {
    let (host_listener, host) = bind("host", "localhost", ports.host).await?;
    let (api_listener, api) = bind("api", "127.0.0.1", ports.api).await?;
    let (page_listener, page) = bind("page", "127.0.0.1", ports.page).await?;
    let origins = Origins {
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
        origins.api.clone(),
        origins.page.clone(),
    ));
    if let Some(known) = credentials {
        issuer.add_cardholder(known.access_token);
    }
    let connection = IssuerConnection {
        api_url: Url::parse(&origins.api)?,
        client_key,
        client_key_header: "x-client-key".into(),
        us_env: false,
        page_origin: origins.page.clone(),
    };
    let sessions = Arc::new(Sessions::new(SignIn::NewCardholder(issuer.clone())));
    let backend = Arc::new(ModelBackend::new(
        origins.host.clone(),
        sessions.clone(),
        connection,
    )?);
    let sandbox = SandboxState {
        sessions: sessions.clone(),
        issuer: issuer.clone(),
        own_origin: origins.host.clone(),
    };
    let app = fault_injection::around(app_routes(backend), sandbox.clone())
        .merge(control::routes(sandbox));
    let site = Site {
        sessions,
        framed: vec![origins.page.clone(), origins.api.clone()],
        is_sandbox: true,
        refuse_webassembly: folders.refuse_webassembly,
    };

    let mut servers = JoinSet::new();
    servers.spawn(serve(
        host_listener,
        host,
        site::routes(site, folders, app),
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
    Ok(Running { origins, servers })
}

/// Starts only the host app, for a real issuer: without the sandbox's issuer, faults and control
/// routes.
///
/// # Errors
/// A port is in use, or [`ModelBackend::new`] refuses the connection.
pub async fn start_for_issuer(
    host_port: u16,
    folders: &Folders,
    issuer: IssuerConnection,
    access_token: String,
) -> anyhow::Result<Running> {
    let (listener, host) = bind("host", "localhost", host_port).await?;
    let origins = Origins {
        host: origin(&host),
        api: issuer.api_url.origin().ascii_serialization(),
        page: issuer.page_origin.clone(),
    };
    let sessions = Arc::new(Sessions::new(SignIn::Known(access_token)));
    let site = Site {
        sessions: sessions.clone(),
        framed: vec![issuer.page_origin.clone()],
        is_sandbox: false,
        refuse_webassembly: folders.refuse_webassembly,
    };
    let app = app_routes(Arc::new(ModelBackend::new(
        origins.host.clone(),
        sessions,
        issuer,
    )?));
    let mut servers = JoinSet::new();
    servers.spawn(serve(
        listener,
        host,
        site::routes(site, folders, app),
        ARRIVAL_LIMIT,
    ));
    Ok(Running { origins, servers })
}

/// The routes of the host app's backend.
fn app_routes(backend: Arc<ModelBackend>) -> Router {
    model_backend::routes(backend.clone()).merge(card_routes::routes(backend))
}

/// Listens on loopback; also returns the authority of the server for pages.
async fn bind(what: &str, name: &str, port: u16) -> anyhow::Result<(TcpListener, String)> {
    let listener = TcpListener::bind(("127.0.0.1", port)).await;
    let listener = listener.with_context(|| {
        format!("port {port} is in use: choose another with --{what}-port, or 0 for a free one")
    })?;
    let port = listener.local_addr()?.port();
    Ok((listener, format!("{name}:{port}")))
}

fn origin(authority: &str) -> String {
    format!("http://{authority}")
}
