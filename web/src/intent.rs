//! What a person can want: the one vocabulary of views and components. `handlers` says what it leads to.

use std::rc::Rc;

use playground::insight::{Look, Looked};
use playground::link::Opened;
use playground::{Config, Language, Parameter, Point, Problem, Status, ViewSettings};
use serde_json::Value;
use web_sys::File;
use yew::{AttrValue, Callback};

use crate::store::action::Edit;
use crate::store::state::Tool;

/// A run as far as it has come: the fragment of a link that makes it again, its numbers there, and its configuration.
#[derive(Clone, Debug)]
pub(crate) struct Recorded {
    pub(crate) link: AttrValue,
    pub(crate) status: Rc<Status>,
    pub(crate) config: Rc<Config>,
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
    /// Download the model.
    Export,
    /// Download the log of the run.
    ExportLog,
    /// Download the receipt of a goal.
    ExportReceipt(Rc<Value>),
    /// Tell a link that makes the run again, or why there is none.
    ReplayLink(Callback<Result<Recorded, AttrValue>>),
    /// Look inside a step, and tell what is seen, or why nothing is.
    Look(Look, Callback<Result<Looked, AttrValue>>),
    /// Train by the next batch.
    TakeStep,
    /// Load the model in this file, if one was chosen.
    Import(Option<File>),
    /// A partial configuration.
    Configure(Value),
    /// The same while a slider is held: what follows until the end of the gesture is one change.
    ConfigureDuring(Value),
    /// Every key of the configuration as in a first visit, and step 0.
    RestoreDefaults,
    /// What was held was released.
    EndGesture,
    /// How the page shows things.
    SetView(ViewSettings),
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
                | Intent::Configure(_)
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
                | Intent::RemoveNeuron { .. }
                | Intent::Open(..)
                | Intent::Travel(_)
        )
    }
}
