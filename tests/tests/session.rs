//! A session as its users see it: training learns, nothing resets unless it must, a file continues
//! as if training had never stopped, and a refused command changes nothing.

use playground::{Command, Config, Point, Query, Session, Stop, Unit};
use serde_json::{Value, json};

fn session(partial: Value) -> Session {
    let config = Config::default().merged(&partial).expect("the configuration is valid");
    Session::new(config).expect("the configuration is valid")
}

/// A fresh session at the model of another.
fn loaded(session: &Session) -> Session {
    let mut loaded = self::session(json!({}));
    loaded.apply(Command::LoadModel { model: session.model() }).unwrap_or_else(|problem| panic!("{problem}"));
    loaded
}

fn configure(session: &mut Session, partial: Value) {
    session.apply(Command::Configure { partial }).expect("the change is valid");
}

#[test]
fn training_lowers_the_loss_and_counts_steps_and_epochs() {
    let mut session = session(json!({ "learningRate": 0.1 }));
    let before = session.status();
    let trained = session.train(Unit::Epoch, 20);
    let after = session.status();
    assert_eq!((trained.steps, after.epoch, trained.stopped), (500, 20, None));
    assert!(after.train_loss < before.train_loss, "{before:?} {after:?}");
    session.train(Unit::Batch, 3);
    session.train(Unit::Sample, 2);
    assert_eq!((session.status().step, session.status().epoch), (505, 20));
}

#[test]
fn reset_replays_the_same_losses_bit_for_bit() {
    let mut session = session(json!({ "optimiser": "adam", "dropout": 0.2 }));
    session.train(Unit::Epoch, 7);
    let first = session.status();
    session.apply(Command::Reset).expect("a reset is always possible");
    assert_eq!(session.status().step, 0);
    session.train(Unit::Batch, 100);
    session.train(Unit::Epoch, 3);
    assert_eq!(session.status(), first);
}

#[test]
fn adding_neurons_layers_and_features_keeps_the_other_weights() {
    let mut session = session(json!({ "optimiser": "momentum" }));
    session.train(Unit::Epoch, 5);
    let at = [[1.0, 2.0], [-3.0, 0.5]];
    let before = session.answer(&Query::Weights).numbers();
    configure(&mut session, json!({ "features": ["x2", "x1", "x1^2"], "hiddenLayers": [5, 2] }));
    let after = session.answer(&Query::Weights).numbers();
    // First layer, unit 0: x1 and x2 are swapped, x1² is new.
    assert_eq!((after[0], after[1]), (before[1], before[0]));
    // Its bias, now behind 5 × 3 weights, before behind 4 × 2.
    assert_eq!(after[15], before[8]);
    configure(&mut session, json!({ "features": ["x1", "x2"], "hiddenLayers": [4, 2] }));
    assert_eq!(session.answer(&Query::Weights).numbers(), before);
    configure(&mut session, json!({ "hiddenLayers": [4, 2, 2] }));
    assert_eq!(session.answer(&Query::Weights).numbers()[..22], before[..22]);
    assert_eq!(session.status().step, 125);
    assert_eq!(session.predict(&at).len(), 2);
}

#[test]
fn rates_loss_and_points_change_without_a_reset() {
    let mut session = session(json!({}));
    session.train(Unit::Epoch, 2);
    for partial in [
        json!({ "learningRate": 0.3 }),
        json!({ "loss": "hinge" }),
        json!({ "activation": "relu" }),
        json!({ "optimiser": "adam" }),
        json!({ "batchSize": 7 }),
        json!({ "penalty": "l2", "penaltyRate": 0.01 }),
        json!({ "noise": 0.4, "count": 333 }),
        json!({ "clip": 0.5 }),
        json!({ "schedule": "cosine" }),
        json!({ "frozen": ["1.2"], "off": ["2.1"] }),
    ] {
        let step = session.status().step;
        let mut unchanged = loaded(&session);
        configure(&mut session, partial.clone());
        assert_eq!(session.status().step, step, "{partial}");
        // A plan that is compiled for the changed settings does the same steps, one for the earlier settings does others.
        let mut fresh = loaded(&session);
        let five_steps = |session: &mut Session| (session.train(Unit::Batch, 5).steps, session.status().checksum);
        let after = five_steps(&mut session);
        assert_eq!(after.0, 5, "{partial}");
        assert_eq!(after, five_steps(&mut fresh), "{partial}");
        assert_ne!(after, five_steps(&mut unchanged), "{partial}");
    }
    configure(&mut session, json!({ "initialisation": "he-normal" }));
    assert_eq!(session.status().step, 0);
}

