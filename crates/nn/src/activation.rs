//! The activations: functions of a unit's weighted input, entry by entry.
//!
//! Invariant: each is one expression over `autodiff`'s primitives. It and its slope are finite for
//! |x| ≤ 10⁴ in `f32` and `f64`; in a choice of two branches, the branch that is not taken must not
//! overflow either. Both keep their digits where they tend to a limit: no difference of numbers that are nearly equal
//! (`tests/tests/tails.rs`). To add an activation, add a row to `ACTIVATIONS`; menus, validation and export
//! read it from there.
//!
#![doc = include_str!("../docs/activation.md")]

use std::sync::{PoisonError, RwLock};

use autodiff::Expr;

use crate::Param;

/// An activation.
#[derive(Debug)]
pub struct Activation {
    /// Its name in configurations and files.
    pub name: &'static str,
    /// Its formula, for people.
    pub formula: &'static str,
    /// Whether menus offer it.
    pub listed: bool,
    /// The parameters of `apply`.
    pub params: &'static [Param],
    /// The arguments at which the value or a derivative is a matter of convention.
    pub kinks: &'static [f64],
    /// The activation of `x`, entry by entry, with these parameter values.
    pub apply: for<'g> fn(Expr<'g>, &[f64]) -> Expr<'g>,
}

/// The base of the other rows: without parameters, smooth, in the menus.
const SMOOTH: Activation =
    Activation { name: "linear", formula: "x", listed: true, params: &[], kinks: &[], apply: |x, _| x };

const SELU_SCALE: f64 = 1.050_700_987_355_480_5;
const SELU_ALPHA: f64 = 1.673_263_242_354_377_2;

static ACTIVATIONS: [Activation; 19] = [
    SMOOTH,
    Activation { name: "relu", formula: "max(0, x)", kinks: &[0.0], apply: |x, _| x.relu(), ..SMOOTH },
    Activation {
        name: "leaky-relu",
        formula: "max(0, x) + negative_slope · min(0, x)",
        params: &[Param { name: "negative_slope", default: 0.01, min: 0.0, max: 1.0 }],
        kinks: &[0.0],
        apply: |x, p| positive(x).select(x, p[0] * x),
        ..SMOOTH
    },
    Activation {
        name: "elu",
        formula: "max(0, x) + alpha · (e^min(0, x) − 1)",
        params: &[Param { name: "alpha", default: 1.0, min: 0.0, max: 10.0 }],
        kinks: &[0.0],
        apply: |x, p| elu(x, p[0]),
        ..SMOOTH
    },
    Activation {
        name: "selu",
        formula: "1.0507 · (max(0, x) + 1.6733 · (e^min(0, x) − 1))",
        kinks: &[0.0],
        apply: |x, _| SELU_SCALE * elu(x, SELU_ALPHA),
        ..SMOOTH
    },
    Activation { name: "gelu", formula: "x/2 · (1 + erf(x/√2))", apply: |x, _| x * x.normal_cdf(), ..SMOOTH },
    Activation { name: "silu", formula: "x · sigmoid(x)", apply: |x, _| x * x.sigmoid(), ..SMOOTH },
    Activation { name: "softplus", formula: "ln(1 + e^x)", apply: |x, _| x.softplus(), ..SMOOTH },
    Activation { name: "softsign", formula: "x / (1 + |x|)", kinks: &[0.0], apply: |x, _| x.softsign(), ..SMOOTH },
    Activation { name: "sigmoid", formula: "1 / (1 + e^−x)", apply: |x, _| x.sigmoid(), ..SMOOTH },
    Activation { name: "tanh", formula: "tanh(x)", apply: |x, _| x.tanh(), ..SMOOTH },
    Activation {
        name: "hard-tanh",
        formula: "min(1, max(−1, x))",
        kinks: &[-1.0, 1.0],
        // A clamp by two selects would have the slope 1 at −1 and 1, where the slope in PyTorch is 0.
        apply: |x, _| (one(x).gt(x) * x.gt(-one(x))).select(x, x.sign()),
        ..SMOOTH
    },
    Activation { name: "sine", formula: "sin(x)", apply: |x, _| x.sin(), ..SMOOTH },
    Activation { name: "gaussian", formula: "e^(−x²)", apply: |x, _| (-x.square()).exp(), ..SMOOTH },
    Activation { name: "abs", formula: "|x|", kinks: &[0.0], apply: |x, _| x.abs(), ..SMOOTH },
    Activation { name: "mish", formula: "x · tanh(ln(1 + e^x))", apply: |x, _| x * x.softplus().tanh(), ..SMOOTH },
    Activation {
        name: "step",
        formula: "1 (x ≥ 0), 0 (x < 0)",
        kinks: &[0.0],
        apply: |x, _| x.ge(x.graph().constant(0.0)),
        ..SMOOTH
    },
    Activation {
        name: "step-gt",
        formula: "1 (x > 0), 0 (x ≤ 0)",
        listed: false,
        kinks: &[0.0],
        apply: |x, _| positive(x),
        ..SMOOTH
    },
    Activation {
        name: "gelu-tanh",
        formula: "x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³)))",
        listed: false,
        apply: |x, _| {
            let root = 2.0 * std::f64::consts::FRAC_2_SQRT_PI * std::f64::consts::FRAC_1_SQRT_2;
            x * (x * (root + 0.044715 * root * x.square())).sigmoid()
        },
        ..SMOOTH
    },
];

