//! One training step as one plan: forward pass, loss, gradient and the optimiser's update.
//!
//! `(parameters, optimiser state, batch, rates) → (parameters', state', loss)`. Rates, step number and batch
//! are inputs: changing them recompiles nothing. In a batch that is smaller than the plan's, the missing
//! columns have the weight 0. The module knows no data set and no order of batches.

use std::ops::Range;

use autodiff::{Axis, Expr, Graph, Plan, PlanSpec, grad};

use crate::loss::{Loss, Per};
use crate::network::{Network, Wiring, write_network};
use crate::newton::Newton;
use crate::optimiser::{Method, Optimiser, Update};
use crate::penalty::Penalty;

/// Everything that a training step is compiled for.
#[derive(Debug, Clone)]
pub struct TrainingSpec<'a> {
    /// The network.
    pub network: &'a Network,
    /// The loss of each point.
    pub loss: &'static Loss,
    /// The loss's parameters, in the order of its table.
    pub loss_params: &'a [f64],
    /// The penalty on the weights, which is added to the loss of the batch.
    pub penalty: &'static Penalty,
    /// The optimiser.
    pub optimiser: &'static Optimiser,
    /// The optimiser's hyper-parameters, in the order of its table.
    pub optimiser_params: &'a [f64],
    /// Columns of a batch: the largest number of points per update.
    pub batch: usize,
    /// Whether a gradient whose norm exceeds [`Rates::clip`] is scaled down to it.
    pub clips: bool,
    /// Whether hidden units are dropped at random (dropout).
    pub drops: bool,
    /// Per parameter, in the flat order, whether it stays as it is; empty if all of them learn. Gradients of those that stay
    /// count neither in the norm nor in clipping.
    pub frozen: &'a [bool],
}

/// The numbers that may change from step to step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rates {
    /// Learning rate of this update.
    pub rate: f32,
    /// Number of this update, from 1.
    pub step: f32,
    /// Strength of the penalty.
    pub penalty_rate: f32,
    /// Share of L1 in the elastic penalty.
    pub l1_share: f32,
    /// Decoupled weight decay.
    pub weight_decay: f32,
    /// Largest L2 norm of the gradient by the parameters that learn.
    pub clip: f32,
}

impl Rates {
    /// The rates in the order of the plan's inputs.
    fn in_order(self) -> [f32; 6] {
        [self.rate, self.step, self.penalty_rate, self.l1_share, self.weight_decay, self.clip]
    }
}

const X: usize = 0;
const TARGET: usize = 1;
const POINT_WEIGHTS: usize = 2;
const RATES: usize = 3;
const PARAMETERS: usize = RATES + 6;

const LOSS: usize = 0;
const PENALTY: usize = 1;
const GRADIENT_NORM: usize = 2;
pub(crate) const GRADIENTS: usize = 3;

/// A compiled training step with the parameters and optimiser state that it updates.
#[derive(Debug, Clone)]
pub struct TrainingStep {
    plan: Plan,
    network: Network,
    n_slots: usize,
    first_slot: usize,
    first_mask: usize,
    newton: Option<Newton>,
    /// How many columns hold a point, all with equal weight; 0 if that is not known.
    columns_in_use: usize,
}

/// The batch and the rates as graph inputs, in the order of the plan.
struct Inputs<'g> {
    x: Expr<'g>,
    target: Expr<'g>,
    point_weights: Expr<'g>,
    rates: [Expr<'g>; 6],
    masks: Vec<Expr<'g>>,
    /// 1 or 0 per entry of each parameter matrix in which some entry stays as it is.
    frozen: Vec<Option<Expr<'g>>>,
}

