//! The gradient check: derivatives against a central difference, and both modes against each other.
//!
//! It evaluates with [`interpret`](crate::interpret()), in `f64`, so that it checks derivatives and not the rounding of a
//! plan. It knows no tolerance: it measures, and the caller judges.

use std::fmt;

use kernels::Axis;

use crate::differentiate::{jvp, vjp};
use crate::expr::Expr;
use crate::interpret::{InterpretError, interpret};
use crate::matrix::Matrix;

/// How well forward mode, reverse mode and a central difference agree.
///
/// Errors are relative where a value is larger than 1, else absolute. They are not a number if a value is not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GradientCheck {
    /// The largest difference between forward mode and the central difference, over all entries of the result.
    pub difference_error: f64,
    /// The difference between the two sides of the adjoint identity `⟨u, J v⟩ = ⟨Jᵀ u, v⟩`, of which forward mode computes
    /// the left and reverse mode the right one.
    pub adjoint_error: f64,
    /// The entry of the result with the largest `difference_error`, by forward mode.
    pub forward: f64,
    /// The same entry by the central difference.
    pub difference: f64,
}

impl GradientCheck {
    /// The step `h` of [`check_gradient`], for functions whose values and derivatives are around 1.
    pub const STEP: f64 = 1e-5;
}

/// Checks the derivative of `y` by the inputs `wrt`, at the values `at` of all inputs.
///
/// One direction `v` is drawn for all of `wrt` together, without a pattern, and one cotangent `u`. Three numbers must
/// agree for each entry: forward mode `J v`, the central difference `(y(x + h v) − y(x − h v)) / 2h`, and, summed with `u`,
/// reverse mode. One direction suffices: a derivative that is wrong in any entry is wrong in almost every direction.
///
/// # Step and error
/// The difference errs by `h² / 6` times the third derivative along `v`, and by rounding, about `1e-16 / h` times the
/// size of the values. [`GradientCheck::STEP`] makes both about 1e-10 where values and derivatives are around 1; expect
/// `difference_error < 1e-7`. The adjoint identity has no such error; expect `adjoint_error < 1e-11`.
///
/// # Kinks
/// Where a mask or a maximum changes between `x − h v` and `x + h v`, the difference is an average of two slopes, and
/// differs from a right derivative. Choose values that are farther from kinks than `h |v|`, or leave those inputs out of
/// `wrt`.
///
/// # Higher orders
/// A derivative is an expression too: pass it as `y`.
///
/// ```
/// # use autodiff::{Axis, Graph, Matrix, check_gradient, grad};
/// let graph = Graph::new();
/// let (w, x) = (graph.input("w", 1, 2), graph.input("x", 2, 3));
/// let at = [(w, Matrix::new(1, 2, vec![0.3, -0.7])), (x, Matrix::new(2, 3, vec![1.0, -2.0, 0.5, 0.1, 0.4, -0.9]))];
/// let loss = w.matmul(x).tanh().square().sum(Axis::All);
/// let first = check_gradient(loss, &[w, x], &at)?;
/// assert!(first.difference_error < 1e-8 && first.adjoint_error < 1e-14, "{first}");
/// let second = check_gradient(grad(loss, &[w])[0], &[w, x], &at)?;
/// assert!(second.difference_error < 1e-8 && second.adjoint_error < 1e-14, "{second}");
/// # Ok::<(), autodiff::InterpretError>(())
/// ```
///
/// # Errors
/// If an input that `y` depends on has no value, or one of another shape.
///
/// # Panics
/// If one of `wrt` has no value in `at`.
pub fn check_gradient<'g>(
    y: Expr<'g>,
    wrt: &[Expr<'g>],
    at: &[(Expr<'g>, Matrix)],
) -> Result<GradientCheck, InterpretError> {
    let directions: Vec<_> = wrt.iter().enumerate().map(|(k, x)| (*x, patternless(x.rows(), x.cols(), k))).collect();
    check_gradient_along(y, &directions, at, GradientCheck::STEP)
}

/// The same along a direction of your own: for each input that moves, its part `v`; and with your own step `h`.
///
/// ```
/// # use autodiff::{Graph, Matrix, check_gradient_along};
/// let graph = Graph::new();
/// let x = graph.input("x", 1, 1);
/// let check = |at: f64, h: f64| {
///     check_gradient_along(x.abs(), &[(x, Matrix::scalar(1.0))], &[(x, Matrix::scalar(at))], h).expect("x has a value")
/// };
/// assert!(check(0.1, 1e-5).difference_error < 1e-10);
/// assert!((check(0.1, 1.0).difference_error - 0.9).abs() < 1e-12); // the kink is within the step
/// ```
///
/// # Errors
/// If an input that `y` depends on has no value, or one of another shape.
///
/// # Panics
/// If an input that moves has no value in `at`, or its part of the direction has another shape.
pub fn check_gradient_along<'g>(
    y: Expr<'g>,
    directions: &[(Expr<'g>, Matrix)],
    at: &[(Expr<'g>, Matrix)],
    h: f64,
) -> Result<GradientCheck, InterpretError> {
    let graph = y.graph();
    for (x, _) in directions {
        assert!(at.iter().any(|(input, _)| input == x), "{x:?} moves, so it needs a value");
    }
    let tangents: Vec<_> = directions.iter().map(|(x, _)| graph.input("tangent", x.rows(), x.cols())).collect();
    let cotangent = graph.input("cotangent", y.rows(), y.cols());
    let seeds: Vec<_> = directions.iter().zip(&tangents).map(|((x, _), tangent)| (*x, *tangent)).collect();
    let moving: Vec<_> = directions.iter().map(|(x, _)| *x).collect();
    let forward = jvp(y, &seeds);
    let pulled = vjp(y, cotangent, &moving);
    let products = pulled.iter().zip(&tangents).map(|(gradient, tangent)| (*gradient * *tangent).sum(Axis::All));
    let reverse = products.fold(graph.constant(0.0), |sum, product| sum + product);

    let moved = |step: f64, of: &[Expr<'g>]| {
        let mut values = at.to_vec();
        for (x, direction) in directions {
            for (_, value) in values.iter_mut().filter(|(input, _)| input == x) {
                value.data.iter_mut().zip(&direction.data).for_each(|(entry, v)| *entry += step * v);
            }
        }
        values.extend(tangents.iter().copied().zip(directions.iter().map(|(_, direction)| direction.clone())));
        values.push((cotangent, patternless(y.rows(), y.cols(), directions.len())));
        interpret(graph, &values, of)
    };
    let here = moved(0.0, &[forward, (cotangent * forward).sum(Axis::All), reverse])?;
    let (ahead, behind) = (moved(h, &[y])?, moved(-h, &[y])?);
    let differences = ahead[0].data.iter().zip(&behind[0].data).map(|(ahead, behind)| (ahead - behind) / (2.0 * h));
    let adjoint_error = error(here[1].get(0, 0), here[2].get(0, 0));
    let mut worst = GradientCheck { difference_error: 0.0, adjoint_error, forward: 0.0, difference: 0.0 };
    for (forward, difference) in here[0].data.iter().copied().zip(differences) {
        let difference_error = error(forward, difference);
        // What is not a number is the worst error of all.
        let is_worse = difference_error.is_nan() || difference_error >= worst.difference_error;
        if is_worse && !worst.difference_error.is_nan() {
            worst = GradientCheck { difference_error, forward, difference, ..worst };
        }
    }
    Ok(worst)
}

/// Relative to the smaller of the two, or absolute if that is less than 1.
fn error(a: f64, b: f64) -> f64 {
    (a - b).abs() / a.abs().min(b.abs()).max(1.0)
}

/// Numbers in [−1, 1] without a pattern: multiples of the golden ratio, modulo 1.
fn patternless(rows: usize, cols: usize, salt: usize) -> Matrix {
    let spread = |k: usize| ((k + 1 + 31 * salt) as f64 * 0.618_033_988_749_894_9).fract() * 2.0 - 1.0;
    Matrix::new(rows, cols, (0..rows * cols).map(spread).collect())
}

impl fmt::Display for GradientCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let GradientCheck { difference_error, adjoint_error, forward, difference } = self;
        write!(f, "forward {forward}, difference {difference}: error {difference_error:e}; ")?;
        write!(f, "reverse against forward: error {adjoint_error:e}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Graph;

    #[test]
    fn a_mask_hides_a_slope_from_both_modes_but_not_from_the_difference() {
        let graph = Graph::new();
        let x = graph.input("x", 1, 3);
        // Its value is x · 2 where x > 0, and no derivative flows through the mask.
        let stairs = x.gt(graph.full(0.0, 1, 3)) * 2.0;
        let at = |values: [f64; 3]| vec![(x, Matrix::new(1, 3, values.to_vec()))];
        let smooth = check_gradient(stairs, &[x], &at([1.0, -1.0, 0.5])).expect("x has a value");
        assert_eq!((smooth.difference_error, smooth.adjoint_error), (0.0, 0.0));
        let at_the_jump = check_gradient(stairs, &[x], &at([1.0, -1.0, 0.0])).expect("x has a value");
        assert!(at_the_jump.difference_error > 1e4, "{at_the_jump}");
    }

    #[test]
    fn what_is_not_a_number_is_an_error_that_is_not_a_number() {
        let graph = Graph::new();
        let x = graph.input("x", 1, 2);
        let check = check_gradient(x.ln(), &[x], &[(x, Matrix::new(1, 2, vec![-1.0, 1.0]))]).expect("x has a value");
        assert!(check.difference_error.is_nan(), "{check}");
    }

    #[test]
    fn an_input_without_a_value_is_named() {
        let graph = Graph::new();
        let (x, y) = (graph.input("x", 1, 1), graph.input("y", 1, 1));
        let result = check_gradient(x * y, &[x], &[(x, Matrix::scalar(1.0))]);
        assert_eq!(result, Err(InterpretError::Missing("y".into())));
    }
}
