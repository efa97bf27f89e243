//! The language file: every word of the page's own, in English. What catalogs name (activations, datasets, …) is theirs.
//! Only words: nothing here decides anything.

mod settings;
mod plot;
mod help;
mod curve;
mod layers;
pub(crate) mod network;
mod cards;
mod share;

use playground::{Pace, Status, Theme, Unit};

pub(crate) use self::cards::*;
pub(crate) use self::curve::*;
pub(crate) use self::help::*;
pub(crate) use self::layers::*;
pub(crate) use self::plot::*;
pub(crate) use self::settings::*;
pub(crate) use self::share::*;

pub(crate) const TITLE: &str = "Gradient Playground";
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
pub(crate) const EXPORT: &str = "Export";
pub(crate) const EXPORT_WHY: &str = "Download the network with its weights as JSON";
pub(crate) const EXPORT_FILE: &str = "gradient-playground-model.json";
/// What Export did.
pub(crate) fn exported(file: &str, step: u64) -> String {
    format!("Saved as {file}: the network of step {}.", count(step))
}

/// What Import did.
pub(crate) fn imported(file: &str, step: u64) -> String {
    format!("Opened {file}: the network of step {}, paused.", count(step))
}

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

pub(crate) const NOTHING: &str = "–";

/// What to do first.
pub(crate) fn hint(by_finger: bool) -> &'static str {
    if by_finger { "Tap the plot to add points" } else { "Click the plot to add points" }
}

/// The themes, as the menu names them.
pub(crate) fn theme(theme: Theme) -> &'static str {
    match theme {
        Theme::Auto => "Auto",
        Theme::Light => "Light",
        Theme::Dark => "Dark",
    }
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

/// A counter that grows for ever, in a place of its own size: millions are told with two places.
pub(crate) fn counter(n: u64) -> String {
    match n {
        0..1_000_000 => count(n),
        _ => format!("{}.{:02} M", count(n / 1_000_000), n / 10_000 % 100),
    }
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
        assert_eq!((counter(999_999).as_str(), counter(62_654_873).as_str()), ("999,999", "62.65 M"));
        assert_eq!(count(7), "7");
        assert_eq!(count(1_234_567), "1,234,567");
    }
}
