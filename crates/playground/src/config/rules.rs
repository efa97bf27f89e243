//! What must hold between keys, each rule once, with the reason and the cure. The range of a key by itself is in the table of keys.

use nn::Param;
use nn::optimiser::Method;

use super::{Config, Params, Part};
use crate::data::{self, DOMAIN};
use crate::features::FeatureSet;
use crate::keys::{MAX_POINTS, NEWTON_PARAMETERS};
use crate::problem::{Found, Instead, Problem, Rule, Shape, owned};
use crate::task::{self, Task, find_pairing};

/// The largest label in size: larger values would hide all others in the plot.
const LARGEST_LABEL: f32 = 10.0;

/// Whether this optimiser takes a weight decay.
pub(super) fn decays(optimiser: &str) -> bool {
    nn::optimiser::find(optimiser).is_some_and(|entry| entry.decays_weights)
}

/// Whether this optimiser takes all points at each step.
pub(super) fn takes_all_points(optimiser: &str) -> bool {
    nn::optimiser::find(optimiser).is_some_and(|entry| matches!(entry.method, Method::Newton))
}

/// Checks the numbers that JSON would turn into null, and so into permission.
///
/// # Errors
/// If one is not finite.
pub(super) fn finite(config: &Config) -> Result<(), Problem> {
    let numbers =
        [("clip", config.clip), ("stop.testLoss", config.stop.test_loss), ("stop.accuracy", config.stop.accuracy)];
    match numbers.into_iter().find_map(|(key, number)| Some((key, number.filter(|n| !n.is_finite())?))) {
        Some((key, number)) => Err(Problem::new(key, Rule::NumberOrNull, number)),
        None => Ok(()),
    }
}

/// Checks what must hold between keys whose own values are in range.
///
/// # Errors
/// The first rule that does not hold.
pub(super) fn check(config: &Config) -> Result<(), Problem> {
    dataset(config)?;
    points(config)?;
    FeatureSet::new(&config.features)?;
    layers(config)?;
    weights(config)?;
    parts("frozen", &config.frozen, config)?;
    parts("off", &config.off, config)?;
    loss(config)?;
    let optimiser = nn::optimiser::find(&config.optimiser).map_or(&[][..], |entry| entry.params);
    params("optimiserParams", &config.optimiser_params, &config.optimiser, optimiser)?;
    let schedule = nn::schedule::find(&config.schedule).map_or(&[][..], |entry| entry.params);
    params("scheduleParams", &config.schedule_params, &config.schedule, schedule)?;
    optimiser_needs(config)
}

fn dataset(config: &Config) -> Result<(), Problem> {
    let (task, classes, name) = (config.task, config.classes, config.dataset.as_str());
    let suiting = |or: Instead| {
        let names = data::all().filter(|dataset| dataset.suits(task, classes)).map(|dataset| dataset.name);
        Rule::DatasetFor { names: owned(names), task, classes, or }
    };
    let Some(dataset) = data::find(task, name) else {
        let homes = data::all().filter(|dataset| dataset.name == name).map(|dataset| dataset.task).collect();
        return Err(Problem::new("dataset", suiting(Instead::Tasks(homes)), name));
    };
    if !dataset.suits(task, classes) {
        return Err(Problem::new("dataset", suiting(Instead::Classes(*dataset.classes.end())), name));
    }
    if name == "spiral" && config.arms < classes {
        return Err(Problem::new("arms", Rule::ArmPerClass { classes, arms: config.arms }, config.arms));
    }
    if dataset.needs_formula() && config.formula.is_none() {
        return Err(Problem::new("formula", Rule::FormulaOfFunction, "null"));
    }
    Ok(())
}

