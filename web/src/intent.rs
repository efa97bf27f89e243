//! What a person can want: the one vocabulary between components and engine.
//! Components emit these; what they lead to is the engine's business.

use playground::{Parameter, ViewSettings};
use serde_json::Value;
use web_sys::{Element, File, HtmlCanvasElement};
use yew::AttrValue;

use crate::app::hand::{Change, Move, Tool};
use crate::app::stage::{Asked, Layer, Motion};

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
    /// Take over the model in this file, if one was chosen.
    Import(Option<File>),
    /// A partial configuration.
    Configure(Value),
    /// The same while a slider is held: what follows until the end of the gesture is one act.
    ConfigureDuring(Value),
    /// What was held was let go.
    EndGesture,
    Look(ViewSettings),
    /// What a press on the plot does from now on.
    Tool(Tool),
    /// The label of the next point.
    Label(f32),
    /// A pointer or a key on the plot.
    Plot(Move),
    /// A change of the selected point.
    Change(Change),
    EraseAll,
    /// After a divergence: first weights and a smaller learning rate.
    Slower,
    /// Let the live region say this.
    Say(AttrValue),
    /// Read the loss curve elsewhere.
    ReadCurve(Motion),
    DismissProblem,
    /// Put a text into the clipboard.
    Copy(AttrValue),
    DismissNotes,
    DismissDone,
    Restart,
    /// A weight or bias is this from now on.
    SetParameter(Parameter, f32),
    /// The same while an arrow key nudges it: what follows until the end of the gesture is one act.
    SetParameterDuring(Parameter, f32),
    /// Take this hidden neuron away.
    RemoveNeuron {
        layer: usize,
        unit: usize,
    },
    /// Show this of the network from now on.
    AskNetwork(Asked),
    /// Draw on this canvas from now on.
    Attach(Layer, Option<HtmlCanvasElement>),
    /// Say what is pointed at on the plot in this element from now on.
    AttachReadout(Option<Element>),
}
