//! Clients that start a request and never finish it: the server ends each connection, whichever
//! part is missing.

use std::time::Duration;

use axum::{Router, routing::post};
use issuer_sandbox::server::serve;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinSet,
    time::{interval, timeout},
};

/// Far above the server's limit in these tests, and below its normal limit.
const PATIENCE: Duration = Duration::from_secs(8);

/// Starts a server with a limit of 200 ms for receiving a request; returns its authority.
async fn start() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let authority = listener.local_addr().expect("a port").to_string();
    let app = Router::new().route("/", post(async || "done"));
    let limit = Duration::from_millis(200);
    tokio::spawn(serve(listener, authority.clone(), app, limit));
    authority
}

async fn send(authority: &str, text: &str) -> TcpStream {
    let mut stream = TcpStream::connect(authority).await.expect("a connection");
    stream.write_all(text.as_bytes()).await.expect("sent");
    stream
}

/// Reads until the server ends the connection.
async fn until_ended(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    // A reset ends it too.
    let read = stream.read_to_end(&mut bytes);
    let ended = timeout(PATIENCE, read).await;
    drop(ended.expect("the connection is still open"));
    String::from_utf8(bytes).expect("text")
}

#[tokio::test]
async fn fifty_requests_without_the_end_of_their_head_are_ended() {
    let authority = start().await;
    let mut clients = JoinSet::new();
    for part in ["", "P", "POST / HTTP/1.1\r\n", "POST / HTTP/1.1\r\nhost: "] {
        for _ in 0..13 {
            let stream = send(&authority, part).await;
            clients.spawn(until_ended(stream));
        }
    }
    assert_eq!(clients.len(), 52);
    clients.join_all().await;
}

#[tokio::test]
async fn a_head_that_arrives_in_drops_is_ended() {
    let authority = start().await;
    let (read, mut write) = send(&authority, "POST / HTTP/1.1\r\nx: ")
        .await
        .into_split();
    let drip = async {
        let mut pulse = interval(Duration::from_millis(5));
        while write.write_all(b"x").await.is_ok() {
            pulse.tick().await;
        }
    };
    timeout(PATIENCE, drip)
        .await
        .expect("the connection is still open");
    drop(read);
}

#[tokio::test]
async fn a_body_without_an_end_is_refused() {
    let authority = start().await;
    for (framing, part) in [
        ("content-length: 19", "{"),
        ("content-length: 19", ""),
        ("transfer-encoding: chunked", "1\r\n{\r\n"),
        ("transfer-encoding: chunked", "5\r\n{"),
    ] {
        let head = format!("POST / HTTP/1.1\r\nhost: {authority}\r\n{framing}\r\n\r\n");
        let stream = send(&authority, &(head + part)).await;
        let response = until_ended(stream).await;
        assert!(response.starts_with("HTTP/1.1 408 "), "{response}");
        assert!(response.ends_with(r#"{"message":"The request did not arrive in time"}"#));
    }
}

#[tokio::test]
async fn a_body_that_arrives_in_drops_is_refused() {
    let authority = start().await;
    let head = format!("POST / HTTP/1.1\r\nhost: {authority}\r\ncontent-length: 100000\r\n\r\n");
    let (mut read, mut write) = send(&authority, &head).await.into_split();
    let drip = tokio::spawn(async move {
        let mut pulse = interval(Duration::from_millis(5));
        while write.write_all(b"x").await.is_ok() {
            pulse.tick().await;
        }
    });
    let mut start = [0; 12];
    timeout(PATIENCE, read.read_exact(&mut start))
        .await
        .expect("no response")
        .expect("a response");
    assert_eq!(&start, b"HTTP/1.1 408");
    drop(read);
    timeout(PATIENCE, drip)
        .await
        .expect("the connection is still open")
        .expect("no panic");
}

#[tokio::test]
async fn a_request_that_arrives_in_time_gets_its_response() {
    let authority = start().await;
    let request = format!("POST / HTTP/1.1\r\nhost: {authority}\r\ncontent-length: 2\r\n\r\n{{}}");
    let response = until_ended(send(&authority, &request).await).await;
    assert!(response.starts_with("HTTP/1.1 200 "), "{response}");
    assert!(response.ends_with("done"), "{response}");
}
