//! The engine as the benchmark calls it from JavaScript: the same compiled plans that the page
//! runs, on the benchmark's data. Nothing here is faster than the page's own way: batches are
//! gathered from the resident training set through an order, which here happens to be 0, 1, 2, ….
//! `session` does the same through the page's own session, with all that it does besides.

mod session;

use nn::network::{Layer, Network};
use nn::probe::{Probe, Probing};
use nn::training::{Rates, TrainingSpec, TrainingStep};
use nn::{activation, loss, optimiser, penalty};
use wasm_bindgen::prelude::wasm_bindgen;

pub use session::Run;

/// Columns that a probe takes at a time.
const PROBE_BLOCK: usize = 256;

/// A network that is trained on resident points.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Engine {
    network: Network,
    step: TrainingStep,
    rates: Rates,
    batch: usize,
    /// Points, feature by feature, and their targets.
    features: Vec<f32>,
    targets: Vec<f32>,
    order: Vec<u32>,
}

/// A look at a network over resident points of the plane.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Plane {
    probe: Probe,
    features: Vec<f32>,
}

#[wasm_bindgen]
impl Engine {
    /// A network of these sizes with tanh output and half squared error, trained by gradient
    /// descent.
    ///
    /// # Shapes
    /// `data` holds, per layer, weights (units × inputs) and biases, then the points' features
    /// point by point, then their targets.
    #[wasm_bindgen(constructor)]
    pub fn new(sizes: &[usize], hidden: &str, batch: usize, rate: f32, data: &[f32]) -> Engine {
        let network = network(sizes, hidden);
        let (parameters, points) = data.split_at(network.n_parameters());
        let n = points.len() / (network.n_inputs + 1);
        let (rows, targets) = points.split_at(n * network.n_inputs);
        let column = |k: usize| rows.iter().skip(k).step_by(network.n_inputs);
        let features = (0..network.n_inputs).flat_map(column).copied().collect();
        let mut step = compile(&network, batch);
        step.set_parameters(parameters);
        let rates = Rates { rate, step: 1.0, penalty_rate: 0.0, l1_share: 0.0, weight_decay: 0.0, clip: f32::MAX };
        let order = (0..).take(n).collect();
        Engine { network, step, rates, batch, features, targets: targets.to_vec(), order }
    }

    /// Trains so many epochs.
    pub fn train(&mut self, epochs: usize) -> f32 {
        for _ in 0..epochs {
            for batch in self.order.chunks(self.batch) {
                self.step.gather(self.order.len(), &self.features, &self.targets, batch);
                self.step.run_brief(self.rates);
                self.rates.step += 1.0;
            }
        }
        self.step.loss()
    }

    /// The mean loss over all points at the present weights.
    pub fn loss(&self) -> f64 {
        let half_squared = loss::find("squared").expect("the catalog has the squared loss");
        let mut probe = self.probe(Probing::Losses(half_squared, &[]));
        let found = probe.evaluate(&self.features, &self.targets);
        let sum: f64 = found[1].iter().map(|loss| f64::from(*loss)).sum();
        sum / self.targets.len() as f64
    }

    /// Prepares to look at these points, given feature by feature: at every unit, or at the
    /// output alone.
    pub fn plane(&self, features: &[f32], is_every_unit: bool) -> Plane {
        let probing = if is_every_unit { Probing::Units } else { Probing::Scores };
        Plane { probe: self.probe(probing), features: features.to_vec() }
    }
}

#[wasm_bindgen]
impl Plane {
    /// Evaluates all of it and returns the last value.
    pub fn evaluate(&mut self) -> f32 {
        let values = self.probe.evaluate(&self.features, &[]);
        values.last().and_then(|output| output.last()).copied().unwrap_or_default()
    }
}

impl Engine {
    fn probe(&self, probing: Probing<'_>) -> Probe {
        let mut parameters = Vec::new();
        self.step.read_parameters(&mut parameters);
        let mut probe = Probe::compile(&self.network, probing, PROBE_BLOCK);
        probe.set_parameters(&parameters);
        probe
    }
}

fn network(sizes: &[usize], hidden: &str) -> Network {
    let activation = |name: &str| activation::find(name).expect("the benchmark names a listed one");
    let (n_inputs, units) = sizes.split_first().expect("a network has inputs");
    let n_hidden = units.len() - 1;
    let name = |idx: usize| if idx < n_hidden { hidden } else { "tanh" };
    let layer = |(idx, units): (usize, &usize)| Layer::new(*units, activation(name(idx)));
    Network { n_inputs: *n_inputs, layers: units.iter().enumerate().map(layer).collect() }
}

fn compile(network: &Network, batch: usize) -> TrainingStep {
    TrainingStep::compile(&TrainingSpec {
        network,
        loss: loss::find("squared").expect("the catalog has the squared loss"),
        loss_params: &[],
        penalty: penalty::find("none").expect("the catalog has no penalty"),
        optimiser: optimiser::find("gradient-descent").expect("the catalog has gradient descent"),
        optimiser_params: &[],
        batch,
        clips: false,
        drops: false,
        frozen: &[],
    })
}
