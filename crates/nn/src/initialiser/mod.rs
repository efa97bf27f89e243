//! The initialisers: distributions of the initial weights.
//!
//! Invariant: an initial weight is a pure function of (seed, layer, unit, input, distribution), with
//! the same bits on every platform, independent of earlier edits. The exception is "orthogonal", in
//! which the weights of a layer depend on each other and so on the layer's shape. To add an
//! initialiser, add a row to `table`. In the formulas, U is uniform between two bounds and N normal with mean and variance; `inputs` and
//! `units` are a layer's.
//!
#![doc = include_str!("../../docs/initialiser.md")]

mod table;

use crate::Param;
use crate::catalog::catalog;
use crate::param::assert_complete;
use crate::random::Stream;

/// An initialiser.
#[derive(Debug)]
pub struct Initialiser {
    /// Its name in configurations and files.
    pub name: &'static str,
    /// Its formula, for people.
    pub formula: &'static str,
    /// Whether menus offer it.
    pub listed: bool,
    /// The parameters of `distribution`.
    pub params: &'static [Param],
    /// The distribution of each weight, from (inputs, units, parameter values).
    pub distribution: fn(f64, f64, &[f64]) -> Distribution,
}

/// The distribution of a weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Distribution {
    /// This number, without randomness.
    Constant(f64),
    /// Uniform in [low, high).
    Uniform {
        /// Smallest value.
        low: f64,
        /// Upper bound, exclusive.
        high: f64,
    },
    /// Normal.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        std: f64,
    },
    /// Normal, truncated at twice the standard deviation that it has before truncation.
    TruncatedNormal {
        /// Mean.
        mean: f64,
        /// Standard deviation after truncation.
        std: f64,
    },
    /// A random rotation times a factor: the rows, or the columns if there are fewer, are orthogonal.
    Orthogonal {
        /// L2 norm of each row or column.
        gain: f64,
    },
}

/// Standard deviation of a standard normal that is truncated at ±2.
const CUT_STD: f64 = 0.879_625_661_034_239_8;

/// The initial parameters of a network of these sizes ([`Network::sizes`](crate::network::Network::sizes)), in the flat
/// order: each layer's weights, then its biases, which are 0.
///
/// # Panics
/// If `params` are not as many as the initialiser takes.
///
/// ```
/// use nn::{defaults, initialiser};
///
/// let xavier = initialiser::find("xavier-uniform").expect("it is in the catalog");
/// let parameters = initialiser::draw_network(xavier, &defaults(xavier.params), 1, &[2, 3, 1]);
/// assert_eq!(parameters.len(), (2 * 3 + 3) + (3 + 1));
/// assert_eq!(parameters[6..9], [0.0; 3]); // the biases of the first layer
/// ```
pub fn draw_network(initialiser: &Initialiser, params: &[f64], seed: u64, sizes: &[usize]) -> Vec<f32> {
    let layers = sizes.windows(2).enumerate().flat_map(|(layer, pair)| {
        let weights = draw_layer(initialiser, params, seed, layer, pair[1], pair[0]);
        weights.into_iter().chain(std::iter::repeat_n(0.0, pair[1]))
    });
    layers.collect()
}

/// The initial weights of layer number `layer`, `units × inputs`, row by row. The key of an input is
/// its index.
///
/// # Panics
/// If `params` are not as many as the initialiser takes.
///
/// ```
/// use nn::{defaults, initialiser};
///
/// let normal = initialiser::find("normal").expect("it is in the catalog");
/// let draw = |units| initialiser::draw_layer(normal, &defaults(normal.params), 1, 0, units, 2);
/// assert_eq!(draw(5)[..6], draw(3)); // a weight does not depend on how many units there are
/// ```
pub fn draw_layer(
    initialiser: &Initialiser,
    params: &[f64],
    seed: u64,
    layer: usize,
    units: usize,
    inputs: usize,
) -> Vec<f32> {
    let places: Vec<u64> = (0..inputs as u64).collect();
    draw_layer_of(initialiser, params, seed, layer, units, &places)
}

