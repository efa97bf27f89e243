//! The page's side of one session: whatever changes it goes through here as a request, and comes back as actions of its store.
//! It restarts the session after a crash. Frames are `frame_loop`'s.

mod asking;

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use playground::link::Recording;
use playground::problem::Rule;
use playground::{Answer, Command, Config, Point, Problem, Query, Unit, object};
use serde_json::Value;

use super::ahead::Ahead;
use super::connection::{Connection, Event, Outcome};
use super::gesture::Gesture;
use super::job::Job;
use super::recovery::Crashes;
use crate::browser::clock::now_ms;
use crate::browser::page;
use crate::intent::Change;
use crate::protocol::message::{Death, Head, Kept, Request, Response, SessionId, Sight};
use crate::store::Store;
use crate::store::action::{Action, Edit};
use crate::store::state::{Done, State};

type OnFrame = Box<dyn Fn(Box<Head>, Vec<Answer>)>;
type OnCheckpoint = Box<dyn Fn(&[u8])>;

/// A session, as the page knows it.
pub(crate) struct SessionClient {
    connection: Rc<Connection>,
    id: SessionId,
    store: Rc<Store>,
    /// How often it was said whether to train continuously: an older frame does not know of the last time.
    turn: Cell<u32>,
    gesture: Gesture,
    /// Changes that were sent and not answered.
    n_sent: Cell<usize>,
    ahead: Ahead,
    /// The model that was to be loaded last, until it is or cannot be.
    model: RefCell<Option<Value>>,
    /// The last checkpoint; empty before the first.
    checkpoint: RefCell<Vec<u8>>,
    crashes: Crashes,
    on_frame: RefCell<OnFrame>,
    on_checkpoint: RefCell<OnCheckpoint>,
    pub(crate) job: Job,
    me: Weak<SessionClient>,
}

impl SessionClient {
    /// A session that is not started yet.
    pub(crate) fn new(connection: Rc<Connection>, id: SessionId, store: Rc<Store>) -> Rc<SessionClient> {
        Rc::new_cyclic(|me: &Weak<SessionClient>| {
            let (for_events, for_actions) = (me.clone(), me.clone());
            connection.listen_for(id, move |event| {
                if let Some(client) = for_events.upgrade() {
                    client.hear(event);
                }
            });
            let pace = Cell::new(store.state().pace());
            store.follow(move |action, state| {
                if let Some(client) = for_actions.upgrade() {
                    client.follow(action, state, &pace);
                }
            });
            SessionClient {
                job: Job::of(Rc::clone(&connection), id),
                connection,
                id,
                store,
                turn: Cell::new(0),
                gesture: Gesture::default(),
                n_sent: Cell::new(0),
                ahead: Ahead::default(),
                model: RefCell::default(),
                checkpoint: RefCell::default(),
                crashes: Crashes::default(),
                on_frame: RefCell::new(Box::new(|_, _| ())),
                on_checkpoint: RefCell::new(Box::new(|_| ())),
                me: me.clone(),
            }
        })
    }

    fn follow(&self, action: &Action, state: &State, pace: &Cell<playground::Pace>) {
        if pace.replace(state.pace()) != state.pace() {
            self.tell(Request::Pace { pace: state.pace() });
        }
        match action {
            Action::Started(_) | Action::Applied { .. } => self.connection.expect(state.config.n_parameters()),
            _ => {}
        }
    }

    /// Hands each frame that comes to `on_frame`.
    pub(crate) fn on_frame(&self, on_frame: impl Fn(Box<Head>, Vec<Answer>) + 'static) {
        *self.on_frame.borrow_mut() = Box::new(on_frame);
    }

    /// Hands each checkpoint that comes to `on_checkpoint`.
    pub(crate) fn on_checkpoint(&self, on_checkpoint: impl Fn(&[u8]) + 'static) {
        *self.on_checkpoint.borrow_mut() = Box::new(on_checkpoint);
    }

    /// Starts the session with `config`, from what was kept of an earlier visit, and training if `play`, or makes the run again that
    /// began so.
    pub(crate) fn start(&self, config: &Config, kept: Kept, play: bool, replay: Option<Recording>) {
        self.connection.start();
        self.begin(config.to_json(), kept, play, replay.map(|recording| (config.clone(), recording)));
    }

