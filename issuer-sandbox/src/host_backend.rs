//! A model host backend: the few routes that an app's own server needs so that its pages can use the widget.
//!
//! It stands on its own. An integrator brings two things: who is signed in ([`Cardholders`]) and how to reach the
//! issuer ([`IssuerConnection`]). Nothing secret ever reaches the browser: the client key and the cardholder's bearer
//! token are added here, and only the documented fields of the issuer's answer are passed on.

use std::{fmt, sync::Arc, time::Duration};

use anyhow::{Context, bail, ensure};
use axum::{
    Json, Router,
    body::to_bytes,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::{Map, Value, json};
use tokio::time::timeout;
use url::{Host, Url};
use uuid::Uuid;

use crate::issuer::look::Look;

/// The largest request body that a page may send here.
pub const MAX_BODY: usize = 16 * 1024;
/// The largest answer that is read from the issuer.
const MAX_UPSTREAM_BODY: usize = 64 * 1024;
/// How long the page's body and the issuer may take, each; shorter than the widget's own 15 s, so that the page gets a response that says so.
const TIMEOUT: Duration = Duration::from_secs(10);

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Who is signed in: the app's own session store.
pub trait Cardholders: Send + Sync + 'static {
    /// The issuer's access token of the cardholder who is signed in under this session, if there is one.
    fn access_token(&self, session: &str) -> Option<String>;
}

/// How to reach the issuer. Its `Debug` names no secret.
#[derive(Clone)]
pub struct IssuerConnection {
    /// Scheme, host and port of the issuer's API.
    pub api_url: Url,
    /// The client key.
    pub client_key: String,
    /// The header that carries the client key: `x-client-key` in the API reference, `X-Client-ID` in the issuer's guide.
    pub client_key_header: String,
    /// Whether requests go to the issuer's US environment.
    pub us_env: bool,
    /// The origin of the issuer's hosted pages: what a page of this app may frame.
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
    /// Reads the connection and the cardholder's access token from the environment; `None` where `ISSUER_API_URL` is not set.
    ///
    /// # Errors
    /// A variable that is missing beside it, or holds something else than it takes; the sentence names it, never its value.
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

/// Secrets travel to this address.
fn secure_url(name: &str, value: &str) -> anyhow::Result<Url> {
    let url = Url::parse(value).with_context(|| format!("{name} takes an absolute URL"))?;
    ensure!(
        is_secure(&url),
        "{name} takes an https: address (http: on loopback only) without user info"
    );
    Ok(url)
}

fn exact_origin(name: &str, value: &str) -> anyhow::Result<String> {
    let origin = secure_url(name, value)?.origin().ascii_serialization();
    ensure!(origin == value, "{name} takes an origin, such as {origin}");
    Ok(origin)
}

/// Whether secrets and cardholders may be sent there: `https:`, or `http:` on loopback; and no user info, which belongs to neither.
fn is_secure(url: &Url) -> bool {
    let is_private = url.scheme() == "https" || (url.scheme() == "http" && is_loopback(url));
    is_private && url.username().is_empty() && url.password().is_none()
}

/// `localhost`, `*.localhost`, `127.0.0.0/8` and `[::1]`.
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain("localhost")) => true,
        Some(Host::Domain(name)) => name
            .strip_suffix(".localhost")
            .is_some_and(|sub| !sub.is_empty()),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// The backend: what its routes share.
pub struct HostBackend {
    /// The origin under which pages of this app are served.
    own_origin: String,
    cardholders: Arc<dyn Cardholders>,
    issuer: IssuerConnection,
    client_key: (HeaderName, HeaderValue),
    timeout: Duration,
    http: reqwest::Client,
}

impl fmt::Debug for HostBackend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HostBackend")
            .field("own_origin", &self.own_origin)
            .field("issuer", &self.issuer)
            .finish_non_exhaustive()
    }
}

impl HostBackend {
    /// A backend for the pages of `own_origin`.
    ///
    /// # Errors
    /// A client key, or a name of its header, that does not fit into a header.
    pub fn new(
        own_origin: String,
        cardholders: Arc<dyn Cardholders>,
        issuer: IssuerConnection,
    ) -> anyhow::Result<Self> {
        Self::with_timeout(own_origin, cardholders, issuer, TIMEOUT)
    }

