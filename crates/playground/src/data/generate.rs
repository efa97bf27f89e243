//! From a configuration to its points: positions and labels from the dataset, then jitter, flipped labels and the split into
//! training and test set, each from a stream of its own, so that changing one setting leaves everything else as it was.

use std::collections::BinaryHeap;

use super::dataset::{Dataset, Draw, Shape};
use super::{DOMAIN, Point, find};
use crate::config::Config;
use crate::formula;
use crate::random::RngStream;
use crate::task::Task;
use nn::random::Stream;

/// Values are sampled at positions within ±5.5, to leave room for jitter.
const SIDE: f64 = 5.5;

/// Attempts to find a position that fits a typed function, after which the last one is used.
const TRIES: u32 = 64;

/// A position before it is rounded and marked.
#[derive(Clone, Copy)]
struct Sample {
    x: f64,
    y: f64,
    label: f64,
}

/// The points of `config`, generated or own, with their split. The same configuration gives the same bits everywhere.
///
/// Generated: `count` points, of which round(`count` × `trainShare`), at least one, train. Own: the configuration's points with
/// the marks they carry; there may be none. In the task "curve", `y` is the label.
///
/// # Panics
/// If `config` does not validate.
pub fn build(config: &Config) -> Vec<Point> {
    let dataset = find(config.task, &config.dataset).expect("a valid configuration names a dataset of its task");
    if dataset.is_own() {
        return config.points.iter().map(|&point| as_drawn(point, config.task)).collect();
    }
    let mut samples = draw(dataset, config);
    jitter(&mut samples, config);
    if config.task == Task::Classification {
        flip_labels(&mut samples, config);
    }
    let mut points: Vec<Point> = samples.iter().map(|sample| rounded(sample, config.task)).collect();
    mark_split(&mut points, config.train_share, config.data_seed);
    points
}

/// Marks all but round(`train_share` × n) points, at least one, as test points. Which ones depends on the seed only: a larger
/// share keeps every training point of a smaller one.
pub fn mark_split(points: &mut [Point], train_share: f64, seed: u32) {
    let n_train = ((train_share * points.len() as f64).round() as usize).clamp(1, points.len().max(1));
    points.iter_mut().for_each(|point| point.test = false);
    let mut stream = RngStream::Split.stream(seed, &[]);
    let ranks: Vec<f64> = points.iter().map(|_| stream.uniform()).collect();
    for idx in smallest_first(&ranks).into_iter().skip(n_train) {
        points[idx].test = true;
    }
}

fn draw(dataset: &Dataset, config: &Config) -> Vec<Sample> {
    let (seed, count) = (config.data_seed, config.count);
    let point_stream = |idx: usize| RngStream::Data.stream(seed, &[idx as u64]);
    let plane = |idx: usize| {
        let mut stream = point_stream(idx);
        (stream.between(-SIDE, SIDE), stream.between(-SIDE, SIDE))
    };
    match dataset.draw {
        Draw::Class(position) => {
            let shape = Shape { classes: config.classes, arms: config.arms };
            let sample = |idx| {
                let class = class_of(idx, config);
                let [x, y] = position(&shape, class, &mut point_stream(idx));
                Sample { x, y, label: (class + 1) as f64 }
            };
            (0..count).map(sample).collect()
        }
        Draw::Surface(value) => (0..count).map(plane).map(|(x, y)| Sample { x, y, label: value(x, y) }).collect(),
        Draw::Curve(value) => (0..count).map(|idx| on_curve(plane(idx).0, value(plane(idx).0))).collect(),
        Draw::Above => above(config, count),
        Draw::Function => function(config, count),
        Draw::Own => unreachable!("own points are not drawn"),
    }
}

/// The class index of the point at `idx`. Classes are interleaved, so that more points never change the class of earlier ones;
/// of n points of two classes, round(n × balance) are of class 2.
fn class_of(idx: usize, config: &Config) -> usize {
    if config.classes > 2 {
        return idx % config.classes;
    }
    let n_class_2 = |n: usize| (n as f64 * config.balance).round() as usize;
    n_class_2(idx + 1) - n_class_2(idx)
}

fn on_curve(x: f64, value: f64) -> Sample {
    Sample { x, y: value, label: value }
}

