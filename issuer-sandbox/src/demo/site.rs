//! The host app's pages: static files, each page with a strict policy and a session.

use std::{borrow::Cow, path::PathBuf, sync::Arc};

use axum::{
    Json, Router,
    extract::{Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use serde_json::json;
use tower_http::services::{ServeDir, ServeFile};

use super::sessions::Sessions;
use crate::model_backend::{refuse, session_cookie};

/// The app's page for a URL that does not exist.
const NOT_FOUND: &str = "404.html";
const FIXTURES: &str = "/fixtures/";
/// The name of the policy that forbids WebAssembly.
const NO_WASM: &str = "no-wasm";

/// The folders to serve.
#[derive(Clone, Debug, Default)]
pub struct Folders {
    /// At `/`.
    pub www: PathBuf,
    /// At `/pkg/`.
    pub pkg: PathBuf,
    /// At `/fixtures/`.
    pub fixtures: Option<PathBuf>,
    /// Whether the pages' policy forbids WebAssembly. Fixtures choose their own policy.
    pub refuse_webassembly: bool,
}

/// The state of the site.
#[derive(Clone, Debug)]
pub struct Site {
    /// The sessions that pages start.
    pub sessions: Arc<Sessions>,
    /// The origins that a page may frame.
    pub framed: Vec<String>,
    /// The origin of the backend, if it is not that of the pages.
    pub backend: Option<String>,
    /// Whether the issuer is the sandbox's own, so that nothing is real and faults can be injected.
    pub is_sandbox: bool,
    /// [`Folders::refuse_webassembly`].
    pub refuse_webassembly: bool,
}

/// The app's own routes together with its pages.
pub fn routes(site: Site, folders: &Folders, app: Router) -> Router {
    let config = Json(json!({
        "allowedOrigins": site.framed,
        "backend": site.backend.as_deref().unwrap_or_default(),
        "isSandbox": site.is_sandbox,
    }));
    let mut routes = app
        .route("/api/config", get(async move || config))
        .nest_service("/pkg", ServeDir::new(&folders.pkg));
    if let Some(fixtures) = &folders.fixtures {
        routes = routes.nest_service("/fixtures", ServeDir::new(fixtures));
    }
    routes
        .fallback_service(
            ServeDir::new(&folders.www)
                .not_found_service(ServeFile::new(folders.www.join(NOT_FOUND))),
        )
        .layer(middleware::from_fn_with_state(site, respond))
}

/// The cookie of a session.
pub fn cookie(session: &str) -> String {
    format!("session={session}; Path=/; HttpOnly; SameSite=Lax")
}

async fn respond(State(site): State<Site>, request: Request, next: Next) -> Response {
    let Some(policies) = policies(&request, &site) else {
        return refuse(
            StatusCode::BAD_REQUEST,
            "csp takes strict, no-images, no-frames, no-frames-by-default, report-only-no-frames, no-frame-src-child-none, set-page-only, no-wasm or none; trusts takes set-pin-widget",
        );
    };
    let has_session =
        session_cookie(request.headers()).is_some_and(|session| site.sessions.contains(session));
    let path = request.uri().path().to_owned();
    let mut response = next.run(request).await;
    let is_page = complete_type(&path, &mut response);
    let headers = response.headers_mut();
    // `no-store` also forbids the back/forward cache, which fixtures allow, like most apps' pages.
    let caching = match path.starts_with(FIXTURES) {
        true => "no-cache",
        false => "no-store",
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    if is_page {
        let session = (!has_session).then(|| (header::SET_COOKIE, cookie(&site.sessions.start())));
        for (name, value) in policies.into_iter().chain(session) {
            match value.parse() {
                Ok(value) => headers.append(name, value),
                // Never send a page without its policy.
                Err(_) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
            };
        }
    }
    response
}

/// Adds to the content type that the file service sets: the charset, and the type of all scripts.
/// Returns whether this is a page.
fn complete_type(path: &str, response: &mut Response) -> bool {
    let content_type = response.headers().get(header::CONTENT_TYPE);
    let Some(content_type) = content_type.and_then(|value| value.to_str().ok()) else {
        return false;
    };
    let is_page = content_type.starts_with("text/html");
    let is_script = [".js", ".mjs", ".cjs"]
        .iter()
        .any(|end| path.ends_with(end));
    let completed = if is_script && response.status().is_success() {
        "text/javascript; charset=utf-8".to_owned()
    } else if content_type.starts_with("text/") && !content_type.contains("charset") {
        format!("{content_type}; charset=utf-8")
    } else {
        return is_page;
    };
    if let Ok(value) = completed.parse() {
        response.headers_mut().insert(header::CONTENT_TYPE, value);
    }
    is_page
}

/// The value of this query parameter, for fixtures only.
fn fixture_parameter<'a>(request: &'a Request, name: &str) -> Option<Cow<'a, str>> {
    let query = request.uri().query().unwrap_or_default();
    let mut values = url::form_urlencoded::parse(query.as_bytes())
        .filter(|(key, _)| key == name)
        .map(|(_, value)| value);
    values
        .next()
        .filter(|_| request.uri().path().starts_with(FIXTURES))
}

/// The policies of a page. Fixtures choose a variant; `None` if it does not exist.
fn policies(request: &Request, site: &Site) -> Option<Vec<(HeaderName, String)>> {
    let framed = &site.framed;
    let enforced = header::CONTENT_SECURITY_POLICY;
    let frames = format!("frame-src {}", framed.join(" "));
    // The only Trusted Types policy that the package's script build creates.
    let types = match fixture_parameter(request, "trusts").as_deref() {
        None => "'none'",
        Some("set-pin-widget") => "set-pin-widget",
        Some(_) => return None,
    };
    let images = framed.join(" ");
    let connects = match &site.backend {
        Some(backend) => format!("'self' {backend}"),
        None => "'self'".to_owned(),
    };
    let policy = |scripts: &str, frames: &str| policy(scripts, &images, &connects, frames, types);
    let strict = policy("'self' 'wasm-unsafe-eval'", &frames);
    let is_fixture = request.uri().path().starts_with(FIXTURES);
    let refused = site.refuse_webassembly && !is_fixture;
    let variant = fixture_parameter(request, "csp").or(refused.then_some(NO_WASM.into()));
    Some(match variant.as_deref() {
        None | Some("strict") => vec![(enforced, strict)],
        // Only the images of the page itself.
        Some("no-images") => {
            let without_images = strict.replace(&format!("data: {images}"), "data:");
            vec![(enforced, without_images)]
        }
        Some("no-frames") => vec![(
            enforced,
            policy("'self' 'wasm-unsafe-eval'", "frame-src 'none'"),
        )],
        // Neither `frame-src` nor `child-src`, so that `default-src` counts.
        Some("no-frames-by-default") => {
            vec![(enforced, policy("'self' 'wasm-unsafe-eval'", ""))]
        }
        Some("no-frame-src-child-none") => vec![(
            enforced,
            policy("'self' 'wasm-unsafe-eval'", "child-src 'none'"),
        )],
        // Only the path of the page that is framed, not its whole origin.
        Some("set-page-only") => {
            let page = framed.first().map(String::as_str).unwrap_or_default();
            let frames = format!("frame-src {page}/pin-direct/");
            vec![(enforced, policy("'self' 'wasm-unsafe-eval'", &frames))]
        }
        Some(NO_WASM) => vec![(enforced, policy("'self'", &frames))],
        Some("report-only-no-frames") => {
            vec![
                (enforced, strict),
                (
                    header::CONTENT_SECURITY_POLICY_REPORT_ONLY,
                    "frame-src 'none'".to_owned(),
                ),
            ]
        }
        Some("none") => Vec::new(),
        Some(_) => return None,
    })
}

fn policy(scripts: &str, images: &str, connects: &str, frames: &str, types: &str) -> String {
    format!(
        "default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self' data: {images}; connect-src {connects}; {frames}; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; require-trusted-types-for 'script'; trusted-types {types}"
    )
}
