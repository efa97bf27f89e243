//! What can be reached on the training points, roughly, whatever the network: how well each point's nearest neighbours predict it. It
//! knows points and labels only.

use crate::config::Config;
use crate::data::Point;
use crate::task::Task;

use super::thresholds::{FEW_POINTS, NEIGHBOURS};

/// Points that are predicted at most; their neighbours are sought among all.
const MOST: usize = 300;

/// The accuracy, or R² where values are learnt, of predicting each training point by those nearest to it; none where nothing trains
/// or all labels are the same.
pub(super) fn reachable(config: &Config, points: &[Point]) -> Option<f64> {
    let training: Vec<&Point> = points.iter().filter(|point| !point.test).collect();
    let first = training.first()?;
    if training.iter().all(|point| point.label == first.label) {
        return None;
    }
    if (training.len() as f64) < FEW_POINTS {
        return Some(1.0);
    }
    let every = training.len().div_ceil(MOST);
    let places: Vec<[f32; 2]> = training.iter().map(|point| config.input_of(point)).collect();
    let asked = (0..training.len()).step_by(every);
    let predicted: Vec<(f64, f64)> = asked
        .map(|at| {
            let nearest = nearest(&places, at);
            let labels = nearest.iter().map(|other| f64::from(training[*other].label));
            let guess = match config.task {
                Task::Classification => most_frequent(labels, config.classes),
                Task::Regression | Task::Curve => labels.sum::<f64>() / nearest.len() as f64,
            };
            (f64::from(training[at].label), guess)
        })
        .collect();
    let n = predicted.len() as f64;
    if config.task == Task::Classification {
        return Some(predicted.iter().filter(|(label, guess)| label == guess).count() as f64 / n);
    }
    let mean = predicted.iter().map(|(label, _)| label).sum::<f64>() / n;
    let spread: f64 = predicted.iter().map(|(label, _)| (label - mean).powi(2)).sum();
    let error: f64 = predicted.iter().map(|(label, guess)| (label - guess).powi(2)).sum();
    (spread > 0.0).then(|| (1.0 - error / spread).max(0.0))
}

/// The other places that are nearest to one; of equally near ones the earlier.
fn nearest(places: &[[f32; 2]], at: usize) -> Vec<usize> {
    let [x, y] = places[at];
    let mut best: Vec<(f32, usize)> = Vec::with_capacity(NEIGHBOURS as usize + 1);
    for (other, place) in places.iter().enumerate().filter(|(other, _)| *other != at) {
        let distance = (place[0] - x).powi(2) + (place[1] - y).powi(2);
        if best.len() < NEIGHBOURS as usize || best.last().is_some_and(|last| distance < last.0) {
            let place = best.partition_point(|known| known.0 <= distance);
            best.insert(place, (distance, other));
            best.truncate(NEIGHBOURS as usize);
        }
    }
    best.into_iter().map(|(_, other)| other).collect()
}

/// The label that occurs most often; of equally frequent ones the smallest.
fn most_frequent(labels: impl Iterator<Item = f64>, classes: usize) -> f64 {
    let mut counts = vec![0; classes];
    for label in labels {
        counts[(label as usize - 1).min(classes - 1)] += 1;
    }
    let most = (0..classes).rev().max_by_key(|class| counts[*class]).unwrap_or(0);
    most as f64 + 1.0
}
