//! The table of controls: in which form each key of the configuration stands on the page, and when it does not apply.
//! Range and meaning are the table of keys'; a test holds that no key is forgotten. Knows no component.

use playground::catalog::{self, optimiser::Optimiser, schedule::Schedule};
use playground::{Config, Task, keys, object};
use serde_json::Value;
use words::Words;

use crate::controls::menus::{self, Entry};

/// In which form a control stands on the page.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Form {
    /// A menu of these entries.
    Menu(fn(&Words, &Config) -> Vec<Entry>),
    /// A field for a number, with suggestions.
    Number(&'static [&'static str]),
    /// A field for a formula, with suggestions.
    Formula(&'static [&'static str]),
    /// A slider with steps of this size.
    Slider(f64),
    /// A switch.
    Switch,
}

/// Why a control does not apply to a configuration, if so.
pub(crate) type Refusal = fn(&Words, &Config) -> Option<&'static str>;

/// A row of the table. Its control is called as the words call the key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Control {
    /// The key of the configuration, with a field inside it where there is one: `stop.epochs`.
    pub(crate) path: &'static str,
    pub(crate) form: Form,
    /// Why it does not apply now, if so.
    pub(crate) refusal: Refusal,
}

const fn row(path: &'static str, form: Form, refusal: Refusal) -> Control {
    Control { path, form, refusal }
}

const fn always(_: &Words, _: &Config) -> Option<&'static str> {
    None
}

const SEEDS: Form = Form::Number(&["1", "2", "3", "4", "5"]);

/// What is changed every day.
pub(crate) const STRIP: [Control; 6] = [
    row("task", Form::Menu(|words, _| menus::tasks(words)), always),
    row("activation", Form::Menu(|words, _| menus::activations(words)), |words, config| {
        config.hidden_layers.is_empty().then_some(words.settings.no_hidden_layer)
    }),
    row("loss", Form::Menu(menus::losses_for), always),
    row("learningRate", Form::Number(&menus::RATES), always),
    row("optimiser", Form::Menu(menus::optimisers_for), always),
    row("batchSize", Form::Number(&menus::BATCH_SIZES), |words, config| {
        config.takes_all_points().then_some(words.settings.all_points_now)
    }),
];

/// What belongs to generated points.
pub(crate) const DATA: [Control; 3] = [
    row("count", Form::Slider(10.0), with_own_points),
    row("noise", Form::Slider(0.05), with_own_points),
    row("trainShare", Form::Slider(0.05), always),
];

/// The f(x) of dataset function.
pub(crate) const FORMULA: Control = row("formula", Form::Formula(&menus::FORMULAS), always);
/// The arms of a spiral.
pub(crate) const ARMS: Control = row("arms", Form::Menu(|_, config| menus::arms_for(config)), always);

/// What a group of settings is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    Data,
    Network,
    Training,
    Regularisation,
    StopRules,
}

impl Group {
    /// What its heading is called in the document.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Data => "more-data",
            Self::Network => "more-network",
            Self::Training => "more-training",
            Self::Regularisation => "more-regularisation",
            Self::StopRules => "more-stop-rules",
        }
    }

    /// Its heading.
    pub(crate) fn title(self, words: &Words) -> &'static str {
        match self {
            Self::Data => words.common.data,
            Self::Network => words.common.network,
            Self::Training => words.common.training,
            Self::Regularisation => words.key_label("penalty"),
            Self::StopRules => words.settings.stop_rules,
        }
    }
}

/// What is needed now and then, in groups under their headings.
pub(crate) const MORE: [(Group, &[Control]); 5] = [
    (
        Group::Data,
        &[
            row("classes", Form::Menu(|_, _| menus::classes()), without_classes),
            row("dataSeed", SEEDS, with_own_points),
            row("labelFlips", Form::Slider(0.01), |words, config| {
                with_own_points(words, config).or(without_classes(words, config))
            }),
            row("balance", Form::Slider(0.05), |words, config| {
                let several = (config.classes > 2).then_some(words.settings.only_with_two_classes);
                with_own_points(words, config).or(without_classes(words, config)).or(several)
            }),
            row("shuffle", Form::Switch, always),
        ],
    ),
    (
        Group::Network,
        &[
            row("initialisation", Form::Menu(|words, _| menus::initialisations(words)), always),
            row("weightSeed", SEEDS, always),
            row("biasInit", Form::Number(&["0", "0.1", "1"]), always),
            row("dropout", Form::Slider(0.05), |words, config| {
                config.hidden_layers.is_empty().then_some(words.settings.no_hidden_layer_to_drop)
            }),
        ],
    ),
    (
        Group::Training,
        &[
            row("schedule", Form::Menu(|words, _| menus::schedules(words)), always),
            row("clip", Form::Number(&["0.1", "1", "10"]), always),
            row("rateFollowsBatch", Form::Switch, always),
        ],
    ),
    (
        Group::Regularisation,
        &[
            row("penalty", Form::Menu(|words, _| menus::penalties(words)), always),
            row("penaltyRate", Form::Number(&menus::PENALTY_RATES), |words, config| {
                (config.penalty == "none").then_some(words.settings.no_regularisation)
            }),
            row("l1Share", Form::Slider(0.05), |words, config| {
                (config.penalty != "elastic").then_some(words.settings.only_with_elastic)
            }),
            row("weightDecay", Form::Number(&menus::PENALTY_RATES), |words, config| {
                let decays = optimiser(config).is_some_and(|optimiser| optimiser.decays_weights);
                (!decays).then_some(words.settings.only_with_decay)
            }),
        ],
    ),
    (
        Group::StopRules,
        &[
            row("stop.epochs", Form::Number(&["100", "300", "1000"]), always),
            row("stop.testLoss", Form::Number(&["0.1", "0.01"]), always),
            row("stop.accuracy", Form::Number(&["0.9", "0.95", "1"]), without_classes),
            row("stop.patience", Form::Number(&["20", "100"]), always),
        ],
    ),
];

