//! The model host backend, case by case, as `tests/vectors/backend.json` says. Another implementation runs the same file.

use std::{
    collections::BTreeMap,
    convert::Infallible,
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, HeaderValue, Method, Request, Response},
};
use futures_util::{FutureExt, StreamExt, stream};
use issuer_sandbox::host_backend::{
    Cardholders, HostBackend, IssuerConnection, is_same_origin, routes,
};
use serde::Deserialize;
use serde_json::{Map, Value};
use tokio::net::TcpListener;
use tower::ServiceExt;
use url::Url;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vectors {
    #[serde(rename = "about")]
    _about: String,
    backend: Map<String, Value>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    #[serde(default)]
    backend: Map<String, Value>,
    request: Message,
    issuer: Option<Exchange>,
    answer: Message,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exchange {
    request: Message,
    answer: UpstreamAnswer,
}

#[derive(Clone, Deserialize)]
#[serde(untagged)]
enum UpstreamAnswer {
    None(NoAnswer),
    Message(Message),
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum NoAnswer {
    Unreachable,
    Silent,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
struct Message {
    method: String,
    path: String,
    status: u16,
    /// `None` for a header that must not be there.
    headers: BTreeMap<String, Option<String>>,
    body: Option<Value>,
    raw_body: Option<String>,
    padding: usize,
    unfinished: bool,
}

impl Message {
    fn bytes(&self) -> String {
        let mut body = self.body.clone();
        if let Some(body) = body.as_mut().filter(|_| self.padding > 0) {
            body["padding"] = "x".repeat(self.padding).into();
        }
        body.map(|body| body.to_string())
            .or_else(|| self.raw_body.clone())
            .unwrap_or_default()
    }
}

struct OneSession {
    session: String,
    access_token: String,
}

impl Cardholders for OneSession {
    fn access_token(&self, session: &str) -> Option<String> {
        (session == self.session).then(|| self.access_token.clone())
    }
}

/// What the stub issuer was asked.
#[derive(Debug)]
struct Asked {
    method: String,
    path: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

type AllAsked = Arc<Mutex<Vec<Asked>>>;

#[tokio::test]
async fn the_backend_answers_each_vector_as_written() {
    let vectors: Vectors =
        serde_json::from_str(include_str!("../../../tests/vectors/backend.json")).expect("vectors");
    assert!(vectors.cases.len() > 200, "the vectors are there");
    let mut failed = Vec::new();
    for case in &vectors.cases {
        let run = AssertUnwindSafe(run(&vectors.backend, case));
        if run.catch_unwind().await.is_err() {
            failed.push(&case.name);
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

/// What the vectors' format cannot say: the same header twice.
#[test]
fn a_sender_that_says_a_header_twice_is_no_page_of_the_app() {
    let own = "https://app.example";
    for (name, value) in [("sec-fetch-site", "same-origin"), ("origin", own)] {
        let mut headers = HeaderMap::new();
        for is_own in [true, false] {
            headers.append(name, HeaderValue::from_static(value));
            assert_eq!(is_same_origin(&Method::POST, &headers, own), is_own);
        }
    }
}

async fn run(common: &Map<String, Value>, case: &Case) {
    let name = &case.name;
    let asked = AllAsked::default();
    let api_url = stub_issuer(
        case.issuer.as_ref().map(|issuer| issuer.answer.clone()),
        asked.clone(),
    )
    .await;
    let silent = matches!(
        &case.issuer,
        Some(Exchange {
            answer: UpstreamAnswer::None(NoAnswer::Silent),
            ..
        })
    );
    let is_short = silent || case.request.unfinished;
    let limit = Duration::from_millis(if is_short { 200 } else { 10_000 });
    let answer = routes(Arc::new(backend(common, case, &api_url, limit)))
        .oneshot(request(&case.request))
        .await;
    let answer = answer.expect("an answer");

    assert_eq!(
        answer.status().as_u16(),
        case.answer.status,
        "{name}: status"
    );
    for (header, value) in &case.answer.headers {
        assert_eq!(
            text(answer.headers(), header),
            value.as_deref(),
            "{name}: {header} of the answer"
        );
    }
    let body = to_bytes(answer.into_body(), usize::MAX)
        .await
        .expect("a body");
    let body: Value = serde_json::from_slice(&body).expect(name);
    assert_eq!(Some(&body), case.answer.body.as_ref(), "{name}: body");
    assert!(
        !body.to_string().contains("secret"),
        "{name}: a secret reached the page"
    );

    let asked = asked.lock().expect("asked");
    match &case.issuer {
        None => assert!(asked.is_empty(), "{name}: the issuer was asked"),
        Some(Exchange {
            answer: UpstreamAnswer::None(NoAnswer::Unreachable),
            ..
        }) => {}
        Some(issuer) => check_asked(name, &asked, &issuer.request),
    }
}

fn check_asked(name: &str, asked: &[Asked], expected: &Message) {
    let [asked] = asked else {
        panic!("{name}: the issuer was asked {} times", asked.len())
    };
    assert_eq!(
        (&asked.method, &asked.path),
        (&expected.method, &expected.path),
        "{name}: what the issuer was asked"
    );
    for (header, value) in &expected.headers {
        assert_eq!(
            text(&asked.headers, header),
            value.as_deref(),
            "{name}: {header} for the issuer"
        );
        assert_eq!(
            asked.headers.get_all(header).iter().count(),
            usize::from(value.is_some()),
            "{name}: {header} once"
        );
    }
    assert!(
        !asked.headers.contains_key("cookie"),
        "{name}: the session's cookie stays here"
    );
    let body: Option<Value> =
        (!asked.body.is_empty()).then(|| serde_json::from_slice(&asked.body).expect(name));
    assert_eq!(body, expected.body, "{name}: body for the issuer");
}

fn backend(
    common: &Map<String, Value>,
    case: &Case,
    api_url: &str,
    limit: Duration,
) -> HostBackend {
    let own = &case.backend;
    let get = |name: &str| own.get(name).or_else(|| common.get(name)).expect(name);
    let text = |name: &str| get(name).as_str().expect(name).to_owned();
    let issuer = IssuerConnection {
        api_url: api_url.parse().expect("a URL"),
        client_key: text("clientKey"),
        client_key_header: text("clientKeyHeader"),
        us_env: get("usEnv").as_bool().expect("usEnv"),
        page_origin: match get("pageOrigin").as_str() {
            Some(origin) => origin.to_owned(),
            None => origin_of_the_page(case),
        },
    };
    let cardholders = OneSession {
        session: text("session"),
        access_token: text("accessToken"),
    };
    HostBackend::with_timeout(text("ownOrigin"), Arc::new(cardholders), issuer, limit)
        .expect("a backend")
}

/// This backend always compares the page's origin. Where a case allows any, it is that of the page which the issuer names.
fn origin_of_the_page(case: &Case) -> String {
    let answer = match &case.issuer {
        Some(Exchange {
            answer: UpstreamAnswer::Message(message),
            ..
        }) => message.body.as_ref(),
        _ => None,
    };
    let url = answer.and_then(|body| body["hostedPageUrl"].as_str());
    url.and_then(|url| Url::parse(url).ok())
        .map(|url| url.origin().ascii_serialization())
        .unwrap_or_default()
}

fn request(message: &Message) -> Request<Body> {
    let mut request = Request::builder()
        .method(message.method.as_str())
        .uri(&message.path);
    for (name, value) in sent(message) {
        request = request.header(name, value);
    }
    let bytes = message.bytes();
    let body = match message.unfinished {
        true => {
            Body::from_stream(stream::iter([Ok::<_, Infallible>(bytes)]).chain(stream::pending()))
        }
        false => Body::from(bytes),
    };
    request.body(body).expect("a request")
}

fn sent(message: &Message) -> impl Iterator<Item = (&String, &String)> {
    let headers = message.headers.iter();
    headers.filter_map(|(name, value)| Some((name, value.as_ref()?)))
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// An issuer that says one thing and writes down what it was asked.
async fn stub_issuer(answer: Option<UpstreamAnswer>, asked: AllAsked) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    if matches!(answer, Some(UpstreamAnswer::None(NoAnswer::Unreachable))) {
        return address;
    }
    let handle = async move |request: Request<Body>| {
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a body").to_vec();
        let (method, path) = (parts.method.to_string(), parts.uri.path().to_owned());
        asked.lock().expect("asked").push(Asked {
            method,
            path,
            headers: parts.headers,
            body,
        });
        match answer {
            Some(UpstreamAnswer::Message(message)) => upstream_response(&message),
            _ => std::future::pending().await,
        }
    };
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(handle)).await });
    address
}

fn upstream_response(message: &Message) -> Response<Body> {
    let mut response = Response::builder().status(message.status);
    for (name, value) in sent(message) {
        response = response.header(name, value);
    }
    response
        .body(Body::from(message.bytes()))
        .expect("a response")
}
