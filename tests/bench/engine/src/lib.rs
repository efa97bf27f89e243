//! The engine as the benchmark calls it from JavaScript: the same compiled plans that the page
//! runs, on the benchmark's data. It takes no shortcut that the page does not take: batches are
//! gathered from the whole training set through an order, which here is 0, 1, 2, …. `session` trains
//! through the page's own session, with everything else that a session does.

mod session;

use nn::network::{Layer, Network};
use nn::probe::{Probe, Probing};
use nn::training::{Rates, TrainingSpec, TrainingStep};
use nn::{activation, loss, optimiser, penalty};
use serde::Deserialize;
use wasm_bindgen::prelude::wasm_bindgen;

pub use session::Run;

/// Columns that a probe evaluates at a time.
const PROBE_BLOCK: usize = 256;

/// The training problem, in the catalogs' names; tests/bench/workloads.mjs writes it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Problem {
    /// Units of each layer, features first.
    sizes: Vec<usize>,
    /// Activation of the hidden layers, and of the last.
    hidden: String,
    output: String,
    loss: String,
    optimiser: String,
    optimiser_params: Vec<f64>,
    penalty: String,
    penalty_rate: f32,
    rate: f32,
    batch: usize,
}

/// A network, and the points that it is trained on.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Engine {
    network: Network,
    step: TrainingStep,
    losses: Probe,
    rates: Rates,
    batch: usize,
    /// Points and targets, row by row: one row per feature or output.
    features: Vec<f32>,
    targets: Vec<f32>,
    order: Vec<u32>,
}

/// A network to be evaluated at points of the plane.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Plane {
    probe: Probe,
    features: Vec<f32>,
}

#[wasm_bindgen]
impl Engine {
    /// A network with its initial weights and its points.
    ///
    /// # Shapes
    /// `numbers` holds, per layer, weights (units × inputs) and biases, then the points' features
    /// point by point, then their targets point by point.
    ///
    /// # Errors
    /// If the problem is not JSON with the expected keys, or a name is not in its catalog.
    #[wasm_bindgen(constructor)]
    pub fn new(problem: &str, numbers: &[f32]) -> Result<Engine, String> {
        let problem: Problem = serde_json::from_str(problem).map_err(|error| error.to_string())?;
        let network = network(&problem)?;
        let n_outputs = network.layers.last().map_or(0, |layer| layer.units);
        let (parameters, points) = numbers.split_at(network.n_parameters());
        let n = points.len() / (network.n_inputs + n_outputs);
        let (features, targets) = points.split_at(n * network.n_inputs);
        let (features, targets) = (rows(features, network.n_inputs), rows(targets, n_outputs));
        let (mut step, losses) = compile(&problem, &network)?;
        step.set_parameters(parameters);
        let Problem { rate, penalty_rate, batch, .. } = problem;
        let rates = Rates { rate, step: 1.0, penalty_rate, l1_share: 0.0, weight_decay: 0.0, clip: f32::MAX };
        let order = (0..).take(n).collect();
        Ok(Engine { network, step, losses, rates, batch, features, targets, order })
    }

    /// Trains for this number of epochs. Returns the loss of the last batch.
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

    /// The mean loss over all points at the current weights.
    pub fn loss(&mut self) -> f64 {
        self.losses.set_parameters(&parameters(&self.step));
        let found = self.losses.evaluate(&self.features, &self.targets);
        let sum: f64 = found[1].iter().map(|loss| f64::from(*loss)).sum();
        sum / self.order.len() as f64
    }

    /// Prepares the evaluation at these points, given feature by feature: of every unit, or only of
    /// the output's score.
    pub fn plane(&self, features: &[f32], is_every_unit: bool) -> Plane {
        let probing = if is_every_unit { Probing::Units } else { Probing::Scores };
        let mut probe = Probe::compile(&self.network, probing, PROBE_BLOCK);
        probe.set_parameters(&parameters(&self.step));
        Plane { probe, features: features.to_vec() }
    }
}

#[wasm_bindgen]
impl Plane {
    /// Evaluates all points and returns the last value.
    pub fn evaluate(&mut self) -> f32 {
        let values = self.probe.evaluate(&self.features, &[]);
        values.last().and_then(|output| output.last()).copied().unwrap_or_default()
    }

    /// All values, unit by unit.
    pub fn values(&mut self) -> Vec<f32> {
        self.probe.evaluate(&self.features, &[]).concat()
    }
}

fn parameters(step: &TrainingStep) -> Vec<f32> {
    let mut parameters = Vec::new();
    step.read_parameters(&mut parameters);
    parameters
}

/// Values that are given point by point, row by row.
fn rows(by_point: &[f32], n_rows: usize) -> Vec<f32> {
    (0..n_rows).flat_map(|row| by_point.iter().skip(row).step_by(n_rows)).copied().collect()
}

fn network(problem: &Problem) -> Result<Network, String> {
    let (n_inputs, units) = problem.sizes.split_first().ok_or("a network must have inputs")?;
    let layer = |(idx, units): (usize, &usize)| {
        let is_output = idx + 2 == problem.sizes.len();
        let name = if is_output { &problem.output } else { &problem.hidden };
        activation::find(name).map(|activation| Layer::new(*units, activation)).ok_or_else(|| unknown(name))
    };
    let layers = units.iter().enumerate().map(layer).collect::<Result<_, _>>()?;
    Ok(Network { n_inputs: *n_inputs, layers })
}

/// The training step, and a probe of each point's loss.
fn compile(problem: &Problem, network: &Network) -> Result<(TrainingStep, Probe), String> {
    let loss = loss::find(&problem.loss).ok_or_else(|| unknown(&problem.loss))?;
    let step = TrainingStep::compile(&TrainingSpec {
        network,
        loss,
        loss_params: &[],
        penalty: penalty::find(&problem.penalty).ok_or_else(|| unknown(&problem.penalty))?,
        optimiser: optimiser::find(&problem.optimiser).ok_or_else(|| unknown(&problem.optimiser))?,
        optimiser_params: &problem.optimiser_params,
        batch: problem.batch,
        clips: false,
        drops: false,
        frozen: &[],
    });
    Ok((step, Probe::compile(network, Probing::Losses(loss, &[]), PROBE_BLOCK)))
}

fn unknown(name: &str) -> String {
    format!("a name must be in its catalog, got {name}")
}
