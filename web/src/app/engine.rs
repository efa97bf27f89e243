//! The page's one way to act: buttons, keys and `window.playground` all end here, as requests to the session.
//! Pictures and their pace are `frames`'.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use playground::{Command, Config, Point, Problem, Status, Unit, ViewSettings};
use serde_json::Value;
use yew::Callback;

use crate::api::listeners::Listeners;
use crate::app::bridge::{Bridge, Event, Outcome};
use crate::app::edits::Edit;
use crate::app::frames::Frames;
use crate::app::gesture::Gesture;
use crate::app::hand::Hand;
use crate::app::revive::Deaths;
use crate::app::stage::{Followed, Motion, Stage};
use crate::app::window;
use crate::chunks;
use crate::protocol::message::{Answer, Request};
use crate::store::state::{Action, State};
use crate::url_sync::Address;

/// The page's acting part.
pub(crate) struct Engine {
    pub(super) bridge: Rc<Bridge>,
    pub(crate) stage: Stage,
    pub(crate) listeners: Listeners,
    pub(crate) address: Address,
    pub(crate) hand: Hand,
    /// What happens to the page goes here, and is in force at once.
    pub(crate) dispatch: Callback<Action>,
    /// Lets the page show a state.
    show: RefCell<Callback<State>>,
    state: RefCell<State>,
    /// The state that components were last drawn from: they follow within some moments.
    followed: RefCell<State>,
    pub(super) is_playing: Cell<bool>,
    /// How often it was said whether to go on: an older picture does not know of the last time.
    pub(super) turn: Cell<u32>,
    pub(super) frames: Frames,
    /// The last checkpoint; empty before the first.
    checkpoint: RefCell<Vec<u8>>,
    pub(super) deaths: Deaths,
    pub(super) gesture: Gesture,
    /// Whether outsiders know that the page can be used.
    pub(super) is_ready_told: Cell<bool>,
    /// Grows with everything there is to say: only the last is said.
    pub(super) last_said: Cell<u32>,
    /// What is due when the page shows all that has happened.
    when_shown: RefCell<Vec<Box<dyn FnOnce()>>>,
    pub(crate) me: Weak<Engine>,
}

impl Engine {
    /// The engine of a page that is not there yet. It does nothing until it is started.
    pub(crate) fn new() -> Rc<Engine> {
        Rc::new_cyclic(|me: &Weak<Engine>| {
            let (for_events, for_ticks, for_actions) = (me.clone(), me.clone(), me.clone());
            let state = State::new();
            let dispatch = Callback::from(move |action| {
                if let Some(engine) = for_actions.upgrade() {
                    let after = engine.state().after(action);
                    engine.state.replace(after.clone());
                    let show = engine.show.borrow().clone();
                    show.emit(after);
                }
            });
            Engine {
                bridge: Bridge::new(Box::new(move |event| {
                    if let Some(engine) = for_events.upgrade() {
                        engine.hear(event);
                    }
                })),
                stage: Stage::new(Rc::clone(&state.config), state.view_settings.clone()),
                listeners: Listeners::default(),
                address: Address::default(),
                hand: Hand::default(),
                dispatch,
                show: RefCell::new(Callback::noop()),
                followed: RefCell::new(state.clone()),
                state: RefCell::new(state),
                is_playing: Cell::new(false),
                turn: Cell::new(0),
                frames: Frames::new(Box::new(move || {
                    if let Some(engine) = for_ticks.upgrade() {
                        engine.on_frame();
                    }
                })),
                checkpoint: RefCell::default(),
                deaths: Deaths::default(),
                gesture: Gesture::default(),
                is_ready_told: Cell::new(false),
                last_said: Cell::new(0),
                when_shown: RefCell::default(),
                me: me.clone(),
            }
        })
    }

    /// Starts the session with `config`, and training if `play`.
    pub(crate) fn start(&self, config: &Config, play: bool) {
        self.bridge.start();
        self.begin(config.to_json(), play);
    }