fn with_own_points(words: &Words, config: &Config) -> Option<&'static str> {
    (config.dataset == "own").then_some(words.settings.own_points_stay)
}

fn without_classes(words: &Words, config: &Config) -> Option<&'static str> {
    (config.task != Task::Classification).then_some(words.common.only_with_classes)
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

/// The keys that a phone shows for what is typed at `path`: those of numbers have neither minus nor letters.
pub(crate) fn keyboard(path: &str) -> &'static str {
    let Some(key) = key(path) else { return "decimal" };
    match (&key.kind, key.kind.inner()) {
        (keys::Kind::OrWord(..), _) => "text",
        (_, keys::Kind::Integer { .. }) => "numeric",
        (_, keys::Kind::Number { min, .. }) if *min >= 0.0 => "decimal",
        (_, keys::Kind::Positive { .. }) => "decimal",
        _ => "text",
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

/// A regularisation that is chosen has a strength with which it does something.
const FIRST_STRENGTH: f64 = 0.001;

/// The partial configuration that puts `value` at `path`.
pub(crate) fn partial(config: &Config, path: &str, value: Value) -> Value {
    match path.split_once('.') {
        None if path == "penalty" && value != "none" && config.penalty_rate == 0.0 => {
            object! { "penalty": value, "penaltyRate": FIRST_STRENGTH }
        }
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
    /// What comes with a file of points, or is written when weights are set.
    const WITHOUT: [&str; 4] = ["classNames", "axisNames", "scaling", "weights"];
    /// What follows the chosen entry.
    const PARAMETERS: [&str; 2] = ["optimiserParams", "scheduleParams"];

    fn rows() -> impl Iterator<Item = &'static Control> {
        const SINGLE: [Control; 2] = [FORMULA, ARMS];
        STRIP.iter().chain(&DATA).chain(&SINGLE).chain(MORE.iter().flat_map(|(_, rows)| rows.iter()))
    }

    #[test]
    fn every_key_has_exactly_one_control() {
        for key in keys::KEYS {
            // The version is the format's and cannot be chosen.
            if WITHOUT.contains(&key.name)
                || ELSEWHERE.contains(&key.name)
                || PARAMETERS.contains(&key.name)
                || key.name == "version"
            {
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
    fn every_control_has_a_name() {
        for words in words::ALL {
            assert!(rows().all(|row| !words.key_label(row.path).is_empty()), "{}", words.tag);
        }
    }

    #[test]
    fn names_are_different() {
        let mut names: Vec<&str> = rows().map(|row| words::EN.key_label(row.path)).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), rows().count());
    }

    #[test]
    fn sliders_have_the_ranges_of_the_table() {
        assert_eq!(bounds("noise"), (0.0, 3.0));
        assert_eq!(bounds("count").1, 5000.0);
        for row in rows().filter(|row| matches!(row.form, Form::Slider(_))) {
            let range = match key(row.path).map(|key| &key.kind) {
                Some(keys::Kind::Number { min, max }) => (*min, *max),
                Some(keys::Kind::Integer { min, max }) => (*min as f64, *max as f64),
                other => panic!("{} has a slider and is no number of the table, but {other:?}", row.path),
            };
            assert!(range.0 < range.1 && bounds(row.path) == range, "{}", row.path);
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
    fn a_parameter_keeps_its_neighbours_and_newton_the_batch() {
        let config = Config { optimiser: "adam".into(), ..Config::default() };
        let config = config.merged(&partial(&config, "optimiserParams.b1", json!(0.8))).unwrap();
        let config = config.merged(&partial(&config, "optimiserParams.b2", json!(0.99))).unwrap();
        assert_eq!(config.optimiser_params.iter().count(), 2);
        let newton = config.merged(&partial(&config, "optimiser", json!("newton"))).unwrap();
        assert_eq!(newton.batch_size, config.batch_size);
        assert_eq!(partial(&config, "stop.epochs", json!(3)), json!({ "stop": { "epochs": 3 } }));
    }

    #[test]
    fn a_regularisation_that_is_chosen_does_something() {
        let config = Config::default();
        assert_eq!(partial(&config, "penalty", json!("l2")), json!({ "penalty": "l2", "penaltyRate": 0.001 }));
        assert_eq!(partial(&config, "penalty", json!("none")), json!({ "penalty": "none" }));
        let strong = Config { penalty_rate: 0.1, ..config };
        assert_eq!(partial(&strong, "penalty", json!("l1")), json!({ "penalty": "l1" }));
    }

    #[test]
    fn a_phone_shows_the_keys_that_a_value_needs() {
        let of = |path| rows().find(|row| row.path == path).map(|row| keyboard(row.path));
        assert_eq!(["biasInit", "batchSize", "formula"].map(of), [Some("text"); 3]);
        assert_eq!(["learningRate", "stop.testLoss", "clip"].map(of), [Some("decimal"); 3]);
        assert_eq!(["weightSeed", "stop.epochs"].map(of), [Some("numeric"); 2]);
    }

    #[test]
    fn what_does_not_apply_says_why() {
        let linear = Config { hidden_layers: vec![], activations: vec![], ..Config::default() };
        let refused: Vec<&str> =
            rows().filter(|row| (row.refusal)(&words::EN, &linear).is_some()).map(|row| row.path).collect();
        assert_eq!(refused, ["activation", "dropout", "penaltyRate", "l1Share", "weightDecay"]);
    }
}
