//! The numerical way: forward and central differences, and how far they are from the derivative.

use super::tape::Tape;

/// Forward and central difference of a function along one variable.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// The step.
    pub h: f64,
    /// `(f(x + h) − f(x)) / h`.
    pub forward: f64,
    /// `(f(x + h) − f(x − h)) / 2h`.
    pub central: f64,
    /// `|forward − exact|`.
    pub error_forward: f64,
    /// `|central − exact|`.
    pub error_central: f64,
}

impl Difference {
    /// The differences along variable number `variable` of the tape's last node at this point, where the derivative is `exact`.
    pub fn of(tape: &Tape, at: &[f64], variable: usize, h: f64, exact: f64) -> Difference {
        let value = |moved: f64| {
            let mut at = at.to_vec();
            at[variable] += moved;
            tape.values(&at).last().copied().unwrap_or(f64::NAN)
        };
        let (below, here, above) = (value(-h), value(0.0), value(h));
        let (forward, central) = ((above - here) / h, (above - below) / (2.0 * h));
        let (error_forward, error_central) = ((forward - exact).abs(), (central - exact).abs());
        Difference { h, forward, central, error_forward, error_central }
    }
}

/// The step at which a central difference is about best: `∛ε` times the size of the variable.
pub fn best_step(x: f64) -> f64 {
    libm::cbrt(f64::EPSILON) * x.abs().max(1.0)
}
