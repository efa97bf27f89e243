//! The table of controls: in which form each key of the configuration stands on the page, and when it does not apply.
//! Range and meaning are the table of keys'; a test holds that no key is forgotten. Knows no component.

use playground::catalog::{self, optimiser::Optimiser, schedule::Schedule};
use playground::{Config, Task, keys, object};
use serde_json::Value;

use crate::controls::menus::{self, Entry};
use crate::words;

/// In which form a control stands on the page.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Form {
    /// A menu of these entries.
    Menu(fn(&Config) -> Vec<Entry>),
    /// A field for a number, with suggestions.
    Number(&'static [&'static str]),
    /// A field for a formula, with suggestions.
    Formula(&'static [&'static str]),
    /// A slider with steps of this size.
    Slider(f64),
    /// A switch.
    Switch,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Control {
    /// The key of the configuration, with a field inside it where there is one: `stop.epochs`.
    pub(crate) path: &'static str,
    pub(crate) name: &'static str,
    pub(crate) form: Form,
    /// Why it does not apply now, if so.
    pub(crate) refusal: fn(&Config) -> Option<&'static str>,
}

const fn row(
    path: &'static str,
    name: &'static str,
    form: Form,
    refusal: fn(&Config) -> Option<&'static str>,
) -> Control {
    Control { path, name, form, refusal }
}

const fn always(_: &Config) -> Option<&'static str> {
    None
}

const SEEDS: Form = Form::Number(&["1", "2", "3", "4", "5"]);

/// What is changed every day.
pub(crate) const STRIP: [Control; 11] = [
    row("task", words::TASK, Form::Menu(|_| menus::tasks()), always),
    row("classes", words::CLASSES, Form::Menu(|_| menus::classes()), without_classes),
    row("activation", words::ACTIVATION, Form::Menu(|_| menus::activations()), |config| {
        config.hidden_layers.is_empty().then_some(words::NO_HIDDEN_LAYER)
    }),
    row("loss", words::LOSS, Form::Menu(menus::losses_for), always),
    row("optimiser", words::OPTIMISER, Form::Menu(menus::optimisers_for), always),
    row("schedule", words::SCHEDULE, Form::Menu(|_| menus::schedules()), always),
    row("learningRate", words::LEARNING_RATE, Form::Number(&menus::RATES), always),
    row("batchSize", words::BATCH_SIZE, Form::Number(&menus::BATCH_SIZES), always),
    row("penalty", words::PENALTY, Form::Menu(|_| menus::penalties()), always),
    row("penaltyRate", words::PENALTY_RATE, Form::Number(&menus::PENALTY_RATES), |config| {
        (config.penalty == "none").then_some(words::NO_PENALTY)
    }),
    row("initialisation", words::INITIALISATION, Form::Menu(|_| menus::initialisations()), always),
];

/// What belongs to generated points.
pub(crate) const DATA: [Control; 3] = [
    row("count", words::POINTS, Form::Slider(10.0), with_own_points),
    row("noise", words::NOISE, Form::Slider(0.05), with_own_points),
    row("trainShare", words::USED_FOR_TRAINING, Form::Slider(0.05), always),
];

/// The f(x) of dataset function.
pub(crate) const FORMULA: Control = row("formula", words::FORMULA, Form::Formula(&menus::FORMULAS), always);
/// The arms of a spiral.
pub(crate) const ARMS: Control = row("arms", words::ARMS, Form::Menu(menus::arms_for), always);
/// The seed of generated points.
pub(crate) const DATA_SEED: Control = row("dataSeed", words::DATA_SEED, SEEDS, with_own_points);

