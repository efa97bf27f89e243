//! What a session shows of itself: numbers, pictures over the plane, the curve; as far as asked.

use serde::{Deserialize, Serialize};

use crate::data::Point;
use crate::session::Divergence;

/// What is visible. Only that is computed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct View {
    /// Points per side of the score's lattice; 0 = none.
    pub score: usize,
    /// Points per side of every neuron's picture; 0 = none.
    pub neurons: usize,
    /// Arrows per side of the slope field; 0 = none.
    pub slopes: usize,
    /// Arrows of the point pull at most; 0 = none.
    pub pulls: usize,
    /// Arrows of the boundary push at most; 0 = none.
    pub pushes: usize,
    /// Whether losses and accuracies may be those that were measured last under this configuration, because measuring
    /// thousands of points takes longer than drawing. Counters are the present ones all the same, and where losses are old the
    /// checksum is empty.
    pub old_losses: bool,
    /// The first entry of the curve that is wanted.
    pub curve_from: usize,
    /// Whether the points are wanted.
    pub points: bool,
    /// Whether the weights are wanted.
    pub weights: bool,
    /// Whether the gradient by each of them is wanted.
    pub gradients: bool,
}

/// The numbers of a run. Losses are means over the whole set at the current weights, without
/// penalty or dropout; none where a set is empty or the task has no classes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Status {
    /// Updates since the last reset.
    pub step: u64,
    /// Completed passes over the training points.
    pub epoch: u64,
    /// Mean loss of the training points.
    pub train_loss: Option<f64>,
    /// Mean loss of the test points.
    pub test_loss: Option<f64>,
    /// Share of training points that are classified right, 0–1.
    pub train_accuracy: Option<f64>,
    /// Share of test points that are classified right, 0–1.
    pub test_accuracy: Option<f64>,
    /// Test accuracy, else training accuracy.
    pub accuracy: Option<f64>,
    /// What the penalty adds to the loss.
    pub penalty: f64,
    /// L2 norm of the last batch's gradient, penalty included, before clipping; none before the first batch of the
    /// present points.
    pub gradient_norm: Option<f64>,
    /// Weights and biases.
    pub parameters: usize,
    /// Tells whether two runs are bit for bit the same.
    pub checksum: String,
    /// What happened, if the run diverged.
    pub diverged: Option<Divergence>,
}

/// An entry of the loss curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// Updates made.
    pub step: u64,
    /// Epochs completed.
    pub epoch: u64,
    /// Mean loss of the training points.
    pub train: Option<f64>,
    /// Mean loss of the test points.
    pub test: Option<f64>,
}

/// What a view asked for; what it did not ask for is empty.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Snapshot {
    /// The numbers.
    pub status: Status,
    /// `n × n` scores row by row from y = +6 down, x from −6, both ends included; with more than
    /// two classes one such plane per class.
    pub score: Vec<f32>,
    /// One `n × n` plane per feature, then per neuron of each hidden layer, then per output: what
    /// it computes, after its activation.
    pub neurons: Vec<f32>,
    /// Per arrow x, y, ∂s/∂x1, ∂s/∂x2, at the middles of `n × n` cells.
    pub slopes: Vec<f32>,
    /// Per training point x, y, dx, dy: (dx, dy) = −∂ℓᵢ ⁄ ∂xᵢ, where its own loss falls at the current weights; evenly strided
    /// where there are more points than were asked for.
    pub pulls: Vec<f32>,
    /// Per point of the boundary x, y, dx, dy: how far the next batch's update moves the boundary there, to first order, along
    /// its normal. Empty in regression and where no point trains.
    pub pushes: Vec<f32>,
    /// Per layer the weights row by row, then the biases.
    pub weights: Vec<f32>,
    /// In the order of the weights: how steeply mean training loss and penalty together rise with each, without dropout. Empty
    /// where no point trains.
    pub gradients: Vec<f32>,
    /// Tells whether entries of the curve that were given out before still hold.
    pub curve_id: u32,
    /// The curve from the wanted entry on.
    pub curve: Vec<CurvePoint>,
    /// The steps before which other points came, so that the losses after them are not those of before: the last ones of many.
    pub data_changes: Vec<u64>,
    /// All points with their split.
    pub points: Option<Vec<Point>>,
}
