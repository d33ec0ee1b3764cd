//! Tests the frame in a real document: its attributes, its removal, its moves, and the events that
//! it must ignore.

use set_pin_widget::core::error::ErrorCode;
use set_pin_widget::core::hosted_page::HostedPageUrl;
use set_pin_widget::core::options::ResolvedOptions;
use set_pin_widget::shell::dom::{BrowserEvent, property};
use set_pin_widget::shell::frame::Frame;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

use crate::support::{EventRecorder, Realm, TestElement, call, js};

/// A container in the document that holds the frame of a page of this origin.
struct Fixture {
    container: TestElement,
    recorder: EventRecorder,
    frame: Frame,
}

fn mount(
    options: &ResolvedOptions,
    href: &str,
    container: &Element,
    recorder: &EventRecorder,
) -> Frame {
    let page = HostedPageUrl { href: href.into() };
    let document = property(container, "ownerDocument");
    let frame = Frame::new(options, &page, &document, &recorder.sink());
    let frame = frame.expect("a document makes frames");
    container
        .append_child(frame.element())
        .expect("the container takes the frame");
    frame
}

fn page_url() -> String {
    js("URL.createObjectURL(new Blob(['<p>A page</p>'], { type: 'text/html' }))")
        .as_string()
        .expect("a URL")
}

impl Fixture {
    fn new() -> Self {
        Self::showing(&page_url())
    }

    fn showing(href: &str) -> Self {
        let (container, recorder) = (TestElement::new("div"), EventRecorder::default());
        let frame = mount(&ResolvedOptions::default(), href, &container.0, &recorder);
        Self {
            container,
            recorder,
            frame,
        }
    }

    /// Waits until the page has loaded, and calls `loaded` as the runtime does.
    async fn ready() -> Self {
        let fixture = Self::new();
        fixture.recorder.next(BrowserEvent::Loaded).await;
        assert_eq!(fixture.frame.loaded(), Some(Ok(())));
        fixture
    }

    fn element(&self) -> Element {
        self.container.0.last_element_child().expect("the frame")
    }

    fn window(&self) -> JsValue {
        property(&self.element(), "contentWindow")
    }

    /// The error after the frame or an element around it was removed.
    fn error_after_move(&self) -> Option<ErrorCode> {
        self.frame.lost_by_move().map(|error| error.code)
    }
}

#[wasm_bindgen_test]
fn the_frame_has_the_resolved_attributes_and_no_others() {
    let (container, recorder) = (TestElement::new("div"), EventRecorder::default());
    let options = ResolvedOptions {
        referrer_policy: "strict-origin",
        width: "100%".into(),
        height: "500px".into(),
        ..ResolvedOptions::default()
    };
    let _frame = mount(&options, "about:blank#here", &container.0, &recorder);
    let frame = container.0.last_element_child().expect("the frame");
    let mut names: Vec<_> = frame
        .get_attribute_names()
        .iter()
        .filter_map(|one| one.as_string())
        .collect();
    names.sort();
    assert_eq!(names, ["data-part", "referrerpolicy", "src", "style"]);
    assert_eq!(
        frame.get_attribute("src").as_deref(),
        Some("about:blank#here")
    );
    assert_eq!(
        frame.get_attribute("referrerpolicy").as_deref(),
        Some("strict-origin")
    );
    assert_eq!(property(&frame, "offsetHeight"), 500);
}

