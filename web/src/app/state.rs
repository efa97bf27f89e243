//! What the page shows, as one plain struct with one pure `reduce`.
//! Knows no document, no worker and no drawing; pictures never pass through here.

use std::rc::Rc;

use playground::{Config, Looks, Problem, Status};
use yew::{AttrValue, Reducible};

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

/// Everything the page shows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct State {
    pub(crate) phase: Phase,
    pub(crate) playing: bool,
    /// The configuration in force, without own points.
    pub(crate) config: Rc<Config>,
    pub(crate) counts: Counts,
    pub(crate) status: Option<Rc<Status>>,
    pub(crate) looks: Looks,
    /// The label of the next point: a class counted from 1, or a value.
    pub(crate) label: f32,
    /// What was refused last.
    pub(crate) problem: Option<Rc<Problem>>,
    /// What killed the engine.
    pub(crate) crash: Option<AttrValue>,
    /// Changes when the colours do.
    pub(crate) theme: u32,
    /// What the live region says.
    pub(crate) said: AttrValue,
}

/// What can happen to the page.
#[derive(Clone, Debug)]
pub(crate) enum Action {
    Started(Rc<Config>),
    Configured(Rc<Config>),
    Counted(Counts),
    Playing(bool),
    Measured { status: Rc<Status>, playing: bool },
    Look(Looks),
    Label(f32),
    Refused(Rc<Problem>),
    Said(AttrValue),
    Rethemed,
    ProblemSeen,
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
            looks: Looks::default(),
            label: FIRST_LABEL,
            problem: None,
            crash: None,
            theme: 0,
            said: AttrValue::default(),
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

    fn after(mut self, action: Action) -> State {
        match action {
            Action::Started(config) => {
                (self.phase, self.config, self.crash) = (Phase::Ready, config, None);
            }
            Action::Configured(config) => {
                self.label = label_for(&config, self.label);
                (self.config, self.problem) = (config, None);
            }
            Action::Counted(counts) => self.counts = counts,
            Action::Playing(playing) => {
                if playing != self.playing {
                    self.said = words::playing(playing, self.status.as_deref()).into();
                }
                self.playing = playing;
            }
            Action::Measured { status, playing } => {
                if self.phase == Phase::Ready {
                    self.phase = Phase::Live;
                }
                if status.diverged.is_some() && !self.is_diverged() {
                    self.said = words::DIVERGED.into();
                }
                (self.status, self.playing) = (Some(status), playing);
            }
            Action::Look(looks) => self.looks = looks,
            Action::Label(label) => self.label = label,
            Action::Refused(problem) => {
                (self.said, self.problem) = (problem.to_string().into(), Some(problem));
            }
            Action::Said(words) => self.said = words,
            Action::Rethemed => self.theme = self.theme.wrapping_add(1),
            Action::ProblemSeen => self.problem = None,
            Action::Crashed(details) => {
                (self.phase, self.playing) = (Phase::Crashed, false);
                (self.said, self.crash) = (words::CRASHED.into(), Some(details));
            }
            Action::Restarting => (self.phase, self.crash) = (Phase::Loading, None),
        }
        self
    }
}

/// The label of the next point that fits the task, as near as possible to the one so far.
fn label_for(config: &Config, label: f32) -> f32 {
    let labels = words::labels(config);
    let is_known = labels.iter().any(|(known, _)| *known == label);
    if is_known { label } else { labels.last().map_or(label, |(last, _)| *last) }
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        Rc::new(Rc::unwrap_or_clone(self).after(action))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(state: State, actions: impl IntoIterator<Item = Action>) -> State {
        actions.into_iter().fold(state, State::after)
    }

    fn measured(playing: bool) -> Action {
        Action::Measured { status: Rc::new(Status::default()), playing }
    }

    #[test]
    fn the_page_goes_from_loading_over_ready_to_running_and_paused() {
        let state = State::new();
        assert_eq!(state.word(), "loading");
        let state = after(state, [Action::Started(Rc::default())]);
        assert_eq!(state.word(), "ready");
        let state = after(state, [measured(true)]);
        assert_eq!(state.word(), "running");
        assert_eq!(after(state, [measured(false)]).word(), "paused");
    }

    #[test]
    fn a_dead_engine_is_a_state_of_its_own_and_can_be_left() {
        let state =
            after(State::new(), [Action::Started(Rc::default()), measured(true), Action::Crashed("why".into())]);
        assert_eq!(state.word(), "crashed");
        assert!(!state.playing);
        assert_eq!(after(state, [Action::Restarting]).word(), "loading");
    }

    #[test]
    fn a_refusal_stays_until_something_is_accepted() {
        let refused = after(State::new(), [Action::Refused(Rc::new(Problem::new("noise", "must be at most 3", 8)))]);
        assert!(refused.problem.is_some());
        assert_eq!(after(refused, [Action::Configured(Rc::default())]).problem, None);
    }

    #[test]
    fn another_task_brings_a_label_that_fits_it() {
        let three = Config { classes: 3, ..Config::default() };
        let state = after(State::new(), [Action::Configured(Rc::new(three))]);
        assert_eq!(state.label, 2.0);
        let values = Config { task: playground::Task::Regression, ..Config::default() };
        assert_eq!(after(state, [Action::Configured(Rc::new(values))]).label, 1.0);
    }
}
