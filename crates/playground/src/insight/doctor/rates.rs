//! Learning rates that make sense for an optimiser, as one digit.

/// The largest learning rate with which this optimiser usually learns well on points of this plane.
pub(super) fn usual(optimiser: &str) -> f64 {
    match optimiser {
        // Positions reach 6: the curvature along a first weight is some 12 times that of a unit input.
        "gradient-descent" | "adagrad" => 0.1,
        // Both add up about ten steps.
        "momentum" | "nesterov" => 0.01,
        // The rate is the size of a step itself: weights are about 1, and need a hundred of them.
        "rmsprop" | "adam" | "adamw" | "amsgrad" | "nadam" | "adamax" => 0.01,
        // Every step has this size, whatever the gradient: it does not become smaller near the end.
        "lion" => 0.001,
        // These find the size of their steps themselves.
        "adadelta" | "newton" => 1.0,
        _ => 0.01,
    }
}

/// The number with one digit that is nearest.
pub(super) fn one_digit(rate: f64) -> f64 {
    format!("{rate:.0e}").parse().unwrap_or(rate)
}
