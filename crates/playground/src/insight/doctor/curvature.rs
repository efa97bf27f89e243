//! The largest curvature of the training loss at the present weights: power iteration, with differences of gradients in place of the
//! Hessian. A guide of two digits, and only where it takes little time.

use crate::query::Query;
use crate::session::Session;

/// Multiply-adds that all gradients together take at most: about a quarter of a second.
const MOST_WORK: usize = 300_000_000;
/// Steps of the iteration: the largest of eigenvalues that differ by a tenth is found to a few per cent.
const STEPS: usize = 20;
/// How far apart the two gradients are taken; the digits of `f32` leave about four.
const DISTANCE: f64 = 0.01;

/// The eigenvalue of the Hessian that is largest in size, if it can be had quickly.
pub(super) fn largest(session: &mut Session, n_training: usize) -> Option<f64> {
    let work = session.config().n_parameters() * n_training * 3 * (STEPS + 1);
    if n_training == 0 || work > MOST_WORK {
        return None;
    }
    let parameters = session.answer(&Query::Weights).numbers();
    let here = session.gradient_at(&parameters);
    // A direction without symmetry, so that it has a part along every other.
    let mut direction: Vec<f64> =
        here.iter().enumerate().map(|(at, slope)| f64::from(*slope) + 1e-3 * ((at * 7 % 11) as f64 - 5.3)).collect();
    let mut value = 0.0;
    for _ in 0..STEPS {
        let length = norm(&direction);
        if !(length > 0.0 && length.is_finite()) {
            return None;
        }
        direction.iter_mut().for_each(|part| *part /= length);
        let moved = parameters.iter().zip(&direction).map(|(weight, part)| weight + (DISTANCE * part) as f32);
        let there = session.gradient_at(&moved.collect::<Vec<f32>>());
        let next: Vec<f64> = there.iter().zip(&here).map(|(b, a)| (f64::from(*b) - f64::from(*a)) / DISTANCE).collect();
        value = next.iter().zip(&direction).map(|(a, b)| a * b).sum();
        direction = next;
    }
    Some(value).filter(|value: &f64| value.is_finite())
}

fn norm(values: &[f64]) -> f64 {
    values.iter().map(|value| value * value).sum::<f64>().sqrt()
}
