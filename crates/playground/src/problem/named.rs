//! What rules name: how a text is written, what is counted, the shape of numbers, parts of the page. Each reader says it in a language.

use serde::{Deserialize, Serialize};

use crate::task::Task;

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    /// A formula in x.
    Curve,
    /// A feature, by name or as a formula in x1 and x2.
    Feature,
    /// A neuron, weight or bias.
    Part,
    /// A neuron, weight or bias, counted as it must be.
    PartName,
    /// What a class or an axis is called, in at most so many characters.
    Name(usize),
    /// Weights and biases in base64url.
    Weights,
    /// A checksum.
    Checksum,
    /// The name of a lesson, or of a step of one.
    Lesson,
}

/// What can be counted, for places that must exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Counted {
    /// Points.
    Points,
    /// Hidden layers.
    HiddenLayers,
    /// Layers with weights: the hidden ones and the output.
    Layers,
    /// Neurons of a layer.
    Neurons,
    /// Inputs of a layer.
    Inputs,
}

/// What could change instead, so that a dataset goes with the task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Instead {
    /// The task, to one of these.
    Tasks(Vec<Task>),
    /// The number of classes, to this.
    Classes(usize),
}

/// The shape of numbers in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shape {
    /// So many numbers.
    Numbers(usize),
    /// A matrix of so many rows and columns: neurons and their inputs.
    Matrix(usize, usize),
    /// A matrix of so many rows and columns: inputs and the neurons that have them.
    Transposed(usize, usize),
    /// So many layers.
    Layers(usize),
    /// So many checks.
    Checks(usize),
    /// Two coordinates.
    Pair,
    /// At most so many layers of at most so many neurons.
    Network(usize, usize),
}

/// Why a key of another program does nothing here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoEffect {
    /// No statistics are collected.
    Statistics,
    /// There is no text below the page.
    Article,
    /// The tutorial does not exist.
    Tutorial,
    /// Every control stays visible.
    HiddenControls,
}

/// A part of the page that comes by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Chunk {
    /// What reads and writes files.
    Files,
    /// What writes models.
    Models,
    /// What looks inside a step.
    Looking,
    /// What judges goals.
    Goals,
    /// What writes exports.
    Exports,
    /// The autodiff lab.
    Lab,
    /// What changes how the page shows things, for programs.
    View,
    /// The words of a language.
    Language,
}
