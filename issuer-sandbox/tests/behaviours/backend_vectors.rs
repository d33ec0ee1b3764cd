//! The model backend with the cases of `tests/vectors/backend.json`, which `./server` runs too.

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
use issuer_sandbox::{
    demo::card_routes,
    model_backend::{
        self, Cardholder, Cardholders, IssuedToken, IssuerConnection, ModelBackend, Route,
        is_same_origin,
    },
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
    response: Message,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exchange {
    request: Message,
    response: UpstreamResponse,
    then: Option<Box<Exchange>>,
}

impl Exchange {
    fn all(&self) -> Vec<&Self> {
        std::iter::successors(Some(self), |exchange| exchange.then.as_deref()).collect()
    }
}

#[derive(Clone, Deserialize)]
#[serde(untagged)]
enum UpstreamResponse {
    None(NoResponse),
    Message(Message),
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum NoResponse {
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
    cardholder: Cardholder,
    renewed: Option<String>,
    wait_seconds: Option<u64>,
    second_factor: Option<String>,
    issued: Mutex<usize>,
}

impl Cardholders for OneSession {
    fn authorize(&self, session: &str) -> Option<Cardholder> {
        (session == self.session).then(|| self.cardholder.clone())
    }

    fn renew(&self, session: &str) -> Option<Cardholder> {
        assert_eq!(session, self.session);
        self.renewed.clone().map(Cardholder::new)
    }

    fn allow(&self, subject: Option<&str>, _route: Route) -> Result<(), u64> {
        assert_eq!(subject, Some("subject"));
        self.wait_seconds.map_or(Ok(()), Err)
    }

    fn has_second_factor(&self, session: &str, headers: &HeaderMap) -> bool {
        assert_eq!(session, self.session);
        let given = text(headers, "x-step-up");
        self.second_factor.is_none() || given == self.second_factor.as_deref()
    }

    fn token_issued(&self, issued: &IssuedToken<'_>) {
        assert_eq!(issued.subject, Some("subject"));
        assert!((8..=64).contains(&issued.request_id.len()));
        *self.issued.lock().expect("the count") += 1;
    }
}

/// A request that the stub issuer received.
#[derive(Debug)]
struct IssuerRequest {
    method: String,
    path: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

type IssuerRequests = Arc<Mutex<Vec<IssuerRequest>>>;

#[tokio::test]
async fn the_backend_responds_to_each_vector_as_written() {
    let vectors: Vectors =
        serde_json::from_str(include_str!("../../../tests/vectors/backend.json")).expect("vectors");
    assert!(vectors.cases.len() > 200, "the vectors are missing");
    let mut failed = Vec::new();
    for case in &vectors.cases {
        let run = AssertUnwindSafe(run(&vectors.backend, case));
        if run.catch_unwind().await.is_err() {
            failed.push(&case.name);
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

/// The format of the vectors has no repeated header.
#[test]
fn a_request_with_a_repeated_header_is_not_from_a_page_of_the_app() {
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
    let requests = IssuerRequests::default();
    let exchanges = case.issuer.as_ref().map(Exchange::all).unwrap_or_default();
    let responses = exchanges.iter().map(|exchange| exchange.response.clone());
    let api_url = stub_issuer(responses.collect(), requests.clone()).await;
    let silent = matches!(
        &case.issuer,
        Some(Exchange {
            response: UpstreamResponse::None(NoResponse::Silent),
            ..
        })
    );
    let is_short = silent || case.request.unfinished;
    let limit = Duration::from_millis(if is_short { 2_000 } else { 10_000 });
    let cardholders = Arc::new(cardholders(common, case));
    let backend = Arc::new(backend(common, case, &api_url, limit, cardholders.clone()));
    let response = model_backend::routes(backend.clone())
        .merge(card_routes::routes(backend))
        .oneshot(request(&case.request))
        .await;
    let response = response.expect("a response");

    assert_eq!(
        response.status().as_u16(),
        case.response.status,
        "{name}: status"
    );
    for (header, value) in &case.response.headers {
        assert_eq!(
            text(response.headers(), header),
            value.as_deref(),
            "{name}: {header} of the response"
        );
    }
    let body = to_bytes(response.into_body(), usize::MAX)
        .await
        .expect("a body");
    let body = (!body.is_empty()).then(|| serde_json::from_slice::<Value>(&body).expect(name));
    assert_eq!(body, case.response.body, "{name}: body");
    let page_text = format!("{body:?}");
    assert!(
        !page_text.contains("secret"),
        "{name}: a secret reached the page"
    );
    let issues = case.response.status == 200 && page_text.contains("token");
    let issued = *cardholders.issued.lock().expect("the count");
    assert_eq!(issued, usize::from(issues), "{name}: audit records");

    let requests = requests.lock().expect("the requests");
    let is_unreachable = exchanges.iter().any(|exchange| {
        matches!(
            exchange.response,
            UpstreamResponse::None(NoResponse::Unreachable)
        )
    });
    if !is_unreachable {
        assert_eq!(
            requests.len(),
            exchanges.len(),
            "{name}: requests to the issuer"
        );
        for (request, exchange) in requests.iter().zip(exchanges) {
            check_request(name, request, &exchange.request);
        }
    }
}

fn check_request(name: &str, request: &IssuerRequest, expected: &Message) {
    assert_eq!(
        (&request.method, &request.path),
        (&expected.method, &expected.path),
        "{name}: request to the issuer"
    );
    for (header, value) in &expected.headers {
        assert_eq!(
            text(&request.headers, header),
            value.as_deref(),
            "{name}: {header} for the issuer"
        );
        assert_eq!(
            request.headers.get_all(header).iter().count(),
            usize::from(value.is_some()),
            "{name}: {header} once"
        );
    }
    assert!(
        !request.headers.contains_key("cookie"),
        "{name}: the issuer received the session's cookie"
    );
    let body: Option<Value> =
        (!request.body.is_empty()).then(|| serde_json::from_slice(&request.body).expect(name));
    assert_eq!(body, expected.body, "{name}: body for the issuer");
}

fn backend(
    common: &Map<String, Value>,
    case: &Case,
    api_url: &str,
    limit: Duration,
    cardholders: Arc<OneSession>,
) -> ModelBackend {
    let get = |name: &str| setting(common, case, name).expect(name);
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
    let cors = setting(common, case, "cors").and_then(Value::as_array);
    let cors = cors.into_iter().flatten().filter_map(Value::as_str);
    ModelBackend::with_timeout(text("ownOrigin"), cardholders, issuer, limit)
        .expect("a backend")
        .with_cors(cors.map(str::to_owned).collect())
}

fn setting<'a>(common: &'a Map<String, Value>, case: &'a Case, name: &str) -> Option<&'a Value> {
    case.backend.get(name).or_else(|| common.get(name))
}

fn cardholders(common: &Map<String, Value>, case: &Case) -> OneSession {
    let get = |name: &str| setting(common, case, name);
    let text = |name: &str| get(name).and_then(Value::as_str).map(str::to_owned);
    OneSession {
        session: text("session").expect("session"),
        cardholder: Cardholder {
            access_token: text("accessToken").expect("accessToken"),
            us_env: get("cardholderUsEnv").and_then(Value::as_bool),
            subject: Some("subject".into()),
        },
        renewed: text("renewed"),
        wait_seconds: get("waitSeconds").and_then(Value::as_u64),
        second_factor: text("secondFactor"),
        issued: Mutex::default(),
    }
}

/// The page origin for a case that allows any: this backend always compares it, so it is the origin
/// of the issuer's URL.
fn origin_of_the_page(case: &Case) -> String {
    let response = match &case.issuer {
        Some(Exchange {
            response: UpstreamResponse::Message(message),
            ..
        }) => message.body.as_ref(),
        _ => None,
    };
    let url =
        response.and_then(|body| body["hostedPageUrl"].as_str().or(body["imageUrl"].as_str()));
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

/// An issuer with one response after the other, which records the requests.
async fn stub_issuer(responses: Vec<UpstreamResponse>, requests: IssuerRequests) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("a port"));
    if matches!(
        responses[..],
        [UpstreamResponse::None(NoResponse::Unreachable)]
    ) {
        return url;
    }
    let handle = async move |request: Request<Body>| {
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a body").to_vec();
        let (method, path) = (parts.method.to_string(), parts.uri.path().to_owned());
        let before = {
            let mut requests = requests.lock().expect("the requests");
            requests.push(IssuerRequest {
                method,
                path,
                headers: parts.headers,
                body,
            });
            requests.len() - 1
        };
        match responses.get(before) {
            Some(UpstreamResponse::Message(message)) => upstream_response(message),
            _ => std::future::pending().await,
        }
    };
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(handle)).await });
    url
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