#[test]
fn a_refused_command_changes_nothing() {
    let mut session = session(json!({}));
    session.train(Unit::Batch, 3);
    let before = session.status();
    let refused = session.apply(Command::Configure { partial: json!({ "noise": 8, "learningRate": 1 }) });
    assert_eq!(refused.map_err(|problem| problem.to_string()), Err("noise must be at most 3, got 8".to_owned()));
    assert!(session.apply(Command::LoadModel { model: json!({ "format": "other" }) }).is_err());
    assert_eq!(session.status(), before);
    assert_eq!(session.config(), &Config::default());
}

#[test]
fn divergence_keeps_the_last_finite_state_and_says_what_happened() {
    let mut session = session(json!({
        "task": "regression", "features": ["x1^2", "x2^2"], "hiddenLayers": [], "learningRate": 10
    }));
    let trained = session.train(Unit::Epoch, 50);
    let status = session.status();
    let divergence = status.diverged.expect("it diverged");
    assert_eq!(trained.stopped, Some(Stop::Diverged(divergence)));
    assert_eq!(divergence.learning_rate, 10.0);
    assert!(divergence.gradient_norm.is_finite() && divergence.step >= status.step, "{status:?}");
    assert!(session.answer(&Query::Weights).numbers().iter().all(|weight| weight.is_finite()));
    let checksum = status.checksum;
    session.train(Unit::Batch, 100);
    assert_eq!(session.status().checksum, checksum, "it stays where it was");
    configure(&mut session, json!({ "learningRate": 1e-4 }));
    assert_eq!(session.status().diverged, None);
    session.apply(Command::Reset).expect("a reset is always possible");
    assert_eq!(session.train(Unit::Epoch, 50).stopped, None);
}

#[test]
fn a_saved_run_goes_on_as_if_never_stopped() {
    for partial in [
        json!({ "optimiser": "adam", "dropout": 0.1, "noise": 0.3 }),
        json!({ "classes": 3, "optimiser": "nadam", "activation": "leaky-relu" }),
        json!({ "task": "regression", "dataset": "bumps", "loss": "huber", "hiddenLayers": [] }),
    ] {
        let mut straight = session(partial.clone());
        straight.train(Unit::Batch, 137);
        let saved = straight.model();
        straight.train(Unit::Batch, 200);
        // Through text, as in a file.
        let text = serde_json::to_string(&saved).expect("a model is JSON");
        let mut loaded = session(json!({ "dataset": "xor" }));
        let model: Value = serde_json::from_str(&text).expect("a model is JSON");
        loaded.apply(Command::LoadModel { model }).unwrap_or_else(|problem| panic!("{problem}"));
        assert_eq!(loaded.model(), saved, "{partial}");
        loaded.train(Unit::Batch, 200);
        assert_eq!(loaded.status().checksum, straight.status().checksum, "{partial}");
    }
}

