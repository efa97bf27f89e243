//! What the output plot says: what stands at the cursor, what a point is, the whole plot in a sentence.

use playground::{Config, Point, Status, Task};

use crate::Words;

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

    /// What stands at a place: one score, or one per class.
    pub fn reading(&self, config: &Config, (x, y): (f32, f32), scores: &[f32]) -> String {
        let (x, y) = (self.fixed(x), self.fixed(y));
        let place = match config.task {
            Task::Curve => self.plot.read_place_on_curve.with([&x]),
            _ => self.plot.read_place.with([&x, &y]),
        };
        let score = scores.first().copied().unwrap_or(f32::NAN);
        if scores.iter().any(|score| !score.is_finite()) || scores.is_empty() {
            return place;
        }
        if config.task != Task::Classification {
            return self.plot.read_value.with([&place, &self.fixed(score)]);
        }
        if scores.len() > 1 {
            let winner =
                (1..scores.len()).fold(0, |best, class| if scores[class] > scores[best] { class } else { best });
            let total: f32 = scores.iter().map(|score| (score - scores[winner]).exp()).sum();
            let share = self.whole_percent(f64::from(1.0 / total));
            return self.plot.read_class.with([&place, &(winner + 1).to_string(), &share]);
        }
        let class = if score >= 0.0 { 2 } else { 1 };
        let share = match (config.loss.as_str(), config.pairing().output) {
            (_, "tanh") => f32::midpoint(score.tanh(), 1.0),
            ("hinge" | "squared-hinge" | "exponential", _) => f32::midpoint(score, 1.0).clamp(0.0, 1.0),
            _ => 1.0 / (1.0 + (-score).exp()),
        };
        let share = self.whole_percent(f64::from(if class == 2 { share } else { 1.0 - share }));
        self.plot.read_score.with([&place, &self.fixed(score), &class.to_string(), &share])
    }

    /// The button that gives the selected point another class.
    pub fn relabel(&self, class: usize) -> String {
        self.plot.relabel.with([&class.to_string()])
    }

    /// A point as it is said when the keyboard comes to it.
    pub fn point_said(&self, config: &Config, index: usize, n_points: usize, point: &Point) -> String {
        let plot = &self.plot;
        let split = if point.test { plot.said_test } else { plot.said_training };
        let what = match config.task {
            Task::Classification => plot.said_class.with([&point.label.to_string()]),
            Task::Regression => plot.said_value.with([&self.fixed(point.label)]),
            Task::Curve => plot.said_point.into(),
        };
        let (x, y) = (self.fixed(point.x), self.fixed(point.y));
        plot.said.with([&what, split, &x, &y, &(index + 1).to_string(), &n_points.to_string()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EN;

    #[test]
    fn a_reading_says_the_class_and_how_sure_it_is() {
        let config = Config::default();
        let read = |at, scores: &[f32]| EN.reading(&config, at, scores);
        assert_eq!(read((1.0, -2.0), &[0.0]), "x₁ 1.00  x₂ −2.00  score 0.00  class 2, 50 %");
        assert!(read((0.0, 0.0), &[-3.0]).ends_with("class 1, 95 %"));
        assert!(read((0.0, 0.0), &[0.0, 3.0, 0.0]).ends_with("class 2, 91 %"));
        assert_eq!(read((0.0, 0.0), &[f32::NAN]), "x₁ 0.00  x₂ 0.00");
    }

    #[test]
    fn a_point_is_said_with_its_place_and_number() {
        let point = Point { x: -1.5, y: 2.0, label: 1.0, test: true };
        assert_eq!(EN.point_said(&Config::default(), 2, 20, &point), "class 1, test, at −1.50, 2.00; 3 of 20");
        assert!(EN.plot_summary(1, 12, None).starts_with("1 training point, 12 test points. Arrow keys"));
    }
}
