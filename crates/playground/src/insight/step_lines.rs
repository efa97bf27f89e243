//! The lines of the stages that look at more than one point: the batch and the update, and what both make of the chosen weight.

use super::calculation::value;
use super::formulas;
use super::inside::{Effect, Inside, StepInside};
use super::lines::{
    Kind, Name, Note, Row, Said, Section, Title, folded, formula, given, product, products_of, result, section, sum,
};
use crate::config::Config;
use crate::session::{optimiser_of, optimiser_params};

/// From the points' gradients to that of the batch, with regularisation and clipping.
pub(super) fn batch(inside: &Inside, step: &StepInside, config: &Config) -> Vec<Section> {
    let here = step.points.iter().position(|point| *point == inside.index);
    let mut rows = folded(&step.shares, here, |at| Row {
        kind: Kind::Term,
        ..given(Name::Point(step.points[at]), step.shares[at])
    });
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
        (_, None) => None,
        ("l1", _) => Some("r*sign(w)"),
        ("l2", _) => Some("r*w"),
        ("elastic", _) => Some("r*(q*sign(w) + (1 - q)*w)"),
        _ => None,
    };
    if let Some(text) = text {
        let rows = &mut whole.rows;
        rows.push(given(Name::Said(Said::Mean), mean.value));
        rows.push(formula(Name::Said(Said::Penalty), text, &values, step.penalty));
        let parts = [("u", mean.value), ("v", step.penalty)];
        let both = formula(Name::Said(Said::Gradient), "u + v", &parts, step.gradient);
        rows.push(result(Row { symbols: String::new(), ..both }));
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

/// From the gradient to the new weight.
pub(super) fn update(step: &StepInside, config: &Config) -> Vec<Section> {
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

/// The chosen weight's gradient by this point beside the mean of the batch, and what the step makes of it.
pub(super) fn beside(inside: &Inside, step: &StepInside) -> Section {
    let a = inside.wanted.input.map_or(1.0, |input| inside.inputs[input][1]);
    let (own, change) = (inside.delta * a, f64::from(step.after) - f64::from(step.before));
    let rows = vec![
        given(Name::Point(inside.index), own),
        given(Name::Said(Said::Mean), step.mean),
        given(Name::Said(Said::Change), change),
    ];
    // Alone it would move the weight against its own gradient.
    let note = if own * change < 0.0 { Note::WithPoint } else { Note::AgainstPoint };
    let moves = own != 0.0 && change != 0.0;
    Section { notes: moves.then_some(note).into_iter().collect(), ..section(Title::Beside, rows) }
}

/// The neuron and this point before the whole step and after it.
pub(super) fn effect(inside: &Inside, effect: &Effect) -> Section {
    let mut rows = Vec::new();
    let mut pair = |symbol, before: f64, after: f64| {
        rows.push(given(Name::Around(symbol, false), before));
        rows.push(given(Name::Around(symbol, true), after));
    };
    if inside.is_output() {
        pair("s", inside.z, effect.z);
    } else {
        pair("z", inside.z, effect.z);
        pair("a", inside.a, effect.a);
    }
    pair("ℓ", inside.loss, effect.loss);
    let values = [("u", effect.loss), ("v", inside.loss)];
    let change = effect.loss - inside.loss;
    rows.push(Row { symbols: String::new(), ..formula(Name::Said(Said::LossChange), "u - v", &values, change) });
    let note = if change < 0.0 { Note::LossFalls } else { Note::LossRises };
    Section { notes: (change != 0.0).then_some(note).into_iter().collect(), ..section(Title::Effect, rows) }
}

/// That the direction solves (H + damping · I) d = g: one row of it. The directions have the 32 bits of the weights.
fn solved(step: &StepInside, config: &Config, values: &[(&'static str, f64)]) -> Section {
    let of = |name: &str| values.iter().find(|(known, _)| *known == name).map_or(0.0, |(_, value)| *value);
    let pairs: Vec<[f64; 2]> = step.hessian_row.iter().map(|(_, pair)| *pair).collect();
    let mut rows =
        folded(&products_of(&pairs), None, |at| product(Name::Entry(step.hessian_row[at].0), &step.hessian_row[at].1));
    rows.push(product(Name::Said(Said::Damping), &[optimiser_params(config)[0], of("d")]));
    let total = rows.iter().map(|row| row.value).sum();
    rows.push(sum(Name::Symbol("g"), "Σ H·d + λ·d", &rows, total));
    section(Title::Newton, rows)
}

/// A name of a formula as it is written; names of tables live as long as the program.
fn symbol_of(name: &'static str) -> &'static str {
    super::calculation::symbol(name)
}