#[test]
fn a_model_that_javascript_wrote_again_is_the_same_model() {
    let mut session = session(json!({}));
    session.train(Unit::Batch, 30);
    let zero = Command::SetParameter { layer: 0, unit: 1, input: None, value: -0.0 };
    session.apply(zero).expect("it is a number");
    // JSON.stringify writes whole numbers without a point, and no zero with a sign.
    let text = session.model().to_string().replace(".0,", ",").replace(".0]", "]").replace(".0}", "}");
    let text = text.replace("-0,", "0,").replace("-0]", "0]");
    assert!(text.contains("\"mean\":[0,0]"));
    let model = serde_json::from_str(&text).expect("it is JSON");
    let mut loaded = Session::new(Config::default()).expect("the default is valid");
    loaded.apply(Command::LoadModel { model }).expect("it is the same model");
    assert_eq!(loaded.status().checksum, session.status().checksum);
    session.train(Unit::Batch, 30);
    loaded.train(Unit::Batch, 30);
    assert_eq!(loaded.status().checksum, session.status().checksum);
}

#[test]
fn a_file_whose_checks_fail_is_refused() {
    let mut session = session(json!({}));
    session.train(Unit::Batch, 10);
    let mut model = session.model();
    model["layers"][0]["weights"][0][0] = json!(0.123);
    let refused = session.apply(Command::LoadModel { model });
    assert!(refused.is_err_and(|problem| problem.key.starts_with("checks[")));
}

/// Another engine's functions have other last digits, so that its files are held to looser checks.
#[test]
fn a_file_of_another_engine_goes_on() {
    let mut straight = session(json!({ "optimiser": "adam" }));
    straight.train(Unit::Batch, 30);
    let status = straight.status();
    let made_by = |engine: u32, off: f64| {
        let mut model = straight.model();
        model["engine"] = json!(engine);
        let score = &mut model["checks"][0]["score"];
        let value = score.as_f64().expect("there is one score");
        *score = json!(value + off * value.abs().max(1.0));
        model
    };
    let taken = |model| {
        let mut loaded = Session::new(Config::default()).expect("the default is valid");
        loaded.apply(Command::LoadModel { model }).map(|()| loaded.status())
    };
    for engine in [0, 1, playground::ENGINE + 1] {
        assert_eq!(taken(made_by(engine, 5e-5)), Ok(status.clone()));
        assert!(taken(made_by(engine, 2e-4)).is_err_and(|problem| problem.key == "checks[0].score"));
    }
    assert!(taken(made_by(playground::ENGINE, 5e-5)).is_err_and(|problem| problem.key == "checks[0].score"));
}

#[test]
fn clicked_points_join_the_run() {
    let mut session = session(json!({ "count": 20 }));
    session.train(Unit::Epoch, 3);
    let point = Point { x: 1.0, y: -2.0, label: 2.0, test: false };
    session.apply(Command::AddPoints { points: vec![point] }).expect("the point is valid");
    assert_eq!(session.points().len(), 21);
    assert_eq!(session.config().dataset, "own");
    assert!(session.status().step > 0);
    assert_eq!(session.train(Unit::Epoch, 1).stopped, None);
    session.apply(Command::SetPoints { points: vec![] }).expect("no points are points too");
    assert_eq!(session.train(Unit::Epoch, 1).stopped, Some(Stop::NoPoints));
    assert_eq!((session.status().train_loss, session.status().accuracy), (None, None));
}

#[test]
fn stop_rules_stop() {
    let mut limited = session(json!({ "stop": { "epochs": 3 } }));
    assert_eq!(limited.train(Unit::Epoch, 10).stopped, Some(Stop::Epochs { wanted: 3 }));
    assert_eq!(limited.status().epoch, 3);
    let mut good = session(json!({ "stop": { "accuracy": 0.9 }, "learningRate": 0.3 }));
    let stopped = good.train(Unit::Epoch, 500).stopped;
    let reached = good.status().accuracy.expect("classes have an accuracy");
    assert_eq!(stopped, Some(Stop::Accuracy { wanted: 0.9, reached }));
    assert!(reached >= 0.9);
    let mut low = session(json!({ "stop": { "testLoss": 0.3 }, "learningRate": 0.3 }));
    let stopped = low.train(Unit::Epoch, 500).stopped;
    let reached = low.status().test_loss.expect("there are test points");
    assert_eq!(stopped, Some(Stop::TestLoss { wanted: 0.3, reached }));
}

