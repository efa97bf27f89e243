//! The numbers that speak for a verdict, by their names.

use serde::{Deserialize, Serialize};

macro_rules! measures {
    ($($(#[$doc:meta])* $variant:ident $name:literal,)*) => {
        /// What a number of the evidence is of.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Measure { $($(#[$doc])* $variant,)* }

        impl Measure {
            /// Every one.
            pub const ALL: &[Measure] = &[$(Measure::$variant),*];

            /// Its name in the API.
            pub const fn name(self) -> &'static str {
                match self { $(Measure::$variant => $name),* }
            }
        }
    };
}

measures! {
    /// Epochs that were judged: since the start, or the last change that matters.
    Epochs "epochs",
    /// Epochs after which it can be judged whether a loss has levelled off.
    EpochsNeeded "epochsNeeded",
    /// The training loss where these begin.
    StartLoss "startLoss",
    /// The training loss at their end.
    TrainLoss "trainLoss",
    /// The test loss.
    TestLoss "testLoss",
    /// The loss of guessing.
    GuessLoss "guessLoss",
    /// By which share the training loss fell: of its start over the second half where nothing was learnt, else of itself over the last third.
    Fall "fall",
    /// Share of training points that are classified right.
    Accuracy "accuracy",
    /// Share of them that their nearest neighbours predict right.
    ReachableAccuracy "reachableAccuracy",
    /// R² of the training points.
    R2 "r2",
    /// R² of predicting them by their nearest neighbours.
    ReachableR2 "reachableR2",
    /// Neurons that pass no gradient back.
    DeadNeurons "deadNeurons",
    /// Neurons that pass hardly any gradient back.
    SaturatedNeurons "saturatedNeurons",
    /// Neurons of their layer.
    Neurons "neurons",
    /// The number of that layer, from 0.
    Layer "layer",
    /// The learning rate.
    LearningRate "learningRate",
    /// The length of the gradient; 0 where it is not finite.
    GradientNorm "gradientNorm",
    /// The number of the update that was taken back.
    Step "step",
    /// The lowest test loss.
    LowestTestLoss "lowestTestLoss",
    /// The epoch that had it.
    LowestTestEpoch "lowestTestEpoch",
    /// By which share the test loss is above it.
    TestRise "testRise",
    /// The epoch at whose end the loss had jumped.
    JumpEpoch "jumpEpoch",
    /// The loss before.
    LossBefore "lossBefore",
    /// The loss after.
    LossAfter "lossAfter",
    /// Share of the changes that turn the one before back.
    Alternating "alternating",
    /// Mean size of a change as a share of the loss.
    Amplitude "amplitude",
    /// Weights and biases of the network.
    Parameters "parameters",
}

/// A number that speaks for a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// What it is of.
    pub measure: Measure,
    /// The number, always finite.
    pub value: f64,
}

impl Measure {
    pub(super) fn is(self, value: f64) -> Evidence {
        Evidence { measure: self, value: if value.is_finite() { value } else { 0.0 } }
    }
}
