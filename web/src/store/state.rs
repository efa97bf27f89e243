//! What the page shows of a session, as one plain struct. Knows no document, no worker and no drawing; numbers that change sixty
//! times a second never pass through here.

use std::rc::Rc;

use playground::{Config, Pace, Point, Problem, Status, Stop, Task, ViewSettings};
use web_sys::File;
use words::Words;
use yew::AttrValue;

use super::origin::Origin;
use crate::tint::reach_of;

/// How far the page has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// The engine starts.
    Loading,
    /// The engine has a session; its first picture is on the way.
    Ready,
    /// The first picture is drawn; the panels around the plot follow when it is seen.
    Drawn,
    /// The whole page is there.
    Live,
    /// The engine is dead.
    Crashed,
}

/// The second class: its colour is the one that a first click is expected to add.
const FIRST_LABEL: f32 = 2.0;

/// What a press on the plot does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tool {
    #[default]
    Place,
    Brush,
    Erase,
}

/// The slow start of a first visit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Minute {
    #[default]
    Over,
    /// It trains slowly enough to be followed.
    Slow,
    /// It has trained so many epochs slowly.
    Seen(u64),
    /// A person trains at another speed or has stopped it.
    Left,
}

/// What became of the settings and the run that this browser had kept, or is to keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Recalled {
    /// Both are back.
    Run,
    Settings,
    /// The run could not be read.
    Unreadable,
    /// Nothing can be kept.
    Blocked,
    /// This run cannot be kept.
    TooLarge,
}

impl Recalled {
    /// What is said of it.
    pub(crate) fn said(self, words: &Words) -> &'static str {
        let cards = &words.cards;
        match self {
            Recalled::Run => cards.restored,
            Recalled::Settings => cards.restored_settings,
            Recalled::Unreadable => cards.unreadable,
            Recalled::Blocked => cards.not_kept,
            Recalled::TooLarge => cards.too_large_to_keep,
        }
    }
}

/// How fast a first visit trains: slowly enough to see how boundary, arrows and loss move together.
const SLOW: Pace = Pace::EpochsPerSecond(10.0);

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

/// What was done, in words, and a text to take away.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Done {
    pub(crate) said: AttrValue,
    pub(crate) text: Option<AttrValue>,
    /// Why one may want to begin anew, with a button for it.
    pub(crate) begins_anew: Option<AttrValue>,
}

impl Done {
    /// Something that needs no answer.
    pub(crate) fn said(said: impl Into<AttrValue>) -> Done {
        Done { said: said.into(), text: None, begins_anew: None }
    }
}

/// What somebody brings to make own points of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Brought {
    /// It is yet to be chosen.
    Nothing,
    Files(Vec<File>),
    Text(AttrValue),
}

