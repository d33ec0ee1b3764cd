//! Sessions are independent of each other, and the routes for tests are for the app's own pages
//! only.

use reqwest::Method;
use serde_json::json;

use crate::support::{CLIENT_KEY, World, header, json_of, page_id};

#[tokio::test]
async fn sessions_do_not_affect_each_other() {
    let world = World::start().await;
    let (one, other) = (world.session().await, world.session().await);
    one.set(json!({ "card": "FROZEN", "faults": { "status": [{ "kind": "empty", "times": 0 }] } }))
        .await;
    assert_eq!(other.token().await.status(), 200);
    assert_eq!(other.status_word().await, "ACTIVE");
    assert_eq!(one.observed().await["tokenRequests"], json!([]));

    let page = page_id(
        &world
            .load(&other.page_address().await)
            .await
            .text()
            .await
            .expect("a page"),
    );
    assert_eq!(world.hand_in(&page, "1357", "1357").await.status(), 200);
    assert!(other.pin_is("1357").await && !one.pin_is("1357").await);
    assert_eq!((one.pin_changes().await, other.pin_changes().await), (0, 1));
}

#[tokio::test]
async fn the_requests_of_the_page_are_observed() {
    let world = World::start().await;
    let session = world.session().await;
    let request = session
        .ask(Method::POST, "/api/card/set-pin/token")
        .header("x-csrf-token", "abc");
    request
        .json(&json!({ "isEmbedded": true }))
        .send()
        .await
        .expect("an answer");
    let seen = &session.observed().await["tokenRequests"];
    assert_eq!(seen[0]["body"], json!({ "isEmbedded": true }));
    assert_eq!(seen[0]["headers"]["x-csrf-token"], "abc");
    assert_eq!(seen[0]["headers"]["content-type"], "application/json");
    assert!(seen[0]["headers"]["cookie"].is_null());
}

#[tokio::test]
async fn a_fresh_session_starts_with_the_defaults() {
    let world = World::start().await;
    let old = world.session().await;
    old.set(json!({ "card": "NONE" })).await;
    let answer = old
        .ask(Method::POST, "/sandbox/session")
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status(), 204);
    let cookie = header(&answer, "set-cookie");
    assert!(
        cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax"),
        "{cookie}"
    );
    let status = world
        .http
        .get(format!("{}/api/card/status", world.at.host))
        .header("cookie", cookie)
        .send()
        .await;
    assert_eq!(status.expect("an answer").status(), 200);
}

#[tokio::test]
async fn a_session_can_belong_to_the_cardholder_of_another_backends_access_token() {
    let world = World::start().await;
    let answer = world
        .http
        .post(format!("{}/sandbox/session", world.at.host))
        .header("origin", &world.at.host)
        .bearer_auth("of-another-backend")
        .send()
        .await
        .expect("an answer");
    let session = header(&answer, "set-cookie").to_owned();
    let issued = world
        .http
        .post(format!("{}/v1/card/set-pin/token", world.at.api))
        .header("x-client-key", CLIENT_KEY)
        .bearer_auth("of-another-backend")
        .json(&json!({ "isEmbedded": true }))
        .send()
        .await
        .expect("an answer");
    assert_eq!(issued.status(), 200);
    let observed = world
        .http
        .get(format!("{}/sandbox/observed", world.at.host))
        .header("cookie", session)
        .send()
        .await
        .expect("an answer");
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
        let address = format!("{}{path}", world.at.host);
        let body = json!({ "pin": "1234" });
        let without = world
            .http
            .request(method.clone(), &address)
            .header("origin", &world.at.host);
        let wanted = if path.ends_with("settings") {
            json!({})
        } else {
            body.clone()
        };
        assert_eq!(
            without
                .json(&wanted)
                .send()
                .await
                .expect("an answer")
                .status(),
            401,
            "{path}"
        );
        let foreign = world
            .http
            .request(method, &address)
            .header("origin", "https://evil.example")
            .json(&body);
        assert_eq!(
            foreign.send().await.expect("an answer").status(),
            403,
            "{path}"
        );
    }
    let settings = session
        .ask(Method::PUT, "/sandbox/settings")
        .json(&json!({ "variant": "single" }));
    assert_eq!(settings.send().await.expect("an answer").status(), 204);
}

#[tokio::test]
async fn a_malformed_request_to_verify_a_pin_is_refused_without_quoting_it() {
    let world = World::start().await;
    let session = world.session().await;
    let answer = session
        .ask(Method::POST, "/sandbox/verify-pin")
        .json(&json!({ "pin": 8305 }))
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status(), 400);
    assert!(!answer.text().await.expect("text").contains("8305"));
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
        let answer = session
            .ask(Method::PUT, "/sandbox/settings")
            .json(&json!({ "pin": pin }))
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), 400);
        assert!(!answer.text().await.expect("text").contains(pin));
    }
}
