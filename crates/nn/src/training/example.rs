//! One small training step, compiled, for examples.

use super::{TrainingSpec, TrainingStep};
use crate::network::{Layer, Network};
use crate::{activation, loss, optimiser};

/// The step of the examples at [`TrainingStep`]. Parameters are 0.
#[doc(hidden)]
pub fn example_step() -> TrainingStep {
    let layer = |units: usize, name: &str| Layer::new(units, activation::find(name).expect("it is in the catalog"));
    let network = Network { n_inputs: 2, layers: vec![layer(3, "tanh"), layer(1, "linear")] };
    let squared = loss::find("squared").expect("it is in the catalog");
    let adam = optimiser::find("adam").expect("it is in the catalog");
    let mut step =
        TrainingStep::compile(&TrainingSpec::new(&network, (squared, &[]), (adam, &crate::defaults(adam.params)), 4));
    step.gather(4, &[0.0, 0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 1.0], &[0.0, 1.0, 1.0, 0.0], &[0, 1, 2, 3]);
    step
}
