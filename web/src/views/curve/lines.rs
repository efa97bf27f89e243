//! Which lines the chart shows for what it is to show: their names, how they look, what of an entry they draw.

use playground::{Config, CurvePoint, CurveShows, Task};
use words::Words;

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    pub(crate) name: String,
    pub(crate) look: Look,
    what: What,
}

/// How a line looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    Train,
    Test,
    /// A layer, counted from 0.
    Layer(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    TrainLoss,
    TestLoss,
    TrainFit,
    TestFit,
    Rate,
    Norm(usize),
}

impl Line {
    /// What it draws of an entry.
    pub(crate) fn value(&self, entry: &CurvePoint) -> Option<f64> {
        match self.what {
            What::TrainLoss => entry.train,
            What::TestLoss => entry.test,
            What::TrainFit => entry.train_fit,
            What::TestFit => entry.test_fit,
            What::Rate => entry.rate,
            What::Norm(layer) => {
                entry.gradient_norms.get(layer).copied().map(f64::from).filter(|norm| norm.is_finite())
            }
        }
    }
}

/// The lines, the most important first.
pub(crate) fn lines(words: &Words, shows: CurveShows, config: &Config, has_test: bool) -> Vec<Line> {
    let line = |name: &str, look, what| Line { name: name.to_owned(), look, what };
    let curve = &words.curve;
    let pair = |train: Line, test: Line| if has_test { vec![train, test] } else { vec![train] };
    match shows {
        CurveShows::Loss => pair(
            line(curve.training_loss, Look::Train, What::TrainLoss),
            line(curve.test_loss, Look::Test, What::TestLoss),
        ),
        CurveShows::Fit => pair(
            line(words.plot.for_training, Look::Train, What::TrainFit),
            line(words.plot.for_test, Look::Test, What::TestFit),
        ),
        CurveShows::Rate => vec![line(words.key_label("learningRate"), Look::Train, What::Rate)],
        CurveShows::GradientNorm => {
            let n_hidden = config.hidden_layers.len();
            let name = |layer: usize| match layer == n_hidden {
                true => curve.output_line.to_owned(),
                false => curve.layer_line.with([&(layer + 1).to_string()]),
            };
            (0..=n_hidden).map(|layer| line(&name(layer), Look::Layer(layer), What::Norm(layer))).collect()
        }
    }
}

/// What the menu calls what is shown.
pub(crate) fn name_of(words: &Words, shows: CurveShows, task: Task) -> &'static str {
    match shows {
        CurveShows::Loss => words.curve.loss,
        CurveShows::Fit if task == Task::Classification => words.curve.accuracy,
        CurveShows::Fit => words.curve.r2,
        CurveShows::Rate => words.key_label("learningRate"),
        CurveShows::GradientNorm => words.curve.gradient_norm,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_choice_has_its_lines_and_each_line_its_value() {
        let config = Config::default();
        let entry = CurvePoint {
            train: Some(1.0),
            test: Some(2.0),
            train_fit: Some(3.0),
            test_fit: Some(4.0),
            rate: Some(5.0),
            gradient_norms: vec![6.0, 7.0, f32::INFINITY],
            ..CurvePoint::default()
        };
        let of = |shows, has_test| {
            let lines = lines(&words::EN, shows, &config, has_test);
            lines.into_iter().map(|line| (line.name.clone(), line.value(&entry))).collect::<Vec<_>>()
        };
        let named = |name: &str, value| (name.to_owned(), value);
        assert_eq!(of(CurveShows::Loss, true), [named("Training loss", Some(1.0)), named("Test loss", Some(2.0))]);
        assert_eq!(of(CurveShows::Fit, false), [named("Training", Some(3.0))]);
        assert_eq!(of(CurveShows::Rate, true), [named("Learning rate", Some(5.0))]);
        assert_eq!(
            of(CurveShows::GradientNorm, true),
            [named("layer 1", Some(6.0)), named("layer 2", Some(7.0)), named("output", None)]
        );
    }
}
