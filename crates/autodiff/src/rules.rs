//! The one table of derivatives.
//!
//! A rule says how a small change of one argument changes the result; forward and reverse mode of
//! every order read it. No other file of the workspace states a derivative.

use kernels::Axis;

use crate::expr::Expr;
use crate::op::Op;

/// How the result `y` of a node changes by `dy` when its `k`-th argument `x` changes by `dx`.
pub(crate) enum Rule<'g> {
    /// `dy = 0`: `y` does not depend on `x`, or is piecewise constant.
    Zero,
    /// `dy = p ∘ dx`, entry by entry.
    Times(Expr<'g>),
    /// `dy = dx` where the mask has this truth value, else 0. It is not a product with the mask,
    /// because the derivative along the branch that was not taken may be infinite, and 0 · ∞ is not a
    /// number.
    Where(Expr<'g>, bool),
    /// `dy = op(…, dx, …)`: the operation is linear in the argument. Reverse mode uses its transpose.
    Linear,
    /// `dy = Σ w ∘ dx` along the axis.
    Weighted(Axis, Expr<'g>),
}

/// The rule of node `y` for its argument number `k`. Each argument has a rule of its own, so that a
/// partial derivative that is not needed is never built.
pub(crate) fn rule<'g>(y: Expr<'g>, k: usize) -> Rule<'g> {
    let node = y.graph().node(y.id());
    let arg = |i: usize| Expr { graph: y.graph(), id: node.args()[i] };
    let number = |value: f64| y.graph().full(value, node.shape.rows, node.shape.cols);
    match (node.op, k) {
        (Op::Add, _) | (Op::Sub, 0) => Rule::Times(number(1.0)),
        (Op::Sub, _) | (Op::Neg, _) => Rule::Times(number(-1.0)),
        (Op::Mul, k) => Rule::Times(arg(1 - k)),
        (Op::Div, 0) => Rule::Times(arg(1).recip()),
        (Op::Div, _) => Rule::Times(-(y / arg(1))),
        (Op::Pow, 0) => Rule::Times(arg(1) * arg(0).pow(arg(1) - 1.0)),
        (Op::Pow, _) => Rule::Times(y * arg(0).ln()),
        (Op::Exp, _) => Rule::Times(y),
        (Op::Ln, _) => Rule::Times(arg(0).recip()),
        (Op::Ln1p, _) => Rule::Times((1.0 + arg(0)).recip()),
        // Not y + 1: it loses the small slope of the left tail.
        (Op::Expm1, _) => Rule::Times(arg(0).exp()),
        // Not 1 − y², nor y (1 − y) below: they lose the small slope near each limit.
        (Op::Tanh, _) => Rule::Times(arg(0).sech_squared()),
        (Op::SechSquared, _) => Rule::Times(-2.0 * arg(0).tanh() * y),
        (Op::Sigmoid, _) => Rule::Times((-arg(0)).sigmoid() * y),
        (Op::Softsign, _) => Rule::Times((1.0 + arg(0).abs()).square().recip()),
        (Op::Sin, _) => Rule::Times(arg(0).cos()),
        (Op::Cos, _) => Rule::Times(-arg(0).sin()),
        (Op::Sqrt, _) => Rule::Times(0.5 / y),
        (Op::Erf, _) => Rule::Times(std::f64::consts::FRAC_2_SQRT_PI * (-(arg(0) * arg(0))).exp()),
        (Op::NormalCdf, _) => {
            let height = std::f64::consts::FRAC_2_SQRT_PI * std::f64::consts::FRAC_1_SQRT_2 * 0.5;
            Rule::Times(height * (-0.5 * (arg(0) * arg(0))).exp())
        }
        (Op::Select, 1) => Rule::Where(arg(0), true),
        (Op::Select, 2) => Rule::Where(arg(0), false),
        (Op::MatMul | Op::Transpose | Op::Sum(_) | Op::Broadcast(_), _) => Rule::Linear,
        (Op::Max(axis), _) => {
            let is_max = arg(0).ge(y.broadcast(arg(0).rows(), arg(0).cols()));
            Rule::Weighted(axis, is_max / is_max.sum(axis))
        }
        (Op::Gt | Op::Select | Op::Input(_) | Op::Const(_), _) => Rule::Zero,
    }
}