/// What is needed now and then, in groups under their headings.
pub(crate) const MORE: [(&str, &[Control]); 4] = [
    (
        words::DATA,
        &[
            row("labelFlips", words::LABEL_FLIPS, Form::Slider(0.01), |config| {
                with_own_points(config).or(without_classes(config))
            }),
            row("balance", words::CLASS_BALANCE, Form::Slider(0.05), |config| {
                let several = (config.classes > 2).then_some(words::ONLY_WITH_TWO_CLASSES);
                with_own_points(config).or(without_classes(config)).or(several)
            }),
            row("shuffle", words::SHUFFLE, Form::Switch, always),
        ],
    ),
    (
        words::NETWORK,
        &[
            row("weightSeed", words::WEIGHT_SEED, SEEDS, always),
            row("biasInit", words::FIRST_BIAS, Form::Number(&["0", "0.1", "1"]), always),
            row("dropout", words::DROPOUT, Form::Slider(0.05), |config| {
                config.hidden_layers.is_empty().then_some(words::NO_HIDDEN_LAYER_TO_DROP)
            }),
        ],
    ),
    (
        words::TRAINING,
        &[
            row("clip", words::GRADIENT_CLIPPING, Form::Number(&["0.1", "1", "10"]), always),
            row("rateFollowsBatch", words::RATE_FOLLOWS_BATCH, Form::Switch, always),
            row("l1Share", words::L1_SHARE, Form::Slider(0.05), |config| {
                (config.penalty != "elastic").then_some(words::ONLY_WITH_ELASTIC)
            }),
            row("weightDecay", words::WEIGHT_DECAY, Form::Number(&menus::PENALTY_RATES), |config| {
                let decays = optimiser(config).is_some_and(|optimiser| optimiser.decays_weights);
                (!decays).then_some(words::ONLY_WITH_DECAY)
            }),
        ],
    ),
    (
        words::STOP_RULES,
        &[
            row("stop.epochs", words::STOP_EPOCHS, Form::Number(&["100", "300", "1000"]), always),
            row("stop.testLoss", words::STOP_TEST_LOSS, Form::Number(&["0.1", "0.01"]), always),
            row("stop.accuracy", words::STOP_ACCURACY, Form::Number(&["0.9", "0.95", "1"]), without_classes),
            row("stop.patience", words::STOP_PATIENCE, Form::Number(&["20", "100"]), always),
        ],
    ),
];

fn with_own_points(config: &Config) -> Option<&'static str> {
    (config.dataset == "own").then_some(words::OWN_POINTS_STAY)
}

fn without_classes(config: &Config) -> Option<&'static str> {
    (config.task != Task::Classification).then_some(words::ONLY_WITH_CLASSES)
}

/// The optimiser in force.
pub(crate) fn optimiser(config: &Config) -> Option<&'static Optimiser> {
    catalog::optimiser::find(&config.optimiser)
}

/// The schedule in force.
pub(crate) fn schedule(config: &Config) -> Option<&'static Schedule> {
    catalog::schedule::find(&config.schedule)
}

/// The row of the table of keys behind `path`.
pub(crate) fn key(path: &str) -> Option<&'static keys::Key> {
    let (owner, field) = path.split_once('.').map_or((path, None), |(owner, field)| (owner, Some(field)));
    if path == keys::ACTIVATION_SHORTHAND.name {
        return Some(&keys::ACTIVATION_SHORTHAND);
    }
    let key = keys::find(owner)?;
    match (field, &key.kind) {
        (Some(field), keys::Kind::Record { optional, .. }) => optional.iter().find(|key| key.name == field),
        (Some(_), _) => None,
        (None, _) => Some(key),
    }
}

/// The range that the table of keys gives a number.
pub(crate) fn bounds(path: &str) -> (f64, f64) {
    match key(path).map(|key| &key.kind) {
        Some(keys::Kind::Number { min, max }) => (*min, *max),
        Some(keys::Kind::Integer { min, max }) => (*min as f64, *max as f64),
        _ => (0.0, 1.0),
    }
}

/// What stands at `path` in a configuration given as JSON.
pub(crate) fn value_at<'a>(values: &'a Value, path: &str) -> &'a Value {
    path.split('.').fold(values, |value, name| &value[name])
}

