//! Listeners and timers end when dropped, also while they are told.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use set_pin_widget::core::attempt::Timer;
use set_pin_widget::shell::dom::{BrowserEvent, EventSink, Listener, Timeout, property};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Event, EventTarget};

use crate::support::{Ear, js};

fn target() -> EventTarget {
    js("new EventTarget()").into()
}

fn fire(target: &EventTarget) {
    let event = Event::new("tap").expect("a valid name");
    let _ = target.dispatch_event(&event);
}

/// Hears once, and lets go of what it heard by while it is told.
fn letting_go<T: 'static>(owned: &Rc<RefCell<Option<T>>>, told: &Rc<Cell<u32>>) -> EventSink {
    let (owned, told) = (owned.clone(), told.clone());
    Rc::new(move |_, _| {
        told.set(told.get() + 1);
        drop(owned.take());
    })
}

#[wasm_bindgen_test]
async fn a_listener_tells_its_signal_and_the_event_until_it_is_dropped() {
    let (ear, target) = (Ear::default(), target());
    let listener = Listener::new(&target, "tap", &ear.sink(), BrowserEvent::Woken);
    fire(&target);
    let event = ear.next(BrowserEvent::Woken).await;
    assert_eq!(property(&event, "type"), "tap");
    drop(listener);
    fire(&target);
    assert_eq!(ear.signals(), []);
}

#[wasm_bindgen_test]
fn of_two_listeners_for_one_event_each_ends_by_itself() {
    let (first, second, target) = (Ear::default(), Ear::default(), target());
    let one = Listener::new(&target, "tap", &first.sink(), BrowserEvent::Woken);
    let _other = Listener::new(&target, "tap", &second.sink(), BrowserEvent::Loaded);
    drop(one);
    fire(&target);
    assert_eq!(first.signals(), []);
    assert_eq!(second.signals(), [BrowserEvent::Loaded]);
}

#[wasm_bindgen_test]
fn a_listener_may_be_dropped_while_it_is_told() {
    let (owned, told, target) = (Rc::default(), Rc::default(), target());
    let sink = letting_go(&owned, &told);
    owned.replace(Some(Listener::new(
        &target,
        "tap",
        &sink,
        BrowserEvent::Woken,
    )));
    fire(&target);
    fire(&target);
    assert_eq!(told.get(), 1);
}

#[wasm_bindgen_test]
async fn a_timer_tells_once_which_one_ran_out() {
    let ear = Ear::default();
    let _timer = Timeout::new(0, &ear.sink(), Timer::Load);
    ear.next(BrowserEvent::TimerFired(Timer::Load)).await;
    let _later = Timeout::new(0, &ear.sink(), Timer::Begin);
    ear.next(BrowserEvent::TimerFired(Timer::Begin)).await;
    assert_eq!(ear.signals(), []);
}

#[wasm_bindgen_test]
async fn a_dropped_timer_never_tells() {
    let ear = Ear::default();
    let dropped = Timeout::new(1, &ear.sink(), Timer::Load);
    let _later = Timeout::new(20, &ear.sink(), Timer::Begin);
    drop(dropped);
    ear.next(BrowserEvent::TimerFired(Timer::Begin)).await;
    assert_eq!(ear.signals(), []);
}

#[wasm_bindgen_test]
async fn a_timer_may_be_dropped_while_it_is_told() {
    let (owned, told, ear) = (Rc::default(), Rc::default(), Ear::default());
    let sink = letting_go(&owned, &told);
    owned.replace(Some(Timeout::new(0, &sink, Timer::Load)));
    let _later = Timeout::new(20, &ear.sink(), Timer::Begin);
    ear.next(BrowserEvent::TimerFired(Timer::Begin)).await;
    assert_eq!(told.get(), 1);
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
