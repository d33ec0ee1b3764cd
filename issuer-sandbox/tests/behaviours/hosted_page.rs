//! The hosted page: one access per token, the rules of a PIN, the variants, and no PIN in any
//! response.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{World, body_of, header, json_of, page_id};

#[tokio::test]
async fn the_first_access_spends_the_token() {
    let world = World::start().await;
    let session = world.session().await;
    let url = session.hosted_page_url().await;
    assert_eq!(world.load(&url).await.status(), 200);
    let again = world.load(&url).await;
    assert_eq!(again.status(), 410);
    let page = body_of(again).await;
    assert!(
        page.contains("id=\"spent\"") && page.contains("start again"),
        "{page}"
    );
    let observed = session.observed().await;
    assert_eq!(
        (&observed["pageAccesses"], &observed["spentPageAccesses"]),
        (&json!(2), &json!(1))
    );
}

#[tokio::test]
async fn an_expired_unknown_or_missing_token_gets_a_page_that_explains_it() {
    let world = World::with_token_lifetime(Duration::ZERO).await;
    let expired = world.hosted_page_url(json!({ "isEmbedded": true })).await;
    let unknown = format!(
        "{}/pin-direct/set?token=100a99cf-f4d3-4fa1-9be9-2e9828b20ebb",
        world.at.page
    );
    let bare = format!("{}/pin-direct/set", world.at.page);
    for url in [expired, unknown, bare.clone(), format!("{bare}?token=1")] {
        let response = world.load(&url).await;
        assert_eq!(response.status(), 410, "{url}");
        assert!(body_of(response).await.contains("id=\"spent\""));
    }
}

#[tokio::test]
async fn settings_can_shorten_one_sessions_tokens() {
    let world = World::start().await;
    let (short, usual) = (world.session().await, world.session().await);
    short.set(json!({ "tokenLifetimeMs": 0 })).await;
    assert_eq!(
        world.load(&short.hosted_page_url().await).await.status(),
        410
    );
    assert_eq!(
        world.load(&usual.hosted_page_url().await).await.status(),
        200
    );
}

#[tokio::test]
async fn an_open_page_sets_the_pin_once() {
    let world = World::start().await;
    let session = world.session().await;
    let page = session.open_page().await;
    assert!(!session.pin_is("1357").await);
    let response = page.submit("1357", "1357").await;
    assert_eq!(response.status(), 200);
    assert_eq!(json_of(response).await, json!({ "next": null }));
    assert!(session.pin_is("1357").await);
    assert!(!session.pin_is("1358").await);
    assert_eq!(session.pin_changes().await, 1);

    assert_eq!(page.set_pin("2468").await, 410);
    assert!(session.pin_is("1357").await, "the page has ended");
    assert_eq!(session.pin_changes().await, 1);
}

#[tokio::test]
async fn the_server_enforces_the_rules_of_a_pin() {
    let world = World::start().await;
    let session = world.session().await;
    let page = session.open_page().await;
    for (pin, confirmation) in [
        ("123", "123"),
        ("12345", "12345"),
        ("12a4", "12a4"),
        ("", ""),
        ("7777", "7777"),
        ("1234", "1243"),
    ] {
        let response = page.submit(pin, confirmation).await;
        assert_eq!(response.status(), 422, "{pin} {confirmation}");
        assert!(json_of(response).await["message"].is_string());
    }
    assert_eq!(session.pin_changes().await, 0);
    assert_eq!(
        page.set_pin("1234").await,
        200,
        "the page still accepts a PIN"
    );
}

#[tokio::test]
async fn neither_the_token_nor_an_unknown_id_sets_a_pin() {
    let world = World::start().await;
    let session = world.session().await;
    let url = session.hosted_page_url().await;
    world.load(&url).await;
    let token = url.split("token=").nth(1).expect("a token");
    for id in [token, "100a99cf-f4d3-4fa1-9be9-2e9828b20ebb"] {
        assert_eq!(world.page(id).set_pin("1357").await, 410);
    }
    assert_eq!(session.pin_changes().await, 0);
}

#[tokio::test]
async fn a_cancelled_page_cannot_set_a_pin() {
    let world = World::start().await;
    let session = world.session().await;
    let page = session.open_page().await;
    assert_eq!(page.cancel().await, 204);
    assert_eq!(page.set_pin("1357").await, 410);
    assert_eq!(session.pin_changes().await, 0);
}

