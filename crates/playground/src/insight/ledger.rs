//! The arithmetic of one step, line by line: every product of every sum. It is a table of lines, whatever the stage, so that one
//! renderer is enough. Knows no language and no screen.

use nn::loss::{Learns, Target};

use super::calculation::value;
use super::formulas;
use super::inside::Inside;
use super::lines::{
    Kind, Name, Note, Row, Said, Section, Stage, Title, folded, formula, given, kept, product, products_of, result,
    section, sum,
};
use super::step_lines::{batch, beside, effect, update};
use crate::config::Config;

/// The lines of a stage.
pub fn ledger(stage: Stage, inside: &Inside, config: &Config) -> Vec<Section> {
    match stage {
        Stage::Forward => forward(inside, config),
        Stage::Loss => loss(inside, config),
        Stage::Backward => backward(inside, config),
        Stage::Batch => inside.step.as_ref().map_or_else(Vec::new, |step| batch(inside, step, config)),
        Stage::Update => inside.step.as_ref().map_or_else(Vec::new, |step| {
            let mut sections = update(step, config);
            sections.extend(step.effect.as_ref().map(|found| effect(inside, found)));
            sections
        }),
    }
}

fn forward(inside: &Inside, config: &Config) -> Vec<Section> {
    let mut rows = folded(&products_of(&inside.inputs), inside.wanted.input, |input| {
        product(Name::Into(Some(input)), &inside.inputs[input])
    });
    rows.push(Row { kind: Kind::Term, ..given(Name::Into(None), inside.bias) });
    let is_output = inside.is_output();
    rows.push(sum(Name::Symbol("z"), "Σ w·a + b", &rows, inside.z));
    let mut sections = vec![section(Title::WeightedSum, rows)];
    if is_output {
        let last = sections[0].rows.last_mut().expect("the sum is there");
        (last.kind, last.name) = (Kind::Result, Name::Symbol("s"));
        return sections;
    }
    let mut after = section(Title::Activation, Vec::new());
    if inside.is_off {
        after.notes.push(Note::Off);
        after.rows.push(result(given(Name::Symbol("a"), inside.a)));
    } else {
        let z = [("z", inside.z)];
        // Without dropout's factor, which comes after it.
        let f = match formulas::activation(activation_of(inside, config), inside.z) {
            Some((text, _)) => {
                let plain = value(text, &z);
                let value = if inside.mask.is_some() { plain } else { inside.a };
                formula(Name::Symbol("a"), text, &z, value)
            }
            None => given(Name::Symbol("a"), inside.mask.map_or(inside.a, |mask| inside.a / mask)),
        };
        after.rows.extend(with_mask(inside, f, "f(z)", Name::Symbol("a"), inside.a));
        after.notes.extend(inside.mask.filter(|mask| *mask == 0.0).map(|_| Note::Dropped));
    }
    sections.push(after);
    sections
}

/// A line of an activation or its slope, and where units are dropped its product with dropout's factor.
fn with_mask(inside: &Inside, plain: Row, symbol: &'static str, name: Name, value: f64) -> Vec<Row> {
    match inside.mask {
        None => vec![result(plain)],
        Some(mask) => {
            let before = Row { name: Name::Symbol(symbol), ..plain };
            let factor = given(Name::Said(Said::DropoutFactor), mask);
            let factors = [before.value, mask];
            vec![before, factor, result(Row { value, ..product(name, &factors) })]
        }
    }
}

