//! Keeps the sessions working: slice after slice, with room for messages in between.
//! The same for worker and page; knows how to wait, not what is done.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::MessageChannel;

use crate::browser::clock::{clear_timeout, now_ms, set_timeout};
use crate::protocol::message::{Envelope, Outgoing, Request};
use crate::worker::exporting::EXPORTING;
use crate::worker::host::Wait;
use crate::worker::looking::LOOKING;
use crate::worker::saving::SAVING;
use crate::worker::sessions::Sessions;

/// After a cut connection the chunk that keeps the state is asked for again after so long.
const AGAIN_MS: f64 = 10_000.0;

/// Sessions that are kept working.
#[derive(Clone)]
pub(crate) struct Runner(Rc<Inner>);

struct Inner {
    sessions: RefCell<Sessions>,
    post: Box<dyn Fn(Outgoing)>,
    slice_ms: f64,
    /// Requests that wait for a chunk.
    held: RefCell<Vec<Envelope>>,
    /// Whether the chunk has been asked for, so that the state can be kept.
    is_prefetched: Cell<bool>,
    /// A message to oneself is the shortest way to let others speak first; a timer waits 4 ms at least.
    channel: MessageChannel,
    timer: RefCell<Option<JsValue>>,
    is_queued: Cell<bool>,
    tick: RefCell<Option<Closure<dyn FnMut()>>>,
}

impl Runner {
    /// A runner whose replies go to `post`; nothing if the browser lacks message channels.
    pub(crate) fn new(slice_ms: f64, post: Box<dyn Fn(Outgoing)>) -> Option<Runner> {
        let inner = Rc::new(Inner {
            sessions: RefCell::new(Sessions::new(now_ms, || SAVING.here())),
            post,
            slice_ms,
            held: RefCell::default(),
            is_prefetched: Cell::new(false),
            channel: MessageChannel::new().ok()?,
            timer: RefCell::new(None),
            is_queued: Cell::new(false),
            tick: RefCell::new(None),
        });
        let weak = Rc::downgrade(&inner);
        let tick = Closure::<dyn FnMut()>::new(move || {
            if let Some(inner) = weak.upgrade() {
                inner.is_queued.set(false);
                inner.work();
                if inner.sessions.borrow().have_shown() {
                    inner.prefetch();
                }
            }
        });
        inner.channel.port1().set_onmessage(Some(tick.as_ref().unchecked_ref()));
        *inner.tick.borrow_mut() = Some(tick);
        Some(Runner(inner))
    }

    /// Hands a request to its session. One that needs a chunk waits until that has come or cannot come, and so do those behind it:
    /// requests keep their order.
    pub(crate) fn receive(&self, envelope: Envelope) {
        let is_waiting = !self.0.held.borrow().is_empty();
        let missing = missing_for(&envelope.request);
        if !is_waiting && missing.is_none() {
            return self.0.receive(envelope);
        }
        self.0.held.borrow_mut().push(envelope);
        if let Some(fetch) = missing.filter(|_| !is_waiting) {
            let runner = self.clone();
            fetch(Box::new(move || runner.go_on()));
        }
    }

    /// Hands on what has waited. The first has its chunk or never will; those behind it may want another one.
    fn go_on(&self) {
        let mut held = self.0.held.take().into_iter();
        held.by_ref().take(1).for_each(|envelope| self.0.receive(envelope));
        held.for_each(|envelope| self.receive(envelope));
    }
}

/// Loads a chunk and goes on, whether it has come or cannot come.
type Fetch = fn(Box<dyn FnOnce()>);

/// The chunk that a request needs, if it has not come yet.
fn missing_for(request: &Request) -> Option<Fetch> {
    match request {
        Request::Look(_) if LOOKING.here().is_none() => Some(|then| LOOKING.with(move |_| then())),
        Request::Export { .. } | Request::See(_) if EXPORTING.here().is_none() => {
            Some(|then| EXPORTING.with(move |_| then()))
        }
        request if request.needs_saving() && SAVING.here().is_none() => Some(|then| SAVING.with(move |_| then())),
        _ => None,
    }
}

impl Inner {
    fn receive(&self, envelope: Envelope) {
        let said = self.sessions.borrow_mut().receive(envelope);
        said.into_iter().for_each(&self.post);
        self.wait(Wait::Now);
    }

    fn work(&self) {
        let (out, wait) = {
            let mut sessions = self.sessions.borrow_mut();
            (sessions.work(self.slice_ms), sessions.wait())
        };
        for outgoing in out {
            (self.post)(outgoing);
        }
        self.wait(wait);
    }

    /// Asks for the chunk, once while it is on its way: from then on the state is sent away for safety.
    fn prefetch(self: &Rc<Inner>) {
        if !self.is_prefetched.replace(true) {
            let inner = Rc::clone(self);
            SAVING.with(move |come| match come {
                Ok(_) => inner.wait(Wait::Now),
                Err(_) => {
                    let again = Closure::once_into_js(move || inner.is_prefetched.set(false));
                    set_timeout(again.unchecked_ref(), AGAIN_MS);
                }
            });
        }
    }

    fn wait(&self, wait: Wait) {
        if self.is_queued.get() {
            return;
        }
        if let Some(timer) = self.timer.take() {
            clear_timeout(&timer);
        }
        match wait {
            Wait::Now => {
                // An empty message can always be sent.
                self.is_queued.set(self.channel.port2().post_message(&JsValue::NULL).is_ok());
            }
            Wait::Ms(ms) => {
                if let Some(tick) = self.tick.borrow().as_ref() {
                    *self.timer.borrow_mut() = Some(set_timeout(tick.as_ref().unchecked_ref(), ms));
                }
            }
            Wait::Request => {}
        }
    }
}