#[tokio::test]
async fn the_page_has_all_seven_properties_of_custom_css() {
    let world = World::start().await;
    let css = json!({
        "backgroundColor": "#010101", "textColor": "#020202", "backgroundColorPrimary": "#030303", "textColorPrimary": "#040404",
        "buttonBorderRadius": 5, "pinBorderRadius": 6.5, "pinBorderColor": "#070707",
    });
    let url = world
        .hosted_page_url(json!({ "isEmbedded": true, "customCss": css }))
        .await;
    let html = world.html(&url).await;
    let (_, rest) = html
        .split_once("href=\"/pin-direct/look.css")
        .expect("a stylesheet");
    let path = rest
        .split('"')
        .next()
        .unwrap_or_default()
        .replace("&amp;", "&");
    let sheet = world
        .load(&format!("{}/pin-direct/look.css{path}", world.at.page))
        .await;
    assert_eq!(header(&sheet, "content-type"), "text/css; charset=utf-8");
    assert_eq!(
        body_of(sheet).await,
        ":root{--background:#010101;--text:#020202;--primary:#030303;--on-primary:#040404;--button-radius:5px;--pin-radius:6.5px;--pin-border:#070707}\n"
    );
}

#[tokio::test]
async fn a_stylesheet_url_with_values_that_no_token_has_is_refused() {
    let world = World::start().await;
    let sheet = format!(
        "{}/pin-direct/look.css?backgroundColor=red;}}*{{&textColor=%23000000&backgroundColorPrimary=%23000000&textColorPrimary=%23FFFFFF&buttonBorderRadius=8&pinBorderRadius=4&pinBorderColor=%23000000",
        world.at.page
    );
    assert_eq!(world.load(&sheet).await.status(), 400);
}

#[tokio::test]
async fn pages_have_a_strict_policy_and_are_not_stored() {
    let world = World::start().await;
    let url = world.hosted_page_url(json!({ "isEmbedded": true })).await;
    for _ in 0..2 {
        let page = world.load(&url).await;
        let policy = header(&page, "content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self';")
                && !policy.contains("unsafe"),
            "{policy}"
        );
        assert_eq!(header(&page, "cache-control"), "no-store");
        assert_eq!(header(&page, "referrer-policy"), "no-referrer");
        assert_eq!(header(&page, "x-content-type-options"), "nosniff");
        assert!(
            page.headers().get("set-cookie").is_none(),
            "a cross-site frame gets no cookies"
        );
    }
}

#[tokio::test]
async fn a_page_that_redirects_names_its_target_and_must_not_be_framed() {
    let world = World::start().await;
    let url = world
        .hosted_page_url(json!({ "redirectUrl": "https://app.example/done?a=1&b=2" }))
        .await;
    let page = world.load(&url).await;
    assert!(header(&page, "content-security-policy").contains("frame-ancestors 'none'"));
    let html = body_of(page).await;
    assert!(
        html.contains("data-redirect=\"https://app.example/done?a=1&amp;b=2\"")
            && !html.contains("data-embedded"),
        "{html}"
    );
}

#[tokio::test]
async fn an_embedded_page_may_be_framed_and_does_not_redirect() {
    let world = World::start().await;
    let page = world
        .load(&world.hosted_page_url(json!({ "isEmbedded": true })).await)
        .await;
    assert!(!header(&page, "content-security-policy").contains("frame-ancestors"));
    assert!(page.headers().get("x-frame-options").is_none());
    let html = body_of(page).await;
    assert!(
        html.contains("data-embedded") && !html.contains("data-redirect"),
        "{html}"
    );
}

#[tokio::test]
async fn the_unframeable_variant_forbids_framing_by_both_headers() {
    let world = World::start().await;
    let session = world
        .session_with(json!({ "variant": "unframeable" }))
        .await;
    let page = world.load(&session.hosted_page_url().await).await;
    assert_eq!(page.status(), 200);
    assert_eq!(header(&page, "x-frame-options"), "DENY");
    assert!(header(&page, "content-security-policy").contains("frame-ancestors 'none'"));
}

