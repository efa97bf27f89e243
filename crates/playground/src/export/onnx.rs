//! A network as an ONNX file: positions in, scores and predictions out, in `float`. One node for each layer's product and one for each
//! operation of its activation; names and texts are for people who look at it, as in Netron.

use std::collections::HashMap;

use autodiff::formula::Form;
use autodiff::{Expr, Graph, NodeId};

use super::facts::Facts;
use super::lines::forms;
use super::protobuf::Message;
use crate::config::Scaling;
use crate::task::Task;

/// The version of the operators: the first one with all that is used here is 13.
const OPSET: u64 = 17;
const IR_VERSION: u64 = 8;
const FLOAT: u64 = 1;

/// A graph in the making.
#[derive(Default)]
struct File {
    nodes: Vec<Message>,
    tensors: Vec<Message>,
    n_constants: usize,
    /// What the nodes belong to, as part of their names and as their text.
    place: String,
    about: String,
    n_here: usize,
}

pub(super) fn write(facts: &Facts<'_>) -> Vec<u8> {
    let mut file = File::default();
    let features = file.features(facts);
    let scores = file.layers(facts, &features);
    file.at("predict", "The prediction, in the units of the data.");
    file.prediction(facts, &scores);
    let rows = [("position", 2, "x and y, in the units of the data")];
    let n = facts.config.n_outputs();
    let outputs =
        [("score", n, "what the last layer computes, before its activation"), ("predict", n, "the prediction")];
    let mut graph = Message::new();
    for node in &file.nodes {
        graph = graph.message(1, node);
    }
    graph = graph.text(2, "gradient_playground");
    for tensor in &file.tensors {
        graph = graph.message(5, tensor);
    }
    graph = graph.text(10, &facts.head().join("\n"));
    for (field, values) in [(11, &rows[..]), (12, &outputs[..])] {
        for (name, width, about) in values {
            graph = graph.message(field, &value_info(name, *width, about));
        }
    }
    let opset = Message::new().text(1, "").number(2, OPSET);
    let mut model = Message::new()
        .number(1, IR_VERSION)
        .text(2, "Gradient Playground")
        .text(6, &facts.head().join("\n"))
        .message(7, &graph)
        .message(8, &opset);
    let about = [
        ("classes", serde_json::Value::from(facts.class_names.clone()).to_string()),
        ("config", facts.config.to_json().to_string()),
    ];
    for (key, value) in about {
        model = model.message(14, &Message::new().text(1, key).text(2, &value));
    }
    model.into_bytes()
}

/// A table of numbers, points × `width`.
fn value_info(name: &str, width: usize, about: &str) -> Message {
    let points = Message::new().text(2, "points");
    let width = Message::new().number(1, width as u64);
    let shape = Message::new().message(1, &points).message(1, &width);
    let tensor = Message::new().number(1, FLOAT).message(2, &shape);
    Message::new().text(1, name).message(2, &Message::new().message(1, &tensor)).text(3, about)
}

