//! The words of the output plot: tools, toggles and their reasons, read-outs.

use playground::{Config, Point, Status, Task, winner};

use super::percent;

pub(crate) const SKIP: &str = "Skip to the plot";
pub(crate) const OUTPUT: &str = "Output";
pub(crate) const OUTPUT_PLOT: &str = "Output plot";
pub(crate) const PLACE: &str = "Place points of";
pub(crate) const TEST_POINTS: &str = "Test points";
pub(crate) const TEST_POINTS_WHY: &str = "Hollow: they measure, and never train";
pub(crate) const CLASSES_ONLY: &str = "Show classes only";
pub(crate) const CLASSES_ONLY_SHORT: &str = "Classes only";
pub(crate) const CLASSES_ONLY_WHY: &str = "The predicted class without how sure it is";
pub(crate) const ONLY_WITH_CLASSES: &str = "There are no classes in this task";
pub(crate) const TOOLS: &str = "Tool";
pub(crate) const TOOL_PLACE: &str = "Place";
pub(crate) const TOOL_PLACE_WHY: &str =
    "A click or tap places a point, a drag moves one; click one, or hold a finger on it, to select it";
pub(crate) const TOOL_BRUSH: &str = "Brush";
pub(crate) const TOOL_BRUSH_WHY: &str = "Sprays points while it is dragged";
pub(crate) const TOOL_ERASE: &str = "Erase";
pub(crate) const TOOL_ERASE_WHY: &str = "Takes away the points it touches";
pub(crate) const VALUE: &str = "Value";

pub(crate) const SELECTED: &str = "Selected point";
pub(crate) const FOR_TRAINING: &str = "Training";
pub(crate) const FOR_TEST: &str = "Test";
pub(crate) const SPLIT: &str = "Used for";
pub(crate) const ERASE_POINT: &str = "Erase point";
pub(crate) const DESELECT: &str = "Deselect";
pub(crate) const LABEL_OF_POINT: &str = "Class of the point";
pub(crate) const VALUE_OF_POINT: &str = "Value of the point";
pub(crate) const PICKED_UP: &str = "Picked up. Arrow keys move the point, Enter puts it down, Escape puts it back.";

pub(crate) const SLOPE_FIELD: &str = "Slope field";
pub(crate) const SLOPE_FIELD_WHY: &str =
    "Where the score rises fastest. The steepest arrow is a little longer than one cell, the others in proportion.";
pub(crate) const POINT_PULL: &str = "Point pull";
pub(crate) const POINT_PULL_WHY: &str =
    "Where each training point would go to lower its own loss. Four times as strong is twice as long.";
pub(crate) const BOUNDARY_PUSH: &str = "Boundary push";
pub(crate) const BOUNDARY_PUSH_WHY: &str =
    "Where the next step will move the boundary. Four times as far is twice as long.";
pub(crate) const NO_BOUNDARY: &str = "There is no boundary in this task";
pub(crate) const NO_ARROWS_ON_A_CURVE: &str = "A curve over one axis has none of these arrows";

pub(crate) const READOUT: &str = "At the cursor";

pub(crate) const PLOT_KEYS_SAID: &str = "Arrow keys move a cursor, Enter places a point, N and P go from point to point, \
     M moves a point, Delete removes one, question mark shows help.";

