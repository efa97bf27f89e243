//! The language file: every word of the page's own, in English. What catalogs name (activations, datasets, …) is theirs.
//! Only words: nothing here decides anything.

mod curve;
pub(crate) mod network;
mod plot;

use std::cmp::Ordering;
use std::ops::RangeInclusive;

use playground::{Config, Divergence, Pace, Status, Stop, Task, Theme, Unit};

pub(crate) use self::curve::*;
pub(crate) use self::plot::*;

pub(crate) const TITLE: &str = "Gradient Playground";
pub(crate) const HINT: &str = "Click the plot to add points";
pub(crate) const PLAY: &str = "Play";
pub(crate) const PAUSE: &str = "Pause";
pub(crate) const STEP: &str = "Step";
pub(crate) const STEP_BY: &str = "Step by";
pub(crate) const RESET: &str = "Reset";
pub(crate) const RESET_WHY: &str = "Back to step 0 with the same first weights; points and settings stay";
pub(crate) const NEW_WEIGHTS: &str = "New weights";
pub(crate) const NEW_WEIGHTS_WHY: &str = "Draw other first weights";
pub(crate) const NEW_SAMPLE: &str = "New sample";
pub(crate) const NEW_SAMPLE_WHY: &str = "Draw other points of the same kind";
pub(crate) const UNDO: &str = "Undo";
pub(crate) const UNDO_WHY: &str = "Take the last change back (Ctrl Z); training is not taken back";
pub(crate) const REDO: &str = "Redo";
pub(crate) const REDO_WHY: &str = "Do again what was taken back (Ctrl Shift Z)";
pub(crate) const MORE: &str = "More";
pub(crate) const IMPORT: &str = "Import";
pub(crate) const IMPORT_WHY: &str =
    "Go on with a network from a JSON file that was exported here; dropping one on the page does the same";
pub(crate) const THEME: &str = "Theme";
pub(crate) const KEYBOARD: &str = "Keyboard";
pub(crate) const SINGLE_KEYS: &str = "Single-key shortcuts";
pub(crate) const SINGLE_KEYS_WHY: &str = "The first three, when no control has the focus.";
/// Keys, and what they do.
pub(crate) const SHORTCUTS: [(&str, &str); 9] = [
    ("Space", "play or pause"),
    ("→", "one step"),
    ("R", "reset"),
    ("Ctrl Z", "undo; with Shift: redo"),
    ("Tab", "from control to control"),
    ("Arrows", "on the plot: move the cursor"),
    ("Enter", "on the plot: place a point"),
    ("Delete", "on the plot: remove a point"),
    ("1–8", "on the plot: choose the class"),
];
pub(crate) const SHARE: &str = "Share";
pub(crate) const SHARE_WHAT: &str = "This link opens the same points, network and settings, and how you look at them. It starts at step 0: the trained weights travel with Export.";
pub(crate) const LINK: &str = "Link";
pub(crate) const COPY: &str = "Copy";
pub(crate) const COPIED: &str = "Copied";
pub(crate) const COPY_BY_HAND: &str = "Selected: copy it with Ctrl+C";
pub(crate) const EMBED: &str = "Embed";
pub(crate) const EMBED_WHAT: &str =
    "Put these lines into the page of your course. It opens as it is set up now, and paused.";
pub(crate) const EMBED_LINES: &str = "HTML to embed";
pub(crate) const WIDTH: &str = "Width";
pub(crate) const HEIGHT: &str = "Height";
pub(crate) const PREVIEW: &str = "Preview";
pub(crate) const EXPORT: &str = "Export";
pub(crate) const EXPORT_WHY: &str = "Download the network with its weights as JSON";
pub(crate) const EXPORT_FILE: &str = "gradient-playground-model.json";
pub(crate) const SPEED: &str = "Speed";
pub(crate) const TRAINING: &str = "Training";
pub(crate) const SETTINGS: &str = "Settings";

pub(crate) const EPOCH: &str = "Epoch";
pub(crate) const EPOCH_BELOW: &str = "epochs · step ";
pub(crate) const STEP_COUNT: &str = "Step count";
pub(crate) const TRAINING_LOSS: &str = "Training loss";
pub(crate) const TEST_LOSS: &str = "Test loss";
pub(crate) const ACCURACY: &str = "Accuracy";
pub(crate) const PARAMETERS: &str = "Parameters";
pub(crate) const GRADIENT_NORM: &str = "Gradient norm";
pub(crate) const GRADIENT_NORM_SHORT: &str = "‖Gradient‖";
pub(crate) const PROGRESS: &str = "Progress";
pub(crate) const LOSS_CURVE: &str = "Loss curve";

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
pub(crate) const TOO_LARGE_FOR_NEWTON: &str = "needs at most 200 parameters";
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
pub(crate) const ERASE_ALL: &str = "Erase all points";
pub(crate) const FEATURES: &str = "Features";
pub(crate) const TYPED_FEATURE: &str = "Typed feature";
pub(crate) const TYPED_FEATURE_WHY: &str = "Any formula of x1 and x2 becomes a feature; press it to take it away.";
pub(crate) const NOT_ON_A_CURVE: &str = "On a curve the network sees x₁ only";
pub(crate) const LAST_FEATURE: &str = "The network needs at least one feature";