    fn begin(&self, config: Value, kept: Kept, play: bool, replay: Option<(Config, Recording)>) {
        let (me, turn) = (self.me.clone(), self.turn.get());
        self.connection.ask(self.id, Request::Start { config, kept }, false, move |outcome| {
            let Some(client) = me.upgrade() else { return };
            match outcome {
                Ok(Response::Applied(applied)) => {
                    client.dispatch(Action::Started(Rc::new(*applied)));
                    client.tell(Request::Pace { pace: client.store.state().pace() });
                    client.look();
                    // A play or pause since then wins.
                    client.set_playing(if turn == client.turn.get() { play } else { client.store.is_playing() });
                    if let Some((config, recording)) = replay {
                        client.replay(config, recording);
                    }
                }
                Ok(_) => {}
                Err(problem) => client.refuse(problem),
            }
        });
        self.dispatch(Action::Starting);
    }

    fn dispatch(&self, action: Action) {
        self.store.dispatch(action);
    }

    fn tell(&self, request: Request) {
        self.connection.tell(self.id, request);
    }

    /// Applies a command as a change of its own, for a person.
    pub(crate) fn apply(&self, command: Command) {
        self.apply_then(command, |_| ());
    }

    /// Makes the run of a link again, which began with `config`, and says whether it ends as it did.
    pub(crate) fn replay(&self, config: Config, recording: Recording) {
        let (me, checksum) = (self.me.clone(), recording.checksum.clone());
        self.dispatch(Action::Replaying(Some((0, 0))));
        self.ask(Request::Replay { config: Box::new(config), recording }, move |outcome| {
            let Some(client) = me.upgrade() else { return };
            client.dispatch(Action::Replaying(None));
            let Ok(Response::Applied(applied)) = outcome else { return };
            let status = &applied.status;
            if status.checksum == checksum {
                let text = client.store.state().words.replayed(status.step, &checksum);
                client.dispatch(Action::Done(Done::said(text)));
            } else {
                client.refuse(Problem::new("checksum", Rule::SameChecksum(checksum), &status.checksum));
            }
        });
    }

    /// Loads the model that was refused, although its weights do not give what it says.
    pub(crate) fn load_unchecked(&self) {
        if let Some(model) = self.model.take() {
            self.apply(Command::LoadModel { model, skip_checks: true });
        }
    }

    /// Applies a command that follows from an entry of the browser's history, and makes no new one.
    pub(crate) fn apply_in_place(&self, command: Command) {
        let request = Request::Apply { command, gesture: None };
        self.prepare(&request);
        self.ask(request, |_| ());
    }

    /// As [`Self::apply`]; `then` hears the outcome.
    pub(crate) fn apply_then(&self, command: Command, then: impl FnOnce(&Outcome) + 'static) {
        let request = Request::Apply { command, gesture: None };
        self.prepare(&request);
        self.dispatch(Action::PersonActed);
        self.ask(request, then);
    }

    /// Changes part of the configuration.
    pub(crate) fn configure(&self, partial: Value) {
        self.apply(Command::Configure { partial });
    }

    /// Changes what will be in force when all that was sent is answered.
    pub(crate) fn change(&self, change: &Change) {
        self.configure(change.of(&self.ahead.of(&self.store.state().config)));
    }

    /// Applies a command as part of the gesture that goes on.
    pub(crate) fn apply_during(&self, command: Command) {
        self.dispatch(Action::Held);
        self.gesture.join(command);
        if !self.gesture.is_under_way() {
            self.send_waiting();
        }
    }

    /// Changes points as part of the gesture that goes on. They are shown at once: training may take a while to answer.
    pub(crate) fn edit(&self, edit: Edit) {
        self.dispatch(Action::Edited(edit.clone()));
        self.apply_during(edit.into());
    }

    /// What was held was released: what follows is another change.
    pub(crate) fn end_gesture(&self) {
        self.send_waiting();
        self.gesture.end();
        self.dispatch(Action::Released);
    }

    /// Whether the session has not heard of everything that was done to the points.
    pub(crate) fn is_ahead(&self) -> bool {
        self.gesture.is_ahead()
    }

