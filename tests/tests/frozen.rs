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
    // ∂ℓ/∂w₁ alone is frozen, or ∂ℓ/∂b₁ alone.
    for part in ["1.1<1", "1.1<b"] {
        let (w, norm) = second(&[part]);
        assert!((f64::from(w) - (1.0 - 9.0 / 99_f64.sqrt())).abs() < 1e-7, "{part}: {w}");
        assert!((norm - 99_f64.sqrt()).abs() < 1e-6, "{part}: {norm}");
    }
    // The output is the last layer; w₂ stays.
    let (w, norm) = second(&["2.1<1"]);
    assert!(w == 1.0 && (norm - 27_f64.sqrt()).abs() < 1e-6, "{w}, {norm}");
    let (w, norm) = second(&["2.1"]);
    assert!(w == 1.0 && (norm - 18_f64.sqrt()).abs() < 1e-6, "{w}, {norm}");
    let (w, norm) = second(&[]);
    assert!((f64::from(w) - (1.0 - 9.0 / 108_f64.sqrt())).abs() < 1e-7, "{w}");
    assert!((norm - 108_f64.sqrt()).abs() < 1e-6, "{norm}");
}

/// What is frozen or off, with the weights and biases of frozen neurons, and all that go into or out of neurons that are off.
fn stays(sizes: &[usize], frozen: &[&str], off: &[&str]) -> Vec<bool> {
    let mut stays = Vec::new();
    for (layer, pair) in sizes.windows(2).enumerate() {
        let is_off = |layer: usize, unit: usize| off.contains(&&*format!("{layer}.{}", unit + 1));
        let is_marked = |name: String| frozen.contains(&&*name) || off.contains(&&*name);
        let stays_put = |unit: usize| is_marked(format!("{}.{}", layer + 1, unit + 1));
        for unit in 0..pair[1] {
            let one = |input: usize| is_marked(format!("{}.{}<{}", layer + 1, unit + 1, input + 1));
            stays.extend((0..pair[0]).map(|input| stays_put(unit) || is_off(layer, input) || one(input)));
        }
        stays.extend((0..pair[1]).map(|unit| stays_put(unit) || is_marked(format!("{}.{}<b", layer + 1, unit + 1))));
    }
    stays
}

const PARTS: [&str; 12] =
    ["1.1", "1.2", "1.3", "2.1", "2.2", "3.1", "1.2<2", "1.3<b", "2.1<3", "2.2<b", "3.1<1", "3.1<b"];

/// What two sessions show and do, without the weights themselves.
fn seen(session: &mut Session) -> (Vec<Vec<u32>>, Value) {
    let queries = [Query::Scores { side: 7 }, Query::Neurons { side: 5 }, Query::SlopeField { side: 4 }];
    let more = [Query::PointGradients { most: 9 }, Query::BoundaryShift { most: 11 }];
    let bits = |query: Query| session.answer(&query).numbers().into_iter().map(f32::to_bits).collect();
    let numbers = queries.into_iter().chain(more).map(bits).collect();
    let status = session.status();
    let model = session.model();
    let losses = format!("{:?}", (status.train_loss, status.test_loss, status.penalty, status.gradient_norm));
    (numbers, json!([losses, model["checks"], model["record"]]))
}

