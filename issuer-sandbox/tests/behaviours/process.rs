//! The command: its first line of output, its end, its log, and a second process as the real
//! issuer.

use std::process::Stdio;

use issuer_sandbox::{model_backend::IssuerConnection, sandbox::Running};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, BufReader},
    process::{Child, Command},
};

use crate::support::{
    body_of, client, folders, header, json_of, page_id, send, session_cookie, text,
};

struct Process {
    child: Child,
    at: Value,
}

impl Process {
    async fn start(flags: &[&str], env: &[(&str, &str)]) -> Self {
        let folders = folders();
        let mut child = Command::new(env!("CARGO_BIN_EXE_issuer-sandbox"))
            .args([
                "--host-port",
                "0",
                "--api-port",
                "0",
                "--page-port",
                "0",
                "--exit-with-stdin",
            ])
            .arg("--www")
            .arg(&folders.www)
            .arg("--pkg")
            .arg(&folders.pkg)
            .args(flags)
            .envs(env.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("a process");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("stdout"))
            .read_line(&mut line)
            .await
            .expect("a line");
        Self {
            child,
            at: serde_json::from_str(&line).expect("the first line is JSON"),
        }
    }

    fn url(&self, server: &str, path: &str) -> String {
        format!("{}{path}", text(&self.at, server))
    }

    /// Closes its standard input, waits for its end, and returns its log.
    async fn end(mut self) -> String {
        drop(self.child.stdin.take());
        let mut log = String::new();
        self.child
            .stderr
            .take()
            .expect("stderr")
            .read_to_string(&mut log)
            .await
            .expect("a log");
        assert!(self.child.wait().await.expect("an end").success());
        log
    }

    async fn cookie(&self) -> String {
        let page = send(client().get(self.url("host", "/"))).await;
        session_cookie(&page)
    }

    async fn token(&self, cookie: &str) -> reqwest::Response {
        let request = client()
            .post(self.url("host", "/api/card/set-pin/token"))
            .json(&json!({ "isEmbedded": true }));
        let request = request
            .header("cookie", cookie)
            .header("origin", self.url("host", ""));
        send(request).await
    }
}

/// Sets a PIN on the page with this URL.
async fn set_pin(url: &str, pin: &str) -> String {
    let html = body_of(send(client().get(url)).await).await;
    let page = page_id(&html);
    let origin = url.split("/pin-direct").next().expect("an origin");
    let body = json!({ "page": page, "pin": pin, "confirmation": pin });
    let response = send(
        client()
            .post(format!("{origin}/pin-direct/pin"))
            .json(&body),
    )
    .await;
    assert_eq!(response.status(), 200);
    page
}

#[tokio::test]
async fn it_ends_with_its_standard_input_and_logs_no_secret() {
    let flags = [
        "--client-key",
        "the-client-key",
        "--access-token",
        "the-access-token",
    ];
    let sandbox = Process::start(&flags, &[]).await;
    let cookie = sandbox.cookie().await;
    let response = json_of(sandbox.token(&cookie).await).await;
    let page = set_pin(&text(&response, "hostedPageUrl"), "8305").await;
    let log = sandbox.end().await;
    assert!(log.contains("POST /pin-direct/pin -> 200"), "{log}");
    let session = cookie.trim_start_matches("session=");
    for secret in [
        text(&response, "token").as_str(),
        &page,
        session,
        "the-client-key",
        "the-access-token",
    ] {
        assert!(!log.contains(secret), "{log}");
    }
    // The text before the level is a time, which may contain any four digits.
    let output: String = log
        .lines()
        .filter_map(|line| line.split_once("INFO"))
        .map(|(_, output)| output)
        .collect();
    assert!(!output.contains("8305"), "{output}");
}

#[tokio::test]
async fn a_refused_passkey_is_quoted_neither_in_the_log_nor_in_the_response() {
    let sandbox = Process::start(&[], &[]).await;
    let cookie = sandbox.cookie().await;
    let post = async |path: &str, body: &Value| {
        let url = sandbox.url("host", &format!("/api/step-up/{path}"));
        let request = client().post(url).json(body);
        let request = request.header("cookie", &cookie);
        send(request.header("origin", sandbox.url("host", ""))).await
    };
    // Only registration is tested: without a passkey, the sandbox checks no signed challenge.
    for body in [json!("the-credential"), json!({ "id": "the-credential" })] {
        assert_eq!(post("passkey/new", &json!({})).await.status(), 200);
        let response = post("passkey", &body).await;
        assert_eq!(response.status(), 403);
        assert_eq!(
            json_of(response).await,
            json!({ "message": "The passkey is not valid" })
        );
    }
    let log = sandbox.end().await;
    assert!(log.contains("a passkey was refused"), "{log}");
    assert!(!log.contains("the-credential"), "{log}");
}

