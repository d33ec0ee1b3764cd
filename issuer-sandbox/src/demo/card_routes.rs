//! Further routes of the app's backend, for the demo's pages: ordering and freezing the card.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, Method},
    response::{IntoResponse, Response},
    routing::post,
};
use serde_json::json;

use crate::model_backend::{ModelBackend, RouteError, with_common_responses};

/// The routes under `/api/card`.
pub fn routes(backend: Arc<ModelBackend>) -> Router {
    let routes = Router::new()
        .route("/api/card/order", post(order_card))
        .route("/api/card/freeze", post(freeze_card))
        .route("/api/card/unfreeze", post(unfreeze_card));
    with_common_responses(routes).with_state(backend)
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
    let cardholder = backend.cardholder(method, headers)?;
    backend.post_to_issuer(path, &cardholder).await?;
    Ok(Json(json!({ "success": true })).into_response())
}
