//! Each fault occurs as often as its settings say, and then the responses are normal again.

use reqwest::Method;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::support::{Session, World, header, json_of, text};

async fn with_token_fault(session: &Session<'_>, fault: Value) {
    session.set(json!({ "faults": { "token": [fault] } })).await;
}

/// Everything that the server sends before the connection ends.
async fn raw_answer(world: &World, request: &str) -> String {
    let authority = world.at.host.trim_start_matches("http://localhost:");
    let mut stream = TcpStream::connect(format!("127.0.0.1:{authority}"))
        .await
        .expect("a connection");
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.expect("an end");
    String::from_utf8(answer).expect("text")
}

#[tokio::test]
async fn a_status_comes_with_the_documented_sentence_or_its_own_and_with_headers() {
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
        let answer = session.token().await;
        assert_eq!(answer.status(), status);
        assert_eq!(json_of(answer).await, json!({ "message": message }));
    }
    let fault = json!({ "kind": "status", "status": 429, "message": "Slow down", "headers": { "retry-after": "1" } });
    with_token_fault(&session, fault).await;
    let answer = session.token().await;
    assert_eq!(
        (answer.status().as_u16(), header(&answer, "retry-after")),
        (429, "1")
    );
    assert_eq!(json_of(answer).await, json!({ "message": "Slow down" }));
    assert_eq!(session.token().await.status(), 200);
    assert_eq!(
        session.observed().await["tokensIssued"],
        1,
        "a faulty answer asks the issuer for nothing"
    );
}

#[tokio::test]
async fn faults_strike_in_order_as_often_as_asked() {
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
    assert_eq!(raw_answer(&world, &session.raw_token_request()).await, "");
    assert!(
        raw_answer(&world, &session.raw_token_request())
            .await
            .starts_with("HTTP/1.1 200"),
        "then it is normal again"
    );
    assert_eq!(
        session.observed().await["abortedRequests"],
        0,
        "the client did not go away"
    );
}

#[tokio::test]
async fn a_truncated_answer_ends_before_its_length() {
    let world = World::start().await;
    let session = world.session().await;
    with_token_fault(&session, json!({ "kind": "truncate" })).await;
    let answer = raw_answer(&world, &session.raw_token_request()).await;
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .expect("a length");
    assert!(
        !body.is_empty() && body.len() < length.parse().expect("a number"),
        "{answer}"
    );
}

#[tokio::test]
async fn a_hang_lasts_until_the_client_goes_away() {
    let world = World::start().await;
    let session = world.session().await;
    with_token_fault(&session, json!({ "kind": "hang" })).await;
    let request = session
        .ask(Method::POST, "/api/card/set-pin/token")
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
async fn a_delayed_answer_is_the_normal_one() {
    let world = World::start().await;
    let session = world.session().await;
    with_token_fault(&session, json!({ "kind": "delay", "ms": 150 })).await;
    let start = std::time::Instant::now();
    assert_eq!(session.token().await.status(), 200);
    assert!(start.elapsed().as_millis() >= 150);
    assert_eq!(session.observed().await["abortedRequests"], 0);
}

#[tokio::test]
async fn answers_that_are_not_the_documented_one() {
    let world = World::start().await;
    let session = world.session().await;

    with_token_fault(&session, json!({ "kind": "malformed" })).await;
    let answer = session.token().await;
    assert_eq!(
        (answer.status().as_u16(), header(&answer, "content-type")),
        (200, "application/json")
    );
    assert!(serde_json::from_str::<Value>(&answer.text().await.expect("text")).is_err());

    with_token_fault(&session, json!({ "kind": "html" })).await;
    let answer = session.token().await;
    assert_eq!(
        (answer.status().as_u16(), header(&answer, "content-type")),
        (200, "text/html; charset=utf-8")
    );

    with_token_fault(&session, json!({ "kind": "redirect", "to": "/login" })).await;
    let answer = session.token().await;
    assert_eq!(
        (answer.status().as_u16(), header(&answer, "location")),
        (302, "/login")
    );

    with_token_fault(&session, json!({ "kind": "body", "body": { "token": 7 } })).await;
    assert_eq!(json_of(session.token().await).await, json!({ "token": 7 }));

    with_token_fault(&session, json!({ "kind": "oversized" })).await;
    let answer = session.token().await.text().await.expect("text");
    assert!(answer.len() > 64 * 1024);
    let answer: Value = serde_json::from_str(&answer).expect("valid JSON");
    assert!(
        answer["token"].is_string() && answer["hostedPageUrl"].is_string(),
        "only its size is wrong"
    );
}

#[tokio::test]
async fn an_address_is_filled_in_around_a_real_token() {
    let world = World::start().await;
    let session = world.session().await;
    with_token_fault(
        &session,
        json!({ "kind": "address", "address": "{page}/{api}/{host}?t={token}" }),
    )
    .await;
    let answer = json_of(session.token().await).await;
    let expected = format!(
        "{}/{}/{}?t={}",
        world.at.page,
        world.at.api,
        world.at.host,
        text(&answer, "token")
    );
    assert_eq!(text(&answer, "hostedPageUrl"), expected);
}

#[tokio::test]
async fn a_reused_answer_is_the_previous_one_to_the_letter() {
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
    assert_eq!(session.status().await.status(), 500);
    assert!(session.status().await.text().await.expect("text").len() > 64 * 1024);
    assert!(
        session
            .status()
            .await
            .text()
            .await
            .expect("text")
            .starts_with("<!doctype html>")
    );
    assert_eq!(session.status_word().await, "ACTIVE");
    assert_eq!(session.observed().await["statusRequests"], 4);
}

#[tokio::test]
async fn the_hosted_page_can_fail_and_its_token_is_spent_all_the_same() {
    let world = World::start().await;
    let session = world.session().await;
    let faults =
        json!([{ "kind": "status", "status": 500 }, { "kind": "download" }, { "kind": "empty" }]);
    session.set(json!({ "faults": { "page": faults } })).await;
    let mut addresses = Vec::new();
    for (status, disposition) in [
        (500, ""),
        (200, "attachment; filename=\"pin.bin\""),
        (204, ""),
    ] {
        let address = session.page_address().await;
        let answer = world.load(&address).await;
        assert_eq!(
            (
                answer.status().as_u16(),
                header(&answer, "content-disposition")
            ),
            (status, disposition)
        );
        addresses.push(address);
    }
    for address in addresses {
        assert_eq!(world.load(&address).await.status(), 410);
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
        let answer = session
            .ask(Method::PUT, "/sandbox/settings")
            .json(&settings)
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), 400, "{settings}");
        let message = text(&json_of(answer).await, "message");
        assert!(message.contains(named), "{settings}: {message}");
    }
}
