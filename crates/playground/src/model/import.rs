//! Reads the file of a model: strictly, because a run that continues from half of a file would be another run.

use serde_json::Value;

use super::format::{CHECK_INPUTS, FIELDS, FORMAT, VERSION};
use crate::config::Config;
use crate::data::shortest_f64;
use crate::json_reader::Reader;
use crate::problem::{Found, Problem, Rule, Shape, owned};
use crate::query::CurvePoint;
use crate::session::{CAPACITY, ENGINE, Patience, Progress, Session};

/// How far a file's own checks may be off, relative to `max(1, |expected|)`: those of this engine, and those of another, whose
/// functions have other last digits.
const CHECK_TOLERANCES: [f64; 2] = [1e-5, 1e-4];

/// Counters beyond this lose digits in JavaScript.
const LARGEST_COUNT: u64 = 1 << 53;

/// An input on the plane with what the network makes of it.
pub(crate) struct Check {
    input: [f32; 2],
    score: Vec<f64>,
    predict: Vec<f64>,
}

/// The checks of a file.
pub(crate) struct Checks {
    each: Vec<Check>,
    tolerance: f64,
}

/// A model that was read, before its checks.
pub(crate) struct Loaded {
    pub(crate) config: Config,
    pub(crate) parameters: Vec<f32>,
    pub(crate) slots: Vec<Vec<f32>>,
    pub(crate) progress: Progress,
    pub(crate) gradient_norm: Option<f64>,
    pub(crate) patience: Patience,
    pub(crate) record: Vec<CurvePoint>,
    pub(crate) checks: Checks,
}

/// Reads a model; its checks are still to be made.
///
/// # Errors
/// If the JSON is not such a file, or its parts do not go together.
pub(crate) fn import(value: &Value) -> Result<Loaded, Problem> {
    let file = Reader::new("model", value);
    let format = file.at("format");
    if format.value() != FORMAT {
        return Err(format.refused(Rule::Exactly(format!("\"{FORMAT}\""))));
    }
    let version = file.at("version");
    if version.value().as_u64() != Some(VERSION) {
        return Err(version.refused(Rule::Exactly(VERSION.to_string())));
    }
    file.has_exactly(&FIELDS)?;
    // A run of another engine goes on too, only not to the bit.
    let tolerance = CHECK_TOLERANCES[usize::from(file.at("engine").count(LARGEST_COUNT)? != u64::from(ENGINE))];
    let config = Config::default().merged(file.at("config").value())?;
    let features = file.at("features").entries()?.iter().map(Reader::text).collect::<Result<Vec<_>, _>>()?;
    if features != config.features {
        return Err(Problem::new("features", Rule::AsConfigured, features.join(" ")));
    }
    check_scaling(&file.at("scaling"))?;
    let mut sizes = config.layer_sizes();
    let n_inputs = sizes.remove(0);
    let parameters = flat(&file.at("layers"), n_inputs, &sizes, &["units", "activation", "weights", "bias"])?;
    check_layers(&config, &file.at("layers").entries()?)?;
    let slots = slots_of(&config, &file.at("optimiserState"), n_inputs, &sizes)?;
    let (progress, gradient_norm, patience) = progress_of(&file.at("progress"))?;
    if !file.at("data").value().is_object() {
        return Err(file.at("data").refused(Rule::Object));
    }
    let record = record_of(&file.at("record"))?;
    let each = file.at("checks").entries()?.iter().map(check_of).collect::<Result<Vec<_>, _>>()?;
    if each.len() != CHECK_INPUTS.len() {
        return Err(Problem::new("checks", Rule::Shaped(Shape::Checks(CHECK_INPUTS.len())), each.len()));
    }
    let checks = Checks { each, tolerance };
    Ok(Loaded { config, parameters, slots, progress, gradient_norm, patience, record, checks })
}

/// Compares numbers and not their text: JavaScript writes 0.0 as 0.
fn check_scaling(scaling: &Reader<'_>) -> Result<(), Problem> {
    scaling.has_exactly(&["mean", "scale"])?;
    if scaling.at("mean").numbers(false)? != [0.0; 2] || scaling.at("scale").numbers(false)? != [1.0; 2] {
        return Err(scaling.refused(Rule::NoScaling));
    }
    Ok(())
}