    /// As [`HostBackend::new`], with another limit on how long the page's body and the issuer may take, each.
    ///
    /// # Errors
    /// As [`HostBackend::new`].
    pub fn with_timeout(
        own_origin: String,
        cardholders: Arc<dyn Cardholders>,
        issuer: IssuerConnection,
        timeout: Duration,
    ) -> anyhow::Result<Self> {
        let name = issuer
            .client_key_header
            .parse()
            .context("the client key's header is not a header name")?;
        let mut key: HeaderValue = issuer
            .client_key
            .parse()
            .ok()
            .context("the client key does not fit into a header")?;
        key.set_sensitive(true);
        // A redirect could carry the cardholder's token to another host: it is an undocumented answer like any other.
        let mut http = reqwest::Client::builder()
            .timeout(timeout)
            .redirect(reqwest::redirect::Policy::none());
        if is_loopback(&issuer.api_url) {
            // A proxy of the environment is for the world outside.
            http = http.no_proxy();
        }
        Ok(Self {
            own_origin,
            cardholders,
            issuer,
            client_key: (name, key),
            timeout,
            http: http.build()?,
        })
    }
}

/// The routes under `/api` that the widget and its demo pages use.
pub fn routes(backend: Arc<HostBackend>) -> Router {
    Router::new()
        .route("/api/card/set-pin/token", post(set_pin_token))
        .route("/api/card/pin/token", post(view_pin_token))
        .route("/api/card/status", get(card_status))
        .route("/api/card/order", post(order_card))
        .route("/api/card/freeze", post(freeze_card))
        .route("/api/card/unfreeze", post(unfreeze_card))
        .method_not_allowed_fallback(async || {
            refuse(
                StatusCode::METHOD_NOT_ALLOWED,
                "This route takes another method",
            )
        })
        .layer(middleware::from_fn(never_stored))
        .with_state(backend)
}

async fn never_stored(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    response
}

async fn set_pin_token(
    State(backend): State<Arc<HostBackend>>,
    request: Request,
) -> Result<Response, Refusal> {
    let access_token = backend.signed_in(request.method(), request.headers())?;
    let body = documented_body(request, &backend.own_origin, backend.timeout).await?;
    let answer = backend
        .ask(
            Method::POST,
            "/v1/card/set-pin/token",
            &access_token,
            Some(&body),
        )
        .await?;
    backend.only_the_page(&answer)
}

/// The page that shows a PIN: a page of the issuer's too, which the app frames by itself.
async fn view_pin_token(
    State(backend): State<Arc<HostBackend>>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let access_token = backend.signed_in(&method, &headers)?;
    let answer = backend
        .ask(Method::POST, "/v1/card/pin/token", &access_token, None)
        .await?;
    backend.only_the_page(&answer)
}

/// Of the ways to write one, only that with the four hyphens is so long.
fn is_uuid(text: &str) -> bool {
    text.len() == 36 && Uuid::try_parse(text).is_ok()
}

async fn card_status(
    State(backend): State<Arc<HostBackend>>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let access_token = backend.signed_in(&method, &headers)?;
    let answer = backend
        .ask(Method::GET, "/v1/card/status", &access_token, None)
        .await?;
    let status =
        text(&answer, "status").ok_or_else(|| undocumented("a card status without `status`"))?;
    Ok(Json(json!({ "status": status })).into_response())
}

async fn order_card(
    State(backend): State<Arc<HostBackend>>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    backend
        .change_card("/v1/card/order", &method, &headers)
        .await
}

async fn freeze_card(
    State(backend): State<Arc<HostBackend>>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    backend
        .change_card("/v1/card/freeze", &method, &headers)
        .await
}

async fn unfreeze_card(
    State(backend): State<Arc<HostBackend>>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    backend
        .change_card("/v1/card/unfreeze", &method, &headers)
        .await
}

fn text<'a>(answer: &'a Value, field: &str) -> Option<&'a str> {
    answer.get(field)?.as_str().filter(|text| !text.is_empty())
}

