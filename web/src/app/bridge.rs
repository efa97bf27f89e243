//! The page's end of the line to the session: a worker, or the same session on this thread where no worker can start.
//! Questions get their answer by ticket; pictures and deaths come as events. Knows no component.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use js_sys::{Float32Array, Function, Reflect};
use playground::Problem;
use playground::problem::{Found, Rule};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event as DomEvent, MessageEvent, Worker};

use crate::app::silence::{LOOK_EVERY_MS, Silence, Verdict};
use crate::app::window;
use crate::browser::clock::{now_ms, set_timeout};
use crate::protocol::codec;
use crate::protocol::message::{Answer, Bulk, Envelope, Head, Outgoing, Reply, Request, Ticket};
use crate::words;
use crate::worker::runner::Runner;

/// How a question ends.
pub(crate) type Outcome = Result<Answer, Problem>;
type Waiter = Box<dyn FnOnce(Outcome)>;

/// What comes unasked.
pub(crate) enum Event {
    /// The session's side listens; it has no session yet.
    Ready,
    Picture(Box<Head>, Bulk),
    Checkpoint(Vec<u8>),
    /// The session's side is gone, for this reason.
    Died(String),
}

enum Link {
    Down,
    /// Requests are on their way already, and kept for another session's side in case that the worker never says that it is ready.
    Starting(Worker, Vec<Envelope>),
    Remote(Worker),
    Local(Runner),
}

/// A worker that is silent for so long at its start is not waited for.
const START_WITHIN_MS: f64 = 3000.0;
/// More questions than this at once are refused: what waits must stay bounded.
const MOST_WAITING: usize = 10_000;
/// On the page's own thread the session works in slices of this length.
const LOCAL_SLICE_MS: f64 = 7.0;

/// The line to the session.
pub(crate) struct Bridge {
    link: RefCell<Link>,
    next_ticket: Cell<Ticket>,
    /// By ticket, in the order in which they were asked.
    waiting: RefCell<Vec<(Ticket, Waiter)>>,
    /// Buffers of the last picture, to be sent back.
    spare: RefCell<Vec<Float32Array>>,
    /// Whether a picture was asked for that has not come.
    is_frame_due: Cell<bool>,
    silence: Silence,
    is_watching: Cell<bool>,
    on_event: Box<dyn Fn(Event)>,
    me: Weak<Bridge>,
}

impl Bridge {
    /// A line that is down; `on_event` hears what comes unasked.
    pub(crate) fn new(on_event: Box<dyn Fn(Event)>) -> Rc<Bridge> {
        Rc::new_cyclic(|me| Bridge {
            link: RefCell::new(Link::Down),
            next_ticket: Cell::new(1),
            waiting: RefCell::default(),
            spare: RefCell::default(),
            is_frame_due: Cell::new(false),
            silence: Silence::default(),
            is_watching: Cell::new(false),
            on_event,
            me: me.clone(),
        })
    }

    /// Starts the session's side, or starts it again.
    pub(crate) fn start(&self) {
        self.hang_up();
        match new_worker() {
            Some(worker) => {
                self.listen(&worker);
                *self.link.borrow_mut() = Link::Starting(worker, Vec::new());
                self.watch_start();
            }
            None => self.start_here(Vec::new()),
        }
    }

    /// Asks something, in turn with a program's other calls or not; `then` gets the answer.
    pub(crate) fn ask(&self, request: Request, in_turn: bool, then: impl FnOnce(Outcome) + 'static) {
        if matches!(*self.link.borrow(), Link::Down) {
            return then(Err(gone()));
        }
        if self.waiting.borrow().len() >= MOST_WAITING {
            return then(Err(Problem::new("calls", Rule::CallsAtMost(MOST_WAITING), Found::OneMore)));
        }
        let ticket = self.next_ticket.get();
        self.next_ticket.set(ticket.wrapping_add(1));
        self.waiting.borrow_mut().push((ticket, Box::new(then)));
        self.send(Envelope { ticket, in_turn, request });
    }

