//! Removal of one hidden neuron, whichever of its layer it is. A smaller `hiddenLayers` takes the last one.

use std::ops::Range;

use nn::network::Network;

use super::Session;
use super::structure::{self, Weights};
use crate::config::Config;
use crate::problem::{Counted, Problem, Rule};

impl Session {
    /// Removes a hidden neuron; all other weights that were trained stay, and later neurons of its layer move up.
    ///
    /// # Errors
    /// If there is no such hidden neuron, or it is the last one of its layer.
    pub(super) fn remove_neuron(&mut self, layer: usize, unit: usize) -> Result<(), Problem> {
        let config = without(&self.config, layer, unit)?;
        let network = structure::network(&config);
        let weights = match self.is_at_initial_weights() {
            true => Weights::initial(&config, &network),
            false => self.weights_without(layer, unit, &config, &network),
        };
        self.put_in_force(config, Some(weights))?;
        self.neuron_ids.remove(layer, unit);
        self.unedited = None;
        self.restart_curve_at_step_0();
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
    let mut config = config.clone();
    let n_layers = config.hidden_layers.len();
    let Some(n_units) = config.hidden_layers.get_mut(layer) else {
        return Err(Problem::new("layer", Rule::Below { n: n_layers, of: Counted::HiddenLayers }, layer));
    };
    if unit >= *n_units {
        return Err(Problem::new("unit", Rule::Below { n: *n_units, of: Counted::Neurons }, unit));
    }
    *n_units -= 1;
    for neurons in [&mut config.frozen, &mut config.off] {
        neurons.retain(|neuron| (neuron.layer_idx, neuron.unit_idx) != (layer, unit));
        let later = neurons.iter_mut().filter(|neuron| neuron.layer_idx == layer && neuron.unit_idx > unit);
        later.for_each(|neuron| neuron.unit_idx -= 1);
    }
    config.validate()?;
    Ok(config)
}

/// Moves a row of a matrix within `values` below the others.
fn move_down(values: &mut [f32], matrix: Range<usize>, n_cols: usize, row: usize) {
    values[matrix][row * n_cols..].rotate_left(n_cols);
}
