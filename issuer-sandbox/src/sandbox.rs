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
        cors, fault_injection,
        sessions::{Sessions, SignIn},
        site::{self, Folders, Site},
    },
    issuer::{Issuer, api, hosted_page},
    model_backend::{self, IssuerConnection, ModelBackend, with_common_responses},
    server::{ARRIVAL_LIMIT, serve},
};

/// Ports; 0 is any free one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ports {
    /// That of the host app's pages.
    pub host: u16,
    /// The backend's; `None` if it is on the origin of the pages.
    pub backend: Option<u16>,
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
    /// The host app's pages.
    pub host: String,
    /// The host app's backend, if it has an origin of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backend: Option<String>,
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
    let app = HostApp::bind(ports).await?;
    let (api_listener, api) = bind("api", "127.0.0.1", ports.api).await?;
    let (page_listener, page) = bind("page", "127.0.0.1", ports.page).await?;
    let origins = Origins {
        host: app.pages.origin(),
        backend: app.backend.as_ref().map(Listening::origin),
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
    let backend = app.model_backend(sessions.clone(), connection)?;
    let sandbox = SandboxState {
        sessions: sessions.clone(),
        issuer: issuer.clone(),
        page_origin: origins.host.clone(),
        own_origin: app.backend_origin(),
        cors_origins: app.cors_origins(),
    };
    let routes = fault_injection::around(app_routes(backend), sandbox.clone())
        .merge(control::routes(sandbox));
    let site = Site {
        sessions,
        framed: vec![origins.page.clone(), origins.api.clone()],
        backend: origins.backend.clone(),
        is_sandbox: true,
        refuse_webassembly: folders.refuse_webassembly,
    };

    let mut servers = JoinSet::new();
    app.serve(&mut servers, site, folders, routes);
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
    ports: Ports,
    folders: &Folders,
    issuer: IssuerConnection,
    access_token: String,
) -> anyhow::Result<Running> {
    let app = HostApp::bind(ports).await?;
    let origins = Origins {
        host: app.pages.origin(),
        backend: app.backend.as_ref().map(Listening::origin),
        api: issuer.api_url.origin().ascii_serialization(),
        page: issuer.page_origin.clone(),
    };
    let sessions = Arc::new(Sessions::new(SignIn::Known(access_token)));
    let site = Site {
        sessions: sessions.clone(),
        framed: vec![issuer.page_origin.clone()],
        backend: origins.backend.clone(),
        is_sandbox: false,
        refuse_webassembly: folders.refuse_webassembly,
    };
    let routes = app_routes(app.model_backend(sessions, issuer)?);
    let mut servers = JoinSet::new();
    app.serve(&mut servers, site, folders, routes);
    Ok(Running { origins, servers })
}

/// The servers of the host app: that of its pages, and that of its backend if it has an origin of
/// its own.
struct HostApp {
    pages: Listening,
    backend: Option<Listening>,
}

/// A socket, and the authority of its server for pages.
struct Listening {
    listener: TcpListener,
    authority: String,
}

impl Listening {
    async fn bind(what: &str, port: u16) -> anyhow::Result<Self> {
        let (listener, authority) = bind(what, "localhost", port).await?;
        Ok(Self {
            listener,
            authority,
        })
    }

    fn origin(&self) -> String {
        origin(&self.authority)
    }

    fn serve(self, servers: &mut JoinSet<()>, app: Router) {
        servers.spawn(serve(self.listener, self.authority, app, ARRIVAL_LIMIT));
    }
}

impl HostApp {
    async fn bind(ports: Ports) -> anyhow::Result<Self> {
        let pages = Listening::bind("host", ports.host).await?;
        let backend = match ports.backend {
            Some(port) => Some(Listening::bind("backend", port).await?),
            None => None,
        };
        Ok(Self { pages, backend })
    }

    fn backend_origin(&self) -> String {
        self.backend.as_ref().unwrap_or(&self.pages).origin()
    }

    /// The origins of pages on another origin than the backend.
    fn cors_origins(&self) -> Vec<String> {
        match self.backend {
            Some(_) => vec![self.pages.origin()],
            None => Vec::new(),
        }
    }

    fn model_backend(
        &self,
        sessions: Arc<Sessions>,
        issuer: IssuerConnection,
    ) -> anyhow::Result<Arc<ModelBackend>> {
        let backend = ModelBackend::new(self.backend_origin(), sessions, issuer)?;
        Ok(Arc::new(backend.with_cors(self.cors_origins())))
    }

    fn serve(self, servers: &mut JoinSet<()>, site: Site, folders: &Folders, routes: Router) {
        let cors_origins = self.cors_origins();
        let of_pages = match self.backend {
            Some(backend) => {
                let routes = cors::around(with_common_responses(routes), cors_origins);
                backend.serve(servers, routes);
                Router::new()
            }
            None => routes,
        };
        self.pages
            .serve(servers, site::routes(site, folders, of_pages));
    }
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
