//! The file of a log makes a run again, to the bit; a person can read what was done; hostile files are refused and cost nothing.

use std::time::Instant;

use playground::{Command, Config, ENGINE, Log, Session, Unit};
use proptest::prelude::*;
use serde_json::{Value, json};

fn start() -> Session {
    let config = Config::default().merged(&json!({ "count": 30, "hiddenLayers": [4, 2] })).expect("it is valid");
    Session::new(config).expect("it is valid")
}

/// A run that began with a model, so that its log begins with a keyframe.
fn loaded() -> Session {
    let mut before = start();
    before.train(Unit::Batch, 3);
    let mut session = start();
    session.apply(Command::LoadModel { model: before.model(), skip_checks: false }).expect("it is a model");
    session.train(Unit::Sample, 2);
    session.apply(Command::Configure { partial: json!({ "learningRate": 0.1 }) }).expect("it is valid");
    session.train(Unit::Batch, 4);
    session
}

/// The file with another value at one place, and why it is refused.
fn refusal(file: &Value, pointer: &str, value: Value) -> String {
    let mut file = file.clone();
    *file.pointer_mut(pointer).expect("the place is there") = value;
    Log::from_json(&file).map_or_else(|problem| problem.to_string(), |_| "a log".into())
}

#[test]
fn a_file_can_be_read_and_makes_the_run_again() {
    let mut session = start();
    session.train(Unit::Batch, 3);
    session.apply_during(7, Command::Configure { partial: json!({ "learningRate": 0.1 }) }).expect("it is valid");
    session.train(Unit::Sample, 2);
    session.apply(Command::Reset).expect("it is possible");
    session.train(Unit::Sample, 1);
    let file = session.log().to_json();
    let config = start().config().to_json();
    let entries = json!([[3, { "learningRate": 0.1 }, 7], [3, "sample"], [5, "reset", null, 0]]);
    let checksum = session.status().checksum;
    let expected = json!({
        "format": "gradient-playground/log", "version": 2, "engine": ENGINE, "start": { "config": config },
        "entries": entries, "step": 1, "checksum": checksum,
    });
    assert_eq!(file, expected);
    let log = Log::from_json(&file).expect("it is a log");
    assert_eq!(log.replay().expect("it was carried out before").status().checksum, checksum);
    assert_eq!(log.to_json(), file);
}

#[test]
fn a_file_that_begins_in_the_midst_of_a_run_makes_the_rest_again() {
    let mut session = loaded();
    let file = session.log().to_json();
    assert_eq!(file["entries"], json!([[3, "sample"], [5, { "learningRate": 0.1 }], [5, "batch"]]));
    let log = Log::from_json(&file).expect("it is a log");
    let mut again = log.replay().expect("it was carried out before");
    assert_eq!((again.status(), again.log().to_json()), (session.status(), file));
    for session in [&mut session, &mut again] {
        session.apply(Command::Undo).expect("there is a change to undo");
        session.train(Unit::Batch, 9);
    }
    assert_eq!((again.status(), again.model()), (session.status(), session.model()));
}

/// A file that was written once is read for as long as its version is; who packs a keyframe in another way raises the version.
#[test]
fn a_kept_file_makes_the_run_again() {
    let file: Value = serde_json::from_str(include_str!("../reference/log-2.json")).expect("it is JSON");
    assert_eq!(loaded().log().to_json().to_string(), file.to_string());
    let log = Log::from_json(&file).expect("it is a log");
    let status = log.replay().expect("it was carried out before").status();
    assert_eq!((status.step, status.checksum), (log.step, log.checksum));
}

#[test]
fn what_is_no_log_is_refused_with_the_reason() {
    let (plain, loaded) = (start().log().to_json(), loaded().log().to_json());
    for (pointer, value, said) in [
        ("/version", json!(1), "log.version must be 2, got 1"),
        (
            "/format",
            json!("gradient-playground/model"),
            "log.format must be \"gradient-playground/log\", got \"gradient-playground/model\"",
        ),
        ("/engine", json!(-1), "log.engine must be a whole number, got -1"),
        ("/engine", json!(4294967296_u64), "log.engine must be at most 4294967295, got 4294967296"),
        ("/entries", json!({}), "log.entries must be a list, got {}"),
        ("/entries", json!([[1]]), "log.entries[0] must be what was done to a run, got [1]"),
        (
            "/entries",
            json!([[1, "undo"], [2, "rest"]]),
            "log.entries[1] must be what was done to a run, got [2,\"rest\"]",
        ),
        ("/step", json!(1.5), "log.step must be a whole number, got 1.5"),
        ("/checksum", json!("0"), "log.checksum must be 16 hexadecimal digits, got \"0\""),
        ("/start", json!({}), "log.start.config must be given, got nothing"),
        (
            "/start",
            json!({ "keyframe": "", "config": {} }),
            "log.start.config must be one of keyframe, got an unknown key",
        ),
        ("/start", json!({ "keyframe": 1 }), "log.start.keyframe must be text, got 1"),
        ("/start", json!({ "keyframe": "A+" }), "log.start.keyframe must be the letters of base64url, got \"A+\""),
        ("/start", json!({ "keyframe": "AAAA" }), "log.start.keyframe must be what was done to a run, got \"AAAA\""),
        ("/start/config/count", json!(-1), "count must be "),
        ("/start/config/task", json!("magic"), "task must be "),
    ] {
        let found = refusal(&plain, pointer, value);
        assert!(found.starts_with(said), "{found}\n{said}");
    }
    // Another engine makes other bits of it, which whoever replays it says.
    assert_eq!(refusal(&plain, "/engine", json!(1)), "a log");
    let mut other = plain.clone();
    other["author"] = json!("me");
    assert!(Log::from_json(&other).is_err());
    // Neither cut off nor followed by something.
    let packed = loaded["start"]["keyframe"].as_str().expect("it is text");
    for spoiled in [&packed[..packed.len() - 4], &format!("{packed}AAAA")] {
        let said = refusal(&loaded, "/start/keyframe", json!(spoiled));
        assert!(said.starts_with("log.start.keyframe must be what was done to a run, got "), "{said}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// A keyframe has lengths in it, which may be any after this.
    #[test]
    fn a_spoiled_keyframe_costs_nothing(at in any::<prop::sample::Index>(), by in "[A-Za-z0-9_-]{1,12}") {
        let mut file: Value = serde_json::from_str(include_str!("../reference/log-2.json")).expect("it is JSON");
        let mut packed = file["start"]["keyframe"].as_str().expect("it is text").to_owned();
        let at = at.index(packed.len() - by.len());
        packed.replace_range(at..at + by.len(), &by);
        file["start"]["keyframe"] = packed.into();
        let begin = Instant::now();
        let (log, most) = (Log::from_json(&file), 200);
        prop_assert!(begin.elapsed().as_millis() < most);
        if let Ok(log) = log {
            // It may be a run, whose weights or settings are others.
            drop(playground::Replay::begin(&log));
        }
    }
}
