//! The initialisers: how weights are drawn.
//!
//! Invariant: a drawn weight is a pure function of (seed, layer, unit, input, distribution), with
//! the same bits on every platform, whatever was edited before it; only "orthogonal", where all
//! weights of a layer hang together, depends on the layer's shape as a whole. To add one, add a row
//! to `table`.

mod table;

use crate::Param;
use crate::catalog::catalog;
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
    /// What `distribution` takes beside the sizes.
    pub params: &'static [Param],
    /// How each weight is distributed: (inputs, units, parameter values).
    pub distribution: fn(f64, f64, &[f64]) -> Distribution,
}

/// How a weight is distributed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Distribution {
    /// Always this number.
    Constant(f64),
    /// Uniform in [low, high).
    Uniform {
        /// Smallest value.
        low: f64,
        /// Bound above.
        high: f64,
    },
    /// Normal.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        std: f64,
    },
    /// Normal, cut at twice its standard deviation.
    TruncatedNormal {
        /// Mean.
        mean: f64,
        /// Standard deviation after cutting.
        std: f64,
    },
    /// A random rotation: rows, or columns if there are fewer, orthogonal and of this length.
    Orthogonal {
        /// Length of each.
        gain: f64,
    },
}

/// Standard deviation of a standard normal after cutting at ±2.
const CUT_STD: f64 = 0.879_625_661_034_239_8;

/// The weights of layer number `layer`, `units × inputs`, row by row; inputs are told apart by their
/// place.
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

/// The weights of layer number `layer`, `units × inputs`, row by row, from inputs with these keys:
/// an input has the same weights wherever it stands.
pub fn draw_layer_of(
    initialiser: &Initialiser,
    params: &[f64],
    seed: u64,
    layer: usize,
    units: usize,
    input_keys: &[u64],
) -> Vec<f32> {
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

/// One weight; for an orthogonal layer the normal numbers that it is made from.
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

/// Makes the rows of normal numbers orthogonal (the columns, if there are fewer of them), each of
/// length `gain`, by Gram–Schmidt, which keeps the diagonal of the triangular factor positive, so
/// that every rotation is as likely as every other.
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
        // Twice: what rounding leaves after the first pass is gone after the second.
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

catalog!(Initialiser, table::INITIALISERS);

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