#[tokio::test]
async fn with_an_issuer_in_the_environment_the_host_app_uses_that_issuer() {
    let issuer = Process::start(
        &["--client-key", "real-key", "--access-token", "real-token"],
        &[],
    )
    .await;
    let (api, page) = (issuer.url("api", ""), issuer.url("page", ""));
    let env = [
        ("ISSUER_API_URL", api.as_str()),
        ("ISSUER_CLIENT_KEY", "real-key"),
        ("ISSUER_ACCESS_TOKEN", "real-token"),
        ("ISSUER_US_ENV", "true"),
        ("ISSUER_PAGE_ORIGIN", &page),
    ];
    let app = Process::start(&[], &env).await;
    assert_eq!(
        (text(&app.at, "api"), text(&app.at, "page")),
        (api.clone(), page.clone())
    );

    let config = send(client().get(app.url("host", "/api/config"))).await;
    assert_eq!(
        json_of(config).await,
        json!({ "allowedOrigins": [page], "backend": "", "isSandbox": false })
    );
    let html = send(client().get(app.url("host", "/"))).await;
    let policy = header(&html, "content-security-policy");
    assert!(policy.contains(&format!("frame-src {page};")), "{policy}");

    let cookie = app.cookie().await;
    let response = json_of(app.token(&cookie).await).await;
    let url = text(&response, "hostedPageUrl");
    assert!(url.starts_with(&page), "{url}");
    set_pin(&url, "8305").await;
    for path in ["/sandbox/observed", "/api/card/pin"] {
        let control = send(
            client()
                .get(app.url("host", path))
                .header("cookie", &cookie),
        )
        .await;
        assert_eq!(control.status(), 404, "{path}");
    }
    let log = app.end().await + &issuer.end().await;
    assert!(
        !log.contains("real-key") && !log.contains("real-token"),
        "{log}"
    );
}

#[tokio::test]
async fn a_real_issuers_refusal_is_passed_on_to_the_page() {
    let issuer = Process::start(
        &["--client-key", "real-key", "--access-token", "real-token"],
        &[],
    )
    .await;
    let (api, page) = (issuer.url("api", ""), issuer.url("page", ""));
    for (key, token, status, message) in [
        ("other-key", "real-token", 498, "Invalid client key"),
        ("real-key", "other-token", 401, "Not authenticated"),
    ] {
        let env = [
            ("ISSUER_API_URL", api.as_str()),
            ("ISSUER_CLIENT_KEY", key),
            ("ISSUER_ACCESS_TOKEN", token),
            ("ISSUER_PAGE_ORIGIN", &page),
        ];
        let app = Process::start(&[], &env).await;
        let response = app.token(&app.cookie().await).await;
        assert_eq!(response.status(), status);
        assert_eq!(json_of(response).await, json!({ "message": message }));
        app.end().await;
    }
    issuer.end().await;
}

fn from_env(env: &[(&str, &str)]) -> anyhow::Result<Option<(IssuerConnection, String)>> {
    IssuerConnection::from_env(|name| {
        env.iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| (*value).to_owned())
    })
}

