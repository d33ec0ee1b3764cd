//! The issuer's API: its documented responses and errors.

use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{ACCESS_TOKEN, CLIENT_KEY, World, json_of, send, text};

#[tokio::test]
async fn a_token_is_a_uuid_in_a_url_of_the_documented_form() {
    let world = World::start().await;
    let response = json_of(world.issue(json!({})).await).await;
    let token = text(&response, "token");
    assert!(Uuid::parse_str(&token).is_ok());
    assert_eq!(
        text(&response, "hostedPageUrl"),
        format!("{}/pin-direct/set?token={token}", world.at.page)
    );
    assert_eq!(response.as_object().map(|fields| fields.len()), Some(2));
}

#[tokio::test]
async fn two_tokens_are_never_the_same() {
    let world = World::start().await;
    let (one, two) = (
        json_of(world.issue(json!({})).await).await,
        json_of(world.issue(json!({})).await).await,
    );
    assert_ne!(one["token"], two["token"]);
}

#[tokio::test]
async fn the_body_and_its_fields_are_optional() {
    let world = World::start().await;
    let response = send(world.api(Method::POST, "/v1/card/set-pin/token")).await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["cache-control"], "no-store");
}

async fn refusal(world: &World, headers: &[(&str, &str)]) -> (u16, Value) {
    let mut request = world
        .http
        .post(format!("{}/v1/card/set-pin/token", world.at.api))
        .json(&json!({}));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = send(request).await;
    (response.status().as_u16(), json_of(response).await)
}

#[tokio::test]
async fn keys_and_tokens_that_are_missing_or_wrong_get_the_documented_errors() {
    let world = World::start().await;
    let bearer = format!("Bearer {ACCESS_TOKEN}");
    let good_key = ("x-client-key", CLIENT_KEY);
    for (headers, status, message) in [
        (
            vec![("authorization", bearer.as_str())],
            499,
            "Missing client key",
        ),
        (
            vec![("authorization", &bearer), ("x-client-key", "other")],
            498,
            "Invalid client key",
        ),
        (vec![good_key], 401, "Not authenticated"),
        (
            vec![good_key, ("authorization", "Bearer other")],
            401,
            "Not authenticated",
        ),
        (
            vec![good_key, ("authorization", ACCESS_TOKEN)],
            401,
            "Not authenticated",
        ),
        (
            vec![good_key, ("authorization", &bearer), ("x-us-env", "yes")],
            400,
            "x-us-env takes true or false",
        ),
    ] {
        assert_eq!(
            refusal(&world, &headers).await,
            (status, json!({ "message": message })),
            "{headers:?}"
        );
    }
    let us = [good_key, ("authorization", &bearer), ("x-us-env", "true")];
    assert_eq!(refusal(&world, &us).await.0, 200);
}

#[tokio::test]
async fn bodies_that_the_document_does_not_allow_are_refused_by_name() {
    let world = World::start().await;
    for (body, named) in [
        (
            json!({ "isEmbedded": true, "redirectUrl": "https://app.example/" }),
            "redirectUrl",
        ),
        (json!({ "redirectUrl": "/dashboard" }), "redirectUrl"),
        (
            json!({ "redirectUrl": "javascript:alert(1)" }),
            "redirectUrl",
        ),
        (json!({ "isEmbedded": "true" }), "isEmbedded"),
        (json!({ "customCss": [] }), "customCss"),
        (
            json!({ "customCss": { "textColor": "red" } }),
            "customCss.textColor",
        ),
        (
            json!({ "customCss": { "pinBorderRadius": -1 } }),
            "customCss.pinBorderRadius",
        ),
        (
            json!({ "customCss": { "font": "serif" } }),
            "customCss.font",
        ),
        (json!({ "pin": "1234" }), "pin"),
    ] {
        let response = world.issue(body.clone()).await;
        assert_eq!(response.status(), 422, "{body}");
        let message = text(&json_of(response).await, "message");
        assert!(message.starts_with(&format!("{named} ")), "{message}");
    }
    for broken in ["{", "[]", "null"] {
        let response = send(
            world
                .api(Method::POST, "/v1/card/set-pin/token")
                .body(broken),
        )
        .await;
        assert_eq!(response.status(), 400, "{broken}");
    }
}

#[tokio::test]
async fn a_card_that_cannot_have_a_pin_set_gets_an_error_and_no_page() {
    let world = World::start().await;
    let session = world.session().await;
    for (card, status, message) in [
        ("NONE", 404, "Card not found"),
        ("BLOCKED", 403, "Not authorized"),
        ("FROZEN", 403, "Not authorized"),
        ("NO_PIN", 403, "Not authorized"),
    ] {
        session.set(json!({ "card": card })).await;
        let response = session.token().await;
        assert_eq!(response.status(), status, "{card}");
        assert_eq!(
            json_of(response).await,
            json!({ "message": message }),
            "{card}"
        );
    }
    assert_eq!(session.observed().await["tokensIssued"], 0);
}

