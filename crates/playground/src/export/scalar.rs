//! What the languages without arrays have in common: every function takes one position.

use autodiff::{Expr, Graph};

use super::facts::Facts;
use super::lines::{Language, Part, print};
use super::python::{coordinates, filled, function_of, in_units};

/// A language without arrays.
pub(super) struct Scalar<'l> {
    pub(super) language: &'l Language,
    pub(super) indent: &'static str,
    /// A function of `z` with this name, these lines and this result.
    pub(super) function: fn(&str, &str, &str) -> String,
}

/// A network's parts in it.
pub(super) struct Code {
    /// The functions of the hidden layers' activations.
    functions: String,
    /// What each hidden layer calls.
    pub(super) activations: Vec<String>,
    plane: String,
    feature_lines: String,
    features: String,
    scores: String,
    predict_lines: String,
    predict: String,
}

impl Code {
    /// All of it, to find out what it calls.
    pub(super) fn all(&self) -> String {
        [&self.functions, &self.feature_lines, &self.features, &self.predict_lines, &self.predict]
            .map(String::as_str)
            .join("\n")
    }
}

impl Scalar<'_> {
    pub(super) fn code(&self, facts: &Facts<'_>) -> Code {
        let (mut functions, mut activations): (String, Vec<String>) = Default::default();
        for (layer, name) in facts.config.activations.iter().enumerate() {
            let word = function_of(name);
            if !activations.contains(&word) {
                let graph = Graph::new();
                let (z, layer) = (graph.input("z", 1, 1), &facts.network.layers[layer]);
                let (lines, results) = self.printed(&[(layer.activation.apply)(z, &layer.activation_params)]);
                functions += &(self.function)(&word, &lines, &results[0].text);
            }
            activations.push(word);
        }
        let graph = Graph::new();
        let [x1, x2] = ["x1", "x2"].map(|name| graph.input(name, 1, 1));
        let (feature_lines, results) = self.printed(&facts.feature_expressions(&graph, x1, x2));
        let tamed = |(idx, part): (usize, &Part)| {
            if facts.is_tame(idx) { part.text.clone() } else { format!("tame({})", part.text) }
        };
        let features: Vec<String> = results.iter().enumerate().map(tamed).collect();
        let n_outputs = facts.config.n_outputs();
        let names: Vec<String> =
            (1..=n_outputs).map(|k| if n_outputs == 1 { "s".into() } else { format!("s{k}") }).collect();
        let scores: Vec<Expr<'_>> = names.iter().map(|name| graph.input(name, 1, 1)).collect();
        let (predict_lines, results) = self.printed(&facts.predictions(&scores, &graph));
        let predict: Vec<String> = results.iter().map(|part| in_units(facts, &part.text)).collect();
        Code {
            functions,
            activations,
            plane: self.plane(facts),
            feature_lines,
            features: format!("[{}]", features.join(", ")),
            scores: format!("[{}]", names.join(", ")),
            predict_lines,
            predict: format!("[{}]", predict.join(", ")),
        }
    }

    fn printed(&self, exprs: &[Expr<'_>]) -> (String, Vec<Part>) {
        let printed = print(self.language, exprs);
        (printed.lines.iter().map(|line| format!("{}{line}\n", self.indent)).collect(), printed.results)
    }

    fn plane(&self, facts: &Facts<'_>) -> String {
        let [first, second] = coordinates(facts, &(self.language.number)(0.0));
        let lines = [("x1", first), ("x2", second)];
        lines.map(|(name, text)| format!("{}{}\n", self.indent, (self.language.line)(name, &text))).concat()
    }
}

/// Fills a template with these parts and others.
pub(super) fn filled_with(template: &str, code: &Code, others: &[(&str, &str)]) -> String {
    let mut values = others.to_vec();
    values.extend([
        ("activations", code.functions.as_str()),
        ("plane", &code.plane),
        ("featurelines", &code.feature_lines),
        ("features", &code.features),
        ("scores", &code.scores),
        ("predictlines", &code.predict_lines),
        ("predict", &code.predict),
    ]);
    filled(template, &values)
}
