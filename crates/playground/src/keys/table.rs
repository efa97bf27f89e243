//! The rows of the table of keys: type, range and unit of each key, stated here and nowhere else. What they are called is
//! the words'.

use super::{Choices, Key, Kind, MAX_FEATURES, MAX_LAYERS, MAX_POINTS, MAX_UNITS};
use crate::config::words::Neuron;
use crate::data::{self, DOMAIN};
use crate::problem::Format;
use crate::task::Task;
use crate::{features, formula};

/// The words of one of `nn`'s catalogs.
macro_rules! menu {
    ($catalog:ident) => {
        Kind::Choice(Choices {
            listed: || nn::$catalog::listed().iter().map(|entry| entry.name).collect(),
            known: |name| nn::$catalog::find(name).is_some(),
        })
    };
}

const fn integer(min: u64, max: u64) -> Kind {
    Kind::Integer { min, max }
}

const fn number(min: f64, max: f64) -> Kind {
    Kind::Number { min, max }
}

const SEED: Kind = integer(0, u32::MAX as u64);
const SHARE: Kind = number(0.0, 1.0);
const COORDINATE: Kind = number(-DOMAIN, DOMAIN);
const ACTIVATION: Kind = menu!(activation);
const NEURONS: Kind = Kind::List {
    of: &Kind::Text { format: Format::Neuron, check: Neuron::check },
    min: 0,
    max: MAX_LAYERS * MAX_UNITS,
};

static POINT: &[Key] =
    &[key("x", COORDINATE, "plot units"), key("y", COORDINATE, "plot units"), key("label", number(-10.0, 10.0), "")];
static POINT_MARKS: &[Key] = &[key("test", Kind::Flag, "")];

static STOP: &[Key] = &[
    key("epochs", Kind::OrNull(&integer(1, 1_000_000_000)), "epochs"),
    key("testLoss", Kind::OrNull(&number(0.0, 1e6)), ""),
    key("accuracy", Kind::OrNull(&SHARE), "share"),
    key("patience", Kind::OrNull(&integer(1, 1_000_000)), "epochs"),
];

/// The shorthand of partial updates for one activation in all hidden layers; not a key of the configuration itself.
pub static ACTIVATION_SHORTHAND: Key = key("activation", ACTIVATION, "");

const fn key(name: &'static str, kind: Kind, unit: &'static str) -> Key {
    Key { name, kind, unit }
}

/// Every key of the configuration, in reading order.
pub static KEYS: &[Key] = &[
    key("version", integer(1, 1), ""),
    key(
        "task",
        Kind::Choice(Choices {
            listed: || Task::ALL.map(Task::name).to_vec(),
            known: |name| Task::find(name).is_some(),
        }),
        "",
    ),
    key("classes", integer(2, 8), ""),
    key(
        "dataset",
        Kind::Choice(Choices { listed: data::names, known: |name| data::all().any(|dataset| dataset.name == name) }),
        "",
    ),
    key("formula", Kind::OrNull(&Kind::Text { format: Format::Curve, check: formula::check_curve }), ""),
    key("arms", integer(2, 5), ""),
    key("count", integer(10, MAX_POINTS as u64), "points"),
    key("noise", number(0.0, 3.0), "plot units"),
    key("labelFlips", number(0.0, 0.5), "share"),
    key("balance", number(0.1, 0.9), "share"),
    key("trainShare", number(0.1, 1.0), "share"),
    key("dataSeed", SEED, ""),
    key(
        "points",
        Kind::List { of: &Kind::Record { required: POINT, optional: POINT_MARKS }, min: 0, max: MAX_POINTS },
        "",
    ),
    key(
        "features",
        Kind::List { of: &Kind::Text { format: Format::Feature, check: features::check }, min: 1, max: MAX_FEATURES },
        "",
    ),
    key("hiddenLayers", Kind::List { of: &integer(1, MAX_UNITS as u64), min: 0, max: MAX_LAYERS }, "neurons"),
    key("activations", Kind::List { of: &ACTIVATION, min: 0, max: MAX_LAYERS }, ""),
    key("dropout", number(0.0, 0.9), "share"),
    key("initialisation", menu!(initialiser), ""),
    key("biasInit", number(-10.0, 10.0), ""),
    key("weightSeed", SEED, ""),
    key("frozen", NEURONS, ""),
    key("off", NEURONS, ""),
    key("loss", menu!(loss), ""),
    key("optimiser", menu!(optimiser), ""),
    key("optimiserParams", Kind::Numbers, ""),
    key("learningRate", Kind::Positive { max: 100.0 }, ""),
    key("schedule", menu!(schedule), ""),
    key("scheduleParams", Kind::Numbers, ""),
    key("rateFollowsBatch", Kind::Flag, ""),
    key("batchSize", Kind::OrWord("all", &integer(1, MAX_POINTS as u64)), "points"),
    key("shuffle", Kind::Flag, ""),
    key("clip", Kind::OrNull(&Kind::Positive { max: 1e6 }), ""),
    key("penalty", menu!(penalty), ""),
    key("penaltyRate", number(0.0, 10.0), ""),
    key("l1Share", SHARE, "share"),
    key("weightDecay", number(0.0, 10.0), ""),
    key("stop", Kind::Record { required: &[], optional: STOP }, ""),
];
