//! How activations, losses and optimisers are written out, for the ledger. These texts explain what the engine computes from its own
//! expressions; tests hold them to those, number by number. What has no row here is shown by its results alone.

/// An activation and its slope by z (and a, its value), at this z.
pub(super) fn activation(name: &str, z: f64) -> Option<(&'static str, &'static str)> {
    let is_on = z > 0.0;
    Some(match name {
        "linear" => ("z", "1"),
        "relu" => ("max(0, z)", if is_on { "1" } else { "0" }),
        "leaky-relu" => {
            if is_on {
                ("z", "1")
            } else {
                ("0.01*z", "0.01")
            }
        }
        "elu" => {
            if is_on {
                ("z", "1")
            } else {
                ("exp(z) - 1", "exp(z)")
            }
        }
        "selu" if is_on => ("1.0507009873554805*z", "1.0507009873554805"),
        "selu" => ("1.7580993408473766*(exp(z) - 1)", "1.7580993408473766*exp(z)"),
        "gelu" => ("z*normcdf(z)", "normcdf(z) + z*exp(-z^2/2)/sqrt(2*pi)"),
        "silu" => ("z*sigmoid(z)", "sigmoid(z)*(1 + z*(1 - sigmoid(z)))"),
        "softplus" => ("ln(1 + exp(z))", "1/(1 + exp(-z))"),
        "softsign" => ("z/(1 + abs(z))", "1/(1 + abs(z))^2"),
        "sigmoid" => ("1/(1 + exp(-z))", "a*(1 - a)"),
        "tanh" => ("tanh(z)", "1 - a^2"),
        "hard-tanh" => ("min(1, max(-1, z))", if z.abs() < 1.0 { "1" } else { "0" }),
        "sine" => ("sin(z)", "cos(z)"),
        "gaussian" => ("exp(-z^2)", "-2*z*a"),
        "abs" => (
            "abs(z)",
            if is_on {
                "1"
            } else if z < 0.0 {
                "-1"
            } else {
                "0"
            },
        ),
        "mish" => ("z*tanh(softplus(z))", "tanh(softplus(z)) + z*sech2(softplus(z))*sigmoid(z)"),
        "step" => (if z >= 0.0 { "1" } else { "0" }, "0"),
        _ => return None,
    })
}

/// Steps from the score s and the target t to the loss ℓ and δ = ∂ℓ ⁄ ∂s, each a name and a formula. `with_tanh` tells the losses of
/// classes from those of values, which have the same names. Cross-entropy has several scores and stands in the ledger itself.
pub(super) fn loss(name: &str, with_tanh: bool, t: f64, s: f64) -> Vec<(&'static str, &'static str)> {
    let mut steps = match name {
        "log" => {
            vec![("p", "1/(1 + exp(-s))"), ("loss", if t == 1.0 { "-ln(p)" } else { "-ln(1 - p)" }), ("delta", "p - t")]
        }
        "logistic" => {
            vec![("p", "1/(1 + exp(-s))"), ("m", "t*s"), ("loss", "ln(1 + exp(-m))"), ("delta", "-t/(1 + exp(m))")]
        }
        "hinge" => vec![("m", "t*s"), ("loss", "max(0, 1 - m)"), ("delta", if t * s < 1.0 { "-t" } else { "0" })],
        "squared-hinge" => vec![("m", "t*s"), ("loss", "max(0, 1 - m)^2"), ("delta", "-2*t*max(0, 1 - m)")],
        "exponential" => vec![("m", "t*s"), ("loss", "exp(-m)"), ("delta", "-t*loss")],
        _ => Vec::new(),
    };
    if !steps.is_empty() {
        // Where p is 1 or 0 to the last digit, its logarithm is lost.
        if name == "log" && s.abs() > 8.0 {
            steps[1].1 = if t == 1.0 { "ln(1 + exp(-s))" } else { "ln(1 + exp(s))" };
        }
        return steps;
    }
    if with_tanh {
        steps.push(("y", "tanh(s)"));
    }
    steps.push(("d", if with_tanh { "y - t" } else { "s - t" }));
    let d = (if with_tanh { libm::tanh(s) } else { s }) - t;
    let sign = if d > 0.0 {
        "1"
    } else if d < 0.0 {
        "-1"
    } else {
        "0"
    };
    let (value, slope) = match name {
        "squared" => ("0.5*d^2", "d"),
        "absolute" => ("abs(d)", sign),
        "huber" if d.abs() <= 1.0 => ("0.5*d^2", "d"),
        "huber" => ("abs(d) - 0.5", sign),
        _ => return Vec::new(),
    };
    steps.push(("loss", value));
    if with_tanh {
        steps.extend([("k", slope), ("delta", "k*(1 - y^2)")]);
    } else {
        steps.push(("delta", slope));
    }
    steps
}

