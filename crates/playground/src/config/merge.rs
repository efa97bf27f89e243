//! Partial updates: what is given replaces what was there, and what is not given but cannot stay follows. Invariant: a given
//! value is never changed here, but for letters of formulas that nobody sees; `rules` decides whether the result is valid.

use autodiff::formula::is_invisible;
use serde_json::{Map, Value};

use super::{Config, Neuron, Params, Part, fields};
use crate::data;
use crate::features;
use crate::json_display::Shown;
use crate::keys::{self, ACTIVATION_SHORTHAND};
use crate::problem::{Problem, Rule};
use crate::task::{Task, find_pairing};

/// The f(x) that dataset function starts with.
const FIRST_FORMULA: &str = "2*sin(x)";

/// `base` with the keys of `partial`, not yet validated.
///
/// # Errors
/// If a key is unknown, or its value is of another type or out of range.
pub(super) fn merged(base: &Config, partial: &Value) -> Result<Config, Problem> {
    let Some(given) = partial.as_object() else {
        return Err(Problem::new("config", Rule::Object, Shown(partial)));
    };
    let shorthand = given.get(ACTIVATION_SHORTHAND.name);
    if let Some(activation) = shorthand {
        ACTIVATION_SHORTHAND.kind.check(ACTIVATION_SHORTHAND.name, activation)?;
        if given.contains_key("activations") {
            return Err(Problem::new("activation", Rule::NotWith("activations".into()), Shown(activation)));
        }
    }
    for (name, value) in given.iter().filter(|(name, _)| *name != ACTIVATION_SHORTHAND.name) {
        keys::check(name, value)?;
    }
    let mut config = base.clone();
    fields::overlay(&mut config, given);
    config.features.iter_mut().chain(&mut config.formula).for_each(show);
    follow(&mut config, base, given);
    if let Some(activation) = shorthand.and_then(Value::as_str) {
        config.activations.fill(activation.into());
    }
    Ok(config)
}

/// Takes letters out of a formula that have no width, with which it would be another one than the same without them.
fn show(formula: &mut String) {
    if formula.contains(is_invisible) {
        formula.retain(|letter| !is_invisible(letter));
    }
}

/// Lets what was not given follow what was.
fn follow(config: &mut Config, base: &Config, given: &Map<String, Value>) {
    let is_given = |name: &str| given.contains_key(name);
    follow_task(config, base, &is_given);
    let dataset = data::find(config.task, &config.dataset);
    if dataset.is_some_and(data::Dataset::needs_formula) && config.formula.is_none() && !is_given("formula") {
        config.formula = Some(FIRST_FORMULA.into());
    }
    if dataset.is_some_and(data::Dataset::is_own) && is_given("trainShare") && !is_given("points") {
        data::mark_split(&mut config.points, config.train_share, config.data_seed);
    }
    follow_layers(config, &is_given);
    follow_parts(config, base, &is_given);
    follow_optimiser(config, base, &is_given);
    if !is_given("weights") && !draws_as(config, base) {
        config.weights = None;
    }
}

/// Whether the same initial weights would be drawn for both.
fn draws_as(config: &Config, base: &Config) -> bool {
    let drawn = |config: &Config| {
        (config.task, config.layer_sizes(), config.initialisation.clone(), config.bias_init, config.weight_seed)
    };
    drawn(config) == drawn(base) && config.features == base.features
}

fn follow_task(config: &mut Config, base: &Config, is_given: &dyn Fn(&str) -> bool) {
    let task_changed = config.task != base.task;
    if task_changed && !is_given("classes") {
        config.classes = Config::default().classes;
    }
    let (loss, dataset) = config.task.defaults(config.classes);
    let pairs = find_pairing(config.task, config.classes, &config.loss).is_some();
    if (task_changed || config.classes != base.classes && !pairs) && !is_given("loss") {
        config.loss = loss.into();
    }
    let suits = data::find(config.task, &config.dataset).is_some_and(|dataset| {
        let own_survives =
            !task_changed || config.task != Task::Curve && base.task != Task::Curve && labels_fit(config);
        dataset.suits(config.task, config.classes) && (!dataset.is_own() || own_survives)
    });
    if !suits && !is_given("dataset") {
        config.dataset = dataset.into();
    }
    if config.dataset == "spiral" && config.task == Task::Classification && !is_given("arms") {
        // Every class needs an arm; a spiral has at most five.
        config.arms = config.arms.max(config.classes.min(5));
    }
    if task_changed && !is_given("features") {
        follow_axes(config, base.task);
    }
}

