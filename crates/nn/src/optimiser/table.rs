//! The optimisers of the menus. If conventions differ, these are PyTorch's. The table knows no network
//! and no derivative.

use super::{Method, Optimiser, Slot, larger};
use crate::Param;

pub(super) const MU: Param = Param { name: "mu", default: 0.9, min: 0.0, max: 0.9999 };
pub(super) const EPS: Param = Param { name: "eps", default: 1e-8, min: 0.0, max: 1.0 };
pub(super) const ALPHA: Param = Param { name: "alpha", default: 0.99, min: 0.0, max: 0.9999 };
const B1: Param = Param { name: "b1", default: 0.9, min: 0.0, max: 0.9999 };
const B2: Param = Param { name: "b2", default: 0.999, min: 0.0, max: 0.99999 };
const MOMENTS: [Param; 3] = [B1, B2, EPS];

/// A slot that starts at 0.
pub(super) const fn zero(name: &'static str) -> Slot {
    Slot { name, initial: |_| 0.0 }
}
pub(super) const M: Slot = zero("m");
pub(super) const V: Slot = zero("v");

/// The base of the other rows.
pub(super) const DESCENT: Optimiser = Optimiser {
    name: "gradient-descent",
    formula: "p −= lr · g",
    listed: true,
    params: &[],
    slots: &[],
    decays_weights: false,
    method: Method::Gradient(|u| u.along(u.gradient, &[])),
};

pub(super) static LISTED: [Optimiser; 12] = [
    DESCENT,
    Optimiser {
        name: "momentum",
        formula: "v = mu·v + g; p −= lr · v",
        params: &[MU],
        slots: &[V],
        method: Method::Gradient(|u| {
            let v = u.params[0] * u.slots[0] + u.gradient;
            u.along(v, &[v])
        }),
        ..DESCENT
    },
    Optimiser {
        name: "nesterov",
        formula: "v = mu·v + g; p −= lr · (g + mu·v)",
        params: &[MU],
        slots: &[V],
        method: Method::Gradient(|u| {
            let v = u.params[0] * u.slots[0] + u.gradient;
            u.along(u.gradient + u.params[0] * v, &[v])
        }),
        ..DESCENT
    },
    Optimiser {
        name: "adagrad",
        formula: "G += g²; p −= lr · g / (√G + eps)",
        params: &[Param { default: 1e-10, ..EPS }],
        slots: &[zero("G")],
        method: Method::Gradient(|u| {
            let sum = u.slots[0] + u.gradient.square();
            u.along(u.gradient / (sum.sqrt() + u.params[0]), &[sum])
        }),
        ..DESCENT
    },
    Optimiser {
        name: "rmsprop",
        formula: "v = alpha·v + (1 − alpha)·g²; p −= lr · g / (√v + eps)",
        params: &[ALPHA, EPS],
        slots: &[V],
        method: Method::Gradient(|u| {
            let v = u.running(0, u.params[0], u.gradient.square());
            u.along(u.gradient / (v.sqrt() + u.params[1]), &[v])
        }),
        ..DESCENT
    },
    Optimiser {
        name: "adadelta",
        formula: "v = rho·v + (1 − rho)·g²; u = g·√(d + eps)/√(v + eps); d = rho·d + (1 − rho)·u²; p −= lr · u",
        params: &[Param { name: "rho", default: 0.9, ..ALPHA }, Param { default: 1e-6, ..EPS }],
        slots: &[V, zero("d")],
        method: Method::Gradient(|u| {
            let (rho, eps) = (u.params[0], u.params[1]);
            let v = u.running(0, rho, u.gradient.square());
            let direction = u.gradient * (u.slots[1] + eps).sqrt() / (v + eps).sqrt();
            u.along(direction, &[v, u.running(1, rho, direction.square())])
        }),
        ..DESCENT
    },
    ADAM,
    Optimiser {
        name: "adamw",
        formula: "as Adam, and p −= lr · wd · p",
        decays_weights: true,
        method: Method::Gradient(|u| {
            let (m, v) = u.moments();
            u.along(u.adam_direction(m, v) + u.weight_decay * u.param, &[m, v])
        }),
        ..ADAM
    },
    Optimiser {
        name: "amsgrad",
        formula: "as Adam, with the largest v so far in place of v",
        slots: &[M, V, zero("vmax")],
        method: Method::Gradient(|u| {
            let (m, v) = u.moments();
            let largest = larger(u.slots[2], v);
            u.along(u.adam_direction(m, largest), &[m, v, largest])
        }),
        ..ADAM
    },
    Optimiser {
        name: "nadam",
        formula: "as Adam, with Nesterov's look ahead and a momentum mu(t) = b1·(1 − ½·0.96^(t·psi)) that warms up",
        params: &[B1, B2, EPS, Param { name: "psi", default: 0.004, min: 0.0, max: 1.0 }],
        slots: &[M, V, Slot { name: "M", initial: |_| 1.0 }],
        method: Method::Gradient(|u| {
            let (m, v) = u.moments();
            let (now, next) = (u.nadam_momentum(u.step), u.nadam_momentum(u.step + 1.0));
            let product = now * u.slots[2];
            let ahead = (1.0 - now) / (1.0 - product) * u.gradient + next / (1.0 - next * product) * m;
            u.along(ahead / (u.unbiased(v, u.params[1]).sqrt() + u.params[2]), &[m, v, product])
        }),
        ..ADAM
    },
    Optimiser {
        name: "lion",
        formula: "c = b1·m + (1 − b1)·g; m = b2·m + (1 − b2)·g; p −= lr · (sign(c) + wd · p)",
        params: &[B1, Param { default: 0.99, ..B2 }],
        slots: &[M],
        decays_weights: true,
        method: Method::Gradient(|u| {
            let c = u.running(0, u.params[0], u.gradient);
            u.along(c.sign() + u.weight_decay * u.param, &[u.running(0, u.params[1], u.gradient)])
        }),
        ..DESCENT
    },
    Optimiser {
        name: "newton",
        formula: "p −= lr · (H + damping · I)⁻¹ g",
        params: &[Param { name: "damping", default: 1.0, min: 0.0, max: 1e6 }],
        method: Method::Newton,
        ..DESCENT
    },
];

pub(super) const ADAM: Optimiser = Optimiser {
    name: "adam",
    formula: "m = b1·m + (1 − b1)·g; v = b2·v + (1 − b2)·g²; p −= lr · m/(1 − b1^t) / (√(v/(1 − b2^t)) + eps)",
    params: &MOMENTS,
    slots: &[M, V],
    method: Method::Gradient(|u| {
        let (m, v) = u.moments();
        u.along(u.adam_direction(m, v), &[m, v])
    }),
    ..DESCENT
};
