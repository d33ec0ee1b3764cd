//! One server on loopback: for one host name, with a log without secrets, and with connections that
//! can be dropped on demand.

use std::time::{Duration, Instant};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    time::timeout,
};
use tower::ServiceExt;

use crate::{faults::DropConnection, model_backend::refuse};

/// The time limit for receiving the head of a request, and for receiving its body.
pub const ARRIVAL_LIMIT: Duration = Duration::from_secs(10);
/// The largest body that any of the servers accepts.
const MAX_BODY: usize = 1024 * 1024;

/// Serves `app` under one authority (host and port) until the task ends. The head of a request has
/// to arrive within `arrival_limit`, and so does its body, so that clients that never finish do not
/// keep connections open.
pub async fn serve(listener: TcpListener, authority: String, app: Router, arrival_limit: Duration) {
    let app = app
        .layer(middleware::from_fn_with_state(arrival_limit, whole_body))
        .layer(middleware::from_fn_with_state(authority, check_host))
        .layer(middleware::from_fn(log));
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(tokio::spawn(connection(stream, app.clone(), arrival_limit))),
            Err(error) => {
                tracing::warn!("a connection was not accepted: {error}");
                // For example, no file descriptor is free. Trying again at once would only use CPU.
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

/// Serves one request per connection: when a *reused* connection is dropped, a browser repeats the
/// request, which would undo a fault.
async fn connection(stream: TcpStream, app: Router, head_limit: Duration) {
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let app = app.clone();
        async move {
            let Ok(response) = app.oneshot(request.map(Body::new)).await;
            match response.extensions().get::<DropConnection>() {
                Some(_) => Err("dropped on purpose"),
                None => Ok(response),
            }
        }
    });
    let served = http1::Builder::new()
        .keep_alive(false)
        .timer(TokioTimer::new())
        .header_read_timeout(head_limit)
        .serve_connection(TokioIo::new(stream), service)
        .await;
    if let Err(error) = served {
        tracing::debug!("a connection ended early: {error}");
    }
}

/// Receives the whole body before any route runs.
async fn whole_body(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    let (head, body) = request.into_parts();
    match timeout(limit, to_bytes(body, MAX_BODY)).await {
        Ok(Ok(body)) => next.run(Request::from_parts(head, Body::from(body))).await,
        Ok(Err(_)) => refuse(StatusCode::PAYLOAD_TOO_LARGE, "The body is too large"),
        Err(_) => refuse(
            StatusCode::REQUEST_TIMEOUT,
            "The request did not arrive in time",
        ),
    }
}

/// Refuses other host names that resolve to loopback (DNS rebinding).
async fn check_host(State(authority): State<String>, request: Request, next: Next) -> Response {
    match request.headers().get(header::HOST) {
        Some(host) if host == authority.as_str() => next.run(request).await,
        _ => (StatusCode::MISDIRECTED_REQUEST, "Unknown host name\n").into_response(),
    }
}

/// The path only: a query can hold a token.
async fn log(request: Request, next: Next) -> Response {
    let start = Instant::now();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let response = next.run(request).await;
    tracing::info!(
        "{method} {path} -> {} in {} ms",
        response.status().as_u16(),
        start.elapsed().as_millis()
    );
    response
}