    /// Says something that has no answer.
    pub(crate) fn tell(&self, request: Request) {
        self.send(Envelope { ticket: 0, in_turn: false, request });
    }

    fn send(&self, envelope: Envelope) {
        let local = match &mut *self.link.borrow_mut() {
            Link::Down => None,
            Link::Starting(worker, sent) => {
                self.post(worker, &envelope);
                sent.push(envelope);
                None
            }
            Link::Remote(worker) => {
                self.post(worker, &envelope);
                None
            }
            Link::Local(runner) => Some((runner.clone(), envelope)),
        };
        // The runner answers at once, so nothing of the link may be borrowed any more.
        if let Some((runner, envelope)) = local {
            runner.receive(envelope);
        }
    }

    /// The network has so many parameters: the larger it is, the longer its worker may be silent.
    pub(crate) fn expect(&self, n_parameters: usize) {
        self.silence.expect(n_parameters);
    }

    fn post(&self, worker: &Worker, envelope: &Envelope) {
        self.is_frame_due.set(self.is_frame_due.get() || matches!(envelope.request, Request::Frame { .. }));
        self.watch();
        let buffers = if matches!(envelope.request, Request::Frame { .. }) { self.spare.take() } else { Vec::new() };
        let (message, moved) = codec::pack_returning(envelope, buffers);
        // Only a buffer that has moved already could not be sent, and each is sent once.
        worker.post_message_with_transfer(&message, &moved).ok();
    }

