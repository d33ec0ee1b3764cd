//! A running sandbox, and requests to it like those of a browser.

use std::{path::PathBuf, time::Duration};

use issuer_sandbox::{
    demo::site::Folders,
    sandbox::{self, Credentials, Origins, Ports, Running},
};
use reqwest::{Client, Method, RequestBuilder, Response, redirect::Policy};
use serde_json::{Value, json};

/// The client key and access token that the sandbox's issuer accepts.
pub const CLIENT_KEY: &str = "client-key-of-the-tests";
pub const ACCESS_TOKEN: &str = "access-token-of-the-tests";

pub struct World {
    _running: Running,
    pub at: Origins,
    pub http: Client,
}

/// One signed-in cardholder.
pub struct Session<'a> {
    world: &'a World,
    cookie: String,
}

/// A hosted page that a browser has loaded.
pub struct OpenPage<'a> {
    world: &'a World,
    /// The id that the page sends with each request.
    pub id: String,
}

pub fn client() -> Client {
    Client::builder()
        .redirect(Policy::none())
        .no_proxy()
        .build()
        .expect("a client")
}

/// Folders of small pages in place of www, pkg and fixtures.
pub fn folders() -> Folders {
    let site = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/site");
    Folders {
        www: site.join("www"),
        pkg: site.join("pkg"),
        fixtures: Some(site.join("fixtures")),
        refuse_webassembly: false,
    }
}

impl World {
    pub async fn start() -> Self {
        Self::with_token_lifetime(Duration::from_secs(600)).await
    }

    pub async fn with_token_lifetime(lifetime: Duration) -> Self {
        Self::with(&folders(), lifetime).await
    }

    pub async fn refusing_webassembly() -> Self {
        let folders = Folders {
            refuse_webassembly: true,
            ..folders()
        };
        Self::with(&folders, Duration::from_secs(600)).await
    }

    /// With the backend on another origin than the pages.
    pub async fn split() -> Self {
        let ports = Ports {
            backend: Some(0),
            ..Ports::default()
        };
        Self::with_ports(ports, &folders(), Duration::from_secs(600)).await
    }

    async fn with(folders: &Folders, lifetime: Duration) -> Self {
        Self::with_ports(Ports::default(), folders, lifetime).await
    }

    async fn with_ports(ports: Ports, folders: &Folders, lifetime: Duration) -> Self {
        let credentials = Credentials {
            client_key: CLIENT_KEY.into(),
            access_token: ACCESS_TOKEN.into(),
        };
        let running = sandbox::start(ports, folders, lifetime, Some(credentials))
            .await
            .expect("a sandbox");
        Self {
            at: running.origins.clone(),
            _running: running,
            http: client(),
        }
    }

    /// Starts a session by loading a page.
    pub async fn session(&self) -> Session<'_> {
        let page = self.load(&self.at.host).await;
        Session {
            world: self,
            cookie: session_cookie(&page),
        }
    }

    /// Starts a session of the cardholder whom [`World::api`] names.
    pub async fn own_session(&self) -> Session<'_> {
        let start = self.http.post(format!("{}/sandbox/session", self.at.host));
        let request = start
            .bearer_auth(ACCESS_TOKEN)
            .header("origin", &self.at.host)
            .header("sec-fetch-site", "same-origin");
        Session {
            world: self,
            cookie: session_cookie(&send(request).await),
        }
    }

    /// Starts a session with these settings.
    pub async fn session_with(&self, settings: Value) -> Session<'_> {
        let session = self.session().await;
        session.set(settings).await;
        session
    }

    /// A request to the issuer's API with a valid key and token.
    pub fn api(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.at.api));
        request
            .header("x-client-key", CLIENT_KEY)
            .bearer_auth(ACCESS_TOKEN)
    }

    /// A token request to the issuer's API.
    pub async fn issue(&self, body: Value) -> Response {
        send(self.api(Method::POST, "/v1/card/set-pin/token").json(&body)).await
    }

    /// The URL of a new hosted page.
    pub async fn hosted_page_url(&self, body: Value) -> String {
        text(&json_of(self.issue(body).await).await, "hostedPageUrl")
    }

    /// Loads a URL like a frame.
    pub async fn load(&self, url: &str) -> Response {
        send(self.http.get(url)).await
    }

    /// Loads a URL like a frame; returns the page's markup.
    pub async fn html(&self, url: &str) -> String {
        body_of(self.load(url).await).await
    }

    /// Loads the hosted page at this URL.
    pub async fn open(&self, url: &str) -> OpenPage<'_> {
        self.page(&page_id(&self.html(url).await))
    }

    /// The hosted page with this id, whether or not one exists.
    pub fn page(&self, id: &str) -> OpenPage<'_> {
        OpenPage {
            world: self,
            id: id.to_owned(),
        }
    }

    /// A request of a hosted page, as JSON.
    pub async fn post_to_page(&self, path: &str, body: &Value) -> Response {
        let url = format!("{}/pin-direct/{path}", self.at.page);
        send(self.http.post(url).json(body)).await
    }
}

