//! The kernels of a training step: the prints of two networks' plans, one line per kernel.

use super::*;
use crate::network::Layer;
use crate::{activation, loss, optimiser, penalty};

/// The print of the brief run of a network with two hidden layers.
fn print(hidden: &str, optimiser: &str, batch: usize) -> String {
    let layer = |units: usize, name: &str| Layer::new(units, activation::find(name).expect("it is in the catalog"));
    let network = Network { n_inputs: 2, layers: vec![layer(4, hidden), layer(3, hidden), layer(1, "tanh")] };
    let optimiser = optimiser::find(optimiser).expect("it is in the catalog");
    let step = TrainingStep::compile(&TrainingSpec {
        network: &network,
        loss: loss::find("squared").expect("it is in the catalog"),
        loss_params: &[],
        penalty: penalty::find("none").expect("it is in the catalog"),
        optimiser,
        optimiser_params: &crate::defaults(optimiser.params),
        batch,
        clips: false,
        drops: false,
        frozen: &[],
    });
    let both = step.plan().to_string();
    both.split_once("\n\nbrief run:\n").expect("there are two kinds of run").1.to_owned()
}

#[test]
fn a_layer_is_one_kernel_forward_one_back_and_one_for_its_step() {
    let wanted = "\
matmul 4×2 · 2×10 + bias, tanh and slope
matmul 3×4 · 4×10 + bias, tanh and slope
matmul 1×3 · 3×10 + bias, tanh and slope
sub mul mul mul mul mul add mul 1×10 → Sum 1×1, 1×10
matmul (1×3)ᵀ · 1×10, times slope
matmul (3×4)ᵀ · 3×10, times slope
matmul 4×10 · (2×10)ᵀ, p − rate · it; Sum 4×10 → 4×1, p − rate · it
matmul 3×10 · (4×10)ᵀ, p − rate · it; Sum 3×10 → 3×1, p − rate · it
matmul 1×10 · (3×10)ᵀ, p − rate · it; Sum 1×10 → 1×1, p − rate · it
";
    assert_eq!(print("tanh", "gradient-descent", 10), wanted);
}

#[test]
fn one_point_fills_its_vectors_and_an_optimiser_is_one_kernel_per_matrix() {
    let wanted = "\
matmul 4×2 · 2×1 + bias
normalcdf mul 4×1 → 4×1, 4×1
matmul 3×4 · 4×1 + bias
normalcdf mul 3×1 → 3×1, 3×1
matmul 1×3 · 3×1 + bias, tanh and slope
sub mul mul mul mul mul add mul mul add 1×1 → 1×1, 1×1, 1×1
matmul 1×1 · (3×1)ᵀ
matmul (1×3)ᵀ · 1×1
mul mul mul mul exp mul mul add mul add 3×1 → 3×1, 3×1
matmul 3×1 · (4×1)ᵀ
matmul (3×4)ᵀ · 3×1
mul mul mul mul exp mul mul add mul add 4×1 → 4×1, 4×1
matmul 4×1 · (2×1)ᵀ
mul add mul sub 4×2 → 4×2, 4×2
Sum 4×1 → 4×1, p − rate · it
mul add mul sub 3×4 → 3×4, 3×4
Sum 3×1 → 3×1, p − rate · it
mul add mul sub 1×3 → 1×3, 1×3
Sum 1×1 → 1×1, p − rate · it
";
    assert_eq!(print("gelu", "momentum", 1), wanted);
}
