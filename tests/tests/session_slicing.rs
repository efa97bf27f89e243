//! A run does not depend on how many calls it was trained in, where it diverges neither: the page trains in slices that a clock
//! cuts, and a replay in others.

use playground::{Command, Config, Divergence, Session, Stop, Trained, Unit};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use crate::arbitrary::command;

/// What is done to a session.
#[derive(Clone, Debug)]
enum Act {
    Apply(Command),
    Train(Unit, u32),
}

fn act() -> impl Strategy<Value = Act> {
    let rate = select(vec![0.001, 0.1, 1.0, 3.0, 10.0, 100.0]);
    let units = select(vec![Unit::Sample, Unit::Batch, Unit::Epoch]);
    prop_oneof![
        2 => command().prop_map(Act::Apply),
        1 => rate.prop_map(|rate| Act::Apply(Command::Configure { partial: json!({ "learningRate": rate }) })),
        3 => (units, 1_u32..200).prop_map(|(unit, n)| Act::Train(unit, if unit == Unit::Epoch { n / 8 + 1 } else { n })),
    ]
}

/// A configuration that may well diverge.
fn beginning() -> impl Strategy<Value = Value> {
    let base = select(vec![
        json!({ "task": "regression", "loss": "squared" }),
        json!({ "task": "regression", "loss": "squared", "clip": 0.5 }),
        json!({ "task": "curve", "loss": "huber" }),
        json!({ "loss": "exponential", "initialisation": "normal" }),
        json!({ "loss": "squared-hinge" }),
        json!({ "loss": "log" }),
    ]);
    let rest = (
        select(vec!["relu", "linear", "tanh"]),
        prop::collection::vec(1_usize..6, 0..4),
        select(vec![0.01, 1.0, 10.0, 100.0]),
        select(vec!["gradient-descent", "momentum", "adam", "lion"]),
        select(vec![1, 3, 10, 15]),
        select(vec![vec!["x1"], vec!["x1^2", "x1"], vec!["x1^3"]]),
    );
    (base, rest).prop_map(|(base, (activation, layers, rate, optimiser, batch, features))| {
        let mut partial = json!({
            "count": 30, "activation": activation, "hiddenLayers": layers, "learningRate": rate, "optimiser": optimiser,
            "batchSize": batch, "features": features,
        });
        let object = partial.as_object_mut().expect("it is an object");
        object.extend(base.as_object().expect("it is an object").clone());
        partial
    })
}

fn session(partial: &Value) -> Session {
    let config = Config::default().merged(partial).unwrap_or_else(|problem| panic!("{partial}: {problem}"));
    Session::new(config).expect("the configuration is valid")
}

/// Trains in calls of these lengths, in turn; epochs also batch by batch. Ends early as the host does, but goes on after a
/// divergence, as somebody may who presses Step again.
fn train_in_slices(session: &mut Session, unit: Unit, n: u32, lengths: &[u32], by_batch: bool) -> Option<Stop> {
    let target = session.progress().epoch + u64::from(n);
    let (mut left, mut lengths) = (n, lengths.iter().cycle());
    loop {
        let length = *lengths.next().expect("there is a length");
        let stopped = if unit == Unit::Epoch && by_batch {
            // A batch may end an epoch, and a length may reach into the one after the last.
            let stopped = session.train(Unit::Batch, 1).stopped;
            left = u32::try_from(target.saturating_sub(session.progress().epoch)).expect("a few epochs");
            if matches!(stopped, Some(Stop::Diverged(_))) {
                return stopped;
            }
            stopped
        } else {
            let length = length.min(left);
            left -= length;
            session.train(unit, length).stopped
        };
        if left == 0 || stopped.is_some_and(|stop| !matches!(stop, Stop::Diverged(_))) {
            return stopped;
        }
    }
}