    fn send_waiting(&self) {
        let gesture = Some(self.gesture.number());
        for command in self.gesture.take() {
            let me = self.me.clone();
            self.ask(Request::Apply { command, gesture }, move |outcome| {
                let Some(client) = me.upgrade() else { return };
                client.gesture.answered();
                if outcome.is_err() {
                    client.restore_points();
                }
                if !client.gesture.is_under_way() {
                    client.send_waiting();
                }
            });
        }
    }

    /// After a refusal: shows the points that the session has.
    fn restore_points(&self) {
        let me = self.me.clone();
        self.ask(Request::Points, move |outcome| {
            // What was edited since is not in them; a frame brings the points when the session has heard of that.
            if let (Some(client), Ok(Response::Points(points))) = (me.upgrade(), outcome)
                && !client.is_ahead()
            {
                client.dispatch(Action::PointsRestored(Rc::new(points.clone())));
            }
        });
    }

    /// Trains continuously, or stops doing so.
    pub(crate) fn set_playing(&self, playing: bool) {
        self.turn.set(self.turn.get().wrapping_add(1));
        self.tell(Request::Run { play: playing, turn: self.turn.get() });
        self.dispatch(Action::Playing(playing));
    }

    /// Whether a frame knows what was said last about training continuously.
    pub(crate) fn knows_turn(&self, head: &Head) -> bool {
        head.turn == self.turn.get()
    }

    /// Trains one unit, then shows the result.
    pub(crate) fn step(&self, unit: Unit) {
        self.train_then(unit, 1, |_| ());
    }

    /// Trains `n` units, then shows the result; `then` hears the outcome.
    pub(crate) fn train_then(&self, unit: Unit, n: u32, then: impl FnOnce(&Outcome) + 'static) {
        let request = Request::Train { unit, n };
        self.prepare(&request);
        self.ask(request, then);
    }

    /// Tells whether the page is seen.
    pub(crate) fn look(&self) {
        let sight = match (page::is_away(), page::is_hidden()) {
            (true, _) => Sight::Away,
            (false, true) => Sight::Hidden,
            (false, false) => Sight::Seen,
        };
        self.tell(Request::Seen { sight });
    }

    /// Asks for a frame.
    pub(crate) fn request_frame(&self, queries: Vec<Query>, old_losses: bool) {
        self.tell(Request::Frame { queries, old_losses });
    }

    /// Shows a refusal on the page.
    pub(crate) fn refuse(&self, problem: impl Into<Rc<Problem>>) {
        self.dispatch(Action::Refused(problem.into()));
    }

    fn hear(&self, event: Event) {
        match event {
            Event::Frame(head, answers) => (self.on_frame.borrow())(head, answers),
            Event::Progress(ticket, done, of) => {
                if !self.job.hears(ticket, done, of) && self.store.state().replaying.is_some() {
                    self.dispatch(Action::Replaying(Some((done, of))));
                }
            }
            Event::Checkpoint(packed) => {
                (self.on_checkpoint.borrow())(&packed);
                *self.checkpoint.borrow_mut() = packed;
            }
            Event::Died(details) => self.crashed(details),
        }
    }

    fn crashed(&self, details: Death) {
        if self.crashes.are_too_many(now_ms()) {
            return self.dispatch(Action::Crashed(details));
        }
        self.dispatch(Action::Revived(details));
        self.resume(self.store.is_playing());
    }

    /// Starts the session again, for a person.
    pub(crate) fn restart(&self) {
        self.crashes.forget();
        self.dispatch(Action::Restarting);
        self.resume(false);
    }

    /// Starts the session from its last checkpoint, with the configuration in force.
    fn resume(&self, play: bool) {
        self.connection.start();
        let state = self.store.state();
        let mut config = state.config.to_json();
        if config["dataset"] == "own" {
            config["points"] = state.points.iter().map(Point::to_json).collect();
        } else if let Some(keys) = config.as_object() {
            // The checkpoint remembers those that are not in play.
            let others = keys.iter().filter(|(key, _)| *key != "points");
            config = object(others.map(|(key, value)| (key.clone(), value.clone())));
        }
        let checkpoint = self.checkpoint.borrow().clone();
        let kept = if checkpoint.is_empty() { Kept::Nothing } else { Kept::AfterCrash(checkpoint) };
        self.begin(config, kept, play, None);
    }
}
