//! What the settings and the bar say: speeds, amounts, and why something cannot be chosen.

use std::ops::RangeInclusive;

use playground::{Config, Pace, Status, Task};

use crate::Words;

impl Words {
    /// A speed.
    pub fn pace(&self, pace: Pace) -> String {
        match pace {
            Pace::StepsPerSecond(rate) => self.header.steps_per_second.with(rate, &rate.to_string()),
            // No place of the slider.
            Pace::EpochsPerSecond(_) => String::new(),
            Pace::EpochsPerFrame(n) => self.header.epochs_per_frame.with(n.into(), &n.to_string()),
            Pace::Unlimited => self.header.unlimited.into(),
        }
    }

    /// A slider's number in words, by the unit that the table of keys gives it.
    pub fn amount(&self, value: f64, unit: &str) -> String {
        match unit {
            "share" => self.whole_percent(value),
            "points" => value.to_string(),
            _ => format!("{value:.2}"),
        }
    }

    /// Why a loss cannot be chosen.
    pub fn loss_does_not_fit(&self, config: &Config) -> String {
        match config.task {
            Task::Classification => self.settings.not_with_classes.with([&config.classes.to_string()]),
            Task::Regression => self.settings.not_with_regression.into(),
            Task::Curve => self.settings.not_with_curve.into(),
        }
    }

    /// Why a dataset cannot be chosen.
    pub fn classes_needed(&self, classes: &RangeInclusive<usize>) -> String {
        let (least, most) = (classes.start().to_string(), classes.end().to_string());
        if least == most {
            self.settings.needs_classes.with([&least])
        } else {
            self.settings.needs_classes_from_to.with([&least, &most])
        }
    }

    /// What is said when training starts or pauses.
    pub fn playing(&self, playing: bool, status: Option<&Status>) -> String {
        match (playing, status) {
            (true, _) => self.header.said_training.into(),
            (false, None) => self.header.said_paused.into(),
            (false, Some(status)) => {
                self.header.said_paused_at.with([&status.epoch.to_string(), &self.number(status.train_loss)])
            }
        }
    }

    /// How to copy what is selected, where the page may not.
    pub fn copy_by_hand(&self, by_finger: bool) -> &'static str {
        if by_finger { self.share.copy_by_finger } else { self.share.copy_by_key }
    }

    /// How long a link is.
    pub fn characters(&self, n: usize) -> String {
        self.share.characters.with(n as f64, &self.count(n as u64))
    }

    /// Why there is no link.
    pub fn too_long(&self, n: usize, most: usize) -> String {
        self.share.too_long.with([&self.characters(n), &self.count(most as u64)])
    }

    /// What became of a size that makes no sense.
    pub fn size_changed(&self, name: &str, used: u32, sizes: &RangeInclusive<u32>) -> String {
        let [least, most, used] = [*sizes.start(), *sizes.end(), used].map(|size| size.to_string());
        self.share.size_changed.with([name, &least, &most, &used])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EN;

    #[test]
    fn speeds_and_amounts_have_their_units() {
        assert_eq!(EN.pace(Pace::StepsPerSecond(1.0)), "1 step/s");
        assert_eq!(EN.pace(Pace::EpochsPerFrame(4)), "4 epochs/frame");
        assert_eq!([EN.amount(0.5, "share"), EN.amount(300.0, "points"), EN.amount(0.5, "")], ["50 %", "300", "0.50"]);
    }

    #[test]
    fn a_refusal_names_what_is_needed() {
        assert_eq!(EN.classes_needed(&(2..=2)), "Needs 2 classes: change Classes first");
        assert_eq!(EN.classes_needed(&(2..=5)), "Needs 2 to 5 classes: change Classes first");
        assert_eq!(
            EN.size_changed("Width", 200, &(200..=4000)),
            "Width must be a whole number from 200 to 4000; using 200."
        );
    }
}
