//! Undo and redo: every change can be undone, undo restores what the change discarded, and training is not undone.

use playground::{Command, Config, Point, Query, Session, Unit};
use serde_json::{Value, json};

fn session(partial: Value) -> Session {
    let config = Config::default().merged(&partial).expect("the configuration is valid");
    Session::new(config).expect("the configuration is valid")
}

fn apply(session: &mut Session, command: Command) {
    session.apply(command).unwrap_or_else(|problem| panic!("{problem}"));
}

fn configure(session: &mut Session, partial: Value) {
    apply(session, Command::Configure { partial });
}

fn weights(session: &mut Session) -> Vec<f32> {
    session.answer(&Query::Weights).numbers()
}

fn point(x: f32) -> Point {
    Point { x, y: 0.5, label: 2.0, test: false }
}

#[test]
fn nothing_to_undo_or_redo_is_refused_in_words() {
    let mut session = session(json!({}));
    assert!(!session.can_undo() && !session.can_redo());
    let message = |outcome: Result<(), playground::Problem>| outcome.expect_err("there is nothing").to_string();
    assert_eq!(message(session.apply(Command::Undo)), "Nothing to undo");
    assert_eq!(message(session.apply(Command::Redo)), "Nothing to redo");
}

#[test]
fn settings_go_back_and_training_stays() {
    let mut session = session(json!({}));
    configure(&mut session, json!({ "learningRate": 0.3 }));
    configure(&mut session, json!({ "noise": 0.5 }));
    session.train(Unit::Epoch, 3);
    let (trained, step) = (weights(&mut session), session.status().step);
    apply(&mut session, Command::Undo);
    assert_eq!((session.config().noise, session.config().learning_rate), (0.0, 0.3));
    apply(&mut session, Command::Undo);
    assert_eq!(session.config(), &Config::default());
    assert_eq!((weights(&mut session), session.status().step), (trained, step));
    apply(&mut session, Command::Redo);
    assert_eq!((session.config().noise, session.config().learning_rate), (0.0, 0.3));
    assert!(session.can_undo() && session.can_redo());
    // After another change there is nothing to redo.
    configure(&mut session, json!({ "loss": "hinge" }));
    assert!(!session.can_redo());
}

#[test]
fn a_command_that_changes_nothing_is_not_remembered() {
    let mut session = session(json!({}));
    configure(&mut session, json!({ "learningRate": 0.1 }));
    apply(&mut session, Command::Undo);
    configure(&mut session, json!({ "learningRate": 0.03 }));
    let value = weights(&mut session)[0];
    apply(&mut session, Command::SetParameter { layer: 0, unit: 0, input: Some(0), value });
    apply(&mut session, Command::Reset);
    assert!(session.apply(Command::Configure { partial: json!({ "noise": 9 }) }).is_err());
    assert!(!session.can_undo() && session.can_redo());
}

#[test]
fn a_removed_neuron_comes_back_trained_and_the_others_keep_what_they_learned_meanwhile() {
    let mut session = session(json!({ "optimiser": "momentum" }));
    session.train(Unit::Epoch, 5);
    let before = weights(&mut session);
    configure(&mut session, json!({ "hiddenLayers": [3, 2] }));
    session.train(Unit::Epoch, 5);
    let meanwhile = weights(&mut session);
    apply(&mut session, Command::Undo);
    let after = weights(&mut session);
    // 4 × 2 weights and 4 biases. Neuron 4 has its former weights, neurons 1 to 3 keep their present ones.
    assert_eq!((&after[6..8], after[11]), (&before[6..8], before[11]));
    assert_eq!((&after[..6], &after[8..11]), (&meanwhile[..6], &meanwhile[6..9]));
    assert_ne!(after[..6], before[..6]);
    // Second layer, 2 × 4: its weights from neuron 4 are the former ones.
    assert_eq!((after[15], after[19]), (before[15], before[19]));
    assert_eq!(session.train(Unit::Epoch, 1).stopped, None);
    apply(&mut session, Command::Redo);
    assert_eq!(session.config().hidden_layers, [3, 2]);
}

