//! What the output plot says: what stands at the cursor, what a point is, the whole plot in a sentence.

use playground::{Axis, Config, Point, Status, Task, Units, winner};

use crate::Words;
use crate::units::cut;

/// How long names in the line at the cursor may be: whole, else shorter and shorter,
const LONGEST_NAMES: [usize; 3] = [usize::MAX, 18, 13];
/// and at least so long, to be understood.
const SHORTEST_NAMES: usize = 10;

/// How many Latin characters are as wide as a text: about half as many Chinese ones are.
fn width(text: &str) -> usize {
    text.chars().map(|character| if character < '\u{2e80}' { 1 } else { 2 }).sum()
}

impl Words {
    /// What to do first.
    pub fn hint(&self, by_finger: bool) -> &'static str {
        if by_finger { self.plot.hint_by_finger } else { self.plot.hint }
    }

    /// What an empty plot says.
    pub fn empty(&self, by_finger: bool) -> &'static str {
        if by_finger { self.plot.empty_by_finger } else { self.plot.empty }
    }

    /// The plot in words.
    pub fn plot_summary(&self, n_training: usize, n_test: usize, status: Option<&Status>) -> String {
        let training = self.plot.training_points.with(n_training as f64, &self.count(n_training as u64));
        let test = self.plot.test_points.with(n_test as f64, &self.count(n_test as u64));
        match status.and_then(|status| status.accuracy) {
            Some(share) => {
                let parts = [training.as_str(), &test, &self.percent(share), self.plot.keys_said];
                self.plot.summary_with_accuracy.with(parts)
            }
            None => self.plot.summary.with([&training, &test, self.plot.keys_said]),
        }
    }

    /// What stands at a place: one score, or one per class. Long names are cut, as little as it takes to find room in about so many
    /// characters.
    pub fn reading(&self, config: &Config, at: (f32, f32), scores: &[f32], room: usize) -> String {
        let cut = |longest| self.reading_cut(config, at, scores, longest);
        LONGEST_NAMES.into_iter().map(cut).find(|reading| width(reading) <= room).unwrap_or_else(|| cut(SHORTEST_NAMES))
    }

    /// The same with names in so many characters at most.
    fn reading_cut(&self, config: &Config, (x, y): (f32, f32), scores: &[f32], longest: usize) -> String {
        let along = |axis: Axis, at: f32| {
            format!("{} {}", cut(self.axis(config, axis), longest), self.measured(config, axis, at))
        };
        let place = match config.task {
            Task::Curve => along(Axis::X, x),
            _ => [along(Axis::X, x), along(Axis::Y, y)].join("  "),
        };
        let score = scores.first().copied().unwrap_or(f32::NAN);
        if scores.iter().any(|score| !score.is_finite()) || scores.is_empty() {
            return place;
        }
        let predicted = (config.pairing().predict_point)(scores);
        if config.task != Task::Classification {
            return [place, self.value_said(config, predicted[0], longest)].join("  ");
        }
        let (class, share) = match scores.len() {
            1 if score >= 0.0 => (2, predicted[0]),
            1 => (1, 1.0 - predicted[0]),
            n => {
                let class = winner(n, |class| scores[class]);
                (class + 1, predicted[class])
            }
        };
        let class = cut(&self.class_said(config, class), longest);
        let share = self.whole_percent(f64::from(share));
        if Units::of(config).name(Axis::X).is_some() {
            // Names take room: what is cut off is not the answer.
            return self.plot.read_named.with([&class, &share, &place]);
        }
        if scores.len() > 1 {
            return self.plot.read_class.with([&place, &class, &share]);
        }
        self.plot.read_score.with([&place, &self.fixed(score), &class, &share])
    }

    /// A reading of a curve with the bias and the sum of contributions that make its value.
    pub fn reading_made_of(&self, config: &Config, reading: &str, bias: f32, sum: f32) -> String {
        // In the units of the data what is added has no mean: the bias has it.
        let scale = Units::of(config).along(Axis::Value).1;
        let sum = self.in_units(scale * f64::from(sum), scale);
        self.plot.read_made_of.with([reading, &self.measured(config, Axis::Value, bias), &sum])
    }

    /// A neuron's weight in a curve.
    pub fn its_weight(&self, weight: f32) -> String {
        self.plot.its_weight.with([&self.signed(weight, 4)])
    }

    /// A curve in words: its bias, and the neurons of the last hidden layer with their weights.
    pub fn curve_made_of(&self, config: &Config, bias: f32, weights: &[(usize, f32)]) -> String {
        let column = config.hidden_layers.len();
        let part =
            |(unit, weight): &(usize, f32)| [self.neuron(config, column, *unit), self.its_weight(*weight)].join(" ");
        let parts: Vec<String> = weights.iter().map(part).collect();
        self.plot.made_of.with([&self.measured(config, Axis::Value, bias), &parts.join(" · ")])
    }

    /// The button that gives the selected point another class.
    pub fn relabel(&self, config: &Config, class: usize) -> String {
        self.with_name(config, class, self.plot.relabel.with([&class.to_string()]))
    }

    /// A point as it is said when the keyboard comes to it.
    pub fn point_said(&self, config: &Config, index: usize, n_points: usize, point: &Point) -> String {
        let plot = &self.plot;
        let split = if point.test { plot.said_test } else { plot.said_training };
        let what = match config.task {
            Task::Classification => self.class_said(config, point.label as usize),
            Task::Regression => self.value_said(config, point.label, usize::MAX),
            Task::Curve => plot.said_point.into(),
        };
        let along = |axis: Axis, at: f32| {
            let name = Units::of(config).name(axis).map_or_else(String::new, |name| [name, " "].concat());
            name + &self.measured(config, axis, at)
        };
        let (x, y) = (along(Axis::X, point.x), along(Axis::Y, point.y));
        plot.said.with([&what, split, &x, &y, &(index + 1).to_string(), &n_points.to_string()])
    }
}

