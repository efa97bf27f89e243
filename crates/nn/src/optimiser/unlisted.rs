//! Optimisers that no menu offers: variants, and those with the conventions of optax if they differ
//! from PyTorch's. They exist so that runs of other software can be repeated.

use super::table::{ADAM, ALPHA, DESCENT, EPS, M, MU, V, zero};
use super::{Method, Optimiser, Slot, larger};
use crate::Param;

pub(super) static UNLISTED: [Optimiser; 7] = [
    Optimiser {
        name: "adamax",
        formula: "m as Adam; u = max(b2·u, |g| + eps); p −= lr/(1 − b1^t) · m / u",
        listed: false,
        slots: &[M, zero("u")],
        method: Method::Gradient(|u| {
            let m = u.running(0, u.params[0], u.gradient);
            let norm = larger(u.params[1] * u.slots[1], u.gradient.abs() + u.params[2]);
            u.along(u.unbiased(m, u.params[0]) / norm, &[m, norm])
        }),
        ..ADAM
    },
    Optimiser {
        name: "rmsprop-momentum",
        formula: "v as RMSprop; b = mu·b + g/(√v + eps); p −= lr · b",
        listed: false,
        params: &[ALPHA, EPS, MU],
        slots: &[V, zero("b")],
        method: Method::Gradient(|u| {
            let v = u.running(0, u.params[0], u.gradient.square());
            let b = u.params[2] * u.slots[1] + u.gradient / (v.sqrt() + u.params[1]);
            u.along(b, &[v, b])
        }),
        ..DESCENT
    },
    Optimiser {
        name: "rmsprop-centred",
        formula: "as RMSprop with momentum, with v − m² in place of v; m = alpha·m + (1 − alpha)·g",
        listed: false,
        params: &[ALPHA, EPS, Param { default: 0.0, ..MU }],
        slots: &[V, zero("b"), M],
        method: Method::Gradient(|u| {
            let v = u.running(0, u.params[0], u.gradient.square());
            let m = u.running(2, u.params[0], u.gradient);
            let b = u.params[2] * u.slots[1] + u.gradient / ((v - m.square()).relu().sqrt() + u.params[1]);
            u.along(b, &[v, b, m])
        }),
        ..DESCENT
    },
    Optimiser {
        name: "adagrad-optax",
        formula: "G += g²; p −= lr · g / √(G + eps)",
        listed: false,
        params: &[Param { name: "init", default: 0.1, min: 0.0, max: 1e6 }, Param { default: 1e-7, ..EPS }],
        slots: &[Slot { name: "G", initial: |p| p[0] }],
        method: Method::Gradient(|u| {
            let sum = u.slots[0] + u.gradient.square();
            u.along(u.gradient / (sum + u.params[1]).sqrt(), &[sum])
        }),
        ..DESCENT
    },
    Optimiser {
        name: "rmsprop-optax",
        formula: "v as RMSprop; p −= lr · g / √(v + eps)",
        listed: false,
        params: &[Param { default: 0.9, ..ALPHA }, EPS],
        slots: &[V],
        method: Method::Gradient(|u| {
            let v = u.running(0, u.params[0], u.gradient.square());
            u.along(u.gradient / (v + u.params[1]).sqrt(), &[v])
        }),
        ..DESCENT
    },
    Optimiser {
        name: "amsgrad-optax",
        formula: "as AMSGrad, with the largest v/(1 − b2^t) so far",
        listed: false,
        slots: &[M, V, zero("vmax")],
        method: Method::Gradient(|u| {
            let (m, v) = u.moments();
            let largest = larger(u.slots[2], u.unbiased(v, u.params[1]));
            u.along(u.unbiased(m, u.params[0]) / (largest.sqrt() + u.params[2]), &[m, v, largest])
        }),
        ..ADAM
    },
    Optimiser {
        name: "nadam-optax",
        formula: "as Adam, with m̂ = b1·m/(1 − b1^(t+1)) + (1 − b1)·g/(1 − b1^t)",
        listed: false,
        method: Method::Gradient(|u| {
            let (m, v) = u.moments();
            let b1 = u.params[0];
            let ahead = b1 * m / u.bias_correction(b1, u.step + 1.0) + u.unbiased((1.0 - b1) * u.gradient, b1);
            u.along(ahead / (u.unbiased(v, u.params[1]).sqrt() + u.params[2]), &[m, v])
        }),
        ..ADAM
    },
];
