//! The arithmetic of one step, line by line: every product of every sum. It is a table of lines, whatever the stage, so that one
//! renderer is enough. Knows no language and no screen.

use nn::loss::{Learns, Target};

use super::calculation::value;
use super::formulas;
use super::inside::{Inside, StepInside};
use super::lines::{
    Kind, Name, Note, Row, Said, Section, Stage, Title, folded, formula, given, kept, product, result, section, sum,
};
use crate::config::Config;
use crate::parameter::Parameter;
use crate::session::{optimiser_of, optimiser_params};

/// The lines of a stage.
pub fn ledger(stage: Stage, inside: &Inside, config: &Config) -> Vec<Section> {
    match stage {
        Stage::Forward => forward(inside, config),
        Stage::Loss => loss(inside, config),
        Stage::Backward => backward(inside, config),
        Stage::Batch => inside.step.as_ref().map_or_else(Vec::new, |step| batch(inside, step, config)),
        Stage::Update => inside.step.as_ref().map_or_else(Vec::new, |step| update(step, config)),
    }
}

fn forward(inside: &Inside, config: &Config) -> Vec<Section> {
    let products = inside.inputs.iter().enumerate().map(|(input, [w, a])| product(Name::Into(Some(input)), &[*w, *a]));
    let mut rows = folded(products.collect(), inside.wanted.input);
    rows.push(Row { kind: Kind::Term, ..given(Name::Into(None), inside.bias) });
    let is_output = is_output(inside);
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
fn loss_rows(inside: &Inside, config: &Config) -> Vec<Row> {
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
    if is_output(inside) {
        let row = match config.pairing().learns {
            Learns::ManyClasses => vec![class_slope(inside, inside.wanted.unit, inside.delta)],
            _ => loss_rows(inside, config).into_iter().filter(|row| !matches!(row.name, Name::Symbol("ℓ"))).collect(),
        };
        let rows = if row.is_empty() { vec![result(given(Name::Symbol("δ"), inside.delta))] } else { row };
        sections.push(section(Title::ScoreSlopes, rows));
    } else {
        let products =
            inside.outgoing.iter().enumerate().map(|(k, [w, delta])| product(Name::Onward(k), &[*w, *delta]));
        let mut rows = folded(products.collect(), None);
        let back: f64 = inside.outgoing.iter().map(|[w, delta]| w * delta).sum();
        rows.push(sum(Name::Symbol("Σ w·δ"), "", &rows, back));
        sections.push(section(Title::Outgoing, rows));
        sections.push(slope(inside, config, back));
    }
    let of_input = |(input, [_, a]): (usize, &[f64; 2])| product(Name::Into(Some(input)), &[inside.delta, *a]);
    let products = inside.inputs.iter().enumerate().map(of_input).collect();
    let mut rows = kept(products, inside.wanted.input);
    rows.push(product(Name::Into(None), &[inside.delta, 1.0]));
    rows.iter_mut().for_each(|row| row.kind = Kind::Step);
    sections.push(section(Title::Gradients, rows));
    sections
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

fn batch(inside: &Inside, step: &StepInside, config: &Config) -> Vec<Section> {
    let terms = step.points.iter().zip(&step.shares);
    let terms = terms.map(|(point, share)| Row { kind: Kind::Term, ..given(Name::Point(*point), *share) }).collect();
    let here = step.points.iter().position(|point| *point == inside.index);
    let mut rows = folded(terms, here);
    let total: f64 = step.shares.iter().sum();
    rows.push(sum(Name::Symbol("Σ"), "", &rows, total));
    let values = [("u", total), ("v", step.points.len() as f64)];
    let mean = formula(Name::Said(Said::Mean), "u/v", &values, total / step.points.len() as f64);
    rows.push(result(Row { symbols: "Σ / m".into(), ..mean.clone() }));
    let mut points = section(Title::Points, rows);
    points.notes.extend(here.is_none().then_some(Note::NotInBatch));
    let mut sections = vec![points];
    let mut whole = section(Title::WholeGradient, Vec::new());
    if step.is_frozen {
        whole.notes.push(Note::Frozen);
        whole.rows.push(result(given(Name::Said(Said::Gradient), step.gradient)));
        sections.push(whole);
        return sections;
    }
    let values = [("w", f64::from(step.before)), ("r", config.penalty_rate), ("q", config.l1_share)];
    let text = match (config.penalty.as_str(), inside.wanted.input) {
        (_, None) | ("none", _) => None,
        ("l1", _) => Some("r*sign(w)"),
        ("l2", _) => Some("r*w"),
        ("elastic", _) => Some("r*(q*sign(w) + (1 - q)*w)"),
        _ => None,
    };
    if let Some(text) = text {
        let rows = &mut whole.rows;
        rows.push(Row { kind: Kind::Term, ..given(Name::Said(Said::Mean), mean.value) });
        rows.push(Row { kind: Kind::Term, ..formula(Name::Said(Said::Penalty), text, &values, step.penalty) });
        rows.push(sum(Name::Said(Said::Gradient), "", &rows[..], step.gradient));
        sections.push(whole);
    }
    if config.clip.is_some() && config.optimiser != "newton" {
        sections.push(clipping(step, config.clip.unwrap_or_default()));
    }
    sections
}

fn clipping(step: &StepInside, most: f64) -> Section {
    let mut rows = vec![given(Name::Said(Said::Norm), step.norm)];
    if step.clip_factor < 1.0 {
        let values = [("u", most), ("v", step.norm)];
        rows.push(formula(Name::Said(Said::ClipFactor), "u/v", &values, step.clip_factor));
    } else {
        rows.push(given(Name::Said(Said::ClipFactor), 1.0));
    }
    let factors = [step.gradient, step.clip_factor];
    rows.push(result(product(Name::Said(Said::Clipped), &factors)));
    section(Title::Clipping, rows)
}

fn update(step: &StepInside, config: &Config) -> Vec<Section> {
    let (before, after) = (f64::from(step.before), f64::from(step.after));
    if step.is_frozen {
        let mut last = section(Title::Update, vec![result(given(Name::Said(Said::NewWeight), after))]);
        last.notes.push(Note::Frozen);
        return vec![last];
    }
    let g = step.gradient * step.clip_factor;
    let entry = optimiser_of(config);
    let mut values = vec![("g", g), ("lr", step.rate), ("t", step.number as f64), ("w", before)];
    values.push(("wd", config.weight_decay));
    values.extend(entry.params.iter().map(|param| param.name).zip(optimiser_params(config)));
    values.extend(entry.slots.iter().map(|slot| slot.name).zip(step.slots.iter().copied()));
    // What Newton's method solves for has all weights in it.
    values.push(("dnewton", if step.rate == 0.0 { 0.0 } else { (before - after) / step.rate }));
    let steps = formulas::optimiser(entry.name);
    let mut givens = vec![
        given(Name::Said(Said::Gradient), g),
        given(Name::Said(Said::Rate), step.rate),
        given(Name::Said(Said::OldWeight), before),
    ];
    givens[0].symbols = "g".into();
    givens[1].symbols = "η".into();
    givens[2].symbols = "w".into();
    if steps.iter().any(|(_, text)| text.contains("^t") || text.contains("(t ") || text.contains("(t*")) {
        givens.push(Row { symbols: "t".into(), ..given(Name::Said(Said::UpdateNumber), step.number as f64) });
    }
    let slots = entry.slots.iter().zip(&step.slots);
    givens.extend(slots.map(|(slot, value)| given(Name::Symbol(symbol_of(slot.name)), *value)));
    let mut rows = Vec::new();
    if entry.name == "newton" {
        let d = values.last().map_or(0.0, |(_, value)| *value);
        rows.push(Row { symbols: "d".into(), ..given(Name::Said(Said::Direction), d) });
        values.push(("d", d));
    }
    for (name, text) in steps {
        let new = value(text, &values);
        rows.push(formula(Name::Symbol(symbol_of(name)), text, &values, new));
        match values.iter_mut().find(|(known, _)| known == name) {
            Some(entry) => entry.1 = new,
            None => values.push((name, new)),
        }
    }
    let newton = (!step.hessian_row.is_empty()).then(|| solved(step, config, &values));
    let change = rows.last().map_or(after - before, |row| row.value);
    let values = [("w", before), ("dw", change)];
    rows.push(result(formula(Name::Said(Said::NewWeight), "w + dw", &values, after)));
    let mut last = section(Title::Update, rows);
    last.notes.extend((entry.name == "newton").then_some(Note::Together));
    std::iter::once(section(Title::Given, givens)).chain(newton).chain([last]).collect()
}

/// That the direction solves (H + damping · I) d = g: one row of it. The directions have the 32 bits of the weights.
fn solved(step: &StepInside, config: &Config, values: &[(&'static str, f64)]) -> Section {
    let of = |name: &str| values.iter().find(|(known, _)| *known == name).map_or(0.0, |(_, value)| *value);
    let products = step.hessian_row.iter().map(|(at, [entry, d])| product(Name::Entry(*at), &[*entry, *d]));
    let mut rows = folded(products.collect(), None);
    rows.push(product(Name::Said(Said::Damping), &[optimiser_params(config)[0], of("d")]));
    let total = rows.iter().map(|row| row.value).sum();
    rows.push(sum(Name::Symbol("g"), "Σ H·d + λ·d", &rows, total));
    section(Title::Newton, rows)
}

/// A name of a formula as it is written; names of tables live as long as the program.
fn symbol_of(name: &'static str) -> &'static str {
    super::calculation::symbol(name)
}

fn is_output(inside: &Inside) -> bool {
    inside.wanted.layer + 2 == inside.sizes.len()
}

fn activation_of<'c>(inside: &Inside, config: &'c Config) -> &'c str {
    config.activations.get(inside.wanted.layer).map_or("linear", String::as_str)
}

/// What the only output is compared with.
fn target(inside: &Inside, config: &Config) -> f64 {
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

/// The weight that a line is about, if it is one into this neuron.
pub fn parameter_of(row: &Row, inside: &Inside) -> Option<Parameter> {
    let Name::Into(input) = row.name else { return None };
    Some(Parameter { layer: inside.wanted.layer, unit: inside.wanted.unit, input })
}
