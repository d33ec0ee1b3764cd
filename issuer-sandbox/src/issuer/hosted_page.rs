//! The hosted page's routes. They use no cookies, which a cross-site frame does not receive: an
//! open page has an id of its own, which is in the page and never in its URL.

use std::sync::Arc;

use axum::{
    Form, Json, Router,
    extract::{
        DefaultBodyLimit, Query, Request, State,
        rejection::{FormRejection, JsonRejection},
    },
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use maud::Markup;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{
    Issuer,
    cardholders::Variant,
    look::Look,
    open_pages::PageInfo,
    page_views,
    pin::{Pin, PinRefusal},
};
use crate::faults::{self, FaultOutcome};

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

/// The routes on the hosted page's origin.
pub fn routes(issuer: Arc<Issuer>) -> Router {
    Router::new()
        .route("/pin-direct/set", get(open))
        .route("/details-image", get(image))
        .route("/pin-direct/pin", post(set_pin))
        .route("/pin-direct/step", post(step))
        .route("/pin-direct/cancel", post(cancel))
        .route("/pin-direct/done", get(done))
        .merge(assets())
        .fallback(async || spent())
        .layer(DefaultBodyLimit::max(4 * 1024))
        .layer(middleware::from_fn(with_common_headers))
        .with_state(issuer)
}

/// The pages' scripts and styles. Only the look differs between pages.
pub fn assets<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route(
            "/pin-direct/page.css",
            get(async || {
                asset(
                    "text/css; charset=utf-8",
                    include_str!("../assets/page.css"),
                )
            }),
        )
        .route(
            "/pin-direct/page.js",
            get(async || {
                asset(
                    "text/javascript; charset=utf-8",
                    include_str!("../assets/page.js"),
                )
            }),
        )
        .route(
            "/pin-direct/hop.js",
            get(async || {
                asset(
                    "text/javascript; charset=utf-8",
                    include_str!("../assets/hop.js"),
                )
            }),
        )
        .route(
            "/pin-direct/look.css",
            get(async |Query(look): Query<Look>| {
                asset("text/css; charset=utf-8", look.stylesheet())
            }),
        )
}

fn asset(content_type: &'static str, text: impl IntoResponse) -> Response {
    (
        [
            (header::CONTENT_TYPE, content_type),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        ],
        text,
    )
        .into_response()
}

/// Forbids storing the responses, and sending their URLs in a `Referer` header.
async fn with_common_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    response
}

/// A page with its policy. If it is not `framed`, no page may frame it.
fn page(status: StatusCode, view: Markup, framed: bool) -> Response {
    let policy = if framed {
        POLICY.to_owned()
    } else {
        format!("{POLICY}; frame-ancestors 'none'")
    };
    let mut response = (
        status,
        [(header::CONTENT_SECURITY_POLICY, policy)],
        Html(view.into_string()),
    )
        .into_response();
    if !framed {
        response.headers_mut().insert(
            HeaderName::from_static("x-frame-options"),
            HeaderValue::from_static("DENY"),
        );
    }
    response
}

fn page_of(info: &PageInfo, status: StatusCode, view: Markup) -> Response {
    page(
        status,
        view,
        info.request.is_embedded && info.variant != Variant::Unframeable,
    )
}

fn spent() -> Response {
    page(StatusCode::GONE, page_views::spent(), true)
}

#[derive(Deserialize)]
struct Opening {
    token: Option<String>,
}

async fn open(State(issuer): State<Arc<Issuer>>, Query(opening): Query<Opening>) -> Response {
    let access = issuer.access_page(opening.token.and_then(|token| Uuid::parse_str(&token).ok()));
    if let FaultOutcome::Response(response) = faults::inject(access.fault).await {
        return response;
    }
    match &access.page {
        Some(info) => page_of(info, StatusCode::OK, page_views::first(info, None)),
        None => spent(),
    }
}