#[test]
fn slope_field_arrows_agree_with_finite_differences_of_the_score() {
    for partial in [
        json!({ "features": ["x1", "x2", "x1*x2", "sin(x1)", "r"] }),
        json!({ "hiddenLayers": [8, 8], "activation": "gelu" }),
        json!({ "hiddenLayers": [], "features": ["x1^2", "exp(-x2^2)"] }),
    ] {
        let mut session = session(partial);
        session.train(Unit::Epoch, 20);
        let arrows = session.answer(&Query::SlopeField { side: 8 }).numbers();
        assert_eq!(arrows.len(), 4 * 64);
        let h = 1e-2_f32;
        for arrow in arrows.chunks(4) {
            let [x, y, dx, dy] = [arrow[0], arrow[1], arrow[2], arrow[3]];
            let scores = session.scores(&[[x + h, y], [x - h, y], [x, y + h], [x, y - h]]);
            let difference = |a: usize, b: usize| (scores[a][0] - scores[b][0]) / (2.0 * h);
            let (fx, fy) = (difference(0, 1), difference(2, 3));
            // A central difference of f32 scores: rounding 1e-7/h and a third derivative · h²/6.
            let close = |a: f32, b: f32| (a - b).abs() < 2e-3 * (1.0 + a.abs().max(b.abs()));
            assert!(close(dx, fx) && close(dy, fy), "at {x}, {y}: ({dx}, {dy}) against ({fx}, {fy})");
        }
    }
}

#[test]
fn pictures_cover_the_plane_from_the_top_left() {
    let mut session = session(json!({ "hiddenLayers": [3] }));
    session.train(Unit::Epoch, 5);
    let mut planes =
        |side| [Query::Scores { side }, Query::Neurons { side }].map(|query| session.answer(&query).numbers());
    let ([scores, _], [_, neurons], fine) = (planes(5), planes(3), planes(21));
    let corner = session.scores(&[[-6.0, 6.0], [6.0, -6.0]]);
    // The grid is computed in f32, the scores in f64.
    let close = |a: f32, b: f32| (a - b).abs() < 1e-5 * b.abs().max(1.0);
    assert!(close(scores[0], corner[0][0]) && close(scores[24], corner[1][0]));
    // Two features, three neurons, one output; the first plane is x1.
    assert_eq!(neurons.len(), 6 * 9);
    assert_eq!(neurons[..3], [-6.0, 0.0, 6.0]);
    assert_eq!(neurons[9..12], [6.0, 6.0, 6.0]);
    // More points than a block of the plan, and not a multiple: the output neuron, which is linear, shows the score.
    let [scores, neurons] = fine;
    let places: Vec<[f32; 2]> = (0..441).map(|k| [0.6 * (k % 21) as f32 - 6.0, 6.0 - 0.6 * (k / 21) as f32]).collect();
    assert!(scores.iter().zip(session.scores(&places)).all(|(found, exact)| close(*found, exact[0])));
    assert_eq!(neurons.len(), 6 * 441);
    assert_eq!(neurons[5 * 441..], scores);
}

#[test]
fn predictions_are_as_exact_as_the_weights_and_need_no_points() {
    let session = session(json!({ "activation": "gelu", "hiddenLayers": [2], "initialisation": "normal" }));
    assert_eq!(session.predict(&[]), Vec::<Vec<f32>>::new());
    let model = session.model();
    let number = |value: &Value| value.as_f64().expect("a number");
    let gelu = |z: f64| 0.5 * z * (1.0 + libm::erf(z / std::f64::consts::SQRT_2));
    let layer = |k: usize, input: &[f64]| -> Vec<f64> {
        let (rows, bias) = (&model["layers"][k]["weights"], &model["layers"][k]["bias"]);
        let z = |unit: usize| {
            input.iter().enumerate().map(|(i, x)| number(&rows[unit][i]) * x).sum::<f64>() + number(&bias[unit])
        };
        (0..bias.as_array().expect("a list").len()).map(z).collect()
    };
    let hidden: Vec<f64> = layer(0, &[-5.5, 4.25]).into_iter().map(gelu).collect();
    let score = layer(1, &hidden)[0];
    let predicted = f64::from(session.predict(&[[-5.5, 4.25]])[0][0]);
    // The decimals in the file are those of f32, and so are those of the answer.
    assert!((f64::from(session.scores(&[[-5.5, 4.25]])[0][0]) - score).abs() < 3e-7 * score.abs().max(1.0));
    assert!((predicted - 1.0 / (1.0 + libm::exp(-score))).abs() < 1e-7);
}

