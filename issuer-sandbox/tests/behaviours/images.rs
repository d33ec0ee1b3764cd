//! The images of the PIN and of the card's details.

use reqwest::{Method, Response};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{Session, World, header, json_of, send, text};

const PIN: &str = "/api/card/pin/token";
const DETAILS: &str = "/api/card/details/token";

async fn ask(session: &Session<'_>, path: &str, body: &Value) -> Response {
    send(session.request(Method::POST, path).json(body)).await
}

async fn image_url(session: &Session<'_>, path: &str) -> String {
    text(
        &json_of(ask(session, path, &json!({})).await).await,
        "imageUrl",
    )
}

async fn png(world: &World, url: &str) -> Vec<u8> {
    let response = world.load(url).await;
    assert_eq!(response.status(), 200);
    assert_eq!(header(&response, "content-type"), "image/png");
    assert_eq!(header(&response, "cache-control"), "no-store");
    response.bytes().await.expect("a body").to_vec()
}

#[tokio::test]
async fn a_token_is_a_uuid_in_an_image_url_of_the_documented_form() {
    let world = World::start().await;
    let session = world.session_with(json!({ "pin": "4826" })).await;
    for path in [PIN, DETAILS] {
        let response = json_of(ask(&session, path, &json!({})).await).await;
        let token = text(&response, "token");
        assert!(Uuid::parse_str(&token).is_ok());
        assert_eq!(
            response,
            json!({ "token": token, "imageUrl": format!("{}/details-image?token={token}", world.at.page) })
        );
    }
    let without_body = send(session.request(Method::POST, PIN)).await;
    assert_eq!(without_body.status(), 200);
}

#[tokio::test]
async fn each_image_is_a_png_and_is_sent_once() {
    let world = World::start().await;
    let session = world.session_with(json!({ "pin": "4826" })).await;
    for path in [PIN, DETAILS] {
        let url = image_url(&session, path).await;
        assert!(png(&world, &url).await.starts_with(b"\x89PNG\r\n"));
        assert_eq!(world.load(&url).await.status(), 410);
    }
    let unknown = format!("{}/details-image?token={}", world.at.page, Uuid::new_v4());
    assert_eq!(world.load(&unknown).await.status(), 410);
    let observed = session.observed().await;
    assert_eq!(observed["imageTokensIssued"], 2);
    assert_eq!(observed["imageAccesses"], 4);
    assert_eq!(observed["spentImageAccesses"], 2);
}

#[tokio::test]
async fn a_token_for_an_image_expires() {
    let world = World::start().await;
    let session = world.session_with(json!({ "tokenLifetimeMs": 0 })).await;
    let url = image_url(&session, DETAILS).await;
    assert_eq!(world.load(&url).await.status(), 410);
}

#[tokio::test]
async fn the_image_has_the_colours_of_the_request() {
    let world = World::start().await;
    let session = world.session_with(json!({ "pin": "4826" })).await;
    let mut images = Vec::new();
    for background in ["#FFFFFF", "#112233"] {
        let body =
            json!({ "customCss": { "backgroundColor": background, "textColor": "#000000" } });
        let response = json_of(ask(&session, PIN, &body).await).await;
        images.push(png(&world, &text(&response, "imageUrl")).await);
    }
    assert_ne!(images[0], images[1]);
    let palette = [0x11, 0x22, 0x33, 0, 0, 0];
    assert!(images[1].windows(6).any(|bytes| bytes == palette));
}

#[tokio::test]
async fn colours_that_an_image_does_not_have_are_refused_by_name() {
    let world = World::start().await;
    for (path, body, named) in [
        (
            "pin",
            json!({ "customCss": { "cardTextColor": "#000000" } }),
            "customCss.cardTextColor",
        ),
        (
            "pin",
            json!({ "customCss": { "textColor": "red" } }),
            "customCss.textColor",
        ),
        (
            "details",
            json!({ "customCss": { "textColor": "#000000" } }),
            "customCss.textColor",
        ),
        (
            "details",
            json!({ "customCss": { "panTextColor": "#000" } }),
            "customCss.panTextColor",
        ),
        ("details", json!({ "customCss": [] }), "customCss"),
        ("pin", json!({ "isEmbedded": true }), "isEmbedded"),
    ] {
        let path = format!("/v1/card/{path}/token");
        let response = send(world.api(Method::POST, &path).json(&body)).await;
        assert_eq!(response.status(), 422, "{body}");
        let message = text(&json_of(response).await, "message");
        assert!(message.starts_with(&format!("{named} ")), "{message}");
    }
    for broken in ["{", "[]"] {
        let request = world.api(Method::POST, "/v1/card/pin/token").body(broken);
        assert_eq!(send(request).await.status(), 400);
    }
}

#[tokio::test]
async fn a_card_without_a_pin_has_no_image_of_one() {
    let world = World::start().await;
    let session = world.session().await;
    let response = ask(&session, PIN, &json!({})).await;
    assert_eq!(response.status(), 404, "there is none yet");
    session.set(json!({ "card": "NONE" })).await;
    assert_eq!(ask(&session, PIN, &json!({})).await.status(), 404);
    assert_eq!(ask(&session, DETAILS, &json!({})).await.status(), 404);
}

#[tokio::test]
async fn the_details_of_a_frozen_card_can_be_read_but_not_its_pin() {
    let world = World::start().await;
    let settings = json!({ "pin": "4826", "card": "FROZEN" });
    let session = world.session_with(settings).await;
    assert_eq!(ask(&session, PIN, &json!({})).await.status(), 403);
    assert_eq!(ask(&session, DETAILS, &json!({})).await.status(), 200);
}

#[tokio::test]
async fn an_image_has_its_own_faults() {
    let world = World::start().await;
    let faults = json!([{ "kind": "status", "status": 404 }, { "kind": "empty" }, { "kind": "delay", "ms": 1 }]);
    let session = world
        .session_with(json!({ "faults": { "image": faults } }))
        .await;
    for status in [404, 204, 200] {
        let url = image_url(&session, DETAILS).await;
        assert_eq!(world.load(&url).await.status(), status);
    }
    let refused = session
        .try_to_set(&json!({ "faults": { "image": [{ "kind": "malformed" }] } }))
        .await;
    assert_eq!(refused.status(), 400);
}

#[tokio::test]
async fn token_requests_for_images_are_observed_and_have_the_faults_of_a_token() {
    let world = World::start().await;
    let faults = json!([{ "kind": "status", "status": 422 }, { "kind": "url", "url": "https://evil.example/?{token}" }]);
    let session = world
        .session_with(json!({ "faults": { "token": faults } }))
        .await;
    assert_eq!(ask(&session, DETAILS, &json!({})).await.status(), 422);
    let url = image_url(&session, DETAILS).await;
    assert!(url.starts_with("https://evil.example/?"), "{url}");
    let observed = session.observed().await;
    assert_eq!(observed["tokenRequests"].as_array().map(Vec::len), Some(2));
}
