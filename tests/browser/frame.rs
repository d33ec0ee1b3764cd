//! The frame in a real document: how it is made, what becomes of it, and what is no sign of anything.

use set_pin_widget::core::error::ErrorCode;
use set_pin_widget::core::hosted_page::HostedPageUrl;
use set_pin_widget::core::options::ResolvedOptions;
use set_pin_widget::shell::dom::{BrowserEvent, property};
use set_pin_widget::shell::frame::Frame;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

use crate::support::{Ear, Put, Realm, call, js};

/// A stage in the document with the frame of a harmless page of this origin on it.
struct Scene {
    stage: Put,
    ear: Ear,
    frame: Frame,
}

fn mount(options: &ResolvedOptions, href: &str, stage: &Element, ear: &Ear) -> Frame {
    let page = HostedPageUrl { href: href.into() };
    Frame::mount(options, &page, "Set your PIN", stage, &ear.sink())
        .expect("a document makes frames")
}

fn a_page() -> String {
    js("URL.createObjectURL(new Blob(['<p>A page</p>'], { type: 'text/html' }))")
        .as_string()
        .expect("an address")
}

impl Scene {
    fn new() -> Self {
        Self::showing(&a_page())
    }

    fn showing(href: &str) -> Self {
        let (stage, ear) = (Put::new("div"), Ear::default());
        let frame = mount(&ResolvedOptions::default(), href, &stage.0, &ear);
        Self { stage, ear, frame }
    }

    /// Once its page has loaded and was looked at, as the widget does.
    async fn ready() -> Self {
        let scene = Self::new();
        scene.ear.next(BrowserEvent::Loaded).await;
        assert_eq!(scene.frame.loaded(), Some(Ok(())));
        scene
    }

    fn element(&self) -> Element {
        self.stage.0.last_element_child().expect("the frame")
    }

    fn window(&self) -> JsValue {
        property(&self.element(), "contentWindow")
    }

    /// What a change around the frame did to it.
    fn fate(&self) -> Option<ErrorCode> {
        self.frame.lost_by_change().map(|error| error.code)
    }
}

#[wasm_bindgen_test]
fn the_frame_carries_what_was_planned_and_nothing_else() {
    let (stage, ear) = (Put::new("div"), Ear::default());
    let options = ResolvedOptions {
        referrer_policy: "strict-origin",
        width: "100%".into(),
        height: "500px".into(),
        ..ResolvedOptions::default()
    };
    let _frame = mount(&options, "about:blank#here", &stage.0, &ear);
    let frame = stage.0.last_element_child().expect("the frame");
    let mut names: Vec<_> = frame
        .get_attribute_names()
        .iter()
        .filter_map(|one| one.as_string())
        .collect();
    names.sort();
    assert_eq!(names, ["part", "referrerpolicy", "src", "style", "title"]);
    assert_eq!(
        frame.get_attribute("src").as_deref(),
        Some("about:blank#here")
    );
    assert_eq!(
        frame.get_attribute("title").as_deref(),
        Some("Set your PIN")
    );
    assert_eq!(
        frame.get_attribute("referrerpolicy").as_deref(),
        Some("strict-origin")
    );
    assert_eq!(property(&frame, "offsetHeight"), 500);
}

#[wasm_bindgen_test]
fn a_sandbox_and_a_permissions_policy_are_set_when_they_are_planned() {
    let (stage, ear) = (Put::new("div"), Ear::default());
    let options = ResolvedOptions {
        sandbox: Some("allow-scripts allow-same-origin".into()),
        allow: Some("clipboard-read".into()),
        ..ResolvedOptions::default()
    };
    let _frame = mount(&options, "about:blank", &stage.0, &ear);
    let frame = stage.0.last_element_child().expect("the frame");
    assert_eq!(
        frame.get_attribute("sandbox").as_deref(),
        Some("allow-scripts allow-same-origin")
    );
    assert_eq!(
        frame.get_attribute("allow").as_deref(),
        Some("clipboard-read")
    );
}

#[wasm_bindgen_test]
async fn a_dropped_frame_is_gone_and_hears_nothing_any_more() {
    let Scene { stage, ear, frame } = Scene::ready().await;
    js("dispatchEvent(new MessageEvent('message'))");
    ear.next(BrowserEvent::Message).await;
    drop(frame);
    assert_eq!(stage.0.child_element_count(), 0);
    ear.signals();
    js("dispatchEvent(new MessageEvent('message'))");
    js("document.dispatchEvent(new Event('securitypolicyviolation'))");
    let (control, _changed) = (Ear::default(), Put::new("p"));
    let _timer = set_pin_widget::shell::dom::Timeout::new(
        0,
        &control.sink(),
        set_pin_widget::core::attempt::Timer::Begin,
    );
    control
        .next(BrowserEvent::TimerFired(
            set_pin_widget::core::attempt::Timer::Begin,
        ))
        .await;
    assert_eq!(ear.signals(), []);
}

#[wasm_bindgen_test]
async fn an_empty_document_is_no_sign_of_life() {
    let scene = Scene::showing("about:blank");
    assert_eq!(scene.frame.loaded(), None);
}

#[wasm_bindgen_test]
async fn a_page_that_takes_a_step_of_its_own_is_still_the_same_frame() {
    let scene = Scene::ready().await;
    let before = scene.window();
    call(
        "([frame, href]) => { frame.contentWindow.location = href; }",
        &js_sys::Array::of2(&scene.element(), &a_page().into()),
    );
    scene.ear.next(BrowserEvent::Loaded).await;
    assert_eq!(scene.frame.loaded(), Some(Ok(())));
    assert!(scene.frame.is_own_window(&before));
}

