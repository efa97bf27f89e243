//! The plan of one training step: what is left of forward pass, loss, gradient and update after compilation.
//!
//! Each line is a kernel, that is one pass over memory. Bias, activation and its slope are part of the product before
//! them, the factor of the slope is part of the product on the way back, and the step of gradient descent is part of the
//! product that is the gradient. The first list computes every output, the brief run only what training needs.
//!
//! ```text
//! matmul 8×2 · 2×10 + bias, tanh and slope
//! matmul 1×8 · 8×10
//! add sub mul mul mul mul mul add 1×10 → Sum 1×1, 1×10
//! copy 1×1
//! matmul 1×10 · (8×10)ᵀ; Sum 1×10 → 1×1
//! matmul (1×8)ᵀ · 1×10, times slope
//! matmul 8×10 · (2×10)ᵀ; Sum 8×10 → 8×1
//! mul mul sub 8×2 → Sum 1×1, 8×2
//! mul 8×1 → Sum 1×1
//! mul mul sub 1×8 → Sum 1×1, 1×8
//! mul add add add sqrt sqrt add sqrt 1×1 → 1×1, 1×1, 1×1
//! Sum 8×1 → 8×1, p − rate · it
//! Sum 1×1 → 1×1, p − rate · it
//!
//! brief run:
//! matmul 8×2 · 2×10 + bias, tanh and slope
//! matmul 1×8 · 8×10
//! add sub mul mul mul mul mul add 1×10 → Sum 1×1, 1×10
//! matmul (1×8)ᵀ · 1×10, times slope
//! matmul 8×10 · (2×10)ᵀ, p − rate · it; Sum 8×10 → 8×1, p − rate · it
//! matmul 1×10 · (8×10)ᵀ, p − rate · it; Sum 1×10 → 1×1, p − rate · it
//! ```

use nn::network::{Layer, Network};
use nn::training::{TrainingSpec, TrainingStep};
use nn::{activation, loss, optimiser};

fn main() {
    print!("{}", run().expect("the catalogs have these entries"));
}

pub(crate) fn run() -> Option<String> {
    let layers = vec![Layer::new(8, activation::find("tanh")?), Layer::new(1, activation::find("linear")?)];
    let network = Network { n_inputs: 2, layers };
    let descent = optimiser::find("gradient-descent")?;
    let spec = TrainingSpec::new(&network, (loss::find("squared")?, &[]), (descent, &[]), 10);
    Some(TrainingStep::compile(&spec).plan().to_string())
}
