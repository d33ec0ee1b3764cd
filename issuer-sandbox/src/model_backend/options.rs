//! The options of the backend: the connection to the issuer.

use std::fmt;

use anyhow::{Context, bail, ensure};
use url::{Host, Url};

use super::generated::LOOPBACK_NAME;

/// The connection to the issuer. Its `Debug` output contains no secret.
#[derive(Clone)]
pub struct IssuerConnection {
    /// Scheme, host and port of the issuer's API.
    pub api_url: Url,
    /// The client key.
    pub client_key: String,
    /// The header for the client key: `x-client-key` in the API reference, `X-Client-ID` in the
    /// issuer's guide.
    pub client_key_header: String,
    /// Whether requests go to the issuer's US environment.
    pub us_env: bool,
    /// The origin of the issuer's hosted pages, which pages of this app may frame.
    pub page_origin: String,
}

impl fmt::Debug for IssuerConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IssuerConnection")
            .field("api_url", &self.api_url.as_str())
            .field("page_origin", &self.page_origin)
            .finish_non_exhaustive()
    }
}

impl IssuerConnection {
    /// Reads the connection and the cardholder's access token from the environment; `None` if
    /// `ISSUER_API_URL` is not set.
    ///
    /// # Errors
    /// Another variable is missing or has an invalid value; the message names the variable, never
    /// its value.
    pub fn from_env(
        read: impl Fn(&str) -> Option<String>,
    ) -> anyhow::Result<Option<(Self, String)>> {
        let read = |name: &str| read(name).filter(|value| !value.is_empty());
        let need = |name: &str| {
            read(name).with_context(|| format!("set {name} too: ISSUER_API_URL is set"))
        };
        let Some(api_url) = read("ISSUER_API_URL") else {
            return Ok(None);
        };
        let api_url = secure_url("ISSUER_API_URL", &api_url)?;
        ensure!(
            api_url.path() == "/",
            "ISSUER_API_URL takes the API's origin, without a path"
        );
        let us_env = match read("ISSUER_US_ENV").as_deref() {
            None | Some("false") => false,
            Some("true") => true,
            Some(_) => bail!("ISSUER_US_ENV takes true or false"),
        };
        let connection = Self {
            api_url,
            client_key: need("ISSUER_CLIENT_KEY")?,
            client_key_header: read("ISSUER_CLIENT_KEY_HEADER")
                .unwrap_or_else(|| "x-client-key".into()),
            us_env,
            page_origin: exact_origin("ISSUER_PAGE_ORIGIN", &need("ISSUER_PAGE_ORIGIN")?)?,
        };
        Ok(Some((connection, need("ISSUER_ACCESS_TOKEN")?)))
    }
}

/// A URL to which secrets may be sent.
fn secure_url(name: &str, value: &str) -> anyhow::Result<Url> {
    let url = Url::parse(value).with_context(|| format!("{name} takes an absolute URL"))?;
    ensure!(
        is_secure(&url),
        "{name} takes an https: URL (http: on loopback only) without user info"
    );
    Ok(url)
}

fn exact_origin(name: &str, value: &str) -> anyhow::Result<String> {
    let origin = secure_url(name, value)?.origin().ascii_serialization();
    ensure!(origin == value, "{name} takes an origin, such as {origin}");
    Ok(origin)
}

/// Whether secrets and cardholders may be sent to this URL: `https:`, or `http:` on loopback,
/// without user info.
pub fn is_secure(url: &Url) -> bool {
    let is_private = url.scheme() == "https" || (url.scheme() == "http" && is_loopback(url));
    is_private && url.username().is_empty() && url.password().is_none()
}

/// Whether the URL's host is this machine.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => is_loopback_name(name),
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

/// Whether pages of this origin come with an app, so that no backend can be on their origin: an
/// app's own scheme, such as `capacitor://localhost`, or a loopback name without a port, such as
/// `https://localhost` in Android's web views.
pub fn is_app_origin(origin: &str) -> bool {
    let web = origin
        .strip_prefix("https://")
        .or_else(|| origin.strip_prefix("http://"));
    web.is_none_or(is_loopback_name)
}

fn is_loopback_name(name: &str) -> bool {
    let below = name.strip_suffix(LOOPBACK_NAME);
    below.is_some_and(|below| below.is_empty() || (below.len() > 1 && below.ends_with('.')))
}
