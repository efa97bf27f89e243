//! An activation that exists only in tests.

use nn::activation::Activation;

/// No catalog has it, so that nothing can know it by name.
pub static ONLY_HERE: Activation = Activation {
    name: "only-in-a-test",
    formula: "s · x / √(1 + x²)",
    listed: true,
    params: &[nn::Param { name: "s", default: 1.5, min: 0.1, max: 3.0 }],
    kinks: &[],
    apply: |x, p| p[0] * x / (1.0 + x.square()).sqrt(),
};
