//! The worker itself: messages in, messages out, and its own panic as the last one.
//! Knows no session; that is the host's.

use std::cell::RefCell;
use std::rc::Rc;

use playground::Problem;
use playground::problem::{Found, Rule};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use crate::protocol::codec::{self, Pool};
use crate::protocol::message::{Envelope, Outgoing, Reply};
use crate::worker::runner::Runner;

/// Messages wait at most this long while training runs.
const SLICE_MS: f64 = 8.0;

/// The worker's scope, if this is one.
pub(crate) fn current() -> Option<DedicatedWorkerGlobalScope> {
    js_sys::global().dyn_into().ok()
}

/// Serves the page for as long as the worker lives.
pub(crate) fn run(scope: &DedicatedWorkerGlobalScope) {
    let pool = Rc::new(RefCell::new(Pool::default()));
    report_panics();
    let post = {
        let (scope, pool) = (scope.clone(), Rc::clone(&pool));
        move |outgoing: Outgoing| send(&scope, outgoing, &mut pool.borrow_mut())
    };
    let answer = post.clone();
    let Some(runner) = Runner::new(SLICE_MS, Box::new(post.clone())) else { return };
    let onmessage = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let data = event.data();
        if let Some(message) = data.dyn_ref() {
            pool.borrow_mut().refill(message);
        }
        match codec::read::<Envelope>(&data) {
            Some(envelope) => runner.receive(envelope),
            // Whoever waits for the answer must not wait for ever.
            None => {
                let problem = Problem::new("message", Rule::Understood, Found::Another);
                answer(of_no_session(Reply::Refused { ticket: codec::ticket(&data), problem }));
            }
        }
    });
    scope.set_onmessage(Some(onmessage.as_ref().unchecked_ref()));
    onmessage.forget();
    post(of_no_session(Reply::Ready));
}

/// What is said of the worker as a whole.
fn of_no_session(reply: Reply) -> Outgoing {
    Outgoing { session: 0, reply, answers: Vec::new() }
}

fn send(scope: &DedicatedWorkerGlobalScope, outgoing: Outgoing, pool: &mut Pool) {
    let (message, moved) = codec::pack(outgoing, pool);
    // Only a message with a buffer that has moved already could not be sent.
    scope.post_message_with_transfer(&message, &moved).ok();
}

fn report_panics() {
    // A hook must be fit for any thread, which the scope is not; so it is looked up again.
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        if let Some(scope) = current() {
            send(&scope, of_no_session(Reply::Panicked { details: info.to_string() }), &mut Pool::default());
        }
    }));
}
