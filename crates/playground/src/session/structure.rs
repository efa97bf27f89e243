//! From configuration to network and weights, and what of the weights stays when the structure
//! changes: what fits by layer, unit and feature is kept, the rest is drawn as if it had always
//! been there.

use nn::activation::{self, Activation};
use nn::loss::{self, Loss};
use nn::network::{Layer, Network};
use nn::optimiser::Optimiser;
use nn::{initialiser, optimiser};
use serde::{Deserialize, Serialize};

use super::neuron_ids::NeuronIds;
use crate::config::{Config, Neuron, Part, neurons};
use crate::keys::Affects;
use crate::parameter::Parameter;

/// The network of a valid configuration.
pub(crate) fn network(config: &Config) -> Network {
    let find = |name: &str| -> &'static Activation {
        activation::find(name).expect("a valid configuration names activations of the catalog")
    };
    let hidden = config.hidden_layers.iter().zip(&config.activations).enumerate().map(|(idx, (units, name))| {
        let off = neurons(&config.off).filter(|neuron| neuron.layer_idx == idx).map(|neuron| neuron.unit_idx).collect();
        Layer { off, ..Layer::new(*units, find(name)) }
    });
    let output = Layer::new(config.n_outputs(), find(config.pairing().output));
    let mut network = Network { n_inputs: config.features.len(), layers: hidden.chain([output]).collect() };
    let sizes = network.sizes();
    for part in &config.off {
        match part {
            Part::Parameter(Parameter { layer, unit, input }) => network.layers[*layer].cut.push((*unit, *input)),
            // A score is 0 where all that it is made from is 0.
            Part::Neuron(Neuron { layer_idx, unit_idx }) if *layer_idx + 1 == network.layers.len() => {
                let inputs = (0..sizes[*layer_idx]).map(Some).chain([None]);
                network.layers[*layer_idx].cut.extend(inputs.map(|input| (*unit_idx, input)));
            }
            Part::Neuron(_) => {}
        }
    }
    network
}

/// The loss of a valid configuration.
pub(crate) fn loss_of(config: &Config) -> &'static Loss {
    loss::find(&config.loss).expect("a valid configuration names a loss of the catalog")
}

/// The optimiser of a valid configuration.
pub(super) fn optimiser_of(config: &Config) -> &'static Optimiser {
    optimiser::find(&config.optimiser).expect("a valid configuration names an optimiser of the catalog")
}

/// The optimiser's hyper-parameters, in the order of its table.
pub(super) fn optimiser_params(config: &Config) -> Vec<f64> {
    let value = |param: &nn::Param| config.optimiser_params.get(param.name).unwrap_or(param.default);
    optimiser_of(config).params.iter().map(value).collect()
}

/// Per parameter, in the flat order, whether it stays as it is; empty if all of them learn. What is frozen stays, the weights and
/// biases of frozen neurons too, and what is switched off with the weights from and to neurons that are switched off: when they are switched on again, they are as they were.
pub(super) fn frozen(config: &Config, network: &Network) -> Vec<bool> {
    if config.frozen.is_empty() && config.off.is_empty() {
        return Vec::new();
    }
    let sizes = network.sizes();
    let mut frozen = vec![false; network.n_parameters()];
    let slices = network.slices();
    for part in config.frozen.iter().chain(&config.off) {
        match part {
            Part::Parameter(parameter) => frozen[parameter.index(&sizes)] = true,
            Part::Neuron(Neuron { layer_idx, unit_idx }) => {
                let ((weights, bias), n_inputs) = (&slices[*layer_idx], sizes[*layer_idx]);
                frozen[weights.clone()][unit_idx * n_inputs..][..n_inputs].fill(true);
                frozen[bias.start + unit_idx] = true;
            }
        }
    }
    for Neuron { layer_idx, unit_idx } in neurons(&config.off) {
        let next = layer_idx + 1;
        if let Some((weights, _)) = slices.get(next) {
            frozen[weights.clone()].iter_mut().skip(unit_idx).step_by(sizes[next]).for_each(|it| *it = true);
        }
    }
    frozen
}

/// Parameters and the optimiser's state, each a flat list in the order of the network.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Weights {
    pub(crate) parameters: Vec<f32>,
    /// One list per slot of the optimiser.
    pub(crate) slots: Vec<Vec<f32>>,
}

impl Weights {
    /// The initial weights of `network`, set by hand or drawn, and the optimiser's initial state.
    pub(super) fn initial(config: &Config, network: &Network) -> Weights {
        let parameters = match &config.weights {
            Some(weights) => weights.values().to_vec(),
            None => Weights::drawn(config, network),
        };
        let slots = initial_slots(config, parameters.len());
        Weights { parameters, slots }
    }

    /// The initial weights that are drawn for `network`.
    pub(super) fn drawn(config: &Config, network: &Network) -> Vec<f32> {
        let initialiser = initialiser::find(&config.initialisation)
            .expect("a valid configuration names an initialiser of the catalog");
        let params = nn::defaults(initialiser.params);
        let seed = u64::from(config.weight_seed);
        let mut parameters = Vec::with_capacity(network.n_parameters());
        for (layer, pair) in network.sizes().windows(2).enumerate() {
            let keys: Vec<u64> = (0..pair[0]).map(|input| input_key(config, layer, input)).collect();
            parameters.extend(initialiser::draw_layer_of(initialiser, &params, seed, layer, pair[1], &keys));
            parameters.extend(std::iter::repeat_n(config.bias_init as f32, pair[1]));
        }
        parameters
    }

