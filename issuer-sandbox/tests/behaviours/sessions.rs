//! Sessions are independent of each other, and the routes for tests are for the app's own pages
//! only.

use reqwest::Method;
use serde_json::json;

use crate::support::{CLIENT_KEY, World, body_of, header, json_of, send};

#[tokio::test]
async fn sessions_do_not_affect_each_other() {
    let world = World::start().await;
    let (one, other) = (world.session().await, world.session().await);
    one.set(json!({ "card": "FROZEN", "faults": { "status": [{ "kind": "empty", "times": 0 }] } }))
        .await;
    assert_eq!(other.token().await.status(), 200);
    assert_eq!(other.card_status().await, "ACTIVE");
    assert_eq!(one.observed().await["tokenRequests"], json!([]));

    let page = other.open_page().await;
    assert_eq!(page.set_pin("1357").await, 200);
    assert!(other.pin_is("1357").await && !one.pin_is("1357").await);
    assert_eq!((one.pin_changes().await, other.pin_changes().await), (0, 1));
}

#[tokio::test]
async fn the_requests_of_the_page_are_observed() {
    let world = World::start().await;
    let session = world.session().await;
    let request = session
        .request(Method::POST, "/api/card/set-pin/token")
        .header("x-csrf-token", "abc");
    send(request.json(&json!({ "isEmbedded": true }))).await;
    let seen = &session.observed().await["tokenRequests"];
    assert_eq!(seen[0]["body"], json!({ "isEmbedded": true }));
    assert_eq!(seen[0]["headers"]["x-csrf-token"], "abc");
    assert_eq!(seen[0]["headers"]["content-type"], "application/json");
    assert!(seen[0]["headers"]["cookie"].is_null());
}

#[tokio::test]
async fn a_request_of_another_site_is_not_recorded_and_uses_up_no_fault() {
    let world = World::start().await;
    let once = json!([{ "kind": "status", "status": 503 }]);
    let settings = json!({ "faults": { "token": once, "status": once } });
    let session = world.session_with(settings).await;
    for (method, path) in [
        (Method::POST, "/api/card/set-pin/token"),
        (Method::GET, "/api/card/status"),
    ] {
        for (name, value) in [
            ("origin", "https://evil.example"),
            ("sec-fetch-site", "cross-site"),
        ] {
            let mut request = session
                .request(method.clone(), path)
                .json(&json!({}))
                .build()
                .expect("a request");
            let value = value.parse().expect("a value");
            request.headers_mut().insert(name, value);
            let response = world.http.execute(request).await.expect("a response");
            assert_eq!(response.status(), 403, "{path}, {name}");
        }
    }
    let observed = session.observed().await;
    assert_eq!(observed["tokenRequests"], json!([]));
    assert_eq!(observed["statusRequests"], 0);
    assert_eq!(session.token().await.status(), 503);
    assert_eq!(session.card_status_response().await.status(), 503);
}

#[tokio::test]
async fn a_fresh_session_starts_with_the_defaults() {
    let world = World::start().await;
    let old = world.session().await;
    old.set(json!({ "card": "NONE" })).await;
    let response = old.post("/sandbox/session").await;
    assert_eq!(response.status(), 204);
    let cookie = header(&response, "set-cookie");
    assert!(
        cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax"),
        "{cookie}"
    );
    let status = world.http.get(format!("{}/api/card/status", world.at.host));
    assert_eq!(send(status.header("cookie", cookie)).await.status(), 200);
}