#[wasm_bindgen_test]
fn a_sandbox_and_a_permissions_policy_are_set_when_the_options_have_them() {
    let (container, recorder) = (TestElement::new("div"), EventRecorder::default());
    let options = ResolvedOptions {
        sandbox: Some("allow-scripts allow-same-origin".into()),
        allow: Some("clipboard-read".into()),
        ..ResolvedOptions::default()
    };
    let _frame = mount(&options, "about:blank", &container.0, &recorder);
    let frame = container.0.last_element_child().expect("the frame");
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
async fn a_dropped_frame_is_removed_and_its_listeners_end() {
    let Fixture {
        container,
        recorder,
        frame,
    } = Fixture::ready().await;
    js("dispatchEvent(new MessageEvent('message'))");
    recorder.next(BrowserEvent::Message).await;
    drop(frame);
    assert_eq!(container.0.child_element_count(), 0);
    recorder.take_events();
    js("dispatchEvent(new MessageEvent('message'))");
    js("document.dispatchEvent(new Event('securitypolicyviolation'))");
    let (control, _changed) = (EventRecorder::default(), TestElement::new("p"));
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
    assert_eq!(recorder.take_events(), []);
}

#[wasm_bindgen_test]
async fn a_load_of_an_empty_document_proves_nothing() {
    let fixture = Fixture::showing("about:blank");
    assert_eq!(fixture.frame.loaded(), None);
}

#[wasm_bindgen_test]
async fn a_page_that_navigates_itself_keeps_its_window() {
    let fixture = Fixture::ready().await;
    let before = fixture.window();
    call(
        "([frame, href]) => { frame.contentWindow.location = href; }",
        &js_sys::Array::of2(&fixture.element(), &page_url().into()),
    );
    fixture.recorder.next(BrowserEvent::Loaded).await;
    assert_eq!(fixture.frame.loaded(), Some(Ok(())));
    assert!(fixture.frame.has_window(&before));
}

#[wasm_bindgen_test]
async fn only_the_frames_own_window_is_its_own() {
    let (fixture, other) = (Fixture::ready().await, Realm::new());
    assert!(fixture.frame.has_window(&fixture.window()));
    assert!(!fixture.frame.has_window(&other.window()));
    for source in [
        "window",
        "null",
        "undefined",
        "{}",
        "new MessageChannel().port1",
    ] {
        assert!(!fixture.frame.has_window(&js(source)), "{source}");
    }
}

#[wasm_bindgen_test]
async fn a_removed_frame_is_reported_as_removed() {
    let fixture = Fixture::ready().await;
    fixture.element().remove();
    assert_eq!(fixture.error_after_move(), Some(ErrorCode::FrameRemoved));
}

#[wasm_bindgen_test]
async fn a_frame_whose_container_is_removed_is_reported_as_removed_without_an_earlier_check() {
    let fixture = Fixture::new();
    fixture.container.0.remove();
    assert_eq!(fixture.error_after_move(), Some(ErrorCode::FrameRemoved));
}

#[wasm_bindgen_test]
async fn a_frame_in_a_shadow_tree_is_reported_as_removed_with_its_host() {
    let (outer, recorder) = (TestElement::new("div"), EventRecorder::default());
    let container: Element = call(
        "(outer) => outer.attachShadow({ mode: 'closed' }).appendChild(document.createElement('div'))",
        &outer.0,
    )
    .unchecked_into();
    let frame = mount(
        &ResolvedOptions::default(),
        &page_url(),
        &container,
        &recorder,
    );
    recorder.next(BrowserEvent::Loaded).await;
    outer.0.remove();
    assert_eq!(
        frame.lost_by_move().map(|error| error.code),
        Some(ErrorCode::FrameRemoved)
    );
}

#[wasm_bindgen_test]
async fn a_moved_frame_is_reported_as_reloaded_and_neither_window_counts() {
    let fixture = Fixture::ready().await;
    let before = fixture.window();
    let elsewhere = TestElement::new("div");
    fixture.recorder.take_events();
    let element = fixture.element();
    elsewhere.0.append_child(&element).expect("it can be moved");
    assert_eq!(fixture.error_after_move(), Some(ErrorCode::FrameReloaded));
    let after = property(&element, "contentWindow");
    assert!(!fixture.frame.has_window(&before) && !fixture.frame.has_window(&after));
    fixture.recorder.next(BrowserEvent::Loaded).await;
    let error = fixture.frame.loaded().and_then(Result::err);
    assert_eq!(
        error.map(|error| error.code),
        Some(ErrorCode::FrameReloaded)
    );
}

#[wasm_bindgen_test]
async fn a_loaded_frame_that_keeps_its_window_is_not_lost() {
    let fixture = Fixture::ready().await;
    assert_eq!(fixture.error_after_move(), None);
}

#[wasm_bindgen_test]
async fn a_frame_whose_container_is_moved_before_it_has_loaded_is_reported_as_reloaded() {
    let fixture = Fixture::new();
    let elsewhere = TestElement::new("div");
    elsewhere
        .0
        .append_child(&fixture.container.0)
        .expect("it can be moved");
    assert_eq!(fixture.error_after_move(), Some(ErrorCode::FrameReloaded));
}

fn refusal_error(event: &JsValue) -> Option<ErrorCode> {
    let recorder = EventRecorder::default();
    // Outside of the document, so that the frame loads nothing.
    let container: Element = js("document.createElement('div')").unchecked_into();
    let url = "https://cards.baanx.com/pin-direct/set?token=a";
    let error = mount(&ResolvedOptions::default(), url, &container, &recorder).refused_by(event)?;
    assert!(
        error.message.contains("`https://cards.baanx.com`"),
        "{}",
        error.message
    );
    Some(error.code)
}

/// A violation with some of its fields replaced. The runtime ignores an event that is not trusted
/// before this check: tests/e2e/frames.test.mjs.
fn violation(changes: &str) -> JsValue {
    js(&format!(
        "{{ effectiveDirective: 'frame-src', disposition: 'enforce',
            blockedURI: 'https://cards.baanx.com/pin-direct/set', ...{changes} }}"
    ))
}

#[wasm_bindgen_test]
fn the_pages_own_policy_refusing_its_origin_blocks_the_frame() {
    for changes in [
        "{}",
        "{ blockedURI: 'https://cards.baanx.com' }",
        "{ effectiveDirective: 'child-src' }",
        "{ effectiveDirective: 'default-src' }",
    ] {
        assert_eq!(
            refusal_error(&violation(changes)),
            Some(ErrorCode::FrameBlocked),
            "{changes}"
        );
    }
}

#[wasm_bindgen_test]
fn any_other_violation_is_not_a_refusal_of_the_frame() {
    for changes in [
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
        assert_eq!(refusal_error(&violation(changes)), None, "{changes}");
    }
    assert_eq!(refusal_error(&JsValue::NULL), None);
}
