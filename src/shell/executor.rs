//! Runs the requests' futures: the part of `wasm-bindgen-futures` that the engine needs, with one
//! kind of future and one kind of closure. It exists only because it is smaller (`cargo xtask
//! package --explain`).

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type Promise;
    #[wasm_bindgen(static_method_of = Promise)]
    fn resolve(value: &JsValue) -> Promise;
    #[wasm_bindgen(method)]
    fn then(this: &Promise, resolved: &JsValue, rejected: &JsValue);
}

/// A future for the return value of a function of the host or the browser: a promise of any realm,
/// a thenable, or a plain value.
pub struct HostPromise(Rc<Shared>);

type Callback = Closure<dyn Fn(JsValue)>;
type Outcome = Result<JsValue, JsValue>;

#[derive(Default)]
struct Shared {
    outcome: Cell<Option<Outcome>>,
    waker: Cell<Option<Waker>>,
    /// Kept until the promise settles, even if nothing awaits it any more, because the promise then
    /// calls one of them.
    callbacks: Cell<Option<[Callback; 2]>>,
}

impl HostPromise {
    /// Waits for `returned`. If the function threw, the thrown value is the rejection.
    pub fn new(returned: Outcome) -> Self {
        let shared = Rc::new(Shared::default());
        match returned {
            Err(thrown) => shared.outcome.set(Some(Err(thrown))),
            Ok(value) => {
                let callback = |outcome: fn(JsValue) -> Outcome| {
                    let shared = shared.clone();
                    let settle = move |value| shared.settle(outcome(value));
                    Closure::wrap(Box::new(settle) as Box<dyn Fn(JsValue)>)
                };
                let callbacks = [callback(Ok), callback(Err)];
                let [resolved, rejected] = &callbacks;
                Promise::resolve(&value).then(resolved.as_ref(), rejected.as_ref());
                shared.callbacks.set(Some(callbacks));
            }
        }
        Self(shared)
    }
}

impl Shared {
    fn settle(&self, outcome: Outcome) {
        self.outcome.set(Some(outcome));
        // Dropped only at the end of this function, because they own `self`.
        let _callbacks = self.callbacks.take();
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }
}

impl Future for HostPromise {
    type Output = Outcome;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if let Some(outcome) = self.0.outcome.take() {
            return Poll::Ready(outcome);
        }
        self.0.waker.set(Some(context.waker().clone()));
        Poll::Pending
    }
}

impl std::fmt::Debug for HostPromise {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("HostPromise") // Never its outcome, which may contain a token.
    }
}

type Task = Pin<Box<dyn Future<Output = ()>>>;

thread_local! {
    /// The waiting tasks, each with its number.
    static TASKS: RefCell<Vec<(usize, Task)>> = const { RefCell::new(Vec::new()) };
    static NEXT: Cell<usize> = const { Cell::new(0) };
}

/// Wakes the task of this number.
struct TaskWaker(usize);

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        let task = TASKS.with_borrow_mut(|tasks| {
            let at = tasks.iter().position(|(number, _)| *number == self.0)?;
            Some(tasks.swap_remove(at).1)
        });
        if let Some(task) = task {
            run(self.0, task);
        }
    }
}

/// Runs a future to its end. It starts in a separate microtask, because the caller is in the middle
/// of a step.
pub fn spawn(future: impl Future<Output = ()> + 'static) {
    let number = NEXT.replace(NEXT.get().wrapping_add(1));
    let task = async {
        let _ = HostPromise::new(Ok(JsValue::UNDEFINED)).await;
        future.await;
    };
    run(number, Box::pin(task));
}

fn run(number: usize, mut task: Task) {
    let waker = Waker::from(Arc::new(TaskWaker(number)));
    if task
        .as_mut()
        .poll(&mut Context::from_waker(&waker))
        .is_pending()
    {
        TASKS.with_borrow_mut(|tasks| tasks.push((number, task)));
    }
}
