//! A network's loss at one point, as definitions: every weight is a variable, every neuron has two lines. Activations and losses are
//! the catalogs' own expressions, printed.

use autodiff::{Expr, Graph, formula};
use nn::loss::Per;
use nn::network::Layer;

use super::program::Program;
use crate::config::Config;
use crate::data::{Point, shortest_f64};
use crate::features::FeatureSet;
use crate::session::{loss_of, network, target};

/// A graph of more nodes is not drawn.
pub const MOST_NODES: usize = 200;

/// Definitions and a place where to look at them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Definitions {
    /// One definition a line.
    pub text: String,
    /// The variables and their values, in order.
    pub at: Vec<(String, f64)>,
}

/// The loss of the network of a valid configuration with these weights at this point.
///
/// # Errors
/// How many nodes it would have, if those are more than [`MOST_NODES`].
pub fn network_loss(config: &Config, parameters: &[f32], point: &Point) -> Result<Definitions, usize> {
    let network = network(config);
    // Each weight is a product and a variable: what is far too large need not be written.
    if network.n_parameters() > MOST_NODES {
        return Err(2 * network.n_parameters());
    }
    let mut writer = Writer { made: Definitions::default(), is_long: network.sizes().iter().any(|units| *units > 9) };
    let mut inputs = writer.features(config, point);
    for (idx, (layer, values)) in network.layers.iter().zip(network.split(parameters)).enumerate() {
        let is_last = idx + 1 == network.layers.len();
        inputs = writer.layer(idx, layer, values.n_inputs, values.weights, values.bias, &inputs, is_last);
    }
    writer.loss(config, point, &inputs);
    let names: Vec<String> = writer.made.at.iter().map(|(name, _)| name.clone()).collect();
    let free = formula::free_names(&writer.made.text).unwrap_or_default();
    // What is switched off, or a coordinate that no feature uses, does not occur.
    writer.made.at.retain(|(name, _)| free.contains(name));
    match Program::of(&writer.made.text, &names) {
        Ok(program) if program.nodes.len() <= MOST_NODES => Ok(writer.made),
        Ok(program) => Err(program.nodes.len()),
        Err(_) => Err(MOST_NODES + 1),
    }
}

struct Writer {
    made: Definitions,
    /// Whether numbers in names need something between them.
    is_long: bool,
}

impl Writer {
    fn name(&self, letter: char, numbers: &[usize]) -> String {
        let numbers: Vec<String> = numbers.iter().map(|number| (number + 1).to_string()).collect();
        format!("{letter}{}", numbers.join(if self.is_long { "_" } else { "" }))
    }

    fn line(&mut self, name: &str, formula: &str) {
        self.made.text += &format!("{name} = {formula}\n");
    }

    fn variable(&mut self, name: &str, value: f32) {
        self.made.at.push((name.to_owned(), shortest_f64(value)));
    }

    /// The names of the features, in their order.
    fn features(&mut self, config: &Config, point: &Point) -> Vec<String> {
        let [x1, x2] = config.input_of(point);
        self.variable("x1", x1);
        self.variable("x2", x2);
        let graph = Graph::new();
        let [x1, x2] = ["x1", "x2"].map(|name| graph.input(name, 1, 1));
        let features = FeatureSet::new(&config.features).expect("the features of a valid configuration are formulas");
        let mut names = Vec::new();
        for (idx, feature) in features.expressions(&graph, x1, x2).into_iter().enumerate() {
            names.push(feature.name().unwrap_or_else(|| {
                let name = format!("feature{}", idx + 1);
                self.line(&name, &formula::print(feature));
                name
            }));
        }
        names
    }

    /// The names of a layer's outputs, empty where a unit is switched off.
    #[expect(clippy::too_many_arguments, reason = "a layer has that many parts")]
    fn layer(
        &mut self,
        idx: usize,
        layer: &Layer,
        n_inputs: usize,
        weights: &[f32],
        bias: &[f32],
        inputs: &[String],
        is_last: bool,
    ) -> Vec<String> {
        let mut names = Vec::new();
        for unit in 0..layer.units {
            if layer.off.contains(&unit) {
                names.push(String::new());
                continue;
            }
            let mut terms = Vec::new();
            for (input, name) in inputs.iter().enumerate() {
                if !name.is_empty() && !layer.cut.contains(&(unit, Some(input))) {
                    let weight = self.name('w', &[idx, unit, input]);
                    self.variable(&weight, weights[unit * n_inputs + input]);
                    terms.push(format!("{weight}*{name}"));
                }
            }
            if !layer.cut.contains(&(unit, None)) {
                let name = self.name('b', &[idx, unit]);
                self.variable(&name, bias[unit]);
                terms.push(name);
            }
            if terms.is_empty() {
                terms.push("0".into());
            }
            let [sum, activation] = if is_last { ['s', 'y'] } else { ['z', 'a'] };
            let sum = if is_last { self.name(sum, &[unit]) } else { self.name(sum, &[idx, unit]) };
            self.line(&sum, &terms.join(" + "));
            let graph = Graph::new();
            let z = graph.input(&sum, 1, 1);
            let a = (layer.activation.apply)(z, &layer.activation_params);
            names.push(if a == z {
                sum
            } else {
                let name = if is_last { self.name(activation, &[unit]) } else { self.name(activation, &[idx, unit]) };
                self.line(&name, &formula::print(a));
                name
            });
        }
        names
    }

    fn loss(&mut self, config: &Config, point: &Point, outputs: &[String]) {
        let loss = loss_of(config);
        let graph = Graph::new();
        let exprs: Vec<Expr<'_>> = outputs
            .iter()
            .map(|name| if name.is_empty() { graph.constant(0.0) } else { graph.input(name, 1, 1) })
            .collect();
        let targets: Vec<f64> =
            (0..outputs.len()).map(|output| f64::from(target(config.pairing(), point.label, output))).collect();
        let value = match loss.per {
            Per::Entry => (loss.apply)(exprs[0], graph.constant(targets[0]), &nn::defaults(loss.params)),
            // The one loss of several scores is a sum along a column, which formulas do not have: ln Σ eˢ − s of the class.
            Per::Point => {
                let sum = exprs.iter().map(|score| score.exp()).reduce(|sum, term| sum + term);
                let own =
                    exprs.iter().zip(&targets).find(|(_, target)| **target == 1.0).map_or(exprs[0], |(own, _)| *own);
                sum.unwrap_or(own).ln() - own
            }
        };
        self.line("loss", &formula::print(value));
    }
}
