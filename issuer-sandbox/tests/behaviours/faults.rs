//! Each fault occurs as often as its settings say, and then the responses are normal again.

use reqwest::Method;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::support::{Session, World, body_of, header, json_of, text};

async fn with_token_fault(session: &Session<'_>, fault: Value) {
    session.set(json!({ "faults": { "token": [fault] } })).await;
}

/// Everything that the server sends before the connection ends.
async fn raw_response(world: &World, request: &str) -> String {
    let authority = world.at.host.trim_start_matches("http://localhost:");
    let mut stream = TcpStream::connect(format!("127.0.0.1:{authority}"))
        .await
        .expect("a connection");
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut response = Vec::new();
    stream.read_to_end(&mut response).await.expect("an end");
    String::from_utf8(response).expect("text")
}

#[tokio::test]
async fn a_status_has_the_documented_message_or_a_set_one_and_set_headers() {
    let world = World::start().await;
    let session = world.session().await;
    for (status, message) in [
        (401, "Not authenticated"),
        (403, "Not authorized"),
        (404, "Card not found"),
        (498, "Invalid client key"),
        (499, "Missing client key"),
        (500, "Internal server error"),
    ] {
        with_token_fault(&session, json!({ "kind": "status", "status": status })).await;
        let response = session.token().await;
        assert_eq!(response.status(), status);
        assert_eq!(json_of(response).await, json!({ "message": message }));
    }
    let fault = json!({ "kind": "status", "status": 429, "message": "Slow down", "headers": { "retry-after": "1" } });
    with_token_fault(&session, fault).await;
    let response = session.token().await;
    assert_eq!(
        (response.status().as_u16(), header(&response, "retry-after")),
        (429, "1")
    );
    assert_eq!(json_of(response).await, json!({ "message": "Slow down" }));
    assert_eq!(session.token().await.status(), 200);
    assert_eq!(
        session.observed().await["tokensIssued"],
        1,
        "a faulty response sends no request to the issuer"
    );
}

#[tokio::test]
async fn faults_occur_in_order_and_as_often_as_set() {
    let world = World::start().await;
    let session = world.session().await;
    let faults = json!([{ "kind": "status", "status": 500, "times": 2 }, { "kind": "empty" }]);
    session.set(json!({ "faults": { "token": faults } })).await;
    let mut seen = Vec::new();
    for _ in 0..4 {
        seen.push(session.token().await.status().as_u16());
    }
    assert_eq!(seen, [500, 500, 204, 200]);

    session
        .set(json!({ "faults": { "token": [{ "kind": "empty", "times": 0 }] } }))
        .await;
    for _ in 0..5 {
        assert_eq!(session.token().await.status(), 204);
    }
    session.set(json!({})).await;
    assert_eq!(session.token().await.status(), 200);
}

#[tokio::test]
async fn a_drop_ends_the_connection_without_a_byte() {
    let world = World::start().await;
    let session = world.session().await;
    with_token_fault(&session, json!({ "kind": "drop" })).await;
    assert_eq!(raw_response(&world, &session.raw_token_request()).await, "");
    assert!(
        raw_response(&world, &session.raw_token_request())
            .await
            .starts_with("HTTP/1.1 200"),
        "the next response is normal"
    );
    assert_eq!(
        session.observed().await["abortedRequests"],
        0,
        "the client did not disconnect"
    );
}

#[tokio::test]
async fn a_truncated_response_ends_before_its_length() {
    let world = World::start().await;
    let session = world.session().await;
    with_token_fault(&session, json!({ "kind": "truncate" })).await;
    let response = raw_response(&world, &session.raw_token_request()).await;
    let (head, body) = response.split_once("\r\n\r\n").expect("a head");
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .expect("a length");
    assert!(
        !body.is_empty() && body.len() < length.parse().expect("a number"),
        "{response}"
    );
}

#[tokio::test]
async fn a_hang_lasts_until_the_client_disconnects() {
    let world = World::start().await;
    let session = world.session().await;
    with_token_fault(&session, json!({ "kind": "hang" })).await;
    let request = session
        .request(Method::POST, "/api/card/set-pin/token")
        .json(&json!({ "isEmbedded": true }));
    let pending = tokio::spawn(request.send());
    session
        .until("an open request", |observed| observed["openRequests"] == 1)
        .await;
    assert!(!pending.is_finished());
    pending.abort();
    session
        .until("an aborted request", |observed| {
            observed["abortedRequests"] == 1 && observed["openRequests"] == 0
        })
        .await;
    assert_eq!(session.observed().await["tokensIssued"], 0);
}

#[tokio::test]
async fn a_delayed_response_is_the_normal_one() {
    let world = World::start().await;
    let session = world.session().await;
    with_token_fault(&session, json!({ "kind": "delay", "ms": 150 })).await;
    let start = std::time::Instant::now();
    assert_eq!(session.token().await.status(), 200);
    assert!(start.elapsed().as_millis() >= 150);
    assert_eq!(session.observed().await["abortedRequests"], 0);
}