fn one(x: Expr<'_>) -> Expr<'_> {
    x.graph().constant(1.0)
}

/// 1 where `x > 0`, else 0.
fn positive(x: Expr<'_>) -> Expr<'_> {
    x.gt(x.graph().constant(0.0))
}

/// `x` for `x > 0`, else `alpha (eˣ − 1)`. The argument of the exponential is limited to `x ≤ 0`: in
/// the branch that is not taken, `eˣ` would overflow, and 0 · ∞ would make the slope not a number.
fn elu(x: Expr<'_>, alpha: f64) -> Expr<'_> {
    let left = positive(x).select(x.graph().constant(0.0), x);
    positive(x).select(x, alpha * left.expm1())
}

static REGISTERED: RwLock<Vec<&'static Activation>> = RwLock::new(Vec::new());

/// Adds an activation at run time, for tests of an activation that the catalog does not have.
///
/// # Panics
/// If an activation of this name exists already.
///
/// ```
/// use nn::activation::{self, Activation};
///
/// static CUBE: Activation =
///     Activation { name: "cube", formula: "x³", listed: true, params: &[], kinks: &[], apply: |x, _| x * x * x };
/// activation::register(&CUBE);
/// assert_eq!(activation::find("cube").map(|entry| entry.formula), Some("x³"));
/// ```
pub fn register(activation: &'static Activation) {
    assert!(find(activation.name).is_none(), "activation {} exists already", activation.name);
    REGISTERED.write().unwrap_or_else(PoisonError::into_inner).push(activation);
}

/// Every activation, unlisted and registered ones included, in the order of the menus.
///
/// ```
/// use nn::activation;
///
/// assert!(activation::all().iter().any(|entry| entry.name == "gelu-tanh"));
/// ```
pub fn all() -> Vec<&'static Activation> {
    let registered = REGISTERED.read().unwrap_or_else(PoisonError::into_inner);
    ACTIVATIONS.iter().chain(registered.iter().copied()).collect()
}

/// The activations that menus offer.
///
/// ```
/// use nn::activation;
///
/// assert!(activation::listed().iter().all(|entry| entry.name != "gelu-tanh")); // only for comparison
/// ```
pub fn listed() -> Vec<&'static Activation> {
    all().into_iter().filter(|entry| entry.listed).collect()
}

/// The activation of this name.
///
/// ```
/// use autodiff::{Graph, Matrix, interpret};
/// use nn::activation;
///
/// let entry = activation::find("leaky-relu").expect("it is in the catalog");
/// let graph = Graph::new();
/// let x = graph.input("x", 1, 1);
/// let y = (entry.apply)(x, &nn::defaults(entry.params)); // negative_slope = 0.01
/// assert_eq!(interpret(&graph, &[(x, Matrix::scalar(-2.0))], &[y])?[0], Matrix::scalar(-0.02));
/// # Ok::<(), autodiff::InterpretError>(())
/// ```
pub fn find(name: &str) -> Option<&'static Activation> {
    all().into_iter().find(|entry| entry.name == name)
}

#[cfg(test)]
mod tests {
    use autodiff::{Graph, Matrix, grad, interpret};

    use super::*;

    #[test]
    fn slopes_where_branches_meet_are_torchs() {
        let slope = |name: &str, at: f64| {
            let entry = find(name).expect("the catalog has it");
            let graph = Graph::new();
            let x = graph.input("x", 1, 1);
            let y = (entry.apply)(x, &crate::defaults(entry.params));
            let slope = grad(y, &[x])[0];
            interpret(&graph, &[(x, Matrix::scalar(at))], &[slope]).expect("x has a value")[0].get(0, 0)
        };
        assert_eq!(["relu", "abs", "step"].map(|name| slope(name, 0.0)), [0.0; 3]);
        assert_eq!((slope("leaky-relu", 0.0), slope("elu", 0.0)), (0.01, 1.0));
        assert_eq!((slope("hard-tanh", -1.0), slope("hard-tanh", 1.0)), (0.0, 0.0));
    }
}