/// The image of a PIN or of a card's details. A page of another origin can show it, but not read it.
async fn image(State(issuer): State<Arc<Issuer>>, Query(opening): Query<Opening>) -> Response {
    let token = opening.token.and_then(|token| Uuid::parse_str(&token).ok());
    let access = issuer.access_image(token);
    if let FaultOutcome::Response(response) = faults::inject(access.fault).await {
        return response;
    }
    match access.image {
        Some(image) => asset("image/png", image.to_vec()),
        None => spent(),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BothEntries {
    page: Uuid,
    pin: Zeroizing<String>,
    confirmation: Zeroizing<String>,
}

/// Receives both entries from the page's script.
async fn set_pin(
    State(issuer): State<Arc<Issuer>>,
    entries: Result<Json<BothEntries>, JsonRejection>,
) -> Response {
    // The library's own refusal would quote the request.
    let Ok(Json(entries)) = entries else {
        return error(StatusCode::BAD_REQUEST, "Send page, pin and confirmation.");
    };
    let pin = match Pin::parse_twice(&entries.pin, &entries.confirmation) {
        Ok(pin) => pin,
        Err(refusal) => return error(StatusCode::UNPROCESSABLE_ENTITY, refusal.sentence()),
    };
    let Some(info) = issuer.set_pin(entries.page, pin) else {
        return error(
            StatusCode::GONE,
            "This page is over. Go back to the app and start again.",
        );
    };
    let next = (info.variant == Variant::Hop)
        .then(|| format!("{}/pin-direct/hop?page={}", issuer.api_origin, info.id));
    if next.is_none() {
        issuer.end_page(info.id);
    }
    Json(json!({ "next": next })).into_response()
}

fn error(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({ "message": message }))).into_response()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OneEntry {
    page: Uuid,
    #[serde(default)]
    pin: Zeroizing<String>,
    #[serde(default)]
    confirmation: Zeroizing<String>,
}

/// Receives one entry after the other, by form posts.
async fn step(
    State(issuer): State<Arc<Issuer>>,
    entry: Result<Form<OneEntry>, FormRejection>,
) -> Response {
    let Ok(Form(entry)) = entry else {
        return spent();
    };
    let Some(info) = issuer.page(entry.page).filter(|info| !info.completed) else {
        return spent();
    };
    if !info.has_first_entry {
        return match Pin::parse(&entry.pin) {
            Ok(pin) => first_entry(&issuer, &info, pin),
            Err(refusal) => refused(&info, refusal),
        };
    }
    if !issuer.first_entry_matches(info.id, &entry.confirmation) {
        issuer.set_first_entry(info.id, None);
        return refused(&info, PinRefusal::Different);
    }
    match Pin::parse(&entry.confirmation)
        .ok()
        .and_then(|pin| issuer.set_pin(info.id, pin))
    {
        Some(info) => ended(&issuer, info.id),
        None => spent(),
    }
}

fn first_entry(issuer: &Issuer, info: &PageInfo, pin: Pin) -> Response {
    issuer.set_first_entry(info.id, Some(pin));
    page_of(info, StatusCode::OK, page_views::second(info))
}

fn refused(info: &PageInfo, refusal: PinRefusal) -> Response {
    page_of(
        info,
        StatusCode::UNPROCESSABLE_ENTITY,
        page_views::first(info, Some(refusal)),
    )
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Which {
    page: Uuid,
}

async fn cancel(State(issuer): State<Arc<Issuer>>, Json(which): Json<Which>) -> StatusCode {
    issuer.end_page(which.page);
    StatusCode::NO_CONTENT
}

/// The `hop` variant returns to this page.
async fn done(State(issuer): State<Arc<Issuer>>, Query(which): Query<Which>) -> Response {
    match issuer.page(which.page) {
        Some(info) if info.completed => ended(&issuer, info.id),
        _ => spent(),
    }
}

fn ended(issuer: &Issuer, id: Uuid) -> Response {
    match issuer.end_page(id) {
        Some(info) => page_of(&info, StatusCode::OK, page_views::over(&info)),
        None => spent(),
    }
}

/// The page on the other origin, which redirects at once.
pub fn hop_back(back: &str) -> Response {
    let mut response = page(StatusCode::OK, page_views::hop(back), true);
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    response
}
