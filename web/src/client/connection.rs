//! The connection to the worker that holds the sessions, or to the same code on this thread where no worker can start. Requests get
//! their response by ticket; frames, checkpoints and crashes come as events. Knows no session's state and no component.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use js_sys::{Float32Array, Function, Reflect};
use playground::problem::{Found, Rule};
use playground::{Answer, Problem};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event as DomEvent, MessageEvent, Worker};

use super::watchdog::{LOOK_EVERY_MS, Verdict, Watchdog};
use crate::browser::clock::{now_ms, set_timeout};
use crate::browser::page;
use crate::protocol::codec;
use crate::protocol::message::{Death, Envelope, Head, Outgoing, Reply, Request, Response, SessionId, Ticket};
use crate::worker::runner::Runner;

/// How a request ends.
pub(crate) type Outcome = Result<Response, Rc<Problem>>;
type Listener = Rc<dyn Fn(Event)>;
type Waiter = Box<dyn FnOnce(Outcome)>;

/// What comes unasked.
pub(crate) enum Event {
    /// A frame with the answers to its queries.
    Frame(Box<Head>, Vec<Answer>),
    Checkpoint(Vec<u8>),
    /// So much of the job with this ticket is done.
    Progress(Ticket, u64, u64),
    /// The worker is gone, for this reason.
    Died(Death),
}

/// How far the connection has come.
enum State {
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

/// The connection.
pub(crate) struct Connection {
    state: RefCell<State>,
    next_ticket: Cell<Ticket>,
    /// By ticket, in the order in which they were asked.
    waiting: RefCell<Vec<(Ticket, Waiter)>>,
    /// Buffers of the last frame, to be sent back.
    spare: RefCell<Vec<Float32Array>>,
    /// Frames that were asked for and have not come.
    n_frames_due: Cell<u32>,
    watchdog: Watchdog,
    is_watching: Cell<bool>,
    /// Who hears what comes unasked.
    listeners: RefCell<Vec<(SessionId, Listener)>>,
    me: Weak<Connection>,
}

impl Connection {
    /// A connection that is down.
    pub(crate) fn new() -> Rc<Connection> {
        Rc::new_cyclic(|me| Connection {
            state: RefCell::new(State::Down),
            next_ticket: Cell::new(1),
            waiting: RefCell::default(),
            spare: RefCell::default(),
            n_frames_due: Cell::new(0),
            watchdog: Watchdog::default(),
            is_watching: Cell::new(false),
            listeners: RefCell::default(),
            me: me.clone(),
        })
    }

    /// Lets `on_event` hear what comes unasked for this session.
    pub(crate) fn listen_for(&self, session: SessionId, on_event: impl Fn(Event) + 'static) {
        self.listeners.borrow_mut().push((session, Rc::new(on_event)));
    }

    /// Starts the worker, or starts it again after a crash; does nothing while it runs.
    pub(crate) fn start(&self) {
        if !matches!(*self.state.borrow(), State::Down) {
            return;
        }
        match new_worker() {
            Some(worker) => {
                self.listen(&worker);
                *self.state.borrow_mut() = State::Starting(worker, Vec::new());
                self.watch_start();
            }
            None => self.start_here(Vec::new()),
        }
    }

    /// Asks a session something, in turn with a program's other calls or not; `then` gets the outcome. Returns its ticket, if it was
    /// sent.
    pub(crate) fn ask(
        &self,
        session: SessionId,
        request: Request,
        in_turn: bool,
        then: impl FnOnce(Outcome) + 'static,
    ) -> Option<Ticket> {
        if matches!(*self.state.borrow(), State::Down) {
            then(Err(gone()));
            return None;
        }
        if self.waiting.borrow().len() >= MOST_WAITING {
            let problem = Problem::new("calls", Rule::CallsAtMost(MOST_WAITING), Found::OneMore);
            then(Err(Rc::new(problem)));
            return None;
        }
        let ticket = self.next_ticket.get();
        self.next_ticket.set(ticket.wrapping_add(1));
        self.waiting.borrow_mut().push((ticket, Box::new(then)));
        self.send(Envelope { ticket, session, in_turn, request });
        Some(ticket)
    }

    /// Tells a session something that has no response.
    pub(crate) fn tell(&self, session: SessionId, request: Request) {
        self.send(Envelope { ticket: 0, session, in_turn: false, request });
    }

    fn send(&self, envelope: Envelope) {
        let local = match &mut *self.state.borrow_mut() {
            State::Down => None,
            State::Starting(worker, sent) => {
                self.post(worker, &envelope);
                sent.push(envelope);
                None
            }
            State::Remote(worker) => {
                self.post(worker, &envelope);
                None
            }
            State::Local(runner) => Some((runner.clone(), envelope)),
        };
        // The runner answers at once, so nothing of the state may be borrowed any more.
        if let Some((runner, envelope)) = local {
            runner.receive(envelope);
        }
    }

    /// The network has so many parameters: the larger it is, the longer its worker may be silent.
    pub(crate) fn expect(&self, n_parameters: usize) {
        self.watchdog.expect(n_parameters);
    }

    fn post(&self, worker: &Worker, envelope: &Envelope) {
        let is_frame = matches!(envelope.request, Request::Frame { .. });
        self.n_frames_due.set(self.n_frames_due.get() + u32::from(is_frame));
        self.watch();
        let buffers = if is_frame { self.spare.take() } else { Vec::new() };
        let (message, moved) = codec::pack_request(envelope, buffers);
        // Only a buffer that has moved already could not be sent, and each is sent once.
        worker.post_message_with_transfer(&message, &moved).ok();
    }

