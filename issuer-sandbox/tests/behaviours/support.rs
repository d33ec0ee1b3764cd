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

    async fn with(folders: &Folders, lifetime: Duration) -> Self {
        let credentials = Credentials {
            client_key: CLIENT_KEY.into(),
            access_token: ACCESS_TOKEN.into(),
        };
        let running = sandbox::start(Ports::default(), folders, lifetime, Some(credentials))
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
        let page = self.http.get(&self.at.host).send().await.expect("a page");
        let cookie = page
            .headers()
            .get("set-cookie")
            .expect("a cookie")
            .to_str()
            .expect("text");
        Session {
            world: self,
            cookie: cookie.split(';').next().unwrap_or_default().to_owned(),
        }
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
        self.api(Method::POST, "/v1/card/set-pin/token")
            .json(&body)
            .send()
            .await
            .expect("an answer")
    }

    /// The URL of a new hosted page.
    pub async fn address(&self, body: Value) -> String {
        text(&json_of(self.issue(body).await).await, "hostedPageUrl")
    }

    /// Loads a URL like a frame.
    pub async fn load(&self, address: &str) -> Response {
        self.http.get(address).send().await.expect("a page")
    }

    /// Loads a new page; returns its own id.
    pub async fn open_page(&self, body: Value) -> String {
        let address = self.address(body).await;
        page_id(&self.load(&address).await.text().await.expect("a page"))
    }

    /// Sends both entries, like the page's script.
    pub async fn hand_in(&self, page: &str, pin: &str, confirmation: &str) -> Response {
        let body = json!({ "page": page, "pin": pin, "confirmation": confirmation });
        self.http
            .post(format!("{}/pin-direct/pin", self.at.page))
            .json(&body)
            .send()
            .await
            .expect("an answer")
    }

    /// Posts a form of the several-page variant.
    pub async fn step(&self, fields: &[(&str, &str)]) -> (u16, String) {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let request = self
            .http
            .post(format!("{}/pin-direct/step", self.at.page))
            .body(body);
        let answer = request
            .header("content-type", "application/x-www-form-urlencoded")
            .send()
            .await
            .expect("a page");
        (
            answer.status().as_u16(),
            answer.text().await.expect("a page"),
        )
    }
}

impl Session<'_> {
    /// A request from a page of the host app.
    pub fn ask(&self, method: Method, path: &str) -> RequestBuilder {
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
        let request = self
            .ask(Method::POST, "/api/card/set-pin/token")
            .json(&json!({ "isEmbedded": true }));
        request.send().await.expect("an answer")
    }

    pub async fn page_address(&self) -> String {
        text(&json_of(self.token().await).await, "hostedPageUrl")
    }

    pub async fn status(&self) -> Response {
        self.ask(Method::GET, "/api/card/status")
            .send()
            .await
            .expect("an answer")
    }

    pub async fn status_word(&self) -> String {
        text(&json_of(self.status().await).await, "status")
    }

    pub async fn set(&self, settings: Value) {
        let answer = self
            .ask(Method::PUT, "/sandbox/settings")
            .json(&settings)
            .send()
            .await
            .expect("an answer");
        assert_eq!(
            answer.status(),
            204,
            "{}",
            answer.text().await.unwrap_or_default()
        );
    }

    pub async fn observed(&self) -> Value {
        json_of(
            self.ask(Method::GET, "/sandbox/observed")
                .send()
                .await
                .expect("an answer"),
        )
        .await
    }

    /// Whether this is the card's PIN.
    pub async fn pin_is(&self, pin: &str) -> bool {
        let answer = self
            .ask(Method::POST, "/sandbox/verify-pin")
            .json(&json!({ "pin": pin }))
            .send()
            .await;
        json_of(answer.expect("an answer")).await["matches"]
            .as_bool()
            .expect("matches")
    }

    pub async fn pin_changes(&self) -> u64 {
        json_of(
            self.ask(Method::GET, "/api/card/pin")
                .send()
                .await
                .expect("an answer"),
        )
        .await["changes"]
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

pub async fn json_of(response: Response) -> Value {
    let status = response.status();
    let body = response.text().await.expect("a body");
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
