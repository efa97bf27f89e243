//! The gradient check on the running network: what backpropagation says of a weight beside a central difference of the training
//! loss, penalty included, without dropout.

use std::ops::Range;

use serde_json::Value;

use super::material::Material;
use crate::object;
use crate::parameter::Parameter;
use crate::problem::{Counted, Found, Problem, Rule};
use crate::session::Session;

/// What was found of one weight or bias.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Checked {
    /// Which one.
    pub parameter: Parameter,
    /// ∂(loss + penalty) ⁄ ∂w from the graph.
    pub backprop: f64,
    /// (L(w + h) − L(w − h)) ⁄ 2h.
    pub difference: f64,
    /// The step h = ε^⅓ · max(1, |w|).
    pub h: f64,
    /// |backprop − difference| over the larger of them, at least over 1e-6 · max(1, loss); 0 where both are 0.
    pub relative_error: f64,
    /// Whether a point passes a kink within ±h: then the difference is no derivative, and the error says nothing.
    pub kink: bool,
}

/// A check of some weights, which goes on piece by piece.
#[derive(Debug)]
pub struct Checking {
    material: Material,
    parameters: Vec<Parameter>,
    loss: f64,
    gradient: Vec<f64>,
    /// Points that the gradient has.
    summed: usize,
    checked: Vec<Checked>,
    pending: Pending,
}

/// What a step h is a multiple of: 2⁻⁴⁴, a hundred-millionth of it.
const FEW_BITS: f64 = 1.0 / (1u64 << 44) as f64;

/// The differences of one weight so far.
#[derive(Debug, Default)]
struct Pending {
    points: usize,
    difference: f64,
    /// What the sum above lacks for rounding.
    rest: f64,
    kink: bool,
}

/// Begins to check some weights and biases, at present weights and on all training points.
///
/// # Errors
/// If there is no such weight, or no point trains.
pub fn gradient_check(session: &Session, of: &[Parameter]) -> Result<Checking, Problem> {
    let parts = session.parts();
    let sizes = parts.network.sizes();
    for Parameter { layer, unit, input } in of {
        let below = |key: &str, value: usize, n: usize, of: Counted| match value < n {
            true => Ok(()),
            false => Err(Problem::new(key, Rule::Below { n, of }, value as f64)),
        };
        below("layer", *layer, sizes.len() - 1, Counted::Layers)?;
        below("unit", *unit, sizes[layer + 1], Counted::Neurons)?;
        input.map_or(Ok(()), |input| below("input", input, sizes[*layer], Counted::Inputs))?;
    }
    let training = parts.training();
    if training.is_empty() {
        return Err(Problem::new("gradientCheck", Rule::TrainingPoint, Found::NoneOfThem));
    }
    let material = Material::of(parts, &training, Vec::new());
    let gradient = vec![0.0; material.parameters.len()];
    let (parameters, checked) = (of.to_vec(), Vec::with_capacity(of.len()));
    Ok(Checking { material, parameters, loss: 0.0, gradient, summed: 0, checked, pending: Pending::default() })
}

impl Checking {
    /// Does a piece of the work: what was found, in the order of the weights, once that was the last one.
    pub fn go_on(&mut self) -> Option<&[Checked]> {
        let n = self.material.n;
        if self.summed < n {
            self.sum_gradient(self.summed..n.min(self.summed + self.material.piece()));
        } else if let Some(parameter) = self.parameters.get(self.checked.len()).copied() {
            self.differ(parameter);
        }
        (self.summed == n && self.checked.len() == self.parameters.len()).then_some(&self.checked[..])
    }

    /// How many of how many weights are done.
    pub fn progress(&self) -> (usize, usize) {
        (self.checked.len(), self.parameters.len())
    }

    /// All pieces at once.
    pub fn finish(mut self) -> Vec<Checked> {
        while self.go_on().is_none() {}
        self.checked
    }

    fn sum_gradient(&mut self, points: Range<usize>) {
        let n = self.material.n;
        let part = self.material.exact(points.clone());
        let share = points.len() as f64 / n as f64;
        self.loss += part.losses.iter().sum::<f64>() / n as f64;
        self.gradient.iter_mut().zip(&part.gradient).for_each(|(sum, value)| *sum += share * value);
        self.summed = points.end;
        if points.end == n {
            self.loss += part.penalty;
            self.gradient.iter_mut().zip(&part.penalty_gradient).for_each(|(sum, value)| *sum += value);
        }
    }

    /// The next piece of one weight's difference. Points are subtracted one by one, so that what does not change cancels exactly.
    fn differ(&mut self, parameter: Parameter) {
        let (material, pending) = (&self.material, &mut self.pending);
        let at = parameter.index(&material.network.sizes());
        let w = material.parameters[at];
        let h = libm::cbrt(f64::EPSILON) * w.abs().max(1.0);
        // With few bits, so that it is added to values of its size without rounding, and cancels in the difference.
        let few_bits = (h / FEW_BITS).round() * FEW_BITS;
        let points = pending.points..material.n.min(pending.points + material.piece());
        let with = |value: f64| {
            let mut parameters = material.parameters.clone();
            parameters[at] = value;
            material.losses(points.clone(), &parameters)
        };
        let [less, here, more] = [w - few_bits, w, w + few_bits].map(with);
        pending.kink |= less.sides != here.sides || here.sides != more.sides;
        for (less, more) in less.losses.iter().zip(&more.losses) {
            let term = more - less - pending.rest;
            let sum = pending.difference + term;
            pending.rest = (sum - pending.difference) - term;
            pending.difference = sum;
        }
        pending.points = points.end;
        if pending.points < material.n {
            return;
        }
        // What was added and subtracted, which rounding makes another number than 2h.
        let width = (w + few_bits) - (w - few_bits);
        let difference = (pending.difference / material.n as f64 + (more.penalty - less.penalty)) / width;
        let backprop = self.gradient[at];
        let size = backprop.abs().max(difference.abs());
        let relative_error = match size == 0.0 {
            true => 0.0,
            false => (backprop - difference).abs() / size.max(1e-6 * self.loss.max(1.0)),
        };
        self.checked.push(Checked { parameter, backprop, difference, h, relative_error, kink: pending.kink });
        self.pending = Pending::default();
    }
}

impl Checked {
    /// In JSON, as programs get it.
    pub fn to_json(&self) -> Value {
        object! {
            "backprop": self.backprop,
            "difference": self.difference,
            "h": self.h,
            "relativeError": self.relative_error,
            "kink": self.kink,
        }
    }
}