#[tokio::test]
async fn a_test_opens_a_page_in_its_session_and_a_page_cannot() {
    let world = World::start().await;
    let response = world.session().await.post("/sandbox/session").await;
    let cookie = header(&response, "set-cookie").to_owned();
    let session = cookie
        .strip_prefix("session=")
        .and_then(|rest| rest.split(';').next())
        .expect("a session");
    let url = format!("{}/sandbox/enter", world.at.host);
    let request = |session: &str, to: &str| {
        let page = [("session", session), ("to", to)];
        world.http.get(&url).query(&page)
    };
    for site in [Some("same-origin"), Some("cross-site"), None] {
        let sent = request(session, "/");
        let sent = match site {
            Some(site) => sent.header("sec-fetch-site", site),
            None => sent,
        };
        assert_eq!(send(sent).await.status(), 403, "{site:?}");
    }
    let enter = async |session: &str, to: &str| {
        send(request(session, to).header("sec-fetch-site", "none")).await
    };
    let entered = enter(session, "/a?b=1").await;
    assert_eq!(entered.status(), 303);
    assert_eq!(header(&entered, "location"), "/a?b=1");
    assert_eq!(header(&entered, "set-cookie"), cookie);
    assert_eq!(enter("unknown", "/").await.status(), 404);
    for to in [
        "//app.example",
        "/\\app.example",
        "/\t/app.example",
        "/a\nb",
        "https://app.example",
        "",
    ] {
        assert_eq!(enter(session, to).await.status(), 400, "{to}");
    }
}

#[tokio::test]
async fn a_session_can_belong_to_the_cardholder_of_another_backends_access_token() {
    let world = World::start().await;
    let response = send(
        world
            .http
            .post(format!("{}/sandbox/session", world.at.host))
            .header("origin", &world.at.host)
            .bearer_auth("of-another-backend"),
    )
    .await;
    let session = header(&response, "set-cookie").to_owned();
    let issued = send(
        world
            .http
            .post(format!("{}/v1/card/set-pin/token", world.at.api))
            .header("x-client-key", CLIENT_KEY)
            .bearer_auth("of-another-backend")
            .json(&json!({ "isEmbedded": true })),
    )
    .await;
    assert_eq!(issued.status(), 200);
    let observed = send(
        world
            .http
            .get(format!("{}/sandbox/observed", world.at.host))
            .header("cookie", session),
    )
    .await;
    let observed = json_of(observed).await;
    assert_eq!(
        (&observed["tokensIssued"], &observed["tokenRequests"]),
        (&json!(1), &json!([]))
    );
}

#[tokio::test]
async fn the_routes_for_tests_need_a_session_and_the_apps_own_page() {
    let world = World::start().await;
    let session = world.session().await;
    for (method, path) in [
        (Method::PUT, "/sandbox/settings"),
        (Method::GET, "/sandbox/observed"),
        (Method::POST, "/sandbox/verify-pin"),
        (Method::GET, "/api/card/pin"),
    ] {
        let url = format!("{}{path}", world.at.host);
        let body = json!({ "pin": "1234" });
        let without = world
            .http
            .request(method.clone(), &url)
            .header("origin", &world.at.host);
        let wanted = if path.ends_with("settings") {
            json!({})
        } else {
            body.clone()
        };
        assert_eq!(send(without.json(&wanted)).await.status(), 401, "{path}");
        let foreign = world
            .http
            .request(method, &url)
            .header("origin", "https://evil.example")
            .json(&body);
        assert_eq!(send(foreign).await.status(), 403, "{path}");
    }
    let response = session.try_to_set(&json!({ "variant": "single" })).await;
    assert_eq!(response.status(), 204);
}

#[tokio::test]
async fn a_malformed_request_to_verify_a_pin_is_refused_and_not_quoted() {
    let world = World::start().await;
    let session = world.session().await;
    let response = send(
        session
            .request(Method::POST, "/sandbox/verify-pin")
            .json(&json!({ "pin": 8305 })),
    )
    .await;
    assert_eq!(response.status(), 400);
    assert!(!body_of(response).await.contains("8305"));
}

#[tokio::test]
async fn a_card_can_already_have_a_pin_and_keeps_it() {
    let world = World::start().await;
    let session = world.session().await;
    session.set(json!({ "pin": "8305" })).await;
    assert!(session.pin_is("8305").await);
    assert_eq!(session.pin_changes().await, 1, "it was set before");
    session.set(json!({})).await;
    assert!(session.pin_is("8305").await);
    assert_eq!(session.pin_changes().await, 1);
    for pin in ["83051", "7777"] {
        let response = session.try_to_set(&json!({ "pin": pin })).await;
        assert_eq!(response.status(), 400);
        assert!(!body_of(response).await.contains(pin));
    }
}