/// Checks every point.
///
/// # Errors
/// If there are too many, or the first that is out of range.
pub(super) fn points(config: &Config) -> Result<(), Problem> {
    if config.points.len() > MAX_POINTS {
        return Err(Problem::new("points", Rule::EntriesAtMost(MAX_POINTS), config.points.len()));
    }
    let is_own = config.dataset == data::OWN;
    let height = if is_own && config.task == Task::Curve { DOMAIN as f32 } else { LARGEST_LABEL };
    for (idx, point) in config.points.iter().enumerate() {
        let coordinates =
            [("x", point.x, DOMAIN as f32), ("y", point.y, DOMAIN as f32), ("label", point.label, height)];
        for (field, value, limit) in coordinates {
            if !(-limit..=limit).contains(&value) {
                let rule = Rule::Between { min: f64::from(-limit), max: f64::from(limit) };
                return Err(Problem::new(format!("points[{idx}].{field}"), rule, value));
            }
        }
        let is_class = point.label.fract() == 0.0 && point.label >= 1.0 && point.label <= config.classes as f32;
        if is_own && config.task == Task::Classification && !is_class {
            let rule = Rule::ClassUpTo(config.classes);
            return Err(Problem::new(format!("points[{idx}].label"), rule, point.label));
        }
    }
    Ok(())
}

fn layers(config: &Config) -> Result<(), Problem> {
    let (n_layers, n_activations) = (config.hidden_layers.len(), config.activations.len());
    if n_layers == n_activations {
        return Ok(());
    }
    Err(Problem::new("activations", Rule::EntryPerLayer(n_layers), n_activations))
}

fn weights(config: &Config) -> Result<(), Problem> {
    let Some(weights) = &config.weights else { return Ok(()) };
    let (n, found) = (config.n_parameters(), weights.values().len());
    if found != n {
        return Err(Problem::new("weights", Rule::Shaped(Shape::Numbers(n)), found));
    }
    weights.check_numbers("weights")
}

fn parts(key: &str, parts: &[Part], config: &Config) -> Result<(), Problem> {
    let sizes = config.layer_sizes();
    for (idx, part) in parts.iter().enumerate() {
        let place = format!("{key}[{idx}]");
        if !part.is_in(&sizes) {
            return Err(Problem::new(place, Rule::PartOf(sizes), part));
        }
        if parts[..idx].contains(part) {
            return Err(Problem::new(place, Rule::Once, Found::Again(part.to_string())));
        }
    }
    Ok(())
}

fn loss(config: &Config) -> Result<(), Problem> {
    if find_pairing(config.task, config.classes, &config.loss).is_some() {
        return Ok(());
    }
    let (task, classes) = (config.task, config.classes);
    let names = owned(task::losses(task, classes));
    Err(Problem::new("loss", Rule::LossFor { names, task, classes }, &config.loss))
}

fn params(key: &str, given: &Params, owner: &str, known: &[Param]) -> Result<(), Problem> {
    for (name, value) in given.iter() {
        let place = format!("{key}.{name}");
        let Some(param) = known.iter().find(|param| param.name == name) else {
            let rule = match known {
                [] => Rule::NoParameters(owner.into()),
                _ => Rule::ParameterOf { owner: owner.into(), names: owned(known.iter().map(|param| param.name)) },
            };
            return Err(Problem::new(place, rule, Found::UnknownParameter));
        };
        if !(param.min..=param.max).contains(value) {
            let rule = Rule::ParameterBetween { owner: owner.into(), min: param.min, max: param.max };
            return Err(Problem::new(place, rule, value));
        }
    }
    Ok(())
}

fn optimiser_needs(config: &Config) -> Result<(), Problem> {
    if config.weight_decay != 0.0 && !decays(&config.optimiser) {
        let decaying = nn::optimiser::listed().into_iter().filter(|entry| entry.decays_weights).map(|entry| entry.name);
        let rule = Rule::NoWeightDecay { optimiser: config.optimiser.clone(), decaying: owned(decaying) };
        return Err(Problem::new("weightDecay", rule, config.weight_decay));
    }
    if takes_all_points(&config.optimiser) && config.n_parameters() > NEWTON_PARAMETERS {
        let rule = Rule::ParametersAtMost { optimiser: config.optimiser.clone(), most: NEWTON_PARAMETERS };
        return Err(Problem::new("optimiser", rule, Found::Parameters(config.n_parameters())));
    }
    Ok(())
}
