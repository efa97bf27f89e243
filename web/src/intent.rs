//! What a person can want: the one vocabulary of views and components. `handlers` says what it leads to.

use std::fmt;
use std::rc::Rc;

use playground::insight::{Look, Looked};
use playground::link::Opened;
use playground::{Config, InitialWeights, Language, Parameter, Point, Problem, Status, ViewSettings};
use serde_json::Value;
use web_sys::File;
use yew::{AttrValue, Callback};

use crate::exported::{Taken, Wanted};
use crate::store::action::Edit;
use crate::store::state::{Brought, Tool};

/// A change of how the page shows things. It is made of what is in force when it comes: that may be newer than what was drawn when
/// it was wanted, and what changed between stays.
#[derive(Clone)]
pub(crate) struct ViewChange(Rc<dyn Fn(&mut ViewSettings)>);

impl ViewChange {
    /// These settings with the change.
    pub(crate) fn of(&self, mut settings: ViewSettings) -> ViewSettings {
        (self.0)(&mut settings);
        settings
    }
}

/// A change of the configuration that depends on what is in force when it comes: of one entry of a list, for instance.
#[derive(Clone)]
pub(crate) struct Change(Rc<dyn Fn(&Config) -> Value>);

impl Change {
    /// The partial configuration that changes this one.
    pub(crate) fn of(&self, config: &Config) -> Value {
        (self.0)(config)
    }
}

impl fmt::Debug for ViewChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ViewChange")
    }
}

impl fmt::Debug for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Change")
    }
}

impl Intent {
    /// To show things with this change.
    pub(crate) fn view(change: impl Fn(&mut ViewSettings) + 'static) -> Intent {
        Intent::SetView(ViewChange(Rc::new(change)))
    }

    /// To change the configuration in this way.
    pub(crate) fn change(change: impl Fn(&Config) -> Value + 'static) -> Intent {
        Intent::Change(Change(Rc::new(change)))
    }
}

/// A run as far as it has come: the fragment of a link that makes it again, its numbers there, and its configuration.
#[derive(Clone, Debug)]
pub(crate) struct Recorded {
    pub(crate) link: AttrValue,
    pub(crate) status: Rc<Status>,
    pub(crate) config: Rc<Config>,
}

/// What is told of a long look inside a step.
#[derive(Clone, Debug)]
pub(crate) enum Told {
    /// So much of so much is done.
    Progress(u64, u64),
    /// What is seen, or why nothing is.
    Done(Result<Looked, AttrValue>),
}

/// A network's weights, and a point.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Weights {
    /// Layer by layer: weights row by row, then biases.
    pub(crate) parameters: Rc<[f32]>,
    /// The selected point, or the first that is learnt from.
    pub(crate) point: Option<Point>,
}

