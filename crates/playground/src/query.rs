//! What can be seen of a session: each view asks queries, and the session answers them one by one. It knows no view.

use serde::{Deserialize, Serialize};

use crate::data::Point;
use crate::session::progress::Divergence;

/// One thing to see. Only what is asked for is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Query {
    /// The raw output over the plane: `side × side` scores row by row from y = +6 down, x from −6, both ends included; with more
    /// than two classes one such plane per class. [`Answer::Numbers`].
    Scores {
        /// Points per side.
        side: usize,
    },
    /// One `side × side` plane per feature, then per neuron of each hidden layer, then per output: what it computes, after its
    /// activation. [`Answer::Numbers`].
    Neurons {
        /// Points per side.
        side: usize,
    },
    /// What one neuron computes over the plane, after its activation, as [`Query::Scores`] has the raw output. Empty where there is no
    /// such neuron. [`Answer::Numbers`].
    Neuron {
        /// 0 for the features, then the hidden layers, then the outputs.
        column: usize,
        /// The neuron of that column, from 0.
        unit: usize,
        /// Points per side.
        side: usize,
    },
    /// Of what the output of a curve is made: its bias and, for each neuron of the last hidden layer (without any, each feature),
    /// its weight times its value. First the bias; then the sum of all neurons' contributions, `samples` numbers, x from −6 to 6,
    /// both ends included; then for each of some neurons, in their order, its place in its layer, its weight and its `samples`
    /// contributions. Empty for other tasks. [`Answer::Numbers`].
    Contributions {
        /// Places along x.
        samples: usize,
        /// Neurons at most: those whose contribution is the largest somewhere, in absolute value.
        most: usize,
        /// A neuron that is wanted beside them.
        also: Option<usize>,
    },
    /// Per hidden neuron, layer after layer, what its training points say of it: 0 for nothing special (and where it is switched
    /// off), [`DEAD`] where its slope is 0 (below 1e-30) for all of them or its output the same (it differs by less than 1e-6 of its size),
    /// [`SATURATED`] where its slope is smaller than 0.01 for at least 95 % of them. Empty where fewer than two points train.
    /// [`Answer::Numbers`].
    NeuronStates,
    /// The gradient of the score by the position: per arrow x, y, ∂s/∂x1, ∂s/∂x2 at the middles of `side × side` cells; with
    /// several classes of the score of the predicted one. [`Answer::Numbers`].
    SlopeField {
        /// Arrows per side.
        side: usize,
    },
    /// Per training point x, y, dx, dy: (dx, dy) = −∂ℓᵢ ⁄ ∂xᵢ, where its own loss falls at the current weights; evenly strided
    /// where there are more points than arrows. [`Answer::Numbers`].
    PointGradients {
        /// Arrows at most.
        most: usize,
    },
    /// Per point of the boundary x, y, dx, dy: how far the next batch's update moves the boundary there, to first order, along
    /// its normal. Empty in regression and where no point trains. [`Answer::Numbers`].
    BoundaryShift {
        /// Arrows at most.
        most: usize,
    },
    /// For each class the share of the plane, 0–1, that is predicted as it, counted at the middles of `side × side` cells; together
    /// they are 1. Empty where there are no classes. [`Answer::Numbers`].
    ClassShares {
        /// Cells per side.
        side: usize,
    },
    /// Per layer the weights row by row, then the biases. [`Answer::Numbers`].
    Weights,
    /// In the order of the weights: how steeply mean training loss and penalty together rise with each, without dropout. Empty
    /// where no point trains. [`Answer::Numbers`].
    Gradients,
    /// How often points of each class are predicted as each class: a square of numbers with a row per true class and a column per
    /// predicted one, of the training points, then of the test points. Empty where there are no classes. [`Answer::Numbers`].
    Confusion,
    /// The loss curve. [`Answer::Curve`].
    Curve {
        /// The first entry that is wanted.
        from: usize,
        /// The curve that `from` counts in: of another one all entries come.
        id: u32,
    },
    /// All points with their split. [`Answer::Points`].
    Points {
        /// The version that the caller has; 0 for none.
        known: u64,
    },
}

