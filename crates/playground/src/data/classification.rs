//! The generated datasets with classes: each is a table row and the function that draws one position of a given class.
//! Positions are before noise, within ±5.7; counts, balance, noise and splits are the caller's.

use std::f64::consts::{PI, TAU};

use super::dataset::{ANY_CLASSES, Dataset, Draw, OWN, Shape};
use crate::task::Task;
use nn::random::Stream;

/// Half the side of the square that unbounded shapes fill.
const SIDE: f64 = 5.5;

pub(super) static TABLE: &[Dataset] = &[
    Dataset { name: "two-blobs", task: Task::Classification, classes: 2..=2, draw: Draw::Class(two_blobs) },
    Dataset { name: "circle", task: Task::Classification, classes: 2..=2, draw: Draw::Class(circle) },
    Dataset { name: "xor", task: Task::Classification, classes: 2..=2, draw: Draw::Class(xor) },
    Dataset { name: "spiral", task: Task::Classification, classes: 2..=5, draw: Draw::Class(spiral) },
    Dataset { name: "moons", task: Task::Classification, classes: 2..=2, draw: Draw::Class(moons) },
    Dataset { name: "rings", task: Task::Classification, classes: ANY_CLASSES, draw: Draw::Class(rings) },
    Dataset { name: "checkerboard", task: Task::Classification, classes: 2..=2, draw: Draw::Class(checkerboard) },
    Dataset { name: "heart", task: Task::Classification, classes: 2..=2, draw: Draw::Class(heart) },
    Dataset { name: "blobs", task: Task::Classification, classes: ANY_CLASSES, draw: Draw::Class(blobs) },
    Dataset { name: "function", task: Task::Classification, classes: 2..=2, draw: Draw::Above },
    Dataset { name: OWN, task: Task::Classification, classes: ANY_CLASSES, draw: Draw::Own },
];

fn polar(radius: f64, angle: f64) -> [f64; 2] {
    [radius * libm::cos(angle), radius * libm::sin(angle)]
}

fn cloud(centre: [f64; 2], deviation: f64, stream: &mut Stream) -> [f64; 2] {
    let [dx, dy] = [stream.normal(), stream.normal()];
    [centre[0] + deviation * dx, centre[1] + deviation * dy]
}

/// Deviation as TensorFlow Playground's at noise 0.
fn two_blobs(_: &Shape, class: usize, stream: &mut Stream) -> [f64; 2] {
    let centre = if class == 1 { 2.0 } else { -2.0 };
    cloud([centre, centre], 0.7, stream)
}

fn circle(_: &Shape, class: usize, stream: &mut Stream) -> [f64; 2] {
    let radius = if class == 1 { stream.between(0.0, 2.5) } else { stream.between(3.5, 5.0) };
    polar(radius, stream.between(0.0, TAU))
}

/// The gap of 0.6 between the squares leaves room for noise.
fn xor(_: &Shape, class: usize, stream: &mut Stream) -> [f64; 2] {
    let [x, y] = [stream.between(0.3, 5.3), stream.between(0.3, 5.3)];
    let right = if stream.below(2) == 1 { 1.0 } else { -1.0 };
    let up = if class == 1 { right } else { -right };
    [right * x, up * y]
}

/// The arms start off the centre and make 1.5 turns: from 0 and with 1.75 (TensorFlow Playground) noise 0.3 mixes 4 % of the labels.
fn spiral(shape: &Shape, class: usize, stream: &mut Stream) -> [f64; 2] {
    // Arm a has class a mod classes; pick one of this class's arms.
    let n_arms_of_class = (shape.arms - class).div_ceil(shape.classes);
    let arm = class + shape.classes * stream.below(n_arms_of_class);
    let t = stream.uniform();
    let start = PI / 2.0 - TAU * arm as f64 / shape.arms as f64;
    polar(0.8 + 4.7 * t, start - 1.5 * TAU * t)
}

/// scikit-learn's two half circles, centred and three times as large.
fn moons(_: &Shape, class: usize, stream: &mut Stream) -> [f64; 2] {
    let [x, y] = polar(1.0, PI * stream.uniform());
    let [x, y] = if class == 1 { [1.0 - x, 0.5 - y] } else { [x, y] };
    [3.0 * (x - 0.5), 3.0 * (y - 0.25)]
}

fn rings(shape: &Shape, class: usize, stream: &mut Stream) -> [f64; 2] {
    let n_rings = if shape.classes == 2 { 4 } else { shape.classes };
    let n_rings_of_class = n_rings / shape.classes;
    let ring = class + shape.classes * stream.below(n_rings_of_class);
    let step = SIDE / n_rings as f64;
    let middle = step * (n_rings - ring) as f64 - 0.4 * step;
    polar(middle + stream.between(-0.25, 0.25) * step, stream.between(0.0, TAU))
}

fn checkerboard(_: &Shape, class: usize, stream: &mut Stream) -> [f64; 2] {
    let (cell, gap) = (SIDE / 2.0, 0.2);
    let column = stream.below(4);
    let row = 2 * stream.below(2) + (column + class) % 2;
    let mut inside = |cell_idx: usize| (cell_idx as f64 - 2.0) * cell + stream.between(gap, cell - gap);
    [inside(column), inside(row)]
}

/// Rejection from the square; the strip along the outline belongs to no class, as room for noise.
fn heart(_: &Shape, class: usize, stream: &mut Stream) -> [f64; 2] {
    let is_inside = |x: f64, y: f64, size: f64| {
        let (x, y) = (x / size, (y + 0.4) / size);
        let round = x * x + y * y - 1.0;
        round * round * round <= x * x * y * y * y
    };
    loop {
        let [x, y] = [stream.between(-SIDE, SIDE), stream.between(-SIDE, SIDE)];
        let fits = if class == 1 { is_inside(x, y, 3.4) } else { !is_inside(x, y, 3.9) };
        if fits {
            return [x, y];
        }
    }
}

fn blobs(shape: &Shape, class: usize, stream: &mut Stream) -> [f64; 2] {
    let angle = PI / 2.0 + TAU * class as f64 / shape.classes as f64;
    cloud(polar(3.5, angle), 0.6, stream)
}
