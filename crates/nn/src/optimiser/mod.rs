//! The optimisers: how a parameter is updated from its gradient.
//!
//! Invariant: an update is one expression over `autodiff`'s primitives, so that a training step is
//! one plan; rate, step number and weight decay are inputs, so that changing them recompiles
//! nothing. The exception is "newton": it runs the plan once and then once more for each parameter that learns, and solves a linear
//! system outside of it ([`newton`](crate::newton)). To add an optimiser, add a row to `table`. The module knows no network: each
//! parameter matrix is updated on its own, except by "newton".
//!
//! In the formulas, p is a parameter, g its gradient, lr the learning rate, t the number of the update from 1, and wd
//! [`Rates::weight_decay`](crate::training::Rates::weight_decay). State starts at 0, unless its [`Slot`] says otherwise.
//!
#![doc = include_str!("../../docs/optimiser.md")]

mod table;
mod unlisted;

use autodiff::Expr;

use crate::Param;
use crate::catalog::catalog;

/// An optimiser.
#[derive(Debug)]
pub struct Optimiser {
    /// Its name in configurations and files.
    pub name: &'static str,
    /// Its formula, for people; p parameter, g gradient, lr learning rate, t number of the update.
    pub formula: &'static str,
    /// Whether menus offer it.
    pub listed: bool,
    /// Its hyper-parameters other than the learning rate and the weight decay.
    pub params: &'static [Param],
    /// Its state per parameter matrix, with the parameter's own shape.
    pub slots: &'static [Slot],
    /// Whether it applies [`Update::weight_decay`].
    pub decays_weights: bool,
    /// How it computes an update.
    pub method: Method,
}

/// A matrix that an optimiser keeps for each parameter matrix, of the same shape.
#[derive(Debug)]
pub struct Slot {
    /// Its name, unique within the optimiser.
    pub name: &'static str,
    /// The value of all its entries before the first update, from the hyper-parameters.
    pub initial: fn(&[f64]) -> f64,
}

/// How an optimiser computes an update.
#[derive(Debug)]
pub enum Method {
    /// From the gradient of each parameter matrix separately.
    Gradient(for<'g> fn(&Update<'_, 'g>) -> Updated<'g>),
    /// From gradient and Hessian of all parameters together, by a linear solve outside of the graph.
    Newton,
}

/// The inputs of one update of one parameter matrix.
#[derive(Debug)]
pub struct Update<'a, 'g> {
    /// The parameters before the update.
    pub param: Expr<'g>,
    /// The gradient of the loss at those parameters.
    pub gradient: Expr<'g>,
    /// The optimiser's slots before the update, in the order of [`Optimiser::slots`].
    pub slots: &'a [Expr<'g>],
    /// Learning rate, 1 × 1.
    pub rate: Expr<'g>,
    /// Number of this update, 1 × 1, counted from 1.
    pub step: Expr<'g>,
    /// Decoupled weight decay, 1 × 1; only where [`Optimiser::decays_weights`].
    pub weight_decay: Expr<'g>,
    /// Values of the hyper-parameters, in the order of [`Optimiser::params`].
    pub params: &'a [f64],
}

/// The result of an update.
#[derive(Debug)]
pub struct Updated<'g> {
    /// The parameters after the update.
    pub param: Expr<'g>,
    /// The slots after the update, in the order of [`Optimiser::slots`].
    pub slots: Vec<Expr<'g>>,
}

impl<'g> Update<'_, 'g> {
    /// The update `p − lr · direction`, with the new slots.
    fn along(&self, direction: Expr<'g>, slots: &[Expr<'g>]) -> Updated<'g> {
        Updated { param: self.param - self.rate * direction, slots: slots.to_vec() }
    }

    /// A running mean: `decay · old + (1 − decay) · new`.
    fn running(&self, slot: usize, decay: f64, new: Expr<'g>) -> Expr<'g> {
        decay * self.slots[slot] + (1.0 - decay) * new
    }

    /// Adam's first and second moment, in slots 0 and 1, with decays `b1`, `b2` = params 0 and 1.
    fn moments(&self) -> (Expr<'g>, Expr<'g>) {
        let g = self.gradient;
        (self.running(0, self.params[0], g), self.running(1, self.params[1], g.square()))
    }

    /// `1 − b^t`, written with `expm1(t ln b)`: in `f32` the difference itself would lose all digits for b near 1.
    fn bias_correction(&self, b: f64, t: Expr<'g>) -> Expr<'g> {
        if b == 0.0 {
            return self.rate.graph().constant(1.0);
        }
        -(libm::log(b) * t).expm1()
    }

    /// `moment / (1 − b^t)`.
    fn unbiased(&self, moment: Expr<'g>, b: f64) -> Expr<'g> {
        moment * self.bias_correction(b, self.step).recip()
    }

    /// Adam's direction from moments `m` and `v`.
    fn adam_direction(&self, m: Expr<'g>, v: Expr<'g>) -> Expr<'g> {
        let [b1, b2, eps] = [self.params[0], self.params[1], self.params[2]];
        self.unbiased(m, b1) / (self.unbiased(v, b2).sqrt() + eps)
    }

    /// Nadam's momentum of update number `t`: `b1 (1 − ½ · 0.96^(t psi))`.
    fn nadam_momentum(&self, t: Expr<'g>) -> Expr<'g> {
        self.params[0] * (1.0 - 0.5 * (self.params[3] * libm::log(0.96) * t).exp())
    }
}

/// The larger of two, entry by entry. Unlike [`Expr::maximum`] it does not share the derivative of equal entries, because
/// an update is never differentiated.
fn larger<'g>(a: Expr<'g>, b: Expr<'g>) -> Expr<'g> {
    a.gt(b).select(a, b)
}

catalog!(Optimiser in "optimiser", such as "adam", table::LISTED, unlisted::UNLISTED);

#[cfg(test)]
mod tests {
    use autodiff::{Graph, Matrix, interpret};

    use super::*;

    #[test]
    fn the_first_step_of_adam_is_the_learning_rate() {
        let graph = Graph::new();
        let inputs = ["p", "g", "m", "v", "rate", "step", "decay"].map(|name| graph.input(name, 1, 1));
        let [param, gradient, m, v, rate, step, weight_decay] = inputs;
        let adam = find("adam").expect("the catalog has it");
        let Method::Gradient(update) = adam.method else { panic!("adam needs no Hessian") };
        let params = crate::defaults(adam.params);
        let slots = [m, v];
        let new = update(&Update { param, gradient, slots: &slots, rate, step, weight_decay, params: &params });
        let at = [2.0, -5.0, 0.0, 0.0, 0.1, 1.0, 0.0].map(Matrix::scalar);
        let values: Vec<_> = inputs.into_iter().zip(at).collect();
        let param = interpret(&graph, &values, &[new.param]).expect("all inputs have values")[0].get(0, 0);
        assert!((param - 2.1).abs() < 1e-8, "{param}");
    }
}
