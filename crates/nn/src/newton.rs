//! Damped Newton's method: `p ← p − rate · (H + damping · I)⁻¹ g`, with gradient and Hessian from
//! the graph and a linear solve in `f64`.
//!
//! A Hessian-vector product is compiled into the plan, and each column of the Hessian takes one run
//! of it: a training step is one run for the gradient, and one for each parameter that learns. The method is therefore
//! meant for at most a few hundred parameters.

use autodiff::{Expr, Graph, Plan, jvp};

use crate::network::{Network, write_parameters};
use crate::training::{GRADIENTS, TrainingSpec};

/// The part of Newton's training step that is not in the plan.
#[derive(Debug, Clone)]
pub(crate) struct Newton {
    network: Network,
    damping: f64,
    /// Flat positions of the parameters that may change.
    free: Vec<usize>,
}

/// The additional inputs and outputs that a plan has for Newton's method.
pub(crate) struct Traced<'g> {
    pub(crate) tangents: Vec<Expr<'g>>,
    pub(crate) products: Vec<Expr<'g>>,
    pub(crate) newton: Newton,
}

impl Newton {
    /// Appends the product of the Hessian with a direction.
    pub(crate) fn trace<'g>(
        graph: &'g Graph,
        spec: &TrainingSpec<'_>,
        parameters: &[Expr<'g>],
        gradients: &[Expr<'g>],
    ) -> Traced<'g> {
        let tangents: Vec<_> = parameters.iter().map(|p| graph.input("direction", p.rows(), p.cols())).collect();
        let products = hessian_products(parameters, gradients, &tangents);
        let is_free = |at: &usize| !spec.frozen.get(*at).copied().unwrap_or_default();
        let free = (0..spec.network.n_parameters()).filter(is_free).collect();
        let damping = spec.optimiser_params[0];
        Traced { tangents, products, newton: Newton { network: spec.network.clone(), damping, free } }
    }

    /// Makes one update of the parameters, which are the plan's inputs from `first_parameter` on.
    pub(crate) fn step(&mut self, plan: &mut Plan, first_parameter: usize, first_tangent: usize, rate: f64) {
        let n = self.network.n_parameters();
        let n_matrices = 2 * self.network.layers.len();
        plan.run();
        let gradient = read_flat(plan, GRADIENTS, &self.network);
        let mut hessian = vec![0.0; self.free.len() * self.free.len()];
        let mut direction = vec![0.0; n];
        for (col, at) in self.free.iter().enumerate() {
            direction[*at] = 1.0;
            write_parameters(plan, first_tangent, &self.network, &direction);
            direction[*at] = 0.0;
            plan.run();
            let product = read_flat(plan, GRADIENTS + n_matrices, &self.network);
            for (row, of) in self.free.iter().enumerate() {
                hessian[row * self.free.len() + col] = product[*of];
            }
        }
        let free_gradient: Vec<f64> = self.free.iter().map(|at| gradient[*at]).collect();
        let Some(change) = solve(&hessian, self.damping, &free_gradient) else { return };
        let mut parameters = read_inputs(plan, first_parameter, &self.network);
        for (at, change) in self.free.iter().zip(change) {
            parameters[*at] = (f64::from(parameters[*at]) - rate * change) as f32;
        }
        write_parameters(plan, first_parameter, &self.network, &parameters);
    }
}

/// For each parameter matrix its part of the Hessian-vector product `H v`, where `v` consists of the
/// tangents. It is forward mode over the gradients.
///
/// ```
/// use autodiff::{Axis, Graph, Matrix, grad, interpret};
/// use nn::newton::hessian_products;
///
/// let graph = Graph::new();
/// let (p, v) = (graph.input("p", 2, 1), graph.input("v", 2, 1));
/// let f = (p * p * p).sum(Axis::All); // its Hessian is diagonal: 6 p
/// let product = hessian_products(&[p], &grad(f, &[p]), &[v])[0];
/// let at = [(p, Matrix::new(2, 1, vec![1.0, 2.0])), (v, Matrix::new(2, 1, vec![1.0, -1.0]))];
/// assert_eq!(interpret(&graph, &at, &[product])?[0].data, [6.0, -12.0]);
/// # Ok::<(), autodiff::InterpretError>(())
/// ```
pub fn hessian_products<'g>(parameters: &[Expr<'g>], gradients: &[Expr<'g>], tangents: &[Expr<'g>]) -> Vec<Expr<'g>> {
    let seeds: Vec<_> = parameters.iter().copied().zip(tangents.iter().copied()).collect();
    gradients.iter().map(|gradient| jvp(*gradient, &seeds)).collect()
}

