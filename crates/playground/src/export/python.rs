//! What the exports in Python have in common: how they write numbers, matrices and names, and what stands where in a program.

use super::facts::{Facts, on_one_line};
use super::lines::{Language, Level, Part, Printed};
use crate::data::shortest_f64;
use crate::task::Task;

/// A library in which a network is written.
pub(super) struct Library {
    pub(super) title: &'static str,
    pub(super) template: &'static str,
    pub(super) language: &'static Language,
    /// Definitions by their names, written only where something calls them.
    pub(super) helpers: &'static [(&'static str, &'static str)],
    /// A line that brings a module, and what tells that it is used.
    pub(super) import: (&'static str, &'static str),
    /// How `classify` is offered behind the other functions.
    pub(super) offers: &'static str,
    /// What the last layer has among the activations.
    pub(super) last: Option<&'static str>,
    /// How far the features' lines are indented.
    pub(super) indent: &'static str,
    /// The places of the largest scores.
    pub(super) largest: &'static str,
}

/// Python with a library's calls, and a comparison as a number.
pub(super) const fn python(call: fn(&str, &[Part]) -> String, truth: fn(&str) -> String) -> Language {
    Language {
        number,
        call,
        power,
        quotient: None,
        times: " * ",
        choice: Level::Atom,
        not_zero: " != 0",
        truth,
        line: |name, text| format!("{name} = {text}"),
        most_uses: 1,
    }
}

/// The program of a network, with parts of its own.
pub(super) fn program(facts: &Facts<'_>, library: &Library, more: &[(&str, &str)]) -> String {
    let language = library.language;
    let (functions, mut names) = activations(facts, language);
    names.extend(library.last.map(str::to_owned));
    let (feature_lines, list) = features(facts, language, library.indent);
    let prediction = facts.prediction(language, "s");
    let predict_lines: String = prediction.lines.iter().map(|line| format!("    {line}\n")).collect();
    let mut code = [&functions, &feature_lines, &list, &predict_lines, prediction.text()].join("\n");
    more.iter().for_each(|(_, text)| code += text);
    let called = helpers(library.helpers, &code);
    let (import, sign) = library.import;
    let is_used = code.contains(sign) || called.contains(sign);
    let values: &[(&str, &str)] = &[
        ("title", &title(library.title)),
        ("head", &head(facts, "#")),
        ("offers", if facts.class_names.is_empty() { "" } else { library.offers }),
        ("constants", &constants(facts)),
        ("layers", &weights(facts)),
        ("checks", &checks(facts)),
        ("imports", if is_used { import } else { "" }),
        ("helpers", &called),
        ("activations", &functions),
        ("names", &format!("[{}]", names.join(", "))),
        ("plane", &plane(facts, "    ")),
        ("featurelines", &feature_lines),
        ("features", &list),
        ("predictlines", &predict_lines),
        ("predict", &in_units(facts, prediction.text())),
        ("classify", &classify(facts, library.largest)),
    ];
    filled(library.template, &[more, values].concat())
}

pub(super) fn number(value: f64) -> String {
    match value {
        f64::INFINITY => "float(\"inf\")".into(),
        _ if value.is_nan() => "float(\"nan\")".into(),
        _ if value.fract() == 0.0 && value < 1e15 => value.to_string(),
        _ => format!("{value:?}"),
    }
}

fn power(base: &Part, exponent: &Part) -> String {
    format!("{}**{}", base.at(Level::Atom), exponent.at(Level::Atom))
}

/// A text in quotes: JSON's are Python's.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Words in quotes, as a list.
pub(super) fn words(words: &[String]) -> String {
    format!("[{}]", words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(", "))
}

pub(super) fn floats(values: &[f64]) -> String {
    let values: Vec<String> = values.iter().map(|value| format!("{value:?}")).collect();
    format!("[{}]", values.join(", "))
}

pub(super) fn singles(values: &[f32]) -> String {
    floats(&values.iter().map(|value| shortest_f64(*value)).collect::<Vec<_>>())
}

/// The rows of a matrix, one a line.
pub(super) fn matrix<'v>(rows: impl Iterator<Item = &'v [f32]>, indent: &str) -> String {
    let rows: String = rows.map(|row| format!("{indent}    {},\n", singles(row))).collect();
    format!("[\n{rows}{indent}]")
}

/// The head of the file as comments.
pub(super) fn head(facts: &Facts<'_>, comment: &str) -> String {
    facts.head().iter().map(|line| format!("{comment} {line}\n")).collect()
}

/// Weights and biases of all layers, as lists.
pub(super) fn weights(facts: &Facts<'_>) -> String {
    let layers = facts.network.split(&facts.plain);
    let layer = |values: nn::network::LayerValues<'_>| {
        format!("    (\n        {},\n        {},\n    ),\n", matrix(values.rows(), "        "), singles(values.bias))
    };
    format!("[\n{}]", layers.into_iter().map(layer).collect::<String>())
}

/// The checks as a list of `(x, y, score, predict)`.
pub(super) fn checks(facts: &Facts<'_>) -> String {
    let line = |check: super::facts::Check| {
        let [x, y] = check.at;
        format!("    ({x:?}, {y:?}, {}, {}),\n", floats(&check.score), floats(&check.predict))
    };
    format!("[\n{}]", facts.checks().into_iter().map(line).collect::<String>())
}

