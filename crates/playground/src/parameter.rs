//! Which weight or bias a place in the list of all parameters is: per layer the weights row by row, then the biases.
//! Knows sizes only, no values.

/// A weight, or a bias where there is no input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Hidden layers from 0, then the output's.
    pub layer: usize,
    /// The neuron of that layer, from 0.
    pub unit: usize,
    /// The feature or neuron of the layer before, from 0.
    pub input: Option<usize>,
}

impl Parameter {
    /// Its place in the list of a network of these sizes, features first.
    pub fn index(self, sizes: &[usize]) -> usize {
        let before: usize = sizes.windows(2).take(self.layer).map(|pair| (pair[0] + 1) * pair[1]).sum();
        let (inputs, units) = (sizes[self.layer], sizes[self.layer + 1]);
        before + self.input.map_or(inputs * units + self.unit, |input| self.unit * inputs + input)
    }

    /// The parameter at `index` of the list.
    pub fn at(index: usize, sizes: &[usize]) -> Option<Parameter> {
        let mut rest = index;
        for (layer, pair) in sizes.windows(2).enumerate() {
            let (inputs, units) = (pair[0], pair[1]);
            if rest < inputs * units {
                return Some(Parameter { layer, unit: rest / inputs, input: Some(rest % inputs) });
            }
            if rest < (inputs + 1) * units {
                return Some(Parameter { layer, unit: rest - inputs * units, input: None });
            }
            rest -= (inputs + 1) * units;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn place_and_parameter_belong_to_each_other() {
        let sizes = [2, 4, 3, 1];
        for index in 0..2 * 4 + 4 + 4 * 3 + 3 + 3 + 1 {
            assert_eq!(Parameter::at(index, &sizes).map(|found| found.index(&sizes)), Some(index));
        }
        assert_eq!(Parameter::at(31, &sizes), None);
        assert_eq!(Parameter::at(8, &sizes), Some(Parameter { layer: 0, unit: 0, input: None }));
    }
}
