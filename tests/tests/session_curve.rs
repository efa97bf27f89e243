//! What the curve of a run has: its marks, the run before it, the loss of guessing, where it ends when the run diverges; rates and norms
//! of gradients; how well classes and values are predicted.

use playground::keys::{Affects, KEYS};
use playground::{Change, Command, Config, CurvePart, Query, Session, Unit};
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

fn curve(session: &mut Session) -> CurvePart {
    session.answer(&Query::Curve { from: 0, id: 0 }).curve()
}

/// Each mark as its step and what it says.
fn marks(session: &mut Session) -> Vec<(u64, String)> {
    let said = |Change { key, from, to }: Change| format!("{key} {from} → {to}");
    curve(session).marks.into_iter().map(|mark| (mark.step, said(mark.change))).collect()
}

fn near(found: f64, wanted: f64) -> bool {
    (found - wanted).abs() <= 1e-5 * wanted.abs().max(1.0)
}

#[test]
fn whatever_leads_a_run_elsewhere_leaves_a_mark_at_its_step() {
    let mut session = session(json!({}));
    session.train(Unit::Epoch, 2);
    configure(&mut session, json!({ "learningRate": 0.06 }));
    session.train(Unit::Batch, 3);
    configure(&mut session, json!({ "optimiser": "adam" }));
    configure(&mut session, json!({ "stop": { "epochs": 900 } }));
    let before = session.answer(&Query::Weights).numbers()[0];
    apply(&mut session, Command::SetParameter { layer: 0, unit: 0, input: Some(0), value: 0.5 });
    session.train(Unit::Batch, 1);
    apply(&mut session, Command::NewSample);
    apply(&mut session, Command::Undo);
    apply(&mut session, Command::Undo);
    let weight = format!("weights {before} → 0.5");
    let wanted = [
        (50, "learningRate 0.03 → 0.06"),
        (53, "optimiser gradient-descent → adam"),
        (53, &weight),
        (54, "weights  → "),
    ];
    assert_eq!(marks(&mut session), wanted.map(|(step, said)| (step, said.to_owned())));
    apply(&mut session, Command::Reset);
    assert!(marks(&mut session).is_empty());
    configure(&mut session, json!({ "learningRate": 0.1 }));
    assert!(marks(&mut session).is_empty(), "before the first step there is nothing to mark");
}

#[test]
fn every_key_that_a_run_is_made_from_leaves_a_mark_and_no_other_does() {
    for (partial, key) in [
        (json!({ "loss": "hinge" }), "loss"),
        (json!({ "batchSize": "all" }), "batchSize"),
        (json!({ "penalty": "l2" }), "penalty"),
        (json!({ "penaltyRate": 0.1 }), "penaltyRate"),
        (json!({ "hiddenLayers": [5, 2] }), "hiddenLayers"),
        (json!({ "features": ["x1"] }), "features"),
        (json!({ "noise": 0.3 }), "noise"),
        (json!({ "dropout": 0.3 }), "dropout"),
        (json!({ "schedule": "cosine" }), "schedule"),
        (json!({ "clip": 1 }), "clip"),
        (json!({ "shuffle": false }), "shuffle"),
        (json!({ "optimiserParams": {}, "optimiser": "adam" }), "optimiser"),
        (json!({ "axisNames": ["a", "b", "c"] }), ""),
        (json!({ "stop": { "patience": 3 } }), ""),
    ] {
        let mut session = session(json!({ "count": 40 }));
        session.train(Unit::Epoch, 1);
        configure(&mut session, partial.clone());
        let found = curve(&mut session).marks;
        let affects = KEYS.iter().find(|row| row.name == key).map_or(Affects::NOTHING, |row| row.affects);
        assert_eq!(
            found.iter().any(|mark| mark.change.key == key),
            affects != Affects::NOTHING,
            "{partial}: {found:?}"
        );
        assert_eq!(found.is_empty(), key.is_empty(), "{partial}: {found:?}");
    }
}

#[test]
fn the_run_before_stays_until_another_was_trained() {
    let mut session = session(json!({}));
    session.train(Unit::Epoch, 5);
    let losses: Vec<_> = curve(&mut session).entries.into_iter().map(|entry| entry.train).collect();
    assert_eq!(curve(&mut session).previous, None);
    for command in [
        Command::Reset,
        Command::NewWeights,
        Command::Configure { partial: json!({ "initialisation": "xavier-normal" }) },
    ] {
        apply(&mut session, command);
        let previous = curve(&mut session).previous.expect("there was a run");
        assert_eq!(previous.entries.into_iter().map(|entry| entry.train).collect::<Vec<_>>(), losses);
    }
    configure(&mut session, json!({ "learningRate": 0.06 }));
    let part = curve(&mut session);
    assert!(part.is_comparable);
    let differs = part.previous.expect("it stays").differs;
    assert!(differs.iter().any(|change| change.key == "learningRate" && change.from == "0.03"), "{differs:?}");
    configure(&mut session, json!({ "loss": "hinge" }));
    assert!(!curve(&mut session).is_comparable, "losses of another kind");
    session.train(Unit::Epoch, 2);
    apply(&mut session, Command::Reset);
    assert_eq!(curve(&mut session).previous.map(|previous| previous.entries.len()), Some(3));
}