impl<'g> Inputs<'g> {
    fn new(graph: &'g Graph, spec: &TrainingSpec<'_>) -> Inputs<'g> {
        let network = spec.network;
        let n_outputs = network.layers.last().map_or(0, |layer| layer.units);
        let hidden = &network.layers[..network.layers.len().saturating_sub(1)];
        let mask = |units: usize| graph.input("dropout", units, spec.batch);
        let frozen = |(range, rows): (Range<usize>, usize)| {
            let any = frozen_in(spec, &range).contains(&true);
            any.then(|| graph.input("frozen", rows, range.len() / rows.max(1)))
        };
        Inputs {
            x: graph.input("x", network.n_inputs, spec.batch),
            target: graph.input("target", n_outputs, spec.batch),
            point_weights: graph.input("point weights", 1, spec.batch),
            rates: ["rate", "step", "penalty rate", "l1 share", "weight decay", "clip"]
                .map(|name| graph.input(name, 1, 1)),
            masks: if spec.drops { hidden.iter().map(|layer| mask(layer.units)).collect() } else { Vec::new() },
            frozen: matrices(network).map(frozen).collect(),
        }
    }
}

impl TrainingStep {
    /// Traces, differentiates and compiles the step. Parameters and state are 0 until they are set.
    pub fn compile(spec: &TrainingSpec<'_>) -> TrainingStep {
        let graph = Graph::new();
        let inputs = Inputs::new(&graph, spec);
        let wiring = spec.network.wire(&graph);
        let (loss, penalty) = objective(spec, &inputs, &wiring);
        let parameters = wiring.parameters();
        let gradients = grad(loss + penalty, &parameters);
        let learning = gradients
            .iter()
            .zip(&inputs.frozen)
            .map(|(gradient, frozen)| frozen.map_or(*gradient, |frozen| frozen.select(graph.constant(0.0), *gradient)));
        let squares = learning.map(|g| g.square().sum(Axis::All));
        let norm = squares.fold(graph.constant(0.0), |sum, square| sum + square).sqrt();
        let mut outputs = vec![loss, penalty, norm];
        let mut plan_inputs = vec![inputs.x, inputs.target, inputs.point_weights];
        plan_inputs.extend(inputs.rates);
        plan_inputs.extend(wiring.inputs());
        let first_slot = plan_inputs.len();
        let mut newton = None;
        let mut updates = Vec::new();
        match spec.optimiser.method {
            Method::Gradient(_) => {
                let clip = inputs.rates[5];
                let shorten = norm.gt(clip).select(clip / norm, graph.constant(1.0));
                for (k, (parameter, gradient)) in parameters.iter().zip(&gradients).enumerate() {
                    let gradient = if spec.clips { *gradient * shorten } else { *gradient };
                    updates.extend(update(spec, &inputs, *parameter, gradient, inputs.frozen[k], &mut plan_inputs));
                }
            }
            Method::Newton => {
                outputs.extend(&gradients);
                let traced = Newton::trace(&graph, spec, &parameters, &gradients);
                plan_inputs.extend(&traced.tangents);
                outputs.extend(&traced.products);
                newton = Some(traced.newton);
            }
        }
        let first_mask = plan_inputs.len();
        plan_inputs.extend(&inputs.masks);
        let first_frozen = plan_inputs.len();
        plan_inputs.extend(inputs.frozen.iter().flatten());
        let plan_spec = PlanSpec { inputs: &plan_inputs, outputs: &outputs, updates: &updates };
        let mut plan = match newton {
            None => Plan::compile_two(plan_spec, LOSS + 1),
            Some(_) => Plan::compile(plan_spec),
        };
        write_frozen(&mut plan, first_frozen, spec);
        let n_slots = spec.optimiser.slots.len();
        TrainingStep { plan, network: spec.network.clone(), n_slots, first_slot, first_mask, newton, columns_in_use: 0 }
    }

    /// Row `feature` of the batch, to be filled, with one column per point.
    pub fn feature_mut(&mut self, feature: usize) -> &mut [f32] {
        self.plan.input_row_mut(X, feature)
    }

    /// Row `output` of the targets, to be filled.
    pub fn target_mut(&mut self, output: usize) -> &mut [f32] {
        self.plan.input_row_mut(TARGET, output)
    }