fn progress_of(file: &Reader<'_>) -> Result<(Progress, Option<f64>, Patience), Problem> {
    file.has_exactly(&["step", "epoch", "positionInEpoch", "optimiserStep", "gradientNorm", "patience", "streams"])?;
    let count = |name: &str| file.at(name).count(LARGEST_COUNT);
    let (step, optimiser_step) = (count("step")?, count("optimiserStep")?);
    if optimiser_step > step {
        return Err(file.at("optimiserStep").refused(Rule::AtMostSteps(step)));
    }
    let position_in_epoch = file.at("positionInEpoch").count(u64::from(u32::MAX))? as usize;
    let progress = Progress { step, epoch: count("epoch")?, position_in_epoch, optimiser_step };
    if !file.at("streams").value().is_object() {
        return Err(file.at("streams").refused(Rule::Object));
    }
    Ok((progress, file.at("gradientNorm").number_or_null()?, patience_of(&file.at("patience"))?))
}

fn patience_of(file: &Reader<'_>) -> Result<Patience, Problem> {
    // Files of runs that no loss or accuracy has ended have no more than this.
    let reached: &[Reader<'_>] = if file.value().get("reached").is_none() {
        file.has_exactly(&["best"])?;
        &[]
    } else {
        file.has_exactly(&["best", "reached"])?;
        &file.at("reached").entries()?
    };
    let has = |name: &str| reached.iter().any(|entry| entry.text().is_ok_and(|text| text == name));
    let (has_reached_loss, has_reached_accuracy) = (has("testLoss"), has("accuracy"));
    let best = file.at("best");
    let best = match best.value().is_null() {
        true => None,
        false => match best.entries()?.as_slice() {
            [loss, epoch] => Some((loss.number()?, epoch.count(LARGEST_COUNT)?)),
            _ => return Err(best.refused(Rule::LossAndEpoch)),
        },
    };
    Ok(Patience { best, has_reached_loss, has_reached_accuracy })
}

fn record_of(file: &Reader<'_>) -> Result<Vec<CurvePoint>, Problem> {
    file.has_exactly(&["losses"])?;
    let entry = |entry: &Reader<'_>| {
        entry.has_exactly(&["step", "epoch", "trainLoss", "testLoss"])?;
        let count = |name: &str| entry.at(name).count(LARGEST_COUNT);
        let loss = |name: &str| entry.at(name).number_or_null();
        Ok(CurvePoint {
            step: count("step")?,
            epoch: count("epoch")?,
            train: loss("trainLoss")?,
            test: loss("testLoss")?,
        })
    };
    let losses = file.at("losses").entries()?.iter().map(entry).collect::<Result<Vec<_>, Problem>>()?;
    if losses.len() > CAPACITY || losses.windows(2).any(|pair| pair[0].step >= pair[1].step) {
        return Err(Problem::new("record", Rule::LossesInOrder(CAPACITY), Found::Losses(losses.len())));
    }
    Ok(losses)
}

fn check_of(file: &Reader<'_>) -> Result<Check, Problem> {
    file.has_exactly(&["input", "score", "predict"])?;
    let input = match file.at("input").numbers(false)?.as_slice() {
        [x, y] => [*x as f32, *y as f32],
        _ => return Err(file.at("input").refused(Rule::Shaped(Shape::Pair))),
    };
    Ok(Check { input, score: file.at("score").numbers(true)?, predict: file.at("predict").numbers(true)? })
}