/// At each penalty and with optimisers that have a state.
#[test]
fn a_weight_that_is_off_counts_as_a_frozen_weight_of_0() {
    let off = ["1.3<2", "2.1<b", "3.1<2"];
    let places = [(0, 2, Some(1)), (1, 0, None), (2, 0, Some(1))];
    for settings in [
        json!({ "penalty": "l2" }),
        json!({ "penalty": "l1", "optimiser": "adam" }),
        json!({ "penalty": "elastic", "clip": 0.05, "dropout": 0.2 }),
        json!({ "penalty": "l2", "optimiser": "newton", "batchSize": "all" }),
    ] {
        let begin = |marks: Value| {
            let mut session = session(&json!({
                "count": 60, "hiddenLayers": [3, 2], "initialisation": "normal", "biasInit": 0.3, "penaltyRate": 0.05,
            }));
            for partial in [settings.clone(), marks] {
                session.apply(Command::Configure { partial }).expect("the settings are valid");
            }
            session
        };
        let (mut with, mut zero) = (begin(json!({ "off": off })), begin(json!({ "frozen": off })));
        let first = weights(&mut with);
        for (layer, unit, input) in places {
            zero.apply(Command::SetParameter { layer, unit, input, value: 0.0 }).expect("there is such a weight");
        }
        let stays = stays(&[2, 3, 2, 1], &[], &off);
        for _ in 0..3 {
            assert_eq!(seen(&mut with), seen(&mut zero), "{settings}");
            for ((a, b), stays) in weights(&mut with).iter().zip(weights(&mut zero)).zip(&stays) {
                assert!(if *stays { b == 0.0 } else { *a == b }, "{settings}: {a} and {b}");
            }
            with.train(Unit::Epoch, 1);
            zero.train(Unit::Epoch, 1);
        }
        let gradients = with.answer(&Query::Gradients).numbers();
        let kept = weights(&mut with).into_iter().zip(first).zip(gradients).zip(stays);
        for (((now, before), gradient), stays) in kept {
            assert!(
                !stays || now == before && now != 0.0 && gradient == 0.0,
                "{settings}: {now}, {before}, {gradient}"
            );
        }
        // On again, they count as they were.
        with.apply(Command::Configure { partial: json!({ "off": [] }) }).expect("nothing is off");
        assert_ne!(seen(&mut with).0, seen(&mut zero).0);
    }
}

#[test]
fn an_output_that_is_off_scores_0() {
    let mut session = session(&json!({ "classes": 3, "hiddenLayers": [2], "biasInit": 0.3, "off": ["2.2"] }));
    session.train(Unit::Epoch, 2);
    let scores = session.scores(&[[1.0, 2.0], [-3.0, 0.5]]);
    assert!(scores.iter().all(|scores| scores[1] == 0.0 && scores[0] != 0.0 && scores[2] != 0.0), "{scores:?}");
}

#[test]
fn what_is_frozen_and_off_comes_back_from_file_and_link() {
    let marks =
        json!({ "frozen": ["1.3<2", "2.1", "3.1<b"], "off": ["1.4", "2.2<4", "3.1<1"], "hiddenLayers": [4, 2] });
    let mut trained = session(&marks);
    trained.train(Unit::Epoch, 2);
    let mut loaded = session(&json!({}));
    loaded.apply(Command::LoadModel { model: trained.model(), skip_checks: false }).expect("it is a model");
    for session in [&mut trained, &mut loaded] {
        session.train(Unit::Epoch, 2);
    }
    assert_eq!(trained.status().checksum, loaded.status().checksum);
    let link = playground::link::write(trained.config(), &playground::ViewSettings::default());
    let opened = playground::link::read(&link);
    assert!(opened.notes.is_empty() && opened.config == *trained.config(), "{link}: {:?}", opened.notes);
    assert!(link.contains("frozen=1.3%3C2,2.1,3.1%3Cb"), "{link}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_norm_is_that_of_the_change_and_what_is_held_does_not_change(
        frozen in subsequence(PARTS.to_vec(), 0..6),
        off in subsequence(PARTS.to_vec(), 0..4),
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
    fn what_is_switched_on_again_is_as_it_was(
        optimiser in prop::sample::select(vec!["momentum", "adam", "adamw", "lion", "newton"]),
        part in prop::sample::select(PARTS.to_vec()),
    ) {
        let batch = if optimiser == "newton" { json!("all") } else { json!(10) };
        let decay = if optimiser == "adamw" || optimiser == "lion" { 0.1 } else { 0.0 };
        let mut session = session(&json!({
            "count": 40, "hiddenLayers": [3, 2], "optimiser": optimiser, "batchSize": batch, "weightDecay": decay,
            "penalty": "l2", "penaltyRate": 0.1,
        }));
        session.train(Unit::Epoch, 2);
        session.apply(Command::Configure { partial: json!({ "off": [part] }) }).expect("there is such a part");
        let before = weights(&mut session);
        session.train(Unit::Epoch, 2);
        let after = weights(&mut session);
        let mut n_changed = 0;
        for ((before, after), stays) in before.iter().zip(&after).zip(stays(&[2, 3, 2, 1], &[], &[part])) {
            prop_assert!(!stays || before == after);
            n_changed += u32::from(before != after);
        }
        prop_assert!(n_changed > 3);
    }
}
