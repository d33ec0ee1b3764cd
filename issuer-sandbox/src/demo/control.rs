//! The routes with which tests control the sandbox and read what it observed, and the route for the
//! app backend's own knowledge of PIN changes.

use std::sync::Arc;

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Query, Request, State, rejection::JsonRejection},
    http::{HeaderMap, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post, put},
};
use serde::Deserialize;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::{sessions::Sessions, settings::Settings, site, step_up};
use crate::{
    faults::FaultQueue,
    issuer::{Issuer, api::bearer, cardholders::CardholderId},
    model_backend::{Cardholders, RouteError, is_own_page, refuse, session_cookie},
};

/// The state of the sandbox's own routes.
#[derive(Clone, Debug)]
pub struct SandboxState {
    /// The host app's sessions.
    pub sessions: Arc<Sessions>,
    /// The sandbox's issuer.
    pub issuer: Arc<Issuer>,
    /// The origin of the host app's pages.
    pub page_origin: String,
    /// The origin of these routes.
    pub own_origin: String,
    /// The origins of pages on another origin than these routes.
    pub cors_origins: Vec<String>,
}

/// The routes, for pages of the host app only.
pub fn routes(sandbox: SandboxState) -> Router {
    Router::new()
        .route("/api/card/pin", get(pin_changes))
        .route("/sandbox/settings", put(change_settings))
        .route("/sandbox/observed", get(observed))
        .route("/sandbox/verify-pin", post(verify_pin))
        .route("/sandbox/session", post(start_session))
        .merge(step_up::routes())
        .layer(middleware::from_fn_with_state(
            sandbox.clone(),
            only_own_pages,
        ))
        .route("/sandbox/enter", get(enter_session))
        .with_state(sandbox)
}

async fn only_own_pages(
    State(sandbox): State<SandboxState>,
    request: Request,
    next: Next,
) -> Response {
    if !sandbox.is_from_own_page(&request) {
        return refuse(
            StatusCode::FORBIDDEN,
            "Only pages of this app may send this request",
        );
    }
    next.run(request).await
}

impl SandboxState {
    /// Whether a page of the host app has sent the request.
    pub(super) fn is_from_own_page(&self, request: &Request) -> bool {
        is_own_page(
            request.method(),
            request.headers(),
            &self.own_origin,
            &self.cors_origins,
        )
    }

    pub(super) fn session(
        &self,
        headers: &HeaderMap,
    ) -> Result<(String, CardholderId), RouteError> {
        let session = session_cookie(headers).filter(|session| self.sessions.contains(session));
        let found = session.and_then(|session| {
            let access_token = self.sessions.authorize(session)?.access_token;
            Some((session.to_owned(), self.issuer.cardholder(&access_token)?))
        });
        found.ok_or_else(|| {
            RouteError::new(
                StatusCode::UNAUTHORIZED,
                "No session: load a page, or POST /sandbox/session",
            )
        })
    }
}

async fn pin_changes(
    State(sandbox): State<SandboxState>,
    headers: HeaderMap,
) -> Result<Json<Value>, RouteError> {
    let (_, cardholder) = sandbox.session(&headers)?;
    let changes = sandbox.issuer.counts(cardholder).pin_changes;
    let is_set = sandbox.issuer.has_pin(cardholder);
    Ok(Json(json!({ "changes": changes, "isSet": is_set })))
}