impl HostBackend {
    /// Nothing of the issuer's answer is passed on but what is documented: a UUID, and a URL of the issuer's hosted pages.
    fn only_the_page(&self, answer: &Value) -> Result<Response, Refusal> {
        let token = text(answer, "token")
            .filter(|token| is_uuid(token))
            .ok_or_else(|| undocumented("no `token` that is a UUID"))?;
        let url = text(answer, "hostedPageUrl")
            .and_then(|text| Url::parse(text).ok())
            .filter(is_secure)
            .ok_or_else(|| undocumented("no `hostedPageUrl` that is an `https:` address"))?;
        if url.origin().ascii_serialization() != self.issuer.page_origin {
            return Err(undocumented("a `hostedPageUrl` on another origin"));
        }
        // As it was judged: another parser may read the raw text as another address.
        Ok(Json(json!({ "token": token, "hostedPageUrl": url.as_str() })).into_response())
    }

    async fn change_card(
        &self,
        path: &str,
        method: &Method,
        headers: &HeaderMap,
    ) -> Result<Response, Refusal> {
        let access_token = self.signed_in(method, headers)?;
        self.ask(Method::POST, path, &access_token, None).await?;
        Ok(Json(json!({ "success": true })).into_response())
    }

    /// The access token of the cardholder whose own page sent this request.
    fn signed_in(&self, method: &Method, headers: &HeaderMap) -> Result<String, Refusal> {
        if !is_same_origin(method, headers, &self.own_origin) {
            return Err(Refusal::new(
                StatusCode::FORBIDDEN,
                "Only this app's own pages may ask",
            ));
        }
        session_cookie(headers)
            .and_then(|session| self.cardholders.access_token(session))
            .ok_or_else(|| Refusal::new(StatusCode::UNAUTHORIZED, "Not authenticated"))
    }

    /// One request to the issuer; its documented answer, or what the page is told instead.
    async fn ask(
        &self,
        method: Method,
        path: &str,
        access_token: &str,
        body: Option<&Value>,
    ) -> Result<Value, Refusal> {
        let url = self
            .issuer
            .api_url
            .join(path)
            .map_err(|_| undocumented("an address that is none"))?;
        let mut request = self
            .http
            .request(method, url)
            .header(self.client_key.0.clone(), self.client_key.1.clone())
            .header("x-us-env", self.issuer.us_env.to_string())
            .header(header::ACCEPT, "application/json")
            .bearer_auth(access_token);
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await.map_err(unreachable)?;
        let (status, retry_after) = (
            answer.status(),
            answer.headers().get(header::RETRY_AFTER).cloned(),
        );
        let body = read_json(answer).await?;
        if status == StatusCode::OK {
            return Ok(body);
        }
        Err(mapped(status, &body, retry_after))
    }
}

/// Of what the browser says about the sender, all has to fit, and a request that changes something has to say something. For an app's own origin,
/// `Origin` alone decides: no backend is on the same site, so `Sec-Fetch-Site` says `cross-site` or `none`.
pub fn is_same_origin(method: &Method, headers: &HeaderMap, own_origin: &str) -> bool {
    let fits = |name: HeaderName, expected: &str| {
        let mut said = headers.get_all(name).iter();
        said.next().is_none_or(|value| value == expected) && said.next().is_none()
    };
    if is_app_origin(own_origin) && headers.contains_key(header::ORIGIN) {
        return fits(header::ORIGIN, own_origin);
    }
    let says = headers.contains_key(&SEC_FETCH_SITE) || headers.contains_key(header::ORIGIN);
    fits(SEC_FETCH_SITE, "same-origin")
        && fits(header::ORIGIN, own_origin)
        && (says || method.is_safe())
}

/// Whether pages of this origin come with an app, so that no backend can be on their origin: an app's own scheme, such as
/// `capacitor://localhost`, or a name of loopback without a port, as Android's web views use it (`https://localhost`).
fn is_app_origin(origin: &str) -> bool {
    let web = origin
        .strip_prefix("https://")
        .or_else(|| origin.strip_prefix("http://"));
    web.is_none_or(|host| host == "localhost" || host.ends_with(".localhost"))
}

/// The value of the `session` cookie.
pub fn session_cookie(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers
        .get_all(header::COOKIE)
        .into_iter()
        .filter_map(|value| value.to_str().ok());
    cookies
        .flat_map(|cookies| cookies.split(';'))
        .find_map(|cookie| cookie.trim().strip_prefix("session="))
}

