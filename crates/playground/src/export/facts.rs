//! What every export tells of a model: names, scaling, layers as plain matrices, checks, and the lines at its head.

use autodiff::{Expr, Graph};
use nn::loss::{Learns, Pairing};
use nn::network::Network;

use super::lines::{Language, Printed, print};
use super::unroll::unrolled;
use crate::config::{Config, Scaling};
use crate::data::shortest_f64;
use crate::features::FeatureSet;
use crate::model::{Model, checks};
use crate::task::Task;
use crate::units::{Axis, Units};

/// What is written of a model.
pub(super) struct Facts<'m> {
    pub(super) model: &'m Model,
    pub(super) config: &'m Config,
    pub(super) network: Network,
    /// The parameters of the same network without anything switched off: what is off has weight 0.
    pub(super) plain: Vec<f32>,
    /// The names of the classes, where there are classes.
    pub(super) class_names: Vec<String>,
    /// The names of what is measured.
    pub(super) axis_names: [String; 2],
    /// What the plane stands for.
    pub(super) units: Units<'m>,
}

/// A check in the units of the data.
pub(super) struct Check {
    pub(super) at: [f64; 2],
    pub(super) score: Vec<f64>,
    pub(super) predict: Vec<f64>,
}

impl<'m> Facts<'m> {
    pub(super) fn of(model: &'m Model) -> Facts<'m> {
        let (config, network) = (&model.config, model.network());
        let units = Units::of(config);
        let given = config.axis_names.as_deref().unwrap_or_default();
        let axis_names =
            [(0, "x"), (1, "y")].map(|(axis, plain)| given.get(axis).map_or(plain, String::as_str).to_owned());
        let has_classes = config.task == Task::Classification;
        let name = |class: usize| units.class(class).map_or_else(|| format!("class {class}"), str::to_owned);
        let class_names = if has_classes { (1..=config.classes).map(name).collect() } else { Vec::new() };
        let plain = plain(&network, model.parameters());
        Facts { model, config, network, plain, class_names, axis_names, units }
    }

    pub(super) fn pairing(&self) -> &'static Pairing {
        self.config.pairing()
    }

    pub(super) fn is_scaled(&self) -> bool {
        self.units.is_scaled()
    }

    /// Mean and scale of what a prediction stands for; probabilities have none.
    pub(super) fn label_scaling(&self) -> (f64, f64) {
        self.units.along(Axis::Value)
    }

    /// The hidden layers' activations, each as an expression of `z` in a language.
    pub(super) fn activation(&self, layer: usize, language: &Language, input: &str) -> Printed {
        let graph = Graph::new();
        let z = graph.input(input, 2, 2);
        let layer = &self.network.layers[layer];
        print(language, &[(layer.activation.apply)(z, &layer.activation_params)])
    }

    /// The features as expressions of `x1` and `x2`, on the plane; a constant one has their shape too.
    pub(super) fn features(&self, language: &Language, names: [&str; 2]) -> Printed {
        let graph = Graph::new();
        let [x1, x2] = names.map(|name| graph.input(name, 1, 2));
        print(language, &self.feature_expressions(&graph, x1, x2))
    }

