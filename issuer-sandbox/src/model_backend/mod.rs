//! A model of the backend that an app needs for the widget: the routes that request tokens and the
//! card's status.
//!
//! The module is independent of the sandbox, and its files are those of `pkg-template/src/server/`;
//! `generated.rs` comes from `specification/`. An integrator provides the session store ([`Cardholders`]) and
//! the connection to the issuer ([`IssuerConnection`]). No secret reaches the browser: the client
//! key and the cardholder's access token are added here, and only the documented fields of the
//! issuer's response are passed on.

mod generated;
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

use self::{issuer::IssuerClient, limits::TIMEOUT};
pub use self::{
    limits::MAX_BODY,
    options::IssuerConnection,
    request::{is_same_origin, session_cookie},
    response::with_common_responses,
    route_error::{RouteError, refuse},
    routes::routes,
};

/// The app's own session store.
pub trait Cardholders: Send + Sync + 'static {
    /// The issuer's access token of the cardholder who is signed in with this session, if there is
    /// one.
    fn access_token(&self, session: &str) -> Option<String>;
}

/// The state of the routes.
pub struct ModelBackend {
    /// The origin of this app's pages.
    own_origin: String,
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
            cardholders,
            issuer: IssuerClient::new(issuer, timeout)?,
            timeout,
        })
    }

    /// The access token of the cardholder whose page sent this request.
    ///
    /// # Errors
    /// The request is not from a page of this app, or no cardholder is signed in.
    pub fn access_token(&self, method: &Method, headers: &HeaderMap) -> Result<String, RouteError> {
        if !is_same_origin(method, headers, &self.own_origin) {
            return Err(RouteError::new(
                StatusCode::FORBIDDEN,
                "Only pages of this app may send this request",
            ));
        }
        session_cookie(headers)
            .and_then(|session| self.cardholders.access_token(session))
            .ok_or_else(|| RouteError::new(StatusCode::UNAUTHORIZED, "Not authenticated"))
    }

    /// Sends one request to the issuer and returns its documented response.
    ///
    /// # Errors
    /// The response to the page, if the issuer refuses, does not respond, or responds in an
    /// undocumented way.
    pub async fn request_issuer(
        &self,
        method: Method,
        path: &str,
        access_token: &str,
        body: Option<&Value>,
    ) -> Result<Value, RouteError> {
        self.issuer.request(method, path, access_token, body).await
    }
}