async fn change_settings(
    State(sandbox): State<SandboxState>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, RouteError> {
    let (session, cardholder) = sandbox.session(&headers)?;
    let settings = Settings::parse(&body)
        .map_err(|message| RouteError::new(StatusCode::BAD_REQUEST, message))?;
    sandbox.issuer.apply(cardholder, settings.cardholder);
    sandbox.sessions.record(&session, |record| {
        record.token_faults = FaultQueue::new(settings.token_faults);
        record.status_faults = FaultQueue::new(settings.status_faults);
    });
    Ok(StatusCode::NO_CONTENT)
}

async fn observed(
    State(sandbox): State<SandboxState>,
    headers: HeaderMap,
) -> Result<Json<Value>, RouteError> {
    let (session, cardholder) = sandbox.session(&headers)?;
    let counts = sandbox.issuer.counts(cardholder);
    let observed = sandbox.sessions.record(&session, |record| {
        json!({
            "tokenRequests": record.token_requests,
            "statusRequests": record.status_requests,
            "openRequests": record.open_requests,
            "abortedRequests": record.aborted_requests,
            "tokensIssued": counts.tokens_issued,
            "pageAccesses": counts.page_accesses,
            "spentPageAccesses": counts.spent_page_accesses,
            "pinChanges": counts.pin_changes,
            "imageTokensIssued": counts.image_tokens_issued,
            "imageAccesses": counts.image_accesses,
            "spentImageAccesses": counts.spent_image_accesses,
        })
    });
    Ok(Json(observed.unwrap_or_default()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    pin: Zeroizing<String>,
}

/// Compares a PIN, as a cash machine does.
async fn verify_pin(
    State(sandbox): State<SandboxState>,
    headers: HeaderMap,
    entry: Result<Json<Entry>, JsonRejection>,
) -> Result<Json<Value>, RouteError> {
    // The library's own refusal would quote the request.
    let Json(entry) = entry
        .map_err(|_| RouteError::new(StatusCode::BAD_REQUEST, "Send {\"pin\": \"...\"} as JSON"))?;
    let (_, cardholder) = sandbox.session(&headers)?;
    Ok(Json(
        json!({ "matches": sandbox.issuer.pin_matches(cardholder, &entry.pin) }),
    ))
}

/// Starts a session of a new cardholder. A test with a backend of its own sends the access token
/// that names the cardholder to the issuer.
async fn start_session(State(sandbox): State<SandboxState>, headers: HeaderMap) -> Response {
    let session = match bearer(&headers) {
        None => sandbox.sessions.start(),
        Some(access_token) => {
            if sandbox.issuer.cardholder(access_token).is_none() {
                sandbox.issuer.add_cardholder(access_token.to_owned());
            }
            sandbox.sessions.start_for(access_token.to_owned())
        }
    };
    let cookie = site::cookie(&session);
    (StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response()
}

#[derive(Deserialize)]
struct EnterQuery {
    session: String,
    /// The path of the page to open.
    to: String,
}

/// Opens a page in a session that a test has started. A cookie that a driver sets may reach the next
/// request too late. The cookie of a redirect is in time.
async fn enter_session(
    State(sandbox): State<SandboxState>,
    headers: HeaderMap,
    Query(page): Query<EnterQuery>,
) -> Response {
    // Browsers send `none` only for a URL that a person or a driver entered, so that no page can
    // sign its visitor in.
    let mut sites = headers.get_all("sec-fetch-site").iter();
    if sites.next().is_none_or(|site| site != "none") || sites.next().is_some() {
        return refuse(StatusCode::FORBIDDEN, "No page may send this request");
    }
    if !sandbox.sessions.contains(&page.session) {
        return refuse(StatusCode::NOT_FOUND, "No such session");
    }
    if !is_path(&page.to) {
        return refuse(StatusCode::BAD_REQUEST, "`to` takes a path of this app");
    }
    let headers = [
        (header::SET_COOKIE, site::cookie(&page.session)),
        (header::LOCATION, page.to),
    ];
    (StatusCode::SEE_OTHER, headers).into_response()
}

/// Whether a browser stays on this origin. It reads `//` and `/\` as the start of a host, and it
/// removes tabs and line breaks before (WHATWG URL, "basic URL parser").
fn is_path(to: &str) -> bool {
    to.strip_prefix('/')
        .is_some_and(|rest| !rest.starts_with(['/', '\\']))
        && !to.contains(|character: char| character.is_ascii_control())
}
