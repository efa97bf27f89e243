//! What a chain leaves in the padding of its outputs, by abstract interpretation. Every stored matrix has 0 there, so that sums
//! over points need no masks.

use super::elementwise::{Reading, Step};
use crate::op::Op;

/// What a step computes from zeros, that is where all matrices and rows hold 0, as they do in their padding. It decides
/// whether the padding of an output is cleared after the run: `tanh x` leaves it at 0, and `tanh x + 1` does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OfZeros {
    /// 0, as `tanh x`, `x · y`, or `3 · x`.
    Zero,
    /// Some finite number, as `cos x = 1`, or `x + b` with a column `b`, which has no padding. Times 0 it is 0.
    Finite,
    /// Possibly infinite or not a number, as `1 / x` or `ln x`. Even times 0 it may be not a number.
    Anything,
}

/// What each step computes from zeros.
pub(super) fn of_zeros(steps: &[Step]) -> Vec<OfZeros> {
    use OfZeros::{Anything, Finite, Zero};
    let mut all: Vec<OfZeros> = Vec::with_capacity(steps.len());
    for step in steps {
        let [a, b, c] = match *step {
            Step::Apply { args, .. } => args.map(|arg| all[arg]),
            Step::Powi { of, .. } => [all[of]; 3],
            Step::Load { .. } | Step::Number { .. } => [Zero; 3],
        };
        let is_finite = ![a, b, c].contains(&Anything);
        all.push(match *step {
            Step::Load { reading: Reading::Full | Reading::Row, .. } | Step::Number { value: 0.0, .. } => Zero,
            Step::Load { .. } | Step::Number { .. } => Finite,
            Step::Powi { n, .. } if n > 0 => a,
            Step::Apply { op: Op::Neg | Op::Tanh | Op::Softsign | Op::Sin | Op::Erf, .. } => a,
            Step::Apply { op: Op::Sqrt | Op::Ln1p | Op::Expm1, .. } if a == Zero => Zero,
            Step::Apply { op: Op::Mul, .. } if is_finite && (a == Zero || b == Zero) => Zero,
            Step::Apply { op: Op::Add | Op::Sub | Op::Gt, .. } if a == Zero && b == Zero => Zero,
            Step::Apply { op: Op::Select, .. } if b == Zero && c == Zero => Zero,
            Step::Apply { op: Op::Add | Op::Sub | Op::Mul | Op::Gt | Op::Select, .. } if is_finite => Finite,
            Step::Apply { op: Op::Exp | Op::Cos | Op::Expm1, .. } if is_finite => Finite,
            Step::Apply { op: Op::SechSquared | Op::Sigmoid | Op::NormalCdf, .. } if is_finite => Finite,
            _ => Anything,
        });
    }
    all
}