    pub(super) fn begin(&self, config: Value, play: bool) {
        let (me, turn) = (self.me.clone(), self.turn.get());
        let checkpoint = self.checkpoint.borrow().clone();
        self.bridge.ask(Request::Start { config, checkpoint }, false, move |outcome| {
            let Some(engine) = me.upgrade() else { return };
            match outcome {
                Ok(Answer::Applied(applied)) => {
                    engine.dispatch.emit(Action::Started(applied));
                    let pace = engine.state.borrow().view_settings.pace();
                    engine.bridge.tell(Request::Pace { pace });
                    engine.bridge.tell(Request::Shown { shown: !window::is_hidden() });
                    // Whoever has said play or pause in the meantime is right.
                    engine.set_playing(if turn == engine.turn.get() { play } else { engine.is_playing.get() });
                }
                Ok(_) => {}
                Err(problem) => engine.refuse(&problem),
            }
        });
        // The first picture comes right behind the answer, whether or not the browser draws meanwhile.
        self.refresh();
        self.request_picture();
    }

    /// The page is there, and shows what it is given to `show`.
    pub(super) fn appear(&self, show: Callback<State>) {
        show.emit(self.state());
        self.show.replace(show);
        // A picture that has come already need not wait until the browser draws: nothing else is to be seen before.
        self.on_frame();
        self.refresh();
    }

    /// Follows the component state after each rendering.
    pub(crate) fn follow(&self, state: &State) {
        let before = self.followed.replace(state.clone());
        if before.status.is_none() && state.status.is_some() {
            chunks::prefetch_when_idle();
        }
        if before.view_settings.speed != state.view_settings.speed {
            self.bridge.tell(Request::Pace { pace: state.view_settings.pace() });
        }
        if before.view_settings.theme != state.view_settings.theme {
            window::set_theme(state.view_settings.theme.name());
            self.retheme();
        }
        if before.view_settings != state.view_settings {
            self.restate();
        }
        self.bridge.expect(state.config.n_parameters());
        let followed = self.stage.follow(&state.config, &state.view_settings);
        if followed == Followed::Network {
            self.want_network();
        }
        if followed != Followed::Nothing {
            self.refresh();
        }
        for then in self.when_shown.take() {
            then();
        }
    }

    /// Calls `then` when the page shows everything that has happened by now: components may follow in several goes.
    pub(crate) fn when_shown(&self, then: impl FnOnce() + 'static) {
        self.when_shown.borrow_mut().push(Box::new(then));
        self.dispatch.emit(Action::Awaited);
    }

    /// This engine, for what comes later.
    pub(crate) fn shared(&self) -> Option<Rc<Engine>> {
        self.me.upgrade()
    }

    /// Lets something happen to the page.
    pub(crate) fn dispatch(&self, action: Action) {
        self.dispatch.emit(action);
    }

    /// The state after everything that has happened.
    pub(crate) fn state(&self) -> State {
        self.state.borrow().clone()
    }

