// «title»
//
«head»//
// Checks itself against numbers of the page: `rustc model.rs && ./model` ends with code 0 if all hold, else 1.
// As a module (`mod model;`) it offers score(x, y), predict(x, y)«offers» and check().

«constants»
/// How many features and outputs there are.
pub const N_FEATURES: usize = «nfeatures»;
pub const N_OUTPUTS: usize = «noutputs»;

type Layer = (&'static [&'static [f64]], &'static [f64], fn(f64) -> f64);

/// Weights (units x inputs), bias and activation of each layer; what is switched off is 0.
const LAYERS: &[Layer] = «layers»;

/// Position, score and prediction, as the page has them.
const CHECKS: &[(f64, f64, [f64; N_OUTPUTS], [f64; N_OUTPUTS])] = «checks»;
«helpers»«activations»
fn same(z: f64) -> f64 {
    z
}

/// The features of a position on the plane.
#[allow(unused_variables)]
fn features(x1: f64, x2: f64) -> [f64; N_FEATURES] {
«featurelines»    «features»
}

/// What the last layer computes at a position, before its activation.
#[allow(unused_variables)]
pub fn score(x: f64, y: f64) -> [f64; N_OUTPUTS] {
«plane»    let mut a = features(x1, x2).to_vec();
    for (weights, bias, activation) in LAYERS {
        let z = |(row, bias): (&&[f64], &f64)| row.iter().zip(&a).map(|(weight, input)| weight * input).sum::<f64>() + bias;
        a = weights.iter().zip(*bias).map(z).map(activation).collect();
    }
    ::std::convert::TryInto::try_into(a).expect("the last layer has a unit for each output")
}

/// The prediction at a position, in the units of the data.
pub fn predict(x: f64, y: f64) -> [f64; N_OUTPUTS] {
    let «scores» = score(x, y);
«predictlines»    «predict»
}
«classify»
/// Compares with the checks; returns what is off.
pub fn check() -> Vec<String> {
    let mut off = Vec::new();
    for (x, y, its_score, its_prediction) in CHECKS {
        for (name, expected, found) in [("score", its_score, score(*x, *y)), ("predict", its_prediction, predict(*x, *y))] {
            if !expected.iter().zip(&found).all(|(value, found)| (found - value).abs() <= 1e-5 * value.abs().max(1.0)) {
                off.push(format!("{name}({x}, {y}) must be {expected:?}, got {found:?}"));
            }
        }
    }
    off
}

#[allow(dead_code)]
fn main() {
    let off = check();
    if off.is_empty() {
        println!("{} checks hold", CHECKS.len());
    } else {
        println!("{}", off.join("\n"));
        std::process::exit(1);
    }
}
