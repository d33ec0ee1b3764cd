//! Further routes of the app's backend, for the demo's pages: the card's status, ordering and
//! freezing, and the images of the PIN and of the card's details. The widget does not need them.

use std::sync::Arc;

use axum::{
    Json, Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, Method, StatusCode},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::{Value, json};

use crate::model_backend::{ModelBackend, RouteError, with_common_responses};

/// The routes under `/api/card`.
pub fn routes(backend: Arc<ModelBackend>) -> Router {
    let routes = Router::new()
        .route("/api/card/pin/token", post(pin_token))
        .route("/api/card/details/token", post(details_token))
        .route("/api/card/status", get(card_status))
        .route("/api/card/order", post(order_card))
        .route("/api/card/freeze", post(freeze_card))
        .route("/api/card/unfreeze", post(unfreeze_card));
    with_common_responses(routes).with_state(backend)
}

async fn pin_token(
    State(backend): State<Arc<ModelBackend>>,
    method: Method,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, RouteError> {
    image(&backend, &method, &headers, &body, "/v1/card/pin/token").await
}

async fn details_token(
    State(backend): State<Arc<ModelBackend>>,
    method: Method,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, RouteError> {
    let path = "/v1/card/details/token";
    image(&backend, &method, &headers, &body, path).await
}

/// Forwards the body, which only chooses colours.
async fn image(
    backend: &ModelBackend,
    method: &Method,
    headers: &HeaderMap,
    body: &[u8],
    path: &str,
) -> Result<Response, RouteError> {
    let access_token = backend.access_token(method, headers)?;
    let body: Option<Value> =
        match body {
            [] => None,
            body => Some(serde_json::from_slice(body).map_err(|_| {
                RouteError::new(StatusCode::BAD_REQUEST, "The body is not valid JSON")
            })?),
        };
    let response = backend
        .request_issuer(Method::POST, path, &access_token, body.as_ref())
        .await?;
    backend.image(&response)
}

async fn card_status(
    State(backend): State<Arc<ModelBackend>>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, RouteError> {
    let response = request(&backend, &method, &headers, Method::GET, "/v1/card/status").await?;
    let status = response["status"]
        .as_str()
        .filter(|status| !status.is_empty())
        .ok_or_else(|| {
            tracing::warn!("the issuer sent a card status without `status`");
            RouteError::new(
                StatusCode::BAD_GATEWAY,
                "The card issuer sent a response that this app does not know",
            )
        })?;
    Ok(Json(json!({ "status": status })).into_response())
}

async fn order_card(
    State(backend): State<Arc<ModelBackend>>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, RouteError> {
    change_card(&backend, &method, &headers, "/v1/card/order").await
}

async fn freeze_card(
    State(backend): State<Arc<ModelBackend>>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, RouteError> {
    change_card(&backend, &method, &headers, "/v1/card/freeze").await
}

async fn unfreeze_card(
    State(backend): State<Arc<ModelBackend>>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, RouteError> {
    change_card(&backend, &method, &headers, "/v1/card/unfreeze").await
}

async fn change_card(
    backend: &ModelBackend,
    method: &Method,
    headers: &HeaderMap,
    path: &str,
) -> Result<Response, RouteError> {
    request(backend, method, headers, Method::POST, path).await?;
    Ok(Json(json!({ "success": true })).into_response())
}

/// A request to the issuer for the cardholder whose page sent `headers` with `method`.
async fn request(
    backend: &ModelBackend,
    method: &Method,
    headers: &HeaderMap,
    issuer_method: Method,
    path: &str,
) -> Result<Value, RouteError> {
    let access_token = backend.access_token(method, headers)?;
    backend
        .request_issuer(issuer_method, path, &access_token, None)
        .await
}