/// A neuron that passes no gradient back: see [`Query::NeuronStates`].
pub const DEAD: f32 = 1.0;
/// A neuron that passes hardly any gradient back: see [`Query::NeuronStates`].
pub const SATURATED: f32 = 2.0;

/// The answer to one [`Query`].
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// Numbers whose meaning and order the query states.
    Numbers(Vec<f32>),
    /// Entries of the loss curve.
    Curve(CurvePart),
    /// The points, or nothing where the caller has them.
    Points(Option<Points>),
}

impl Answer {
    /// The numbers of an answer that consists of numbers; of any other none.
    pub fn numbers(self) -> Vec<f32> {
        if let Answer::Numbers(numbers) = self { numbers } else { Vec::new() }
    }

    /// The entries of the loss curve; of any other answer none.
    pub fn curve(self) -> CurvePart {
        if let Answer::Curve(curve) = self { curve } else { CurvePart::default() }
    }
}

/// Entries of the loss curve.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CurvePart {
    /// The number of the first entry.
    pub from: usize,
    /// Differs from the last one where entries that were given out before no longer hold.
    pub id: u32,
    /// The entries from there to the end.
    pub entries: Vec<CurvePoint>,
    /// What changed along the run, in its order: the last ones of many.
    pub marks: Vec<Mark>,
    /// The loss of the best constant prediction for the present training points; none where there are none.
    pub guess: Option<f64>,
    /// The run before this one, if it can be compared: it comes with entry 0 and holds as long as the id does.
    pub previous: Option<PreviousRun>,
    /// Whether that can be compared still.
    pub is_comparable: bool,
}

/// Something that changed along a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// The updates before it.
    pub step: u64,
    /// What changed.
    pub change: Change,
}

/// A key of the configuration that got another value, both as they are typed: empty where that is long, or is no single value.
/// The key is `weights` where weights or biases were edited.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the sentence above says what they are")]
pub struct Change {
    pub key: String,
    pub from: String,
    pub to: String,
}

/// The run before this one, in short.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PreviousRun {
    /// Some of its entries, with losses only.
    pub entries: Vec<CurvePoint>,
    /// What it began with differently.
    pub differs: Vec<Change>,
}

/// The points at a moment.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Points {
    /// Grows with every change of the points; never 0.
    pub version: u64,
    /// All points with their split.
    pub points: Vec<Point>,
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
    /// Coefficient of determination of the training points, R², where values are learnt: 1 − the sum of squared errors ⁄ that about
    /// the mean. None where all values are equal.
    pub train_r2: Option<f64>,
    /// The same of the test points.
    pub test_r2: Option<f64>,
    /// R² of the test points, else of the training points.
    pub r2: Option<f64>,
    /// What the penalty adds to the loss.
    pub penalty: f64,
    /// L2 norm of the last batch's gradient, penalty included, before clipping; none before the first batch of the
    /// present points.
    pub gradient_norm: Option<f64>,
    /// Weights and biases.
    pub parameters: usize,
    /// Points, for training and for testing.
    pub n_points: usize,
    /// 16 hexadecimal digits of a hash of step, weights and optimiser state; empty where these were not measured.
    pub checksum: String,
    /// What happened, if the run diverged.
    pub diverged: Option<Divergence>,
}

/// An entry of the loss curve. What is not known, as in a run from a file, is none.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// Updates made.
    pub step: u64,
    /// Epochs completed.
    pub epoch: u64,
    /// Mean loss of the training points.
    pub train: Option<f64>,
    /// Mean loss of the test points.
    pub test: Option<f64>,
    /// Accuracy of the training points, or R² where values are learnt.
    pub train_fit: Option<f64>,
    /// The same of the test points.
    pub test_fit: Option<f64>,
    /// The learning rate of the update that led here; of the first one at step 0.
    pub rate: Option<f64>,
    /// For each layer, from the first hidden one to the output, the L2 norm of that update's gradient, penalty included, before clipping.
    pub gradient_norms: Vec<f32>,
}
