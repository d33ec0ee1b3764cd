//! The routes: each page's request, the issuer's request, and the fields of its response that a page
//! receives.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Request, State},
    http::Method,
    response::Response,
    routing::{get, post},
};

use super::{
    ModelBackend, RouteError,
    generated::{CARD_DETAILS_IMAGE_PAIRS, PIN_IMAGE_PAIRS},
    issuer::card_facts,
    request::{image_body, set_pin_body},
    response::with_common_responses,
};

/// The routes under `/api/card`.
pub fn routes(backend: Arc<ModelBackend>) -> Router {
    let routes = Router::new()
        .route("/api/card/set-pin/token", post(set_pin_token))
        .route("/api/card/status", get(card_status))
        .route("/api/card/pin/token", post(pin_token))
        .route("/api/card/details/token", post(card_details_token));
    with_common_responses(routes).with_state(backend)
}

async fn set_pin_token(
    State(backend): State<Arc<ModelBackend>>,
    request: Request,
) -> Result<Response, RouteError> {
    let access_token = backend.access_token(request.method(), request.headers())?;
    let body = set_pin_body(request, &backend.own_origin, backend.timeout).await?;
    let path = "/v1/card/set-pin/token";
    let response = backend
        .request_issuer(Method::POST, path, &access_token, Some(&body))
        .await?;
    backend.issuer.token_and_url(&response, "hostedPageUrl")
}

async fn card_status(
    State(backend): State<Arc<ModelBackend>>,
    request: Request,
) -> Result<Response, RouteError> {
    let access_token = backend.access_token(request.method(), request.headers())?;
    let response = backend
        .request_issuer(Method::GET, "/v1/card/status", &access_token, None)
        .await?;
    card_facts(&response)
}

async fn pin_token(
    State(backend): State<Arc<ModelBackend>>,
    request: Request,
) -> Result<Response, RouteError> {
    image_token(&backend, request, &PIN_IMAGE_PAIRS, "/v1/card/pin/token").await
}

async fn card_details_token(
    State(backend): State<Arc<ModelBackend>>,
    request: Request,
) -> Result<Response, RouteError> {
    let path = "/v1/card/details/token";
    image_token(&backend, request, &CARD_DETAILS_IMAGE_PAIRS, path).await
}

async fn image_token(
    backend: &ModelBackend,
    request: Request,
    pairs: &[[&str; 2]],
    path: &str,
) -> Result<Response, RouteError> {
    let access_token = backend.access_token(request.method(), request.headers())?;
    let body = image_body(request, pairs, backend.timeout).await?;
    let response = backend
        .request_issuer(Method::POST, path, &access_token, Some(&body))
        .await?;
    backend.issuer.token_and_url(&response, "imageUrl")
}