    /// The weight of each column: 1 ⁄ points, or 0 for a column without a point. Such a column still
    /// needs finite features.
    pub fn point_weights_mut(&mut self) -> &mut [f32] {
        self.columns_in_use = 0;
        self.plan.input_row_mut(POINT_WEIGHTS, 0)
    }

    /// Fills the batch with some of a set's points, all with equal weight. Each remaining column holds
    /// a copy of the first of them, with the weight 0.
    ///
    /// # Shapes
    /// `features` is `n_inputs × n` and `targets` is `outputs × n`, both row by row; `batch` holds the
    /// indices of the points, at least one and at most as many as there are columns.
    ///
    /// # Panics
    /// If an index is not below `n`, or there are too few or too many.
    pub fn gather(&mut self, n: usize, features: &[f32], targets: &[f32], batch: &[u32]) {
        self.plan.write_columns(X, n, features, batch);
        self.plan.write_columns(TARGET, n, targets, batch);
        if self.columns_in_use != batch.len() {
            let (columns, left) = self.point_weights_mut().split_at_mut(batch.len());
            columns.fill(1.0 / batch.len() as f32);
            left.fill(0.0);
            self.columns_in_use = batch.len();
        }
    }

    /// Row `unit` of hidden layer `layer`'s dropout mask, to be filled.
    pub fn dropout_mut(&mut self, layer: usize, unit: usize) -> &mut [f32] {
        self.plan.input_row_mut(self.first_mask + layer, unit)
    }

    /// Makes one update. Afterwards [`loss`](TrainingStep::loss), [`penalty`](TrainingStep::penalty)
    /// and [`gradient_norm`](TrainingStep::gradient_norm) can be read.
    pub fn run(&mut self, rates: Rates) {
        self.plan.write_scalars(RATES, &rates.in_order());
        match &mut self.newton {
            None => self.plan.run(),
            Some(newton) => newton.step(&mut self.plan, PARAMETERS, self.first_slot, f64::from(rates.rate)),
        }
    }

    /// Makes the same update, with the same bits, after which only the [`loss`](TrainingStep::loss)
    /// can be read.
    pub fn run_brief(&mut self, rates: Rates) {
        if self.newton.is_some() {
            return self.run(rates);
        }
        self.plan.write_scalars(RATES, &rates.in_order());
        self.plan.run_brief();
    }

    /// Loss of the last batch, without penalty, at the parameters before the update.
    pub fn loss(&self) -> f32 {
        self.plan.output_row(LOSS, 0)[0]
    }

    /// Penalty at the parameters before the last update.
    pub fn penalty(&self) -> f32 {
        self.plan.output_row(PENALTY, 0)[0]
    }

    /// L2 norm of the last batch's gradient by the parameters that learn, penalty included, before clipping.
    pub fn gradient_norm(&self) -> f32 {
        self.plan.output_row(GRADIENT_NORM, 0)[0]
    }

    /// Sets all parameters, in the flat order.
    pub fn set_parameters(&mut self, parameters: &[f32]) {
        write_network(&mut self.plan, PARAMETERS, &self.network, parameters);
    }

    /// Appends all parameters, in the flat order.
    pub fn read_parameters(&self, into: &mut Vec<f32>) {
        self.read(into, |input| PARAMETERS + input);
    }

    /// Sets one of the optimiser's slots for all parameters, in the flat order.
    pub fn set_slot(&mut self, slot: usize, values: &[f32]) {
        for (layer, (weights, bias)) in self.network.slices().into_iter().enumerate() {
            for (k, range) in [weights, bias].into_iter().enumerate() {
                self.plan.write(self.first_slot + (2 * layer + k) * self.n_slots + slot, &values[range]);
            }
        }
    }

    /// Appends one of the optimiser's slots for all parameters, in the flat order.
    pub fn read_slot(&self, slot: usize, into: &mut Vec<f32>) {
        self.read(into, |input| self.first_slot + input * self.n_slots + slot);
    }

