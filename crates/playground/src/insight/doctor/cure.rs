//! What can be changed in a run so that it gets better: each is one partial configuration.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::object;

/// A change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Cure {
    /// A smaller learning rate.
    SmallerRate {
        /// The present one.
        from: f64,
        /// The other one.
        to: f64,
    },
    /// A larger learning rate.
    LargerRate {
        /// The present one.
        from: f64,
        /// The other one.
        to: f64,
    },
    /// A smaller learning rate, from new initial weights: those that are there cannot be brought back.
    StartAgain {
        /// The present rate.
        from: f64,
        /// The other one.
        to: f64,
        /// The seed of the new weights.
        seed: u32,
    },
    /// Other activations.
    Activations {
        /// Those that are replaced.
        from: String,
        /// What comes in their place.
        to: String,
        /// All hidden layers' afterwards.
        all: Vec<String>,
    },
    /// Another initialisation: the run begins again.
    Initialisation {
        /// The present one.
        from: String,
        /// The other one.
        to: String,
    },
    /// Biases that begin at 0: the run begins again.
    ZeroBias {
        /// Where they begin now.
        from: f64,
    },
    /// More neurons.
    MoreNeurons {
        /// The present hidden layers.
        from: Vec<usize>,
        /// The others.
        to: Vec<usize>,
    },
    /// A first hidden layer.
    HiddenLayer {
        /// Its neurons.
        units: usize,
        /// Their activation.
        activation: String,
    },
    /// A penalty.
    Penalty {
        /// Its strength.
        to: f64,
    },
    /// A stronger penalty.
    StrongerPenalty {
        /// The present strength.
        from: f64,
        /// The other one.
        to: f64,
    },
    /// A weaker penalty.
    WeakerPenalty {
        /// The present strength.
        from: f64,
        /// The other one.
        to: f64,
    },
    /// Less dropout.
    NoDropout {
        /// The present share.
        from: f64,
    },
    /// Another optimiser with its rate.
    Optimiser {
        /// The present one.
        from: String,
        /// The other one.
        to: String,
        /// Its learning rate.
        rate: f64,
    },
    /// A learning rate that stays as it is.
    ConstantRate {
        /// The present schedule.
        from: String,
    },
}

impl Cure {
    /// The change as `configure` takes it.
    pub(super) fn partial(&self) -> Value {
        let list = |sizes: &[usize]| -> Value { sizes.iter().map(|size| Value::from(*size)).collect() };
        match self {
            Cure::SmallerRate { to, .. } | Cure::LargerRate { to, .. } => object! { "learningRate": *to },
            Cure::StartAgain { to, seed, .. } => object! { "learningRate": *to, "weightSeed": *seed },
            Cure::Activations { all, .. } => {
                let all: Value = all.iter().map(|name| Value::from(name.as_str())).collect();
                object! { "activations": all }
            }
            Cure::Initialisation { to, .. } => object! { "initialisation": to.as_str() },
            Cure::ZeroBias { .. } => object! { "biasInit": 0 },
            Cure::MoreNeurons { to, .. } => object! { "hiddenLayers": list(to) },
            Cure::HiddenLayer { units, activation } => {
                let activations: Value = [Value::from(activation.as_str())].into_iter().collect();
                object! { "hiddenLayers": list(&[*units]), "activations": activations }
            }
            Cure::Penalty { to } => object! { "penalty": "l2", "penaltyRate": *to },
            Cure::StrongerPenalty { to, .. } | Cure::WeakerPenalty { to, .. } => object! { "penaltyRate": *to },
            Cure::NoDropout { .. } => object! { "dropout": 0 },
            Cure::Optimiser { to, rate, .. } => object! { "optimiser": to.as_str(), "learningRate": *rate },
            Cure::ConstantRate { .. } => object! { "schedule": "constant" },
        }
    }
}