    /// `data-state` as it is at this moment; the component state may be a tenth of a second behind.
    pub(crate) fn word(&self, status: &Status) -> &'static str {
        let mut state = self.state();
        (state.playing, state.status) = (self.is_playing.get(), Some(Rc::new(status.clone())));
        state.word()
    }

    /// Asks for a person, and lets the page know of a refusal; `then` hears the outcome too.
    pub(crate) fn ask(&self, request: Request, then: impl FnOnce(&Outcome) + 'static) {
        self.ask_in(false, request, Box::new(then));
    }

    /// Asks for a program, whose calls keep their order.
    pub(crate) fn call(&self, request: Request, then: impl FnOnce(&Outcome) + 'static) {
        self.prepare(&request);
        self.ask_in(true, request, Box::new(then));
    }

    fn ask_in(&self, in_turn: bool, request: Request, then: Box<dyn FnOnce(&Outcome)>) {
        let (me, turn) = (self.me.clone(), self.turn.get());
        let pauses = matches!(
            request,
            Request::Apply { command: Command::Reset | Command::LoadModel { .. }, .. } | Request::Train { .. }
        );
        self.bridge.ask(request, in_turn, move |outcome| {
            if let Some(engine) = me.upgrade() {
                if pauses && outcome.is_ok() && turn == engine.turn.get() {
                    engine.is_playing.set(false);
                }
                match outcome {
                    Ok(Answer::Applied(_)) => engine.frames.change(),
                    Ok(Answer::Status(_)) => engine.frames.outdate(),
                    _ => {}
                }
                // Shown before whoever waits hears of it: the page must not lag behind its own promises.
                match &outcome {
                    Ok(Answer::Applied(applied)) => {
                        // They hold from now on, also if the session dies before a picture brings them.
                        if let Some(points) = applied.points.as_ref().filter(|_| !engine.is_ahead()) {
                            engine.stage.take_points(points);
                        }
                        engine.dispatch.emit(Action::Applied(applied.clone()));
                        engine.restate();
                    }
                    Ok(Answer::Status(status)) => engine.measured(status),
                    Ok(_) => {}
                    Err(problem) => {
                        engine.address.forget_act();
                        engine.refuse(problem);
                    }
                }
                if pauses {
                    engine.dispatch.emit(Action::Playing(engine.is_playing.get()));
                }
                engine.refresh();
            }
            then(&outcome);
        });
    }

    fn measured(&self, status: &Status) {
        self.frames.told();
        let (status, playing) = (Rc::new(status.clone()), self.is_playing.get());
        self.dispatch.emit(Action::Measured { status, playing, stopped: None });
    }

    /// What is under way on this side comes before the next request; a step pauses at once.
    fn prepare(&self, request: &Request) {
        self.end_gesture();
        if matches!(request, Request::Train { .. }) && self.is_playing.replace(false) {
            self.dispatch.emit(Action::Playing(false));
        }
    }

    /// Applies a command as an act of its own, and shows what came of it.
    pub(crate) fn apply(&self, command: Command) {
        let request = Request::Apply { command, gesture: None };
        self.prepare(&request);
        self.address.note_act();
        self.ask(request, |_| ());
    }

    /// Changes part of the configuration.
    pub(crate) fn configure(&self, partial: Value) {
        self.apply(Command::Configure { partial });
    }

    /// Goes on by itself, or stops doing so.
    pub(crate) fn set_playing(&self, playing: bool) {
        self.is_playing.set(playing);
        self.dispatch.emit(Action::Playing(playing));
        self.turn.set(self.turn.get().wrapping_add(1));
        self.bridge.tell(Request::Run { play: playing, turn: self.turn.get() });
        self.refresh();
    }

    /// Plays if paused, pauses if playing.
    pub(crate) fn toggle(&self) {
        self.set_playing(!self.is_playing.get());
    }

    /// Trains one unit, then shows the result.
    pub(crate) fn step(&self, unit: Unit) {
        let request = Request::Train { unit, n: 1 };
        self.prepare(&request);
        self.ask(request, |_| ());
    }

    /// Places a point, and shows it at once: training may take a while to answer.
    pub(crate) fn place(&self, x: f32, y: f32) {
        let state = self.state.borrow();
        let label = if state.config.task == playground::Task::Curve { y } else { state.label };
        let point = Point { x, y, label, test: false };
        drop(state);
        self.edit(Edit::Add(vec![point]));
        self.end_gesture();
    }

    /// Replaces all points by these.
    pub(crate) fn set_points(&self, points: Vec<Point>) {
        self.apply(Command::SetPoints { points });
    }

    /// Changes what is only about looking.
    pub(crate) fn look(&self, change: impl FnOnce(&mut ViewSettings)) {
        let mut view_settings = self.state.borrow().view_settings.clone();
        change(&mut view_settings);
        self.dispatch.emit(Action::Look(view_settings));
    }

    /// Reads the loss curve elsewhere.
    pub(crate) fn read_curve(&self, motion: Motion) {
        self.stage.read_curve(motion);
        self.dispatch.emit(Action::Read(self.stage.curve_reading()));
    }

    /// Puts a problem into words on the page.
    pub(crate) fn refuse(&self, problem: &Problem) {
        self.listeners.error(problem);
        self.dispatch.emit(Action::Refused(Rc::new(problem.clone())));
    }

    /// Lets the live region say `words`.
    pub(crate) fn say(&self, words: yew::AttrValue) {
        self.dispatch.emit(Action::Said(words));
    }

    /// The problem on the page has been seen.
    pub(crate) fn forget_problem(&self) {
        self.dispatch.emit(Action::ProblemSeen);
    }

    fn hear(&self, event: Event) {
        match event {
            Event::Ready => {}
            Event::Picture(head, bulk) => self.arrived(head, bulk),
            Event::Checkpoint(packed) => *self.checkpoint.borrow_mut() = packed,
            Event::Died(details) => self.died(details),
        }
    }
}
