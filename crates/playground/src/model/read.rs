//! Reads the file of a model: strictly, because a run that continues from half of a file would be another run.

use serde_json::Value;

use super::checks::Checks;
use super::{FORMAT, Model, VERSION, layers};
use crate::config::Config;
use crate::json_reader::Reader;
use crate::problem::{Found, Problem, Rule, owned};
use crate::query::CurvePoint;
use crate::session::{CAPACITY, ENGINE, Patience, Progress, Run, Weights};

/// How far a file's own checks may be off: those of this engine, and those of another, whose functions have other last digits.
const CHECK_TOLERANCES: [f64; 2] = [1e-5, 1e-4];

/// Counters beyond this lose digits in JavaScript.
const LARGEST_COUNT: u64 = 1 << 53;

impl Model {
    /// The model in a file.
    ///
    /// # Errors
    /// If the JSON is not such a file, its parts do not go together, or the model fails the file's checks.
    pub fn from_json(value: &Value) -> Result<Model, Problem> {
        let (model, checks) = Model::read(value)?;
        checks.hold(&model)?;
        Ok(model)
    }

    /// The model in a file, and checks that are still to be made.
    pub(crate) fn read(value: &Value) -> Result<(Model, Checks), Problem> {
        let file = Reader::new("model", value);
        let format = file.at("format");
        if format.value() != FORMAT {
            return Err(format.refused(Rule::Exactly(format!("\"{FORMAT}\""))));
        }
        let version = file.at("version");
        if version.value().as_u64() != Some(VERSION) {
            return Err(version.refused(Rule::Exactly(VERSION.to_string())));
        }
        let [_, _, engine, config, features, scaling, layer_list, state, progress, data, record, checks] = file
            .fields([
                "format",
                "version",
                "engine",
                "config",
                "features",
                "scaling",
                "layers",
                "optimiserState",
                "progress",
                "data",
                "record",
                "checks",
            ])?;
        // A run of another engine goes on too, only not to the bit.
        let tolerance = CHECK_TOLERANCES[usize::from(engine.count(LARGEST_COUNT)? != u64::from(ENGINE))];
        let config = Config::default().merged(config.value())?;
        let names = features.each(Reader::text)?;
        if names != config.features {
            return Err(Problem::new("features", Rule::AsConfigured, names.join(" ")));
        }
        check_scaling(&scaling)?;
        let parameters = layers::read(&config.layer_sizes(), &layer_list, true)?;
        layers::check(&config, &layer_list.entries()?)?;
        let slots = slots_of(&config, &state)?;
        let run = Run { weights: Weights { parameters, slots }, ..progress_of(&progress)? };
        if !data.value().is_object() {
            return Err(data.refused(Rule::Object));
        }
        let run = Run { curve: record_of(&record)?, ..run };
        let checks = Checks::read(&checks, tolerance)?;
        Ok((Model { config, run }, checks))
    }
}

/// Compares numbers and not their text: JavaScript writes 0.0 as 0.
fn check_scaling(scaling: &Reader<'_>) -> Result<(), Problem> {
    let [mean, scale] = scaling.fields(["mean", "scale"])?;
    if mean.numbers(false)? != [0.0; 2] || scale.numbers(false)? != [1.0; 2] {
        return Err(scaling.refused(Rule::NoScaling));
    }
    Ok(())
}

/// The run in a file, but for its weights and losses.
fn progress_of(file: &Reader<'_>) -> Result<Run, Problem> {
    let [step, epoch, position_in_epoch, optimiser_step, gradient_norm, patience, streams] =
        file.fields(["step", "epoch", "positionInEpoch", "optimiserStep", "gradientNorm", "patience", "streams"])?;
    let progress = Progress {
        step: step.count(LARGEST_COUNT)?,
        optimiser_step: optimiser_step.count(LARGEST_COUNT)?,
        position_in_epoch: position_in_epoch.count(u64::from(u32::MAX))? as usize,
        epoch: epoch.count(LARGEST_COUNT)?,
    };
    if progress.optimiser_step > progress.step {
        return Err(optimiser_step.refused(Rule::AtMostSteps(progress.step)));
    }
    if !streams.value().is_object() {
        return Err(streams.refused(Rule::Object));
    }
    let gradient_norm = gradient_norm.number_or_null()?;
    Ok(Run { progress, gradient_norm, patience: patience_of(&patience)?, ..Run::default() })
}

fn patience_of(file: &Reader<'_>) -> Result<Patience, Problem> {
    // Files of runs that no loss or accuracy has ended have no more than the best loss.
    let (best, reached) = match file.value().get("reached") {
        None => (file.fields(["best"])?.into_iter().next(), Vec::new()),
        Some(_) => {
            let [best, reached] = file.fields(["best", "reached"])?;
            (Some(best), reached.each(Reader::text)?)
        }
    };
    let best = best.filter(|best| !best.value().is_null()).map(|best| match best.entries()?.as_slice() {
        [loss, epoch] => Ok((loss.number()?, epoch.count(LARGEST_COUNT)?)),
        _ => Err(best.refused(Rule::LossAndEpoch)),
    });
    let has = |name: &str| reached.contains(&name);
    let (has_reached_loss, has_reached_accuracy) = (has("testLoss"), has("accuracy"));
    Ok(Patience { best: best.transpose()?, has_reached_loss, has_reached_accuracy })
}

fn record_of(file: &Reader<'_>) -> Result<Vec<CurvePoint>, Problem> {
    let [losses] = file.fields(["losses"])?;
    let losses = losses.each(|entry| {
        let [step, epoch, train, test] = entry.fields(["step", "epoch", "trainLoss", "testLoss"])?;
        Ok(CurvePoint {
            step: step.count(LARGEST_COUNT)?,
            epoch: epoch.count(LARGEST_COUNT)?,
            train: train.number_or_null()?,
            test: test.number_or_null()?,
            ..CurvePoint::default()
        })
    })?;
    if losses.len() > CAPACITY || losses.windows(2).any(|pair| pair[0].step >= pair[1].step) {
        return Err(Problem::new("record", Rule::LossesInOrder(CAPACITY), Found::Losses(losses.len())));
    }
    Ok(losses)
}

fn slots_of(config: &Config, state: &Reader<'_>) -> Result<Vec<Vec<f32>>, Problem> {
    let [optimiser, slots] = state.fields(["optimiser", "slots"])?;
    if optimiser.text()? != config.optimiser {
        return Err(optimiser.refused(Rule::WordAsConfigured(config.optimiser.clone())));
    }
    let known = nn::optimiser::find(&config.optimiser).map_or(&[][..], |optimiser| optimiser.slots);
    let names: Vec<&str> = known.iter().map(|slot| slot.name).collect();
    let found = slots.each(|slot| slot.fields(["name", "layers"])?[0].text())?;
    if names != found {
        let rule = Rule::SlotsOf { optimiser: config.optimiser.clone(), names: owned(names) };
        return Err(Problem::new(slots.place(), rule, format!("[{}]", found.join(", "))));
    }
    let sizes = config.layer_sizes();
    slots.each(|slot| layers::read(&sizes, &slot.at("layers"), false))
}
