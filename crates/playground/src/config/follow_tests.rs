//! Partial updates: what was not given follows what was.

use serde_json::json;

use super::tests::{merge, refusal, refusal_of};
use super::*;

#[test]
fn activations_follow_the_layers() {
    assert_eq!(merge(json!({"hiddenLayers": [3, 3, 3]})).activations, ["tanh"; 3]);
    assert_eq!(merge(json!({"hiddenLayers": [5]})).activations, ["tanh"]);
    assert_eq!(merge(json!({"hiddenLayers": [5, 5, 5], "activation": "relu"})).activations, ["relu"; 3]);
    assert_eq!(merge(json!({"activation": "relu"})).activations, ["relu"; 2]);
    let mixed = merge(json!({"activations": ["relu", "sine"]}));
    assert_eq!(mixed.merged(&json!({"hiddenLayers": [1, 1, 1]})).unwrap().activations, ["relu", "sine", "sine"]);
    let none = merge(json!({"hiddenLayers": []}));
    assert_eq!(none.merged(&json!({"hiddenLayers": [2]})).unwrap().activations, ["tanh"]);
    assert_eq!(
        refusal(json!({"activation": "relu", "activations": ["relu", "relu"]})),
        "activation must not be given together with activations, got \"relu\""
    );
    assert_eq!(
        refusal(json!({"activations": ["relu"]})),
        "activations must have one entry per hidden layer, 2 (or set activation for all of them), got 1"
    );
}

#[test]
fn task_and_classes_bring_a_loss_and_a_dataset() {
    let chosen = |config: &Config| (config.loss.clone(), config.dataset.clone());
    let check = |partial: Value, loss: &str, dataset: &str| {
        assert_eq!(chosen(&merge(partial)), (loss.into(), dataset.into()));
    };
    check(json!({"classes": 3}), "cross-entropy", "blobs");
    check(json!({"task": "regression"}), "squared", "plane");
    check(json!({"task": "curve"}), "squared", "x-sin-x");
    check(json!({"task": "curve", "dataset": "step", "loss": "huber"}), "huber", "step");
    check(json!({"classes": 4, "dataset": "spiral"}), "cross-entropy", "spiral");
    let back = merge(json!({"classes": 3})).merged(&json!({"classes": 2})).unwrap();
    assert_eq!(chosen(&back), ("log".into(), "blobs".into()));
    let back = merge(json!({"task": "regression"})).merged(&json!({"task": "classification"})).unwrap();
    assert_eq!(chosen(&back), ("log".into(), "circle".into()));
    let hinge = merge(json!({"loss": "hinge"}));
    assert_eq!(hinge.merged(&json!({"task": "classification", "classes": 2})).unwrap(), hinge);
}

#[test]
fn a_spiral_has_an_arm_for_every_class() {
    let spiral = merge(json!({"dataset": "spiral"}));
    assert_eq!(spiral.arms, 2);
    let four = spiral.merged(&json!({"classes": 4})).unwrap();
    assert_eq!((four.arms, four.dataset.as_str()), (4, "spiral"));
    assert_eq!(spiral.merged(&json!({"classes": 8})).unwrap().dataset, "blobs");
    assert_eq!(
        refusal_of(&spiral, json!({"classes": 4, "arms": 3})),
        "arms must be at least 4, one arm per class (or set classes to 3), got 3"
    );
}

#[test]
fn a_curve_has_one_axis() {
    let features = ["x1", "x2", "sin(x1)", "r"];
    let config = merge(json!({"features": features})).merged(&json!({"task": "curve"})).unwrap();
    assert_eq!(config.features, ["x1", "sin(x1)"]);
    let curve = merge(json!({"task": "curve"}));
    assert_eq!(curve.features, ["x1"]);
    assert_eq!(curve.input_of(&Point { x: 1.0, y: 2.0, label: 2.0, test: false }), [1.0, 0.0]);
    assert_eq!(curve.merged(&json!({"task": "regression"})).unwrap().features, ["x1", "x2"]);
}

#[test]
fn parameters_follow_their_optimiser() {
    let adam = merge(json!({"optimiser": "adamw", "optimiserParams": {"b1": 0.8}, "weightDecay": 0.01}));
    assert_eq!(adam.merged(&json!({"optimiser": "adam"})).unwrap().optimiser_params.get("b1"), Some(0.8));
    let plain = adam.merged(&json!({"optimiser": "gradient-descent"})).unwrap();
    assert!(plain.optimiser_params == Params::default() && plain.weight_decay == 0.0, "{plain:?}");
    assert!(refusal_of(&adam, json!({"optimiserParams": {"b1": 1e9}})).starts_with("optimiserParams.b1 must"));
}