#[test]
fn another_optimiser_starts_from_its_own_first_update() {
    let mut session = session(json!({ "learningRate": 0.01, "batchSize": 50 }));
    session.train(Unit::Batch, 200);
    configure(&mut session, json!({ "optimiser": "adam" }));
    let before = session.answer(&Query::Weights).numbers();
    session.train(Unit::Batch, 1);
    let after = session.answer(&Query::Weights).numbers();
    // Adam's first update moves every weight by the rate, whatever the gradient.
    assert!(before.iter().zip(&after).all(|(b, a)| ((b - a).abs() / 0.01 - 1.0).abs() < 1e-3), "{before:?} {after:?}");
    assert_eq!(session.status().step, 201);
}

#[test]
fn what_an_edit_adds_does_not_depend_on_the_edits_before_it() {
    let weights = |edits: &[Value]| {
        let mut session = session(json!({}));
        session.train(Unit::Epoch, 3);
        edits.iter().for_each(|edit| configure(&mut session, edit.clone()));
        session.answer(&Query::Weights).numbers()
    };
    let (neurons, features) = (json!({ "hiddenLayers": [6, 2] }), json!({ "features": ["x1", "x2", "r", "x1^2"] }));
    let one = weights(&[json!({ "hiddenLayers": [5, 2] }), neurons.clone(), features.clone()]);
    let other = weights(&[json!({ "features": ["x1", "x2", "r"] }), features, neurons]);
    assert_eq!(one, other);
    // Two new features differ.
    assert_ne!(one[2], one[3]);
}

#[test]
fn a_leap_to_where_the_loss_is_not_finite_is_divergence() {
    let mut session = session(json!({
        "initialisation": "normal", "loss": "exponential", "activation": "relu", "learningRate": 100, "hiddenLayers": [8, 8]
    }));
    for _ in 0..5 {
        assert!(matches!(session.train(Unit::Batch, 1).stopped, Some(Stop::Diverged(_))));
        let status = session.status();
        assert!(status.diverged.is_some() && status.train_loss.is_some_and(f64::is_finite), "{status:?}");
    }
}

#[test]
fn the_norm_of_a_gradient_is_a_number_or_none_even_where_the_run_diverged() {
    let mut session = session(json!({ "count": 49, "classes": 6, "learningRate": 2.011553365484043 }));
    session.train(Unit::Sample, 2);
    configure(&mut session, json!({ "activation": "linear" }));
    assert!(matches!(session.train(Unit::Epoch, 2).stopped, Some(Stop::Diverged(_))));
    let norm = session.status().gradient_norm;
    assert!(norm.is_none_or(f64::is_finite), "{norm:?}");
    assert_eq!(loaded(&session).status().gradient_norm, norm);
}

#[test]
fn patience_goes_on_where_a_file_left_it() {
    let partial = json!({ "stop": { "patience": 3 }, "learningRate": 2, "noise": 0.5, "batchSize": 5 });
    let mut straight = session(partial.clone());
    straight.train(Unit::Epoch, 4);
    let mut loaded = session(json!({}));
    loaded.apply(Command::LoadModel { model: straight.model() }).expect("it is a model");
    assert_eq!(loaded.status(), straight.status());
    assert_eq!(loaded.train(Unit::Epoch, 100), straight.train(Unit::Epoch, 100));
    assert_eq!(loaded.status(), straight.status());
}

