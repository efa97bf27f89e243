//! The configuration's promises: defaults of the contract, refusals with reasons.

use serde_json::json;

use super::*;

const CONTRACT: &str = r#"{ "version": 1, "task": "classification", "classes": 2,
  "dataset": "circle", "formula": null, "arms": 2, "count": 500, "noise": 0, "labelFlips": 0, "balance": 0.5, "trainShare": 0.5, "dataSeed": 1, "points": [],
  "classNames": null, "axisNames": null, "scaling": null,
  "features": ["x1", "x2"],
  "hiddenLayers": [4, 2], "activations": ["tanh", "tanh"], "dropout": 0, "initialisation": "xavier-uniform", "biasInit": 0, "weightSeed": 1, "weights": null, "frozen": [], "off": [],
  "loss": "log", "optimiser": "gradient-descent", "optimiserParams": {}, "learningRate": 0.03, "schedule": "constant", "scheduleParams": {}, "rateFollowsBatch": false,
  "batchSize": 10, "shuffle": true, "clip": null, "penalty": "none", "penaltyRate": 0, "l1Share": 0.5, "weightDecay": 0,
  "stop": { "epochs": null, "testLoss": null, "accuracy": null, "patience": null } }"#;

pub(super) fn merge(partial: Value) -> Config {
    Config::default().merged(&partial).unwrap_or_else(|problem| panic!("{partial}: {problem}"))
}

pub(super) fn refusal(partial: Value) -> String {
    refusal_of(&Config::default(), partial)
}

pub(super) fn refusal_of(base: &Config, partial: Value) -> String {
    base.merged(&partial).map_or_else(|problem| problem.to_string(), |_| "accepted".into())
}

#[test]
fn the_default_is_the_contract_and_validates() {
    let contract: Value = serde_json::from_str(CONTRACT).unwrap();
    assert_eq!(Config::default().to_json(), contract);
    assert_eq!(Config::default().merged(&contract), Ok(Config::default()));
    assert_eq!(Config::default().validate(), Ok(()));
}

#[test]
fn the_table_has_every_key_once_with_its_default() {
    let config = Config::default().to_json();
    let mut names: Vec<&str> = keys::KEYS.iter().map(|key| key.name).collect();
    names.sort_unstable();
    assert_eq!(names, config.as_object().unwrap().keys().collect::<Vec<_>>());
    assert!(keys::KEYS.iter().all(|key| key.default_value() == config[key.name]));
}

#[test]
fn impossible_pairs_are_refused_with_the_cure() {
    assert_eq!(
        refusal(json!({"classes": 3, "loss": "hinge"})),
        "loss must be one of cross-entropy in classification with 3 classes, got hinge"
    );
    assert_eq!(
        refusal(json!({"classes": 3, "dataset": "moons"})),
        "dataset must be one of spiral, rings, blobs, own in classification with 3 classes (or set classes to 2), got moons"
    );
    assert_eq!(refusal(json!({"dataset": "plane"})).split(" (or").nth(1), Some(" set task to regression), got plane"));
    assert_eq!(
        refusal(json!({"weightDecay": 0.1})),
        "weightDecay must be 0 with gradient-descent (choose adamw or lion, or penalty l2), got 0.1"
    );
    let requirement =
        "optimiser must not be newton with more than 200 parameters (use fewer neurons or another optimiser)";
    assert_eq!(
        refusal(json!({"optimiser": "newton", "batchSize": "all", "hiddenLayers": [20, 8]})),
        format!("{requirement}, got 237 parameters")
    );
    assert_eq!(
        refusal(json!({"optimiserParams": {"b1": 0.5}})),
        "optimiserParams.b1 must not be given, gradient-descent has no parameters, got an unknown parameter"
    );
}

#[test]
fn own_points_must_fit_the_task() {
    let own = |label: f64| json!({"dataset": "own", "points": [{"x": 1, "y": -6, "label": label}]});
    assert_eq!(refusal(own(2.0)), "accepted");
    assert_eq!(refusal(own(3.0)), "points[0].label must be a class from 1 to 2, got 3");
    assert_eq!(refusal(own(1.5)), "points[0].label must be a class from 1 to 2, got 1.5");
    let point = |point: Value| refusal(json!({"dataset": "own", "points": [point]}));
    assert_eq!(point(json!({"x": 6.5, "y": 0, "label": 1})), "points[0].x must be at most 6, got 6.5");
    assert_eq!(point(json!({"x": 1, "label": 1})), "points[0].y must be given, got nothing");
    assert_eq!(
        point(json!({"x": 1, "y": 1, "label": 1, "z": 1})),
        "points[0].z must be one of x, y, label, test, got an unknown key"
    );
    let regression =
        merge(json!({"task": "regression", "dataset": "own", "points": [{"x": 1, "y": 1, "label": -9.5}]}));
    let classes = regression.merged(&json!({"task": "classification"})).unwrap();
    assert_eq!((classes.dataset.as_str(), classes.points.len()), ("circle", 1));
    assert_eq!(
        refusal_of(&classes, json!({"dataset": "own"})),
        "points[0].label must be a class from 1 to 2, got -9.5"
    );
}

