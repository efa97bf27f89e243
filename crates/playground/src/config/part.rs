//! The parts of a network that can be frozen or switched off, by place, with their own form in JSON.

use std::fmt;
use std::str::FromStr;

use crate::parameter::Parameter;
use crate::problem::{Format, Problem, Rule};

/// A neuron by place; "1.3" in JSON is the third of the first layer. The output layer is the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Neuron {
    /// Index of the layer, from 0: hidden layers, then the output layer.
    pub layer_idx: usize,
    /// Index in the layer, from 0.
    pub unit_idx: usize,
}

/// A neuron, a weight ("1.3<2" in JSON: into neuron "1.3" from its second input) or a bias ("1.3<b").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A neuron with all weights into it and its bias.
    Neuron(Neuron),
    /// One weight or bias.
    Parameter(Parameter),
}

impl Part {
    /// Checks that `text`, the value of `key`, names a part.
    ///
    /// # Errors
    /// If it is not written as one.
    pub(crate) fn check(key: &str, text: &str) -> Result<(), Problem> {
        let refusal = |()| Problem::new(key, Rule::Written(Format::PartName), format!("\"{text}\""));
        text.parse::<Self>().map(drop).map_err(refusal)
    }

    /// The neuron, or the one that the weight or bias belongs to.
    pub fn owner(self) -> Neuron {
        match self {
            Self::Neuron(neuron) => neuron,
            Self::Parameter(Parameter { layer, unit, .. }) => Neuron { layer_idx: layer, unit_idx: unit },
        }
    }

    /// The input of a weight, from 0.
    pub(crate) fn input(self) -> Option<usize> {
        match self {
            Self::Neuron(_) => None,
            Self::Parameter(parameter) => parameter.input,
        }
    }

    /// The same part of another neuron, and from another input if it is a weight.
    pub(crate) fn at(self, Neuron { layer_idx, unit_idx }: Neuron, input: Option<usize>) -> Self {
        match self {
            Self::Neuron(_) => Self::Neuron(Neuron { layer_idx, unit_idx }),
            Self::Parameter(_) => Self::Parameter(Parameter { layer: layer_idx, unit: unit_idx, input }),
        }
    }

    /// Whether a network of these sizes has it, features first.
    pub(crate) fn is_in(self, sizes: &[usize]) -> bool {
        let Neuron { layer_idx, unit_idx } = self.owner();
        sizes.get(layer_idx + 1).is_some_and(|units| unit_idx < *units)
            && self.input().is_none_or(|input| input < sizes[layer_idx])
    }
}

/// The neurons among parts.
pub fn neurons(parts: &[Part]) -> impl Iterator<Item = Neuron> {
    parts.iter().filter_map(|part| match part {
        Part::Neuron(neuron) => Some(*neuron),
        Part::Parameter(_) => None,
    })
}

fn index(digits: &str) -> Option<usize> {
    digits.parse::<usize>().ok()?.checked_sub(1)
}

impl FromStr for Neuron {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let neuron = text
            .split_once('.')
            .and_then(|(layer, unit)| Some(Self { layer_idx: index(layer)?, unit_idx: index(unit)? }));
        // One neuron has one name: "+1.3" and "01.3" are not it.
        neuron.filter(|neuron| neuron.to_string() == text).ok_or(())
    }
}

impl FromStr for Part {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let Some((neuron, from)) = text.split_once('<') else { return text.parse().map(Self::Neuron) };
        let Neuron { layer_idx, unit_idx } = neuron.parse()?;
        let input = if from == "b" { None } else { Some(index(from).ok_or(())?) };
        let part = Self::Parameter(Parameter { layer: layer_idx, unit: unit_idx, input });
        Some(part).filter(|part| part.to_string() == text).ok_or(())
    }
}

impl fmt::Display for Neuron {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.layer_idx + 1, self.unit_idx + 1)
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.owner())?;
        match self {
            Self::Neuron(_) => Ok(()),
            Self::Parameter(Parameter { input: Some(input), .. }) => write!(f, "<{}", input + 1),
            Self::Parameter(Parameter { input: None, .. }) => write!(f, "<b"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_has_exactly_one_name() {
        let parameter = |input| Part::Parameter(Parameter { layer: 0, unit: 2, input });
        assert_eq!("1.3".parse(), Ok(Part::Neuron(Neuron { layer_idx: 0, unit_idx: 2 })));
        assert_eq!(["1.3<2", "1.3<b"].map(str::parse), [Ok(parameter(Some(1))), Ok(parameter(None))]);
        for name in ["", "1", "0.1", "1.0", "01.3", "+1.3", "1.3.1", "1.-3", " 1.3", "1.99999999999999999999"] {
            assert_eq!(name.parse::<Part>(), Err(()), "{name}");
        }
        for name in ["1.3<", "1.3<0", "1.3<02", "1.3<B", "1.3<b ", "1.3<+1", "1.3<1<2", "<1", "1<2", "1.3 <2"] {
            assert_eq!(name.parse::<Part>(), Err(()), "{name}");
        }
    }

    #[test]
    fn a_network_has_the_parts_within_its_sizes() {
        let is_in = |name: &str| name.parse::<Part>().expect("it is a name").is_in(&[2, 4, 1]);
        assert!(["1.1", "1.4<2", "1.4<b", "2.1", "2.1<4", "2.1<b"].into_iter().all(is_in));
        assert!(!["1.5", "1.4<3", "1.5<b", "2.2", "2.1<5", "3.1", "3.1<1", "3.1<b"].into_iter().any(is_in));
    }
}
