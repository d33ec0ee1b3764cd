//! The host app's pages: content types, policies, sessions, and host names.

use serde_json::json;

use crate::support::{World, body_of, header, json_of, send};

const STRICT: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: PAGE API; connect-src 'self'; frame-src PAGE API; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

fn strict(world: &World) -> String {
    STRICT
        .replace("PAGE", &world.at.page)
        .replace("API", &world.at.api)
}

#[tokio::test]
async fn a_page_has_a_session_and_a_strict_policy_and_is_not_stored() {
    let world = World::start().await;
    let page = world.load(&format!("{}/", world.at.host)).await;
    assert_eq!(header(&page, "content-security-policy"), strict(&world));
    assert_eq!(header(&page, "cache-control"), "no-store");
    assert_eq!(header(&page, "x-content-type-options"), "nosniff");
    let cookie = header(&page, "set-cookie");
    assert!(
        cookie.starts_with("session=") && cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax"),
        "{cookie}"
    );

    let again = send(world.http.get(&world.at.host).header("cookie", cookie)).await;
    assert!(
        again.headers().get("set-cookie").is_none(),
        "one session stays one session"
    );
    let stale = send(
        world
            .http
            .get(&world.at.host)
            .header("cookie", "session=of-another-run"),
    )
    .await;
    assert!(
        header(&stale, "set-cookie").starts_with("session="),
        "a session that is not known is replaced"
    );
}

#[tokio::test]
async fn a_site_can_forbid_webassembly_on_each_page_but_not_on_fixtures() {
    let world = World::refusing_webassembly().await;
    let strict = strict(&world);
    let without = strict.replace(" 'wasm-unsafe-eval'", "");
    for (path, policy) in [
        ("/", &without),
        ("/?csp=strict", &without),
        ("/nothing-here", &without),
        ("/fixtures/page.html", &strict),
    ] {
        let page = world.load(&format!("{}{path}", world.at.host)).await;
        assert_eq!(header(&page, "content-security-policy"), *policy, "{path}");
    }
}

#[tokio::test]
async fn files_have_the_content_types_that_browsers_require() {
    let world = World::start().await;
    for (path, content_type) in [
        ("/", "text/html; charset=utf-8"),
        ("/look.css", "text/css; charset=utf-8"),
        ("/pkg/index.js", "text/javascript; charset=utf-8"),
        ("/pkg/index.mjs", "text/javascript; charset=utf-8"),
        ("/pkg/index.cjs", "text/javascript; charset=utf-8"),
        ("/pkg/engine.wasm", "application/wasm"),
        ("/pkg/package.json", "application/json"),
        ("/fixtures/page.html", "text/html; charset=utf-8"),
    ] {
        let file = world.load(&format!("{}{path}", world.at.host)).await;
        assert_eq!(
            (file.status().as_u16(), header(&file, "content-type")),
            (200, content_type),
            "{path}"
        );
        let kept_for_back = path.starts_with("/fixtures/");
        let caching = if kept_for_back {
            "no-cache"
        } else {
            "no-store"
        };
        assert_eq!(header(&file, "cache-control"), caching, "{path}");
        assert_eq!(header(&file, "x-content-type-options"), "nosniff", "{path}");
    }
}

#[tokio::test]
async fn nothing_outside_the_folders_is_served() {
    let world = World::start().await;
    for path in [
        "/../main.rs",
        "/%2e%2e/support.rs",
        "/pkg/..%2f..%2fbehaviours/main.rs",
        "/fixtures/%2e%2e/www/index.html",
        "/nothing",
    ] {
        let status = world
            .load(&format!("{}{path}", world.at.host))
            .await
            .status();
        assert!(status.is_client_error(), "{path}: {status}");
    }
}

#[tokio::test]
async fn an_unknown_url_gets_a_page_that_explains_it() {
    let world = World::start().await;
    let page = world
        .load(&format!("{}/use-cases/no-such-page.html", world.at.host))
        .await;
    assert_eq!(page.status(), 404);
    assert_eq!(header(&page, "content-security-policy"), strict(&world));
    assert!(body_of(page).await.contains("Nothing is here"));
}

#[tokio::test]
async fn fixtures_choose_among_policies_and_other_pages_do_not() {
    let world = World::start().await;
    let at = |path: &str| format!("{}{path}", world.at.host);
    let (strict, frames) = (
        strict(&world),
        format!("frame-src {} {}", world.at.page, world.at.api),
    );
    for (variant, policy, report_only) in [
        ("strict", strict.clone(), ""),
        ("no-frames", strict.replace(&frames, "frame-src 'none'"), ""),
        ("report-only-no-frames", strict.clone(), "frame-src 'none'"),
        (
            "no-frame-src-child-none",
            strict.replace(&frames, "child-src 'none'"),
            "",
        ),
        ("no-wasm", strict.replace(" 'wasm-unsafe-eval'", ""), ""),
        ("none", String::new(), ""),
    ] {
        let page = world
            .load(&at(&format!("/fixtures/page.html?x=1&csp={variant}")))
            .await;
        assert_eq!(
            header(&page, "content-security-policy"),
            policy,
            "{variant}"
        );
        assert_eq!(
            header(&page, "content-security-policy-report-only"),
            report_only,
            "{variant}"
        );
    }
    for query in ["csp=lax", "trusts=all"] {
        let page = world
            .load(&at(&format!("/fixtures/page.html?{query}")))
            .await;
        assert_eq!(page.status(), 400, "{query}");
    }
    let page = world
        .load(&at("/fixtures/page.html?trusts=set-pin-widget"))
        .await;
    assert_eq!(
        header(&page, "content-security-policy"),
        strict.replace("trusted-types 'none'", "trusted-types set-pin-widget")
    );
    let page = world.load(&at("/?csp=none&trusts=set-pin-widget")).await;
    assert_eq!(header(&page, "content-security-policy"), strict);
}

#[tokio::test]
async fn the_config_names_the_allowed_origins() {
    let world = World::start().await;
    let config = json_of(world.load(&format!("{}/api/config", world.at.host)).await).await;
    assert_eq!(
        config,
        json!({ "allowedOrigins": [world.at.page, world.at.api], "backend": "", "isSandbox": true })
    );
}

#[tokio::test]
async fn every_server_refuses_other_host_names() {
    let world = World::start().await;
    for (server, own) in [
        (&world.at.host, "localhost"),
        (&world.at.api, "127.0.0.1"),
        (&world.at.page, "127.0.0.1"),
    ] {
        let port = server.rsplit(':').next().expect("a port");
        let other = if own == "localhost" {
            "127.0.0.1"
        } else {
            "localhost"
        };
        for name in [
            format!("rebound.example:{port}"),
            format!("{other}:{port}"),
            own.to_owned(),
            format!("{own}:1"),
        ] {
            let response = send(world.http.get(server).header("host", &name)).await;
            assert_eq!(response.status(), 421, "{server} as {name}");
            assert!(response.headers().get("set-cookie").is_none());
        }
    }
}