    /// How many numbers there are.
    pub(super) fn n_numbers(&self) -> usize {
        self.parameters.len() * (1 + self.slots.len())
    }

    /// What stays of these weights under another configuration and structure: neurons by place.
    pub(super) fn carried_over(&self, from: &Config, old: &Network, to: &Config, new: &Network) -> Weights {
        self.kept_on(Weights::initial(to, new), &Fits { from, old, to, new, neuron_ids: None })
    }

    /// What stays of these weights where neurons go and come back: each keeps its own, whatever its index. The others have those
    /// of `had`, weights of the new structure.
    pub(super) fn carried_back(&self, had: Weights, from: Side<'_>, to: Side<'_>) -> Weights {
        let (from, old, to, new, neuron_ids) =
            (from.config, from.network, to.config, to.network, Some((from.neuron_ids, to.neuron_ids)));
        self.kept_on(had, &Fits { from, old, to, new, neuron_ids })
    }

    fn kept_on(&self, onto: Weights, fits: &Fits<'_>) -> Weights {
        let parameters = fits.kept(&self.parameters, onto.parameters);
        let slots = match fits.from.changes(fits.to).any(Affects::OPTIMISER) {
            true => initial_slots(fits.to, parameters.len()),
            false => self.slots.iter().zip(onto.slots).map(|(old, onto)| fits.kept(old, onto)).collect(),
        };
        Weights { parameters, slots }
    }
}

/// What tells an input of a layer from the others: features by name, units by place.
fn input_key(config: &Config, layer: usize, input: usize) -> u64 {
    match config.features.get(input).filter(|_| layer == 0) {
        // FNV-1a.
        Some(name) => name
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)),
        None => input as u64,
    }
}

fn initial_slots(config: &Config, n_parameters: usize) -> Vec<Vec<f32>> {
    let params = optimiser_params(config);
    let slots = optimiser_of(config).slots.iter();
    slots.map(|slot| vec![(slot.initial)(&params) as f32; n_parameters]).collect()
}

/// A structure with its weights, before edits.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Unedited {
    pub(super) config: Config,
    pub(super) weights: Weights,
    pub(super) neuron_ids: NeuronIds,
}

/// A structure with the ids of its neurons.
#[derive(Clone, Copy)]
pub(super) struct Side<'a> {
    pub(super) config: &'a Config,
    pub(super) network: &'a Network,
    pub(super) neuron_ids: &'a NeuronIds,
}

/// Two structures, and which entries they have in common.
struct Fits<'a> {
    from: &'a Config,
    old: &'a Network,
    to: &'a Config,
    new: &'a Network,
    /// The neurons of the old and of the new structure; none where the index identifies a neuron.
    neuron_ids: Option<(&'a NeuronIds, &'a NeuronIds)>,
}

impl Fits<'_> {
    /// `fresh` with the entries of `values` that have a place in the new structure.
    fn kept(&self, values: &[f32], mut fresh: Vec<f32>) -> Vec<f32> {
        let (old_slices, new_slices) = (self.old.slices(), self.new.slices());
        let (old_sizes, new_sizes) = (self.old.sizes(), self.new.sizes());
        for layer in 0..self.new.layers.len() {
            let Some(was) = self.layer_before(layer) else { continue };
            let (old_inputs, new_inputs) = (old_sizes[was], new_sizes[layer]);
            for unit in 0..new_sizes[layer + 1] {
                let Some(unit_was) = self.unit_before(layer, unit).filter(|unit| *unit < old_sizes[was + 1]) else {
                    continue;
                };
                fresh[new_slices[layer].1.start + unit] = values[old_slices[was].1.start + unit_was];
                for input in 0..new_inputs {
                    if let Some(before) = self.input_before(layer, input).filter(|before| *before < old_inputs) {
                        let to = new_slices[layer].0.start + unit * new_inputs + input;
                        fresh[to] = values[old_slices[was].0.start + unit_was * old_inputs + before];
                    }
                }
            }
        }
        fresh
    }

    /// The old number of a layer: hidden layers by place, the output layer stays the output layer.
    fn layer_before(&self, layer: usize) -> Option<usize> {
        let (last, old_last) = (self.new.layers.len() - 1, self.old.layers.len() - 1);
        if layer == last { Some(old_last) } else { Some(layer).filter(|layer| *layer < old_last) }
    }

    /// The old number of a unit of a layer; outputs are known by place.
    fn unit_before(&self, layer: usize, unit: usize) -> Option<usize> {
        match self.neuron_ids {
            Some((old, new)) if layer < new.n_layers() => new.place_in(old, layer, unit),
            _ => Some(unit),
        }
    }

    /// The old number of an input: features by name, units by index or by id.
    fn input_before(&self, layer: usize, input: usize) -> Option<usize> {
        if layer > 0 {
            return match self.neuron_ids {
                // An output layer behind another layer than before had other neurons as inputs.
                Some((old, new)) if self.layer_before(layer) == Some(layer) => new.place_in(old, layer - 1, input),
                Some(_) => None,
                None => Some(input),
            };
        }
        // A first layer that was behind others had units as inputs, not features.
        let was_first = self.layer_before(layer) == Some(0);
        let feature = &self.to.features[input];
        self.from.features.iter().position(|name| name == feature).filter(|_| was_first)
    }
}