fn labels_fit(config: &Config) -> bool {
    let is_class = |label: f32| label.fract() == 0.0 && label >= 1.0 && label <= config.classes as f32;
    config.task != Task::Classification || config.points.iter().all(|point| is_class(point.label))
}

/// A curve has one axis: features of x2 go when it comes, and x2 comes back when it goes.
fn follow_axes(config: &mut Config, before: Task) {
    if config.task == Task::Curve {
        config.features.retain(|name| !features::mentions_x2(name));
        if config.features.is_empty() {
            config.features.push("x1".into());
        }
    } else if before == Task::Curve && config.features == ["x1"] {
        config.features.push("x2".into());
    }
}

fn follow_layers(config: &mut Config, is_given: &dyn Fn(&str) -> bool) {
    if !is_given("hiddenLayers") {
        return;
    }
    if !is_given("activations") {
        let last = config.activations.last().cloned().unwrap_or_else(|| "tanh".into());
        config.activations.resize(config.hidden_layers.len(), last);
    }
}

/// Marks stay with what they mark, as weights do, and go with what is gone.
fn follow_parts(config: &mut Config, base: &Config, is_given: &dyn Fn(&str) -> bool) {
    let sizes = config.layer_sizes();
    let followed = |parts: &[Part]| {
        let parts = parts.iter().filter_map(|part| place_after(*part, base, config));
        parts.filter(|part| part.is_in(&sizes)).collect()
    };
    let [frozen, off] = [&base.frozen, &base.off].map(|parts| followed(parts));
    if !is_given("frozen") {
        config.frozen = frozen;
    }
    if !is_given("off") {
        config.off = off;
    }
}

/// Where a part of a network is under another configuration: hidden layers and neurons by place, the output layer behind all
/// hidden ones, features by name. Nothing where it is gone.
fn place_after(part: Part, from: &Config, to: &Config) -> Option<Part> {
    let Neuron { layer_idx: was, unit_idx } = part.owner();
    let (last_before, last) = (from.hidden_layers.len(), to.hidden_layers.len());
    let layer_idx = if was == last_before { last } else { Some(was).filter(|layer| *layer < last)? };
    let input = match (part.input(), was, layer_idx) {
        (Some(input), 0, 0) => {
            let feature = from.features.get(input)?;
            Some(to.features.iter().position(|name| name == feature)?)
        }
        // Features in place of neurons, or neurons in place of features.
        (Some(_), 0, _) | (Some(_), _, 0) => return None,
        (input, ..) => input,
    };
    Some(part.at(Neuron { layer_idx, unit_idx }, input))
}

fn follow_optimiser(config: &mut Config, base: &Config, is_given: &dyn Fn(&str) -> bool) {
    if config.optimiser != base.optimiser {
        let params = nn::optimiser::find(&config.optimiser).map_or(&[][..], |entry| entry.params);
        if !is_given("optimiserParams") {
            config.optimiser_params = own(params, &config.optimiser_params);
        }
        if !is_given("weightDecay") && !super::rules::decays(&config.optimiser) {
            config.weight_decay = 0.0;
        }
    }
    if config.schedule != base.schedule && !is_given("scheduleParams") {
        let params = nn::schedule::find(&config.schedule).map_or(&[][..], |entry| entry.params);
        config.schedule_params = own(params, &config.schedule_params);
    }
}

/// Those of the values given that these parameters can have.
fn own(params: &[nn::Param], given: &Params) -> Params {
    let mut own = Params::default();
    for param in params {
        if let Some(value) = given.get(param.name).filter(|value| (param.min..=param.max).contains(value)) {
            own.set(param.name, value);
        }
    }
    own
}