/// Steps from the gradient g and the state to the change dw of the weight w, each a name and a formula: lr is the rate, t the number of
/// the update, wd the weight decay, the others the optimiser's own.
pub(super) fn optimiser(name: &str) -> &'static [(&'static str, &'static str)] {
    const M: (&str, &str) = ("m", "b1*m + (1 - b1)*g");
    const V: (&str, &str) = ("v", "b2*v + (1 - b2)*g^2");
    const M_HAT: (&str, &str) = ("mhat", "m/(1 - b1^t)");
    const V_HAT: (&str, &str) = ("vhat", "v/(1 - b2^t)");
    const V_RMS: (&str, &str) = ("v", "alpha*v + (1 - alpha)*g^2");
    match name {
        "gradient-descent" => &[("dw", "-lr*g")],
        "momentum" => &[("v", "mu*v + g"), ("dw", "-lr*v")],
        "nesterov" => &[("v", "mu*v + g"), ("dw", "-lr*(g + mu*v)")],
        "adagrad" => &[("G", "G + g^2"), ("dw", "-lr*g/(sqrt(G) + eps)")],
        "adagrad-optax" => &[("G", "G + g^2"), ("dw", "-lr*g/sqrt(G + eps)")],
        "rmsprop" => &[V_RMS, ("dw", "-lr*g/(sqrt(v) + eps)")],
        "rmsprop-momentum" => &[V_RMS, ("b", "mu*b + g/(sqrt(v) + eps)"), ("dw", "-lr*b")],
        "rmsprop-centred" => {
            &[V_RMS, ("m", "alpha*m + (1 - alpha)*g"), ("b", "mu*b + g/(sqrt(max(0, v - m^2)) + eps)"), ("dw", "-lr*b")]
        }
        "rmsprop-optax" => &[V_RMS, ("dw", "-lr*g/sqrt(v + eps)")],
        "adadelta" => &[
            ("v", "rho*v + (1 - rho)*g^2"),
            ("u", "g*sqrt(d + eps)/sqrt(v + eps)"),
            ("d", "rho*d + (1 - rho)*u^2"),
            ("dw", "-lr*u"),
        ],
        "adam" => &[M, V, M_HAT, V_HAT, ("dw", "-lr*mhat/(sqrt(vhat) + eps)")],
        "adamw" => &[M, V, M_HAT, V_HAT, ("dw", "-lr*(mhat/(sqrt(vhat) + eps) + wd*w)")],
        "amsgrad" => {
            &[M, V, ("vmax", "max(vmax, v)"), M_HAT, ("vhat", "vmax/(1 - b2^t)"), ("dw", "-lr*mhat/(sqrt(vhat) + eps)")]
        }
        "amsgrad-optax" => &[M, V, V_HAT, ("vmax", "max(vmax, vhat)"), M_HAT, ("dw", "-lr*mhat/(sqrt(vmax) + eps)")],
        "adamax" => &[M, ("u", "max(b2*u, abs(g) + eps)"), M_HAT, ("dw", "-lr*mhat/u")],
        "nadam-optax" => {
            &[M, V, ("u", "b1*m/(1 - b1^(t + 1)) + (1 - b1)*g/(1 - b1^t)"), V_HAT, ("dw", "-lr*u/(sqrt(vhat) + eps)")]
        }
        "nadam" => &[
            M,
            V,
            ("mut", "b1*(1 - 0.5*0.96^(t*psi))"),
            ("munext", "b1*(1 - 0.5*0.96^((t + 1)*psi))"),
            ("M", "mut*M"),
            ("u", "(1 - mut)/(1 - M)*g + munext/(1 - munext*M)*m"),
            V_HAT,
            ("dw", "-lr*u/(sqrt(vhat) + eps)"),
        ],
        "lion" => &[("c", "b1*m + (1 - b1)*g"), ("m", "b2*m + (1 - b2)*g"), ("dw", "-lr*(sign(c) + wd*w)")],
        "newton" => &[("dw", "-lr*d")],
        _ => &[],
    }
}
