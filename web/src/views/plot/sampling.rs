//! How finely the score is sampled over the plane, and what it is between the samples.

use playground::{Config, Task};

use crate::draw::px_from_data;

/// The value of a square grid at a place of the plane, linear between its four neighbours.
pub(super) fn sample(plane: &[f32], (x, y): (f32, f32)) -> f32 {
    let side = plane.len().isqrt();
    if side < 2 {
        return f32::NAN;
    }
    let (column, row) = px_from_data(x, y, (side - 1) as f32);
    let (left, top) = ((column as usize).min(side - 2), (row as usize).min(side - 2));
    let (right_share, low_share) = (column - left as f32, row - top as f32);
    let at = |row: usize, column: usize| plane[row * side + column];
    let along = |row: usize| at(row, left) + (at(row, left + 1) - at(row, left)) * right_share;
    along(top) + (along(top + 1) - along(top)) * low_share
}

/// The value of a row from one end of the plane to the other at x, linear between its two neighbours.
pub(super) fn sample_row(row: &[f32], x: f32) -> f32 {
    if row.len() < 2 {
        return f32::NAN;
    }
    let (along, _) = px_from_data(x, 0.0, (row.len() - 1) as f32);
    let left = (along.max(0.0) as usize).min(row.len() - 2);
    row[left] + (row[left + 1] - row[left]) * (along - left as f32)
}

/// A multiply and add per parameter and sample: so many keep a moving picture within a few milliseconds.
const MOVING_WORK: f64 = 1e7;
/// So many keep the one picture of what has come to rest within a tenth of a second.
const STILL_WORK: f64 = 1.2e8;
/// An activation costs about as much as so many multiplications.
const ACTIVATION_WORK: usize = 4;
/// So many scores are tinted without being felt on the page's own thread; a share among classes costs more than one score.
const STILL_SCORES: f64 = 7e5;
const CLASS_WORK: usize = 2;

/// How finely the score is sampled: as the plot's own pixels deserve and the network's size permits.
pub(super) fn score_side(width_px: u32, config: &Config, still: bool) -> usize {
    let n_units: usize = config.layer_sizes().iter().sum();
    let each = (config.n_parameters() + ACTIVATION_WORK * n_units).max(1) as f64;
    let (work, wanted) = match still {
        false => (MOVING_WORK, (width_px as usize * 2 / 5).min(241)),
        // A curve needs its one row only, and a grid has as many rows as columns.
        true if config.task == Task::Curve => (MOVING_WORK, 241),
        true => {
            let n_outputs = config.n_outputs();
            let tinted = STILL_SCORES / if n_outputs > 1 { (CLASS_WORK * n_outputs) as f64 } else { 1.0 };
            (STILL_WORK, (width_px as usize).min(tinted.sqrt() as usize))
        }
    };
    wanted.min((work / each).sqrt() as usize).max(37)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_layers(hidden_layers: Vec<usize>) -> Config {
        let activations = vec!["tanh".into(); hidden_layers.len()];
        Config { hidden_layers, activations, ..Config::default() }
    }

    #[test]
    fn a_still_picture_has_the_screens_pixels_and_a_moving_one_is_affordable() {
        let small = with_layers(vec![8, 8]);
        assert_eq!(score_side(560, &small, true), 560);
        assert!(score_side(1400, &small, true) >= 700);
        assert!(score_side(1400, &small, false) <= 241);
        let large = with_layers(vec![32; 8]);
        assert!(score_side(600, &large, false) < 60);
        assert_eq!(score_side(0, &small, true), 37);
    }

    #[test]
    fn a_reading_between_samples_is_linear() {
        // Rows from the top: y = 6, then y = −6.
        let plane = [0.0, 2.0, 4.0, 6.0];
        assert_eq!(sample(&plane, (-6.0, 6.0)), 0.0);
        assert_eq!(sample(&plane, (6.0, -6.0)), 6.0);
        assert_eq!(sample(&plane, (0.0, 0.0)), 3.0);
        assert!(sample(&[], (0.0, 0.0)).is_nan());
        assert_eq!([-6.0, -3.0, 3.0, 6.0].map(|x| sample_row(&[1.0, 3.0, -1.0], x)), [1.0, 2.0, 1.0, -1.0]);
        assert!(sample_row(&[1.0], 0.0).is_nan());
    }
}
