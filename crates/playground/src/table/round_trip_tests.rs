//! Points out as a table and in again.

use std::rc::Rc;

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use super::*;
use crate::config::{Config, Scaling};
use crate::data::{Point, shortest_f64};
use crate::{Exported, Model, Session};

/// The table that is exported of own points.
fn exported(config: &Config) -> Rc<str> {
    let model = Model::of(&Session::new(config.clone()).expect("it is valid"));
    match model.export("points-csv").expect("it is known") {
        Exported::Text(text) => text.into(),
        Exported::Bytes(_) => unreachable!("a table is a text"),
    }
}

fn read_again(config: &Config, fit: Option<Fit>, scale_values: Option<bool>) -> Imported {
    let text = exported(config);
    let table = Table::read(&text, Reading::default()).unwrap_or_else(|problem| panic!("{text}: {problem}"));
    let guess = Mapping::guess(&table).unwrap_or_else(|problem| panic!("{text}: {problem}"));
    // Few different values could be classes as well: a table does not say.
    let mapping = Mapping { task: config.task, fit, scale_values, ..guess };
    import(&[&table], &mapping, 1, 5000).unwrap_or_else(|problem| panic!("{text}: {problem}"))
}

fn own(task: &str, points: &[(f32, f32, f32, bool)], more: Value) -> Config {
    let is_curve = task == "curve";
    let points: Vec<Value> = points
        .iter()
        .map(|&(x, y, label, test)| {
            let [x, y, label] = [x, if is_curve { label } else { y }, label].map(shortest_f64);
            json!({ "x": x, "y": y, "label": label, "test": test })
        })
        .collect();
    let config = Config::default().merged(&json!({ "task": task, "dataset": "own", "points": points }));
    config.and_then(|config| config.merged(&more)).expect("it is valid")
}

fn bits(points: &[Point], called: impl Fn(&Point) -> String) -> Vec<(u32, u32, String, bool)> {
    points.iter().map(|point| (point.x.to_bits(), point.y.to_bits(), called(point), point.test)).collect()
}

const AXES: [[&str; 3]; 4] =
    [["x", "y", "class"], ["height, cm", "Länge \"a\"", "group"], ["=x+y", "-y", "+z"], ["身高", "#n", "类别"]];

fn class_names() -> impl Strategy<Value = Vec<String>> {
    let name = "[a-z中文,\"'=+@#%;. -]{0,6}[a-zé国][ ,\"']{0,2}".prop_filter("no number", |name| {
        let word = name.trim().to_lowercase();
        table_number(&word).is_err() && !["training", "train", "test", "testing"].contains(&&*word)
    });
    prop::collection::btree_set(name, 2..=8).prop_map(|names| names.into_iter().collect())
}

fn table_number(text: &str) -> Result<f64, crate::problem::Rule> {
    super::number::number(text, DecimalMark::Comma).or_else(|_| super::number::number(text, DecimalMark::Point))
}

fn comes_back_to_the_bit(task: &str, points: &[(f32, f32, f32, bool)]) {
    let config = own(task, points, json!({}));
    let found = read_again(&config, Some(Fit::Keep), Some(false));
    assert_eq!(found.task, config.task);
    assert_eq!(found.points, crate::data::build(&config));
    assert_eq!((found.scaling, found.axis_names), (None, None));
}

