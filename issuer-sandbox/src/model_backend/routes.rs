//! The routes: each page's request, the issuer's request, and the fields of its response that a page
//! receives.

use std::{sync::Arc, time::Instant};

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
    routing::any,
};
use serde_json::Value;

use super::{
    ModelBackend, RouteError,
    cors::{Headers, cors_headers, preflight_headers},
    generated::{CARD_DETAILS_IMAGE_PAIRS, PIN_IMAGE_PAIRS},
    host::{Cardholder, IssuedToken},
    issuer::{IssuerRequest, card_facts},
    request::{REQUEST_ID, image_body, request_id, session_cookie, set_pin_body},
    response::with_common_responses,
};

/// One route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// A token of the page that sets a PIN.
    SetPinToken,
    /// The card's status.
    CardStatus,
    /// A token of the image of the PIN.
    PinToken,
    /// A token of the image of the card's details.
    CardDetailsToken,
}

impl Route {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::SetPinToken,
        Self::CardStatus,
        Self::PinToken,
        Self::CardDetailsToken,
    ];

    fn method(self) -> Method {
        match self {
            Self::CardStatus => Method::GET,
            _ => Method::POST,
        }
    }

    /// Below `/api/card` of the app, and below `/v1/card` of the issuer.
    fn path(self) -> &'static str {
        match self {
            Self::SetPinToken => "/set-pin/token",
            Self::CardStatus => "/status",
            Self::PinToken => "/pin/token",
            Self::CardDetailsToken => "/details/token",
        }
    }

    fn issues_token(self) -> bool {
        self != Self::CardStatus
    }
}

/// The routes under `/api/card`.
pub fn routes(backend: Arc<ModelBackend>) -> Router {
    let mut routes = Router::new();
    for route in Route::ALL {
        let serve = async move |State(backend): State<Arc<ModelBackend>>, request: Request| {
            serve(&backend, route, request).await
        };
        routes = routes.route(&format!("/api/card{}", route.path()), any(serve));
    }
    with_common_responses(routes).with_state(backend)
}

async fn serve(backend: &ModelBackend, route: Route, request: Request) -> Response {
    let id = request_id(request.headers());
    let mut common = cors_headers(request.headers(), &backend.cors_origins);
    common.extend(HeaderValue::from_str(&id).map(|id| (REQUEST_ID, id)));
    let method = request.method();
    let origins = &backend.cors_origins;
    let mut response = match preflight_headers(method, request.headers(), &route.method(), origins)
    {
        Some(allowed) => preflight(backend, &request, allowed).into_response(),
        None => respond(backend, route, request, &id).await.into_response(),
    };
    response.headers_mut().extend(common);
    response
}

fn preflight(
    backend: &ModelBackend,
    request: &Request,
    allowed: Headers,
) -> Result<Response, RouteError> {
    backend.require_own_page(request.method(), request.headers())?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    response.headers_mut().extend(allowed);
    Ok(response)
}

async fn respond(
    backend: &ModelBackend,
    route: Route,
    request: Request,
    request_id: &str,
) -> Result<Response, RouteError> {
    let began = Instant::now();
    require_method(&request, &route.method())?;
    let cardholder = backend.cardholder(request.method(), request.headers())?;
    let session = session_cookie(request.headers())
        .unwrap_or_default()
        .to_owned();
    let subject = cardholder.subject.as_deref();
    if let Err(seconds) = backend.cardholders.allow(subject, route) {
        return Err(
            RouteError::new(StatusCode::TOO_MANY_REQUESTS, "Too many requests")
                .with_retry_after(Some(seconds.max(1).into())),
        );
    }
    if route.issues_token()
        && !backend
            .cardholders
            .has_second_factor(&session, request.headers())
    {
        return Err(RouteError::new(
            StatusCode::FORBIDDEN,
            "This request needs a second factor",
        ));
    }
    let issuer_request = IssuerRequest {
        method: route.method(),
        path: &format!("/v1/card{}", route.path()),
        body: body(backend, route, request).await?,
        request_id: Some(request_id),
    };
    let first = backend.issuer.send(&issuer_request, &cardholder).await;
    let response = match first {
        Err(error) if error.is_refused_token() => match backend.cardholders.renew(&session) {
            Some(renewed) => {
                let renewed = Cardholder {
                    us_env: renewed.us_env.or(cardholder.us_env),
                    ..renewed
                };
                backend.issuer.send(&issuer_request, &renewed).await?
            }
            None => return Err(error),
        },
        first => first?,
    };
    let response = match route {
        Route::SetPinToken => backend.issuer.token_and_url(&response, "hostedPageUrl")?,
        Route::CardStatus => card_facts(&response)?,
        Route::PinToken | Route::CardDetailsToken => {
            backend.issuer.token_and_url(&response, "imageUrl")?
        }
    };
    if route.issues_token() {
        backend.cardholders.token_issued(&IssuedToken {
            route,
            subject,
            request_id,
            duration: began.elapsed(),
        });
    }
    Ok(response)
}

fn require_method(request: &Request, method: &Method) -> Result<(), RouteError> {
    if request.method() == method {
        return Ok(());
    }
    let error = RouteError::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "This route takes another method",
    );
    Err(match HeaderValue::from_str(method.as_str()) {
        Ok(method) => error.with_header(header::ALLOW, method),
        Err(_) => error,
    })
}

/// Reads and checks the body of the page's request.
async fn body(
    backend: &ModelBackend,
    route: Route,
    request: Request,
) -> Result<Option<Value>, RouteError> {
    let timeout = backend.timeout;
    Ok(Some(match route {
        Route::CardStatus => return Ok(None),
        Route::SetPinToken => set_pin_body(request, &backend.page_origins(), timeout).await?,
        Route::PinToken => image_body(request, &PIN_IMAGE_PAIRS, timeout).await?,
        Route::CardDetailsToken => image_body(request, &CARD_DETAILS_IMAGE_PAIRS, timeout).await?,
    }))
}