#[test]
fn an_environment_that_is_incomplete_or_unsafe_is_refused_by_name() {
    let whole = [
        ("ISSUER_API_URL", "https://api.issuer.example"),
        ("ISSUER_CLIENT_KEY", "the-key"),
        ("ISSUER_ACCESS_TOKEN", "the-token"),
        ("ISSUER_PAGE_ORIGIN", "https://cards.issuer.example"),
    ];
    assert!(from_env(&[]).expect("no issuer").is_none());
    let (issuer, token) = from_env(&whole).expect("an issuer").expect("an issuer");
    assert_eq!(
        (
            issuer.client_key_header.as_str(),
            issuer.us_env,
            token.as_str()
        ),
        ("x-client-key", false, "the-token")
    );
    assert!(!format!("{issuer:?}").contains("the-key"));

    for missing in 1..whole.len() {
        let mut env = whole.to_vec();
        let (name, _) = env.remove(missing);
        assert!(from_env(&env).expect_err(name).to_string().contains(name));
    }
    for (name, value) in [
        ("ISSUER_API_URL", "http://api.issuer.example"),
        ("ISSUER_API_URL", "https://user@api.issuer.example"),
        ("ISSUER_API_URL", "api.issuer.example"),
        ("ISSUER_API_URL", "https://api.issuer.example/v1"),
        ("ISSUER_PAGE_ORIGIN", "https://cards.issuer.example/"),
        ("ISSUER_PAGE_ORIGIN", "*"),
        ("ISSUER_US_ENV", "yes"),
    ] {
        let mut env = vec![(name, value)];
        env.extend(whole);
        assert!(
            from_env(&env).expect_err(value).to_string().contains(name),
            "{name}={value}"
        );
    }
}

#[tokio::test]
async fn the_error_for_a_port_in_use_names_the_port_and_the_flag() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("a port").port().to_string();
    let output = Command::new(env!("CARGO_BIN_EXE_issuer-sandbox"))
        .args(["--host-port", &port])
        .output()
        .await
        .expect("an end");
    assert!(!output.status.success());
    let output = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        output.contains(&port) && output.contains("--host-port"),
        "{output}"
    );
}

#[tokio::test]
async fn dropping_it_frees_the_ports() {
    let running: Running = issuer_sandbox::sandbox::start(
        Default::default(),
        &folders(),
        std::time::Duration::from_secs(1),
        None,
    )
    .await
    .expect("a sandbox");
    let url = running.origins.api.clone();
    drop(running);
    for _ in 0..500 {
        if client().get(&url).send().await.is_err() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("{url} still responds");
}

/// The strings in `text` between `start` and the next quotation mark.
fn between<'a>(text: &'a str, start: &str) -> Vec<&'a str> {
    let parts = text.split(start).skip(1);
    parts.filter_map(|part| part.split('"').next()).collect()
}

#[test]
fn the_help_and_the_documentation_list_every_path_fault_and_flag() {
    let help = include_str!("../../src/help.txt");
    let docs = include_str!("../../../docs/testing.md");
    let routes = [
        include_str!("../../src/demo/control.rs"),
        include_str!("../../src/demo/card_routes.rs"),
        include_str!("../../src/demo/site.rs"),
        include_str!("../../src/demo/step_up/mod.rs"),
        include_str!("../../src/issuer/api.rs"),
        include_str!("../../src/issuer/hosted_page.rs"),
    ];
    let mut names: Vec<String> = routes
        .into_iter()
        .flat_map(|source| between(source, ".route(\""))
        .map(str::to_owned)
        .collect();
    for route in ["set-pin/token", "status", "pin/token", "details/token"] {
        names.push(format!("/api/card/{route}"));
    }
    assert!(names.len() > 20, "{names:?}");
    let kinds = include_str!("../../src/faults.rs");
    let kinds = kinds
        .split("pub enum FaultKind {")
        .nth(1)
        .unwrap_or_default();
    let kinds = kinds.split("\n}\n").next().unwrap_or_default().lines();
    let kinds: Vec<_> = kinds
        .filter_map(|line| line.strip_prefix("    ")?.split_once(" {"))
        .map(|(name, _)| name.to_lowercase())
        .filter(|name| name.bytes().all(|byte| byte.is_ascii_lowercase()))
        .collect();
    assert!(kinds.len() > 10, "{kinds:?}");
    for text in [help, docs] {
        for name in &names {
            assert!(text.contains(name.as_str()), "{name} is missing");
        }
        for kind in &kinds {
            let is_listed =
                text.contains(&format!("  {kind} ")) || text.contains(&format!("`{kind}`"));
            assert!(is_listed, "{kind} is missing");
        }
    }
    let flags = include_str!("../../src/main.rs");
    let flags = flags.split("struct Flags {").nth(1).unwrap_or_default();
    let flags = flags.split("\n}\n").next().unwrap_or_default().lines();
    for flag in flags.filter_map(|line| line.strip_prefix("    ")?.split_once(": ")) {
        if flag
            .0
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        {
            let flag = format!("--{}", flag.0.replace('_', "-"));
            assert!(docs.contains(&flag), "{flag} is missing in docs/testing.md");
        }
    }
}
