//! What must hold between keys, each rule once, with the reason and the cure. The range of a key by itself is in the table of keys.

use nn::Param;
use nn::optimiser::Method;

use super::{BatchSize, Config, Neuron, Params};
use crate::data::{self, DOMAIN};
use crate::features::FeatureSet;
use crate::keys::MAX_POINTS;
use crate::problem::Problem;
use crate::task::{self, Task, find_pairing};

/// The most parameters that Newton's method takes: its Hessian has the square of them.
const NEWTON_PARAMETERS: usize = 200;

/// The largest label in size: values beyond would drown the picture.
const LARGEST_LABEL: f32 = 10.0;

/// Whether this optimiser takes a weight decay.
pub(super) fn decays(optimiser: &str) -> bool {
    nn::optimiser::find(optimiser).is_some_and(|entry| entry.decays_weights)
}

/// Checks the numbers that JSON would turn into null, and so into permission.
///
/// # Errors
/// If one is not finite.
pub(super) fn finite(config: &Config) -> Result<(), Problem> {
    let numbers =
        [("clip", config.clip), ("stop.testLoss", config.stop.test_loss), ("stop.accuracy", config.stop.accuracy)];
    match numbers.into_iter().find_map(|(key, number)| Some((key, number.filter(|n| !n.is_finite())?))) {
        Some((key, number)) => Err(Problem::new(key, "must be a number or null", number)),
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
    neurons("frozen", &config.frozen, config)?;
    neurons("off", &config.off, config)?;
    loss(config)?;
    let optimiser = nn::optimiser::find(&config.optimiser).map_or(&[][..], |entry| entry.params);
    params("optimiserParams", &config.optimiser_params, &config.optimiser, optimiser)?;
    let schedule = nn::schedule::find(&config.schedule).map_or(&[][..], |entry| entry.params);
    params("scheduleParams", &config.schedule_params, &config.schedule, schedule)?;
    optimiser_needs(config)
}

fn dataset(config: &Config) -> Result<(), Problem> {
    let (task, classes, name) = (config.task, config.classes, config.dataset.as_str());
    let suiting = || {
        let names = data::all().filter(|dataset| dataset.suits(task, classes)).map(|dataset| dataset.name);
        format!("must be one of {} in {}", names.collect::<Vec<_>>().join(", "), task.described(classes))
    };
    let Some(dataset) = data::find(task, name) else {
        let homes: Vec<&str> =
            data::all().filter(|dataset| dataset.name == name).map(|dataset| dataset.task.name()).collect();
        return Err(Problem::new("dataset", format!("{} (or set task to {})", suiting(), homes.join(" or ")), name));
    };
    if !dataset.suits(task, classes) {
        return Err(Problem::new(
            "dataset",
            format!("{} (or set classes to {})", suiting(), dataset.classes.end()),
            name,
        ));
    }
    if name == "spiral" && config.arms < classes {
        let requirement = format!("must be at least {classes}, one arm per class (or set classes to {})", config.arms);
        return Err(Problem::new("arms", requirement, config.arms));
    }
    if dataset.needs_formula() && config.formula.is_none() {
        return Err(Problem::new("formula", "must be given for dataset function, such as sin(x)", "null"));
    }
    Ok(())
}

/// Checks every point.
///
/// # Errors
/// If there are too many, or the first that is out of range.
pub(super) fn points(config: &Config) -> Result<(), Problem> {
    if config.points.len() > MAX_POINTS {
        return Err(Problem::new("points", format!("must have at most {MAX_POINTS} entries"), config.points.len()));
    }
    let is_own = config.dataset == super::OWN;
    let height = if is_own && config.task == Task::Curve { DOMAIN as f32 } else { LARGEST_LABEL };
    for (idx, point) in config.points.iter().enumerate() {
        let coordinates =
            [("x", point.x, DOMAIN as f32), ("y", point.y, DOMAIN as f32), ("label", point.label, height)];
        for (field, value, limit) in coordinates {
            if !(-limit..=limit).contains(&value) {
                return Err(Problem::new(
                    format!("points[{idx}].{field}"),
                    format!("must lie between -{limit} and {limit}"),
                    value,
                ));
            }
        }
        let is_class = point.label.fract() == 0.0 && point.label >= 1.0 && point.label <= config.classes as f32;
        if is_own && config.task == Task::Classification && !is_class {
            let requirement = format!("must be a class from 1 to {}", config.classes);
            return Err(Problem::new(format!("points[{idx}].label"), requirement, point.label));
        }
    }
    Ok(())
}

fn layers(config: &Config) -> Result<(), Problem> {
    let (n_layers, n_activations) = (config.hidden_layers.len(), config.activations.len());
    if n_layers == n_activations {
        return Ok(());
    }
    let requirement = format!("must have one entry per hidden layer, {n_layers} (or set activation for all of them)");
    Err(Problem::new("activations", requirement, n_activations))
}

fn neurons(key: &str, names: &[Neuron], config: &Config) -> Result<(), Problem> {
    for (idx, neuron) in names.iter().enumerate() {
        let place = format!("{key}[{idx}]");
        if config.hidden_layers.get(neuron.layer_idx).is_none_or(|&units| neuron.unit_idx >= units) {
            let requirement = format!("must be a neuron of the hidden layers {:?}", config.hidden_layers);
            return Err(Problem::new(place, requirement, neuron));
        }
        if names[..idx].contains(neuron) {
            return Err(Problem::new(place, "must occur once only", format!("{neuron} again")));
        }
    }
    Ok(())
}

fn loss(config: &Config) -> Result<(), Problem> {
    if find_pairing(config.task, config.classes, &config.loss).is_some() {
        return Ok(());
    }
    let names = task::losses(config.task, config.classes).join(", ");
    let requirement = format!("must be one of {names} in {}", config.task.described(config.classes));
    Err(Problem::new("loss", requirement, &config.loss))
}

fn params(key: &str, given: &Params, owner: &str, known: &[Param]) -> Result<(), Problem> {
    for (name, value) in given.iter() {
        let place = format!("{key}.{name}");
        let Some(param) = known.iter().find(|param| param.name == name) else {
            let names: Vec<&str> = known.iter().map(|param| param.name).collect();
            let requirement = match names.as_slice() {
                [] => format!("must not be given, {owner} has no parameters"),
                _ => format!("must be one of {} for {owner}", names.join(", ")),
            };
            return Err(Problem::new(place, requirement, "an unknown parameter"));
        };
        if !(param.min..=param.max).contains(value) {
            let requirement = format!("must lie between {} and {} for {owner}", param.min, param.max);
            return Err(Problem::new(place, requirement, value));
        }
    }
    Ok(())
}

fn optimiser_needs(config: &Config) -> Result<(), Problem> {
    if config.weight_decay != 0.0 && !decays(&config.optimiser) {
        let decaying = nn::optimiser::listed().into_iter().filter(|entry| entry.decays_weights).map(|entry| entry.name);
        let cure = decaying.collect::<Vec<_>>().join(" or ");
        let requirement = format!("must be 0 with {} (choose {cure}, or penalty l2)", config.optimiser);
        return Err(Problem::new("weightDecay", requirement, config.weight_decay));
    }
    let is_newton = |entry: &nn::optimiser::Optimiser| matches!(entry.method, Method::Newton);
    if !nn::optimiser::find(&config.optimiser).is_some_and(is_newton) {
        return Ok(());
    }
    if config.batch_size != BatchSize::All {
        return Err(Problem::new("batchSize", "must be \"all\" with newton", config.batch_size));
    }
    if config.n_parameters() > NEWTON_PARAMETERS {
        let requirement = format!(
            "must not be newton with more than {NEWTON_PARAMETERS} parameters (use fewer neurons or another optimiser)"
        );
        return Err(Problem::new("optimiser", requirement, format!("{} parameters", config.n_parameters())));
    }
    Ok(())
}