/// Solves `(H + damping · I) x = g` by Gaussian elimination with partial pivoting. Returns nothing if the matrix is
/// singular.
///
/// # Shapes
/// `hessian` is `n × n`, row by row, for `n` entries of `gradient`.
///
/// ```
/// use nn::newton::solve;
///
/// assert_eq!(solve(&[1.0, 2.0, 2.0, 7.0], 1.0, &[4.0, 10.0]), Some(vec![1.0, 1.0])); // (2 2; 2 8) x = (4, 10)
/// assert_eq!(solve(&[0.0], 0.0, &[1.0]), None);
/// ```
pub fn solve(hessian: &[f64], damping: f64, gradient: &[f64]) -> Option<Vec<f64>> {
    let n = gradient.len();
    let width = n + 1;
    let mut rows = vec![0.0; n * width];
    for row in 0..n {
        rows[row * width..][..n].copy_from_slice(&hessian[row * n..][..n]);
        rows[row * width + row] += damping;
        rows[row * width + n] = gradient[row];
    }
    for col in 0..n {
        let pivot = (col..n).max_by(|a, b| rows[a * width + col].abs().total_cmp(&rows[b * width + col].abs()))?;
        let size = rows[pivot * width + col];
        if size == 0.0 || !size.is_finite() {
            return None;
        }
        (0..width).for_each(|k| rows.swap(col * width + k, pivot * width + k));
        for below in col + 1..n {
            let factor = rows[below * width + col] / size;
            (col..width).for_each(|k| rows[below * width + k] -= factor * rows[col * width + k]);
        }
    }
    let mut x = vec![0.0; n];
    for row in (0..n).rev() {
        let known: f64 = (row + 1..n).map(|k| rows[row * width + k] * x[k]).sum();
        x[row] = (rows[row * width + n] - known) / rows[row * width + row];
    }
    Some(x)
}

fn read_flat(plan: &Plan, first: usize, network: &Network) -> Vec<f64> {
    read(network, &|k, row| plan.output_row(first + k, row)).into_iter().map(f64::from).collect()
}

fn read_inputs(plan: &Plan, first: usize, network: &Network) -> Vec<f32> {
    read(network, &|k, row| plan.input_row(first + k, row))
}

/// The rows of each layer's weights and bias, concatenated.
fn read<'p>(network: &Network, row_of: &dyn Fn(usize, usize) -> &'p [f32]) -> Vec<f32> {
    let mut values = Vec::new();
    for (layer, units) in network.layers.iter().map(|layer| layer.units).enumerate() {
        for k in [2 * layer, 2 * layer + 1] {
            (0..units).for_each(|row| values.extend_from_slice(row_of(k, row)));
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::solve;

    #[test]
    fn solving_inverts_multiplication() {
        let (h, damping) = ([0.0, 2.0, 1.0, 1.0, 0.0, 3.0, 4.0, 1.0, 0.0], 0.5);
        let x = [1.0, -2.0, 3.0];
        let g: Vec<f64> = (0..3).map(|r| (0..3).map(|c| h[3 * r + c] * x[c]).sum::<f64>() + damping * x[r]).collect();
        let solved = solve(&h, damping, &g).expect("the matrix is regular");
        assert!(solved.iter().zip(x).all(|(a, b)| (a - b).abs() < 1e-12), "{solved:?}");
        assert_eq!(solve(&[1.0, 1.0, 1.0, 1.0], 0.0, &[1.0, 2.0]), None);
    }
}