impl Brought {
    /// The file that calls itself a model, if that is all.
    pub(crate) fn model(&self) -> Option<File> {
        match self {
            Brought::Files(files) => match &files[..] {
                [file] if file.name().to_ascii_lowercase().ends_with(".json") => Some(file.clone()),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Everything the page shows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct State {
    /// The language that the page speaks.
    pub(crate) words: &'static Words,
    pub(crate) phase: Phase,
    pub(crate) playing: bool,
    /// Grows with every change of the run.
    pub(crate) n_changes: u32,
    /// The configuration in force, without own points.
    pub(crate) config: Rc<Config>,
    /// The points on the plot, with the changes that the session has not confirmed yet.
    pub(crate) points: Rc<Vec<Point>>,
    /// The version of the points that the session sent last; 0 for none.
    pub(crate) points_version: u64,
    /// The own points of the configuration in force, which stay when a generated dataset is chosen.
    pub(crate) own_points: Rc<Vec<Point>>,
    pub(crate) status: Option<Rc<Status>>,
    pub(crate) can_undo: bool,
    pub(crate) can_redo: bool,
    pub(crate) view_settings: ViewSettings,
    /// The label of the next point: a class counted from 1, or a value.
    pub(crate) label: f32,
    /// What a press on the plot does.
    pub(crate) tool: Tool,
    /// The index of the selected point.
    pub(crate) selected: Option<usize>,
    /// The neuron that somebody points at in the diagram, as column and place in it.
    pub(crate) pointed_neuron: Option<(usize, usize)>,
    /// What is in force, as a link.
    pub(crate) link: AttrValue,
    /// What of the link could not be taken over.
    pub(crate) notes: Rc<Vec<Problem>>,
    /// Whether the page stands inside another one.
    pub(crate) embedded: bool,
    /// The dataset that was in force before its points became own ones.
    pub(crate) origin: Option<Origin>,
    /// What was done last, where the page would not show it.
    pub(crate) done: Option<Done>,
    /// Whether it was a person who last changed the run or let it train.
    pub(crate) by_person: bool,
    /// How far a run has come that is being made again.
    pub(crate) replaying: Option<(u64, u64)>,
    /// What is to become own points.
    pub(crate) brought: Option<Brought>,
    /// What was refused last.
    pub(crate) problem: Option<Rc<Problem>>,
    /// Why training ended by itself, if nothing was done since.
    pub(crate) stopped: Option<Stop>,
    /// What killed the engine that was started again since.
    pub(crate) revived: Option<AttrValue>,
    /// What killed the engine.
    pub(crate) crash: Option<AttrValue>,
    /// What became of what was kept, until a person goes on.
    pub(crate) recalled: Option<Recalled>,
    /// A newer version of the page is there, and a person has not put that off.
    pub(crate) is_outdated: bool,
    pub(crate) minute: Minute,
    /// The place of the tour, while it goes on.
    pub(crate) tour: Option<usize>,
    /// The word of the glossary at which the help stands open, or an empty one for its beginning.
    pub(crate) help: Option<&'static str>,
    /// What became of the last experiment that was to be kept or opened, and how many there were.
    pub(crate) shelved: (AttrValue, u32),
    /// Changes when the colours do.
    pub(crate) theme: u32,
    /// What the live region says.
    pub(crate) said: AttrValue,
    /// Grows with everything that is said.
    pub(crate) n_said: u32,
    /// Grows when somebody waits for the page to show what has happened.
    pub(crate) n_awaited: u32,
}

impl State {
    /// The page before anything has happened.
    pub(crate) fn new(words: &'static Words) -> State {
        State {
            words,
            phase: Phase::Loading,
            playing: false,
            n_changes: 0,
            config: Rc::new(Config::default()),
            points: Rc::default(),
            points_version: 0,
            own_points: Rc::default(),
            status: None,
            can_undo: false,
            can_redo: false,
            view_settings: ViewSettings::default(),
            label: FIRST_LABEL,
            tool: Tool::Place,
            selected: None,
            pointed_neuron: None,
            link: AttrValue::default(),
            notes: Rc::default(),
            embedded: false,
            origin: None,
            done: None,
            by_person: false,
            replaying: None,
            brought: None,
            problem: None,
            stopped: None,
            revived: None,
            crash: None,
            recalled: None,
            is_outdated: false,
            minute: Minute::Over,
            tour: None,
            help: None,
            shelved: (AttrValue::default(), 0),
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

    /// Whether the panels around the plot have their turn: it is what a visitor waits for.
    pub(crate) fn has_panels(&self) -> bool {
        matches!(self.phase, Phase::Live | Phase::Crashed)
    }

    /// The word in `data-state`.
    pub(crate) fn word(&self) -> &'static str {
        match self.phase {
            Phase::Loading => "loading",
            Phase::Crashed => "crashed",
            Phase::Ready | Phase::Drawn => "ready",
            Phase::Live if self.playing => "running",
            Phase::Live if self.is_diverged() => "diverged",
            Phase::Live => "paused",
        }
    }

    /// How many points there are.
    pub(crate) fn counts(&self) -> Counts {
        let test = self.points.iter().filter(|point| point.test).count();
        Counts { training: self.points.len() - test, test }
    }

    /// The accuracy, on the training points, of predicting their most frequent class for every point.
    pub(crate) fn guessed_accuracy(&self) -> Option<f64> {
        let training = || self.points.iter().filter(|point| !point.test);
        let of = |class: usize| training().filter(|point| point.label == class as f32).count();
        let most = (1..=self.config.classes).map(of).max().filter(|_| self.config.task == Task::Classification)?;
        (most > 0).then(|| most as f64 / training().count() as f64)
    }

    /// The selected point.
    pub(crate) fn selected_point(&self) -> Option<Selected> {
        let index = self.selected?;
        Some(Selected { index, point: *self.points.get(index)? })
    }

    /// How fast to train.
    pub(crate) fn pace(&self) -> Pace {
        if self.minute == Minute::Slow { SLOW } else { self.view_settings.pace() }
    }

    /// The neuron that is pointed at, if the network has it.
    pub(crate) fn pointed_in_network(&self) -> Option<(usize, usize)> {
        let sizes = self.config.layer_sizes();
        self.pointed_neuron.filter(|(column, unit)| sizes.get(*column).is_some_and(|units| unit < units))
    }

    /// The column of the diagram whose neurons' contributions to the curve are shown, if any are.
    pub(crate) fn contributing_column(&self) -> Option<usize> {
        let is_wanted = self.config.task == Task::Curve && self.view_settings.contributions;
        is_wanted.then_some(self.config.hidden_layers.len())
    }

    /// How far the points' values reach.
    pub(crate) fn reach(&self) -> f32 {
        reach_of(self.config.task, self.points.iter().map(|point| point.label))
    }

    /// The configuration in force with its own points.
    pub(crate) fn whole_config(&self) -> Config {
        Config { points: self.own_points.to_vec(), ..Config::clone(&self.config) }
    }

    /// Why training ended by itself, in words, unless it diverged: that is told in numbers.
    pub(crate) fn stopped_words(&self) -> Option<AttrValue> {
        let stopped = self.stopped.filter(|stopped| !matches!(stopped, Stop::Diverged(_)))?;
        Some(self.words.stopped(&stopped, self.status.as_ref().map_or(0, |status| status.epoch)).into())
    }
}