#[cfg(test)]
mod tests {
    use playground::{Session, Unit, losses};
    use serde_json::json;

    use super::*;
    use crate::EN;

    #[test]
    fn a_reading_says_the_class_and_how_sure_it_is() {
        let config = Config::default();
        let read = |at, scores: &[f32]| EN.reading(&config, at, scores, 80);
        assert_eq!(read((1.0, -2.0), &[0.0]), "x₁ 1.00  x₂ −2.00  score 0.00  class 2, 50 %");
        assert!(read((0.0, 0.0), &[-3.0]).ends_with("class 1, 95 %"));
        assert_eq!(read((0.0, 0.0), &[f32::NAN]), "x₁ 0.00  x₂ 0.00");
    }

    #[test]
    fn names_are_cut_where_there_is_no_room_for_them_and_whole_where_there_is() {
        let config = Config {
            class_names: Some(["rowers", "runners"].map(String::from).to_vec()),
            axis_names: Some(["height (cm)", "体重（公斤）以早晨为准"].map(String::from).to_vec()),
            ..Config::default()
        };
        let read = |room| EN.reading(&config, (0.0, 0.0), &[-3.0], room);
        assert_eq!(read(usize::MAX), "rowers, 95 %  height (cm) 0.00  体重（公斤）以早晨为准 0.00");
        assert_eq!(read(width(&read(usize::MAX))), read(usize::MAX));
        assert_eq!(read(20), "rowers, 95 %  height (c… 0.00  体重（公斤）以早晨… 0.00");
    }

    #[test]
    fn a_reading_says_what_the_session_predicts_with_every_loss() {
        let place = (1.5, -2.5);
        for (task, classes) in [("classification", 2), ("classification", 3), ("regression", 2), ("curve", 2)] {
            let base = Config::default().merged(&json!({ "task": task, "classes": classes })).expect("valid");
            for loss in losses(base.task, classes) {
                let mut session =
                    Session::new(base.merged(&json!({ "loss": loss })).expect("it goes with the task")).expect("valid");
                session.train(Unit::Batch, 20);
                let (scores, predicted) = (session.scores(&[place.into()]), session.predict(&[place.into()]));
                let said = EN.reading(session.config(), place, &scores[0], 80);
                let wanted = match predicted[0].as_slice() {
                    [value] if session.config().task != Task::Classification => EN.fixed(*value),
                    [share] => EN.whole_percent(f64::from(share.max(1.0 - share))),
                    shares => {
                        let class = winner(shares.len(), |class| shares[class]);
                        format!("class {}, {}", class + 1, EN.whole_percent(f64::from(shares[class])))
                    }
                };
                assert!(said.ends_with(&wanted), "{task} {classes} {loss}: {said}, predicted {predicted:?}");
            }
        }
    }

    #[test]
    fn a_point_is_said_with_its_place_and_number() {
        let point = Point { x: -1.5, y: 2.0, label: 1.0, test: true };
        assert_eq!(EN.point_said(&Config::default(), 2, 20, &point), "class 1, test, at −1.50, 2.00; 3 of 20");
        assert!(EN.plot_summary(1, 12, None).starts_with("1 training point, 12 test points. Arrow keys"));
    }
}