/// The partial configuration that puts `value` at `path`.
pub(crate) fn partial(config: &Config, path: &str, value: Value) -> Value {
    match path.split_once('.') {
        None => one(path, value),
        Some(("stop", field)) => one("stop", one(field, value)),
        Some((owner, field)) => {
            let now = if owner == "optimiserParams" { &config.optimiser_params } else { &config.schedule_params };
            let others = now.iter().map(|(name, value)| (name.clone(), (*value).into()));
            one(owner, object(others.chain([(field.to_owned(), value)])))
        }
    }
}

fn one(name: &str, value: Value) -> Value {
    object([(name.to_owned(), value)])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Keys whose control is a part of its own: radio group, toggles, diagram, plot.
    const ELSEWHERE: [&str; 7] = ["dataset", "points", "features", "hiddenLayers", "activations", "frozen", "off"];
    /// What follows the chosen entry.
    const PARAMETERS: [&str; 2] = ["optimiserParams", "scheduleParams"];

    fn rows() -> impl Iterator<Item = &'static Control> {
        const SINGLE: [Control; 3] = [FORMULA, ARMS, DATA_SEED];
        STRIP.iter().chain(&DATA).chain(&SINGLE).chain(MORE.iter().flat_map(|(_, rows)| rows.iter()))
    }

    #[test]
    fn every_key_has_exactly_one_control() {
        for key in keys::KEYS {
            // The version is the format's and cannot be chosen.
            if ELSEWHERE.contains(&key.name) || PARAMETERS.contains(&key.name) || key.name == "version" {
                continue;
            }
            let n_rows = rows().filter(|row| row.path.split('.').next() == Some(key.name)).count();
            assert_eq!(n_rows, if key.name == "stop" { 4 } else { 1 }, "{}", key.name);
        }
        for row in rows() {
            assert!(key(row.path).is_some(), "{}", row.path);
        }
    }

    #[test]
    fn a_control_is_called_as_the_table_of_keys_says() {
        for row in rows() {
            assert_eq!(Some(row.name), key(row.path).map(|key| key.label), "{}", row.path);
        }
    }

    #[test]
    fn names_are_different() {
        let mut names: Vec<&str> = rows().map(|row| row.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), rows().count());
    }

    #[test]
    fn sliders_have_the_ranges_of_the_table() {
        assert_eq!(bounds("noise"), (0.0, 3.0));
        assert_eq!(bounds("count").1, 5000.0);
        for row in rows().filter(|row| matches!(row.form, Form::Slider(_))) {
            assert_ne!(bounds(row.path), (0.0, 0.0), "{}", row.path);
        }
    }

    #[test]
    fn every_suggested_number_is_accepted() {
        for row in rows() {
            let (Form::Number(suggestions) | Form::Formula(suggestions)) = row.form else { continue };
            for text in suggestions {
                // Weight decay needs an optimiser that knows it.
                let base = Config { optimiser: "adamw".into(), ..Config::default() };
                let value = crate::components::number::value_of(text, matches!(row.form, Form::Formula(_)));
                assert!(base.merged(&partial(&base, row.path, value)).is_ok(), "{} {text}", row.path);
            }
        }
    }

    #[test]
    fn a_parameter_keeps_its_neighbours_and_newton_brings_its_batch() {
        let config = Config { optimiser: "adam".into(), ..Config::default() };
        let config = config.merged(&partial(&config, "optimiserParams.b1", json!(0.8))).unwrap();
        let config = config.merged(&partial(&config, "optimiserParams.b2", json!(0.99))).unwrap();
        assert_eq!(config.optimiser_params.iter().count(), 2);
        let newton = config.merged(&partial(&config, "optimiser", json!("newton"))).unwrap();
        assert_eq!(newton.batch_size, playground::BatchSize::All);
        assert_eq!(partial(&config, "stop.epochs", json!(3)), json!({ "stop": { "epochs": 3 } }));
    }

    #[test]
    fn what_does_not_apply_says_why() {
        let linear = Config { hidden_layers: vec![], activations: vec![], ..Config::default() };
        let refused: Vec<&str> = rows().filter(|row| (row.refusal)(&linear).is_some()).map(|row| row.path).collect();
        assert_eq!(refused, ["activation", "penaltyRate", "dropout", "l1Share", "weightDecay"]);
    }
}
