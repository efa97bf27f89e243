//! The two small values of a configuration with their own form in JSON: a batch size and the name of a neuron.

use std::fmt;
use std::str::FromStr;

use crate::problem::{Format, Problem, Rule};

/// How many points one step averages over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchSize {
    /// At most this many.
    Points(usize),
    /// The whole training set; "all" in JSON.
    All,
}

impl BatchSize {
    /// The points of a full batch when `n_train` points train; at least 1.
    pub fn points(self, n_train: usize) -> usize {
        match self {
            Self::Points(n) => n.min(n_train).max(1),
            Self::All => n_train.max(1),
        }
    }
}

impl fmt::Display for BatchSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Points(n) => write!(f, "{n}"),
            Self::All => write!(f, "all"),
        }
    }
}

/// A hidden neuron by place; "1.3" in JSON is the third of the first hidden layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Neuron {
    /// Index of the hidden layer, from 0.
    pub layer_idx: usize,
    /// Index in the layer, from 0.
    pub unit_idx: usize,
}

impl Neuron {
    /// Checks that `text`, the value of `key`, names a neuron.
    ///
    /// # Errors
    /// If it is not two numbers from 1 with a dot between them.
    pub(crate) fn check(key: &str, text: &str) -> Result<(), Problem> {
        let refusal = |()| Problem::new(key, Rule::Written(Format::NeuronName), format!("\"{text}\""));
        text.parse::<Self>().map(drop).map_err(refusal)
    }
}

impl FromStr for Neuron {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let index = |digits: &str| digits.parse::<usize>().ok()?.checked_sub(1);
        let neuron = text
            .split_once('.')
            .and_then(|(layer, unit)| Some(Self { layer_idx: index(layer)?, unit_idx: index(unit)? }));
        // One neuron has one name: "+1.3" and "01.3" are not it.
        neuron.filter(|neuron| neuron.to_string() == text).ok_or(())
    }
}

impl fmt::Display for Neuron {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.layer_idx + 1, self.unit_idx + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_neuron_has_exactly_one_name() {
        assert_eq!("1.3".parse(), Ok(Neuron { layer_idx: 0, unit_idx: 2 }));
        for name in ["", "1", "0.1", "1.0", "01.3", "+1.3", "1.3.1", "1.-3", " 1.3", "1.99999999999999999999"] {
            assert_eq!(name.parse::<Neuron>(), Err(()), "{name}");
        }
    }

    #[test]
    fn a_batch_is_never_empty_nor_larger_than_the_training_set() {
        assert_eq!(BatchSize::Points(10).points(250), 10);
        assert_eq!(BatchSize::Points(10).points(4), 4);
        assert_eq!(BatchSize::All.points(250), 250);
        assert_eq!(BatchSize::All.points(0), 1);
    }
}