#[test]
fn without_training_in_between_undo_brings_back_the_very_bits() {
    let mut session = session(json!({ "optimiser": "adam" }));
    session.train(Unit::Epoch, 2);
    let commands: Vec<Command> = vec![
        Command::Configure { partial: json!({ "hiddenLayers": [2, 5, 1] }) },
        Command::Configure { partial: json!({ "features": ["x2", "r"] }) },
        Command::SetParameter { layer: 1, unit: 0, input: None, value: 0.5 },
        Command::NewWeights,
        Command::AddPoints { points: vec![point(1.0)] },
        Command::Configure { partial: json!({ "optimiser": "momentum" }) },
        Command::Configure { partial: json!({ "classes": 3, "hiddenLayers": [] }) },
        Command::Configure { partial: json!({ "task": "regression" }) },
        Command::LoadModel { model: self::session(json!({ "optimiser": "lion" })).model(), skip_checks: false },
        Command::Configure { partial: json!({ "initialisation": "he-normal" }) },
    ];
    let mut states = Vec::new();
    let state = |session: &Session, checksum: String| (session.config().clone(), session.points().to_vec(), checksum);
    for command in commands {
        let checksum = session.status().checksum;
        states.push(state(&session, checksum));
        apply(&mut session, command);
    }
    let checksum = session.status().checksum;
    let last = state(&session, checksum);
    for expected in states.iter().rev() {
        apply(&mut session, Command::Undo);
        let checksum = session.status().checksum;
        assert!(state(&session, checksum) == *expected, "{:?}", session.config());
    }
    assert!(!session.can_undo());
    states.iter().for_each(|_| apply(&mut session, Command::Redo));
    let checksum = session.status().checksum;
    assert!(state(&session, checksum) == last && !session.can_redo());
}

#[test]
fn other_weights_and_an_import_are_undone_to_the_run_as_it_was() {
    let mut straight = session(json!({ "optimiser": "adam", "dropout": 0.1 }));
    straight.train(Unit::Batch, 37);
    let other = session(json!({ "dataset": "xor", "hiddenLayers": [3] })).model();
    let mut session = session(json!({ "optimiser": "adam", "dropout": 0.1 }));
    session.train(Unit::Batch, 37);
    for command in [Command::NewWeights, Command::LoadModel { model: other, skip_checks: false }] {
        let seen = |session: &mut Session| (session.status(), session.answer(&Query::Curve { from: 0, id: 0 }).curve());
        let (status, curve) = seen(&mut session);
        apply(&mut session, command);
        session.train(Unit::Epoch, 4);
        apply(&mut session, Command::Undo);
        let (status_after, curve_after) = seen(&mut session);
        assert_eq!((&status_after, &curve_after.entries), (&status, &curve.entries));
        assert_ne!(curve_after.id, curve.id);
    }
    straight.train(Unit::Batch, 60);
    session.train(Unit::Batch, 60);
    assert_eq!(session.status(), straight.status());
}

