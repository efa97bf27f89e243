//! What the page shows, as one plain struct, and the one pure function that says what follows from what happens: `State::after`.
//! Knows no document, no worker and no drawing; pictures never pass through here.

use std::rc::Rc;

use playground::{Config, Point, Problem, Status, Stop, Task, ViewSettings};
use yew::AttrValue;

use crate::app::hand::Tool;
use crate::app::stage::{Reading, Told};
use crate::protocol::message::Applied;
use crate::store::origin::{Origin, origin_of};
use crate::words;

/// How far the page has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// The engine starts.
    Loading,
    /// The engine has a session; its first picture is on the way.
    Ready,
    /// Pictures come.
    Live,
    /// The engine is dead.
    Crashed,
}

/// The second class: its colour is the one that a first click is expected to add.
const FIRST_LABEL: f32 = 2.0;

/// How many points there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) training: usize,
    pub(crate) test: usize,
}

/// The selected point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Selected {
    pub(crate) index: usize,
    pub(crate) point: Point,
}

/// Everything the page shows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct State {
    pub(crate) phase: Phase,
    pub(crate) playing: bool,
    /// The configuration in force, without own points.
    pub(crate) config: Rc<Config>,
    pub(crate) counts: Counts,
    pub(crate) status: Option<Rc<Status>>,
    pub(crate) can_undo: bool,
    pub(crate) can_redo: bool,
    /// Weights and biases as text follows them: per layer the weights row by row, then the biases.
    pub(crate) weights: Rc<[f32]>,
    /// What is known of the neuron or weight that is asked about.
    pub(crate) told: Told,
    /// What is read on the loss curve.
    pub(crate) reading: Option<Reading>,
    pub(crate) view_settings: ViewSettings,
    /// The label of the next point: a class counted from 1, or a value.
    pub(crate) label: f32,
    /// What a press on the plot does.
    pub(crate) tool: Tool,
    pub(crate) selected: Option<Selected>,
    /// What is in force, as a link.
    pub(crate) link: AttrValue,
    /// What of the link could not be taken over.
    pub(crate) notes: Rc<Vec<Problem>>,
    /// Whether the page stands inside another one.
    pub(crate) embedded: bool,
    /// The dataset that was in force before its points became own ones.
    pub(crate) origin: Option<Origin>,
    /// What was done last, where the page would not show it.
    pub(crate) done: Option<AttrValue>,
    /// What was refused last.
    pub(crate) problem: Option<Rc<Problem>>,
    /// Why training ended by itself, if nothing was done since.
    pub(crate) stopped: Option<Stop>,
    /// What killed the engine that was started again since.
    pub(crate) revived: Option<AttrValue>,
    /// What killed the engine.
    pub(crate) crash: Option<AttrValue>,
    /// Changes when the colours do.
    pub(crate) theme: u32,
    /// What the live region says.
    pub(crate) said: AttrValue,
    /// Grows with everything that is said.
    pub(crate) n_said: u32,
    /// Grows when somebody waits for the page to show what has happened.
    pub(crate) n_awaited: u32,
}

/// What can happen to the page.
#[derive(Clone, Debug)]
pub(crate) enum Action {
    /// A session is there, with this.
    Started(Box<Applied>),
    /// Something was changed; this followed from it.
    Applied(Box<Applied>),
    Counted(Counts),
    Playing(bool),
    Measured {
        status: Rc<Status>,
        playing: bool,
        stopped: Option<Stop>,
    },
    Weighed(Rc<[f32]>),
    Told(Told),
    Read(Option<Reading>),
    Look(ViewSettings),
    Label(f32),
    Tool(Tool),
    Selected(Option<Selected>),
    /// A link or what was saved was opened.
    Opened {
        notes: Rc<Vec<Problem>>,
        embedded: bool,
    },
    Linked(AttrValue),
    Refused(Rc<Problem>),
    Said(AttrValue),
    Rethemed,
    ProblemSeen,
    /// Somebody waits for the page to show what has happened.
    Awaited,
    /// Something was done that the page does not show by itself.
    Done(AttrValue),
    DoneSeen,
    /// The engine died of this and is started again.
    Revived(AttrValue),
    Crashed(AttrValue),
    Restarting,
}

impl State {
    /// The page before anything has happened.
    pub(crate) fn new() -> State {
        State {
            phase: Phase::Loading,
            playing: false,
            config: Rc::new(Config::default()),
            counts: Counts::default(),
            status: None,
            can_undo: false,
            can_redo: false,
            weights: Rc::new([]),
            told: Told::default(),
            reading: None,
            view_settings: ViewSettings::default(),
            label: FIRST_LABEL,
            tool: Tool::Place,
            selected: None,
            link: AttrValue::default(),
            notes: Rc::default(),
            embedded: false,
            origin: None,
            done: None,
            problem: None,
            stopped: None,
            revived: None,
            crash: None,
            theme: 0,
            said: AttrValue::default(),
            n_said: 0,
            n_awaited: 0,
        }
    }