/// The fields that the issuer documents, and what each takes.
const BODY_FIELDS: [(&str, Takes); 3] = [
    ("isEmbedded", Takes::Boolean),
    ("redirectUrl", Takes::Text),
    ("customCss", Takes::Object),
];
const CUSTOM_CSS_FIELDS: [(&str, Takes); 7] = [
    ("backgroundColor", Takes::Text),
    ("textColor", Takes::Text),
    ("backgroundColorPrimary", Takes::Text),
    ("textColorPrimary", Takes::Text),
    ("buttonBorderRadius", Takes::Number),
    ("pinBorderRadius", Takes::Number),
    ("pinBorderColor", Takes::Text),
];

/// Text on its background, with the issuer's defaults: equal colours leave nothing to read.
const PAIRS: [[(&str, &str); 2]; 2] = [
    [("textColor", "#000000"), ("backgroundColor", "#EFEFEF")],
    [
        ("textColorPrimary", "#FFFFFF"),
        ("backgroundColorPrimary", "#000000"),
    ],
];

#[derive(Clone, Copy)]
enum Takes {
    Boolean,
    Number,
    Object,
    Text,
}

impl Takes {
    fn accepts(self, value: &Value) -> bool {
        match self {
            Self::Boolean => value.is_boolean(),
            Self::Number => value.is_number(),
            Self::Object => value.is_object(),
            Self::Text => value.is_string(),
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Boolean => "true or false",
            Self::Number => "a number",
            Self::Object => "an object",
            Self::Text => "a string",
        }
    }
}

/// The request's body, known to hold documented fields and values only.
async fn documented_body(
    request: Request,
    own_origin: &str,
    limit: Duration,
) -> Result<Value, Refusal> {
    let content_type = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/json") {
        return Err(Refusal::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Send application/json",
        ));
    }
    let bytes = timeout(limit, to_bytes(request.into_body(), MAX_BODY))
        .await
        .map_err(|_| {
            Refusal::new(
                StatusCode::REQUEST_TIMEOUT,
                "The request did not arrive in time",
            )
        })?
        .map_err(|_| Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "The body is too large"))?;
    let mut body: Map<String, Value> = serde_json::from_slice(&bytes)
        .map_err(|_| Refusal::new(StatusCode::BAD_REQUEST, "The body is not a JSON object"))?;
    let checked = check_fields(&body, "", &BODY_FIELDS)
        .and_then(
            |()| match body.get("customCss").and_then(Value::as_object) {
                Some(css) => check_fields(css, "customCss.", &CUSTOM_CSS_FIELDS),
                None => Ok(()),
            },
        )
        .and_then(|()| check_redirect(&body, own_origin));
    let redirect = checked.map_err(|message| Refusal::new(StatusCode::BAD_REQUEST, message))?;
    if let Some(css) = body.get("customCss").and_then(Value::as_object) {
        // As the issuer would, without asking it.
        Look::from_custom_css(css)
            .and_then(|_| check_pairs(css))
            .map_err(|message| Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, message))?;
    }
    if let Some(address) = redirect {
        // As it was judged: another parser may read the raw text as another address.
        body.insert("redirectUrl".into(), address.into());
    }
    Ok(Value::Object(body))
}

/// Names the field in what it says, never the value.
fn check_fields(
    object: &Map<String, Value>,
    prefix: &str,
    fields: &[(&str, Takes)],
) -> Result<(), String> {
    for (name, value) in object {
        let Some((_, takes)) = fields.iter().find(|(field, _)| field == name) else {
            let name: String = name.chars().take(40).collect();
            return Err(format!("{prefix}{name} is not a field of this request"));
        };
        if !takes.accepts(value) {
            return Err(format!("{prefix}{name} takes {}", takes.words()));
        }
    }
    Ok(())
}

fn check_pairs(css: &Map<String, Value>) -> Result<(), String> {
    let colour = |(name, default)| css.get(name).and_then(Value::as_str).unwrap_or(default);
    for [ink, paper] in PAIRS {
        if colour(ink).eq_ignore_ascii_case(colour(paper)) {
            return Err(format!(
                "customCss.{} and customCss.{} must differ",
                ink.0, paper.0
            ));
        }
    }
    Ok(())
}