#[test]
fn bad_values_are_refused_by_key() {
    assert_eq!(refusal(json!({"noise": 8})), "noise must be at most 3, got 8");
    assert_eq!(refusal(json!({"learningRate": 0})), "learningRate must be above 0, got 0");
    assert_eq!(
        refusal(json!({"batch_size": 5})),
        "batch_size must be a key of the configuration (did you mean batchSize?), got an unknown key"
    );
    assert_eq!(refusal(json!({"version": 2})), "version must be at most 1, got 2");
    assert_eq!(refusal(json!([])), "config must be an object, got []");
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let with = |change: fn(&mut Config, f64)| {
            let mut config = Config::default();
            change(&mut config, number);
            config.validate().map_or_else(|problem| problem.key, |()| "accepted".into())
        };
        assert_eq!(with(|config, number| config.noise = number), "noise");
        assert_eq!(with(|config, number| config.clip = Some(number)), "clip");
        assert_eq!(with(|config, number| config.stop.test_loss = Some(number)), "stop.testLoss");
        let point = |number: f64| Point { x: number as f32, y: 0.0, label: 1.0, test: false };
        let mut config = Config { points: vec![point(number)], ..Config::default() };
        assert_eq!(config.validate().unwrap_err().key, "points[0].x");
        config = Config { optimiser: "adam".into(), ..Config::default() };
        config.optimiser_params.set("b1", number);
        assert_eq!(config.validate().unwrap_err().key, "optimiserParams.b1");
    }
}

#[test]
fn whole_numbers_may_be_written_as_floats() {
    assert_eq!(
        merge(json!({"count": 100.0, "hiddenLayers": [3.0], "batchSize": 5.0, "dataSeed": 4294967295.0})).count,
        100
    );
}

#[test]
fn parameters_are_counted_with_biases() {
    assert_eq!(Config::default().n_parameters(), 3 * 4 + 5 * 2 + 3);
    assert_eq!(merge(json!({"classes": 3, "hiddenLayers": []})).n_parameters(), 9);
}

#[test]
fn names_and_scaling_have_limits() {
    let scaling = |mean: Value, scale: Value| refusal(json!({"scaling": {"mean": mean, "scale": scale}}));
    assert_eq!(scaling(json!([1, -2.5, 0]), json!([1, 0.1, 3])), "accepted");
    assert_eq!(scaling(json!([1, 2]), json!([1, 1, 1])), "scaling.mean must have at least 3 entries, got 2");
    assert_eq!(scaling(json!([1, 2, 3]), json!([1, 0, 1])), "scaling.scale[1] must be above 0, got 0");
    assert_eq!(scaling(json!([1, null, 3]), json!([1, 1, 1])), "scaling.mean[1] must be a number, got null");
    assert_eq!(refusal(json!({"scaling": {"mean": [0, 0, 0]}})), "scaling.scale must be given, got nothing");
    let not_finite = Scaling { mean: [0.0, f64::NAN, 0.0], scale: [1.0; 3] };
    assert!(Config { scaling: Some(not_finite), ..Config::default() }.validate().is_err());
    assert_eq!(refusal(json!({"classNames": ["setosa", "virginica"]})), "accepted");
    assert_eq!(
        refusal(json!({"classNames": ["no", ""]})),
        "classNames[1] must be a text of 1 to 60 characters, got \"\""
    );
    assert_eq!(refusal(json!({"classNames": []})), "classNames must have at least 1 entry, got 0");
    assert_eq!(refusal(json!({"axisNames": ["x", "y", "z", "t"]})), "axisNames must have at most 3 entries, got 4");
    assert!(refusal(json!({"axisNames": ["中".repeat(61)]})).starts_with("axisNames[0] must be a text of"));
    assert_eq!(refusal(json!({"axisNames": ["中".repeat(60)]})), "accepted");
}

/// Newton's method uses all points, and leaves no trace in the batch size: whatever way it came, another optimiser finds the batch that
/// was there.
#[test]
fn newton_uses_all_points_and_keeps_the_batch_size_for_the_next_optimiser() {
    let newton = merge(json!({"batchSize": 30, "optimiser": "newton"}));
    assert_eq!((newton.batch_size, newton.batch_points(250)), (BatchSize::Points(30), 250));
    assert_eq!(merge(newton.to_json()), newton, "a whole configuration is accepted");
    let adam = newton.merged(&json!({"optimiser": "adam"})).unwrap();
    assert_eq!((adam.batch_size, adam.batch_points(250)), (BatchSize::Points(30), 30));
}

/// Pages and chats put letters without a width between others: a formula is the same without them.
#[test]
fn formulas_have_no_letters_that_nobody_sees() {
    let features = |list: Value| merge(json!({ "features": list })).features;
    assert_eq!(features(json!(["x1\u{200b}", "\u{feff}x2", "sin(\u{2060}x1)"])), ["x1", "x2", "sin(x1)"]);
    assert_eq!(refusal(json!({ "features": ["x1", "x1\u{200b}"] })), "features[1] must occur once only, got x1 again");
    let curve = merge(json!({ "task": "curve", "dataset": "function", "formula": "sin\u{ad}(x)" }));
    assert_eq!(curve.formula.as_deref(), Some("sin(x)"));
    // In a name they can matter: they join letters of some scripts, and parts of one picture.
    let family = "👩\u{200d}👧";
    assert_eq!(merge(json!({ "classNames": [family, "b"] })).class_names.unwrap_or_default(), [family, "b"]);
}
