//! The issuer's API: its documented responses and errors.

use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{ACCESS_TOKEN, CLIENT_KEY, World, json_of, page_id, text};

#[tokio::test]
async fn a_token_is_a_uuid_in_a_url_of_the_documented_form() {
    let world = World::start().await;
    let answer = json_of(world.issue(json!({})).await).await;
    let token = text(&answer, "token");
    assert!(Uuid::parse_str(&token).is_ok());
    assert_eq!(
        text(&answer, "hostedPageUrl"),
        format!("{}/pin-direct/set?token={token}", world.at.page)
    );
    assert_eq!(answer.as_object().map(|fields| fields.len()), Some(2));
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
async fn a_body_is_optional_as_its_fields_are() {
    let world = World::start().await;
    let answer = world
        .api(Method::POST, "/v1/card/set-pin/token")
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["cache-control"], "no-store");
}

async fn refusal(world: &World, headers: &[(&str, &str)]) -> (u16, Value) {
    let mut request = world
        .http
        .post(format!("{}/v1/card/set-pin/token", world.at.api))
        .json(&json!({}));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = request.send().await.expect("an answer");
    (answer.status().as_u16(), json_of(answer).await)
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
        let answer = world.issue(body.clone()).await;
        assert_eq!(answer.status(), 422, "{body}");
        let message = text(&json_of(answer).await, "message");
        assert!(message.starts_with(&format!("{named} ")), "{message}");
    }
    for broken in ["{", "[]", "null"] {
        let answer = world
            .api(Method::POST, "/v1/card/set-pin/token")
            .body(broken)
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), 400, "{broken}");
    }
}

#[tokio::test]
async fn a_card_that_cannot_have_a_pin_set_gets_an_error_and_no_page() {
    let world = World::start().await;
    let session = world.session().await;
    for (card, status, message) in [
        ("NONE", 404, "Card not found"),
        ("ORDERED", 403, "Not authorized"),
        ("FROZEN", 403, "Not authorized"),
        ("NO_PIN", 403, "Not authorized"),
    ] {
        session.set(json!({ "card": card })).await;
        let answer = session.token().await;
        assert_eq!(answer.status(), status, "{card}");
        assert_eq!(
            json_of(answer).await,
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
    let answer = session.token().await;
    assert_eq!(answer.status(), 500);
    assert_eq!(
        json_of(answer).await,
        json!({ "message": "Internal server error" })
    );
    assert_eq!(session.token().await.status(), 200);
}

#[tokio::test]
async fn a_new_card_becomes_active_after_its_polls_and_then_takes_a_pin() {
    let world = World::start().await;
    let session = world.session().await;
    session.set(json!({ "card": "NONE" })).await;
    assert_eq!(session.status().await.status(), 404);
    assert_eq!(
        session
            .ask(Method::POST, "/api/card/order")
            .send()
            .await
            .expect("an answer")
            .status(),
        200
    );
    assert_eq!(session.token().await.status(), 403);
    for _ in 0..3 {
        assert_eq!(session.status_word().await, "ORDERED");
    }
    assert_eq!(session.status_word().await, "ACTIVE");
    assert_eq!(session.token().await.status(), 200);
}

#[tokio::test]
async fn settings_say_how_many_polls_an_ordered_card_takes() {
    let world = World::start().await;
    let session = world.session().await;
    session
        .set(json!({ "card": "ORDERED", "activateAfterPolls": 1 }))
        .await;
    assert_eq!(session.status_word().await, "ORDERED");
    assert_eq!(session.status_word().await, "ACTIVE");
    session.set(json!({ "card": "ORDERED" })).await;
    for _ in 0..10 {
        assert_eq!(session.status_word().await, "ORDERED");
    }
}

#[tokio::test]
async fn a_frozen_card_takes_no_pin_until_it_is_unfrozen() {
    let world = World::start().await;
    let session = world.session().await;
    for (path, word, token_status) in [
        ("/api/card/freeze", "FROZEN", 403),
        ("/api/card/unfreeze", "ACTIVE", 200),
    ] {
        assert_eq!(
            session
                .ask(Method::POST, path)
                .send()
                .await
                .expect("an answer")
                .status(),
            200
        );
        assert_eq!(session.status_word().await, word);
        assert_eq!(session.token().await.status(), token_status);
    }
    session.set(json!({ "card": "ORDERED" })).await;
    assert_eq!(
        session
            .ask(Method::POST, "/api/card/unfreeze")
            .send()
            .await
            .expect("an answer")
            .status(),
        403
    );
}

#[tokio::test]
async fn a_virtual_card_is_active_though_it_has_no_pin() {
    let world = World::start().await;
    let session = world.session().await;
    session.set(json!({ "card": "NO_PIN" })).await;
    assert_eq!(session.status_word().await, "ACTIVE");
}

#[tokio::test]
async fn a_pin_is_shown_once_there_is_one_on_a_page_that_opens_once() {
    let world = World::start().await;
    let session = world.session().await;
    let ask = async || {
        let request = session.ask(Method::POST, "/api/card/pin/token");
        request.send().await.expect("an answer")
    };
    assert_eq!(ask().await.status(), 404, "there is none yet");
    let form = world.load(&session.page_address().await).await;
    let page = page_id(&form.text().await.expect("a page"));
    assert_eq!(world.hand_in(&page, "4826", "4826").await.status(), 200);

    let address = text(&json_of(ask().await).await, "hostedPageUrl");
    assert!(address.starts_with(&world.at.page), "the issuer's own page");
    let shown = world.load(&address).await.text().await.expect("a page");
    assert!(shown.contains(">4826<"));
    let again = world.load(&address).await;
    assert_eq!(again.status(), 410);
    assert!(!again.text().await.expect("a page").contains("4826"));

    session.set(json!({ "card": "FROZEN" })).await;
    assert_eq!(ask().await.status(), 403);
}
