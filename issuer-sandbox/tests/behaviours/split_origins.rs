//! The backend on another origin than the pages.

use reqwest::{Method, Response};
use serde_json::json;

use crate::support::{World, header, json_of, send, session_cookie};

/// All routes that the demo's pages call, with their methods.
const ROUTES: [(Method, &str); 5] = [
    (Method::POST, "/api/card/set-pin/token"),
    (Method::GET, "/api/card/status"),
    (Method::POST, "/api/card/order"),
    (Method::GET, "/api/card/pin"),
    (Method::PUT, "/sandbox/settings"),
];

struct Split {
    world: World,
    backend: String,
}

impl Split {
    async fn start() -> Self {
        let world = World::split().await;
        let backend = world.at.backend.clone().expect("an origin of its own");
        Self { world, backend }
    }

    async fn preflight(&self, method: &Method, path: &str, origin: &str) -> Response {
        let request = self
            .world
            .http
            .request(Method::OPTIONS, format!("{}{path}", self.backend))
            .header("origin", origin)
            .header("sec-fetch-site", "same-site")
            .header("access-control-request-method", method.as_str())
            .header("access-control-request-headers", "content-type, x-step-up");
        send(request).await
    }
}

#[tokio::test]
async fn the_pages_know_the_backend_and_their_policy_allows_it() {
    let Split { world, backend } = Split::start().await;
    let page = world.load(&world.at.host).await;
    let policy = header(&page, "content-security-policy");
    let connects = format!("connect-src 'self' {backend};");
    assert!(policy.contains(&connects), "{policy}");
    let config = world.load(&format!("{}/api/config", world.at.host)).await;
    assert_eq!(json_of(config).await["backend"], json!(backend));
    let on_pages = format!("{}/api/card/status", world.at.host);
    assert_eq!(world.load(&on_pages).await.status(), 404);
}

#[tokio::test]
async fn each_route_responds_to_the_preflight_request_of_the_pages_and_of_no_other_page() {
    let split = Split::start().await;
    let pages = split.world.at.host.clone();
    for (method, path) in ROUTES {
        let response = split.preflight(&method, path, &pages).await;
        assert_eq!(response.status(), 204, "{path}");
        for (name, value) in [
            ("access-control-allow-origin", pages.as_str()),
            ("access-control-allow-credentials", "true"),
            ("access-control-allow-methods", method.as_str()),
            ("access-control-allow-headers", "content-type, x-step-up"),
            ("vary", "origin"),
        ] {
            assert_eq!(header(&response, name), value, "{path}: {name}");
        }
        for other in ["http://localhost:1", "https://evil.example", "null"] {
            let response = split.preflight(&method, path, other).await;
            assert_eq!(response.status(), 403, "{path}");
            assert_eq!(header(&response, "access-control-allow-origin"), "");
        }
    }
}

#[tokio::test]
async fn a_page_of_an_origin_that_is_not_listed_gets_no_token() {
    let Split { world, backend } = Split::start().await;
    let cookie = session_cookie(&world.load(&world.at.host).await);
    let pages = world.at.host.clone();
    for (origin, status) in [(pages.as_str(), 200), ("http://localhost:1", 403)] {
        let request = world
            .http
            .post(format!("{backend}/api/card/set-pin/token"))
            .header("cookie", &cookie)
            .header("origin", origin)
            .header("sec-fetch-site", "same-site");
        let response = send(request.json(&json!({ "isEmbedded": true }))).await;
        assert_eq!(response.status(), status, "{origin}");
    }
}

#[tokio::test]
async fn a_fault_can_be_read_by_the_pages() {
    let Split { world, backend } = Split::start().await;
    let cookie = session_cookie(&world.load(&world.at.host).await);
    let request = |method: Method, path: &str| {
        world
            .http
            .request(method, format!("{backend}{path}"))
            .header("cookie", &cookie)
            .header("origin", &world.at.host)
            .header("sec-fetch-site", "same-site")
    };
    let faults = json!({ "faults": { "token": [{ "kind": "status", "status": 429 }] } });
    let configured = send(request(Method::PUT, "/sandbox/settings").json(&faults)).await;
    assert_eq!(configured.status(), 204);
    let response = send(request(Method::POST, "/api/card/set-pin/token").json(&json!({}))).await;
    assert_eq!(response.status(), 429);
    assert_eq!(
        header(&response, "access-control-allow-origin"),
        world.at.host
    );
}