fn loss(inside: &Inside, config: &Config) -> Vec<Section> {
    if config.pairing().learns == Learns::ManyClasses {
        return softmax(inside);
    }
    let (s, t) = (inside.scores[0], target(inside, config));
    let rows = vec![given(Name::Symbol("s"), s), given(Name::Symbol("t"), t)];
    let mut sections = vec![section(Title::Score, rows)];
    let (mut of_loss, mut of_slope) = (section(Title::Loss, Vec::new()), section(Title::ScoreSlopes, Vec::new()));
    for row in loss_rows(inside, config) {
        let is_slope = matches!(row.name, Name::Symbol("δ" | "k"));
        if is_slope { &mut of_slope } else { &mut of_loss }.rows.push(row);
    }
    sections[0].notes.extend(match (config.loss.as_str(), config.pairing().output) {
        ("log" | "logistic", _) => Some(Note::Sigmoid),
        (_, "tanh") => Some(Note::Tanh),
        _ => (config.pairing().learns == Learns::TwoClasses).then_some(Note::Margin),
    });
    of_loss.notes.extend((inside.loss == 0.0).then_some(Note::NoLoss));
    sections.extend([of_loss, of_slope]);
    sections
}

/// The steps from the only score to its loss and its δ.
pub(super) fn loss_rows(inside: &Inside, config: &Config) -> Vec<Row> {
    let (s, t) = (inside.scores[0], target(inside, config));
    let mut values = vec![("s", s), ("t", t)];
    let mut rows = Vec::new();
    let with_tanh = config.pairing().output == "tanh";
    for (name, text) in formulas::loss(&config.loss, with_tanh, t, s) {
        let (shown, row_value) = match name {
            "loss" => ("ℓ", inside.loss),
            "delta" => ("δ", inside.output_deltas[0]),
            other => (other, value(text, &values)),
        };
        let row = formula(Name::Symbol(shown), text, &values, row_value);
        rows.push(if matches!(name, "loss" | "delta") { result(row) } else { row });
        values.push((name, row_value));
    }
    rows
}

/// Scores of several classes.
fn softmax(inside: &Inside) -> Vec<Section> {
    let class = inside.point.label as usize - 1;
    let mut exps = Vec::new();
    for (k, s) in inside.scores.iter().enumerate() {
        let row = formula(Name::OfClass("eˢ", k), "exp(s)", &[("s", *s)], libm::exp(*s));
        exps.push(Row { kind: Kind::Term, ..row });
    }
    let total = exps.iter().map(|row| row.value).sum();
    exps.push(sum(Name::Symbol("Σ eˢ"), "", &exps, total));
    for k in 0..inside.scores.len() {
        let values = [("u", exps[k].value), ("v", total)];
        exps.push(Row {
            symbols: "eˢ / Σ eˢ".into(),
            ..formula(Name::OfClass("p", k), "u/v", &values, inside.predict[k])
        });
    }
    let p = [("p", inside.predict[class])];
    let losses = vec![result(formula(Name::Symbol("ℓ"), "-ln(p)", &p, inside.loss))];
    let slopes = inside.output_deltas.iter().enumerate().map(|(k, delta)| class_slope(inside, k, *delta));
    let softmax = Section { notes: vec![Note::Softmax], ..section(Title::Softmax, exps) };
    vec![softmax, section(Title::Loss, losses), section(Title::ScoreSlopes, slopes.collect())]
}

/// The δ of one class of several.
fn class_slope(inside: &Inside, k: usize, delta: f64) -> Row {
    let is_class = k + 1 == inside.point.label as usize;
    let values = [("p", inside.predict[k]), ("t", f64::from(u8::from(is_class)))];
    result(formula(Name::OfClass("δ", k), "p - t", &values, delta))
}