#[tokio::test]
async fn the_multi_variant_reads_the_entries_on_two_pages_and_ends_on_a_third() {
    let world = World::start().await;
    let session = world.session_with(json!({ "variant": "multi" })).await;
    let first = world.html(&session.hosted_page_url().await).await;
    assert!(
        first.contains("id=\"next\"") && !first.contains("id=\"pin-confirm\""),
        "{first}"
    );
    let page = world.page(&page_id(&first));

    let (status, second) = page.step("pin", "8642").await;
    assert_eq!(status, 200);
    assert!(
        second.contains("id=\"pin-confirm\"")
            && second.contains("id=\"submit\"")
            && !second.contains("8642"),
        "{second}"
    );
    assert_eq!(session.pin_changes().await, 0);

    let (status, third) = page.step("confirmation", "8642").await;
    assert_eq!(status, 200);
    assert!(
        third.contains("id=\"over\" data-embedded") && !third.contains("8642"),
        "{third}"
    );
    assert!(session.pin_is("8642").await);
    assert_eq!(session.pin_changes().await, 1);

    let (status, repeated) = page.step("confirmation", "8642").await;
    assert_eq!(status, 410);
    assert!(repeated.contains("id=\"spent\""));
}

#[tokio::test]
async fn the_multi_variant_starts_over_when_the_entries_differ() {
    let world = World::start().await;
    let session = world.session_with(json!({ "variant": "multi" })).await;
    let page = session.open_page().await;
    assert_eq!(page.step("pin", "1111").await.0, 422);
    assert_eq!(page.step("pin", "1234").await.0, 200);
    let (status, first) = page.step("confirmation", "1235").await;
    assert_eq!(status, 422);
    assert!(
        first.contains("id=\"next\"") && first.contains("different"),
        "{first}"
    );
    assert_eq!(
        page.step("confirmation", "1234").await.0,
        422,
        "the first entry is forgotten"
    );
    assert_eq!(session.pin_changes().await, 0);
}

#[tokio::test]
async fn the_hop_variant_visits_the_api_origin_and_returns() {
    let world = World::start().await;
    let session = world.session_with(json!({ "variant": "hop" })).await;
    let page = session.open_page().await;
    let back = format!("{}/pin-direct/done?page={}", world.at.page, page.id);
    assert_eq!(
        world.load(&back).await.status(),
        410,
        "not before the PIN is set"
    );

    let next = json_of(page.submit("9753", "9753").await).await;
    let hop = next["next"].as_str().expect("a hop");
    assert!(hop.starts_with(&world.at.api), "{hop}");
    let hop_page = world.load(hop).await;
    assert_eq!(hop_page.status(), 200);
    let link = format!("href=\"{back}\"");
    assert!(body_of(hop_page).await.contains(&link));
    let done = world.html(&back).await;
    assert!(done.contains("id=\"over\" data-embedded"), "{done}");
    assert!(session.pin_is("9753").await);
    assert_eq!(world.load(&back).await.status(), 410, "once");
}

#[tokio::test]
async fn the_hop_redirects_to_no_other_url() {
    let world = World::start().await;
    let elsewhere = world
        .load(&format!(
            "{}/pin-direct/hop?page=https://evil.example/",
            world.at.api
        ))
        .await;
    assert_eq!(elsewhere.status(), 400);
}

#[tokio::test]
async fn no_response_contains_the_pin() {
    let world = World::start().await;
    let session = world.session().await;
    let page = session.open_page().await;
    let refused = page.submit("8305", "8306").await;
    let accepted = page.submit("8305", "8305").await;
    for response in [refused, accepted] {
        assert!(!format!("{:?}", response.headers()).contains("8305"));
        let body = body_of(response).await;
        assert!(!body.contains("8305") && !body.contains("8306"), "{body}");
    }
    let observed: Value = session.observed().await;
    assert!(!observed.to_string().contains("8305"), "{observed}");
}

#[tokio::test]
async fn a_malformed_entry_is_refused_and_not_quoted() {
    let world = World::start().await;
    let url = world.hosted_page_url(json!({ "isEmbedded": true })).await;
    let page = world.open(&url).await.id;
    for body in [
        json!({ "page": page, "pin": 8305, "confirmation": "8305" }),
        json!({ "page": page, "pin": "8305" }),
    ] {
        let response = world.post_to_page("pin", &body).await;
        assert!(response.status().is_client_error());
        let text = body_of(response).await;
        assert!(!text.contains("8305"), "{text}");
    }
}
