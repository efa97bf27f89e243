//! A replay link makes a run again, to the bit, in slices or at once, as the file of a log does (`log_file.rs`); hostile ones cost
//! nothing before they are refused.

use std::time::Instant;

use playground::{Command, ENGINE, Log, Replay, Session, Unit, ViewSettings, link};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

use crate::arbitrary::{command, start};

/// A run with edits of every kind.
fn edited() -> Session {
    let mut session = start();
    let apply = |session: &mut Session, command: Command| session.apply(command).expect("it is possible");
    let point = |x: f32| playground::Point { x, y: -1.25, label: 2.0, test: false };
    session
        .apply_during(4, Command::SetParameter { layer: 0, unit: 1, input: Some(0), value: 0.1 })
        .expect("it is finite");
    session
        .apply_during(4, Command::SetParameter { layer: 0, unit: 1, input: None, value: -0.7 })
        .expect("it is finite");
    session.train(Unit::Sample, 7);
    session.train(Unit::Batch, 3);
    apply(&mut session, Command::Configure { partial: json!({ "learningRate": 0.1, "optimiser": "adam" }) });
    apply(&mut session, Command::AddPoints { points: vec![point(1.5), point(0.123_456_7)] });
    session.train(Unit::Epoch, 2);
    apply(&mut session, Command::RemovePoints { indices: vec![3, 0] });
    apply(&mut session, Command::PutPoint { index: 2, point: point(-3.0) });
    apply(&mut session, Command::RemoveNeuron { layer: 0, unit: 1 });
    session.train(Unit::Batch, 5);
    apply(&mut session, Command::Reset);
    session.train(Unit::Batch, 4);
    apply(&mut session, Command::Undo);
    apply(&mut session, Command::NewWeights);
    apply(&mut session, Command::NewSample);
    session.train(Unit::Batch, 11);
    session
}

fn link_of(session: &Session) -> String {
    link::write_replay(&session.log(), &ViewSettings::default()).unwrap_or_else(|problem| panic!("{problem}"))
}

/// The log in a link, and what is said about it.
fn read(fragment: &str) -> (Option<Log>, Vec<String>) {
    let opened = link::read(fragment);
    let mut notes: Vec<String> = opened.notes.iter().map(ToString::to_string).collect();
    let log = opened.replay.and_then(|recording| {
        match recording.log(opened.config, |text| serde_json::from_str(text).ok()) {
            Ok(log) => Some(log),
            Err(problem) => {
                notes.push(problem.to_string());
                None
            }
        }
    });
    (log, notes)
}

#[test]
fn a_link_makes_a_run_with_edits_again() {
    let mut session = edited();
    let fragment = link_of(&session);
    assert!(fragment.len() < 1200, "{} characters", fragment.len());
    let (log, notes) = read(&fragment);
    let log = log.unwrap_or_else(|| panic!("{notes:?}"));
    let status = session.status();
    assert_eq!((&log.checksum, log.step, log.engine), (&status.checksum, status.step, ENGINE));
    let mut again = log.replay().expect("it was carried out before");
    assert_eq!((again.status(), again.config()), (status, session.config()));
    // What was made again can be shared again.
    assert_eq!(link_of(&again), fragment);
    assert_eq!(again.log().to_json(), session.log().to_json());
}

#[test]
fn what_no_link_can_hold_is_refused_with_the_way_out() {
    let mut session = start();
    let refusal =
        |session: &Session| link::write_replay(&session.log(), &ViewSettings::default()).unwrap_err().to_string();
    for k in 0..400 {
        session
            .apply(Command::Configure { partial: json!({ "learningRate": 0.01 + f64::from(k) / 1000.0 }) })
            .expect("valid");
    }
    let said = refusal(&session);
    assert!(said.starts_with("link must have at most 8000 characters (or take the log instead), got "), "{said}");
    session.apply(Command::LoadModel { model: start().model(), skip_checks: false }).expect("it is a model");
    assert!(refusal(&session).starts_with("log must begin at step 0"));
}

/// `text` as the key `replay` of a link.
fn with_replay(text: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bits: Vec<u8> = text.bytes().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect();
    let letter = |six: &[u8]| {
        let place = (0..6).fold(0, |sum, bit| 2 * sum + usize::from(six.get(bit).copied().unwrap_or(0)));
        char::from(LETTERS[place])
    };
    let replay: String = bits.chunks(6).map(letter).collect();
    format!("v=1&count=20&engine={ENGINE}&checksum=0123456789abcdef&replay={replay}")
}