fn backward(inside: &Inside, config: &Config) -> Vec<Section> {
    let mut sections = Vec::new();
    if inside.is_output() {
        let row = match config.pairing().learns {
            Learns::ManyClasses => vec![class_slope(inside, inside.wanted.unit, inside.delta)],
            _ => loss_rows(inside, config).into_iter().filter(|row| !matches!(row.name, Name::Symbol("ℓ"))).collect(),
        };
        let rows = if row.is_empty() { vec![result(given(Name::Symbol("δ"), inside.delta))] } else { row };
        sections.push(section(Title::ScoreSlopes, rows));
    } else {
        let products = products_of(&inside.outgoing);
        let mut rows = folded(&products, None, |k| product(Name::Onward(k), &inside.outgoing[k]));
        let back: f64 = products.iter().sum();
        rows.push(sum(Name::Symbol("Σ w·δ"), "", &rows, back));
        sections.push(section(Title::Outgoing, rows));
        sections.push(slope(inside, config, back));
    }
    // In the picture and in the forward stage the same inputs stand.
    let inputs = kept(&products_of(&inside.inputs), inside.wanted.input);
    let of_input = |input: usize| product(Name::Into(Some(input)), &[inside.delta, inside.inputs[input][1]]);
    let mut rows: Vec<Row> = inputs.into_iter().map(of_input).collect();
    rows.push(product(Name::Into(None), &[inside.delta, 1.0]));
    rows.iter_mut().for_each(|row| row.kind = Kind::Step);
    let mut gradients = section(Title::Gradients, rows);
    let is_silent = inside.wanted.input.is_some_and(|input| inside.inputs[input][1] == 0.0);
    gradients.notes.extend((is_silent && inside.delta != 0.0).then_some(Note::NoInput));
    sections.push(gradients);
    sections.extend(inside.step.as_ref().map(|step| beside(inside, step)));
    sections
}

/// Which inputs and which paths onward the lines of a neuron are about.
pub fn neighbours(inside: &Inside) -> [Vec<usize>; 2] {
    [kept(&products_of(&inside.inputs), inside.wanted.input), kept(&products_of(&inside.outgoing), None)]
}

/// The slope of the activation, and δ.
fn slope(inside: &Inside, config: &Config, back: f64) -> Section {
    let mut section = section(Title::Slope, Vec::new());
    let plain_a = inside.mask.filter(|mask| *mask != 0.0).map_or(inside.a, |mask| inside.a / mask);
    let texts = formulas::activation(activation_of(inside, config), inside.z).filter(|_| !inside.is_off);
    let row = match texts {
        Some((f, text)) => {
            // A neuron that is dropped has an activation all the same.
            let a = if inside.mask == Some(0.0) { value(f, &[("z", inside.z)]) } else { plain_a };
            let values = [("z", inside.z), ("a", a)];
            let slope = if inside.mask.is_some() { value(text, &values) } else { inside.slope };
            formula(Name::Symbol("f′(z)"), text, &values, slope)
        }
        None => given(Name::Symbol("f′(z)"), inside.slope),
    };
    let rows = match texts {
        Some(_) => with_mask(inside, row, "f′(z)", Name::Symbol("f′"), inside.slope),
        None => vec![row],
    };
    section.rows.extend(rows.into_iter().map(|row| Row { kind: Kind::Step, ..row }));
    let delta = Row { value: inside.delta, ..product(Name::Symbol("δ"), &[back, inside.slope]) };
    section.rows.push(result(Row { symbols: "Σ w·δ · f′(z)".into(), ..delta }));
    section.notes.extend(if inside.is_off {
        Some(Note::Off)
    } else if inside.mask == Some(0.0) {
        Some(Note::Dropped)
    } else if inside.slope.abs() < 1e-30 {
        Some(Note::NoSlope)
    } else if back == 0.0 {
        Some(Note::NothingBack)
    } else {
        (inside.slope.abs() < 0.01).then_some(Note::SmallSlope)
    });
    section
}

pub(super) fn activation_of<'c>(inside: &Inside, config: &'c Config) -> &'c str {
    config.activations.get(inside.wanted.layer).map_or("linear", String::as_str)
}

/// What the only output is compared with.
pub(super) fn target(inside: &Inside, config: &Config) -> f64 {
    let is_second = inside.point.label == 2.0;
    match config.pairing().target {
        Target::ZeroOne | Target::OneHot => f64::from(u8::from(is_second)),
        Target::PlusMinus => {
            if is_second {
                1.0
            } else {
                -1.0
            }
        }
        Target::Value => f64::from(inside.point.label),
    }
}