#[tokio::test]
async fn an_error_inside_the_issuer_is_its_documented_500() {
    let world = World::start().await;
    let session = world.session().await;
    session
        .set(json!({ "faults": { "issuer": [{ "kind": "status", "status": 500 }] } }))
        .await;
    let response = session.token().await;
    assert_eq!(response.status(), 500);
    assert_eq!(
        json_of(response).await,
        json!({ "message": "Internal server error" })
    );
    assert_eq!(session.token().await.status(), 200);
}

#[tokio::test]
async fn an_ordered_card_is_a_404_until_it_is_active_and_then_accepts_a_pin() {
    let world = World::start().await;
    let session = world.session().await;
    session.set(json!({ "card": "NONE" })).await;
    assert_eq!(session.card_status_response().await.status(), 404);
    assert_eq!(session.post("/api/card/order").await.status(), 200);
    assert_eq!(session.token().await.status(), 404);
    for _ in 0..3 {
        assert_eq!(session.card_status_response().await.status(), 404);
    }
    assert_eq!(session.card_status().await, "ACTIVE");
    assert_eq!(session.token().await.status(), 200);
}

#[tokio::test]
async fn settings_set_the_number_of_polls_until_a_card_is_active() {
    let world = World::start().await;
    let session = world.session().await;
    session
        .set(json!({ "card": "NONE", "activateAfterPolls": 1 }))
        .await;
    assert_eq!(session.card_status_response().await.status(), 404);
    assert_eq!(session.card_status().await, "ACTIVE");
    session.set(json!({ "card": "NONE" })).await;
    for _ in 0..10 {
        assert_eq!(session.card_status_response().await.status(), 404);
    }
}

/// A request to the issuer's API for the world's own cardholder.
async fn ask(world: &World, method: Method, path: &str) -> (u16, Value) {
    let response = send(world.api(method, path)).await;
    (response.status().as_u16(), json_of(response).await)
}

#[tokio::test]
async fn an_order_or_a_change_that_the_card_does_not_allow_is_a_documented_400() {
    let world = World::start().await;
    let refused = |message: &str| (400, json!({ "message": message }));
    let post = |path| ask(&world, Method::POST, path);
    assert_eq!(
        post("/v1/card/order").await,
        refused("User already has a card")
    );
    assert_eq!(
        post("/v1/card/unfreeze").await,
        refused("Card is not frozen")
    );
    let done = (200, json!({ "success": true }));
    assert_eq!(post("/v1/card/freeze").await, done);
    assert_eq!(
        post("/v1/card/freeze").await,
        refused("Card is already frozen")
    );
    assert_eq!(post("/v1/card/unfreeze").await, done);
    // A second order while the first card does not exist yet.
    let session = world.session().await;
    session.set(json!({ "card": "NONE" })).await;
    assert_eq!(session.post("/api/card/order").await.status(), 200);
    assert_eq!(session.post("/api/card/order").await.status(), 400);
}

#[tokio::test]
async fn the_status_has_the_documented_fields_and_can_omit_those_that_live_cards_omit() {
    let world = World::start().await;
    let names = |status: &Value| {
        let fields = status.as_object().unwrap().keys();
        fields.cloned().collect::<std::collections::BTreeSet<_>>()
    };
    let (_, documented) = ask(&world, Method::GET, "/v1/card/status").await;
    let all = [
        "expiryDate",
        "holderName",
        "id",
        "orderedAt",
        "panLast4",
        "status",
        "type",
    ];
    assert_eq!(names(&documented), all.map(String::from).into());
    assert_eq!(documented["type"], "PHYSICAL");
    let expiry = text(&documented, "expiryDate");
    assert_eq!(expiry.len(), "YYYY/MM".len(), "{expiry}");

    let session = world.own_session().await;
    session
        .set(json!({ "omitsFields": true, "card": "NO_PIN" }))
        .await;
    let (_, live) = ask(&world, Method::GET, "/v1/card/status").await;
    let omitted = ["expiryDate", "holderName"].map(String::from).into();
    assert_eq!(&names(&documented) - &names(&live), omitted);
    assert_eq!(live["type"], "VIRTUAL");
}

#[tokio::test]
async fn a_frozen_card_accepts_no_pin_until_it_is_unfrozen() {
    let world = World::start().await;
    let session = world.session().await;
    for (path, word, token_status) in [
        ("/api/card/freeze", "FROZEN", 403),
        ("/api/card/unfreeze", "ACTIVE", 200),
    ] {
        assert_eq!(session.post(path).await.status(), 200);
        assert_eq!(session.card_status().await, word);
        assert_eq!(session.token().await.status(), token_status);
    }
    session.set(json!({ "card": "BLOCKED" })).await;
    assert_eq!(session.card_status().await, "BLOCKED");
    assert_eq!(session.post("/api/card/unfreeze").await.status(), 403);
}

#[tokio::test]
async fn a_virtual_card_is_active_but_has_no_pin() {
    let world = World::start().await;
    let session = world.session().await;
    session.set(json!({ "card": "NO_PIN" })).await;
    assert_eq!(session.card_status().await, "ACTIVE");
}
