//! Waits for promises with callbacks. An `async` function in Rust would need a state machine from
//! the compiler and an executor, which together are larger (`cargo xtask package --explain`).

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type Promise;
    #[wasm_bindgen(static_method_of = Promise)]
    fn resolve(value: &JsValue) -> Promise;
    #[wasm_bindgen(method)]
    fn then(this: &Promise, resolved: &JsValue, rejected: &JsValue);
}

/// The value of a promise, or the reason of its rejection.
pub type Outcome = Result<JsValue, JsValue>;

/// Receives an outcome.
pub type Next = Box<dyn FnOnce(Outcome)>;

type Callback = Closure<dyn Fn(JsValue)>;

struct Wait {
    next: Cell<Option<Next>>,
    /// Kept until the promise settles, because the promise then calls one of them.
    callbacks: Cell<Option<[Callback; 2]>>,
}

/// Waits for the return value of a function of the host or the browser: a promise of any realm, a
/// thenable, or a plain value. Calls `next` in a microtask, or at once if the function threw: then
/// the thrown value is the rejection.
pub fn when_settled(returned: Outcome, next: Next) {
    let Ok(value) = &returned else {
        return next(returned);
    };
    let wait = Rc::new(Wait {
        next: Cell::new(Some(next)),
        callbacks: Cell::default(),
    });
    let callback = |outcome: fn(JsValue) -> Outcome| {
        let wait = wait.clone();
        let settle = move |value| wait.settle(outcome(value));
        Closure::wrap(Box::new(settle) as Box<dyn Fn(JsValue)>)
    };
    let callbacks = [callback(Ok), callback(Err)];
    let [resolved, rejected] = &callbacks;
    Promise::resolve(value).then(resolved.as_ref(), rejected.as_ref());
    wait.callbacks.set(Some(callbacks));
}

impl Wait {
    fn settle(&self, outcome: Outcome) {
        // Dropped only at the end of this function, because they own `self`.
        let _callbacks = self.callbacks.take();
        if let Some(next) = self.next.take() {
            next(outcome);
        }
    }
}
