//! What does not learn stays as it is, and counts neither in the gradient's norm nor in clipping.

use playground::{Command, Config, Point, Query, Session, Unit};
use proptest::prelude::*;
use proptest::sample::subsequence;
use serde_json::{Value, json};

fn session(partial: &Value) -> Session {
    let config = Config::default().merged(partial).unwrap_or_else(|problem| panic!("{partial}: {problem}"));
    Session::new(config).expect("the configuration is valid")
}

fn weights(session: &mut Session) -> Vec<f32> {
    session.answer(&Query::Weights).numbers()
}

/// One point (1, 0) → 0 and a linear neuron before a linear output: y = w₂ · (w₁ · x₁ + b₁) + b₂ = 3.
#[test]
fn a_gradient_is_clipped_by_the_norm_of_what_learns() {
    let second = |frozen: &[&str]| {
        let mut session = session(&json!({
            "task": "regression", "dataset": "own", "features": ["x1"], "hiddenLayers": [1], "activation": "linear",
            "loss": "squared", "learningRate": 1, "clip": 1, "frozen": frozen,
        }));
        let points = vec![Point { x: 1.0, y: 0.0, label: 0.0, test: false }];
        session.apply(Command::SetPoints { points }).expect("the point is valid");
        for (layer, value) in [(0, 3.0), (1, 1.0)] {
            let command = Command::SetParameter { layer, unit: 0, input: Some(0), value };
            session.apply(command).expect("the value is valid");
        }
        session.train(Unit::Batch, 1);
        (weights(&mut session)[2], session.status().gradient_norm.expect("there was a batch"))
    };
    // ∂ℓ/∂w₂ = 9 and ∂ℓ/∂b₂ = 3; ∂ℓ/∂w₁ = ∂ℓ/∂b₁ = 3 are frozen.
    let (w, norm) = second(&["1.1"]);
    assert!((f64::from(w) - (1.0 - 9.0 / 90_f64.sqrt())).abs() < 1e-7 && (w - 0.051_316_7).abs() < 1e-7, "{w}");
    assert!((norm - 90_f64.sqrt()).abs() < 1e-6, "{norm}");
    let (w, norm) = second(&[]);
    assert!((f64::from(w) - (1.0 - 9.0 / 108_f64.sqrt())).abs() < 1e-7, "{w}");
    assert!((norm - 108_f64.sqrt()).abs() < 1e-6, "{norm}");
}

/// The weights and biases of frozen neurons, and all that go into or out of neurons that are switched off.
fn stays(sizes: &[usize], frozen: &[&str], off: &[&str]) -> Vec<bool> {
    let mut stays = Vec::new();
    for (layer, pair) in sizes.windows(2).enumerate() {
        let is_off = |layer: usize, unit: usize| off.contains(&&*format!("{layer}.{}", unit + 1));
        let stays_put =
            |unit: usize| frozen.contains(&&*format!("{}.{}", layer + 1, unit + 1)) || is_off(layer + 1, unit);
        for unit in 0..pair[1] {
            stays.extend((0..pair[0]).map(|input| stays_put(unit) || is_off(layer, input)));
        }
        stays.extend((0..pair[1]).map(stays_put));
    }
    stays
}

const NEURONS: [&str; 5] = ["1.1", "1.2", "1.3", "2.1", "2.2"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_norm_is_that_of_the_change_and_what_is_held_does_not_change(
        frozen in subsequence(NEURONS.to_vec(), 0..4),
        off in subsequence(NEURONS.to_vec(), 0..3),
        clip in prop::option::of(0.01_f64..0.5),
        penalty in prop::sample::select(vec!["none", "l2", "l1"]),
    ) {
        let mut session = session(&json!({
            "count": 40, "features": ["x1", "x2"], "hiddenLayers": [3, 2], "initialisation": "normal", "biasInit": 0.3,
            "learningRate": 0.5, "clip": clip, "penalty": penalty, "penaltyRate": 0.1, "frozen": frozen, "off": off,
        }));
        let stays = stays(&[2, 3, 2, 1], &frozen, &off);
        for _ in 0..5 {
            let before = weights(&mut session);
            session.train(Unit::Batch, 1);
            let after = weights(&mut session);
            let change: Vec<f64> = after.iter().zip(&before).map(|(a, b)| f64::from(*a) - f64::from(*b)).collect();
            for (change, stays) in change.iter().zip(&stays) {
                prop_assert!(!stays || *change == 0.0);
            }
            let moved = change.iter().map(|change| change * change).sum::<f64>().sqrt() / 0.5;
            let norm = session.status().gradient_norm.expect("there was a batch");
            let expected = clip.map_or(norm, |clip| norm.min(clip));
            prop_assert!((moved - expected).abs() <= 1e-5 * expected.max(0.1), "{} for {}", moved, expected);
        }
    }

    #[test]
    fn a_neuron_that_is_switched_on_again_is_as_it_was(
        optimiser in prop::sample::select(vec!["momentum", "adam", "adamw", "lion", "newton"]),
        neuron in prop::sample::select(NEURONS.to_vec()),
    ) {
        let batch = if optimiser == "newton" { json!("all") } else { json!(10) };
        let decay = if optimiser == "adamw" || optimiser == "lion" { 0.1 } else { 0.0 };
        let mut session = session(&json!({
            "count": 40, "hiddenLayers": [3, 2], "optimiser": optimiser, "batchSize": batch, "weightDecay": decay,
            "penalty": "l2", "penaltyRate": 0.1,
        }));
        session.train(Unit::Epoch, 2);
        session.apply(Command::Configure { partial: json!({ "off": [neuron] }) }).expect("it is a neuron");
        let before = weights(&mut session);
        session.train(Unit::Epoch, 2);
        let after = weights(&mut session);
        let mut n_changed = 0;
        for ((before, after), stays) in before.iter().zip(&after).zip(stays(&[2, 3, 2, 1], &[], &[neuron])) {
            prop_assert!(!stays || before == after);
            n_changed += u32::from(before != after);
        }
        prop_assert!(n_changed > 3);
    }
}