/// Points on both sides of the typed curve, as many of each class as asked for unless one side has (almost) no room.
fn above(config: &Config, count: usize) -> Vec<Sample> {
    let accept = |idx: usize, sample: &Sample| sample.label == (class_of(idx, config) + 1) as f64;
    let label = |x, y, value| Sample { x, y, label: if y > value { 2.0 } else { 1.0 } };
    drawn_until_accepted(config, count, label, accept)
}

/// Points on the typed curve, where it is inside the plot unless it (almost) never is.
fn function(config: &Config, count: usize) -> Vec<Sample> {
    let accept = |_, sample: &Sample| sample.label.abs() <= DOMAIN;
    let mut samples = drawn_until_accepted(config, count, |x, _, value| on_curve(x, value), accept);
    for sample in &mut samples {
        let inside = if sample.label.is_nan() { 0.0 } else { sample.label.clamp(-DOMAIN, DOMAIN) };
        *sample = on_curve(sample.x, inside);
    }
    samples
}

/// One sample per point from (x, y, f(x)) at uniform positions, redrawn while not accepted, at most `TRIES` times. The formula
/// is evaluated for all points of a round at once.
fn drawn_until_accepted(
    config: &Config,
    count: usize,
    sample: impl Fn(f64, f64, f64) -> Sample,
    accept: impl Fn(usize, &Sample) -> bool,
) -> Vec<Sample> {
    let text = config.formula.as_deref().expect("a valid configuration has the formula its dataset needs");
    let mut streams: Vec<Stream> =
        (0..count).map(|idx| RngStream::Data.stream(config.data_seed, &[idx as u64])).collect();
    let mut samples = vec![Sample { x: 0.0, y: 0.0, label: 0.0 }; count];
    let mut open: Vec<usize> = (0..count).collect();
    for _ in 0..TRIES {
        let mut at = |idx: &usize| (streams[*idx].between(-SIDE, SIDE), streams[*idx].between(-SIDE, SIDE));
        let (xs, ys): (Vec<f64>, Vec<f64>) = open.iter().map(&mut at).unzip();
        let values = formula::curve_values(text, &xs);
        for (row, &idx) in open.iter().enumerate() {
            samples[idx] = sample(xs[row], ys[row], values[row]);
        }
        open.retain(|&idx| !accept(idx, &samples[idx]));
        if open.is_empty() {
            break;
        }
    }
    samples
}

fn jitter(samples: &mut [Sample], config: &Config) {
    let mut stream = RngStream::Noise.stream(config.data_seed, &[]);
    for sample in samples {
        sample.x += config.noise * stream.normal();
        sample.y += config.noise * stream.normal();
        if config.task == Task::Curve {
            sample.label = sample.y;
        }
    }
}

/// Gives round(`labelFlips` × n) points another class; more flips keep the earlier ones.
fn flip_labels(samples: &mut [Sample], config: &Config) {
    let n_flips = (config.label_flips * samples.len() as f64).round() as usize;
    let mut stream = RngStream::Flips.stream(config.data_seed, &[]);
    let (ranks, shifts): (Vec<f64>, Vec<f64>) = samples.iter().map(|_| (stream.uniform(), stream.uniform())).unzip();
    for idx in smallest_first(&ranks).into_iter().take(n_flips) {
        let (classes, class) = (config.classes, samples[idx].label as usize - 1);
        let shift = 1 + (shifts[idx] * (classes - 1) as f64) as usize;
        samples[idx].label = ((class + shift) % classes + 1) as f64;
    }
}

/// The places of the ranks, which lie between 0 and 1, from the smallest rank on. A heap is a small part of what a sort would be.
fn smallest_first(ranks: &[f64]) -> Vec<usize> {
    // What is not negative has its bits in its order.
    let order: BinaryHeap<(u64, usize)> = ranks.iter().map(|rank| rank.to_bits()).zip(0..).collect();
    order.into_sorted_vec().into_iter().map(|(_, place)| place).collect()
}

fn rounded(sample: &Sample, task: Task) -> Point {
    let inside = |value: f64| value.clamp(-DOMAIN, DOMAIN) as f32;
    as_drawn(Point { x: inside(sample.x), y: inside(sample.y), label: sample.label as f32, test: false }, task)
}

/// On a curve the label is where the point is drawn, and the plot ends at ±6.
fn as_drawn(point: Point, task: Task) -> Point {
    match task {
        Task::Curve => {
            let y = point.label.clamp(-DOMAIN as f32, DOMAIN as f32);
            Point { y, label: y, ..point }
        }
        Task::Classification | Task::Regression => point,
    }
}
