//! What the ledger is made from: one neuron and one of its weights, for one point, from its inputs to the next step. Of a network of
//! any size it holds the neighbourhood of that neuron only.

use serde::{Deserialize, Serialize};

use super::angle::angle;
use super::material::Material;
use super::next_step::{NextStep, Stepping, upcoming_step};
use super::trace::{Place, Trace, seen_at, traced};
use crate::data::Point;
use crate::parameter::Parameter;
use crate::problem::Problem;
use crate::query::Query;
use crate::session::Session;

/// What is wanted: without a point the first of the next batch. What there is not is taken as the last that there is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// The index of a point.
    pub point: Option<usize>,
    /// Hidden layers from 0, then the output's.
    pub layer: usize,
    /// The neuron of that layer.
    pub unit: usize,
    /// One of its inputs; none for its bias.
    pub input: Option<usize>,
}

/// A neuron and its surroundings.
#[derive(Debug, Serialize, Deserialize)]
pub struct Inside {
    /// What is shown of what was wanted.
    pub wanted: Wanted,
    /// The point.
    pub point: Point,
    /// Its index.
    pub index: usize,
    /// How many points there are.
    pub n_points: usize,
    /// Features, hidden layers, outputs.
    pub sizes: Vec<usize>,
    /// What comes in: the weight in force, and what it is multiplied by.
    pub inputs: Vec<[f64; 2]>,
    /// The neurons of the layer before, before their activations; nothing of features.
    pub inputs_z: Vec<f64>,
    /// The bias in force.
    pub bias: f64,
    /// The neuron before its activation.
    pub z: f64,
    /// After it, with dropout.
    pub a: f64,
    /// ∂a ⁄ ∂z.
    pub slope: f64,
    /// ∂ℓ ⁄ ∂z.
    pub delta: f64,
    /// Dropout's factor, where units are dropped.
    pub mask: Option<f64>,
    /// Whether it is switched off.
    pub is_off: bool,
    /// Where it goes: the weight in force, and the δ of the neuron there.
    pub outgoing: Vec<[f64; 2]>,
    /// The raw outputs.
    pub scores: Vec<f64>,
    /// What they predict.
    pub predict: Vec<f64>,
    /// The δ of each output.
    pub output_deltas: Vec<f64>,
    /// The point's loss.
    pub loss: f64,
    /// The next step.
    pub step: Option<StepInside>,
    /// Why there is none.
    pub refused: Option<Problem>,
}

/// The next step, as far as it is about one weight.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StepInside {
    /// The batch: indices into all points.
    pub points: Vec<usize>,
    /// Each point's part of the gradient, in their order.
    pub shares: Vec<f64>,
    /// Their mean; the penalty's part; both together. 0 where the weight is frozen.
    pub mean: f64,
    /// The penalty's part.
    pub penalty: f64,
    /// Both together.
    pub gradient: f64,
    /// The norm of the whole gradient.
    pub norm: f64,
    /// The angle in degrees between it and the gradient over all training points; none where one of them is 0, or where computing the
    /// latter would keep a learner waiting.
    pub angle: Option<f64>,
    /// By what clipping multiplies it.
    pub clip_factor: f64,
    /// The learning rate.
    pub rate: f64,
    /// The number of the update for the optimiser.
    pub number: u64,
    /// The weight before.
    pub before: f32,
    /// The weight after, to the bit.
    pub after: f32,
    /// The optimiser's state of this weight, in the order of its slots.
    pub slots: Vec<f64>,
    /// Whether it stays as it is.
    pub is_frozen: bool,
    /// The weights onward after the step.
    pub outgoing_after: Vec<f64>,
    /// The weight whose gradient is the largest of all.
    pub steepest: (usize, usize, Option<usize>),
    /// What the step does to the point and the neuron that are looked at.
    pub effect: Option<Effect>,
    /// With Newton's method: the Hessian's row of this weight: the place of each weight that learns in the flat order, the entry, and that
    /// weight's direction. Empty with other optimisers.
    pub hessian_row: Vec<(usize, [f64; 2])>,
}

