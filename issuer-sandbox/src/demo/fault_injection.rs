//! Injects faults between the app's backend and the page, and records the page's requests.

use std::sync::Arc;

use axum::{
    Json, Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderName, Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json};

use super::{control::SandboxState, sessions::Sessions, step_up};
use crate::{
    faults::{self, Change, FaultOutcome},
    model_backend::{MAX_BODY, refuse, session_cookie},
};

/// Injects faults into the responses of the backend's routes.
pub fn around(backend: Router, sandbox: SandboxState) -> Router {
    backend.layer(middleware::from_fn_with_state(sandbox, inject))
}

async fn inject(State(sandbox): State<SandboxState>, request: Request, next: Next) -> Response {
    // The backend refuses requests of other pages: they are not recorded, and use up no fault.
    if !sandbox.is_from_own_page(&request) {
        return next.run(request).await;
    }
    let Some(session) = session_cookie(request.headers())
        .filter(|session| sandbox.sessions.contains(session))
        .map(str::to_owned)
    else {
        return next.run(request).await;
    };
    match (request.method(), request.uri().path()) {
        (
            &Method::POST,
            "/api/card/set-pin/token" | "/api/card/pin/token" | "/api/card/details/token",
        ) => respond_to_token_request(&sandbox, &session, request, next).await,
        (&Method::GET, "/api/card/status") => {
            respond_to_status_request(&sandbox, &session, request, next).await
        }
        _ => next.run(request).await,
    }
}

async fn respond_to_status_request(
    sandbox: &SandboxState,
    session: &str,
    request: Request,
    next: Next,
) -> Response {
    let fault = sandbox.sessions.record(session, |record| {
        record.status_requests += 1;
        record.status_faults.take()
    });
    match faults::inject(fault.flatten()).await {
        FaultOutcome::Response(response) => response,
        FaultOutcome::Normal => next.run(request).await,
        FaultOutcome::Changed(_) => changed(next.run(request).await, faults::oversize).await.0,
    }
}

async fn respond_to_token_request(
    sandbox: &SandboxState,
    session: &str,
    request: Request,
    next: Next,
) -> Response {
    let open = OpenRequest::begin(sandbox, session);
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MAX_BODY).await else {
        open.complete();
        return refuse(StatusCode::PAYLOAD_TOO_LARGE, "The body is too large");
    };
    let recorded =
        json!({ "body": recorded_body(&body), "headers": recorded_headers(&parts.headers) });
    let fault = sandbox.sessions.record(session, |record| {
        record.token_requests.push(recorded);
        record.token_faults.take()
    });
    let request = Request::from_parts(parts, Body::from(body));
    let (response, content) = match faults::inject(fault.flatten()).await {
        FaultOutcome::Response(response) => (response, None),
        FaultOutcome::Normal => changed(next.run(request).await, |_| ()).await,
        FaultOutcome::Changed(Change::Oversized) => {
            changed(next.run(request).await, faults::oversize).await
        }
        FaultOutcome::Changed(Change::Url(template)) => {
            changed(next.run(request).await, |content| {
                sandbox.replace_url(content, &template)
            })
            .await
        }
        FaultOutcome::Changed(Change::Reuse) => match sandbox.last_response(session) {
            Some(last) => (Json(&last).into_response(), None),
            None => changed(next.run(request).await, |_| ()).await,
        },
    };
    if content.is_some() {
        sandbox
            .sessions
            .record(session, |record| record.last_response = content);
    }
    open.complete();
    response
}

/// Changes the content of a successful response, and returns the new content.
async fn changed(response: Response, change: impl FnOnce(&mut Value)) -> (Response, Option<Value>) {
    if response.status() != StatusCode::OK {
        return (response, None);
    }
    let (mut parts, body) = response.into_parts();
    let content = to_bytes(body, MAX_BODY)
        .await
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let Some(mut content): Option<Value> = content else {
        return (
            refuse(
                StatusCode::INTERNAL_SERVER_ERROR,
                "The sandbox could not read the backend's response",
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

impl SandboxState {
    fn replace_url(&self, content: &mut Value, template: &str) {
        let token = content["token"].as_str().unwrap_or_default();
        let url = template
            .replace("{token}", token)
            .replace("{page}", &self.issuer.page_origin)
            .replace("{api}", &self.issuer.api_origin)
            .replace("{host}", &self.page_origin);
        let field = match content["imageUrl"] {
            Value::Null => "hostedPageUrl",
            _ => "imageUrl",
        };
        content[field] = Value::String(url);
    }

    fn last_response(&self, session: &str) -> Option<Value> {
        self.sessions
            .record(session, |record| record.last_response.clone())
            .flatten()
    }
}

fn recorded_body(body: &[u8]) -> Value {
    serde_json::from_slice(body)
        .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(body).into_owned()))
}

/// The headers that a page sets; the browser sets the others. The proof of a second factor is a
/// secret: it is recorded as `****`.
fn recorded_headers(headers: &HeaderMap) -> Value {
    let is_of_page = |name: &HeaderName| {
        name == header::CONTENT_TYPE || name == header::ACCEPT || name.as_str().starts_with("x-")
    };
    let recorded: Map<String, Value> = headers
        .iter()
        .filter(|(name, _)| is_of_page(name))
        .map(|(name, value)| {
            let value = if *name == step_up::PROOF_HEADER {
                "****".into()
            } else {
                String::from_utf8_lossy(value.as_bytes())
            };
            (name.to_string(), value.into())
        })
        .collect();
    Value::Object(recorded)
}

/// A token request in flight. If it is dropped before it is complete, the client has gone.
#[must_use = "a request that is dropped at once counts as aborted"]
struct OpenRequest {
    sessions: Arc<Sessions>,
    session: String,
    is_complete: bool,
}

impl OpenRequest {
    fn begin(sandbox: &SandboxState, session: &str) -> Self {
        sandbox
            .sessions
            .record(session, |record| record.open_requests += 1);
        Self {
            sessions: sandbox.sessions.clone(),
            session: session.to_owned(),
            is_complete: false,
        }
    }

    fn complete(mut self) {
        self.is_complete = true;
    }
}

impl Drop for OpenRequest {
    fn drop(&mut self) {
        self.sessions.record(&self.session, |record| {
            record.open_requests -= 1;
            record.aborted_requests += u32::from(!self.is_complete);
        });
    }
}
