//! Properties of sessions: for any commands in any order, nothing panics, a refused command changes
//! nothing, and a run is a function of configuration, seed and commands.

use playground::{Command, Config, Query, Session, Status, Unit, losses};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

use crate::arbitrary::{change, command, names, start};

fn unit() -> impl Strategy<Value = (Unit, u32)> {
    (select(vec![Unit::Sample, Unit::Batch, Unit::Epoch]), 0_u32..4)
}

/// What can be asked, with the numbers in each answer.
fn answers(session: &mut Session) -> [Vec<f32>; 8] {
    [
        Query::Weights,
        Query::Scores { side: 7 },
        Query::Neurons { side: 3 },
        Query::SlopeField { side: 4 },
        Query::PointGradients { most: 9 },
        Query::BoundaryShift { most: 11 },
        Query::Gradients,
        Query::Contributions { samples: 5, most: 2, also: Some(1) },
    ]
    .map(|query| session.answer(&query).numbers())
}

/// The same by their bits: where a run diverged, some numbers are none, and these equal nothing.
fn bits(answers: [Vec<f32>; 8]) -> [Vec<u32>; 8] {
    answers.map(|numbers| numbers.into_iter().map(f32::to_bits).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_changes_and_any_training_leave_a_session_that_works(
        actions in prop::collection::vec((change(), unit()), 1..7)
    ) {
        let mut session = start();
        for (partial, (unit, n)) in actions {
            let before = (session.config().clone(), session.status());
            match session.apply(Command::Configure { partial: partial.clone() }) {
                Ok(()) => prop_assert!(session.config().validate().is_ok()),
                Err(problem) => {
                    prop_assert!(problem.to_string().contains(" must "), "{problem}");
                    prop_assert_eq!(&(session.config().clone(), session.status()), &before);
                }
            }
            session.train(unit, n);
            let status = session.status();
            let [weights, scores, neurons, slopes, point_gradients, boundary_shift, gradients, contributions] = answers(&mut session);
            prop_assert!(weights.iter().all(|weight| weight.is_finite()), "{partial}");
            prop_assert_eq!(weights.len(), session.config().n_parameters());
            prop_assert_eq!(scores.len(), 49 * session.config().n_outputs());
            let n_units: usize = session.config().layer_sizes().iter().sum();
            prop_assert_eq!(neurons.len(), 9 * n_units);
            prop_assert_eq!(slopes.len(), 64);
            let n_train = session.points().iter().filter(|point| !point.test).count();
            prop_assert_eq!(point_gradients.len(), 4 * n_train.min(9));
            prop_assert!(boundary_shift.len() <= 44 && boundary_shift.iter().all(|number| number.is_finite()));
            let is_curve = session.config().task == playground::Task::Curve;
            prop_assert!(contributions.len() <= 27 && contributions.is_empty() != is_curve);
            prop_assert_eq!(gradients.len(), if n_train == 0 { 0 } else { weights.len() });
            prop_assert_eq!(&session.status(), &status);
            let accuracy = status.accuracy.unwrap_or(0.5);
            prop_assert!((0.0..=1.0).contains(&accuracy));
        }
        // A fresh session at the same model has nothing compiled or measured before the last change.
        let mut fresh = start();
        fresh.apply(Command::LoadModel { model: session.model(), skip_checks: false }).expect("what was exported can be imported");
        // That a run diverged earlier is not in its file.
        let status = |session: &mut Session| Status { diverged: None, ..session.status() };
        prop_assert_eq!(status(&mut fresh), status(&mut session));
        for unit in [Unit::Batch, Unit::Epoch] {
            prop_assert_eq!(fresh.train(unit, 3), session.train(unit, 3));
            prop_assert_eq!(status(&mut fresh), status(&mut session));
            prop_assert!(bits(answers(&mut fresh)) == bits(answers(&mut session)));
        }
        // After a reset, the same training gives the same bits.
        let run = |session: &mut Session| {
            session.apply(Command::Reset).expect("a reset is always possible");
            session.train(Unit::Batch, 5);
            session.status().checksum
        };
        prop_assert_eq!(run(&mut session), run(&mut session));
    }

    #[test]
    fn all_changes_can_be_undone_and_redone(
        actions in prop::collection::vec((command(), prop::option::of(0_u32..2), unit()), 1..12)
    ) {
        let mut session = start();
        for (command, gesture, (unit, n)) in actions {
            let before = session.model();
            let outcome = match gesture {
                Some(gesture) => session.apply_during(gesture, command),
                None => session.apply(command),
            };
            if let Err(problem) = outcome {
                prop_assert_eq!(session.model(), before, "{}", problem);
            }
            session.train(unit, n);
        }
        let state = |session: &Session| (session.config().clone(), session.points().to_vec());
        let is_finite = |session: &mut Session| answers(session)[0].iter().all(|w| w.is_finite());
        while session.can_redo() {
            session.apply(Command::Redo).expect("there is a change to redo");
        }
        let last = state(&session);
        let mut n_undone = 0;
        while session.can_undo() {
            session.apply(Command::Undo).expect("there is a change to undo");
            prop_assert!(session.config().validate().is_ok() && is_finite(&mut session));
            n_undone += 1;
        }
        prop_assert!(state(&session) == state(&start()));
        session.train(Unit::Batch, 3);
        for _ in 0..n_undone {
            session.apply(Command::Redo).expect("as many changes as were undone");
            prop_assert!(is_finite(&mut session));
        }
        prop_assert!(!session.can_redo() && state(&session) == last);
    }

    #[test]
    fn every_loss_of_a_task_trains_with_every_activation(
        activation in select(names(nn::activation::listed(), |a| a.name)),
        (task, classes) in select(vec![("classification", 2), ("classification", 5), ("regression", 2), ("curve", 2)]),
        pick in any::<prop::sample::Index>(),
    ) {
        let config = Config::default().merged(&json!({ "task": task, "classes": classes, "activation": activation }));
        let config = config.expect("every task has defaults");
        let loss = losses(config.task, classes)[pick.index(losses(config.task, classes).len())];
        let config = config.merged(&json!({ "loss": loss, "count": 40, "learningRate": 0.01 })).expect("the loss fits");
        let mut session = Session::new(config).expect("the configuration is valid");
        let trained = session.train(Unit::Epoch, 3);
        prop_assert_eq!(trained.stopped, None);
        prop_assert!(session.status().train_loss.is_some_and(f64::is_finite));
    }

    #[test]
    fn a_file_from_anywhere_is_taken_whole_or_refused_whole(
        path in select(vec![
            "/format", "/version", "/engine", "/config/noise", "/features/0", "/scaling/scale/0", "/layers/0/units",
            "/layers/0/weights/0/0", "/layers/1/bias/0", "/layers/2/activation/name", "/optimiserState/slots",
            "/progress/step", "/progress/positionInEpoch", "/checks/3/score", "/checks", "/record/losses", "/data",
        ]),
        value in select(vec![json!(null), json!(-1), json!(1e300), json!("x"), json!([]), json!({}), json!(1e9), json!(true)]),
    ) {
        let mut session = start();
        session.apply(Command::Configure { partial: json!({ "optimiser": "adam" }) }).expect("valid");
        session.train(Unit::Batch, 4);
        session.apply(Command::Undo).and_then(|()| session.apply(Command::Redo)).expect("there is a change");
        session.apply(Command::Configure { partial: json!({ "learningRate": 0.1 }) }).expect("valid");
        session.apply(Command::Undo).expect("there is a change");
        let mut model = session.model();
        *model.pointer_mut(path).expect("the path exists") = value;
        // Settings, weights, the optimiser's state, progress and curve; what can be undone and redone.
        let state = |session: &Session| (session.model(), serde_json::to_value(session.checkpoint()).expect("it can be written"));
        let (before, status) = (state(&session), session.status());
        match session.apply(Command::LoadModel { model, skip_checks: false }) {
            Err(problem) => {
                prop_assert!(names_place(&problem.key, path), "{} of {path}", problem.key);
                prop_assert!(state(&session) == before, "{problem}");
                prop_assert_eq!(session.status(), status);
            }
            Ok(()) => {
                // What can be spoiled and still loads is neither weights nor settings.
                prop_assert_eq!(session.status().checksum, status.checksum);
                prop_assert_eq!(&session.model()["config"], &before.0["config"]);
                session.train(Unit::Epoch, 1);
                answers(&mut session);
            }
        }
    }
}

/// Whether a refusal's key names what stands at a path of the file, something in it, or what it stands in. A number among the weights
/// may also be found out by the file's checks.
fn names_place(key: &str, path: &str) -> bool {
    let place =
        path.trim_start_matches('/').split('/').fold(String::new(), |place, part| match part.parse::<usize>() {
            Ok(idx) => format!("{place}[{idx}]"),
            Err(_) if place.is_empty() || place == "config" => part.to_owned(),
            Err(_) => format!("{place}.{part}"),
        });
    let is_in = |inner: &str, outer: &str| {
        inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    let is_weight = place.contains(".weights[") || place.contains(".bias[");
    is_in(key, &place) || is_in(&place, key) || is_weight && key.starts_with("checks[")
}

#[test]
fn a_refusal_names_a_place_when_it_is_near() {
    assert!(names_place("noise", "/config/noise") && names_place("scaling", "/scaling/scale/0"));
    assert!(names_place("checks[3].score", "/checks/3/score") && names_place("checks[0]", "/layers/1/bias/0"));
    assert!(!names_place("layers[1].bias", "/layers/0/bias/0") && !names_place("check", "/checks"));
    assert!(!names_place("", "/format") && !names_place("checks[0]", "/layers/0/units"));
}