#[tokio::test]
async fn responses_that_are_not_the_documented_one() {
    let world = World::start().await;
    let session = world.session().await;

    with_token_fault(&session, json!({ "kind": "malformed" })).await;
    let response = session.token().await;
    assert_eq!(
        (
            response.status().as_u16(),
            header(&response, "content-type")
        ),
        (200, "application/json")
    );
    assert!(serde_json::from_str::<Value>(&body_of(response).await).is_err());

    with_token_fault(&session, json!({ "kind": "html" })).await;
    let response = session.token().await;
    assert_eq!(
        (
            response.status().as_u16(),
            header(&response, "content-type")
        ),
        (200, "text/html; charset=utf-8")
    );

    with_token_fault(&session, json!({ "kind": "redirect", "to": "/login" })).await;
    let response = session.token().await;
    assert_eq!(
        (response.status().as_u16(), header(&response, "location")),
        (302, "/login")
    );

    with_token_fault(&session, json!({ "kind": "body", "body": { "token": 7 } })).await;
    assert_eq!(json_of(session.token().await).await, json!({ "token": 7 }));

    with_token_fault(&session, json!({ "kind": "oversized" })).await;
    let response = body_of(session.token().await).await;
    assert!(response.len() > 64 * 1024);
    let response: Value = serde_json::from_str(&response).expect("valid JSON");
    assert!(
        response["token"].is_string() && response["hostedPageUrl"].is_string(),
        "only its size is wrong"
    );
}

#[tokio::test]
async fn a_url_is_made_from_a_template_with_a_real_token() {
    let world = World::start().await;
    let session = world.session().await;
    with_token_fault(
        &session,
        json!({ "kind": "url", "url": "{page}/{api}/{host}?t={token}" }),
    )
    .await;
    let response = json_of(session.token().await).await;
    let expected = format!(
        "{}/{}/{}?t={}",
        world.at.page,
        world.at.api,
        world.at.host,
        text(&response, "token")
    );
    assert_eq!(text(&response, "hostedPageUrl"), expected);
}

#[tokio::test]
async fn a_reused_response_equals_the_previous_one() {
    let world = World::start().await;
    let session = world.session().await;
    let first = json_of(session.token().await).await;
    with_token_fault(&session, json!({ "kind": "reuse" })).await;
    assert_eq!(json_of(session.token().await).await, first);
    assert_ne!(json_of(session.token().await).await, first);
    assert_eq!(session.observed().await["tokensIssued"], 2);
}

#[tokio::test]
async fn a_status_request_can_fail_and_then_the_next_is_normal() {
    let world = World::start().await;
    let session = world.session().await;
    let faults =
        json!([{ "kind": "status", "status": 500 }, { "kind": "oversized" }, { "kind": "html" }]);
    session.set(json!({ "faults": { "status": faults } })).await;
    assert_eq!(session.card_status_response().await.status(), 500);
    assert!(body_of(session.card_status_response().await).await.len() > 64 * 1024);
    let page = body_of(session.card_status_response().await).await;
    assert!(page.starts_with("<!doctype html>"));
    assert_eq!(session.card_status().await, "ACTIVE");
    assert_eq!(session.observed().await["statusRequests"], 4);
}

#[tokio::test]
async fn the_hosted_page_can_fail_and_its_token_is_still_used_up() {
    let world = World::start().await;
    let session = world.session().await;
    let faults =
        json!([{ "kind": "status", "status": 500 }, { "kind": "download" }, { "kind": "empty" }]);
    session.set(json!({ "faults": { "page": faults } })).await;
    let mut urls = Vec::new();
    for (status, disposition) in [
        (500, ""),
        (200, "attachment; filename=\"pin.bin\""),
        (204, ""),
    ] {
        let url = session.hosted_page_url().await;
        let response = world.load(&url).await;
        assert_eq!(
            (
                response.status().as_u16(),
                header(&response, "content-disposition")
            ),
            (status, disposition)
        );
        urls.push(url);
    }
    for url in urls {
        assert_eq!(world.load(&url).await.status(), 410);
    }
}

#[tokio::test]
async fn settings_that_do_not_exist_are_refused_by_name() {
    let world = World::start().await;
    let session = world.session().await;
    for (settings, named) in [
        (json!({ "tokenLifetime": 5 }), "tokenLifetime"),
        (json!({ "variant": "double" }), "double"),
        (json!({ "card": "LOST" }), "LOST"),
        (json!({ "faults": { "tokens": [] } }), "tokens"),
        (
            json!({ "faults": { "token": [{ "kind": "explode" }] } }),
            "explode",
        ),
        (
            json!({ "faults": { "token": [{ "kind": "hang", "ms": 5 }] } }),
            "ms",
        ),
        (
            json!({ "faults": { "token": [{ "kind": "delay" }] } }),
            "ms",
        ),
        (
            json!({ "faults": { "token": [{ "kind": "drop", "times": "2" }] } }),
            "times",
        ),
        (
            json!({ "faults": { "token": [{ "kind": "status", "status": 42 }] } }),
            "status",
        ),
        (
            json!({ "faults": { "token": [{ "kind": "download" }] } }),
            "faults.token[0].kind",
        ),
        (
            json!({ "faults": { "page": [{ "kind": "malformed" }] } }),
            "faults.page[0].kind",
        ),
        (
            json!({ "faults": { "status": [{ "kind": "reuse" }] } }),
            "faults.status[0].kind",
        ),
    ] {
        let response = session.try_to_set(&settings).await;
        assert_eq!(response.status(), 400, "{settings}");
        let message = text(&json_of(response).await, "message");
        assert!(message.contains(named), "{settings}: {message}");
    }
}
