//! CORS for the routes that only the demo has, if its backend is on another origin than its pages. The
//! model backend's own routes have their own rules.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Request, State},
    http::{Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};

use crate::model_backend::{Headers, cors_headers, preflight_headers, refuse};

/// Adds the headers to each response, also to one of fault injection, and responds to preflight
/// requests for the routes that do not do so.
pub fn around(routes: Router, origins: Vec<String>) -> Router {
    routes.layer(middleware::from_fn_with_state(Arc::new(origins), respond))
}

async fn respond(
    State(origins): State<Arc<Vec<String>>>,
    request: Request,
    next: Next,
) -> Response {
    let headers = cors_headers(request.headers(), &origins);
    let is_listed = headers
        .iter()
        .any(|(name, _)| name == header::ACCESS_CONTROL_ALLOW_ORIGIN);
    let preflight = preflight(&request, &origins);
    let mut response = next.run(request).await;
    if response.status() == StatusCode::METHOD_NOT_ALLOWED
        && let Some(preflight) = preflight
    {
        if !is_listed {
            return refuse(
                StatusCode::FORBIDDEN,
                "Only pages of this app may send this request",
            );
        }
        response = StatusCode::NO_CONTENT.into_response();
        response.headers_mut().extend(preflight);
    }
    for (name, value) in headers {
        response.headers_mut().insert(name, value);
    }
    response
}

fn preflight(request: &Request, origins: &[String]) -> Option<Headers> {
    let headers = request.headers();
    let asked = headers.get(header::ACCESS_CONTROL_REQUEST_METHOD)?;
    let asked = Method::from_bytes(asked.as_bytes()).ok()?;
    preflight_headers(request.method(), headers, &asked, origins)
}
