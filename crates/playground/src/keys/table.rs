//! The rows of the table of keys: type, range, unit and meaning of each key, stated here and nowhere else.

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

static POINT: &[Key] = &[
    key("x", COORDINATE, "plot units", "", "Horizontal position."),
    key("y", COORDINATE, "plot units", "", "Vertical position; in task curve the label takes its place."),
    key("label", number(-10.0, 10.0), "", "", "The class, counted from 1, or the value."),
];
static POINT_MARKS: &[Key] = &[key("test", Kind::Flag, "", "", "Whether the point is kept for testing.")];

static STOP: &[Key] = &[
    key(
        "epochs",
        Kind::OrNull(&integer(1, 1_000_000_000)),
        "epochs",
        "Stop after epochs",
        "Stop after this many epochs.",
    ),
    key(
        "testLoss",
        Kind::OrNull(&number(0.0, 1e6)),
        "",
        "Stop at test loss",
        "Stop when the test loss is at most this.",
    ),
    key("accuracy", Kind::OrNull(&SHARE), "share", "Stop at accuracy", "Stop when the accuracy is at least this."),
    key(
        "patience",
        Kind::OrNull(&integer(1, 1_000_000)),
        "epochs",
        "Stop without improvement",
        "Stop when the test loss has not improved for this many epochs.",
    ),
];

/// The shorthand of partial updates for one activation in all hidden layers; not a key of the configuration itself.
pub static ACTIVATION_SHORTHAND: Key =
    key("activation", ACTIVATION, "", "Activation", "The activation of all hidden layers at once.");

const fn key(name: &'static str, kind: Kind, unit: &'static str, label: &'static str, doc: &'static str) -> Key {
    Key { name, kind, unit, label, doc }
}

/// Every key of the configuration, in reading order.
pub static KEYS: &[Key] = &[
    key("version", integer(1, 1), "", "", "The version of this format."),
    key(
        "task",
        Kind::Choice(Choices {
            listed: || Task::ALL.map(Task::name).to_vec(),
            known: |name| Task::find(name).is_some(),
        }),
        "",
        "Task",
        "What the network learns: classes, a value over the plane, or a curve over one axis.",
    ),
    key("classes", integer(2, 8), "", "Classes", "How many classes there are; only in task classification."),
    key(
        "dataset",
        Kind::Choice(Choices { listed: data::names, known: |name| data::all().any(|dataset| dataset.name == name) }),
        "",
        "Dataset",
        "Where the points come from; each belongs to one task, \"own\" and \"function\" to several.",
    ),
    key(
        "formula",
        Kind::OrNull(&Kind::Text { format: Format::Curve, check: formula::check_curve }),
        "",
        "Formula",
        "The f(x) of dataset function.",
    ),
    key("arms", integer(2, 5), "", "Arms", "How many arms a spiral has; they take the classes in turn."),
    key("count", integer(10, MAX_POINTS as u64), "points", "Points", "How many points are generated."),
    key(
        "noise",
        number(0.0, 3.0),
        "plot units",
        "Noise",
        "Standard deviation of the position jitter of generated points.",
    ),
    key(
        "labelFlips",
        number(0.0, 0.5),
        "share",
        "Label flips",
        "Share of generated points whose class is changed to another.",
    ),
    key(
        "balance",
        number(0.1, 0.9),
        "share",
        "Class balance",
        "Share of class 2 among generated points of two classes; more classes are even.",
    ),
    key(
        "trainShare",
        number(0.1, 1.0),
        "share",
        "Used for training",
        "Share of points that train, the others test. Own points keep their marks until this is set; then a seeded share trains.",
    ),
    key("dataSeed", SEED, "", "Data seed", "Seed of the generated points, their noise, flips and split."),
    key(
        "points",
        Kind::List { of: &Kind::Record { required: POINT, optional: POINT_MARKS }, min: 0, max: MAX_POINTS },
        "",
        "Output plot",
        "Own points, used when dataset is \"own\"; they train unless marked test.",
    ),
    key(
        "features",
        Kind::List { of: &Kind::Text { format: Format::Feature, check: features::check }, min: 1, max: MAX_FEATURES },
        "",
        "Features",
        "What the network sees of a point: formulas in x1 and x2.",
    ),
    key(
        "hiddenLayers",
        Kind::List { of: &integer(1, MAX_UNITS as u64), min: 0, max: MAX_LAYERS },
        "neurons",
        "Network",
        "Neurons per hidden layer, first to last; none makes the model linear.",
    ),
    key(
        "activations",
        Kind::List { of: &ACTIVATION, min: 0, max: MAX_LAYERS },
        "",
        "Activation of layer N",
        "Activation per hidden layer.",
    ),
    key("dropout", number(0.0, 0.9), "share", "Dropout", "Share of hidden neurons left out at each step."),
    key("initialisation", menu!(initialiser), "", "Initialisation", "How the first weights are drawn."),
    key("biasInit", number(-10.0, 10.0), "", "First bias", "The first value of every bias."),
    key("weightSeed", SEED, "", "Weight seed", "Seed of the first weights, of shuffling and of dropout."),
    key("frozen", NEURONS, "", "Freeze", "Hidden neurons that do not learn, as \"layer.neuron\" counted from 1."),
    key("off", NEURONS, "", "Switch off", "Hidden neurons whose output is 0, as \"layer.neuron\" counted from 1."),
    key("loss", menu!(loss), "", "Loss", "What training makes small; which losses there are depends on the task."),
    key("optimiser", menu!(optimiser), "", "Optimiser", "How a gradient becomes a step."),
    key(
        "optimiserParams",
        Kind::Numbers,
        "",
        "Optimiser",
        "Parameters of the optimiser that differ from its defaults.",
    ),
    key("learningRate", Kind::Positive { max: 100.0 }, "", "Learning rate", "Size of the steps."),
    key("schedule", menu!(schedule), "", "Schedule", "How the learning rate changes over the steps."),
    key("scheduleParams", Kind::Numbers, "", "Schedule", "Parameters of the schedule that differ from its defaults."),
    key(
        "rateFollowsBatch",
        Kind::Flag,
        "",
        "Rate follows batch",
        "Whether the learning rate grows with the square root of the batch size.",
    ),
    key(
        "batchSize",
        Kind::OrWord("all", &integer(1, MAX_POINTS as u64)),
        "points",
        "Batch size",
        "Points per step, or \"all\".",
    ),
    key("shuffle", Kind::Flag, "", "Shuffle", "Whether the training points are put into a new order every epoch."),
    key(
        "clip",
        Kind::OrNull(&Kind::Positive { max: 1e6 }),
        "",
        "Gradient clipping",
        "Longest gradient that is let through; a longer one is shortened to it.",
    ),
    key("penalty", menu!(penalty), "", "Penalty", "What is added to the loss to keep weights small."),
    key("penaltyRate", number(0.0, 10.0), "", "Penalty rate", "Weight of the penalty."),
    key("l1Share", SHARE, "share", "L1 share", "Share of L1 in the elastic penalty; the rest is L2."),
    key("weightDecay", number(0.0, 10.0), "", "Weight decay", "Decoupled weight decay; only with adamw and lion."),
    key(
        "stop",
        Kind::Record { required: &[], optional: STOP },
        "",
        "Stop rules",
        "When training stops by itself; null means never.",
    ),
];