    /// Whether training stopped because numbers grew without bounds.
    pub(crate) fn is_diverged(&self) -> bool {
        self.status.as_ref().is_some_and(|status| status.diverged.is_some())
    }

    /// The word in `data-state`.
    pub(crate) fn word(&self) -> &'static str {
        match self.phase {
            Phase::Loading => "loading",
            Phase::Crashed => "crashed",
            Phase::Ready => "ready",
            Phase::Live if self.playing => "running",
            Phase::Live if self.is_diverged() => "diverged",
            Phase::Live => "paused",
        }
    }

    pub(crate) fn after(mut self, action: Action) -> State {
        match action {
            Action::Started(applied) => {
                if self.phase != Phase::Live {
                    self.phase = Phase::Ready;
                }
                self.crash = None;
                self.configured(applied.config);
                (self.can_undo, self.can_redo) = (applied.can_undo, applied.can_redo);
            }
            Action::Applied(applied) => self.applied(*applied),
            Action::Counted(counts) => self.counts = counts,
            Action::Playing(playing) => {
                if playing {
                    (self.stopped, self.done) = (None, None);
                }
                if playing != self.playing {
                    self.say(words::playing(playing, self.status.as_deref()));
                }
                self.playing = playing;
            }
            Action::Measured { status, playing, stopped } => {
                self.measured(status);
                self.playing = playing;
                self.ended(stopped);
            }
            Action::Weighed(weights) => self.weights = weights,
            Action::Told(told) => self.told = told,
            Action::Read(reading) => self.reading = reading,
            Action::Look(view_settings) => self.view_settings = view_settings,
            Action::Label(label) => self.label = label_for(&self.config, label),
            Action::Tool(tool) => self.tool = tool,
            Action::Selected(selected) => self.selected = selected,
            Action::Opened { notes, embedded } => (self.notes, self.embedded) = (notes, embedded),
            Action::Linked(link) => self.link = link,
            Action::Refused(problem) => {
                self.say(problem.to_string());
                self.problem = Some(problem);
            }
            Action::Said(words) => self.say(words),
            Action::Awaited => self.n_awaited = self.n_awaited.wrapping_add(1),
            Action::Rethemed => self.theme = self.theme.wrapping_add(1),
            Action::Done(words) => {
                self.say(words.clone());
                self.done = Some(words);
            }
            Action::DoneSeen => self.done = None,
            Action::ProblemSeen => (self.problem, self.revived) = (None, None),
            Action::Revived(details) => {
                self.say(words::REVIVED);
                // What was refused only because nobody was there to accept it is told by this card.
                (self.revived, self.problem) = (Some(details), None);
            }
            Action::Crashed(details) => {
                (self.phase, self.playing) = (Phase::Crashed, false);
                self.say(words::CRASHED);
                (self.crash, self.revived) = (Some(details), None);
            }
            Action::Restarting => (self.phase, self.crash) = (Phase::Loading, None),
        }
        self
    }
}

impl State {
    fn ended(&mut self, stopped: Option<Stop>) {
        if stopped.is_some() && stopped != self.stopped {
            self.stopped = stopped;
            self.say(self.stopped_words().unwrap_or_default());
        }
    }

    fn applied(&mut self, Applied { config, can_undo, can_redo, status, .. }: Applied) {
        (self.can_undo, self.can_redo) = (can_undo, can_redo);
        self.label = label_for(&config, self.label);
        if let Some(words) = words::changed(&self.config, &config) {
            self.say(words);
        }
        self.origin = origin_of(&self.config, &config, self.origin);
        if self.config.dataset != "own"
            && let Some(origin) = self.origin
        {
            self.say(words::became_own(origin.label));
        }
        (self.problem, self.stopped, self.done) = (None, None, None);
        self.configured(config);
        self.measured(Rc::new(status));
    }

    /// One that says the same stays the same: what is drawn from it is not drawn anew while a point is dragged.
    fn configured(&mut self, config: Config) {
        if *self.config != config {
            self.config = Rc::new(config);
        }
    }

    /// Why training ended by itself, in words, unless it diverged: that is told in numbers.
    pub(crate) fn stopped_words(&self) -> Option<AttrValue> {
        let stopped = self.stopped.filter(|stopped| !matches!(stopped, Stop::Diverged(_)))?;
        Some(words::stopped(&stopped, self.status.as_ref().map_or(0, |status| status.epoch)).into())
    }

    fn say(&mut self, words: impl Into<AttrValue>) {
        self.said = words.into();
        self.n_said = self.n_said.wrapping_add(1);
    }

    fn measured(&mut self, status: Rc<Status>) {
        if self.phase == Phase::Ready {
            self.phase = Phase::Live;
        }
        if status.diverged.is_some() && !self.is_diverged() {
            self.say(words::DIVERGED);
        }
        self.status = Some(status);
    }
}

/// The label of the next point that fits the task, as near as possible to the one so far.
fn label_for(config: &Config, label: f32) -> f32 {
    match config.task {
        Task::Classification => label.round().clamp(1.0, config.classes as f32),
        Task::Regression => label.clamp(-1.0, 1.0),
        Task::Curve => label,
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