/// The initial weights of layer number `layer`, `units × inputs`, row by row, from inputs with these
/// keys. The weights of an input depend on its key and not on its index.
///
/// # Panics
/// If `params` are not as many as the initialiser takes.
///
/// ```
/// use nn::{defaults, initialiser};
///
/// let normal = initialiser::find("normal").expect("it is in the catalog");
/// let draw = |keys: &[u64]| initialiser::draw_layer_of(normal, &defaults(normal.params), 1, 0, 1, keys);
/// assert_eq!(draw(&[7, 9]), [draw(&[7]), draw(&[9])].concat());
/// ```
pub fn draw_layer_of(
    initialiser: &Initialiser,
    params: &[f64],
    seed: u64,
    layer: usize,
    units: usize,
    input_keys: &[u64],
) -> Vec<f32> {
    assert_complete(initialiser.name, initialiser.params, params);
    let inputs = input_keys.len();
    let distribution = (initialiser.distribution)(inputs as f64, units as f64, params);
    let weight = |unit: usize, input: usize| {
        draw(distribution, Stream::new(&[seed, layer as u64, unit as u64, input_keys[input]]))
    };
    let weights: Vec<f64> = (0..units * inputs).map(|k| weight(k / inputs, k % inputs)).collect();
    let weights = match distribution {
        Distribution::Orthogonal { gain } => orthogonal(gain, &weights, units, inputs),
        _ => weights,
    };
    weights.into_iter().map(|weight| weight as f32).collect()
}

/// One weight. For an orthogonal layer it is a normal number, from which `orthogonal` computes the weights.
fn draw(distribution: Distribution, mut stream: Stream) -> f64 {
    match distribution {
        Distribution::Constant(value) => value,
        Distribution::Uniform { low, high } => low + (high - low) * stream.uniform(),
        Distribution::Normal { mean, std } => mean + std * stream.normal(),
        Distribution::Orthogonal { .. } => stream.normal(),
        Distribution::TruncatedNormal { mean, std } => loop {
            let z = stream.normal();
            if z.abs() <= 2.0 {
                break mean + std / CUT_STD * z;
            }
        },
    }
}

/// Makes the rows of normal numbers (or the columns, if there are fewer) orthogonal and of L2 norm
/// `gain` by the Gram–Schmidt process. It keeps the diagonal of the triangular factor positive, so
/// that all rotations are equally likely.
///
/// # Source
/// Mezzadri, *How to generate random matrices from the classical compact groups*, 2007.
fn orthogonal(gain: f64, normals: &[f64], units: usize, inputs: usize) -> Vec<f64> {
    let by_rows = units <= inputs;
    let (count, length) = if by_rows { (units, inputs) } else { (inputs, units) };
    let place = |vector: usize, k: usize| {
        if by_rows { vector * inputs + k } else { k * inputs + vector }
    };
    let mut basis: Vec<Vec<f64>> = Vec::with_capacity(count);
    for vector in 0..count {
        let mut new: Vec<f64> = (0..length).map(|k| normals[place(vector, k)]).collect();
        // Two passes: the second removes the rounding errors of the first.
        for other in basis.iter().chain(&basis) {
            let along = dot(&new, other);
            new.iter_mut().zip(other).for_each(|(x, y)| *x -= along * y);
        }
        let norm = dot(&new, &new).sqrt();
        basis.push(new.into_iter().map(|x| x / norm).collect());
    }
    let mut weights = vec![0.0; units * inputs];
    for (vector, entries) in basis.iter().enumerate() {
        entries.iter().enumerate().for_each(|(k, x)| weights[place(vector, k)] = gain * x);
    }
    weights
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

catalog!(Initialiser in "initialiser", such as "he-normal", table::INITIALISERS);

#[cfg(test)]
mod tests {
    use super::*;

    fn layer(name: &str, layer: usize, units: usize, inputs: usize) -> Vec<f32> {
        let entry = find(name).expect("the catalog has it");
        draw_layer(entry, &crate::defaults(entry.params), 1, layer, units, inputs)
    }

    #[test]
    fn a_weight_does_not_depend_on_how_many_others_there_are() {
        let (small, large) = (layer("normal", 2, 3, 2), layer("normal", 2, 5, 4));
        for (unit, input) in [(0, 0), (1, 1), (2, 0), (2, 1)] {
            assert_eq!(small[unit * 2 + input], large[unit * 4 + input]);
        }
        assert_ne!(layer("normal", 1, 3, 2), small);
    }

    #[test]
    fn draws_keep_their_golden_bits() {
        let bits = |name: &str| layer(name, 0, 1, 2).iter().map(|w| w.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits("uniform"), [1034749227, 999035324]);
        assert_eq!(bits("normal"), [1052448000, 3204953105]);
    }
}
