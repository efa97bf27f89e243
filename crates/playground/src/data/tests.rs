//! What every dataset promises: its place, its counts, its independence of other settings, and the same bits everywhere.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::*;
use crate::config::Config;

fn config(partial: Value) -> Config {
    Config::default().merged(&partial).unwrap_or_else(|problem| panic!("{partial}: {problem}"))
}

fn points(partial: Value) -> Vec<Point> {
    build(&config(partial))
}

/// One partial configuration for each dataset that is generated, number of classes and number of arms.
fn every_shape() -> Vec<Value> {
    let mut shapes = Vec::new();
    for dataset in all().filter(|dataset| !dataset.is_own()) {
        if dataset.task != Task::Classification {
            shapes.push(json!({"task": dataset.task.name(), "dataset": dataset.name}));
            continue;
        }
        for classes in dataset.classes.clone() {
            let arms = if dataset.name == "spiral" { classes.max(2)..=5 } else { 2..=2 };
            shapes.extend(arms.map(|arms| json!({"dataset": dataset.name, "classes": classes, "arms": arms})));
        }
    }
    shapes
}

fn with(shape: &Value, key: &str, value: Value) -> Value {
    let mut shape = shape.clone();
    shape[key] = value;
    shape
}

fn n_of_class(points: &[Point], class: usize) -> usize {
    points.iter().filter(|point| point.label == class as f32).count()
}

#[test]
fn every_dataset_stays_on_the_plane_and_in_its_classes() {
    for shape in every_shape() {
        for noise in [0.0, 0.3, 3.0] {
            let config = config(with(&shape, "noise", json!(noise)));
            let points = build(&config);
            assert_eq!(points.len(), 500, "{shape}");
            for point in &points {
                let inside = point.x.abs() <= 6.0 && point.y.abs() <= 6.0;
                let fits = match config.task {
                    Task::Classification => (1..=config.classes).any(|class| point.label == class as f32),
                    Task::Regression => point.label.abs() <= 1.0,
                    Task::Curve => point.label == point.y,
                };
                assert!(inside && fits, "{shape} {point:?}");
            }
        }
    }
}

#[test]
fn the_same_configuration_makes_the_same_points_and_another_seed_others() {
    for shape in every_shape() {
        let first = points(shape.clone());
        assert_eq!(first, points(shape.clone()), "{shape}");
        assert_ne!(first, points(with(&shape, "dataSeed", json!(2))), "{shape}");
    }
}

#[test]
fn classes_have_the_sizes_that_were_asked_for() {
    for shape in every_shape() {
        let config = config(with(&shape, "balance", json!(0.3)));
        let points = build(&config);
        if config.task == Task::Classification && config.classes == 2 {
            assert_eq!(n_of_class(&points, 2), 150, "{shape}");
        } else if config.task == Task::Classification {
            let sizes: Vec<usize> = (1..=config.classes).map(|class| n_of_class(&points, class)).collect();
            assert!(sizes.iter().all(|&n| n == 500 / config.classes || n == 500 / config.classes + 1), "{sizes:?}");
        }
    }
}

#[test]
fn more_points_leave_the_first_ones_where_they_are() {
    for shape in every_shape() {
        let (few, many) = (points(with(&shape, "count", json!(10))), points(with(&shape, "count", json!(40))));
        let places = |points: &[Point]| points.iter().map(|p| (p.x, p.y, p.label)).collect::<Vec<_>>();
        assert_eq!(places(&few), places(&many[..10]), "{shape}");
    }
}

#[test]
fn noise_moves_points_by_its_standard_deviation_and_leaves_labels() {
    let (still, moved) = (points(json!({"count": 5000})), points(json!({"count": 5000, "noise": 0.25})));
    let labels = |points: &[Point]| points.iter().map(|p| p.label).collect::<Vec<_>>();
    assert_eq!(labels(&still), labels(&moved));
    let squares = still.iter().zip(&moved).map(|(a, b)| f64::from((a.x - b.x).powi(2) + (a.y - b.y).powi(2)));
    let deviation = (squares.sum::<f64>() / 10_000.0).sqrt();
    // Five standard errors of a deviation from 10,000 draws, and the few points that the border stops.
    assert!((deviation - 0.25).abs() < 0.25 * 5.0 / (2.0 * 10_000.0_f64).sqrt() + 0.001, "{deviation}");
}

#[test]
fn flips_change_exactly_their_share_of_labels_and_keep_earlier_flips() {
    for classes in [2, 5] {
        let flipped = |share: f64| points(json!({"classes": classes, "dataset": "rings", "labelFlips": share}));
        let (none, some, more) = (flipped(0.0), flipped(0.1), flipped(0.25));
        let changed =
            |points: &[Point]| -> Vec<usize> { (0..500).filter(|&i| points[i].label != none[i].label).collect() };
        assert_eq!((changed(&some).len(), changed(&more).len()), (50, 125));
        assert!(changed(&some).iter().all(|i| changed(&more).contains(i)));
        assert!((0..500).all(|i| (none[i].x, none[i].y) == (more[i].x, more[i].y)));
        assert!(more.iter().all(|p| p.label >= 1.0 && p.label <= classes as f32));
    }
}

#[test]
fn the_split_has_its_share_and_grows_without_swapping_points() {
    let training = |share: f64| -> Vec<usize> {
        let points = points(json!({"trainShare": share}));
        (0..500).filter(|&i| !points[i].test).collect()
    };
    let (few, half, all) = (training(0.1), training(0.5), training(1.0));
    assert_eq!((few.len(), half.len(), all.len()), (50, 250, 500));
    assert!(few.iter().all(|i| half.contains(i)));
}

#[test]
fn own_points_keep_their_marks() {
    let given = json!([{"x": 1, "y": 2, "label": 2, "test": true}, {"x": -1, "y": 0.5, "label": 1}]);
    let own = points(json!({"dataset": "own", "points": given, "noise": 3, "labelFlips": 0.5}));
    let given: Vec<Point> = given.as_array().unwrap().iter().filter_map(Point::from_json).collect();
    assert_eq!(own, given);
    assert_eq!(points(json!({"dataset": "own"})), []);
    let curve = points(json!({"task": "curve", "dataset": "own", "points": given}));
    assert_eq!((curve[1].y, curve[1].label), (1.0, 1.0));
}

#[test]
fn a_typed_curve_that_leaves_the_plot_still_gives_points() {
    let above = points(json!({"dataset": "function", "formula": "100"}));
    assert_eq!(n_of_class(&above, 1), 500);
    let curve = points(json!({"task": "curve", "dataset": "function", "formula": "100"}));
    assert!(curve.iter().all(|p| p.y == 6.0));
    let parabola = points(json!({"task": "curve", "dataset": "function", "formula": "x^2 - 4"}));
    assert!(parabola.iter().all(|p| (p.y - (p.x * p.x - 4.0)).abs() < 1e-5));
}

/// The first 8 digits of SHA-256 over the bits of all points.
fn checksum(points: &[Point]) -> String {
    let mut hash = Sha256::new();
    for point in points {
        for value in [point.x, point.y, point.label] {
            hash.update(value.to_bits().to_le_bytes());
        }
        hash.update([u8::from(point.test)]);
    }
    hash.finalize()[..4].iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn every_platform_makes_the_same_bits() {
    for line in include_str!("checksums.txt").lines() {
        let (expected, partial) = line.split_once(' ').unwrap();
        let points = points(serde_json::from_str(partial).unwrap());
        assert_eq!(checksum(&points), expected, "{partial}");
    }
}