/// A function of one argument with this body.
pub(super) fn function(head: &str, printed: &Printed) -> String {
    let lines: String = printed.lines.iter().map(|line| format!("    {line}\n")).collect();
    format!("{head}:\n{lines}    return {}\n", printed.text())
}

/// The functions of the hidden layers, one for each of their activations, and what each layer calls.
fn activations(facts: &Facts<'_>, language: &Language) -> (String, Vec<String>) {
    let (mut functions, mut names): (String, Vec<String>) = Default::default();
    for (layer, name) in facts.config.activations.iter().enumerate() {
        let word = function_of(name);
        if !names.contains(&word) {
            let printed = facts.activation(layer, language, "z");
            functions += &format!("\n\n{}", function(&format!("def {word}(z)"), &printed));
        }
        names.push(word);
    }
    (functions, names)
}

/// What the function of an activation is called.
pub(super) fn function_of(activation: &str) -> String {
    let word: String = activation.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    format!("activation_{word}")
}

/// The coordinates on the plane of a position `x`, `y`; a curve has one, and `none` for the other.
pub(super) fn coordinates(facts: &Facts<'_>, none: &str) -> [String; 2] {
    let axis = |axis: usize, from: &str| match facts.is_scaled() {
        true => format!("({from} - MEAN[{axis}]) / SCALE[{axis}]"),
        false => from.to_owned(),
    };
    let second = if facts.config.task == Task::Curve { none.to_owned() } else { axis(1, "y") };
    [axis(0, "x"), second]
}

/// The lines that bring a position onto the plane, as `x1` and `x2`.
fn plane(facts: &Facts<'_>, indent: &str) -> String {
    let [first, second] = coordinates(facts, "0 * x1");
    format!("{indent}x1 = {first}\n{indent}x2 = {second}\n")
}

/// The features' lines, and the list of them. One that may have no value somewhere ends at ±10⁴, as on the page.
fn features(facts: &Facts<'_>, language: &Language, indent: &str) -> (String, String) {
    let printed = facts.features(language, ["x1", "x2"]);
    let lines = printed.lines.iter().map(|line| format!("{indent}{line}\n")).collect();
    let feature = |(idx, part): (usize, &Part)| {
        let text = if part.constant.is_some() { format!("{} + 0 * x1", part.text) } else { part.text.clone() };
        if facts.is_tame(idx) { text } else { format!("tame({text})") }
    };
    let list: Vec<String> = printed.results.iter().enumerate().map(feature).collect();
    (lines, format!("[{}]", list.join(", ")))
}

/// Mean and scale, and the names of classes.
fn constants(facts: &Facts<'_>) -> String {
    let mut lines = String::new();
    if facts.is_scaled() {
        lines += "# From the units of the data onto the plane: (value - mean) / scale, for x, y and the value that is learnt.\n";
        lines += &format!(
            "MEAN = {}\nSCALE = {}\n",
            floats(&facts.units.scaling().mean),
            floats(&facts.units.scaling().scale)
        );
    }
    if !facts.class_names.is_empty() {
        lines += &format!("CLASSES = {}\n", words(&facts.class_names));
    }
    lines
}

/// The end of a prediction: in the units of the data.
pub(super) fn in_units(facts: &Facts<'_>, text: &str) -> String {
    let (mean, scale) = facts.label_scaling();
    if (mean, scale) == (0.0, 1.0) { text.to_owned() } else { format!("({text}) * SCALE[2] + MEAN[2]") }
}

/// The function that names a point's class, or nothing.
fn classify(facts: &Facts<'_>, largest: &str) -> String {
    let index = match facts.class_names.len() {
        0 => return String::new(),
        _ if facts.config.n_outputs() == 1 => "score(x, y)[:, 0] >= 0",
        _ => largest,
    };
    let doc = "\"\"\"The names of the classes at the positions.\"\"\"";
    format!("\n\ndef classify(x, y):\n    {doc}\n    return [CLASSES[int(k)] for k in {index}]\n")
}

/// What a template has in common with those of the other libraries.
pub(super) fn title(library: &str) -> String {
    on_one_line(&format!("A network that was trained in Gradient Playground, in {library}."))
}

/// Fills a template: `«name»` becomes the value of that name. What is put in is not read again.
pub(super) fn filled(template: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(2 * template.len());
    for (idx, piece) in template.split(['«', '»']).enumerate() {
        let value = values.iter().find(|(name, _)| idx % 2 == 1 && *name == piece);
        text += value.map_or(piece, |(_, value)| value);
    }
    text
}

/// The helpers that a text calls, and those behind them that they call themselves.
pub(super) fn helpers(known: &[(&str, &str)], text: &str) -> String {
    let calls = |text: &str, name: &str| {
        text.match_indices(&format!("{name}("))
            .any(|(at, _)| !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.'))
    };
    known.iter().fold(String::new(), |called, (name, code)| match calls(text, name) || calls(&called, name) {
        true => format!("{called}\n\n{code}"),
        false => called,
    })
}