fn check_layers(config: &Config, layers: &[Reader<'_>]) -> Result<(), Problem> {
    let names = config.activations.iter().map(String::as_str).chain([config.pairing().output]);
    for (layer, name) in layers.iter().zip(names) {
        let activation = layer.at("activation");
        if activation.at("name").value() != name {
            return Err(activation.refused(Rule::WordAsConfigured(name.to_owned())));
        }
        let n_units = layer.at("bias").entries()?.len();
        if layer.at("units").value().as_u64() != Some(n_units as u64) {
            return Err(layer.at("units").refused(Rule::LengthOfBias(n_units)));
        }
    }
    Ok(())
}

fn slots_of(config: &Config, state: &Reader<'_>, n_inputs: usize, sizes: &[usize]) -> Result<Vec<Vec<f32>>, Problem> {
    state.has_exactly(&["optimiser", "slots"])?;
    let optimiser = state.at("optimiser");
    if optimiser.text()? != config.optimiser {
        return Err(optimiser.refused(Rule::WordAsConfigured(config.optimiser.clone())));
    }
    let known = nn::optimiser::find(&config.optimiser).map_or(&[][..], |optimiser| optimiser.slots);
    let names: Vec<&str> = known.iter().map(|slot| slot.name).collect();
    let slots = state.at("slots").entries()?;
    let mut found = Vec::with_capacity(slots.len());
    for slot in &slots {
        slot.has_exactly(&["name", "layers"])?;
        found.push(slot.at("name").text()?);
    }
    if names != found {
        let rule = Rule::SlotsOf { optimiser: config.optimiser.clone(), names: owned(names) };
        return Err(Problem::new("optimiserState.slots", rule, format!("[{}]", found.join(", "))));
    }
    slots.iter().map(|slot| flat(&slot.at("layers"), n_inputs, sizes, &["weights", "bias"])).collect()
}

/// The flat list of layers with these fields, whose shapes must be these.
fn flat(file: &Reader<'_>, n_inputs: usize, sizes: &[usize], fields: &[&str]) -> Result<Vec<f32>, Problem> {
    let layers = file.entries()?;
    if layers.len() != sizes.len() {
        return Err(Problem::new(file.place(), Rule::Shaped(Shape::Layers(sizes.len())), layers.len()));
    }
    let mut values: Vec<f32> = Vec::new();
    let mut inputs = n_inputs;
    for (layer, &units) in layers.iter().zip(sizes) {
        layer.has_exactly(fields)?;
        let rows = layer.at("weights").entries()?;
        let before = values.len();
        for row in &rows {
            append(row, inputs, &mut values)?;
        }
        if rows.len() != units || values.len() != before + units * inputs {
            let rule = Rule::Shaped(Shape::Matrix(units, inputs));
            return Err(Problem::new(layer.at("weights").place(), rule, Found::Rows(rows.len())));
        }
        append(&layer.at("bias"), units, &mut values)?;
        inputs = units;
    }
    Ok(values)
}

/// Appends a list of `n` numbers.
fn append(list: &Reader<'_>, n: usize, values: &mut Vec<f32>) -> Result<(), Problem> {
    let numbers = list.numbers(false)?;
    if numbers.len() != n {
        return Err(Problem::new(list.place(), Rule::Shaped(Shape::Numbers(n)), numbers.len()));
    }
    match numbers.iter().position(|number| !(*number as f32).is_finite()) {
        Some(idx) => Err(list.entries()?[idx].refused(Rule::FitsF32)),
        None => {
            values.extend(numbers.iter().map(|number| *number as f32));
            Ok(())
        }
    }
}

/// Compares the session with the file's own checks.
///
/// # Errors
/// The first check that is off.
pub(crate) fn check(session: &Session, checks: &Checks) -> Result<(), Problem> {
    let Checks { each, tolerance } = checks;
    let inputs: Vec<[f32; 2]> = each.iter().map(|check| check.input).collect();
    let (scores, predictions) = (session.scores(&inputs), session.predict(&inputs));
    for (idx, check) in each.iter().enumerate() {
        for (name, got, expected) in
            [("score", &scores[idx], &check.score), ("predict", &predictions[idx], &check.predict)]
        {
            let close = |(got, want): (&f32, &f64)| (f64::from(*got) - want).abs() <= tolerance * want.abs().max(1.0);
            if got.len() != expected.len() || !got.iter().zip(expected).all(close) {
                let got: Vec<f64> = got.iter().map(|value| shortest_f64(*value)).collect();
                let rule = Rule::GivenByWeights(got);
                return Err(Problem::new(format!("checks[{idx}].{name}"), rule, format!("{expected:?}")));
            }
        }
    }
    Ok(())
}