/// What an empty plot says.
pub(crate) fn empty(by_finger: bool) -> &'static str {
    if by_finger {
        "No points yet. Tap here to place one, or choose a dataset."
    } else {
        "No points yet. Click here to place one, or choose a dataset."
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

/// What stands at a place: one score, or one per class.
pub(crate) fn reading(config: &Config, (x, y): (f32, f32), scores: &[f32]) -> String {
    let is_curve = config.task == Task::Curve;
    let place = if is_curve { format!("x {}", fixed(x)) } else { format!("x₁ {}  x₂ {}", fixed(x), fixed(y)) };
    let score = scores.first().copied().unwrap_or(f32::NAN);
    if scores.iter().any(|score| !score.is_finite()) || scores.is_empty() {
        return place;
    }
    let predicted = (config.pairing().predict_point)(scores);
    if config.task != Task::Classification {
        return format!("{place}  value {}", fixed(predicted[0]));
    }
    if scores.len() > 1 {
        let winner = winner(scores.len(), |class| scores[class]);
        return format!("{place}  class {}, {:.0} %", winner + 1, f64::from(100.0 * predicted[winner]));
    }
    let (class, share) = if score >= 0.0 { (2, predicted[0]) } else { (1, 1.0 - predicted[0]) };
    format!("{place}  score {}  class {class}, {:.0} %", fixed(score), f64::from(100.0 * share))
}

/// The button that gives the selected point another class.
pub(crate) fn relabel(class: usize) -> String {
    format!("Make it class {class}")
}

/// A point as it is said when the keyboard comes to it.
pub(crate) fn point_said(config: &Config, index: usize, n_points: usize, point: &Point) -> String {
    let split = if point.test { FOR_TEST } else { FOR_TRAINING }.to_ascii_lowercase();
    let what = match config.task {
        Task::Classification => format!("class {}", point.label),
        Task::Regression => format!("value {}", fixed(point.label)),
        Task::Curve => "point".into(),
    };
    format!("{what}, {split}, at {}, {}; {} of {n_points}", fixed(point.x), fixed(point.y), index + 1)
}

/// A number with two decimals and always a sign's width, so that nothing jumps.
pub(crate) fn fixed(value: f32) -> String {
    let text = format!("{:.2}", f64::from(value));
    match text.strip_prefix('-') {
        Some("0.00") => "0.00".into(),
        Some(size) => format!("−{size}"),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use playground::{Session, Unit, catalog, losses};
    use serde_json::json;

    use super::*;

    #[test]
    fn a_reading_says_the_class_and_how_sure_it_is() {
        let config = Config::default();
        assert_eq!(reading(&config, (1.0, -2.0), &[0.0]), "x₁ 1.00  x₂ −2.00  score 0.00  class 2, 50 %");
        assert!(reading(&config, (0.0, 0.0), &[-3.0]).ends_with("class 1, 95 %"));
        let config = config.merged(&json!({ "classes": 3 })).unwrap();
        assert!(reading(&config, (0.0, 0.0), &[0.0, 3.0, 0.0]).ends_with("class 2, 91 %"));
        assert_eq!(reading(&config, (0.0, 0.0), &[f32::NAN; 3]), "x₁ 0.00  x₂ 0.00");
    }

    #[test]
    fn a_reading_says_what_the_session_predicts_with_every_loss() {
        let place = (1.5, -2.5);
        let cases = [("classification", 2), ("classification", 3), ("regression", 2), ("curve", 2)];
        let mut n_read = 0;
        for (task, classes) in cases {
            let base = Config::default().merged(&json!({ "task": task, "classes": classes })).unwrap();
            for loss in losses(base.task, classes) {
                let config = base.merged(&json!({ "loss": loss })).unwrap();
                let mut session = Session::new(config).unwrap();
                session.train(Unit::Batch, 20);
                let (scores, predicted) = (session.scores(&[place.into()]), session.predict(&[place.into()]));
                let said = reading(session.config(), place, &scores[0]);
                let wanted = match predicted[0].as_slice() {
                    [value] if session.config().task != Task::Classification => fixed(*value),
                    [share] => format!("{:.0} %", f64::from(100.0 * share.max(1.0 - share))),
                    shares => {
                        let class = winner(shares.len(), |class| shares[class]);
                        format!("class {}, {:.0} %", class + 1, f64::from(100.0 * shares[class]))
                    }
                };
                assert!(said.ends_with(&wanted), "{task} {classes} {loss}: {said}, predicted {predicted:?}");
                n_read += 1;
            }
        }
        let n_pairings: usize = catalog::loss::listed().iter().map(|loss| loss.pairings.len()).sum();
        assert!(n_read >= n_pairings, "{n_read} of {n_pairings}");
    }

    #[test]
    fn numbers_have_two_decimals_and_no_negative_zero() {
        assert_eq!(fixed(-0.001), "0.00");
        assert_eq!(fixed(-1.5), "−1.50");
    }
}
