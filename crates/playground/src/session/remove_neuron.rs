//! Removal of one hidden neuron, whichever of its layer it is. A smaller `hiddenLayers` takes the last one.

use super::Session;
use super::structure::{self, Side, Weights};
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
        let mut neuron_ids = self.neuron_ids.clone();
        neuron_ids.remove(layer, unit);
        let side = Side { config: &config, network: &network, neuron_ids: &neuron_ids };
        let weights = self.weights_of(Weights::initial(&config, &network), side);
        self.put_in_force(config, Some(weights))?;
        self.neuron_ids = neuron_ids;
        self.unedited = None;
        self.settle_at_step_0();
        Ok(())
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
