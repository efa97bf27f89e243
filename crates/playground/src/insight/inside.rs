//! What the ledger is made from: one neuron and one of its weights, for one point, from its inputs to the next step. Of a network of
//! any size it holds the neighbourhood of that neuron only.

use serde::{Deserialize, Serialize};

use super::material::Material;
use super::next_step::{NextStep, Stepping, upcoming_step};
use super::trace::{Place, Trace, trace};
use crate::data::Point;
use crate::parameter::Parameter;
use crate::problem::Problem;
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
    /// With Newton's method: the Hessian's row of this weight: the place of each weight that learns in the flat order, the entry, and that
    /// weight's direction. Empty with other optimisers.
    pub hessian_row: Vec<(usize, [f64; 2])>,
}

/// A look on its way.
#[derive(Debug)]
pub struct LookingInside {
    inside: Inside,
    parameter: Parameter,
    stepping: Option<Stepping>,
}

/// Begins to look.
///
/// # Errors
/// If there is no point.
pub fn look_inside(session: &mut Session, wanted: Wanted) -> Result<LookingInside, Problem> {
    let step = upcoming_step(session);
    let batch = session.next_batch().map(|(points, _)| points).unwrap_or_default();
    let index = wanted.point.or_else(|| batch.first().copied()).unwrap_or(0);
    let index = index.min(session.points().len().saturating_sub(1));
    let found = trace(session, Place::Index(index), batch.contains(&index))?;
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
    Ok(match step {
        Ok(step) => LookingInside { inside, stepping: Some(step.watching(parameter)), parameter },
        Err(refused) => {
            LookingInside { inside: Inside { refused: Some(refused), ..inside }, stepping: None, parameter }
        }
    })
}

impl LookingInside {
    /// Takes the next piece of the batch: what is inside, once that was the last one.
    pub fn go_on(&mut self) -> Option<&Inside> {
        if let Some(stepping) = &mut self.stepping {
            let step = stepping.go_on()?;
            self.inside.step = Some(of_weight(&step, stepping, self.parameter));
        }
        Some(&self.inside)
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
        clip_factor: step.clip_factor,
        rate: step.rate,
        number: step.number,
        before: step.before[at],
        after: step.after[at],
        slots: step.slots.iter().map(|slot| f64::from(slot[at])).collect(),
        is_frozen,
        hessian_row,
    }
}
