//! Which hidden neuron is which, whatever its position: each has an id that is never given again. Removal and undo need them, because a
//! neuron can go from the middle of its layer. It knows no weights.

use serde::{Deserialize, Serialize};

/// The numbers of the hidden neurons, layer by layer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct NeuronIds(Vec<Vec<u32>>);

impl NeuronIds {
    /// Those of layers of these sizes: by place the same as here, as far as there are any; the others count on from `last`.
    pub(super) fn resized(&self, hidden_layers: &[usize], last: &mut u32) -> NeuronIds {
        let layer = |(idx, &n_units): (usize, &usize)| {
            let known = self.0.get(idx).map_or(&[][..], Vec::as_slice);
            let mut layer = known[..n_units.min(known.len())].to_vec();
            layer.resize_with(n_units, || {
                *last += 1;
                *last
            });
            layer
        };
        NeuronIds(hidden_layers.iter().enumerate().map(layer).collect())
    }

    /// A neuron is gone; later ones of its layer move up.
    pub(super) fn remove(&mut self, layer: usize, unit: usize) {
        self.0[layer].remove(unit);
    }

    /// How many hidden layers there are.
    pub(super) fn n_layers(&self) -> usize {
        self.0.len()
    }

    /// How many hidden neurons there are.
    pub(super) fn n_neurons(&self) -> usize {
        self.0.iter().map(Vec::len).sum()
    }

    /// The index that the neuron at `unit` of hidden layer `layer` here has in the same layer there, if it is there.
    pub(super) fn place_in(&self, there: &NeuronIds, layer: usize, unit: usize) -> Option<usize> {
        let wanted = self.0[layer][unit];
        there.0.get(layer)?.iter().position(|known| *known == wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_neuron_keeps_its_number_and_none_is_given_twice() {
        let mut last = 0;
        let mut now = NeuronIds::default().resized(&[4, 2], &mut last);
        assert_eq!(now, NeuronIds(vec![vec![1, 2, 3, 4], vec![5, 6]]));
        now.remove(0, 1);
        let more = now.resized(&[5], &mut last);
        assert_eq!(more, NeuronIds(vec![vec![1, 3, 4, 7, 8]]));
        assert_eq!((more.n_layers(), more.n_neurons()), (1, 5));
        assert_eq!([0, 1, 3].map(|unit| more.place_in(&now, 0, unit)), [Some(0), Some(1), None]);
        assert_eq!(now.place_in(&more, 1, 0), None);
    }
}
