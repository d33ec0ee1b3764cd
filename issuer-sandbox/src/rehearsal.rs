//! What only a sandbox has, laid around the model host backend: faults between it and the page, and the routes with which
//! tests set them up and look at what came.

use std::sync::Arc;

use axum::{
    Json, Router,
    body::{Body, Bytes, to_bytes},
    extract::{Request, State, rejection::JsonRejection},
    http::{HeaderMap, HeaderName, Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post, put},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use zeroize::Zeroizing;

use crate::{
    faults::{self, Change, FaultKind, Happening},
    host_backend::{Cardholders, MAX_BODY, Refusal, is_same_origin, refuse, session_cookie},
    host_site,
    issuer::{
        api::bearer,
        cards::{CardholderId, Issuer},
    },
    sessions::Sessions,
    settings::Settings,
};

/// What the sandbox's own routes share.
#[derive(Clone, Debug)]
pub struct Sandbox {
    /// The host app's sessions.
    pub sessions: Arc<Sessions>,
    /// The sandbox's issuer.
    pub issuer: Arc<Issuer>,
    /// The host app's origin.
    pub own_origin: String,
}

/// Lays the faults around the backend's routes.
pub fn around(backend: Router, sandbox: Sandbox) -> Router {
    backend.layer(middleware::from_fn_with_state(sandbox, rehearse))
}

/// The routes for tests, and the one that stands for the host backend's own knowledge of PIN changes.
pub fn routes(sandbox: Sandbox) -> Router {
    Router::new()
        .route("/api/card/pin", get(pin_changes))
        .route("/sandbox/settings", put(change_settings))
        .route("/sandbox/observed", get(observed))
        .route("/sandbox/verify-pin", post(verify_pin))
        .route("/sandbox/session", post(fresh_session))
        .layer(middleware::from_fn_with_state(
            sandbox.clone(),
            only_own_pages,
        ))
        .with_state(sandbox)
}

async fn only_own_pages(State(sandbox): State<Sandbox>, request: Request, next: Next) -> Response {
    if !is_same_origin(request.method(), request.headers(), &sandbox.own_origin) {
        return refuse(StatusCode::FORBIDDEN, "Only this app's own pages may ask");
    }
    next.run(request).await
}

impl Sandbox {
    fn session(&self, headers: &HeaderMap) -> Result<(String, CardholderId), Refusal> {
        let session = session_cookie(headers).filter(|session| self.sessions.knows(session));
        let found = session.and_then(|session| {
            let access_token = self.sessions.access_token(session)?;
            Some((session.to_owned(), self.issuer.cardholder(&access_token)?))
        });
        found.ok_or_else(|| {
            Refusal::new(
                StatusCode::UNAUTHORIZED,
                "No session: load a page, or POST /sandbox/session",
            )
        })
    }
}

async fn pin_changes(
    State(sandbox): State<Sandbox>,
    headers: HeaderMap,
) -> Result<Json<Value>, Refusal> {
    let (_, cardholder) = sandbox.session(&headers)?;
    let changes = sandbox.issuer.counts(cardholder).pin_changes;
    let is_set = sandbox.issuer.has_pin(cardholder);
    Ok(Json(json!({ "changes": changes, "isSet": is_set })))
}

async fn change_settings(
    State(sandbox): State<Sandbox>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, Refusal> {
    let (session, cardholder) = sandbox.session(&headers)?;
    let parts =
        Settings::parse(&body).map_err(|message| Refusal::new(StatusCode::BAD_REQUEST, message))?;
    sandbox.issuer.apply(cardholder, parts.issuer);
    sandbox.sessions.rehearsal(&session, |rehearsal| {
        rehearsal.token_faults = faults::FaultQueue::new(parts.token_faults);
        rehearsal.status_faults = faults::FaultQueue::new(parts.status_faults);
    });
    Ok(StatusCode::NO_CONTENT)
}

async fn observed(
    State(sandbox): State<Sandbox>,
    headers: HeaderMap,
) -> Result<Json<Value>, Refusal> {
    let (session, cardholder) = sandbox.session(&headers)?;
    let counts = sandbox.issuer.counts(cardholder);
    let seen = sandbox.sessions.rehearsal(&session, |rehearsal| {
        json!({
            "tokenRequests": rehearsal.token_requests,
            "statusRequests": rehearsal.status_requests,
            "openRequests": rehearsal.open_requests,
            "abortedRequests": rehearsal.aborted_requests,
            "tokensIssued": counts.tokens_issued,
            "pageAccesses": counts.page_accesses,
            "spentPageAccesses": counts.spent_page_accesses,
            "pinChanges": counts.pin_changes,
        })
    });
    Ok(Json(seen.unwrap_or_default()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    pin: Zeroizing<String>,
}

/// The cash machine's question.
async fn verify_pin(
    State(sandbox): State<Sandbox>,
    headers: HeaderMap,
    typed: Result<Json<Typed>, JsonRejection>,
) -> Result<Json<Value>, Refusal> {
    // The library's own refusal would quote what was sent.
    let Json(typed) = typed
        .map_err(|_| Refusal::new(StatusCode::BAD_REQUEST, "Send {\"pin\": \"...\"} as JSON"))?;
    let (_, cardholder) = sandbox.session(&headers)?;
    Ok(Json(
        json!({ "matches": sandbox.issuer.pin_matches(cardholder, &typed.pin) }),
    ))
}

/// Of a new cardholder. A test of a backend of its own brings an access token, by which the issuer then knows the cardholder.
async fn fresh_session(State(sandbox): State<Sandbox>, headers: HeaderMap) -> Response {
    let session = match bearer(&headers) {
        None => sandbox.sessions.start(),
        Some(access_token) => {
            if sandbox.issuer.cardholder(access_token).is_none() {
                sandbox.issuer.add_cardholder(access_token.to_owned());
            }
            sandbox.sessions.start_for(access_token.to_owned())
        }
    };
    let cookie = host_site::cookie(&session);
    (StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response()
}

async fn rehearse(State(sandbox): State<Sandbox>, request: Request, next: Next) -> Response {
    let Some(session) = session_cookie(request.headers())
        .filter(|session| sandbox.sessions.knows(session))
        .map(str::to_owned)
    else {
        return next.run(request).await;
    };
    match (request.method(), request.uri().path()) {
        (&Method::POST, "/api/card/set-pin/token") => {
            rehearse_token(&sandbox, &session, request, next).await
        }
        (&Method::GET, "/api/card/status") => {
            rehearse_status(&sandbox, &session, request, next).await
        }
        _ => next.run(request).await,
    }
}

async fn rehearse_status(
    sandbox: &Sandbox,
    session: &str,
    request: Request,
    next: Next,
) -> Response {
    let fault = sandbox.sessions.rehearsal(session, |rehearsal| {
        rehearsal.status_requests += 1;
        rehearsal.status_faults.take()
    });
    match happen(fault.flatten()).await {
        Happening::Answer(answer) => answer,
        Happening::Normal => next.run(request).await,
        Happening::Changed(_) => altered(next.run(request).await, faults::oversize).await.0,
    }
}

async fn rehearse_token(
    sandbox: &Sandbox,
    session: &str,
    request: Request,
    next: Next,
) -> Response {
    let open = OpenRequest::begin(sandbox, session);
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MAX_BODY).await else {
        open.answered();
        return refuse(StatusCode::PAYLOAD_TOO_LARGE, "The body is too large");
    };
    let seen = json!({ "body": seen_body(&body), "headers": seen_headers(&parts.headers) });
    let fault = sandbox.sessions.rehearsal(session, |rehearsal| {
        rehearsal.token_requests.push(seen);
        rehearsal.token_faults.take()
    });
    let request = Request::from_parts(parts, Body::from(body));
    let (answer, content) = match happen(fault.flatten()).await {
        Happening::Answer(answer) => (answer, None),
        Happening::Normal => altered(next.run(request).await, |_| ()).await,
        Happening::Changed(Change::Oversized) => {
            altered(next.run(request).await, faults::oversize).await
        }
        Happening::Changed(Change::Address(address)) => {
            altered(next.run(request).await, |answer| {
                sandbox.readdress(answer, &address)
            })
            .await
        }
        Happening::Changed(Change::Reuse) => match sandbox.last_answer(session) {
            Some(last) => (Json(&last).into_response(), None),
            None => altered(next.run(request).await, |_| ()).await,
        },
    };
    if content.is_some() {
        sandbox
            .sessions
            .rehearsal(session, |rehearsal| rehearsal.last_answer = content);
    }
    open.answered();
    answer
}

async fn happen(fault: Option<FaultKind>) -> Happening {
    match fault {
        Some(kind) => faults::happen(kind).await,
        None => Happening::Normal,
    }
}

/// Changes the backend's answer where it is a good one; also returns what it then says.
async fn altered(answer: Response, change: impl FnOnce(&mut Value)) -> (Response, Option<Value>) {
    if answer.status() != StatusCode::OK {
        return (answer, None);
    }
    let (mut parts, body) = answer.into_parts();
    let content = to_bytes(body, MAX_BODY)
        .await
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let Some(mut content): Option<Value> = content else {
        return (
            refuse(
                StatusCode::INTERNAL_SERVER_ERROR,
                "The sandbox could not read the backend's answer",
            ),
            None,
        );
    };
    change(&mut content);
    parts.headers.remove(header::CONTENT_LENGTH);
    (
        Response::from_parts(parts, Body::from(content.to_string())),
        Some(content),
    )
}

impl Sandbox {
    fn readdress(&self, answer: &mut Value, template: &str) {
        let token = answer["token"].as_str().unwrap_or_default();
        let address = template
            .replace("{token}", token)
            .replace("{page}", &self.issuer.page_origin)
            .replace("{api}", &self.issuer.api_origin)
            .replace("{host}", &self.own_origin);
        answer["hostedPageUrl"] = Value::String(address);
    }

    fn last_answer(&self, session: &str) -> Option<Value> {
        self.sessions
            .rehearsal(session, |rehearsal| rehearsal.last_answer.clone())
            .flatten()
    }
}

fn seen_body(body: &[u8]) -> Value {
    serde_json::from_slice(body)
        .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(body).into_owned()))
}

/// Those that a page chooses: the rest is the browser's.
fn seen_headers(headers: &HeaderMap) -> Value {
    let chosen = |name: &HeaderName| {
        name == header::CONTENT_TYPE || name == header::ACCEPT || name.as_str().starts_with("x-")
    };
    let seen = headers.iter().filter(|(name, _)| chosen(name));
    let seen: Map<String, Value> = seen
        .map(|(name, value)| {
            (
                name.to_string(),
                String::from_utf8_lossy(value.as_bytes()).into(),
            )
        })
        .collect();
    Value::Object(seen)
}

/// A token request under way. Dropped without an answer, its client went away.
#[must_use = "a request that is dropped at once counts as aborted"]
struct OpenRequest {
    sessions: Arc<Sessions>,
    session: String,
    is_answered: bool,
}

impl OpenRequest {
    fn begin(sandbox: &Sandbox, session: &str) -> Self {
        sandbox
            .sessions
            .rehearsal(session, |rehearsal| rehearsal.open_requests += 1);
        Self {
            sessions: sandbox.sessions.clone(),
            session: session.to_owned(),
            is_answered: false,
        }
    }

    fn answered(mut self) {
        self.is_answered = true;
    }
}

impl Drop for OpenRequest {
    fn drop(&mut self) {
        self.sessions.rehearsal(&self.session, |rehearsal| {
            rehearsal.open_requests -= 1;
            rehearsal.aborted_requests += u32::from(!self.is_answered);
        });
    }
}
