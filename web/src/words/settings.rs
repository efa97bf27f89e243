//! The words of the settings and of the data: names of controls, and why one does not apply.

use std::ops::RangeInclusive;

use playground::{Config, Task};

pub(crate) const TASK: &str = "Task";
pub(crate) const CLASSES: &str = "Classes";
pub(crate) const ACTIVATION: &str = "Activation";
pub(crate) const LOSS: &str = "Loss";
pub(crate) const OPTIMISER: &str = "Optimiser";
pub(crate) const LEARNING_RATE: &str = "Learning rate";
pub(crate) const BATCH_SIZE: &str = "Batch size";
pub(crate) const PENALTY: &str = "Penalty";
pub(crate) const PENALTY_RATE: &str = "Penalty rate";
pub(crate) const INITIALISATION: &str = "Initialisation";
pub(crate) const SCHEDULE: &str = "Schedule";
pub(crate) const MIXED: &str = "per layer";
pub(crate) const MORE_SETTINGS: &str = "More settings";
pub(crate) const CLOSE: &str = "Close";
pub(crate) const LABEL_FLIPS: &str = "Label flips";
pub(crate) const CLASS_BALANCE: &str = "Class balance";
pub(crate) const ARMS: &str = "Arms";
pub(crate) const FORMULA: &str = "Formula";
pub(crate) const DATA_SEED: &str = "Data seed";
pub(crate) const SHUFFLE: &str = "Shuffle";
pub(crate) const WEIGHT_SEED: &str = "Weight seed";
pub(crate) const FIRST_BIAS: &str = "First bias";
pub(crate) const DROPOUT: &str = "Dropout";
pub(crate) const GRADIENT_CLIPPING: &str = "Gradient clipping";
pub(crate) const RATE_FOLLOWS_BATCH: &str = "Rate follows batch";
pub(crate) const L1_SHARE: &str = "L1 share";
pub(crate) const WEIGHT_DECAY: &str = "Weight decay";
pub(crate) const STOP_RULES: &str = "Stop rules";
pub(crate) const STOP_EPOCHS: &str = "Stop after epochs";
pub(crate) const STOP_TEST_LOSS: &str = "Stop at test loss";
pub(crate) const STOP_ACCURACY: &str = "Stop at accuracy";
pub(crate) const STOP_PATIENCE: &str = "Stop without improvement";
pub(crate) const NEVER: &str = "never";
pub(crate) const NONE: &str = "none";
pub(crate) const ONLY_WITH_TWO_CLASSES: &str = "Only with two classes: more are even";
pub(crate) const NO_HIDDEN_LAYER_TO_DROP: &str = "There is no hidden layer to drop from";
pub(crate) const ONLY_WITH_ELASTIC: &str = "Only with the elastic penalty";
pub(crate) const ONLY_WITH_DECAY: &str = "Only with the optimisers AdamW and Lion";
pub(crate) const NO_HIDDEN_LAYER: &str = "There is no hidden layer to activate";
pub(crate) const NO_PENALTY: &str = "Choose a penalty first";

pub(crate) const DATA: &str = "Data";
pub(crate) const DATASET: &str = "Dataset";
pub(crate) const POINTS: &str = "Points";
pub(crate) const NOISE: &str = "Noise";
pub(crate) const USED_FOR_TRAINING: &str = "Used for training";
pub(crate) const OWN_POINTS_STAY: &str = "Own points stay as they are; choose a dataset to generate some";
/// Why the sliders of generated points are off.
pub(crate) const OWN_NOW: &str = "Own points now: sliders and seed are for generated ones. ";
pub(crate) const OWN_NOW_SHORT: &str = "Own points now";
pub(crate) const BACK_TO_WHY: &str =
    "Generates the points anew, as they were before the first edit; Undo brings yours back";
/// Where there is room for some of the settings of data only.
pub(crate) const DATA_MORE: &str = "Points, noise and split";
pub(crate) const ERASE_ALL: &str = "Erase all points";
pub(crate) const FEATURES: &str = "Features";
pub(crate) const TYPED_FEATURE: &str = "Typed feature";
pub(crate) const TYPED_FEATURE_WHY: &str = "Any formula of x1 and x2 becomes a feature; press it to take it away.";
pub(crate) const NOT_ON_A_CURVE: &str = "On a curve the network sees x₁ only";
pub(crate) const LAST_FEATURE: &str = "The network needs at least one feature";

/// Why Newton's method cannot be chosen.
pub(crate) fn too_large_for_newton(most: usize) -> String {
    format!("needs at most {most} parameters")
}

/// The tasks, as the menu names them.
pub(crate) fn task(task: Task) -> &'static str {
    match task {
        Task::Classification => "Classification",
        Task::Regression => "Regression",
        Task::Curve => "Curve fit",
    }
}

/// The button that makes own points generated ones again.
pub(crate) fn back_to(dataset: &str) -> String {
    format!("Back to {dataset}")
}

/// What is said when a generated dataset becomes own points.
pub(crate) fn became_own(dataset: &str) -> String {
    format!("The points are your own now. Back to {dataset} generates them again.")
}

/// What an optimiser does in each step.
pub(crate) fn each_step(formula: &str) -> String {
    format!("Each step: {formula}")
}

/// A slider's number in words, by the unit that the table of keys gives it.
pub(crate) fn amount(value: f64, unit: &str) -> String {
    match unit {
        "share" => format!("{:.0} %", value * 100.0),
        "points" => value.to_string(),
        _ => format!("{value:.2}"),
    }
}

/// What a parameter does, and which numbers it takes.
pub(crate) fn parameter(param: &playground::catalog::Param) -> String {
    let mut doc = param.doc.to_owned();
    if let Some(first) = doc.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    format!("{doc}: {} to {}, at first {}.", param.min, param.max, param.default)
}

/// Why a loss cannot be chosen.
pub(crate) fn loss_does_not_fit(config: &Config) -> String {
    match config.task {
        Task::Classification => format!("not with {} classes", config.classes),
        task => format!("not with {}", self::task(task).to_ascii_lowercase()),
    }
}

/// Why a dataset cannot be chosen.
pub(crate) fn classes_needed(classes: &RangeInclusive<usize>) -> String {
    if classes.start() == classes.end() {
        format!("Has {} classes: change Classes first", classes.start())
    } else {
        format!("Has {} to {} classes: change Classes first", classes.start(), classes.end())
    }
}
