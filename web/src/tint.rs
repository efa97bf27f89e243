//! How scores are tinted, alike in every view.

use playground::{Config, Task};

use crate::draw::heat::Tint;

/// How a raw score is tinted: by how sure the network is of a class, or by the value itself.
pub(crate) fn tint_of(config: &Config) -> Tint {
    match (config.task, config.pairing().output) {
        (Task::Classification, "tanh") => Tint::Tanh,
        (Task::Classification, _) => Tint::Sigmoid,
        (Task::Regression | Task::Curve, _) => Tint::Clamp,
    }
}
