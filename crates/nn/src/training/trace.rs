//! What of a training step is traced into the graph: batch and rates as inputs, the objective, and the updates.

use std::ops::Range;

use autodiff::{Axis, Expr, Graph, Plan};

use super::spec::TrainingSpec;
use crate::loss::{Loss, Per};
use crate::network::{Network, Trace, Wiring};
use crate::optimiser::{Method, Slot, Update};
use crate::param::assert_complete;

/// The batch and the rates as graph inputs, in the order of the plan.
pub(super) struct Inputs<'g> {
    pub(super) x: Expr<'g>,
    pub(super) target: Expr<'g>,
    pub(super) point_weights: Expr<'g>,
    pub(super) rates: [Expr<'g>; 6],
    pub(super) masks: Vec<Expr<'g>>,
    /// 1 or 0 per entry of each parameter matrix in which some entry stays as it is.
    pub(super) frozen: Vec<Option<Expr<'g>>>,
}

impl<'g> Inputs<'g> {
    pub(super) fn new(graph: &'g Graph, spec: &TrainingSpec<'_>) -> Inputs<'g> {
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

/// What training lowers, and of what it is made.
pub(super) struct Objective<'g> {
    /// Every layer's values.
    pub(super) trace: Trace<'g>,
    /// The loss of each point, 1 × points.
    pub(super) losses: Expr<'g>,
    /// The loss of the batch.
    pub(super) loss: Expr<'g>,
    pub(super) penalty: Expr<'g>,
}

/// The loss of the batch and the penalty.
pub(super) fn objective<'g>(spec: &TrainingSpec<'_>, inputs: &Inputs<'g>, wiring: &Wiring<'g>) -> Objective<'g> {
    let trace = spec.network.forward(wiring, inputs.x, &inputs.masks);
    let output = trace.output();
    let losses = point_losses(spec.loss, spec.loss_params, output, inputs.target);
    let loss = (losses * inputs.point_weights).sum(Axis::All);
    let [_, _, penalty_rate, l1_share, ..] = inputs.rates;
    let of = |layer: usize| (spec.penalty.apply)(wiring.weights_in_force(layer), penalty_rate, l1_share);
    let penalty = (0..wiring.weights.len()).map(of).fold(output.graph().constant(0.0), |sum, one| sum + one);
    Objective { trace, losses, loss, penalty }
}

/// The loss of each point, 1 × points.
pub(crate) fn point_losses<'g>(loss: &Loss, params: &[f64], output: Expr<'g>, target: Expr<'g>) -> Expr<'g> {
    assert_complete(loss.name, loss.params, params);
    let losses = (loss.apply)(output, target, params);
    match loss.per {
        Per::Point => losses,
        Per::Entry => losses.mean(Axis::Rows),
    }
}

/// The updates of one parameter matrix and of its slots. The slots are new inputs, appended to `plan_inputs`.
pub(super) fn update<'g>(
    spec: &TrainingSpec<'_>,
    inputs: &Inputs<'g>,
    parameter: Expr<'g>,
    gradient: Expr<'g>,
    frozen: Option<Expr<'g>>,
    plan_inputs: &mut Vec<Expr<'g>>,
) -> Vec<(Expr<'g>, Expr<'g>)> {
    let Method::Gradient(rule) = spec.optimiser.method else { return Vec::new() };
    let slot = |slot: &Slot| parameter.graph().input(slot.name, parameter.rows(), parameter.cols());
    let slots: Vec<Expr<'g>> = spec.optimiser.slots.iter().map(slot).collect();
    plan_inputs.extend(&slots);
    let [rate, step, _, _, weight_decay, _] = inputs.rates;
    let params = spec.optimiser_params;
    let updated = rule(&Update { param: parameter, gradient, slots: &slots, rate, step, weight_decay, params });
    let hold = |old: Expr<'g>, new: Expr<'g>| (old, frozen.map_or(new, |frozen| frozen.select(old, new)));
    let new_slots = slots.iter().zip(updated.slots).map(|(old, new)| hold(*old, new));
    std::iter::once(hold(parameter, updated.param)).chain(new_slots).collect()
}

/// Marks what stays as it is, in the plan's inputs from `first` on.
pub(super) fn write_frozen(plan: &mut Plan, first: usize, spec: &TrainingSpec<'_>) {
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
