//! The host app's second factor: a one-time code or a passkey. Either gives a proof, which a page
//! sends with its request for a token, and which the model backend checks.

pub mod code;
pub mod passkey;
pub mod proof;

use std::time::Instant;

use axum::{
    Json, Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, HeaderName, StatusCode},
    routing::{get, post, put},
};
use serde::Deserialize;
use serde_json::{Value, json};

use self::{
    code::{OneTimeCode, Refusal},
    passkey::Passkey,
    proof::Proofs,
};
use super::control::SandboxState;
use crate::model_backend::RouteError;

/// The header with the proof.
pub const PROOF_HEADER: HeaderName = HeaderName::from_static("x-step-up");

/// The second factors of one session.
#[derive(Debug, Default)]
pub struct StepUp {
    /// Whether a token needs a proof.
    is_required: bool,
    code: OneTimeCode,
    passkey: Passkey,
    proofs: Proofs,
    /// The last message to the cardholder's phone.
    message: Option<String>,
}

impl StepUp {
    /// Whether a request with these headers may have a token.
    pub fn allows(&self, headers: &HeaderMap) -> bool {
        let proof = headers
            .get(&PROOF_HEADER)
            .and_then(|proof| proof.to_str().ok());
        !self.is_required || proof.is_some_and(|proof| self.proofs.contain(proof, Instant::now()))
    }

    fn proof(&mut self) -> Json<Value> {
        Json(json!({ "proof": self.proofs.issue(Instant::now()) }))
    }
}

/// The routes.
pub fn routes() -> Router<SandboxState> {
    Router::new()
        .route("/api/step-up/code", post(send_code))
        .route("/api/step-up/code/check", post(check_code))
        .route("/api/step-up/passkey", get(passkey).post(register_passkey))
        .route("/api/step-up/passkey/new", post(creation_options))
        .route("/api/step-up/passkey/challenge", post(request_options))
        .route("/api/step-up/passkey/check", post(check_passkey))
        .route("/sandbox/phone", get(phone))
        .route("/sandbox/step-up", put(require))
}

impl SandboxState {
    fn step_up<T>(
        &self,
        headers: &HeaderMap,
        act: impl FnOnce(&mut StepUp) -> Result<T, RouteError>,
    ) -> Result<T, RouteError> {
        let (session, _) = self.session(headers)?;
        self.sessions
            .record(&session, |record| act(&mut record.step_up))
            .ok_or_else(|| RouteError::new(StatusCode::UNAUTHORIZED, "No session"))?
    }
}

fn refused(refusal: Refusal) -> RouteError {
    match refusal {
        Refusal::Wrong => RouteError::new(StatusCode::FORBIDDEN, "The code is not valid"),
        Refusal::Locked => RouteError::new(
            StatusCode::TOO_MANY_REQUESTS,
            "There were too many wrong codes",
        ),
    }
}

fn invalid() -> RouteError {
    RouteError::new(StatusCode::FORBIDDEN, "The passkey is not valid")
}

fn unavailable() -> RouteError {
    RouteError::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "The options of the passkey could not be created",
    )
}

/// Sends a code "to the phone".
async fn send_code(
    State(sandbox): State<SandboxState>,
    headers: HeaderMap,
) -> Result<StatusCode, RouteError> {
    sandbox.step_up(&headers, |step_up| {
        let code = step_up.code.create(Instant::now()).map_err(refused)?;
        step_up.message = Some(format!("Your code is {code}. Give it to nobody."));
        Ok(StatusCode::NO_CONTENT)
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    code: String,
}

async fn check_code(
    State(sandbox): State<SandboxState>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, RouteError> {
    let entry: Entry = serde_json::from_slice(&body).map_err(|_| {
        RouteError::new(StatusCode::BAD_REQUEST, "Send {\"code\": \"...\"} as JSON")
    })?;
    sandbox.step_up(&headers, |step_up| {
        let accepted = step_up.code.accept(&entry.code, Instant::now());
        accepted.map_err(refused)?;
        step_up.message = None;
        Ok(step_up.proof())
    })
}

async fn passkey(
    State(sandbox): State<SandboxState>,
    headers: HeaderMap,
) -> Result<Json<Value>, RouteError> {
    sandbox.step_up(&headers, |step_up| {
        let is_registered = step_up.passkey.is_registered();
        Ok(Json(json!({ "isRegistered": is_registered })))
    })
}

async fn creation_options(
    State(sandbox): State<SandboxState>,
    headers: HeaderMap,
) -> Result<Json<Value>, RouteError> {
    sandbox.step_up(&headers, |step_up| {
        // A second one would be a way around the first.
        if step_up.passkey.is_registered() {
            return Err(RouteError::new(
                StatusCode::CONFLICT,
                "This session has a passkey already",
            ));
        }
        let options = step_up.passkey.creation_options();
        options.map(Json).ok_or_else(unavailable)
    })
}

/// A passkey of a session without one. An app would ask for another factor first.
async fn register_passkey(
    State(sandbox): State<SandboxState>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, RouteError> {
    sandbox.step_up(&headers, |step_up| {
        let is_valid = step_up.passkey.register(&body, &sandbox.page_origin);
        is_valid
            .then_some(StatusCode::NO_CONTENT)
            .ok_or_else(invalid)
    })
}

async fn request_options(
    State(sandbox): State<SandboxState>,
    headers: HeaderMap,
) -> Result<Json<Value>, RouteError> {
    sandbox.step_up(&headers, |step_up| {
        let options = step_up.passkey.request_options();
        options.map(Json).ok_or_else(unavailable)
    })
}

async fn check_passkey(
    State(sandbox): State<SandboxState>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, RouteError> {
    sandbox.step_up(&headers, |step_up| {
        if !step_up.passkey.verify(&body, &sandbox.page_origin) {
            return Err(invalid());
        }
        Ok(step_up.proof())
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Rule {
    is_required: bool,
}

/// Whether the tokens of this session need a second factor.
async fn require(
    State(sandbox): State<SandboxState>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, RouteError> {
    let rule: Rule = serde_json::from_slice(&body).map_err(|_| {
        RouteError::new(
            StatusCode::BAD_REQUEST,
            "Send {\"isRequired\": true} as JSON",
        )
    })?;
    sandbox.step_up(&headers, |step_up| {
        step_up.is_required = rule.is_required;
        Ok(StatusCode::NO_CONTENT)
    })
}

/// In place of the cardholder's phone: no message is sent.
async fn phone(
    State(sandbox): State<SandboxState>,
    headers: HeaderMap,
) -> Result<Json<Value>, RouteError> {
    sandbox.step_up(&headers, |step_up| {
        Ok(Json(json!({ "message": step_up.message })))
    })
}