enum Attribute<'a> {
    Number(&'a str, u64),
    Last(&'a str),
}

impl File {
    /// The nodes from here on belong there.
    fn at(&mut self, place: &str, about: &str) {
        (self.place, self.about, self.n_here) = (place.to_owned(), about.to_owned(), 0);
    }

    /// A node with one result, whose name is returned.
    fn node(&mut self, operator: &str, inputs: &[&str], attributes: &[Attribute<'_>]) -> String {
        self.n_here += 1;
        let name = format!("{}/{operator}_{}", self.place, self.n_here);
        self.named(&name.clone(), operator, inputs, attributes);
        name
    }

    fn named(&mut self, output: &str, operator: &str, inputs: &[&str], attributes: &[Attribute<'_>]) {
        self.with_outputs(output, &[output], operator, inputs, attributes);
    }

    fn with_outputs(
        &mut self,
        name: &str,
        outputs: &[&str],
        operator: &str,
        inputs: &[&str],
        attributes: &[Attribute<'_>],
    ) {
        let mut node = Message::new();
        for input in inputs {
            node = node.text(1, input);
        }
        for output in outputs {
            node = node.text(2, output);
        }
        node = node.text(3, name).text(4, operator);
        for attribute in attributes {
            let (name, value) = match attribute {
                Attribute::Number(name, value) => (*name, *value),
                Attribute::Last(name) => (*name, -1_i64 as u64),
            };
            node = node.message(5, &Message::new().text(1, name).number(3, value).number(20, 2));
        }
        self.nodes.push(node.text(6, &self.about));
    }

    fn tensor(&mut self, name: &str, dims: &[usize], values: &[f32], about: &str) {
        let mut tensor = Message::new();
        for dim in dims {
            tensor = tensor.number(1, *dim as u64);
        }
        let raw: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        self.tensors.push(tensor.number(2, FLOAT).text(8, name).bytes(9, &raw).text(12, about));
    }

    fn constant(&mut self, value: f64) -> String {
        self.n_constants += 1;
        let name = format!("constant_{}", self.n_constants);
        self.tensor(&name, &[], &[value as f32], "");
        name
    }

    /// From positions to the features.
    fn features(&mut self, facts: &Facts<'_>) -> String {
        self.at("position", "From the units of the data onto the plane.");
        let mut plane = "position".to_owned();
        if facts.is_scaled() {
            let Scaling { mean, scale } = facts.units.scaling();
            self.tensor("mean", &[2], &[mean[0] as f32, mean[1] as f32], "means of x and y");
            self.tensor("scale", &[2], &[scale[0] as f32, scale[1] as f32], "scales of x and y");
            let centred = self.node("Sub", &[&plane, "mean"], &[]);
            plane = self.node("Div", &[&centred, "scale"], &[]);
        }
        self.with_outputs("position/Split", &["x1", "x2"], "Split", &[&plane], &[Attribute::Number("axis", 1)]);
        let mut second = "x2".to_owned();
        if facts.config.task == Task::Curve {
            let zero = self.constant(0.0);
            second = self.node("Mul", &["x1", &zero], &[]); // a curve has one coordinate
        }
        let graph = Graph::new();
        let [x1, x2] = ["x1", "x2"].map(|name| graph.input(name, 1, 2));
        let mut columns = Vec::new();
        for (idx, feature) in facts.feature_expressions(&graph, x1, x2).into_iter().enumerate() {
            let formula = &facts.config.features[idx];
            self.at(&format!("feature_{}", idx + 1), &format!("The feature {formula}."));
            let mut column = self.expression(feature, &[(x1, "x1"), (x2, &second)]);
            if feature.constant().is_some() {
                let zero = self.constant(0.0);
                let zeros = self.node("Mul", &["x1", &zero], &[]);
                column = self.node("Add", &[&zeros, &column], &[]);
            }
            if !facts.is_tame(idx) {
                let (least, most) = (self.constant(-1e4), self.constant(1e4));
                column = self.node("Clip", &[&column, &least, &most], &[]);
            }
            columns.push(column);
        }
        self.at("features", "The features of the positions, one after the other.");
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        self.named("features", "Concat", &columns, &[Attribute::Number("axis", 1)]);
        "features".into()
    }

    fn layers(&mut self, facts: &Facts<'_>, features: &str) -> String {
        let mut values = features.to_owned();
        let layers = facts.network.split(&facts.plain);
        for (idx, layer) in layers.iter().enumerate() {
            let (units, n_inputs, is_last) = (layer.bias.len(), layer.n_inputs, idx + 1 == layers.len());
            let place = if is_last { "output".to_owned() } else { format!("hidden_{}", idx + 1) };
            let activation = facts.config.activations.get(idx).map_or("none", String::as_str);
            let what = if is_last { "The output layer" } else { "A hidden layer" };
            self.at(&place, &format!("{what}: {units} units of {n_inputs} inputs, activation {activation}."));
            let [weights, bias] = ["weight", "bias"].map(|name| format!("{place}.{name}"));
            self.tensor(&weights, &[units, n_inputs], layer.weights, "units x inputs");
            self.tensor(&bias, &[units], layer.bias, "");
            let sum = if is_last { "score".to_owned() } else { format!("{place}/sum") };
            self.named(&sum, "Gemm", &[&values, &weights, &bias], &[Attribute::Number("transB", 1)]);
            values = sum;
            if !is_last {
                let graph = Graph::new();
                let z = graph.input("z", 2, 2);
                let layer = &facts.network.layers[idx];
                let a = (layer.activation.apply)(z, &layer.activation_params);
                values = self.expression(a, &[(z, &values)]);
            }
        }
        values
    }

    fn prediction(&mut self, facts: &Facts<'_>, scores: &str) {
        let graph = Graph::new();
        let s = graph.input("s", facts.config.n_outputs(), 2);
        let mut value = self.expression((facts.pairing().predict)(s), &[(s, scores)]);
        let (mean, scale) = facts.label_scaling();
        if (mean, scale) != (0.0, 1.0) {
            let (mean, scale) = (self.constant(mean), self.constant(scale));
            let scaled = self.node("Mul", &[&value, &scale], &[]);
            value = self.node("Add", &[&scaled, &mean], &[]);
        }
        self.named("predict", "Identity", &[&value], &[]);
    }

    /// The nodes of an expression; the name of its result.
    fn expression(&mut self, expr: Expr<'_>, inputs: &[(Expr<'_>, &str)]) -> String {
        let mut names: HashMap<NodeId, String> = HashMap::new();
        let mut masks: HashMap<NodeId, String> = HashMap::new();
        for (node, form, _) in forms(&[expr]) {
            let of = |part: &Expr<'_>| names[&part.id()].clone();
            let name = match &form {
                Form::Number(value) => self.constant(*value),
                Form::Input(_) => inputs
                    .iter()
                    .find(|(input, _)| *input == node)
                    .map_or(String::new(), |(_, name)| (*name).to_owned()),
                Form::Minus(inner) => self.node("Neg", &[&of(inner)], &[]),
                Form::Infix(operator @ (">" | ">="), left, right) => {
                    let operator = if *operator == ">" { "Greater" } else { "GreaterOrEqual" };
                    let mask = self.node(operator, &[&of(left), &of(right)], &[]);
                    masks.insert(node.id(), mask.clone());
                    // As a number it is a node of its own, which a choice does not need.
                    let is_number = expr == node
                        || forms(&[expr]).iter().any(|(_, form, _)| match form {
                            Form::Call("if", args) => args[1..].contains(&node),
                            form => form.parts().contains(&node),
                        });
                    if is_number { self.node("Cast", &[&mask], &[Attribute::Number("to", FLOAT)]) } else { mask }
                }
                Form::Infix(operator, left, right) => {
                    let operator = match *operator {
                        "+" => "Add",
                        "-" => "Sub",
                        "*" => "Mul",
                        "/" => "Div",
                        _ => "Pow",
                    };
                    self.node(operator, &[&of(left), &of(right)], &[])
                }
                Form::Call("broadcast", args) => of(&args[0]),
                Form::Call("if", args) => {
                    let mask = match masks.get(&args[0].id()) {
                        Some(mask) => mask.clone(),
                        None => {
                            let zero = self.constant(0.0);
                            let is_zero = self.node("Equal", &[&of(&args[0]), &zero], &[]);
                            self.node("Not", &[&is_zero], &[])
                        }
                    };
                    self.node("Where", &[&mask, &of(&args[1]), &of(&args[2])], &[])
                }
                Form::Call(name, args) => {
                    let args: Vec<String> = args.iter().map(of).collect();
                    self.call(name, &args)
                }
            };
            names.insert(node.id(), name);
        }
        names.remove(&expr.id()).unwrap_or_default()
    }

    fn call(&mut self, name: &str, args: &[String]) -> String {
        let a = args[0].as_str();
        let operator = match name {
            "ln1p" => {
                let one = self.constant(1.0);
                let sum = self.node("Add", &[&one, a], &[]);
                return self.node("Log", &[&sum], &[]);
            }
            "expm1" => {
                let one = self.constant(1.0);
                let power = self.node("Exp", &[a], &[]);
                return self.node("Sub", &[&power, &one], &[]);
            }
            "sech2" => {
                let one = self.constant(1.0);
                let tanh = self.node("Tanh", &[a], &[]);
                let square = self.node("Mul", &[&tanh, &tanh], &[]);
                return self.node("Sub", &[&one, &square], &[]);
            }
            "normcdf" => {
                let (root, one, half) = (self.constant(0.5_f64.sqrt()), self.constant(1.0), self.constant(0.5));
                let scaled = self.node("Mul", &[a, &root], &[]);
                let erf = self.node("Erf", &[&scaled], &[]);
                let sum = self.node("Add", &[&erf, &one], &[]);
                return self.node("Mul", &[&sum, &half], &[]);
            }
            "min" | "max" => {
                let operator = if name == "min" { "Min" } else { "Max" };
                return self.node(operator, &[a, &args[1]], &[]);
            }
            "softmax" => return self.node("Softmax", &[a], &[Attribute::Last("axis")]),
            "ln" => "Log",
            _ => return self.node(&capital(name), &[a], &[]),
        };
        self.node(operator, &[a], &[])
    }
}

/// ONNX writes its operators with a capital.
fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
