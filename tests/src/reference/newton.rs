//! Damped Newton in `f64`, with `nn`'s Hessian products and linear solve. It knows no fixture.

use autodiff::{Expr, Matrix, grad, interpret};
use nn::newton::{hessian_products, solve};

use super::descent::Objective;
use super::network::{flat, unflat};

/// An objective with its gradient and the product of its Hessian with a vector.
pub(super) struct Newton<'g> {
    objective: Objective<'g>,
    tangents: Vec<Expr<'g>>,
    gradient: Vec<Expr<'g>>,
    products: Vec<Expr<'g>>,
}

impl<'g> Newton<'g> {
    pub(super) fn new(objective: Objective<'g>) -> Newton<'g> {
        let graph = objective.value.graph();
        let tangent = |param: &Expr<'g>| graph.input("tangent", param.rows(), param.cols());
        let tangents: Vec<_> = objective.params.iter().map(tangent).collect();
        let gradient = grad(objective.value, &objective.params);
        let products = hessian_products(&objective.params, &gradient, &tangents);
        Newton { objective, tangents, gradient, products }
    }

    /// The parameters after one update.
    pub(super) fn update(
        &self,
        params: &[Matrix],
        data: &[Matrix],
        rate: f64,
        damping: f64,
    ) -> Result<Vec<Matrix>, String> {
        let graph = self.objective.value.graph();
        let now = flat(params);
        let n = now.len();
        let values = |outputs: &[Expr<'g>], tangent: &[f64]| {
            let mut at = self.objective.at(params, data);
            at.extend(self.tangents.iter().copied().zip(unflat(tangent, &self.objective.params)));
            let values = interpret(graph, &at, outputs);
            values.map(|values| flat(&values)).map_err(|error| error.to_string())
        };
        let unit = |j: usize| (0..n).map(|k| f64::from(u8::from(k == j))).collect::<Vec<_>>();
        // The Hessian is symmetric: its columns are its rows.
        let hessian = (0..n).map(|j| values(&self.products, &unit(j))).collect::<Result<Vec<_>, _>>()?;
        let gradient = values(&self.gradient, &vec![0.0; n])?;
        let change = solve(&hessian.concat(), damping, &gradient).ok_or("the Hessian is singular")?;
        let new: Vec<f64> = now.iter().zip(change).map(|(p, change)| p - rate * change).collect();
        Ok(unflat(&new, &self.objective.params))
    }
}
