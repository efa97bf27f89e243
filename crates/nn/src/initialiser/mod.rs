//! The initialisers: how weights are drawn.
//!
//! Invariant: a drawn weight is a pure function of (seed, layer, unit, input, distribution), with
//! the same bits on every platform, whatever was edited before it; only "orthogonal", where all
//! weights of a layer hang together, depends on the layer's shape as a whole. To add one, add a row
//! to `table`.

mod table;

use std::f64::consts::TAU;

use rand_core::Rng;
use rand_pcg::Pcg32;

use crate::Param;
use crate::catalog::catalog;

/// An initialiser.
#[derive(Debug)]
pub struct Initialiser {
    /// Its name in configurations and files.
    pub name: &'static str,
    /// Its name as the field writes it.
    pub label: &'static str,
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

/// The weights of layer number `layer`, `units × inputs`, row by row.
pub fn draw_layer(
    initialiser: &Initialiser,
    params: &[f64],
    seed: u64,
    layer: usize,
    units: usize,
    inputs: usize,
) -> Vec<f32> {
    let distribution = (initialiser.distribution)(inputs as f64, units as f64, params);
    let weight =
        |unit: usize, input: usize| draw(distribution, Keyed::new([seed, layer as u64, unit as u64, input as u64]));
    let weights: Vec<f64> = (0..units * inputs).map(|k| weight(k / inputs, k % inputs)).collect();
    let weights = match distribution {
        Distribution::Orthogonal { gain } => orthogonal(gain, &weights, units, inputs),
        _ => weights,
    };
    weights.into_iter().map(|weight| weight as f32).collect()
}

/// One weight; for an orthogonal layer the normal numbers that it is made from.
fn draw(distribution: Distribution, mut stream: Keyed) -> f64 {
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

/// The stream of random numbers that belongs to one weight.
struct Keyed(Pcg32);

impl Keyed {
    fn new(keys: [u64; 4]) -> Keyed {
        // Neighbouring seeds of PCG give correlated streams; hashes of them do not.
        let state = keys.into_iter().fold(0, |hash, key| mix(hash ^ key));
        Keyed(Pcg32::new(state, mix(state)))
    }

    /// Uniform in [0, 1), a multiple of 2⁻⁵³.
    fn uniform(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Standard normal (Box–Muller), by `libm`.
    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * libm::log(1.0 - self.uniform())).sqrt();
        radius * libm::cos(TAU * self.uniform())
    }
}

/// SplitMix64's bijection of 64 bits.
fn mix(bits: u64) -> u64 {
    let z = bits.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ z >> 31
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
        assert_eq!(bits("uniform"), [1051589968, 1048713010]);
        assert_eq!(bits("normal"), [1061826742, 3209314346]);
    }
}