#[test]
fn guessing_is_told_for_the_points_and_the_loss_in_force() {
    let mut session = session(json!({}));
    let training: Vec<f32> = session.points().iter().filter(|point| !point.test).map(|point| point.label).collect();
    let share = training.iter().filter(|label| **label == 2.0).count() as f64 / training.len() as f64;
    let entropy = -share * share.ln() - (1.0 - share) * (1.0 - share).ln();
    assert!(near(curve(&mut session).guess.expect("there are points"), entropy));
    configure(&mut session, json!({ "loss": "hinge" }));
    assert!(near(curve(&mut session).guess.expect("there are points"), 2.0 * share.min(1.0 - share)));
    configure(&mut session, json!({ "dataset": "own", "points": [] }));
    assert_eq!(curve(&mut session).guess, None);
}

#[test]
fn a_curve_of_a_diverged_run_ends_where_the_counter_stands_one_before_the_step_that_was_undone() {
    for rate in [3.0, 10.0, 30.0, 100.0] {
        for loss in ["squared", "huber"] {
            let mut session = session(json!({
                "task": "regression", "features": ["x1", "x2", "x1^2"], "activation": "relu", "learningRate": rate, "loss": loss
            }));
            session.train(Unit::Epoch, 30);
            let status = session.status();
            let Some(diverged) = status.diverged else { continue };
            assert_eq!(diverged.step, status.step + 1, "{rate} {loss}");
            let entries = curve(&mut session).entries;
            let last = entries.last().expect("there are entries");
            assert_eq!((last.step, last.train), (status.step, status.train_loss), "{rate} {loss}");
            assert!(loss == "huber" || last.train > entries[0].train.map(|first| 10.0 * first), "{entries:?}");
        }
    }
}

#[test]
fn entries_have_the_rate_and_the_norms_of_the_update_that_led_to_them() {
    let mut session = session(json!({ "schedule": "step", "learningRate": 0.1, "penalty": "l2", "penaltyRate": 0.01 }));
    for _ in 0..4 {
        session.train(Unit::Epoch, 1);
        let last = curve(&mut session).entries.pop().expect("there are entries");
        let norms: f64 = last.gradient_norms.iter().map(|norm| f64::from(*norm).powi(2)).sum();
        assert_eq!(last.gradient_norms.len(), 3);
        assert!(near(norms.sqrt(), session.status().gradient_norm.expect("it was trained")));
    }
    let whole = session.status().gradient_norm;
    session.train(Unit::Batch, 1);
    let last = curve(&mut session).entries.pop().expect("there are entries");
    let norms: f64 = last.gradient_norms.iter().map(|norm| f64::from(*norm).powi(2)).sum();
    assert!(near(norms.sqrt(), session.status().gradient_norm.expect("it was trained")));
    assert_ne!(session.status().gradient_norm, whole);
    assert!(curve(&mut session).entries.iter().all(|entry| entry.rate == Some(0.1)));
    assert!(curve(&mut session).entries[0].gradient_norms.is_empty(), "no update led to the first");
}

#[test]
fn the_confusion_matrix_counts_what_is_predicted() {
    for partial in [
        json!({ "dataset": "spiral", "noise": 0.3 }),
        json!({ "classes": 5, "dataset": "blobs", "noise": 2.0, "trainShare": 0.7 }),
        json!({ "classes": 3, "dataset": "blobs", "trainShare": 1 }),
    ] {
        let mut session = session(partial);
        session.train(Unit::Epoch, 4);
        let points = session.points().to_vec();
        let places: Vec<[f32; 2]> = points.iter().map(|point| [point.x, point.y]).collect();
        let side = session.config().classes;
        let mut wanted = vec![0.0; 2 * side * side];
        for (point, predicted) in points.iter().zip(session.predict(&places)) {
            let class = match predicted[..] {
                [probability] => usize::from(probability >= 0.5),
                ref many => (1..side).fold(0, |best, class| if many[class] > many[best] { class } else { best }),
            };
            let of_set = usize::from(point.test) * side * side;
            wanted[of_set + (point.label as usize - 1) * side + class] += 1.0;
        }
        assert_eq!(session.answer(&Query::Confusion).numbers(), wanted);
        let right: f32 = (0..side).map(|class| wanted[class * (side + 1)]).sum();
        let n_train = points.iter().filter(|point| !point.test).count();
        assert!(near(session.status().train_accuracy.expect("there are classes"), f64::from(right) / n_train as f64));
    }
    assert!(self::session(json!({ "task": "regression" })).answer(&Query::Confusion).numbers().is_empty());
}

#[test]
fn r2_is_the_share_of_the_spread_that_predictions_explain() {
    for task in ["regression", "curve"] {
        let mut session = session(json!({ "task": task, "noise": 0.2 }));
        session.train(Unit::Epoch, 6);
        let points = session.points().to_vec();
        let status = session.status();
        assert_eq!((status.accuracy, status.r2), (None, status.test_r2));
        for (test, found) in [(false, status.train_r2), (true, status.test_r2)] {
            let of_set: Vec<_> = points.iter().filter(|point| point.test == test).collect();
            let places: Vec<[f32; 2]> = of_set.iter().map(|point| [point.x, point.y]).collect();
            let predicted: Vec<f64> = session.predict(&places).iter().map(|row| f64::from(row[0])).collect();
            let values: Vec<f64> = of_set.iter().map(|point| f64::from(point.label)).collect();
            // The variance by its other formula, so that nothing is computed as the session does.
            let n = values.len() as f64;
            let variance =
                values.iter().map(|value| value * value).sum::<f64>() / n - (values.iter().sum::<f64>() / n).powi(2);
            let error = predicted.iter().zip(&values).map(|(p, v)| p * p - 2.0 * p * v + v * v).sum::<f64>() / n;
            let found = found.expect("there are values");
            assert!(near(found, 1.0 - error / variance) && found < 1.0, "{task} {found} {error} {variance}");
        }
    }
    assert_eq!(session(json!({})).status().r2, None, "classes have no R²");
}
