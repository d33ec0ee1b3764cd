//! A model of the backend that an app needs for the widget: the routes that request tokens and the
//! card's status.
//!
//! The module is independent of the sandbox, and its files are those of `pkg-template/src/server/`;
//! `generated.rs` comes from `specification/`. An integrator provides the session store ([`Cardholders`]) and
//! the connection to the issuer ([`IssuerConnection`]). No secret reaches the browser: the client
//! key and the cardholder's access token are added here, and only the documented fields of the
//! issuer's response are passed on.

mod cors;
mod generated;
mod host;
mod issuer;
mod limits;
mod options;
mod request;
mod response;
mod route_error;
mod routes;

use std::{fmt, sync::Arc, time::Duration};

use axum::http::{HeaderMap, Method, StatusCode};
use serde_json::Value;

pub use self::{
    cors::{Headers, cors_headers, preflight_headers},
    host::{Cardholder, Cardholders, IssuedToken},
    limits::MAX_BODY,
    options::IssuerConnection,
    request::{is_own_page, is_same_origin, session_cookie},
    response::with_common_responses,
    route_error::{RouteError, refuse},
    routes::{Route, routes},
};
use self::{
    issuer::{IssuerClient, IssuerRequest},
    limits::TIMEOUT,
};

/// The state of the routes.
pub struct ModelBackend {
    /// The origin of this app's pages.
    own_origin: String,
    /// The origins of this app's pages on another origin than the routes.
    cors_origins: Vec<String>,
    cardholders: Arc<dyn Cardholders>,
    issuer: IssuerClient,
    timeout: Duration,
}

impl fmt::Debug for ModelBackend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ModelBackend")
            .field("own_origin", &self.own_origin)
            .field("issuer", &self.issuer)
            .finish_non_exhaustive()
    }
}

impl ModelBackend {
    /// A backend for the pages of `own_origin`.
    ///
    /// # Errors
    /// The client key or the name of its header is not valid in a header.
    pub fn new(
        own_origin: String,
        cardholders: Arc<dyn Cardholders>,
        issuer: IssuerConnection,
    ) -> anyhow::Result<Self> {
        Self::with_timeout(own_origin, cardholders, issuer, TIMEOUT)
    }

    /// As [`ModelBackend::new`], with another time limit for the page's body and for the issuer.
    ///
    /// # Errors
    /// As [`ModelBackend::new`].
    pub fn with_timeout(
        own_origin: String,
        cardholders: Arc<dyn Cardholders>,
        issuer: IssuerConnection,
        timeout: Duration,
    ) -> anyhow::Result<Self> {
        Ok(Self {
            own_origin,
            cors_origins: Vec::new(),
            cardholders,
            issuer: IssuerClient::new(issuer, timeout)?,
            timeout,
        })
    }

    /// Also for pages of these origins, which are not the origin of the routes.
    #[must_use]
    pub fn with_cors(mut self, origins: Vec<String>) -> Self {
        self.cors_origins = origins;
        self
    }

    /// The cardholder whose page sent this request.
    ///
    /// # Errors
    /// The request is not from a page of this app, or no cardholder is signed in.
    pub fn cardholder(
        &self,
        method: &Method,
        headers: &HeaderMap,
    ) -> Result<Cardholder, RouteError> {
        self.require_own_page(method, headers)?;
        session_cookie(headers)
            .and_then(|session| self.cardholders.authorize(session))
            .ok_or_else(|| RouteError::new(StatusCode::UNAUTHORIZED, "Not authenticated"))
    }

    fn require_own_page(&self, method: &Method, headers: &HeaderMap) -> Result<(), RouteError> {
        if is_own_page(method, headers, &self.own_origin, &self.cors_origins) {
            return Ok(());
        }
        Err(RouteError::new(
            StatusCode::FORBIDDEN,
            "Only pages of this app may send this request",
        ))
    }

    /// The origins of this app's pages.
    fn page_origins(&self) -> Vec<&str> {
        let others = self.cors_origins.iter().map(String::as_str);
        others.chain([self.own_origin.as_str()]).collect()
    }

    /// Sends one `POST` without a body to the issuer and returns its documented response.
    ///
    /// # Errors
    /// The response to the page, if the issuer refuses, does not respond, or responds in an
    /// undocumented way.
    pub async fn post_to_issuer(
        &self,
        path: &str,
        cardholder: &Cardholder,
    ) -> Result<Value, RouteError> {
        let request = IssuerRequest {
            method: Method::POST,
            path,
            body: None,
            request_id: None,
        };
        self.issuer.send(&request, cardholder).await
    }
}
