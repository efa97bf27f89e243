//! The rows of the table of keys: type, range, unit and reach of each key, stated here and nowhere else. What they are called is
//! the words'.

use super::{Affects, Choices, Key, Kind, LONGEST_NAME, MAX_FEATURES, MAX_LAYERS, MAX_POINTS, MAX_UNITS};
use crate::config::InitialWeights;
use crate::config::part::Part;
use crate::data::{self, DOMAIN};
use crate::problem::{Format, Problem, Rule};
use crate::task::Task;
use crate::{features, formula};

use Affects as A;

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
const PARTS: Kind =
    Kind::List { of: &Kind::Text { format: Format::Part, check: Part::check }, min: 0, max: MAX_LAYERS * MAX_UNITS };

static POINT: &[Key] = &[
    field("x", COORDINATE, "plot units"),
    field("y", COORDINATE, "plot units"),
    field("label", number(-10.0, 10.0), ""),
];
static POINT_MARKS: &[Key] = &[field("test", Kind::Flag, "")];

/// Three numbers: of x, of y and of the label.
const fn each(number: &'static Kind) -> Kind {
    Kind::List { of: number, min: 3, max: 3 }
}

static SCALING: &[Key] =
    &[field("mean", each(&number(-1e15, 1e15)), ""), field("scale", each(&Kind::Positive { max: 1e15 }), "")];

static STOP: &[Key] = &[
    field("epochs", Kind::OrNull(&integer(1, 1_000_000_000)), "epochs"),
    field("testLoss", Kind::OrNull(&number(0.0, 1e6)), ""),
    field("accuracy", Kind::OrNull(&SHARE), "share"),
    field("patience", Kind::OrNull(&integer(1, 1_000_000)), "epochs"),
];

/// The shorthand of partial updates for one activation in all hidden layers; not a key of the configuration itself.
pub static ACTIVATION_SHORTHAND: Key = field("activation", ACTIVATION, "");

const WEIGHTS: Kind = Kind::Text { format: Format::Weights, check: InitialWeights::check };
const NAME: Kind = Kind::Text { format: Format::Name(LONGEST_NAME), check: check_name };
/// Names of classes, from class 1 on; those of x, y and label. What has no name has its number.
const CLASS_NAMES: Kind = Kind::List { of: &NAME, min: 1, max: 8 };
const AXIS_NAMES: Kind = Kind::List { of: &NAME, min: 1, max: 3 };

fn check_name(key: &str, text: &str) -> Result<(), Problem> {
    let is_name = (1..=LONGEST_NAME).contains(&text.chars().count()) && !text.contains(char::is_control);
    if is_name {
        Ok(())
    } else {
        Err(Problem::new(key, Rule::Written(Format::Name(LONGEST_NAME)), format!("\"{text}\"")))
    }
}

const fn field(name: &'static str, kind: Kind, unit: &'static str) -> Key {
    Key { name, kind, unit, affects: Affects::NOTHING }
}

const fn key(name: &'static str, kind: Kind, unit: &'static str, affects: Affects) -> Key {
    Key { name, kind, unit, affects }
}

/// Every key of the configuration, in reading order.
pub static KEYS: &[Key] = &[
    key("version", integer(1, 1), "", A::NOTHING),
    key(
        "task",
        Kind::Choice(Choices {
            listed: || Task::ALL.map(Task::name).to_vec(),
            known: |name| Task::find(name).is_some(),
        }),
        "",
        A::DATA.and(A::PLANE).and(A::FUNCTION).and(A::INITIAL_WEIGHTS).and(A::STEP),
    ),
    key("classes", integer(2, 8), "", A::DATA.and(A::FUNCTION).and(A::SHAPE).and(A::STEP)),
    key(
        "dataset",
        Kind::Choice(Choices { listed: data::names, known: |name| data::all().any(|dataset| dataset.name == name) }),
        "",
        A::DATA,
    ),
    key("formula", Kind::OrNull(&Kind::Text { format: Format::Curve, check: formula::check_curve }), "", A::DATA),
    key("arms", integer(2, 5), "", A::DATA),
    key("count", integer(10, MAX_POINTS as u64), "points", A::DATA),
    key("noise", number(0.0, 3.0), "plot units", A::DATA),
    key("labelFlips", number(0.0, 0.5), "share", A::DATA),
    key("balance", number(0.1, 0.9), "share", A::DATA),
    key("trainShare", number(0.1, 1.0), "share", A::DATA),
    key("dataSeed", SEED, "", A::DATA),
    key(
        "points",
        Kind::List { of: &Kind::Record { required: POINT, optional: POINT_MARKS }, min: 0, max: MAX_POINTS },
        "",
        A::DATA,
    ),
    key("classNames", Kind::OrNull(&CLASS_NAMES), "", A::NOTHING),
    key("axisNames", Kind::OrNull(&AXIS_NAMES), "", A::NOTHING),
    key("scaling", Kind::OrNull(&Kind::Record { required: SCALING, optional: &[] }), "", A::NOTHING),
    key(
        "features",
        Kind::List { of: &Kind::Text { format: Format::Feature, check: features::check }, min: 1, max: MAX_FEATURES },
        "",
        A::DATA.and(A::PLANE).and(A::FUNCTION).and(A::SHAPE).and(A::STEP),
    ),
    key(
        "hiddenLayers",
        Kind::List { of: &integer(1, MAX_UNITS as u64), min: 0, max: MAX_LAYERS },
        "neurons",
        A::FUNCTION.and(A::SHAPE).and(A::STEP),
    ),
    key("activations", Kind::List { of: &ACTIVATION, min: 0, max: MAX_LAYERS }, "", A::FUNCTION.and(A::STEP)),
    key("dropout", number(0.0, 0.9), "share", A::STEP_UNLESS_DEFAULT),
    key("initialisation", menu!(initialiser), "", A::INITIAL_WEIGHTS),
    key("biasInit", number(-10.0, 10.0), "", A::INITIAL_WEIGHTS),
    key("weightSeed", SEED, "", A::INITIAL_WEIGHTS),
    key("weights", Kind::OrNull(&WEIGHTS), "", A::INITIAL_WEIGHTS),
    key("frozen", PARTS, "", A::STEP),
    key("off", PARTS, "", A::FUNCTION.and(A::STEP)),
    key("loss", menu!(loss), "", A::DATA.and(A::FUNCTION).and(A::STEP)),
    key("optimiser", menu!(optimiser), "", A::OPTIMISER.and(A::STEP)),
    key("optimiserParams", Kind::Numbers, "", A::OPTIMISER.and(A::STEP)),
    key("learningRate", Kind::Positive { max: 100.0 }, "", A::RATES),
    key("schedule", menu!(schedule), "", A::RATES),
    key("scheduleParams", Kind::Numbers, "", A::RATES),
    key("rateFollowsBatch", Kind::Flag, "", A::RATES),
    key("batchSize", Kind::OrWord("all", &integer(1, MAX_POINTS as u64)), "points", A::STEP),
    key("shuffle", Kind::Flag, "", A::RATES),
    key("clip", Kind::OrNull(&Kind::Positive { max: 1e6 }), "", A::STEP_UNLESS_DEFAULT),
    key("penalty", menu!(penalty), "", A::STEP),
    key("penaltyRate", number(0.0, 10.0), "", A::RATES),
    key("l1Share", SHARE, "share", A::RATES),
    key("weightDecay", number(0.0, 10.0), "", A::RATES),
    key("stop", Kind::Record { required: &[], optional: STOP }, "", A::NOTHING),
];