#[wasm_bindgen_test]
async fn only_the_frames_own_window_is_its_own() {
    let (scene, other) = (Scene::ready().await, Realm::new());
    assert!(scene.frame.is_own_window(&scene.window()));
    assert!(!scene.frame.is_own_window(&other.window()));
    for source in [
        "window",
        "null",
        "undefined",
        "{}",
        "new MessageChannel().port1",
    ] {
        assert!(!scene.frame.is_own_window(&js(source)), "{source}");
    }
}

#[wasm_bindgen_test]
async fn a_frame_that_was_taken_out_is_told_as_removed() {
    let scene = Scene::ready().await;
    scene.element().remove();
    assert_eq!(scene.fate(), Some(ErrorCode::FrameRemoved));
}

#[wasm_bindgen_test]
async fn a_frame_whose_surroundings_were_taken_out_is_told_as_removed_though_nobody_looked_at_it_before()
 {
    let scene = Scene::new();
    scene.stage.0.remove();
    assert_eq!(scene.fate(), Some(ErrorCode::FrameRemoved));
}

#[wasm_bindgen_test]
async fn a_frame_in_a_shadow_tree_is_told_as_removed_with_its_host() {
    let (outer, ear) = (Put::new("div"), Ear::default());
    let stage: Element = call(
        "(outer) => outer.attachShadow({ mode: 'closed' }).appendChild(document.createElement('div'))",
        &outer.0,
    )
    .unchecked_into();
    let frame = mount(&ResolvedOptions::default(), &a_page(), &stage, &ear);
    ear.next(BrowserEvent::Loaded).await;
    outer.0.remove();
    assert_eq!(
        frame.lost_by_change().map(|error| error.code),
        Some(ErrorCode::FrameRemoved)
    );
}

#[wasm_bindgen_test]
async fn a_frame_that_was_moved_is_told_as_reloaded_and_neither_window_is_heard() {
    let scene = Scene::ready().await;
    let before = scene.window();
    let elsewhere = Put::new("div");
    scene.ear.signals();
    let element = scene.element();
    elsewhere.0.append_child(&element).expect("it can be moved");
    assert_eq!(scene.fate(), Some(ErrorCode::FrameReloaded));
    let after = property(&element, "contentWindow");
    assert!(!scene.frame.is_own_window(&before) && !scene.frame.is_own_window(&after));
    scene.ear.next(BrowserEvent::Loaded).await;
    let error = scene.frame.loaded().and_then(Result::err);
    assert_eq!(
        error.map(|error| error.code),
        Some(ErrorCode::FrameReloaded)
    );
}

#[wasm_bindgen_test]
async fn a_frame_that_was_moved_with_its_surroundings_before_anyone_looked_at_it_is_told_as_reloaded()
 {
    let scene = Scene::new();
    let elsewhere = Put::new("div");
    assert_eq!(scene.fate(), None, "its own insertion");
    elsewhere
        .0
        .append_child(&scene.stage.0)
        .expect("it can be moved");
    assert_eq!(scene.fate(), Some(ErrorCode::FrameReloaded));
}

fn refusal(event: &JsValue) -> Option<ErrorCode> {
    let ear = Ear::default();
    // Not in the document: nothing is loaded.
    let stage: Element = js("document.createElement('div')").unchecked_into();
    let address = "https://cards.baanx.com/pin-direct/set?token=a";
    let error = mount(&ResolvedOptions::default(), address, &stage, &ear).refused_by(event)?;
    assert!(
        error.message.contains("`https://cards.baanx.com`"),
        "{}",
        error.message
    );
    Some(error.code)
}

/// A violation with some of its fields replaced. Whether the browser made it is asked before: tests/e2e/frames.test.mjs.
fn violation(but: &str) -> JsValue {
    js(&format!(
        "{{ effectiveDirective: 'frame-src', disposition: 'enforce',
            blockedURI: 'https://cards.baanx.com/pin-direct/set', ...{but} }}"
    ))
}

#[wasm_bindgen_test]
fn the_pages_own_policy_refusing_its_origin_blocks_the_frame() {
    for but in [
        "{}",
        "{ blockedURI: 'https://cards.baanx.com' }",
        "{ effectiveDirective: 'child-src' }",
        "{ effectiveDirective: 'default-src' }",
    ] {
        assert_eq!(
            refusal(&violation(but)),
            Some(ErrorCode::FrameBlocked),
            "{but}"
        );
    }
}

#[wasm_bindgen_test]
fn any_other_violation_is_no_refusal_of_the_frame() {
    for but in [
        "{ disposition: 'report' }",
        "{ effectiveDirective: 'script-src' }",
        "{ effectiveDirective: 'frame-ancestors' }",
        "{ blockedURI: 'https://cards.baanx.com.evil.example/' }",
        "{ blockedURI: 'https://elsewhere.example' }",
        "{ blockedURI: 'inline' }",
        "{ blockedURI: '' }",
        "{ blockedURI: null }",
        "{ get blockedURI() { return 7; } }",
    ] {
        assert_eq!(refusal(&violation(but)), None, "{but}");
    }
    assert_eq!(refusal(&JsValue::NULL), None);
}