/// The issuer sends the cardholder to `redirectUrl`: anywhere but this app would be an open redirect with the issuer's name on it.
fn check_redirect(body: &Map<String, Value>, own_origin: &str) -> Result<Option<String>, String> {
    let Some(redirect) = body.get("redirectUrl").and_then(Value::as_str) else {
        return Ok(None);
    };
    if body.get("isEmbedded") == Some(&Value::Bool(true)) {
        return Err("redirectUrl is not used when isEmbedded is true: send one of them".into());
    }
    // The scheme counts too: the origin of a `blob:` address is that of the page which made it.
    let url = Url::parse(redirect)
        .ok()
        .filter(|url| is_secure(url) && url.origin().ascii_serialization() == own_origin)
        .ok_or("redirectUrl takes an absolute address of this app")?;
    if starts_with_two_slashes(&url) {
        return Err("redirectUrl takes a path that starts with one slash".into());
    }
    Ok(Some(url.into()))
}

/// An app that redirects to the path alone would leave its origin: browsers take `//evil.example` and `/\evil.example` for another host. Encoded
/// characters count as what an app may decode them to, and the parser then skips line breaks and resolves dot segments as a browser would.
fn starts_with_two_slashes(url: &Url) -> bool {
    const DECODED: [(&str, &str); 6] = [
        ("%2e", "."),
        ("%2f", "/"),
        ("%5c", "\\"),
        ("%09", ""),
        ("%0a", ""),
        ("%0d", ""),
    ];
    let mut path = url.path().to_ascii_lowercase();
    for (encoded, decoded) in DECODED {
        path = path.replace(encoded, decoded);
    }
    // A host before the path: without one, the path's own slashes would begin a host.
    Url::parse(&format!("https://app.invalid{path}")).is_ok_and(|url| url.path().starts_with("//"))
}

async fn read_json(mut answer: reqwest::Response) -> Result<Value, Refusal> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(unreachable)? {
        if body.len() + chunk.len() > MAX_UPSTREAM_BODY {
            return Err(undocumented("an answer that is too large"));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(serde_json::from_slice(&body).unwrap_or(Value::Null))
}

/// The issuer's documented statuses go through with its sentence. Everything else could carry anything, so it stays here.
fn mapped(status: StatusCode, body: &Value, retry_after: Option<HeaderValue>) -> Refusal {
    const DOCUMENTED: [(u16, &str); 9] = [
        (400, "Bad request"),
        (401, "Not authenticated"),
        (403, "Not authorized"),
        (404, "Card not found"),
        (422, "Validation failed"),
        (429, "Too many requests"),
        (498, "Invalid client key"),
        (499, "Missing client key"),
        (500, "Internal server error"),
    ];
    let Some((_, sentence)) = DOCUMENTED.iter().find(|(code, _)| *code == status.as_u16()) else {
        return undocumented("an undocumented status");
    };
    let limited = status == StatusCode::TOO_MANY_REQUESTS;
    if !limited && text(body, "message").is_none() {
        return undocumented("an error without its `message`");
    }
    let retry_after = retry_after.filter(|value| limited && is_wait(value));
    Refusal {
        retry_after,
        ..Refusal::new(status, *sentence)
    }
}

/// Seconds or a date, and nothing else.
fn is_wait(value: &HeaderValue) -> bool {
    let fits = |byte: &u8| byte.is_ascii_alphanumeric() || b"_ ,:".contains(byte);
    (1..=32).contains(&value.len()) && value.as_bytes().iter().all(fits)
}

fn undocumented(what: &str) -> Refusal {
    tracing::warn!("the issuer gave {what}");
    Refusal::new(
        StatusCode::BAD_GATEWAY,
        "The card issuer gave an answer that this app does not know",
    )
}

fn unreachable(error: reqwest::Error) -> Refusal {
    let timed_out = error.is_timeout();
    tracing::warn!("the issuer was not reached: {}", error.without_url());
    if timed_out {
        return Refusal::new(
            StatusCode::GATEWAY_TIMEOUT,
            "The card issuer did not answer in time",
        );
    }
    Refusal::new(StatusCode::BAD_GATEWAY, "The card issuer cannot be reached")
}

/// What a page is told instead of an answer: a status and one sentence.
#[derive(Debug)]
pub struct Refusal {
    status: StatusCode,
    message: String,
    retry_after: Option<HeaderValue>,
}

impl Refusal {
    /// A refusal in the shape that the issuer documents.
    pub fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            retry_after: None,
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = refuse(self.status, &self.message);
        if let Some(retry_after) = self.retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, retry_after);
        }
        response
    }
}

/// An error in the shape that the issuer documents.
pub fn refuse(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({ "message": message }))).into_response()
}
