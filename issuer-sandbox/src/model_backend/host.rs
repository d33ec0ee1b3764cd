//! The host app's own part: its sessions, and its decisions about a request.

use std::{fmt, time::Duration};

use axum::http::HeaderMap;

use super::routes::Route;

/// The cardholder who is signed in, for the issuer and for the host's records.
#[derive(Clone)]
pub struct Cardholder {
    /// The issuer's access token of the cardholder.
    pub access_token: String,
    /// Instead of the backend's own, if its cardholders are in both environments of the issuer.
    pub us_env: Option<bool>,
    /// The host's own id of the cardholder. It is never sent to the issuer.
    pub subject: Option<String>,
}

impl fmt::Debug for Cardholder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cardholder")
            .field("subject", &self.subject)
            .finish_non_exhaustive()
    }
}

impl Cardholder {
    /// Of the backend's own environment, without an id.
    pub fn new(access_token: String) -> Self {
        Self {
            access_token,
            us_env: None,
            subject: None,
        }
    }
}

/// A token that was issued, for the host's audit record.
#[derive(Debug)]
pub struct IssuedToken<'a> {
    /// The route.
    pub route: Route,
    /// The host's own id of the cardholder.
    pub subject: Option<&'a str>,
    /// The `X-Request-Id` of the response.
    pub request_id: &'a str,
    /// The time from the page's request to the response.
    pub duration: Duration,
}

/// The app's own session store, and its decisions about a request.
pub trait Cardholders: Send + Sync + 'static {
    /// The cardholder who is signed in with this session, if there is one.
    fn authorize(&self, session: &str) -> Option<Cardholder>;

    /// The cardholder of this session with a new access token, after the issuer has refused the
    /// last one; called once for each request of a page.
    fn renew(&self, _session: &str) -> Option<Cardholder> {
        None
    }

    /// Whether this cardholder may send another request now. An error is the number of seconds to
    /// wait.
    ///
    /// # Errors
    /// The cardholder has sent too many requests.
    fn allow(&self, _subject: Option<&str>, _route: Route) -> Result<(), u64> {
        Ok(())
    }

    /// Whether a request for a token has the second factor that the host requires.
    fn has_second_factor(&self, _session: &str, _headers: &HeaderMap) -> bool {
        true
    }

    /// Records a token that was issued.
    fn token_issued(&self, _issued: &IssuedToken<'_>) {}
}