#[test]
fn a_file_with_anything_unknown_or_exchanged_is_refused() {
    let mut session = session(json!({ "optimiser": "adam" }));
    session.train(Unit::Batch, 3);
    let model = session.model();
    let refused = |path: &str, value: Value| {
        let mut changed = model.clone();
        *changed.pointer_mut(path).expect("the path exists") = value;
        let mut other = Session::new(Config::default()).expect("valid");
        other.apply(Command::LoadModel { model: changed }).is_err()
    };
    let mut layer = model["layers"][0].clone();
    layer["colour"] = json!("red");
    assert!(refused("/layers/0", layer));
    assert!(refused("/optimiserState/slots/0/name", json!("v")));
    assert!(refused("/data", json!(null)));
    assert!(refused("/checks", json!([model["checks"][0]])));
    assert!(refused("/progress/epoch", json!(u64::MAX)));
    assert!(refused(
        "/record/losses",
        json!([{ "step": 2, "epoch": 0, "trainLoss": 1, "testLoss": 1 }, { "step": 1, "epoch": 0, "trainLoss": 1, "testLoss": 1 }])
    ));
}

#[test]
fn a_removed_neuron_takes_only_its_own_weights_along() {
    let mut session = session(json!({ "optimiser": "adam", "frozen": ["1.4"], "off": ["1.2", "1.1"] }));
    session.train(Unit::Epoch, 3);
    let at = [[1.0, 2.0], [-3.0, 0.5]];
    let (before, scores) = (session.answer(&Query::Weights).numbers(), session.scores(&at));
    // It is off, so nothing else may change what the network computes.
    session.apply(Command::RemoveNeuron { layer: 0, unit: 1 }).expect("there are four");
    let after = session.answer(&Query::Weights).numbers();
    assert_eq!(session.config().hidden_layers, [3, 2]);
    let names = |neurons: &[playground::Neuron]| neurons.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        (names(&session.config().frozen), names(&session.config().off)),
        (vec!["1.3".into()], vec!["1.1".into()])
    );
    assert_eq!((after[0..2].to_vec(), after[2..6].to_vec()), (before[0..2].to_vec(), before[4..8].to_vec()));
    assert_eq!(session.scores(&at), scores);
    for refused in [(0, 3), (2, 0)] {
        assert!(session.apply(Command::RemoveNeuron { layer: refused.0, unit: refused.1 }).is_err(), "{refused:?}");
    }
    configure(&mut session, json!({ "hiddenLayers": [1] }));
    assert!(session.apply(Command::RemoveNeuron { layer: 0, unit: 0 }).is_err());
}

#[test]
fn the_share_of_each_class_is_that_of_the_predictions_over_the_plane() {
    for (partial, n_classes) in [(json!({}), 2), (json!({ "classes": 4, "dataset": "spiral", "arms": 4 }), 4)] {
        let mut session = session(partial);
        session.train(Unit::Epoch, 40);
        let side = 30;
        let middle = |k: usize| 12.0 * (k as f32 + 0.5) / side as f32 - 6.0;
        let cells: Vec<[f32; 2]> = (0..side * side).map(|k| [middle(k % side), middle(k / side)]).collect();
        let mut n_of_class = vec![0; n_classes];
        for scores in session.scores(&cells) {
            let class = match scores.as_slice() {
                [score] => usize::from(*score >= 0.0),
                scores => playground::winner(scores.len(), |class| scores[class]),
            };
            n_of_class[class] += 1;
        }
        let shares = session.answer(&Query::ClassShares { side }).numbers();
        let expected: Vec<f32> = n_of_class.iter().map(|n| *n as f32 / (side * side) as f32).collect();
        assert_eq!(shares, expected);
        assert!(
            expected.iter().filter(|share| **share > 0.0).count() > 1,
            "one class everywhere shows nothing: {shares:?}"
        );
    }
    let mut session = session(json!({ "task": "regression" }));
    assert!(session.answer(&Query::ClassShares { side: 9 }).numbers().is_empty());
}