    fn listen(&self, worker: &Worker) {
        let me = self.me.clone();
        let onmessage = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(connection) = me.upgrade() {
                connection.hear(&event.data());
            }
        });
        let me = self.me.clone();
        let onerror = Closure::<dyn FnMut(DomEvent)>::new(move |event: DomEvent| {
            event.prevent_default();
            let details = Reflect::get(&event, &"message".into()).ok().and_then(|text| text.as_string());
            if let Some(connection) = me.upgrade() {
                connection.lost(details.map_or(Death::Unexplained, Death::Told));
            }
        });
        worker.set_onmessage(Some(onmessage.into_js_value().unchecked_ref()));
        worker.set_onerror(Some(onerror.into_js_value().unchecked_ref()));
    }

    fn is_answer_due(&self) -> bool {
        self.n_frames_due.get() > 0 || !self.waiting.borrow().is_empty()
    }

    fn watch(&self) {
        if self.is_answer_due() && !self.is_watching.get() {
            self.watchdog.begin(now_ms());
            self.look_later();
        }
    }

    fn look_later(&self) {
        self.is_watching.set(true);
        let me = self.me.clone();
        let look = Closure::once_into_js(move || {
            if let Some(connection) = me.upgrade() {
                connection.is_watching.set(false);
                connection.look();
            }
        });
        set_timeout(look.unchecked_ref(), LOOK_EVERY_MS);
    }

    /// Whether the worker, from which an answer is due, lives.
    fn look(&self) {
        let is_remote = matches!(*self.state.borrow(), State::Remote(_));
        if !is_remote || !self.is_answer_due() {
            return;
        }
        match self.watchdog.look(now_ms(), !page::is_hidden()) {
            Verdict::Wait => self.look_later(),
            Verdict::Ask => {
                self.look_later();
                self.tell(0, Request::Ping);
            }
            Verdict::Dead => self.lost(Death::Silent),
        }
    }

    fn hear(&self, data: &JsValue) {
        self.watchdog.end();
        let Some((outgoing, buffers)) = codec::unpack(data) else {
            // The few lines that start the worker have no other word.
            let failure = Reflect::get(data, &"failed".into()).ok().and_then(|text| text.as_string());
            return self.lost(failure.map_or(Death::Unexplained, Death::Told));
        };
        if matches!(outgoing.reply, Reply::Frame { .. }) {
            self.spare.replace(buffers);
        }
        self.take(outgoing);
    }

    fn take(&self, Outgoing { session, reply, answers }: Outgoing) {
        match reply {
            Reply::Ready => self.went_up(),
            Reply::Answered { ticket, response } => self.resolve(ticket, Ok(response)),
            Reply::Refused { ticket, problem } => self.resolve(ticket, Err(Rc::new(problem))),
            Reply::Progress { ticket, done, of } => self.announce(session, Event::Progress(ticket, done, of)),
            Reply::Frame { head } => {
                self.n_frames_due.set(self.n_frames_due.get().saturating_sub(1));
                self.announce(session, Event::Frame(head, answers));
            }
            Reply::Checkpoint { packed } => self.announce(session, Event::Checkpoint(packed)),
            Reply::Panicked { details } => self.lost(Death::Told(details)),
        }
    }

    fn announce(&self, session: SessionId, event: Event) {
        let listener = self.listeners.borrow().iter().find(|(id, _)| *id == session).map(|(_, it)| Rc::clone(it));
        if let Some(listener) = listener {
            listener(event);
        }
    }

    fn announce_death(&self, details: &Death) {
        let sessions: Vec<SessionId> = self.listeners.borrow().iter().map(|(id, _)| *id).collect();
        sessions.into_iter().for_each(|session| self.announce(session, Event::Died(details.clone())));
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
        let state = self.state.replace(State::Down);
        let is_new = matches!(state, State::Starting(..));
        *self.state.borrow_mut() = if let State::Starting(worker, _) = state { State::Remote(worker) } else { state };
        if is_new {
            self.watch();
        }
    }

    /// A worker that fails before it is ready is replaced by this thread; later it is a death.
    fn lost(&self, details: Death) {
        let state = self.state.replace(State::Down);
        match state {
            State::Starting(worker, queue) => {
                end(&worker);
                self.start_here(queue);
            }
            State::Remote(worker) => {
                end(&worker);
                self.hang_up();
                self.announce_death(&details);
            }
            State::Down | State::Local(_) => *self.state.borrow_mut() = state,
        }
    }

    fn start_here(&self, queue: Vec<Envelope>) {
        let me = self.me.clone();
        let post = move |outgoing| {
            if let Some(connection) = me.upgrade() {
                connection.take(outgoing);
            }
        };
        let Some(runner) = Runner::new(LOCAL_SLICE_MS, Box::new(post)) else {
            return self.announce_death(&Death::NoChannel);
        };
        *self.state.borrow_mut() = State::Local(runner);
        queue.into_iter().for_each(|envelope| self.send(envelope));
    }

    fn watch_start(&self) {
        let me = self.me.clone();
        let late = Closure::once_into_js(move || {
            let Some(connection) = me.upgrade() else { return };
            let is_late = matches!(*connection.state.borrow(), State::Starting(..));
            if is_late {
                connection.lost(Death::Unexplained);
            }
        });
        set_timeout(late.unchecked_ref(), START_WITHIN_MS);
    }

    /// Ends what there is; whoever still waits is told.
    fn hang_up(&self) {
        if let State::Starting(worker, _) | State::Remote(worker) = self.state.replace(State::Down) {
            end(&worker);
        }
        self.spare.borrow_mut().clear();
        self.n_frames_due.set(0);
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

fn gone() -> Rc<Problem> {
    Rc::new(Problem::new("engine", Rule::Running, Found::Stopped))
}
