//! What the loss curve and the four numbers above it say.

use playground::{Config, Status, Task};

use crate::Words;

/// One of the four numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// Of the training points.
    TrainingLoss,
    /// Of the test points.
    TestLoss,
    /// Of the test points; of the training points where there are none. Where values are learnt, R² stands in its place.
    Accuracy,
    /// Of the last batch.
    GradientNorm,
}

impl Words {
    /// Where the curve is read.
    pub fn curve_place(&self, epoch: u64, step: u64) -> String {
        self.curve.place.with([&self.count(epoch), &self.count(step)])
    }

    /// What is read there: names with their values, and what changed just before.
    pub fn curve_reading(&self, epoch: u64, step: u64, values: &[String]) -> String {
        self.curve.reading.with([&self.count(epoch), &self.count(step), &values.join(self.curve.between)])
    }

    /// A curve's name with its value there.
    pub fn curve_value(&self, name: &str, value: Option<f64>) -> String {
        format!("{} {}", inside(name), value.map_or(self.common.nothing.into(), |value| self.precise(value)))
    }

    /// What a number means now, or why there is none, in one sentence.
    pub fn metric_why(&self, which: Number, config: &Config, status: &Status) -> String {
        let words = &self.curve;
        let of = |share: Option<f64>| share.map_or(self.common.nothing.into(), |share| self.percent(share));
        match which {
            Number::TrainingLoss => match status.train_loss {
                None => words.no_training_loss.into(),
                Some(_) if config.penalty == "none" => {
                    words.training_loss_why.to_owned() + &self.of_scaled_values(config)
                }
                Some(_) => {
                    words.training_loss_regularised.with([&self.short(status.penalty)]) + &self.of_scaled_values(config)
                }
            },
            Number::TestLoss if status.test_loss.is_none() => words.no_test_loss.into(),
            Number::TestLoss => words.test_loss_why.to_owned() + &self.of_scaled_values(config),
            Number::Accuracy if config.task != Task::Classification => {
                let of = |r2: Option<f64>| r2.map_or(self.common.nothing.into(), |r2| self.precise(r2));
                match (status.train_r2, status.test_r2) {
                    (None, None) => words.no_r2.into(),
                    (train, None) => words.r2_without_test.with([&of(train)]),
                    (train, test) => words.r2_why.with([&of(test), &of(train)]),
                }
            }
            Number::Accuracy => match (status.train_accuracy, status.test_accuracy) {
                (None, None) => words.no_accuracy.into(),
                (train, None) => words.accuracy_without_test.with([&of(train)]),
                (train, test) => words.accuracy_why.with([&of(test), &of(train)]),
            },
            Number::GradientNorm if status.gradient_norm.is_none() => words.no_gradient.into(),
            Number::GradientNorm if config.penalty == "none" => words.gradient_why.into(),
            Number::GradientNorm => words.gradient_regularised.into(),
        }
    }
}

/// A name as it stands within a sentence.
pub(crate) fn inside(name: &str) -> String {
    let mut chars = name.chars();
    match (chars.next(), chars.next()) {
        (Some(first), Some(second)) if !second.is_ascii_uppercase() && !second.is_ascii_digit() && second != '²' => {
            // Names with capitals are in ASCII; what knows all of Unicode's is a table of 12 kB.
            [first.to_ascii_lowercase(), second].into_iter().chain(chars).collect()
        }
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ALL;

    fn full() -> Status {
        Status {
            train_loss: Some(0.5),
            test_loss: Some(0.5),
            train_accuracy: Some(0.75),
            test_accuracy: Some(0.5),
            gradient_norm: Some(0.1),
            penalty: 0.025,
            ..Status::default()
        }
    }

    /// Each number in each of its situations: what it says in English, and the figures that it names in any language.
    #[expect(clippy::too_many_lines, reason = "a table")]
    fn situations() -> Vec<(Number, Config, Status, &'static str, &'static [&'static str])> {
        let plain = Config::default;
        let l2 = Config { penalty: "l2".into(), ..plain() };
        let values = Config { task: Task::Regression, ..plain() };
        let without_test = Status { test_loss: None, test_accuracy: None, ..full() };
        let nothing = Status::default;
        vec![
            (Number::TrainingLoss, plain(), full(), "Mean loss of the training points with the current weights.", &[]),
            (
                Number::TrainingLoss,
                l2.clone(),
                full(),
                "Mean loss of the training points; regularisation adds 0.025.",
                &["0.025"],
            ),
            (Number::TrainingLoss, plain(), nothing(), "There are no training points to measure a loss on.", &[]),
            (
                Number::TestLoss,
                plain(),
                full(),
                "Mean loss of the test points, which are never used for training.",
                &[],
            ),
            (
                Number::TestLoss,
                plain(),
                without_test.clone(),
                "There are no test points: lower Training share to have some.",
                &[],
            ),
            (
                Number::Accuracy,
                plain(),
                full(),
                "Share of points classified correctly: test 50.0 %, training 75.0 %.",
                &["50", "75"],
            ),
            (
                Number::Accuracy,
                plain(),
                without_test,
                "Share of points classified correctly: training 75.0 %, no test points.",
                &["75"],
            ),
            (Number::Accuracy, plain(), nothing(), "There are no points to classify.", &[]),
            (
                Number::Accuracy,
                values.clone(),
                Status { train_r2: Some(0.75), test_r2: Some(0.5), ..full() },
                "R²: 1 is a perfect prediction, 0 is as good as always predicting the mean, less is worse: test 0.5000000, training 0.7500000.",
                &["0.5", "0.75"],
            ),
            (Number::Accuracy, values.clone(), full(), "R² needs points with different values.", &[]),
            (
                Number::Accuracy,
                values,
                Status { train_r2: Some(0.75), ..full() },
                "R²: 1 is a perfect prediction, 0 is as good as always predicting the mean, less is worse: training 0.7500000, no test points.",
                &["0.75"],
            ),
            (
                Number::GradientNorm,
                plain(),
                full(),
                "Length of the last batch's gradient before clipping: how steep the loss was there. The gradients beside weights are of all training points.",
                &[],
            ),
            (
                Number::GradientNorm,
                Config { penalty: "l1".into(), ..plain() },
                full(),
                "Length of the last batch's gradient before clipping, with the regularisation, which the losses shown leave out. The gradients beside weights are of all training points, with it too.",
                &[],
            ),
            (
                Number::GradientNorm,
                plain(),
                nothing(),
                "The next step computes the first gradient of these points.",
                &[],
            ),
        ]
    }

    #[test]
    fn every_number_says_what_it_is_or_why_there_is_none() {
        for words in ALL {
            let mut said = std::collections::BTreeSet::new();
            for (which, config, status, english, figures) in situations() {
                let why = words.metric_why(which, &config, &status);
                assert!(words.tag != crate::EN.tag || why == english, "{why}");
                assert!(figures.iter().all(|figure| why.contains(figure)), "{}: {why}", words.tag);
                assert!(why.ends_with(['.', '。']) && !why.contains(['{', '}']), "{}: {why}", words.tag);
                assert!(said.insert(why.clone()), "{}: two situations read the same: {why}", words.tag);
            }
        }
    }

    #[test]
    fn a_reading_names_everything_it_shows() {
        let values = [("Training loss", 0.25), ("R²", -0.5), ("L1 share", 1.0)];
        let values = values.map(|(name, value)| crate::EN.curve_value(name, Some(value)));
        assert_eq!(
            crate::EN.curve_reading(1200, 30_000, &values),
            "Epoch 1,200, step 30,000: training loss 0.2500000, R² −0.5000000, L1 share 1.000000"
        );
    }
}
