//! Arbitrary commands of a session, for tests of properties.

use playground::{Command, Config, InitialWeights, Session};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

/// The names of a catalog's entries.
pub(crate) fn names<T>(entries: Vec<&'static T>, name: fn(&T) -> &'static str) -> Vec<&'static str> {
    entries.into_iter().map(name).collect()
}

/// A change of one or two keys. Most changes are valid, some are beyond the key's range.
pub(crate) fn change() -> BoxedStrategy<Value> {
    let activations = names(nn::activation::all(), |a| a.name);
    let datasets: Vec<&str> = playground::data::all().map(|d| d.name).collect();
    let word = |key: &'static str, words: Vec<&'static str>| select(words).prop_map(move |w| json!({ key: w })).boxed();
    let number = |key: &'static str, low: f64, high: f64| (low..high).prop_map(move |x| json!({ key: x })).boxed();
    prop_oneof![
        word("activation", activations.clone()),
        word("dataset", datasets),
        word("initialisation", names(nn::initialiser::all(), |i| i.name)),
        word("optimiser", names(nn::optimiser::all(), |o| o.name)),
        word("schedule", names(nn::schedule::all(), |s| s.name)),
        word("penalty", names(nn::penalty::all(), |p| p.name)),
        word("loss", names(nn::loss::all(), |l| l.name)),
        word("task", vec!["classification", "regression", "curve", "guessing"]),
        number("noise", -0.5, 3.5),
        number("learningRate", -0.01, 3.0),
        number("penaltyRate", 0.0, 0.3),
        number("dropout", 0.0, 1.0),
        number("trainShare", 0.0, 1.1),
        number("clip", 0.0, 2.0),
        prop::collection::vec(0_usize..6, 0..4).prop_map(|layers| json!({ "hiddenLayers": layers })).boxed(),
        prop::collection::vec(select(activations), 0..4).prop_map(|a| json!({ "activations": a })).boxed(),
        prop::collection::vec(select(vec!["x1", "x2", "x1^2", "r", "sin(x1*x2)", "1/x1", "y"]), 0..4)
            .prop_map(|features| json!({ "features": features }))
            .boxed(),
        (0_usize..10, 0_usize..90).prop_map(|(classes, n)| json!({ "classes": classes, "count": n })).boxed(),
        (0_usize..40).prop_map(|n| json!({ "batchSize": n })).boxed(),
        Just(json!({ "batchSize": "all" })).boxed(),
        Just(json!({ "batchSize": "all", "optimiser": "newton", "hiddenLayers": [2] })).boxed(),
        Just(json!({ "frozen": ["1.1"], "off": ["1.2"] })).boxed(),
        Just(json!({ "frozen": ["1.1<1", "2.1<b"], "off": ["1.2", "1.1<b", "2.1<1"] })).boxed(),
        Just(json!({ "stop": { "epochs": 2, "accuracy": 0.99, "patience": 1, "testLoss": 0.01 } })).boxed(),
        Just(json!({ "shuffle": false, "rateFollowsBatch": true })).boxed(),
        Just(json!({ "points": [{ "x": 1, "y": 2, "label": 1 }], "dataset": "own" })).boxed(),
        Just(json!({ "points": [], "dataset": "own" })).boxed(),
    ]
    .boxed()
}

/// A command of any kind, many of them impossible.
pub(crate) fn command() -> BoxedStrategy<Command> {
    let point = (-7.0_f32..7.0, -7.0_f32..7.0, 0_u8..4).prop_map(|(x, y, label)| playground::Point {
        x,
        y,
        label: f32::from(label),
        test: label == 3,
    });
    let place = (0_usize..4, 0_usize..5, prop::option::of(0_usize..4), -3.0_f32..3.0);
    prop_oneof![
        4 => change().prop_map(|partial| Command::Configure { partial }),
        1 => point.clone().prop_map(|point| Command::AddPoints { points: vec![point] }),
        1 => (0_usize..40, point.clone()).prop_map(|(index, point)| Command::PutPoint { index, point }),
        1 => prop::collection::vec(0_usize..35, 0..4).prop_map(|indices| Command::RemovePoints { indices }),
        1 => prop::collection::vec(point, 0..4).prop_map(|points| Command::AddPoints { points }),
        2 => place.prop_map(|(layer, unit, input, value)| Command::SetParameter { layer, unit, input, value }),
        1 => prop::collection::vec(-3.0_f32..3.0, 25)
            .prop_map(|weights| Command::StartFrom { weights: InitialWeights::new(&weights) }),
        1 => (0_usize..4, prop::collection::vec(-3.0_f32..3.0, 8), prop::option::of(prop::collection::vec(-3.0_f32..3.0, 2..5))).prop_map(
            |(layer, weights, biases)| Command::SetLayer {
                layer,
                weights: InitialWeights::new(&weights),
                biases: biases.as_deref().map(InitialWeights::new),
            }
        ),
        1 => select(vec![Command::NewWeights, Command::NewSample, Command::Reset]),
        1 => Just(Command::LoadModel { model: start().model(), skip_checks: false }),
        2 => select(vec![Command::Undo, Command::Redo]),
    ]
    .boxed()
}

/// A session of 30 points at step 0.
pub(crate) fn start() -> Session {
    let config = Config::default().merged(&json!({ "count": 30 })).expect("30 points are valid");
    Session::new(config).expect("the configuration is valid")
}