impl OpenPage<'_> {
    /// Sends both entries, like the page's script.
    pub async fn submit(&self, pin: &str, confirmation: &str) -> Response {
        let body = json!({ "page": self.id, "pin": pin, "confirmation": confirmation });
        self.world.post_to_page("pin", &body).await
    }

    /// Sends the same PIN twice; returns the status.
    pub async fn set_pin(&self, pin: &str) -> u16 {
        self.submit(pin, pin).await.status().as_u16()
    }

    pub async fn cancel(&self) -> u16 {
        let body = json!({ "page": self.id });
        let response = self.world.post_to_page("cancel", &body).await;
        response.status().as_u16()
    }

    /// Posts one field of a form of the variant with several pages; returns the status and the next
    /// page.
    pub async fn step(&self, field: &str, value: &str) -> (u16, String) {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("page", self.id.as_str()), (field, value)])
            .finish();
        let url = format!("{}/pin-direct/step", self.world.at.page);
        let request = self.world.http.post(url).body(body);
        let response =
            send(request.header("content-type", "application/x-www-form-urlencoded")).await;
        (response.status().as_u16(), body_of(response).await)
    }
}

impl Session<'_> {
    /// A request from a page of the host app.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self
            .world
            .http
            .request(method, format!("{}{path}", self.world.at.host));
        request
            .header("cookie", &self.cookie)
            .header("origin", &self.world.at.host)
            .header("sec-fetch-site", "same-origin")
    }

    pub async fn token(&self) -> Response {
        let request = self.request(Method::POST, "/api/card/set-pin/token");
        send(request.json(&json!({ "isEmbedded": true }))).await
    }

    pub async fn hosted_page_url(&self) -> String {
        text(&json_of(self.token().await).await, "hostedPageUrl")
    }

    /// Requests a token, and loads its hosted page.
    pub async fn open_page(&self) -> OpenPage<'_> {
        self.world.open(&self.hosted_page_url().await).await
    }

    pub async fn card_status_response(&self) -> Response {
        self.get("/api/card/status").await
    }

    pub async fn card_status(&self) -> String {
        text(&json_of(self.card_status_response().await).await, "status")
    }

    pub async fn get(&self, path: &str) -> Response {
        send(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str) -> Response {
        send(self.request(Method::POST, path)).await
    }

    pub async fn set(&self, settings: Value) {
        let response = self.try_to_set(&settings).await;
        let status = response.status();
        assert_eq!(status, 204, "{}", body_of(response).await);
    }

    pub async fn try_to_set(&self, settings: &Value) -> Response {
        send(
            self.request(Method::PUT, "/sandbox/settings")
                .json(settings),
        )
        .await
    }

    pub async fn observed(&self) -> Value {
        json_of(self.get("/sandbox/observed").await).await
    }

    /// Whether this is the card's PIN.
    pub async fn pin_is(&self, pin: &str) -> bool {
        let request = self.request(Method::POST, "/sandbox/verify-pin");
        let response = send(request.json(&json!({ "pin": pin }))).await;
        json_of(response).await["matches"]
            .as_bool()
            .expect("matches")
    }

    pub async fn pin_changes(&self) -> u64 {
        json_of(self.get("/api/card/pin").await).await["changes"]
            .as_u64()
            .expect("changes")
    }

    /// Waits until the observed data has this property.
    pub async fn until(&self, what: &str, holds: impl Fn(&Value) -> bool) {
        for _ in 0..500 {
            if holds(&self.observed().await) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("never observed: {what}; now {}", self.observed().await);
    }

    /// The request as text, for tests below the level of a client library.
    pub fn raw_token_request(&self) -> String {
        let host = self.world.at.host.trim_start_matches("http://");
        format!(
            "POST /api/card/set-pin/token HTTP/1.1\r\nhost: {host}\r\norigin: http://{host}\r\ncookie: {}\r\ncontent-type: application/json\r\ncontent-length: 19\r\n\r\n{{\"isEmbedded\":true}}",
            self.cookie
        )
    }
}

/// Sends a request that must get a response.
pub async fn send(request: RequestBuilder) -> Response {
    request.send().await.expect("a response")
}

pub async fn body_of(response: Response) -> String {
    response.text().await.expect("a body")
}

/// The session's cookie that a response sets, without its attributes.
pub fn session_cookie(response: &Response) -> String {
    let cookie = header(response, "set-cookie");
    assert!(!cookie.is_empty(), "no cookie");
    cookie.split(';').next().unwrap_or_default().to_owned()
}

pub async fn json_of(response: Response) -> Value {
    let status = response.status();
    let body = body_of(response).await;
    serde_json::from_str(&body).unwrap_or_else(|error| panic!("{status}: {error}: {body}"))
}

pub fn text(value: &Value, field: &str) -> String {
    value[field]
        .as_str()
        .unwrap_or_else(|| panic!("no {field} in {value}"))
        .to_owned()
}

/// The id in a hosted page's hidden field.
pub fn page_id(html: &str) -> String {
    let (_, rest) = html
        .split_once("name=\"page\" value=\"")
        .unwrap_or_else(|| panic!("no form: {html}"));
    rest.chars().take_while(|c| *c != '"').collect()
}

pub fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response
        .headers()
        .get(name)
        .map_or("", |value| value.to_str().expect("text"))
}