pub(crate) const OUTPUT: &str = "Output";
pub(crate) const OUTPUT_PLOT: &str = "Output plot";
pub(crate) const EMPTY: &str = "No points yet. Click here to place one, or choose a dataset.";
pub(crate) const PLACE: &str = "Place points of";
pub(crate) const TEST_POINTS: &str = "Test points";
pub(crate) const TEST_POINTS_WHY: &str = "Hollow: they measure, and never train";
pub(crate) const CLASSES_ONLY: &str = "Show classes only";
pub(crate) const CLASSES_ONLY_SHORT: &str = "Classes only";
pub(crate) const CLASSES_ONLY_WHY: &str = "The predicted class without how sure it is";
pub(crate) const ONLY_WITH_CLASSES: &str = "There are no classes in this task";

pub(crate) const NETWORK: &str = "Network";
pub(crate) const ADD_LAYER: &str = "Add layer";
pub(crate) const REMOVE_LAYER: &str = "Remove layer";
pub(crate) const ADD_LAYER_SHORT: &str = "+ layer";
pub(crate) const REMOVE_LAYER_SHORT: &str = "− layer";
pub(crate) const FEATURES_COLUMN: &str = "Features";
pub(crate) const OUTPUT_COLUMN: &str = "Output";
pub(crate) const PARAMETERS_BEHIND: &str = " parameters";

pub(crate) const DIVERGED: &str = "Training stopped: the numbers grew without bounds";
pub(crate) const GO_BACK_SLOWER: &str = "Go back and use a smaller learning rate";
pub(crate) const UNDONE: &str = "Undone";
pub(crate) const REDONE: &str = "Redone";
pub(crate) const STOPPED: &str = "Training ended";
pub(crate) const REVIVED: &str = "The engine stopped because of a mistake in it, and was started again";
pub(crate) const REVIVED_HOW: &str = "It goes on from the last good state. What was done before can still be undone.";
pub(crate) const COPY_DETAILS: &str = "Copy details";
pub(crate) const CRASHED: &str = "The engine stopped because of a mistake in it";
pub(crate) const CRASHED_CURE: &str =
    "Your points and settings are still here. Starting it again goes on from the last good state.";
pub(crate) const DETAILS: &str = "Details";
pub(crate) const RESTART: &str = "Start again";
pub(crate) const DISMISS: &str = "Dismiss";
pub(crate) const LINK_NOTES: &str = "Opened, but not all of the link as it stands:";
pub(crate) const REFUSED: &str = "Not changed:";
pub(crate) const NO_DETAILS: &str = "the browser ended the worker and did not say why";
pub(crate) const SILENT: &str = "the worker did not answer for a long time";
pub(crate) const NO_CHANNEL: &str = "this browser has no message channels";
pub(crate) const NOTHING: &str = "–";

/// The tasks, as the menu names them.
pub(crate) fn task(task: Task) -> &'static str {
    match task {
        Task::Classification => "Classification",
        Task::Regression => "Regression",
        Task::Curve => "Curve fit",
    }
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

/// The themes, as the menu names them.
pub(crate) fn theme(theme: Theme) -> &'static str {
    match theme {
        Theme::Auto => "Auto",
        Theme::Light => "Light",
        Theme::Dark => "Dark",
    }
}

/// How long a link is.
pub(crate) fn characters(n: usize) -> String {
    format!("{} characters", count(n as u64))
}

/// Why there is no link.
pub(crate) fn too_long(n: usize, most: usize) -> String {
    format!(
        "With this many points the link would have {}, and many programs cut links after {}. Export a file instead: it holds \
         everything, the trained weights too.",
        characters(n),
        count(most as u64)
    )
}

/// What one press of Step does.
pub(crate) fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Sample => "sample",
        Unit::Batch => "batch",
        Unit::Epoch => "epoch",
    }
}

/// A speed.
pub(crate) fn pace(pace: Pace) -> String {
    match pace {
        Pace::StepsPerSecond(1.0) => "1 step/s".into(),
        Pace::StepsPerSecond(rate) => format!("{rate} steps/s"),
        Pace::EpochsPerFrame(1) => "1 epoch/frame".into(),
        Pace::EpochsPerFrame(n) => format!("{n} epochs/frame"),
        Pace::Unlimited => "unlimited".into(),
    }
}

/// A class's name.
pub(crate) fn class(class: usize) -> String {
    format!("Class {class}")
}

pub(crate) fn activation_of_layer(layer: usize) -> String {
    format!("Activation of layer {layer}")
}