    /// The compiled plan, which prints as one line per kernel.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    fn read(&self, into: &mut Vec<f32>, input_of: impl Fn(usize) -> usize) {
        let per_layer = self.network.layers.iter().flat_map(|layer| [layer.units, layer.units]);
        for (k, rows) in per_layer.enumerate() {
            (0..rows).for_each(|row| into.extend_from_slice(self.plan.input_row(input_of(k), row)));
        }
    }
}

/// The loss of the batch and the penalty.
fn objective<'g>(spec: &TrainingSpec<'_>, inputs: &Inputs<'g>, wiring: &Wiring<'g>) -> (Expr<'g>, Expr<'g>) {
    let output = spec.network.forward(wiring, inputs.x, &inputs.masks).output();
    let loss = (point_losses(spec.loss, spec.loss_params, output, inputs.target) * inputs.point_weights).sum(Axis::All);
    let [_, _, penalty_rate, l1_share, ..] = inputs.rates;
    let of = |weights: &Expr<'g>| (spec.penalty.apply)(*weights, penalty_rate, l1_share);
    let penalty = wiring.weights.iter().map(of).fold(output.graph().constant(0.0), |sum, one| sum + one);
    (loss, penalty)
}

/// The loss of each point, 1 × points.
pub(crate) fn point_losses<'g>(loss: &Loss, params: &[f64], output: Expr<'g>, target: Expr<'g>) -> Expr<'g> {
    let losses = (loss.apply)(output, target, params);
    match loss.per {
        Per::Point => losses,
        Per::Entry => losses.mean(Axis::Rows),
    }
}

/// The updates of one parameter matrix and of its slots. The slots are new inputs, appended to `plan_inputs`.
fn update<'g>(
    spec: &TrainingSpec<'_>,
    inputs: &Inputs<'g>,
    parameter: Expr<'g>,
    gradient: Expr<'g>,
    frozen: Option<Expr<'g>>,
    plan_inputs: &mut Vec<Expr<'g>>,
) -> Vec<(Expr<'g>, Expr<'g>)> {
    let Method::Gradient(rule) = spec.optimiser.method else { return Vec::new() };
    let slot = |slot: &crate::optimiser::Slot| parameter.graph().input(slot.name, parameter.rows(), parameter.cols());
    let slots: Vec<Expr<'g>> = spec.optimiser.slots.iter().map(slot).collect();
    plan_inputs.extend(&slots);
    let [rate, step, _, _, weight_decay, _] = inputs.rates;
    let params = spec.optimiser_params;
    let updated = rule(&Update { param: parameter, gradient, slots: &slots, rate, step, weight_decay, params });
    let hold = |old: Expr<'g>, new: Expr<'g>| (old, frozen.map_or(new, |frozen| frozen.select(old, new)));
    let new_slots = slots.iter().zip(updated.slots).map(|(old, new)| hold(*old, new));
    std::iter::once(hold(parameter, updated.param)).chain(new_slots).collect()
}

fn write_frozen(plan: &mut Plan, first: usize, spec: &TrainingSpec<'_>) {
    let frozen = matrices(spec.network).map(|(range, _)| frozen_in(spec, &range));
    for (k, frozen) in frozen.filter(|frozen| frozen.contains(&true)).enumerate() {
        let marks: Vec<f32> = frozen.iter().map(|frozen| f32::from(u8::from(*frozen))).collect();
        plan.write(first + k, &marks);
    }
}

/// Which of these parameters stay as they are.
fn frozen_in<'a>(spec: &TrainingSpec<'a>, range: &Range<usize>) -> &'a [bool] {
    spec.frozen.get(range.clone()).unwrap_or_default()
}

/// The parameter matrices in the order of the flat list: where each lies in it, and its rows.
fn matrices(network: &Network) -> impl Iterator<Item = (Range<usize>, usize)> {
    let units = network.layers.iter().map(|layer| layer.units);
    network.slices().into_iter().zip(units).flat_map(|((weights, bias), units)| [(weights, units), (bias, units)])
}

#[cfg(test)]
mod tests;