impl Inside {
    /// Whether the neuron is an output.
    pub fn is_output(&self) -> bool {
        self.wanted.layer + 2 == self.sizes.len()
    }
}

/// The point and the neuron after the step, with the dropout that is shown before it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// The neuron before its activation.
    pub z: f64,
    /// After it.
    pub a: f64,
    /// The point's loss.
    pub loss: f64,
}

/// A look on its way.
#[derive(Debug)]
pub struct LookingInside {
    inside: Inside,
    parameter: Parameter,
    stepping: Option<Stepping>,
    /// The point that is looked at.
    material: Material,
    /// The weights after the step, once its gradient is summed.
    after: Option<Vec<f32>>,
    /// The gradient over all training points; empty where there is none.
    full: Vec<f32>,
}

/// The gradient over all training points is computed where it takes at most about so many multiply-adds: a moment.
const MOST_WORK: usize = 100_000_000;

/// Begins to look.
///
/// # Errors
/// If there is no point.
pub fn look_inside(session: &mut Session, wanted: Wanted) -> Result<LookingInside, Problem> {
    let step = upcoming_step(session);
    let work = session.config().n_parameters().saturating_mul(3 * session.points().len());
    let full = if work <= MOST_WORK { session.answer(&Query::Gradients).numbers() } else { Vec::new() };
    let batch = session.next_batch().map(|(points, _)| points).unwrap_or_default();
    let index = wanted.point.or_else(|| batch.first().copied()).unwrap_or(0);
    let index = index.min(session.points().len().saturating_sub(1));
    let (point, material) = seen_at(session, Place::Index(index), batch.contains(&index))?;
    let found = traced(session.parts(), point, &material, batch.contains(&index));
    let parts = session.parts();
    let network = parts.network;
    let sizes = network.sizes();
    let layer = wanted.layer.min(sizes.len() - 2);
    let unit = wanted.unit.min(sizes[layer + 1] - 1);
    let input = wanted.input.map(|input| input.min(sizes[layer] - 1));
    let parameters: Vec<f64> = network.in_force(&parts.weights.parameters).into_iter().map(f64::from).collect();
    let weight =
        |layer: usize, unit: usize, input: Option<usize>| parameters[Parameter { layer, unit, input }.index(&sizes)];
    let Trace { point, features, layers, score, predict, loss, .. } = found;
    let before = if layer == 0 { &features } else { &layers[layer - 1].a };
    let outgoing = layers.get(layer + 1).map_or(&[][..], |next| &next.delta);
    let parameter = Parameter { layer, unit, input };
    let inside = Inside {
        wanted: Wanted { point: wanted.point.map(|_| index), layer, unit, input },
        point,
        index,
        n_points: parts.points.len(),
        inputs: before.iter().enumerate().map(|(input, a)| [weight(layer, unit, Some(input)), *a]).collect(),
        inputs_z: layer.checked_sub(1).map_or_else(Vec::new, |before| layers[before].z.clone()),
        bias: weight(layer, unit, None),
        z: layers[layer].z[unit],
        a: layers[layer].a[unit],
        slope: layers[layer].slope[unit],
        delta: layers[layer].delta[unit],
        mask: layers[layer].mask.as_ref().map(|mask| mask[unit]).filter(|_| parts.config.dropout > 0.0),
        is_off: network.layers[layer].off.contains(&unit),
        outgoing: outgoing.iter().enumerate().map(|(k, delta)| [weight(layer + 1, k, Some(unit)), *delta]).collect(),
        scores: score,
        predict,
        output_deltas: layers.last().map(|output| output.delta.clone()).unwrap_or_default(),
        loss,
        step: None,
        refused: None,
        sizes,
    };
    let (stepping, refused) = match step {
        Ok(step) => (Some(step.watching(parameter)), None),
        Err(refused) => (None, Some(refused)),
    };
    Ok(LookingInside { inside: Inside { refused, ..inside }, stepping, parameter, material, after: None, full })
}

