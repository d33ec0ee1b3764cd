//! Tests that listeners and timers end when they are dropped, even while they are called.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use set_pin_widget::core::attempt::Timer;
use set_pin_widget::shell::dom::{BrowserEvent, EventSink, Listener, Timeout, property};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Event, EventTarget};

use crate::support::{EventRecorder, js};

fn target() -> EventTarget {
    js("new EventTarget()").into()
}

fn fire(target: &EventTarget) {
    let event = Event::new("tap").expect("a valid name");
    let _ = target.dispatch_event(&event);
}

/// Counts its calls, and drops the listener or timer that called it.
fn drop_when_called<T: 'static>(
    owned: &Rc<RefCell<Option<T>>>,
    count: &Rc<Cell<u32>>,
) -> EventSink {
    let (owned, count) = (owned.clone(), count.clone());
    Rc::new(move |_, _| {
        count.set(count.get() + 1);
        drop(owned.take());
    })
}

#[wasm_bindgen_test]
async fn a_listener_reports_the_event_until_it_is_dropped() {
    let (recorder, target) = (EventRecorder::default(), target());
    let listener = Listener::new(&target, "tap", &recorder.sink(), BrowserEvent::Woken);
    fire(&target);
    let event = recorder.next(BrowserEvent::Woken).await;
    assert_eq!(property(&event, "type"), "tap");
    drop(listener);
    fire(&target);
    assert_eq!(recorder.take_events(), []);
}

#[wasm_bindgen_test]
fn two_listeners_for_one_event_end_independently() {
    let (first, second, target) = (EventRecorder::default(), EventRecorder::default(), target());
    let one = Listener::new(&target, "tap", &first.sink(), BrowserEvent::Woken);
    let _other = Listener::new(&target, "tap", &second.sink(), BrowserEvent::Loaded);
    drop(one);
    fire(&target);
    assert_eq!(first.take_events(), []);
    assert_eq!(second.take_events(), [BrowserEvent::Loaded]);
}

#[wasm_bindgen_test]
fn a_listener_may_be_dropped_while_it_is_called() {
    let (owned, count, target) = (Rc::default(), Rc::default(), target());
    let sink = drop_when_called(&owned, &count);
    owned.replace(Some(Listener::new(
        &target,
        "tap",
        &sink,
        BrowserEvent::Woken,
    )));
    fire(&target);
    fire(&target);
    assert_eq!(count.get(), 1);
}

#[wasm_bindgen_test]
async fn a_timer_fires_once_and_names_itself() {
    let recorder = EventRecorder::default();
    let _timer = Timeout::new(0, &recorder.sink(), Timer::Load);
    recorder.next(BrowserEvent::TimerFired(Timer::Load)).await;
    let _later = Timeout::new(0, &recorder.sink(), Timer::Begin);
    recorder.next(BrowserEvent::TimerFired(Timer::Begin)).await;
    assert_eq!(recorder.take_events(), []);
}

#[wasm_bindgen_test]
async fn a_dropped_timer_never_fires() {
    let recorder = EventRecorder::default();
    let dropped = Timeout::new(1, &recorder.sink(), Timer::Load);
    let _later = Timeout::new(20, &recorder.sink(), Timer::Begin);
    drop(dropped);
    recorder.next(BrowserEvent::TimerFired(Timer::Begin)).await;
    assert_eq!(recorder.take_events(), []);
}

#[wasm_bindgen_test]
async fn a_timer_may_be_dropped_while_it_fires() {
    let (owned, count, recorder) = (Rc::default(), Rc::default(), EventRecorder::default());
    let sink = drop_when_called(&owned, &count);
    owned.replace(Some(Timeout::new(0, &sink, Timer::Load)));
    let _later = Timeout::new(20, &recorder.sink(), Timer::Begin);
    recorder.next(BrowserEvent::TimerFired(Timer::Begin)).await;
    assert_eq!(count.get(), 1);
}

#[wasm_bindgen_test]
fn reading_a_property_never_throws() {
    for hostile in [
        "null",
        "undefined",
        "1",
        "'text'",
        "{ get name() { throw new Error('no'); } }",
        "new Proxy({}, { get() { throw 'no'; } })",
        "(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; })()",
    ] {
        assert_eq!(
            property(&js(hostile), "name"),
            JsValue::UNDEFINED,
            "{hostile}"
        );
    }
}
