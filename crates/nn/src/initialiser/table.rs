//! The table of initialisers. It knows no random numbers.

use std::f64::consts::SQRT_2;

use super::{Distribution, Initialiser};
use crate::Param;

const GAIN: Param = Param { name: "gain", default: 1.0, min: 0.0, max: 100.0 };
const HE_GAIN: Param = Param { default: SQRT_2, ..GAIN };

/// The base of the other rows.
const ZEROS: Initialiser = Initialiser {
    name: "zeros",
    formula: "0",
    listed: true,
    params: &[],
    distribution: |_, _, _| Distribution::Constant(0.0),
};

pub(super) static INITIALISERS: [Initialiser; 14] = [
    ZEROS,
    Initialiser {
        name: "uniform",
        formula: "U(a, b)",
        params: &[
            Param { name: "a", default: -0.5, min: -100.0, max: 100.0 },
            Param { name: "b", default: 0.5, min: -100.0, max: 100.0 },
        ],
        distribution: |_, _, p| Distribution::Uniform { low: p[0], high: p[1] },
        ..ZEROS
    },
    Initialiser {
        name: "normal",
        formula: "N(mean, std²)",
        params: &[
            Param { name: "mean", default: 0.0, min: -100.0, max: 100.0 },
            Param { name: "std", default: 0.5, min: 0.0, max: 100.0 },
        ],
        distribution: |_, _, p| Distribution::Normal { mean: p[0], std: p[1] },
        ..ZEROS
    },
    Initialiser {
        name: "xavier-uniform",
        formula: "U(−a, a), a = gain · √(6 / (inputs + units))",
        params: &[GAIN],
        distribution: |inputs, units, p| uniform(p[0] * (6.0 / (inputs + units)).sqrt()),
        ..ZEROS
    },
    Initialiser {
        name: "xavier-normal",
        formula: "N(0, std²), std = gain · √(2 / (inputs + units))",
        params: &[GAIN],
        distribution: |inputs, units, p| normal(p[0] * (2.0 / (inputs + units)).sqrt()),
        ..ZEROS
    },
    Initialiser {
        name: "he-uniform",
        formula: "U(−a, a), a = gain · √(3 / inputs)",
        params: &[HE_GAIN],
        distribution: |inputs, _, p| uniform(p[0] * (3.0 / inputs).sqrt()),
        ..ZEROS
    },
    Initialiser {
        name: "he-normal",
        formula: "N(0, std²), std = gain / √inputs",
        params: &[HE_GAIN],
        distribution: |inputs, _, p| normal(p[0] / inputs.sqrt()),
        ..ZEROS
    },
    Initialiser {
        name: "lecun-normal",
        formula: "N(0, 1 / inputs)",
        distribution: |inputs, _, _| normal(1.0 / inputs.sqrt()),
        ..ZEROS
    },
    Initialiser {
        name: "orthogonal",
        formula: "W Wᵀ = gain² · I, or Wᵀ W if there are more units than inputs",
        params: &[GAIN],
        distribution: |_, _, p| Distribution::Orthogonal { gain: p[0] },
        ..ZEROS
    },
    Initialiser {
        name: "lecun-uniform",
        formula: "U(−a, a), a = √(3 / inputs)",
        listed: false,
        distribution: |inputs, _, _| uniform((3.0 / inputs).sqrt()),
        ..ZEROS
    },
    Initialiser {
        name: "lecun-normal-truncated",
        formula: "as lecun-normal, cut at two standard deviations of the uncut normal",
        listed: false,
        distribution: |inputs, _, _| Distribution::TruncatedNormal { mean: 0.0, std: 1.0 / inputs.sqrt() },
        ..ZEROS
    },
    Initialiser {
        name: "he-normal-truncated",
        formula: "as he-normal, cut at two standard deviations of the uncut normal",
        listed: false,
        params: &[HE_GAIN],
        distribution: |inputs, _, p| Distribution::TruncatedNormal { mean: 0.0, std: p[0] / inputs.sqrt() },
    },
    Initialiser {
        name: "xavier-normal-truncated",
        formula: "as xavier-normal, cut at two standard deviations of the uncut normal",
        listed: false,
        params: &[GAIN],
        distribution: |inputs, units, p| Distribution::TruncatedNormal {
            mean: 0.0,
            std: p[0] * (2.0 / (inputs + units)).sqrt(),
        },
    },
    Initialiser {
        name: "torch-default",
        formula: "U(−a, a), a = 1 / √inputs",
        listed: false,
        distribution: |inputs, _, _| uniform(1.0 / inputs.sqrt()),
        ..ZEROS
    },
];

fn uniform(bound: f64) -> Distribution {
    Distribution::Uniform { low: -bound, high: bound }
}

fn normal(std: f64) -> Distribution {
    Distribution::Normal { mean: 0.0, std }
}