#[test]
fn values_that_are_all_zero_at_one_place_come_back_to_the_bit() {
    comes_back_to_the_bit("regression", &[(0.0, 0.0, 0.0, false); 18]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn classes_with_any_names_come_back_to_the_bit(
        names in class_names(),
        places in prop::collection::vec((-6.0..=6.0_f32, -6.0..=6.0_f32, 0..8_usize, any::<bool>()), 16..40),
        axes in select(&AXES[..]),
    ) {
        let label = |idx: usize, class: usize| if idx < names.len() { idx + 1 } else { class % names.len() + 1 };
        let points: Vec<_> =
            places.iter().enumerate().map(|(idx, &(x, y, class, test))| (x, y, label(idx, class) as f32, test)).collect();
        let classes = json!({ "classes": names.len(), "classNames": names, "axisNames": axes, "points": [] });
        let config = own("classification", &[], classes);
        let list = points.iter().map(|&(x, y, label, test)| Point { x, y, label, test }).collect();
        let config = config.with_points(list).expect("they are valid");
        let found = read_again(&config, Some(Fit::Keep), None);
        prop_assert_eq!(found.skipped.n, 0, "{:?}\n{}", found.skipped, exported(&config));
        let before = bits(&config.points, |point| names[point.label as usize - 1].clone());
        let after = bits(&found.points, |point| found.classes[point.label as usize - 1].name.clone());
        prop_assert_eq!(before, after, "{}", exported(&config));
        let usual = axes == ["x", "y", "class"];
        prop_assert_eq!(found.axis_names, (!usual).then(|| axes.map(String::from).to_vec()));
    }

    #[test]
    fn values_and_curves_come_back_to_the_bit(
        points in prop::collection::vec((-6.0..=6.0_f32, -6.0..=6.0_f32, -6.0..=6.0_f32, any::<bool>()), 18..40),
        task in select(&["regression", "curve"][..]),
    ) {
        comes_back_to_the_bit(task, &points);
    }

    /// In the units of the data each coordinate is within 10⁻⁷ of the range of its axis, and of the size of the numbers themselves
    /// within the last digits of 64 bits.
    #[test]
    fn scaled_points_come_back_in_their_units(
        points in prop::collection::vec((-5.0..=5.0_f32, -5.0..=5.0_f32, -1.0..=1.0_f32, any::<bool>()), 18..40),
        mean in prop::array::uniform3(-1e4..1e4_f64),
        scale in prop::array::uniform3(1e-3..1e3_f64),
        fit in select(&[Fit::Same, Fit::Each][..]),
    ) {
        let config = own("regression", &points, json!({ "scaling": { "mean": mean, "scale": scale } }));
        let found = read_again(&config, Some(fit), Some(true));
        let after = found.scaling.expect("it was scaled");
        let units = |point: &Point, Scaling { mean, scale }: Scaling| {
            let on_plane = [point.x, point.y, point.label].map(shortest_f64);
            [0, 1, 2].map(|axis| on_plane[axis] * scale[axis] + mean[axis])
        };
        let all: Vec<[f64; 3]> = config.points.iter().map(|point| units(point, Scaling { mean, scale })).collect();
        for (before, point) in all.iter().zip(&found.points) {
            let again = units(point, after);
            for axis in 0..3 {
                let values = || all.iter().map(|values| values[axis]);
                let range = values().fold(f64::MIN, f64::max) - values().fold(f64::MAX, f64::min);
                // With one factor for both axes it is the larger range.
                let range = if axis < 2 && fit == Fit::Same { range.max(10.0 * after.scale[axis]) } else { range };
                let bound = 1e-7 * range + 1e-12 * (1.0 + mean[axis].abs() + scale[axis]);
                prop_assert!((again[axis] - before[axis]).abs() <= bound, "{} {}", again[axis], before[axis]);
            }
        }
    }
}

#[test]
fn what_a_spreadsheet_takes_for_a_formula_or_for_nothing_stays_a_name() {
    let names = ["=1+1", "'=1+1", "''@x", "NA", " ? ", "#x", "a\"b", "@"];
    let points: Vec<(f32, f32, f32, bool)> =
        (0..16).map(|k| (k as f32 / 3.0, -(k as f32) / 3.0, (k % 8 + 1) as f32, false)).collect();
    let config = own("classification", &[], json!({ "classes": 8, "classNames": names }));
    let list = points.iter().map(|&(x, y, label, test)| Point { x, y, label, test }).collect();
    let found = read_again(&config.with_points(list).expect("they are valid"), None, None);
    for (point, (_, _, label, _)) in found.points.iter().zip(&points) {
        assert_eq!(found.classes[point.label as usize - 1].name, names[*label as usize - 1]);
    }
    assert_eq!((found.points.len(), found.skipped.n, found.fit), (16, 0, Fit::Keep));
}

#[test]
fn labels_of_a_program_are_those_of_a_table() {
    let point = |label: Value| json!({ "x": 1, "y": 2, "label": label });
    let of = |labels: Value, config: &Config| {
        let points: Value = labels.as_array().expect("a list").iter().cloned().map(point).collect();
        labelled(&points, config).and_then(|changes| config.merged(&changes))
    };
    let config = Config::default();
    let labels = |config: &Config| config.points.iter().map(|point| point.label).collect::<Vec<_>>();
    let found = of(json!(["yes", "no", "yes"]), &config).expect("two classes");
    assert_eq!((labels(&found), found.class_names), (vec![2.0, 1.0, 2.0], Some(vec!["no".into(), "yes".into()])));
    let found = of(json!([1, -1, "1.0"]), &config).expect("two classes");
    assert_eq!((labels(&found), found.class_names), (vec![2.0, 1.0, 2.0], Some(vec!["-1".into(), "1".into()])));
    let found = of(json!([1, 2, 3]), &config).expect("three classes");
    assert_eq!((found.classes, &*found.loss, found.class_names), (3, "cross-entropy", None));
    let regression = Config::default().merged(&json!({ "task": "regression" })).expect("it is valid");
    let found = of(json!(["0,5", 2, "−1"]), &regression).expect("values");
    assert_eq!(labels(&found), [0.5, 2.0, -1.0]);
    let refused = |labels: Value, config: &Config| of(labels, config).expect_err("it is none").to_string();
    assert_eq!(refused(json!([1, 1]), &config), "points must hold 2 to 8 classes, got 1");
    assert_eq!(refused(json!([1, null]), &config), "points[1].label must be given, got nothing");
    assert_eq!(refused(json!([1, " "]), &config), "points[1].label must be given, got an empty field");
    assert_eq!(refused(json!([1, [2]]), &config), "points[1].label must be text, got [2]");
    assert_eq!(refused(json!(["abc"]), &regression), "points[0].label must be a number, got \"abc\"");
    assert_eq!(refused(json!([11]), &regression), "points[0].label must be at most 10, got 11");
    assert_eq!(labelled(&json!([7]), &config).expect_err("no point").key, "points[0]");
}
