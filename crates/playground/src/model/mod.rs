//! A trained network as plain data, with what its training continues from: the one shape behind the file (`write`, `read`), a
//! checkpoint, and whatever else prints a network.
//!
//! Invariant: the lists have the lengths that the network of the configuration needs. What follows from the configuration is
//! computed and not kept: the network's layers, the points, the predictions. A model is no run: it can be read, and a session
//! continues from it.

pub(crate) mod checks;
pub(crate) mod layers;
mod read;
mod write;

use nn::network::Network;

use crate::config::Config;
use crate::session::{self, Predictor, Run};

/// What the file calls itself.
const FORMAT: &str = "gradient-playground/model";
/// Its version.
const VERSION: u64 = 1;

/// A trained model. For each layer the activation is in its network, and the weights are in the same place of the split list:
///
/// ```
/// use playground::{Config, Model, Session, Unit};
///
/// let mut session = Session::new(Config::default())?;
/// session.train(Unit::Epoch, 10);
/// let model = Model::of(&session);
/// let (network, weights) = (model.network(), model.parameters());
/// let line = |layer: &nn::network::Layer, n_inputs| format!("{} {} × {n_inputs}", layer.activation.name, layer.units);
/// let lines = network.layers.iter().zip(network.split(weights)).map(|(layer, values)| line(layer, values.n_inputs));
/// assert_eq!(lines.collect::<Vec<_>>(), ["tanh 4 × 2", "tanh 2 × 4", "linear 1 × 2"]);
/// assert_eq!(Model::from_json(&model.to_json())?.to_json(), model.to_json());
/// # Ok::<(), playground::Problem>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Task and points with their names and scaling, features, layers, what is frozen and off, how the network is trained.
    pub config: Config,
    /// Weights, the optimiser's state, and how far training came.
    pub(crate) run: Run,
}

impl Model {
    /// The network, whose features are [`config.features`](Config) of a position.
    pub fn network(&self) -> Network {
        session::network(&self.config)
    }

    /// Weights and biases, to be [`split`](Network::split) by the network.
    pub fn parameters(&self) -> &[f32] {
        &self.run.weights.parameters
    }

    /// What scores and predicts with these weights.
    pub fn predictor(&self) -> Predictor {
        Predictor::new(&self.config, &self.run.weights.parameters)
    }
}