pub(crate) fn add_neuron(layer: usize) -> String {
    format!("Add neuron to layer {layer}")
}

pub(crate) fn remove_neuron(layer: usize) -> String {
    format!("Remove neuron from layer {layer}")
}

/// The network in one line: units per layer.
pub(crate) fn shape(sizes: &[usize]) -> String {
    sizes.iter().map(usize::to_string).collect::<Vec<_>>().join(" → ")
}

/// What a network without hidden layers is.
pub(crate) fn linear_model(config: &Config) -> &'static str {
    match config.task {
        Task::Classification if config.classes > 2 => "Without hidden layers this is softmax regression.",
        Task::Classification if config.loss == "log" || config.loss == "logistic" => {
            "Without hidden layers this is logistic regression."
        }
        Task::Classification => "Without hidden layers this is a linear classifier.",
        Task::Regression | Task::Curve => "Without hidden layers this is linear regression.",
    }
}

/// What the live region says when training starts or pauses.
pub(crate) fn playing(playing: bool, status: Option<&Status>) -> String {
    match (playing, status) {
        (true, _) => "Training".into(),
        (false, None) => "Paused".into(),
        (false, Some(status)) => {
            format!("Paused at epoch {}, training loss {}", status.epoch, number(status.train_loss))
        }
    }
}

/// Why training ended by itself.
pub(crate) fn stopped(stop: &Stop, epoch: u64) -> String {
    let epoch = count(epoch);
    match *stop {
        Stop::Diverged(_) => DIVERGED.into(),
        Stop::NoPoints => "No training points: add some or raise Used for training".into(),
        Stop::Epochs { wanted } => format!("Stopped: {} epochs are done", count(wanted.into())),
        Stop::TestLoss { wanted, .. } => format!("Stopped: test loss {wanted} reached at epoch {epoch}"),
        Stop::Accuracy { wanted, .. } => format!("Stopped: accuracy {} reached at epoch {epoch}", percent(wanted)),
        Stop::Patience { wanted, best, best_epoch } => format!(
            "Stopped at epoch {epoch}: no improvement for {} epochs; the best loss was {} at epoch {}",
            count(wanted.into()),
            short(best),
            count(best_epoch)
        ),
    }
}

/// What an act did to the network, where the screen alone shows it.
pub(crate) fn changed(before: &Config, after: &Config) -> Option<&'static str> {
    let sums = [before, after].map(|config| config.hidden_layers.iter().sum::<usize>());
    let (layers, neurons) = (before.hidden_layers.len().cmp(&after.hidden_layers.len()), sums[0].cmp(&sums[1]));
    match (layers, neurons, before.features.len().cmp(&after.features.len())) {
        (Ordering::Less, ..) => Some("Layer added"),
        (Ordering::Greater, ..) => Some("Layer removed"),
        (_, Ordering::Less, _) => Some("Neuron added"),
        (_, Ordering::Greater, _) => Some("Neuron removed"),
        (.., Ordering::Less) => Some("Feature added"),
        (.., Ordering::Greater) => Some("Feature removed"),
        _ => None,
    }
}

/// The plot in words.
pub(crate) fn plot_summary(n_training: usize, n_test: usize, status: Option<&Status>) -> String {
    let points = format!("{n_training} training points, {n_test} test points");
    match status.and_then(|status| status.accuracy) {
        Some(accuracy) => format!("{points}, accuracy {}. {PLOT_KEYS_SAID}", percent(accuracy)),
        None => format!("{points}. {PLOT_KEYS_SAID}"),
    }
}

/// What happened when the numbers grew without bounds, in numbers.
pub(crate) fn divergence(what: &Divergence) -> String {
    format!(
        "At step {} the learning rate {} met a gradient of length {}: a step so large that the numbers were no longer \
         finite. It was taken back.",
        count(what.step),
        what.learning_rate,
        short(what.gradient_norm),
    )
}

/// A number as the metrics show it, or a dash.
pub(crate) fn number(value: Option<f64>) -> String {
    match value {
        Some(value) if value.is_finite() => short(value),
        _ => NOTHING.into(),
    }
}

/// A number in at most six characters.
fn short(value: f64) -> String {
    let size = value.abs();
    if size != 0.0 && !(1e-3..1e4).contains(&size) {
        format!("{value:.1e}")
    } else if size >= 100.0 {
        format!("{value:.0}")
    } else if size >= 10.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.3}")
    }
}

/// A share from 0 to 1 in percent.
pub(crate) fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// A count with its thousands apart.
pub(crate) fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_enough_for_their_places() {
        for value in [0.0, 0.0831, 12.345, 456.7, 123_456.0, 1.5e-9, -0.25] {
            assert!(short(value).len() <= 7, "{}", short(value));
        }
        assert_eq!(number(Some(f64::NAN)), NOTHING);
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(count(7), "7");
        assert_eq!(count(1_234_567), "1,234,567");
    }
}