    pub(super) fn feature_expressions<'g>(&self, graph: &'g Graph, x1: Expr<'g>, x2: Expr<'g>) -> Vec<Expr<'g>> {
        let set = FeatureSet::new(&self.config.features).expect("the features of a valid configuration are formulas");
        set.expressions(graph, x1, x2)
    }

    /// What of the features is written without limits: what is known to stay finite.
    pub(super) fn is_tame(&self, feature: usize) -> bool {
        let name = &self.config.features[feature];
        crate::features::KNOWN.iter().any(|known| known.name == name)
    }

    /// The prediction for an array of scores, points × outputs, on the plane.
    pub(super) fn prediction(&self, language: &Language, scores: &str) -> Printed {
        let graph = Graph::new();
        // Two points, so that sums over outputs are no sums over everything.
        let scores = graph.input(scores, self.config.n_outputs(), 2);
        print(language, &[(self.pairing().predict)(scores)])
    }

    /// The prediction, output by output, as expressions of these scores.
    pub(super) fn predictions<'g>(&self, scores: &[Expr<'g>], graph: &'g Graph) -> Vec<Expr<'g>> {
        let columns = Graph::new();
        let column = columns.input("score", scores.len(), 2);
        unrolled((self.pairing().predict)(column), &[(column, scores.to_vec())], graph)
    }

    /// The checks, in the units of the data.
    pub(super) fn checks(&self) -> Vec<Check> {
        let in_units = |check: checks::Check| Check {
            at: [(Axis::X, 0), (Axis::Y, 1)].map(|(axis, at)| self.units.original(axis, shortest_f64(check.input[at]))),
            score: check.score,
            predict: check.predict.into_iter().map(|value| self.units.original(Axis::Value, value)).collect(),
        };
        checks::of(self.model).into_iter().map(in_units).collect()
    }

    /// The lines at the head of an export.
    pub(super) fn head(&self) -> Vec<String> {
        let config = self.config;
        let [x, y] = &self.axis_names;
        let learns = match config.task {
            Task::Classification => format!("which of {} classes a point belongs to", config.classes),
            Task::Regression => "a value over the plane".into(),
            Task::Curve => format!("a value for each {x}; {y} has no effect"),
        };
        let sizes: Vec<String> = self.network.sizes().iter().map(usize::to_string).collect();
        let progress = self.model.run.progress;
        let mut lines = vec![
            format!("Learns: {learns}."),
            format!("Features: {}, of x1 and x2 on the plane.", config.features.join(", ")),
            format!("Units per layer: {}. Activations: {}.", sizes.join(", "), listed(&config.activations)),
            format!("Trained for {} steps, {} epochs, with the loss {}.", progress.step, progress.epoch, config.loss),
        ];
        if !self.class_names.is_empty() {
            lines.push(format!("Classes: {}.", self.class_names.join(", ")));
        }
        if self.is_scaled() {
            let Scaling { mean, scale } = self.units.scaling();
            lines.push(format!(
                "Scaling: x1 = ({x} {}) / {:?}, x2 = ({y} {}) / {:?}.",
                term(-mean[0]),
                scale[0],
                term(-mean[1]),
                scale[1]
            ));
            if self.class_names.is_empty() {
                lines.push(format!("A value is {:?} * score {}.", scale[2], term(mean[2])));
            }
        } else {
            lines.push(format!("The plane is in the units of the data: x1 = {x}, x2 = {y}."));
        }
        let predicts = match self.pairing().learns {
            Learns::TwoClasses => {
                let graph = Graph::new();
                let predict = (self.pairing().predict)(graph.input("score", 1, 1));
                format!("{predict}, the probability of {}", self.class_names[1])
            }
            Learns::ManyClasses => "the softmax of the scores, a probability for each class".into(),
            Learns::Number => "the score in the units of the data".into(),
        };
        lines.push("score(x, y) is what the last layer computes, before its activation.".into());
        lines.push(format!("predict(x, y) is {predicts}."));
        lines.iter().map(|line| on_one_line(line)).collect()
    }
}

/// A number behind its sign.
fn term(value: f64) -> String {
    format!("{} {:?}", if value < 0.0 { '-' } else { '+' }, value.abs())
}

/// The words, or that there are none.
fn listed(words: &[String]) -> String {
    if words.is_empty() { "none".into() } else { words.join(", ") }
}

/// A text within a comment: nothing in it ends the comment.
pub(super) fn on_one_line(text: &str) -> String {
    let plain = |c: char| if c.is_control() || ['\u{2028}', '\u{2029}'].contains(&c) { ' ' } else { c };
    text.chars().map(plain).collect()
}

/// The parameters in force, and 0 for what reads a unit that is switched off.
fn plain(network: &Network, parameters: &[f32]) -> Vec<f32> {
    let mut values = network.in_force(parameters);
    let slices = network.slices();
    for (idx, layer) in network.layers.iter().enumerate() {
        let Some((weights, _)) = slices.get(idx + 1) else { break };
        for unit in &layer.off {
            values[weights.clone()].iter_mut().skip(*unit).step_by(layer.units).for_each(|weight| *weight = 0.0);
        }
    }
    values
}
