//! The issuer's documented API.

use std::sync::Arc;

use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Query, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    Issuer,
    cardholders::{CardRefusal, CardholderId},
    hosted_page,
    image_request::ImageRequest,
    token_request::{BodyRefusal, TokenRequest},
};
use crate::faults::{self, FaultOutcome};

/// The routes on the API's origin. `/pin-direct/hop` is the page on another origin that the `hop`
/// variant of the hosted page visits.
pub fn routes(issuer: Arc<Issuer>) -> Router {
    Router::new()
        .route("/v1/card/set-pin/token", post(set_pin_token))
        .route("/v1/card/pin/token", post(pin_token))
        .route("/v1/card/details/token", post(details_token))
        .route("/v1/card/status", get(card_status))
        .route("/v1/card/order", post(order_card))
        .route("/v1/card/freeze", post(freeze_card))
        .route("/v1/card/unfreeze", post(unfreeze_card))
        .layer(middleware::from_fn_with_state(
            issuer.clone(),
            inject_faults,
        ))
        .layer(middleware::from_fn(never_stored))
        .route("/pin-direct/hop", get(hop))
        .merge(hosted_page::assets())
        .fallback(async || error(404, "Not found"))
        .layer(DefaultBodyLimit::max(16 * 1024))
        .with_state(issuer)
}

async fn never_stored(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Injects faults on demand, for the host app's backend to handle.
async fn inject_faults(
    State(issuer): State<Arc<Issuer>>,
    request: Request,
    next: Next,
) -> Response {
    let fault = bearer(request.headers()).and_then(|token| issuer.next_api_fault(token));
    if let FaultOutcome::Response(response) = faults::inject(fault).await {
        return response;
    }
    next.run(request).await
}

/// A documented error: a status and a sentence. (498 and 499 are the issuer's own statuses, so
/// libraries have no names for them.)
#[derive(Debug)]
struct ApiError(u16, String);

fn error(status: u16, message: &str) -> ApiError {
    ApiError(status, message.to_owned())
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, Json(json!({ "message": self.1 }))).into_response()
    }
}

impl From<CardRefusal> for ApiError {
    fn from(refusal: CardRefusal) -> Self {
        match refusal {
            CardRefusal::NotFound => error(404, "Card not found"),
            CardRefusal::AlreadyOrdered => error(400, "User already has a card"),
            CardRefusal::Frozen(true) => error(400, "Card is already frozen"),
            CardRefusal::Frozen(false) => error(400, "Card is not frozen"),
            CardRefusal::NotAllowed => error(403, "Not authorized"),
            CardRefusal::NoPin => error(404, "PIN not set"),
        }
    }
}

impl From<BodyRefusal> for ApiError {
    fn from(refusal: BodyRefusal) -> Self {
        match refusal {
            BodyRefusal::Malformed => error(400, "The body is not a JSON object"),
            BodyRefusal::Invalid(message) => ApiError(422, message),
        }
    }
}

/// Checks the client key first, then the access token.
fn authenticate(issuer: &Issuer, headers: &HeaderMap) -> Result<CardholderId, ApiError> {
    let client_key = headers
        .get("x-client-key")
        .ok_or_else(|| error(499, "Missing client key"))?;
    if client_key != issuer.client_key.as_str() {
        return Err(error(498, "Invalid client key"));
    }
    if headers
        .get("x-us-env")
        .is_some_and(|value| value != "true" && value != "false")
    {
        return Err(error(400, "x-us-env takes true or false"));
    }
    bearer(headers)
        .and_then(|token| issuer.cardholder(token))
        .ok_or_else(|| error(401, "Not authenticated"))
}

/// The request's access token.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .strip_prefix("Bearer ")
}

async fn set_pin_token(
    State(issuer): State<Arc<Issuer>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    let cardholder = authenticate(&issuer, &headers)?;
    let request = TokenRequest::parse(&body)?;
    let (token, url) = issuer.issue_token(cardholder, request)?;
    Ok(Json(json!({ "token": token, "hostedPageUrl": url })))
}

async fn pin_token(
    State(issuer): State<Arc<Issuer>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    image_token(&issuer, &headers, || ImageRequest::pin(&body))
}

async fn details_token(
    State(issuer): State<Arc<Issuer>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    image_token(&issuer, &headers, || ImageRequest::card_details(&body))
}

fn image_token(
    issuer: &Issuer,
    headers: &HeaderMap,
    request: impl FnOnce() -> Result<ImageRequest, BodyRefusal>,
) -> Result<Json<Value>, ApiError> {
    let cardholder = authenticate(issuer, headers)?;
    let (token, url) = issuer.issue_image(cardholder, request()?)?;
    Ok(Json(json!({ "token": token, "imageUrl": url })))
}

async fn card_status(
    State(issuer): State<Arc<Issuer>>,
    headers: HeaderMap,
) -> Result<Json<Value>, ApiError> {
    let cardholder = authenticate(&issuer, &headers)?;
    Ok(Json(issuer.card_status(cardholder)?))
}

async fn order_card(
    State(issuer): State<Arc<Issuer>>,
    headers: HeaderMap,
) -> Result<Json<Value>, ApiError> {
    let cardholder = authenticate(&issuer, &headers)?;
    issuer.order_card(cardholder)?;
    Ok(Json(json!({ "success": true })))
}

async fn freeze_card(
    State(issuer): State<Arc<Issuer>>,
    headers: HeaderMap,
) -> Result<Json<Value>, ApiError> {
    set_frozen(&issuer, &headers, true)
}

async fn unfreeze_card(
    State(issuer): State<Arc<Issuer>>,
    headers: HeaderMap,
) -> Result<Json<Value>, ApiError> {
    set_frozen(&issuer, &headers, false)
}

fn set_frozen(issuer: &Issuer, headers: &HeaderMap, frozen: bool) -> Result<Json<Value>, ApiError> {
    let cardholder = authenticate(issuer, headers)?;
    issuer.set_frozen(cardholder, frozen)?;
    Ok(Json(json!({ "success": true })))
}

#[derive(Deserialize)]
struct Hop {
    page: Uuid,
}

/// Redirects to a fixed URL only.
async fn hop(State(issuer): State<Arc<Issuer>>, Query(hop): Query<Hop>) -> Response {
    let back = format!("{}/pin-direct/done?page={}", issuer.page_origin, hop.page);
    hosted_page::hop_back(&back)
}