#[test]
fn a_gesture_is_one_change() {
    let mut session = session(json!({ "count": 30 }));
    let first = session.points().to_vec();
    for k in 0..20 {
        let command = Command::PutPoint { index: 4, point: point(k as f32 / 10.0) };
        session.apply_during(7, command).expect("the point is valid");
    }
    for k in 0..20 {
        let command = Command::AddPoints { points: vec![point(k as f32 / 10.0)] };
        session.apply_during(8, command).expect("the point is valid");
    }
    for k in 0..5 {
        let command = Command::SetParameter { layer: 0, unit: 0, input: None, value: k as f32 };
        session.apply_during(9, command).expect("the value is valid");
    }
    let before = session.points().to_vec();
    apply(&mut session, Command::Undo);
    assert_eq!((weights(&mut session)[8], session.points().len()), (0.0, 50));
    apply(&mut session, Command::Undo);
    assert_eq!((session.points().len(), session.points()[4]), (30, point(1.9)));
    apply(&mut session, Command::Undo);
    assert_eq!((session.points(), session.config().dataset.as_str()), (&first[..], "circle"));
    assert!(!session.can_undo());
    (0..3).for_each(|_| apply(&mut session, Command::Redo));
    assert_eq!((session.points() == before, weights(&mut session)[8]), (true, 4.0));
    // A change that was reverted within the gesture leaves nothing to undo.
    for rate in [0.1, 1.0, 0.03] {
        session.apply_during(10, Command::Configure { partial: json!({ "learningRate": rate }) }).expect("valid");
    }
    apply(&mut session, Command::Undo);
    assert_eq!(weights(&mut session)[8], 0.0);
}

#[test]
fn a_reset_is_undone_to_the_run_as_it_was() {
    let partial = json!({ "optimiser": "adam", "dropout": 0.1, "stop": { "patience": 50 } });
    let (mut straight, mut session) = (self::session(partial.clone()), self::session(partial));
    for session in [&mut straight, &mut session] {
        session.train(Unit::Epoch, 3);
        configure(session, json!({ "hiddenLayers": [5, 2] }));
        apply(session, Command::SetParameter { layer: 0, unit: 0, input: None, value: 3.0 });
        session.train(Unit::Batch, 37);
        configure(session, json!({ "noise": 0.1 }));
        session.train(Unit::Batch, 40);
    }
    let curve = |session: &mut Session| {
        let part = session.answer(&Query::Curve { from: 0, id: 0 }).curve();
        (part.entries, part.marks)
    };
    let (status, entries) = (session.status(), curve(&mut session));
    assert_eq!(entries.1.len(), 3, "layers, a weight, noise");
    apply(&mut session, Command::Reset);
    assert_eq!((session.status().step, curve(&mut session).0.len()), (0, 1));
    session.train(Unit::Epoch, 2);
    let begun_again = session.status();
    apply(&mut session, Command::Undo);
    assert_eq!((session.status(), curve(&mut session)), (status.clone(), entries.clone()));
    apply(&mut session, Command::Redo);
    assert_eq!(session.status(), begun_again);
    apply(&mut session, Command::Undo);
    assert_eq!((session.status(), curve(&mut session)), (status, entries));
    // It goes on, forwards and back, as one that was never reset.
    for session in [&mut straight, &mut session] {
        session.train(Unit::Batch, 60);
    }
    assert_eq!((session.status(), curve(&mut session)), (straight.status(), curve(&mut straight)));
    while straight.can_undo() {
        apply(&mut session, Command::Undo);
        apply(&mut straight, Command::Undo);
        assert_eq!(session.status(), straight.status());
    }
    assert!(!session.can_undo());
}

#[test]
fn a_reset_at_initial_weights_is_no_change() {
    let mut session = session(json!({}));
    apply(&mut session, Command::Reset);
    assert!(!session.can_undo());
    // A weight that is set at step 0 is an initial weight.
    apply(&mut session, Command::SetParameter { layer: 0, unit: 0, input: None, value: 3.0 });
    apply(&mut session, Command::Reset);
    assert_eq!(weights(&mut session)[8], 3.0);
    apply(&mut session, Command::Undo);
    assert_eq!(weights(&mut session)[8], 0.0);
    assert!(!session.can_undo());
}

#[test]
fn a_hundred_changes_are_remembered() {
    let mut session = session(json!({ "count": 10 }));
    (0..150).for_each(|k| apply(&mut session, Command::AddPoints { points: vec![point(k as f32 / 100.0)] }));
    let mut n_undone = 0;
    while session.can_undo() {
        apply(&mut session, Command::Undo);
        n_undone += 1;
    }
    assert_eq!((n_undone, session.points().len()), (100, 60));
}
