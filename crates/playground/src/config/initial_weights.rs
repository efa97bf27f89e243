//! Initial weights that were set by hand, as a configuration holds them: base64url of little-endian `f32`. It knows no network; how
//! many there must be, `rules` says.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::base64;
use crate::problem::{Format, Problem, Rule};

/// Every weight and bias, layer by layer: the weights row by row, then the biases. Two are equal if all their bits are.
#[derive(Clone, Debug)]
pub struct InitialWeights(Arc<[f32]>);

impl InitialWeights {
    /// These values, in the order of the network.
    pub fn new(values: &[f32]) -> Self {
        Self(values.into())
    }

    /// The values, in the order of the network.
    pub fn values(&self) -> &[f32] {
        &self.0
    }

    /// The values as text.
    pub(crate) fn text(&self) -> String {
        let bytes: Vec<u8> = self.0.iter().flat_map(|value| value.to_le_bytes()).collect();
        base64::encode(&bytes)
    }

    /// The values of a text; none if it does not hold whole numbers of four bytes.
    pub(crate) fn of_text(text: &str) -> Option<Self> {
        let bytes = base64::decode(text)?;
        let (numbers, rest) = bytes.as_chunks::<4>();
        // Neither bytes nor letters may be left over.
        let is_whole = rest.is_empty() && text.len() == (bytes.len() * 4).div_ceil(3);
        is_whole.then(|| Self(numbers.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect()))
    }

    /// Checks the text of `key`.
    ///
    /// # Errors
    /// If it is not such a text, or one of its numbers is not finite.
    pub(crate) fn check(key: &str, text: &str) -> Result<(), Problem> {
        match Self::of_text(text) {
            Some(weights) => weights.check_numbers(key),
            None => Err(Problem::new(key, Rule::Written(Format::Weights), format!("\"{text}\""))),
        }
    }

    /// Checks that all numbers are finite.
    ///
    /// # Errors
    /// The first that is not.
    pub(super) fn check_numbers(&self, key: &str) -> Result<(), Problem> {
        match self.0.iter().enumerate().find(|(_, value)| !value.is_finite()) {
            Some((place, value)) => Err(Problem::new(format!("{key}[{place}]"), Rule::FiniteNumber, value)),
            None => Ok(()),
        }
    }
}

impl PartialEq for InitialWeights {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.len() == other.0.len() && self.0.iter().zip(&*other.0).all(same_bits)
    }
}

impl Serialize for InitialWeights {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for InitialWeights {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(|values: Vec<f32>| Self(values.into()))
    }
}

/// Whether two numbers are the same, the sign of zero included.
pub(crate) fn same_bits((a, b): (&f32, &f32)) -> bool {
    a.to_bits() == b.to_bits()
}
