//! Requests from pages on another origin (the CORS protocol of the Fetch standard).

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};

/// Seconds for which a browser may remember the response to a preflight request.
const MAX_AGE: HeaderValue = HeaderValue::from_static("600");
/// The longest list of headers that a preflight request may ask for.
const MAX_ASKED: usize = 1000;

/// Headers of a response.
pub type Headers = Vec<(HeaderName, HeaderValue)>;

/// The headers of each response. The origin is that of the request, and never `*`: only so may the
/// request have credentials. `Vary` is there for other origins too, so that no cache mixes them up.
pub fn cors_headers(request: &HeaderMap, origins: &[String]) -> Headers {
    if origins.is_empty() {
        return Vec::new();
    }
    let mut headers = vec![(header::VARY, HeaderValue::from_static("origin"))];
    let origin = request.get(header::ORIGIN);
    if let Some(origin) = origin.filter(|origin| origins.iter().any(|own| own == *origin)) {
        headers.extend([
            (header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone()),
            (
                header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
                HeaderValue::from_static("true"),
            ),
            (
                header::ACCESS_CONTROL_EXPOSE_HEADERS,
                HeaderValue::from_static("retry-after, x-request-id"),
            ),
        ]);
    }
    headers
}

/// The further headers of the response to a preflight request for `method`; `None` for any other
/// request. The headers that the page may send are those that it asks for: it is one of the host's
/// own pages.
pub fn preflight_headers(
    request_method: &Method,
    request: &HeaderMap,
    method: &Method,
    origins: &[String],
) -> Option<Headers> {
    let asked_method = request.get(header::ACCESS_CONTROL_REQUEST_METHOD);
    let is_preflight = !origins.is_empty()
        && request_method == Method::OPTIONS
        && asked_method.is_some_and(|asked| asked == method.as_str());
    if !is_preflight {
        return None;
    }
    let allowed = HeaderValue::from_str(method.as_str()).ok()?;
    let mut headers = vec![
        (header::ACCESS_CONTROL_ALLOW_METHODS, allowed),
        (header::ACCESS_CONTROL_MAX_AGE, MAX_AGE),
    ];
    if let Some(asked) = request.get(header::ACCESS_CONTROL_REQUEST_HEADERS)
        && is_list_of_names(asked)
    {
        headers.push((header::ACCESS_CONTROL_ALLOW_HEADERS, asked.clone()));
    }
    Some(headers)
}

fn is_list_of_names(value: &HeaderValue) -> bool {
    let fits = |byte: &u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+.^_`|~, -".contains(byte);
    (1..=MAX_ASKED).contains(&value.len()) && value.as_bytes().iter().all(fits)
}