#[test]
fn stop_rules_change_one_by_one() {
    let config = merge(json!({"stop": {"epochs": 100}})).merged(&json!({"stop": {"accuracy": 0.9}})).unwrap();
    assert_eq!((config.stop.epochs, config.stop.accuracy), (Some(100), Some(0.9)));
    assert_eq!(
        refusal(json!({"stop": {"epoch": 1}})),
        "stop.epoch must be one of epochs, testLoss, accuracy, patience, got an unknown key"
    );
}

fn of_network(key: &str, part: &str) -> String {
    format!(
        "{key} must be a neuron, weight or bias of the network [2, 4, 2, 1] (features, hidden layers, outputs), got {part}"
    )
}

#[test]
fn marks_follow_features_by_name_and_the_output_behind_all_layers() {
    let config = merge(json!({"frozen": ["1.2<1", "1.3<b", "2.1<4", "3.1", "3.1<2"], "off": ["3.1<b", "1.2<2"]}));
    let after = |partial: Value| {
        let config = config.merged(&partial).unwrap().to_json();
        (config["frozen"].clone(), config["off"].clone())
    };
    let exchanged = (json!(["1.2<2", "1.3<b", "2.1<4", "3.1", "3.1<2"]), json!(["3.1<b", "1.2<1"]));
    assert_eq!(after(json!({"features": ["x2", "x1"]})), exchanged);
    assert_eq!(after(json!({"features": ["x1"]})).1, json!(["3.1<b"]));
    let deeper = (json!(["1.2<1", "1.3<b", "2.1<4", "4.1", "4.1<2"]), json!(["4.1<b", "1.2<2"]));
    assert_eq!(after(json!({"hiddenLayers": [4, 2, 3]})), deeper);
    let narrower = (json!(["1.2<1", "1.3<b", "3.1"]), json!(["3.1<b", "1.2<2"]));
    assert_eq!(after(json!({"hiddenLayers": [3, 1]})), narrower);
    // The inputs of the output are features now.
    assert_eq!(after(json!({"hiddenLayers": []})), (json!(["1.1"]), json!(["1.1<b"])));
    let third = merge(json!({"classes": 3, "frozen": ["3.3", "3.1"]})).merged(&json!({"classes": 2})).unwrap();
    assert_eq!(third.to_json()["frozen"], json!(["3.1"]));
}

#[test]
fn marks_of_neurons_that_are_gone_go_unless_given() {
    let config = merge(json!({"frozen": ["1.4", "2.1"], "off": ["2.2"]}));
    let smaller = config.merged(&json!({"hiddenLayers": [3, 1]})).unwrap();
    assert_eq!((smaller.to_json()["frozen"].clone(), smaller.off.len()), (json!(["2.1"]), 0));
    assert_eq!(refusal(json!({"off": ["1.5"]})), of_network("off[0]", "1.5"));
    for part in ["1.3<9", "1.5<1", "4.1", "3.2", "3.1<3", "3.2<b"] {
        assert_eq!(refusal(json!({"frozen": [part]})), of_network("frozen[0]", part));
    }
    for part in ["0.1", "1.3<", "1.3<0", "1.3<B", "<b"] {
        let written = "\"layer.neuron\", \"layer.neuron<input\" or \"layer.neuron<b\" counted from 1, such as \"1.3\"";
        assert_eq!(refusal(json!({"frozen": [part]})), format!("frozen[0] must be {written}, got \"{part}\""));
    }
    assert_eq!(refusal(json!({"off": ["1.1<b", "1.1<b"]})), "off[1] must occur once only, got 1.1<b again");
    assert_eq!(refusal(json!({"off": ["1.1", "1.1"]})), "off[1] must occur once only, got 1.1 again");
}

#[test]
fn the_share_used_for_training_marks_own_points_only_when_it_is_set() {
    let points: Vec<Value> = (0..10).map(|i| json!({"x": i as f64 / 2.0, "y": 0, "label": 1 + i % 2})).collect();
    let own = merge(json!({"dataset": "own", "points": points, "trainShare": 0.5}));
    assert!(own.points.iter().all(|point| !point.test));
    let split = own.merged(&json!({"trainShare": 0.7})).unwrap();
    assert_eq!(split.points.iter().filter(|point| point.test).count(), 3);
    assert!(split.merged(&json!({"trainShare": 1})).unwrap().points.iter().all(|point| !point.test));
}

#[test]
fn dataset_function_brings_a_formula() {
    assert_eq!(merge(json!({"dataset": "function"})).formula.as_deref(), Some("2*sin(x)"));
    assert_eq!(merge(json!({"dataset": "function", "formula": "x/2"})).formula.as_deref(), Some("x/2"));
    assert_eq!(
        refusal(json!({"dataset": "function", "formula": null})),
        "formula must be given for dataset function, such as sin(x), got null"
    );
}
