//! Damped Newton in `f64`: `p −= lr · (H + damping I)⁻¹ g`, H and g from forward over reverse mode.

use autodiff::{Expr, Matrix, grad, interpret, jvp};

use super::descent::Objective;
use super::network::{flat, unflat};

/// An objective with its gradient and the product of its Hessian with a vector.
pub(super) struct Newton<'g> {
    objective: Objective<'g>,
    tangents: Vec<Expr<'g>>,
    gradient: Vec<Expr<'g>>,
    hessian_times: Vec<Expr<'g>>,
}

impl<'g> Newton<'g> {
    pub(super) fn new(objective: Objective<'g>) -> Newton<'g> {
        let graph = objective.value.graph();
        let tangents: Vec<_> = objective
            .params
            .iter()
            .map(|p| graph.input("tangent", p.rows(), p.cols()))
            .collect();
        let seeds: Vec<_> = objective
            .params
            .iter()
            .copied()
            .zip(tangents.iter().copied())
            .collect();
        let gradient = grad(objective.value, &objective.params);
        let hessian_times = gradient.iter().map(|g| jvp(*g, &seeds)).collect();
        Newton {
            objective,
            tangents,
            gradient,
            hessian_times,
        }
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
            at.extend(
                self.tangents
                    .iter()
                    .copied()
                    .zip(unflat(tangent, &self.objective.params)),
            );
            interpret(graph, &at, outputs)
                .map(|values| flat(&values))
                .map_err(|error| error.to_string())
        };
        let mut rows = Vec::with_capacity(n);
        for j in 0..n {
            let unit: Vec<f64> = (0..n).map(|k| f64::from(u8::from(k == j))).collect();
            rows.push(values(&self.hessian_times, &unit)?);
            rows[j][j] += damping;
        }
        let direction = solve(rows, values(&self.gradient, &vec![0.0; n])?);
        let new: Vec<f64> = now
            .iter()
            .zip(direction)
            .map(|(p, d)| p - rate * d)
            .collect();
        Ok(unflat(&new, &self.objective.params))
    }
}

/// Gaussian elimination with partial pivoting.
fn solve(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Vec<f64> {
    let n = b.len();
    for col in 0..n {
        let size = |row: &usize| a[*row][col].abs();
        let pivot = (col..n)
            .max_by(|i, j| size(i).total_cmp(&size(j)))
            .expect("the range is not empty");
        a.swap(col, pivot);
        b.swap(col, pivot);
        for row in col + 1..n {
            let factor = a[row][col] / a[col][col];
            for k in col..n {
                a[row][k] -= factor * a[col][k];
            }
            b[row] -= factor * b[col];
        }
    }
    for row in (0..n).rev() {
        let known: f64 = (row + 1..n).map(|k| a[row][k] * b[k]).sum();
        b[row] = (b[row] - known) / a[row][row];
    }
    b
}