impl LookingInside {
    /// Takes the next piece of the batch, then the point after the step: what is inside, once that was the last one.
    pub fn go_on(&mut self) -> Option<&Inside> {
        let Some(stepping) = &mut self.stepping else { return Some(&self.inside) };
        if let Some(after) = &self.after {
            let effect = self.material.after(after);
            let layer = &effect.layers[self.parameter.layer];
            let (z, unit) = (&layer.z, self.parameter.unit);
            let a = if self.parameter.layer + 1 == effect.layers.len() { z } else { &layer.a };
            let effect = Effect { z: z.get(unit, 0), a: a.get(unit, 0), loss: effect.losses[0] };
            let step = self.inside.step.as_mut()?;
            step.effect = Some(effect);
            return Some(&self.inside);
        }
        let step = stepping.go_on()?;
        let wanted = self.inside.wanted;
        let onward = |k| Parameter { layer: wanted.layer + 1, unit: k, input: Some(wanted.unit) };
        let n = self.inside.outgoing.len();
        let mut found = of_weight(&step, stepping, self.parameter);
        if !self.full.is_empty() {
            // What is frozen does not learn: it is no part of either, as in the step.
            let frozen = stepping.material().frozen();
            let is_frozen = |at: usize| frozen.get(at).copied().unwrap_or(false);
            let full =
                self.full.iter().enumerate().map(|(at, value)| if is_frozen(at) { 0.0 } else { f64::from(*value) });
            found.angle = angle(&step.gradient, &full.collect::<Vec<f64>>());
        }
        let after = |k| f64::from(step.after[onward(k).index(&self.inside.sizes)]);
        found.outgoing_after = (0..n).map(after).collect();
        self.inside.step = Some(found);
        self.after = Some(step.after);
        None
    }

    /// How much of how much is done.
    pub fn progress(&self) -> (usize, usize) {
        self.stepping.as_ref().map_or((1, 1), Stepping::progress)
    }

    /// All pieces at once.
    pub fn finish(mut self) -> Inside {
        while self.go_on().is_none() {}
        self.inside
    }
}

fn of_weight(step: &NextStep, stepping: &Stepping, parameter: Parameter) -> StepInside {
    let material: &Material = stepping.material();
    let at = parameter.index(&material.network.sizes());
    let is_frozen = material.frozen().get(at).copied().unwrap_or(false);
    let (penalty, gradient) = (step.penalty_gradient[at], step.gradient[at]);
    let frozen = material.frozen();
    let hessian_row = match step.damping {
        Some(_) if step.rate != 0.0 && !is_frozen => {
            let moved = step.before.iter().zip(&step.after);
            let directions = moved.map(|(before, after)| (f64::from(*before) - f64::from(*after)) / step.rate);
            let row = material.hessian_row(at).into_iter().zip(directions).enumerate();
            let learning = row.filter(|(idx, _)| !frozen.get(*idx).copied().unwrap_or(false));
            learning.map(|(idx, (entry, direction))| (idx, [entry, direction])).collect()
        }
        _ => Vec::new(),
    };
    StepInside {
        points: step.points.clone(),
        shares: stepping.shares().to_vec(),
        mean: gradient - penalty,
        penalty,
        gradient,
        norm: step.gradient_norm,
        angle: None,
        clip_factor: step.clip_factor,
        rate: step.rate,
        number: step.number,
        before: step.before[at],
        after: step.after[at],
        slots: step.slots.iter().map(|slot| f64::from(slot[at])).collect(),
        is_frozen,
        outgoing_after: Vec::new(),
        steepest: steepest(step, &material.network.sizes()),
        effect: None,
        hessian_row,
    }
}

/// The weight with the largest gradient.
fn steepest(step: &NextStep, sizes: &[usize]) -> (usize, usize, Option<usize>) {
    let sized = step.gradient.iter().map(|value| value.abs()).enumerate();
    let largest = sized.max_by(|a, b| a.1.total_cmp(&b.1)).map_or(0, |(at, _)| at);
    let found = Parameter::at(largest, sizes);
    found.map_or((0, 0, None), |Parameter { layer, unit, input }| (layer, unit, input))
}