fn divergence(stopped: Option<Stop>) -> Option<Divergence> {
    match stopped {
        Some(Stop::Diverged(divergence)) => Some(divergence),
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_run_does_not_depend_on_its_slices(
        beginning in beginning(),
        acts in prop::collection::vec((act(), prop::collection::vec(1_u32..70, 1..5), any::<bool>()), 1..8),
    ) {
        let (mut whole, mut sliced) = (session(&beginning), session(&beginning));
        for (act, lengths, by_batch) in acts {
            match act {
                Act::Apply(command) => prop_assert_eq!(whole.apply(command.clone()), sliced.apply(command)),
                Act::Train(unit, n) => {
                    let Trained { stopped, .. } = whole.train(unit, n);
                    let stopped_sliced = train_in_slices(&mut sliced, unit, n, &lengths, by_batch);
                    prop_assert_eq!(divergence(stopped), divergence(stopped_sliced), "{:?} {} {:?}", unit, n, lengths);
                }
            }
            let (status, status_sliced) = (whole.status(), sliced.status());
            prop_assert_eq!(&status.checksum, &status_sliced.checksum);
            // Some losses may be no numbers, which equal nothing.
            prop_assert_eq!(format!("{:?} {status:?}", whole.progress()), format!("{:?} {status_sliced:?}", sliced.progress()));
        }
    }
}

fn rules() -> impl Strategy<Value = Value> {
    let or_never = |values: Vec<Value>| prop::option::of(select(values));
    let (epochs, patience) = (or_never(vec![json!(3), json!(10)]), or_never(vec![json!(1), json!(4)]));
    let (accuracy, loss) = (or_never(vec![json!(0.5), json!(0.8)]), or_never(vec![json!(0.7), json!(0.5)]));
    (epochs, patience, accuracy, loss).prop_map(|(epochs, patience, accuracy, loss)| {
        json!({ "stop": { "epochs": epochs, "patience": patience, "accuracy": accuracy, "testLoss": loss } })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    /// Each rule may end training once in so many epochs, however often it is started again, and says so at the same epochs
    /// however the calls are sliced.
    #[test]
    fn rules_end_training_at_the_same_epochs_and_let_it_go_on(
        rules in rules(),
        rate in select(vec![0.03, 0.3, 1.0]),
        length in 1_u32..9,
    ) {
        let mut partial = json!({ "count": 40, "batchSize": 7, "learningRate": rate, "noise": 0.4 });
        partial["stop"] = rules["stop"].clone();
        let ends = |length: u32| {
            let (mut session, mut ends) = (session(&partial), Vec::new());
            while session.progress().epoch < 60 {
                let left = u32::try_from(60 - session.progress().epoch).expect("a few epochs");
                let Trained { stopped, steps } = session.train(Unit::Epoch, length.min(left));
                assert!(steps > 0, "{partial}: a start trains");
                ends.extend(stopped.map(|stop| (session.progress().epoch, stop)));
            }
            (ends, session.status())
        };
        let (whole, sliced) = (ends(60), ends(length));
        prop_assert_eq!(&whole, &sliced);
        for (idx, (epoch, stop)) in whole.0.iter().enumerate() {
            let kind = std::mem::discriminant(stop);
            let next = whole.0[idx + 1..].iter().find(|(_, other)| std::mem::discriminant(other) == kind);
            let least = match stop {
                Stop::Epochs { wanted } | Stop::Patience { wanted, .. } => u64::from(*wanted),
                _ => 60,
            };
            prop_assert!(next.is_none_or(|(next, _)| next - epoch >= least), "{:?}", whole.0);
        }
    }
}

/// The losses of these runs overflow after a few updates, at another one for each rate.
#[test]
fn every_way_to_reach_a_divergence_ends_at_the_same_update() {
    let mut n_diverged = 0;
    for rate in [0.05, 0.1, 0.3, 1.0, 5.0, 30.0] {
        for (task, loss) in [("regression", "squared"), ("classification", "exponential")] {
            for features in [json!(["x1^2", "x2^2"]), json!(["x1", "x2"])] {
                let partial = json!({
                    "task": task, "loss": loss, "features": features, "hiddenLayers": [], "learningRate": rate,
                });
                let mut whole = session(&partial);
                let stopped = whole.train(Unit::Epoch, 12).stopped;
                let status = whole.status();
                if let Some(divergence) = divergence(stopped) {
                    assert_eq!(divergence.step, status.step + 1, "{partial}");
                    assert!(status.train_loss.is_some_and(f64::is_finite), "{partial}: {status:?}");
                    n_diverged += 1;
                }
                for (unit, length) in [(Unit::Epoch, 1), (Unit::Batch, 1), (Unit::Batch, 7), (Unit::Batch, 64)] {
                    let mut sliced = session(&partial);
                    let n = if unit == Unit::Epoch { 12 } else { 12 * 25 };
                    train_in_slices(&mut sliced, unit, n, &[length], false);
                    assert_eq!(sliced.status(), status, "{partial} by {length} {unit:?}");
                }
            }
        }
    }
    assert!(n_diverged > 8, "{n_diverged} of 24 runs diverged");
}