#[test]
fn a_hostile_link_costs_nothing_and_its_settings_are_opened() {
    let good = "[6,[0,\"sample\"],[2,{\"noise\":1},7],[2,\"batch\"]]";
    let (log, notes) = read(&with_replay(good));
    assert_eq!((log.map(|log| log.step), notes), (Some(6), vec![]));
    let unreadable = "replay must be what was done to a run, got \"";
    let deep = "[".repeat(3000);
    for (text, said) in [
        ("", unreadable),
        ("{}", unreadable),
        ("[]", unreadable),
        ("[-1]", unreadable),
        ("[1.5]", unreadable),
        ("[5,[1]]", unreadable),
        ("[5,[1,\"rest\"]]", unreadable),
        ("[5,[1,[\"put\",\"AAAA\"]]]", unreadable),
        ("[5,[1,[\"weight\",0,-1,null,1]]]", unreadable),
        ("[5,[1,{\"noise\":1},-1]]", unreadable),
        (&deep, unreadable),
        ("[100000001]", "replay must have at most 100000000 updates, got 100000001"),
        ("[18446744073709551615]", "replay must have at most 100000000 updates, got "),
        ("[90000000,[90000000,\"reset\",null,0]]", "replay must have at most 100000000 updates, got 180000000"),
    ] {
        let begin = Instant::now();
        let (log, notes) = read(&with_replay(text));
        assert!(log.is_none() && notes.len() == 1 && notes[0].starts_with(said), "{text}: {notes:?}");
        assert!(begin.elapsed().as_millis() < 500, "{text}");
        assert_eq!(link::read(&with_replay(text)).config.count, 20);
    }
    let spoiled = |from: &str, to: &str| read(&with_replay(good).replace(from, to)).1.concat();
    assert_eq!(
        spoiled(&format!("engine={ENGINE}"), "engine=7"),
        "engine must be 2, or the run cannot be made again, got \"7\""
    );
    assert_eq!(spoiled("checksum=0", "checksum=G"), "checksum must be 16 hexadecimal digits, got \"G123456789abcdef\"");
    assert!(spoiled("replay=", "replay=*").starts_with(&format!("{unreadable}*Wz")));
    // Settings that cannot be used would make another run.
    let (log, notes) = read(&with_replay(good).replace("count=20", "count=2"));
    assert!(log.is_none() && notes.len() == 1, "{notes:?}");
    // A run that cannot come so far ends where it can.
    let mut replay =
        Replay::begin(&read(&with_replay("[9,[5,\"redo\"]]")).0.expect("it has the form")).expect("it is valid");
    assert!((0..9).any(|_| replay.advance(3).is_err()), "there is nothing to redo");
    let text = "[99999999,[0,{\"points\":[],\"dataset\":\"own\"}]]";
    let mut replay = Replay::begin(&read(&with_replay(text)).0.expect("it has the form")).expect("it is valid");
    assert!((0..4).any(|_| replay.advance(1000).expect("nothing is refused")));
    assert_eq!(replay.into_session().status().step, 0);
    let (log, notes) = read(&with_replay(&format!("[1,{}[1,\"undo\"]]", "[1,\"undo\"],".repeat(800))));
    assert!(log.is_none() && notes[0].starts_with("replay must have at most 8000 characters"), "{notes:?}");
}

#[derive(Clone, Debug)]
enum Act {
    Apply(Command, Option<u32>),
    Train(Unit, u32),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        2 => (command(), prop::option::of(0_u32..2)).prop_map(|(command, gesture)| Act::Apply(command, gesture)),
        1 => (select(vec![Unit::Sample, Unit::Batch, Unit::Epoch]), 0_u32..9).prop_map(|(unit, n)| Act::Train(unit, n)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_run_comes_back_through_a_link_and_a_file_in_any_slices(
        acts in prop::collection::vec(act(), 1..25),
        slices in prop::collection::vec(1_u64..9, 1..9),
    ) {
        let mut session = start();
        for act in acts {
            match act {
                // What a link cannot hold; other impossible commands change nothing.
                Act::Apply(Command::LoadModel { .. }, _) => {}
                Act::Apply(command, None) => drop(session.apply(command)),
                Act::Apply(command, Some(gesture)) => drop(session.apply_during(gesture, command)),
                Act::Train(unit, n) => drop(session.train(unit, n)),
            }
        }
        let file = session.log().to_json();
        let text = serde_json::to_string(&file).expect("it is JSON");
        let from_file = Log::from_json(&serde_json::from_str(&text).expect("it is JSON")).expect("it is a log");
        let (from_link, notes) = read(&link_of(&session));
        prop_assert_eq!(notes, Vec::<String>::new());
        for log in [from_file, from_link.expect("there was nothing to say")] {
            let mut replay = Replay::begin(&log).expect("it is valid");
            let mut sizes = slices.iter().cycle();
            while !replay.advance(*sizes.next().expect("there is a next")).expect("it was carried out before") {}
            let mut again = replay.into_session();
            prop_assert_eq!(&again.status().checksum, &log.checksum);
            prop_assert_eq!(again.config(), session.config());
            prop_assert_eq!(again.log().to_json(), file.clone());
        }
    }

    #[test]
    fn any_text_is_a_run_or_refused(text in ".{0,60}", json in "[\\[\\]{}0-9,\":a-z]{0,60}") {
        for text in [text, json] {
            read(&with_replay(&text));
        }
    }
}
