//! The language-free file of a lesson, `NN-id.toml`: its shape, and nothing of what must hold between its parts.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

/// A lesson without its texts.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The name of the lesson, that of its file without number.
    pub id: String,
    /// What all steps have in common: keys of the configuration.
    #[serde(default)]
    pub stage: Map<String, Value>,
    /// What all steps have in common: view settings.
    #[serde(default)]
    pub view: BTreeMap<String, Value>,
    /// The controls of the steps that do not say their own.
    #[serde(default)]
    pub controls: Vec<String>,
    /// The steps.
    pub step: Vec<StepSource>,
}

/// A step without its texts.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepSource {
    /// Its name.
    pub id: String,
    /// Keys of the configuration that differ from the default and from what all steps have.
    #[serde(default)]
    pub stage: Map<String, Value>,
    /// View settings.
    #[serde(default)]
    pub view: BTreeMap<String, Value>,
    /// The controls that are there.
    pub controls: Option<Vec<String>>,
    /// The epochs that are trained when the step begins.
    #[serde(default)]
    pub trained: u32,
    /// The Taylor polynomial of the stage's formula that is drawn beside the fit.
    pub taylor: Option<TaylorSource>,
    /// The aim: a goal,
    pub goal: Option<String>,
    /// or a number that is typed,
    pub answer: Option<f64>,
    /// and how far off it may be,
    pub tolerance: Option<f64>,
    /// or which of the choices is right, counted from 1.
    pub choice: Option<usize>,
    /// The hints, in the order in which they are tried.
    #[serde(default)]
    pub hint: Vec<HintSource>,
    /// What reaches the aim.
    #[serde(default)]
    pub solution: Vec<Act>,
}

/// Which Taylor polynomial is drawn.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaylorSource {
    /// The place whose derivatives it has.
    pub centre: f64,
    /// Its highest power.
    pub degree: usize,
}

/// A hint without its texts.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HintSource {
    /// Its name.
    pub key: String,
    /// It applies where this goal holds,
    pub when: Option<String>,
    /// or after this answer; without either always.
    pub answer: Option<f64>,
}

/// Something that a learner does.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Act {
    /// Changes settings.
    Set(Map<String, Value>),
    /// Sets weights and biases by hand, by their names: `"1.2<1"`, `"1.2<b"`.
    Weights(BTreeMap<String, f32>),
    /// Adds training points: x, y, label.
    Points(Vec<[f32; 3]>),
    /// Trains for so many epochs.
    Train(u32),
    /// Trains for so many batches.
    Steps(u32),
    /// Back to step 0.
    Reset,
    /// Draws other initial weights.
    NewWeights,
    /// Draws other data.
    NewData,
    /// Types a number, or chooses.
    Answer(f64),
}