    fn listen(&self, worker: &Worker) {
        let me = self.me.clone();
        let onmessage = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(bridge) = me.upgrade() {
                bridge.hear(&event.data());
            }
        });
        let me = self.me.clone();
        let onerror = Closure::<dyn FnMut(DomEvent)>::new(move |event: DomEvent| {
            event.prevent_default();
            let details = Reflect::get(&event, &"message".into()).ok().and_then(|text| text.as_string());
            if let Some(bridge) = me.upgrade() {
                bridge.lost(details.unwrap_or_else(|| words::NO_DETAILS.into()));
            }
        });
        worker.set_onmessage(Some(onmessage.into_js_value().unchecked_ref()));
        worker.set_onerror(Some(onerror.into_js_value().unchecked_ref()));
    }

    fn is_answer_due(&self) -> bool {
        self.is_frame_due.get() || !self.waiting.borrow().is_empty()
    }

    fn watch(&self) {
        if self.is_answer_due() && !self.is_watching.get() {
            self.silence.begin(now_ms());
            self.look_later();
        }
    }

    fn look_later(&self) {
        self.is_watching.set(true);
        let me = self.me.clone();
        let look = Closure::once_into_js(move || {
            if let Some(bridge) = me.upgrade() {
                bridge.is_watching.set(false);
                bridge.look();
            }
        });
        set_timeout(look.unchecked_ref(), LOOK_EVERY_MS);
    }

    /// Whether the worker, from which an answer is due, lives.
    fn look(&self) {
        let is_remote = matches!(*self.link.borrow(), Link::Remote(_));
        if !is_remote || !self.is_answer_due() {
            return;
        }
        match self.silence.look(now_ms(), !window::is_hidden()) {
            Verdict::Wait => self.look_later(),
            Verdict::Ask => {
                self.look_later();
                self.tell(Request::Ping);
            }
            Verdict::Dead => self.lost(words::SILENT.into()),
        }
    }

    fn hear(&self, data: &JsValue) {
        self.silence.end();
        let Some(reply) = codec::said::<Reply>(data) else {
            // The few lines that start the worker have no other word.
            let failure = Reflect::get(data, &"failed".into()).ok().and_then(|text| text.as_string());
            return self.lost(failure.unwrap_or_else(|| words::NO_DETAILS.into()));
        };
        let bulk = matches!(reply, Reply::Frame { .. }).then(|| {
            let (bulk, buffers) = codec::unpack(data);
            *self.spare.borrow_mut() = buffers;
            bulk
        });
        self.take(Outgoing { reply, bulk });
    }

    fn take(&self, outgoing: Outgoing) {
        match outgoing.reply {
            Reply::Ready => self.went_up(),
            Reply::Answered { ticket, answer } => self.resolve(ticket, Ok(answer)),
            Reply::Refused { ticket, problem } => self.resolve(ticket, Err(problem)),
            Reply::Frame { head } => {
                self.is_frame_due.set(false);
                (self.on_event)(Event::Picture(head, outgoing.bulk.unwrap_or_default()));
            }
            Reply::Checkpoint { packed } => (self.on_event)(Event::Checkpoint(packed)),
            Reply::Panicked { details } => self.lost(details),
        }
    }

    fn resolve(&self, ticket: Ticket, outcome: Outcome) {
        let mut waiting = self.waiting.borrow_mut();
        // Most answers come in the order of their questions.
        let at = waiting.iter().position(|(asked, _)| *asked == ticket);
        let waiter = at.map(|at| waiting.remove(at));
        drop(waiting);
        if let Some((_, waiter)) = waiter {
            waiter(outcome);
        }
    }

    fn went_up(&self) {
        let link = self.link.replace(Link::Down);
        let is_new = matches!(link, Link::Starting(..));
        *self.link.borrow_mut() = if let Link::Starting(worker, _) = link { Link::Remote(worker) } else { link };
        if is_new {
            self.watch();
            (self.on_event)(Event::Ready);
        }
    }

    /// A worker that fails before it is ready is replaced by this thread; later it is a death.
    fn lost(&self, details: String) {
        let link = self.link.replace(Link::Down);
        match link {
            Link::Starting(worker, queue) => {
                end(&worker);
                self.start_here(queue);
            }
            Link::Remote(worker) => {
                end(&worker);
                self.hang_up();
                (self.on_event)(Event::Died(details));
            }
            Link::Down | Link::Local(_) => *self.link.borrow_mut() = link,
        }
    }

    fn start_here(&self, queue: Vec<Envelope>) {
        let me = self.me.clone();
        let post = move |outgoing| {
            if let Some(bridge) = me.upgrade() {
                bridge.take(outgoing);
            }
        };
        let Some(runner) = Runner::new(LOCAL_SLICE_MS, Box::new(post)) else {
            return (self.on_event)(Event::Died(words::NO_CHANNEL.into()));
        };
        *self.link.borrow_mut() = Link::Local(runner);
        (self.on_event)(Event::Ready);
        queue.into_iter().for_each(|envelope| self.send(envelope));
    }

    fn watch_start(&self) {
        let me = self.me.clone();
        let late = Closure::once_into_js(move || {
            let Some(bridge) = me.upgrade() else { return };
            let is_late = matches!(*bridge.link.borrow(), Link::Starting(..));
            if is_late {
                bridge.lost(words::NO_DETAILS.into());
            }
        });
        set_timeout(late.unchecked_ref(), START_WITHIN_MS);
    }

    /// Ends what there is; whoever still waits is told.
    fn hang_up(&self) {
        if let Link::Starting(worker, _) | Link::Remote(worker) = self.link.replace(Link::Down) {
            end(&worker);
        }
        self.spare.borrow_mut().clear();
        self.is_frame_due.set(false);
        for (_, waiter) in self.waiting.take() {
            waiter(Err(gone()));
        }
    }
}

/// Ends a worker, which is heard no more.
fn end(worker: &Worker) {
    worker.set_onmessage(None);
    worker.set_onerror(None);
    worker.terminate();
}

/// The worker that the boot script knows how to make; nothing where that fails.
fn new_worker() -> Option<Worker> {
    let boot = Reflect::get(&js_sys::global(), &"playgroundBoot".into()).ok()?;
    let make: Function = Reflect::get(&boot, &"startWorker".into()).ok()?.dyn_into().ok()?;
    make.call0(&boot).ok()?.dyn_into().ok()
}

fn gone() -> Problem {
    Problem::new("engine", Rule::Running, Found::Stopped)
}
