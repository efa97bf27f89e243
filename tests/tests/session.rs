//! A session as its users see it: training learns, nothing resets unless it must, and a refused command changes nothing.

use playground::{Command, Config, Point, Query, Session, Stop, Unit};
use serde_json::{Value, json};

fn session(partial: Value) -> Session {
    let config = Config::default().merged(&partial).expect("the configuration is valid");
    Session::new(config).expect("the configuration is valid")
}

/// A fresh session at the model of another.
fn loaded(session: &Session) -> Session {
    let mut loaded = self::session(json!({}));
    loaded
        .apply(Command::LoadModel { model: session.model(), skip_checks: false })
        .unwrap_or_else(|problem| panic!("{problem}"));
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
    assert!(session.apply(Command::LoadModel { model: json!({ "format": "other" }), skip_checks: false }).is_err());
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

/// Whatever rule ended training: who starts again trains on, by many epochs, or hears of a reason that is new.
#[test]
fn what_ended_training_does_not_end_the_next_start_too() {
    for (rules, least) in [
        (json!({ "epochs": 20 }), 20),
        (json!({ "accuracy": 0.8 }), 100),
        (json!({ "testLoss": 0.6 }), 100),
        (json!({ "patience": 7 }), 7),
        (json!({ "accuracy": 0.8, "testLoss": 0.6, "patience": 1000 }), 1),
        (json!({ "epochs": 20, "patience": 9 }), 2),
    ] {
        let mut session = session(json!({ "stop": rules, "learningRate": 0.3, "noise": 0.5, "batchSize": 5 }));
        let first = session.train(Unit::Epoch, 500);
        assert!(first.stopped.is_some(), "{rules}: {first:?}");
        let before = session.status().epoch;
        let second = session.train(Unit::Epoch, 100);
        let trained = session.status().epoch - before;
        assert!(trained >= least, "{rules}: {trained} epochs after {first:?}, then {second:?}");
        // Where all rules were reached nothing is left to end it.
        assert!(second.stopped.is_some() || trained == 100, "{rules}: {second:?}");
        session.apply(Command::Reset).expect("a reset is always possible");
        assert_eq!(session.train(Unit::Epoch, 500), first, "a reset begins the watch anew");
    }
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
fn a_removed_neuron_takes_only_its_own_weights_along() {
    let mut session = session(
        json!({ "optimiser": "adam", "frozen": ["1.4", "1.3<2", "1.2<b"], "off": ["1.2", "1.1", "2.1<2", "2.2<4", "3.1<1"] }),
    );
    session.train(Unit::Epoch, 3);
    let at = [[1.0, 2.0], [-3.0, 0.5]];
    let (before, scores) = (session.answer(&Query::Weights).numbers(), session.scores(&at));
    // It is off, so nothing else may change what the network computes.
    session.apply(Command::RemoveNeuron { layer: 0, unit: 1 }).expect("there are four");
    let after = session.answer(&Query::Weights).numbers();
    assert_eq!(session.config().hidden_layers, [3, 2]);
    let names = |neurons: &[playground::Part]| neurons.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        (names(&session.config().frozen), names(&session.config().off)),
        (vec!["1.3".into(), "1.2<2".into()], vec!["1.1".into(), "2.2<3".into(), "3.1<1".into()])
    );
    assert_eq!((after[0..2].to_vec(), after[2..6].to_vec()), (before[0..2].to_vec(), before[4..8].to_vec()));
    assert_eq!(session.scores(&at), scores);
    for refused in [(0, 3), (2, 0)] {
        assert!(session.apply(Command::RemoveNeuron { layer: refused.0, unit: refused.1 }).is_err(), "{refused:?}");
    }
    configure(&mut session, json!({ "hiddenLayers": [1] }));
    assert!(session.apply(Command::RemoveNeuron { layer: 0, unit: 0 }).is_err());
}