/// One wish.
#[derive(Clone, Debug)]
pub(crate) enum Intent {
    /// Play if paused, pause if playing.
    TogglePlay,
    /// One press of Step.
    Step,
    Reset,
    NewWeights,
    NewSample,
    Undo,
    Redo,
    /// Tell the run in a format, or why there is nothing to tell.
    Export(Wanted, Callback<Result<Rc<Taken>, AttrValue>>),
    /// Download what was exported.
    Download(Rc<Taken>),
    /// Download the log of the run.
    ExportLog,
    /// Download the receipt of a goal.
    ExportReceipt(Rc<Value>),
    /// Tell a link that makes the run again, or why there is none.
    ReplayLink(Callback<Result<Recorded, AttrValue>>),
    /// Look inside a step, and tell what is seen, or why nothing is.
    Look(Look, Callback<Result<Looked, AttrValue>>),
    /// Look inside a step, which takes long, and tell how far it is; it ends the one before it.
    LookLong(Look, Callback<Told>),
    /// Give the long look up.
    EndLook,
    /// Train by the next batch.
    TakeStep,
    /// Open this, train for so many epochs, and tell when that is done: a step of a lesson begins.
    SetUp(Rc<Opened>, u32, Callback<()>),
    /// A step of a lesson was done: the lesson's name and its own.
    LessonDone(String, String),
    /// Load the model in this file.
    Import(File),
    /// Make own points of what is brought, or no longer; a file with a model is loaded.
    Bring(Option<Brought>),
    /// Take these keys over, with own points, and say so.
    UsePoints(Value, AttrValue, AttrValue),
    /// A partial configuration.
    Configure(Value),
    /// A change of the configuration by what is in force.
    Change(Change),
    /// The same as `Configure` while a slider is held: what follows until the end of the gesture is one change.
    ConfigureDuring(Value),
    /// Every key of the configuration as in a first visit, and step 0.
    RestoreDefaults,
    /// What was held was released.
    EndGesture,
    /// Show things in another way.
    SetView(ViewChange),
    /// Speak this language.
    Speak(Language),
    /// What a press on the plot does from now on.
    Tool(Tool),
    /// The label of the next point.
    Label(f32),
    /// Change points, as part of the gesture that goes on.
    Edit(Edit),
    /// Select a point, or none.
    Select(Option<usize>),
    /// Let the plot show what this neuron computes, as column and place in it, or the output again.
    PointAt(Option<(usize, usize)>),
    EraseAll,
    /// After a divergence: initial weights and a smaller learning rate.
    Slower,
    /// Let the live region say this.
    Say(AttrValue),
    /// The same, unless something newer comes at once.
    SayLater(AttrValue),
    DismissProblem,
    /// Load the model that was refused, although its weights do not give what it says.
    SkipChecks,
    /// Give up the run that is being made again.
    EndReplay,
    DismissNotes,
    DismissDone,
    DismissRecalled,
    DismissUpdate,
    /// The slow start once more.
    WatchAgain,
    /// Take the card of the slow start away.
    EndMinute,
    /// Keep the run in the browser under this name.
    KeepExperiment(String),
    /// Go on with the experiment of this id and name.
    OpenExperiment(String, String),
    /// Be at this place of the tour, or at none.
    Tour(Option<usize>),
    /// See the help at this word of its glossary, at its beginning (an empty word), or not any more.
    Help(Option<&'static str>),
    /// Start the engine again.
    Restart,
    /// A weight or bias is this from now on.
    SetParameter(Parameter, f32),
    /// The same while an arrow key nudges it: what follows until the end of the gesture is one change.
    SetParameterDuring(Parameter, f32),
    /// A layer's weights are these from now on, and its biases, if there are any.
    SetLayer {
        layer: usize,
        weights: InitialWeights,
        biases: Option<InitialWeights>,
    },
    /// Take this hidden neuron away.
    RemoveNeuron {
        layer: usize,
        unit: usize,
    },
    /// Open a link in place, with what was not taken over.
    Open(Rc<Opened>, Rc<Vec<Problem>>),
    /// Tell the weights, and a point to look at them with.
    TellWeights(Callback<Weights>),
    /// Go to an entry of the browser's history.
    Travel(Rc<Opened>),
}

impl Intent {
    /// Whether it changes the run or lets it train.
    pub(crate) fn acts(&self) -> bool {
        matches!(
            self,
            Intent::TogglePlay
                | Intent::Step
                | Intent::Reset
                | Intent::NewWeights
                | Intent::NewSample
                | Intent::Undo
                | Intent::Redo
                | Intent::Import(_)
                | Intent::UsePoints(..)
                | Intent::Configure(_)
                | Intent::Change(_)
                | Intent::ConfigureDuring(_)
                | Intent::RestoreDefaults
                | Intent::Edit(_)
                | Intent::EraseAll
                | Intent::Slower
                | Intent::SkipChecks
                | Intent::WatchAgain
                | Intent::OpenExperiment(..)
                | Intent::SetParameter(..)
                | Intent::SetParameterDuring(..)
                | Intent::SetLayer { .. }
                | Intent::RemoveNeuron { .. }
                | Intent::Open(..)
                | Intent::SetUp(..)
                | Intent::Travel(_)
        )
    }
}
