//! The words of the loss curve and of the four numbers above it.

use playground::{Config, Status, Task};

use super::{NOTHING, count, number, percent, short};

pub(crate) const EPOCHS_AXIS: &str = "epochs";
pub(crate) const STEPS_AXIS: &str = "steps";
pub(crate) const CURVE_READER: &str = "Place on the loss curve";
pub(crate) const HOW_TO_READ: &str = "Arrow keys read the losses along the run";
pub(crate) const NO_TEST_POINTS: &str = "No test points";
pub(crate) const NOTHING_TO_MEASURE: &str = "No points yet, so there is no loss to draw.";
pub(crate) const LOG_SCALE: &str = "Log scale";
pub(crate) const LOG_SCALE_SHORT: &str = "Log";
pub(crate) const LOG_SCALE_WHY: &str = "Equal heights are equal ratios, so that small losses can be told apart";
pub(crate) const BY_STEPS: &str = "Count steps";
pub(crate) const BY_STEPS_SHORT: &str = "Steps";
pub(crate) const BY_STEPS_WHY: &str =
    "Updates of the weights along the axis in place of passes over the training points";
/// Where the losses begin to be those of other points.
pub(crate) const DATA_CHANGED: &str = "data changed";
pub(crate) const NOT_YET: &str = "Measured as soon as the engine has started.";

/// Where the curve is read.
pub(crate) fn curve_place(epoch: u64, step: u64) -> String {
    format!("epoch {} · step {}", count(epoch), count(step))
}

/// What is read there.
pub(crate) fn curve_reading(epoch: u64, step: u64, train: Option<f64>, test: Option<f64>) -> String {
    let losses = match test {
        Some(_) => format!("training loss {}, test loss {}", number(train), number(test)),
        None => format!("training loss {}, no test loss", number(train)),
    };
    format!("Epoch {}, step {}: {losses}", count(epoch), count(step))
}

/// One of the four numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Number {
    TrainingLoss,
    TestLoss,
    Accuracy,
    GradientNorm,
}

/// What a number means now, or why there is none, in one sentence.
pub(crate) fn metric_why(which: Number, config: &Config, status: &Status) -> String {
    match which {
        Number::TrainingLoss => match status.train_loss {
            None => "There are no training points to measure a loss on.".into(),
            Some(_) if config.penalty == "none" => "Mean loss of the training points at the present weights.".into(),
            Some(_) => format!("Mean loss of the training points; the penalty adds {}.", short(status.penalty)),
        },
        Number::TestLoss => match status.test_loss {
            None => "There are no test points: lower the share used for training to have some.".into(),
            Some(_) => "Mean loss of the test points, which never train.".into(),
        },
        Number::Accuracy if config.task != Task::Classification => {
            "Only classes can be right or wrong; values are near or far, which the loss says.".into()
        }
        Number::Accuracy => match (status.train_accuracy, status.test_accuracy) {
            (None, None) => "There are no points that could be right or wrong.".into(),
            (train, None) => format!("Share of points classified right: training {}, no test points.", of(train)),
            (train, test) => format!("Share of points classified right: test {}, training {}.", of(test), of(train)),
        },
        Number::GradientNorm => match status.gradient_norm {
            None => "The next step computes the first gradient of these points.".into(),
            Some(_) => "Length of the last batch's gradient: how steep the loss was there, before clipping.".into(),
        },
    }
}

fn of(share: Option<f64>) -> String {
    share.map_or(NOTHING.into(), percent)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Number; 4] = [Number::TrainingLoss, Number::TestLoss, Number::Accuracy, Number::GradientNorm];

    #[test]
    fn every_number_says_in_one_sentence_what_it_is_or_why_there_is_none() {
        let full = Status {
            train_loss: Some(0.5),
            test_loss: Some(0.5),
            train_accuracy: Some(0.75),
            test_accuracy: Some(0.5),
            gradient_norm: Some(0.1),
            penalty: 0.025,
            ..Status::default()
        };
        let l2 = Config { penalty: "l2".into(), ..Config::default() };
        for status in [&full, &Status::default()] {
            for config in [&Config::default(), &l2, &Config { task: Task::Regression, ..Config::default() }] {
                for which in ALL {
                    let why = metric_why(which, config, status);
                    assert!(why.ends_with('.') && why.len() > 20, "{why}");
                }
            }
        }
        assert!(metric_why(Number::TrainingLoss, &l2, &full).ends_with("the penalty adds 0.025."));
        let accuracy = metric_why(Number::Accuracy, &Config::default(), &full);
        assert!(accuracy.contains("test 50.0 %") && accuracy.contains("training 75.0 %"), "{accuracy}");
    }

    #[test]
    fn a_reading_names_everything_it_shows() {
        assert_eq!(
            curve_reading(1200, 30_000, Some(0.25), Some(0.5)),
            "Epoch 1,200, step 30,000: training loss 0.250, test loss 0.500"
        );
        assert!(curve_reading(0, 0, Some(0.25), None).ends_with("no test loss"));
    }
}
