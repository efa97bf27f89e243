//! Removal of one hidden neuron, whichever of its layer it is. A smaller `hiddenLayers` takes the last one.

use std::ops::Range;

use nn::network::Network;

use super::Session;
use super::structure::{self, Weights};
use crate::config::{Config, Neuron, Part};
use crate::problem::{Counted, Problem, Rule};

impl Session {
    /// Removes a hidden neuron; all other weights that were trained stay, and later neurons of its layer move up.
    ///
    /// # Errors
    /// If there is no such hidden neuron, or it is the last one of its layer.
    pub(super) fn remove_neuron(&mut self, layer: usize, unit: usize) -> Result<(), Problem> {
        let config = without(&self.config, layer, unit)?;
        let network = structure::network(&config);
        let weights = match self.is_at_drawn_weights() {
            true => Weights::initial(&config, &network),
            false => self.weights_without(layer, unit, &config, &network),
        };
        self.put_in_force(config, Some(weights))?;
        self.neuron_ids.remove(layer, unit);
        self.unedited = None;
        self.settle_at_step_0();
        Ok(())
    }

    fn weights_without(&self, layer: usize, unit: usize, config: &Config, network: &Network) -> Weights {
        // Moved to the end of its layer, it is what a smaller layer leaves out.
        let mut moved = self.weights.clone();
        let (sizes, slices) = (self.network.sizes(), self.network.slices());
        for values in [&mut moved.parameters].into_iter().chain(&mut moved.slots) {
            move_down(values, slices[layer].0.clone(), sizes[layer], unit);
            move_down(values, slices[layer].1.clone(), 1, unit);
            for row in values[slices[layer + 1].0.clone()].chunks_exact_mut(sizes[layer + 1]) {
                row[unit..].rotate_left(1);
            }
        }
        moved.carried_over(&self.config, &self.network, config, network)
    }
}

/// The configuration without a hidden neuron.
fn without(config: &Config, layer: usize, unit: usize) -> Result<Config, Problem> {
    let mut config = Config { weights: None, ..config.clone() };
    let n_layers = config.hidden_layers.len();
    let Some(n_units) = config.hidden_layers.get_mut(layer) else {
        return Err(Problem::new("layer", Rule::Below { n: n_layers, of: Counted::HiddenLayers }, layer));
    };
    if unit >= *n_units {
        return Err(Problem::new("unit", Rule::Below { n: *n_units, of: Counted::Neurons }, unit));
    }
    *n_units -= 1;
    for parts in [&mut config.frozen, &mut config.off] {
        *parts = parts.iter().filter_map(|part| place_without(*part, layer, unit)).collect();
    }
    config.validate()?;
    Ok(config)
}

/// Where a part of the network is when a neuron is gone; nothing if it goes too.
fn place_without(part: Part, layer: usize, unit: usize) -> Option<Part> {
    let moved = |index: usize| (index != unit).then(|| index - usize::from(index > unit));
    let Neuron { layer_idx, unit_idx } = part.owner();
    let unit_idx = if layer_idx == layer { moved(unit_idx)? } else { unit_idx };
    let input = match part.input() {
        Some(input) if layer_idx == layer + 1 => Some(moved(input)?),
        input => input,
    };
    Some(part.at(Neuron { layer_idx, unit_idx }, input))
}

/// Moves a row of a matrix within `values` below the others.
fn move_down(values: &mut [f32], matrix: Range<usize>, n_cols: usize, row: usize) {
    values[matrix][row * n_cols..].rotate_left(n_cols);
}
