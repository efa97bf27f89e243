//! Where one is in a step of training: a stage and a neuron, and which come before and after. Forward from the first hidden neuron to the
//! outputs, then the loss, backward the other way, then batch and update of the chosen weight.

use playground::insight::{Stage, Wanted};

/// A stage, with the neuron, the weight and the point that are looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    pub(super) stage: Stage,
    pub(super) wanted: Wanted,
}

impl Place {
    /// Where the view begins: the first hidden neuron with its first weight.
    pub(super) fn first() -> Place {
        Place { stage: Stage::Forward, wanted: Wanted { input: Some(0), ..Wanted::default() } }
    }

    /// The place so many steps on, or back; the same at either end.
    pub(super) fn moved(self, by: isize, sizes: &[usize]) -> Place {
        let units = &sizes[1..];
        let n: usize = units.iter().sum();
        // The network may have become smaller since.
        let layer = self.wanted.layer.min(units.len() - 1);
        let neuron = units[..layer].iter().sum::<usize>() + self.wanted.unit.min(units[layer] - 1);
        let at = match self.stage {
            Stage::Forward => neuron,
            Stage::Loss => n,
            Stage::Backward => 2 * n - neuron,
            Stage::Batch => 2 * n + 1,
            Stage::Update => 2 * n + 2,
        };
        let to = at.saturating_add_signed(by).min(2 * n + 2);
        let (stage, neuron) = match to {
            _ if to < n => (Stage::Forward, to),
            _ if to == n => (Stage::Loss, n - 1),
            _ if to <= 2 * n => (Stage::Backward, 2 * n - to),
            _ if to == 2 * n + 1 => (Stage::Batch, neuron),
            _ => (Stage::Update, neuron),
        };
        let (mut layer, mut unit) = (0, neuron);
        while unit >= units[layer] {
            unit -= units[layer];
            layer += 1;
        }
        // Another neuron may have fewer inputs.
        let input = self.wanted.input.map(|input| input.min(sizes[layer] - 1));
        Place { stage, wanted: Wanted { layer, unit, input, ..self.wanted } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_lead_through_all_neurons_forward_and_back() {
        let sizes = [2, 3, 1];
        let mut place = Place::first();
        let mut seen = Vec::new();
        loop {
            seen.push((place.stage, place.wanted.layer, place.wanted.unit));
            let next = place.moved(1, &sizes);
            if next == place {
                break;
            }
            assert!(next.moved(-1, &sizes).stage == place.stage);
            place = next;
        }
        let forward = [(0, 0), (0, 1), (0, 2), (1, 0)].map(|(layer, unit)| (Stage::Forward, layer, unit));
        let backward = [(1, 0), (0, 2), (0, 1), (0, 0)].map(|(layer, unit)| (Stage::Backward, layer, unit));
        let end = [(Stage::Batch, 0, 0), (Stage::Update, 0, 0)];
        let outside = Place { wanted: Wanted { layer: 5, unit: 9, ..place.wanted }, ..Place::first() };
        assert_eq!(outside.moved(-1, &sizes).wanted.layer, 0, "of a network that became smaller");
        assert_eq!(seen, [&forward[..], &[(Stage::Loss, 1, 0)], &backward, &end].concat());
    }
}
