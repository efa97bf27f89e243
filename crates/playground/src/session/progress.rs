//! How far a run has come, in which units it is trained, and why training ended.

use serde::{Deserialize, Serialize};

/// What one step, or one unit of training, is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Unit {
    /// One update from the next single point.
    Sample,
    /// One update from the next batch.
    Batch,
    /// Updates up to the end of a pass over the training points.
    Epoch,
}

impl Unit {
    /// Every unit, from small to large.
    pub const ALL: [Self; 3] = [Self::Sample, Self::Batch, Self::Epoch];

    /// The word in links and calls.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sample => "sample",
            Self::Batch => "batch",
            Self::Epoch => "epoch",
        }
    }
}

/// How far a run has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Updates since the last reset.
    pub step: u64,
    /// Completed passes over the training points.
    pub epoch: u64,
    /// Points of the present pass that were used.
    pub position_in_epoch: usize,
    /// Updates since the optimiser's state began.
    pub optimiser_step: u64,
}

/// What a call of [`Session::train`](crate::Session::train) did.
#[derive(Debug, Clone, PartialEq)]
pub struct Trained {
    /// Updates made.
    pub steps: u64,
    /// Why it ended before everything that was asked for was done.
    pub stopped: Option<Stop>,
}

/// Why training ended by itself, with its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Stop {
    /// Loss, gradient or weights left the finite numbers; the last state whose loss is finite is kept.
    Diverged(Divergence),
    /// No point trains.
    NoPoints,
    /// The configured number of epochs is done.
    Epochs {
        /// That number.
        wanted: u32,
    },
    /// The test loss is as low as wanted.
    TestLoss {
        /// The rule's loss.
        wanted: f64,
        /// The test loss now.
        reached: f64,
    },
    /// The accuracy is as high as wanted.
    Accuracy {
        /// The rule's share, 0–1.
        wanted: f64,
        /// The test accuracy now, or the training accuracy where there are no test points.
        reached: f64,
    },
    /// No improvement for as many epochs as configured.
    Patience {
        /// That number of epochs.
        wanted: u32,
        /// The lowest test loss, or training loss where there are no test points.
        best: f64,
        /// The epoch that had it.
        best_epoch: u64,
    },
}

impl Stop {
    /// Whether a stop rule of the configuration ended training.
    pub(crate) fn is_by_rule(self) -> bool {
        !matches!(self, Stop::Diverged(_) | Stop::NoPoints)
    }
}

/// What happened when training diverged, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Divergence {
    /// The number of the update that was reverted.
    pub step: u64,
    /// Its learning rate.
    pub learning_rate: f64,
    /// L2 norm of its gradient, or 0 where that is not finite.
    pub gradient_norm: f64,
}
