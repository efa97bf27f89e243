//! The log of a run makes it again, to the bit: weights, the optimiser's state, counters, settings, and what can be undone.

use std::collections::BTreeMap;

use playground::{Command, Log, Session, Status, Unit};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

use crate::arbitrary::{change, command, start};

/// What is done to a session.
#[derive(Clone, Debug)]
enum Act {
    Apply(Command, Option<u32>),
    Train(Unit, u32),
}

fn act() -> impl Strategy<Value = Act> {
    let slider = prop_oneof![
        (0.001_f64..30.0).prop_map(|rate| json!({ "learningRate": rate })),
        (0.0_f64..1.0).prop_map(|noise| json!({ "noise": noise })),
        (1_u32..5).prop_map(|seed| json!({ "weightSeed": seed })),
        change(),
    ];
    let rule = select(vec![json!({ "stop": { "patience": 1 } }), json!({ "stop": { "epochs": 3 } })]);
    prop_oneof![
        3 => (command(), prop::option::of(0_u32..2)).prop_map(|(command, gesture)| Act::Apply(command, gesture)),
        3 => (slider, 0_u32..2).prop_map(|(partial, gesture)| Act::Apply(Command::Configure { partial }, Some(gesture))),
        1 => rule.prop_map(|partial| Act::Apply(Command::Configure { partial }, None)),
        4 => (select(vec![Unit::Sample, Unit::Batch, Unit::Epoch]), 0_u32..9).prop_map(|(unit, n)| Act::Train(unit, n)),
    ]
}

/// What a run is, but for the divergences on its way; losses may be no numbers, which equal nothing.
fn state(session: &mut Session) -> String {
    let status = Status { diverged: None, ..session.status() };
    let can = (session.can_undo(), session.can_redo());
    format!("{:?} {:?} {:?} {status:?} {can:?}", session.config(), session.progress(), session.points())
}

/// The same through a file.
fn written_and_read(log: &Log) -> Log {
    let text = log.to_json().to_string();
    let json = serde_json::from_str(&text).expect("it is JSON");
    Log::from_json(&json).unwrap_or_else(|problem| panic!("{problem}: {text}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_log_makes_the_run_again(acts in prop::collection::vec(act(), 1..25)) {
        let mut session = start();
        for act in acts {
            match act {
                // Many commands are impossible, and then nothing changes.
                Act::Apply(command, None) => drop(session.apply(command)),
                Act::Apply(command, Some(gesture)) => drop(session.apply_during(gesture, command)),
                Act::Train(unit, n) => drop(session.train(unit, n)),
            }
        }
        let log = written_and_read(&session.log());
        let mut again = log.replay().expect("what was carried out once is carried out again");
        prop_assert_eq!(again.status().checksum, log.checksum);
        // Both go on in the same way, forwards and back.
        session.train(Unit::Batch, 5);
        again.train(Unit::Batch, 5);
        while session.can_undo() {
            prop_assert_eq!(state(&mut session), state(&mut again));
            session.apply(Command::Undo).expect("there is a change to undo");
            again.apply(Command::Undo).expect("there is a change to undo");
        }
        prop_assert_eq!(state(&mut session), state(&mut again));
    }
}

/// The checksums that a run had, by step, and the first step if that is known.
struct Past {
    first: Option<u64>,
    checksums: BTreeMap<u64, String>,
}

impl Past {
    fn begin(session: &mut Session) -> Past {
        let status = session.status();
        Past { first: Some(status.step), checksums: BTreeMap::from([(status.step, status.checksum)]) }
    }
}

/// Whether a command makes the run another one; none if that depends.
fn begins(command: &Command) -> Option<bool> {
    let rebuilds = |key: &&str| ["task", "initialisation", "biasInit", "weightSeed", "weights"].contains(key);
    match command {
        Command::Reset | Command::LoadModel { .. } | Command::StartFrom { .. } => Some(true),
        Command::NewWeights | Command::Undo | Command::Redo => None,
        Command::Configure { partial } if partial.as_object()?.keys().any(|key| rebuilds(&&**key)) => None,
        _ => Some(false),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_run_can_be_looked_at_as_it_was(acts in prop::collection::vec(act(), 1..25), long in any::<bool>()) {
        let mut session = start();
        let mut past = Past::begin(&mut session);
        for act in acts {
            match act {
                Act::Apply(command, gesture) => {
                    let begins = begins(&command);
                    let outcome = match gesture {
                        Some(gesture) => session.apply_during(gesture, command),
                        None => session.apply(command),
                    };
                    match begins.filter(|_| outcome.is_ok()) {
                        Some(true) => past = Past::begin(&mut session),
                        Some(false) if Some(session.progress().step) == past.first => past = Past::begin(&mut session),
                        Some(false) => {}
                        None if outcome.is_err() => {}
                        None => past = Past { first: None, checksums: BTreeMap::new() },
                    }
                }
                Act::Train(unit, n) => {
                    let steps = session.train(unit, if long { 40 * n } else { n }).steps;
                    let status = session.status();
                    if steps > 0 {
                        past.checksums.entry(status.step).or_insert(status.checksum);
                    }
                }
            }
        }
        let now = session.status().step;
        for (step, checksum) in past.checksums {
            let earlier = session.as_of(step).expect("nothing is refused");
            prop_assert_eq!(earlier.expect("the run was there").status().checksum, checksum, "step {} of {}", step, now);
        }
        prop_assert!(session.as_of(now + 1).expect("nothing is refused").is_none());
    }
}

/// The numbers of entries are an implementation's business; that they are bounded is not.
#[test]
fn a_long_log_begins_again_and_still_makes_the_run() {
    let length = |session: &Session| session.log().to_json().to_string().len();
    let mut session = start();
    let mut longest = 0;
    for k in 0..5000_u32 {
        let partial = json!({ "learningRate": 0.01 + f64::from(k % 7) / 100.0, "clip": 1 });
        session.apply(Command::Configure { partial }).expect("the change is valid");
        session.train(Unit::Batch, u32::from(k.is_multiple_of(100)));
        if k.is_multiple_of(500) {
            longest = longest.max(length(&session));
        }
    }
    let mut again = written_and_read(&session.log()).replay().expect("it was carried out before");
    assert_eq!(state(&mut session), state(&mut again));
    assert!(longest < 1_000_000, "{longest} bytes");
    // A slider that moves while the run rests is one entry.
    session.apply_during(3, Command::Configure { partial: json!({ "learningRate": 0.5 }) }).expect("it is valid");
    let before = length(&session);
    for _ in 0..100 {
        session.apply_during(3, Command::Configure { partial: json!({ "learningRate": 0.25 }) }).expect("it is valid");
    }
    assert!(length(&session) <= before + 1);
}
