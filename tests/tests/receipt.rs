//! Receipts: what a run has reached is found true by making the run again, and whatever is altered is found out, also where the digest
//! is made anew.

use std::process::Command as Process;

use playground::goal::{Fact, Facts, Goal};
use playground::{Command, Config, ENGINE, Language, Receipt, Session, Unit, ViewSettings, link};
use serde_json::{Value, json};

const GOAL: &str = "trainAccuracy >= 60% and parameters <= 40 and not usesFeature('x2^2')";

/// A run with own points, a change and a weight that was set by hand, as far as it reaches the goal.
fn session() -> Session {
    let points: Vec<Value> = (0..40)
        .map(|k| {
            let (x, y) = (f64::from(k % 8) - 3.5, f64::from(k / 8) - 2.0);
            json!({ "x": x, "y": y, "label": if x + y > 0.0 { 2 } else { 1 }, "test": k % 4 == 3 })
        })
        .collect();
    let partial = json!({ "dataset": "own", "points": points, "hiddenLayers": [3], "learningRate": 0.1 });
    let mut session = Session::new(Config::default().merged(&partial).expect("it is valid")).expect("it is valid");
    session.apply(Command::SetParameter { layer: 0, unit: 1, input: Some(0), value: 0.75 }).expect("it is there");
    session.train(Unit::Epoch, 20);
    session.apply(Command::Configure { partial: json!({ "optimiser": "adam" }) }).expect("it is valid");
    session.train(Unit::Epoch, 30);
    session
}

fn receipt() -> Receipt {
    receipt_of(session(), GOAL, &ViewSettings::default())
}

fn receipt_of(mut session: Session, goal: &str, looks: &ViewSettings) -> Receipt {
    let link = link::write_replay(&session.log(), looks).expect("it is short");
    let status = session.status();
    let facts = Facts::new(&status, session.config());
    assert!(Goal::parse(goal).expect("it is a goal").holds(&facts), "{facts:?}");
    Receipt::new(goal, &facts, &status.checksum, &format!("https://host/path/#{link}"))
}

fn verified(receipt: &Receipt) -> Result<u64, String> {
    let status = receipt.verify(|text| serde_json::from_str(text).ok());
    status.map(|status| status.step).map_err(|problem| problem.to_string())
}

#[test]
fn an_honest_receipt_holds_wherever_it_has_been() {
    let receipt = receipt();
    let steps = session().status().step;
    assert_eq!(verified(&receipt), Ok(steps));
    let text = serde_json::to_string_pretty(&receipt.to_json()).expect("it is JSON");
    let read = Receipt::from_json(&serde_json::from_str(&text).expect("it is JSON")).expect("it is a receipt");
    assert_eq!(read, receipt);
    assert_eq!(verified(&read), Ok(steps));
    let opened = link::read(&link::link_in(receipt.link()));
    assert_eq!((opened.view_settings.goal.as_str(), opened.notes.len()), (GOAL, 0), "its link shows the goal");
}

#[test]
fn a_receipt_holds_in_every_language_and_however_its_goal_was_typed() {
    let chinese = ViewSettings { language: Language::Chinese, ..ViewSettings::default() };
    for (goal, looks) in [
        ("trainAccuracy ≥ ６０％ and （parameters <= 40）", &chinese),
        ("not usesFeature(“x2^2”)", &chinese),
        (" \u{200b}trainAccuracy >= 60% ", &ViewSettings::default()),
        // A link leaves out the sign that may end a sentence.
        ("parameters <= 40.", &ViewSettings::default()),
    ] {
        let receipt = receipt_of(session(), goal, looks);
        assert_eq!(verified(&receipt), Ok(session().status().step), "{goal}");
        assert!(
            receipt.link().ends_with(|c: char| c.is_ascii_alphanumeric()),
            "mail takes no sign of it: {}",
            receipt.link()
        );
    }
}

/// The value with this text in its link replaced.
fn in_link(receipt: &Value, from: &str, to: &str) -> Value {
    let link = receipt["link"].as_str().expect("it is text");
    assert!(link.contains(from), "{from} in {link}");
    with(receipt, "link", link.replacen(from, to, 1).into())
}

fn with(receipt: &Value, key: &str, value: Value) -> Value {
    let mut altered = receipt.clone();
    altered[key] = value;
    altered
}

/// The receipt whose recorded run is another one, in its JSON.
fn in_replay(receipt: &Value, alter: impl Fn(&mut Value)) -> Value {
    let link = receipt["link"].as_str().expect("it is text");
    let (_, replay) = link.split_once("&replay=").expect("it is a replay link");
    let replay = replay.split('&').next().expect("there is a first part");
    let mut run = serde_json::from_slice(&bytes_of(replay)).expect("it is JSON");
    alter(&mut run);
    in_link(receipt, replay, &base64_of(run.to_string().as_bytes()))
}

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

fn base64_of(bytes: &[u8]) -> String {
    let group = |chunk: &[u8]| {
        let bits = (0..3).fold(0_u32, |bits, k| bits << 8 | u32::from(chunk.get(k).copied().unwrap_or(0)));
        let letter = move |k: usize| char::from(LETTERS[(bits >> (18 - 6 * k)) as usize & 63]);
        (0..=chunk.len()).map(letter).collect::<String>()
    };
    bytes.chunks(3).map(group).collect()
}

fn bytes_of(text: &str) -> Vec<u8> {
    let value = |letter: u8| LETTERS.iter().position(|known| *known == letter).expect("it is base64url") as u32;
    let group = |chunk: &[u8]| {
        let bits = (0..4).fold(0_u32, |bits, k| bits << 6 | chunk.get(k).map_or(0, |letter| value(*letter)));
        [16, 8, 0].map(|shift| (bits >> shift) as u8)[..chunk.len() - 1].to_vec()
    };
    text.as_bytes().chunks(4).flat_map(group).collect()
}

/// Receipts that were altered, each with what was done and what is said of it.
#[derive(Default)]
struct Altered(Vec<(String, Value, String)>);

impl Altered {
    fn add(&mut self, what: &str, value: Value, said: &str) {
        self.0.push((what.into(), value, said.into()));
    }
}

fn add_stated(altered: &mut Altered, receipt: &Value) {
    let number = |key: &str| receipt["facts"][key].as_f64();
    // The goal: an easier one, a harder one, none; one that the link does not have.
    altered.add(
        "an easier goal",
        with(receipt, "goal", "trainAccuracy >= 50%".into()),
        "goal must be trainAccuracy >= 60%",
    );
    let harder = GOAL.replace("60%", "101%");
    let link = receipt["link"].as_str().expect("it is text").split("&goal=").next().expect("it is there").to_owned();
    let both = with(&with(receipt, "goal", harder.clone().into()), "link", link::with_goal(&link, &harder).into());
    altered.add("a goal that was not reached, in the link too", both, "goal must be reached by the run");
    altered.add("no goal", with(receipt, "goal", "".into()), "goal must be a goal such as");
    // Each fact.
    for fact in Fact::NAMES {
        let mut facts = receipt["facts"].clone();
        facts[fact] = json!(number(fact).map_or(0.5, |number| number + 1.0));
        altered.add(&format!("fact {fact}"), with(receipt, "facts", facts), &format!("{fact} must be "));
    }
    altered.add("a checksum", with(receipt, "checksum", "0123456789abcdef".into()), "checksum must be ");
    let checksum = receipt["checksum"].as_str().expect("it is text");
    let other = with(&in_link(receipt, checksum, "0123456789abcdef"), "checksum", "0123456789abcdef".into());
    altered.add("both checksums", other, "checksum must be ");
    altered.add("the engine", with(receipt, "engine", (ENGINE + 1).into()), "engine must be ");
    altered.add("the link's engine", in_link(receipt, "engine=", "engine=9"), "engine must be ");
}

fn add_links(altered: &mut Altered, receipt: &Value) {
    // The link: points, configuration, weights, steps, what was done.
    altered.add("points", in_link(receipt, "&points=", "&points=AgICBA"), "must be ");
    altered.add("a layer", in_link(receipt, "hiddenLayers=3", "hiddenLayers=4"), "must be ");
    altered.add("the rate", in_link(receipt, "learningRate=0.1", "learningRate=0.2"), "checksum must be ");
    altered.add("the seed of the weights", in_link(receipt, "v=1&", "v=1&weightSeed=7&"), "checksum must be ");
    altered.add("a key that is none", in_link(receipt, "v=1&", "v=1&cheat=1&"), "cheat must be ");
    altered.add(
        "a step more",
        in_replay(receipt, |run| run[0] = (run[0].as_u64().expect("it is a number") + 1).into()),
        "checksum must be ",
    );
    altered.add("an earlier change", in_replay(receipt, |run| run[2][0] = 3.into()), "checksum must be ");
    altered.add("another weight", in_replay(receipt, |run| run[1][1][4] = json!(0.5)), "checksum must be ");
    altered.add(
        "another optimiser",
        in_replay(receipt, |run| run[2][1] = json!({ "optimiser": "momentum" })),
        "checksum must be ",
    );
    altered.add(
        "no change",
        in_replay(receipt, |run| drop(run.as_array_mut().expect("it is a list").remove(2))),
        "checksum must be ",
    );
    altered.add("another command", in_replay(receipt, |run| run[2][1] = "reset".into()), "must be ");
}

fn add_other_runs(altered: &mut Altered, receipt: &Value) {
    // Another run: its link alone, with its checksum, and with its facts too but for one.
    let other = Config::default().merged(&json!({ "weightSeed": 5, "hiddenLayers": [3] })).expect("it is valid");
    let mut other = Session::new(other).expect("it is valid");
    other.train(Unit::Epoch, 200);
    let other = receipt_of(other, GOAL, &ViewSettings::default()).to_json();
    let swapped = with(receipt, "link", other["link"].clone());
    altered.add("the link of another run", swapped.clone(), "checksum must be ");
    let swapped = with(&swapped, "checksum", other["checksum"].clone());
    altered.add("link and checksum of another run", swapped.clone(), "step must be ");
    let mut facts = other["facts"].clone();
    facts["points"] = receipt["facts"]["points"].clone();
    altered.add(
        "link, checksum and facts of another run but for one",
        with(&swapped, "facts", facts),
        "points must be 500",
    );
    altered.add("no run", with(receipt, "link", "https://host/path/#v=1&noise=1".into()), "goal must be ");
    altered.add("a run cut off", in_link(receipt, "&replay=", "&replay=*"), "replay must be what was done to a run");
}

#[test]
fn whatever_is_altered_is_found_out_with_and_without_a_new_digest() {
    let receipt = receipt().to_json();
    let mut altered = Altered::default();
    add_stated(&mut altered, &receipt);
    add_links(&mut altered, &receipt);
    add_other_runs(&mut altered, &receipt);
    for (what, value, said) in altered.0 {
        let receipt = Receipt::from_json(&value).unwrap_or_else(|problem| panic!("{what}: {problem}"));
        for receipt in [receipt.clone(), receipt.digested()] {
            let found = verified(&receipt).expect_err(&what);
            assert!(found.contains(&said), "{what}: {found}");
        }
    }
}

#[test]
fn what_changes_neither_run_nor_goal_is_found_by_the_digest() {
    let receipt = receipt().to_json();
    for (what, value) in [
        ("the program", with(&receipt, "program", "9.9.9".into())),
        ("the digest", with(&receipt, "digest", "0".repeat(64).into())),
        ("the look of the link", in_link(&receipt, "v=1&", "v=1&theme=dark&")),
        ("names of classes", in_link(&receipt, "v=1&", "v=1&classNames=a,b&")),
    ] {
        let found = verified(&Receipt::from_json(&value).expect(what)).expect_err(what);
        assert!(found.starts_with("digest must be "), "{what}: {found}");
    }
}

#[test]
fn what_is_no_receipt_is_refused_by_its_place() {
    let receipt = receipt().to_json();
    let without = |key: &str| {
        let mut less = receipt.clone();
        less.as_object_mut().expect("it is an object").remove(key);
        less
    };
    for key in receipt.as_object().expect("it is an object").keys() {
        let said = Receipt::from_json(&without(key)).expect_err(key).to_string();
        assert!(said.starts_with(&format!("receipt.{key} must be ")), "{said}");
    }
    for fact in Fact::NAMES {
        let mut less = receipt.clone();
        less["facts"].as_object_mut().expect("it is an object").remove(fact);
        let said = Receipt::from_json(&less).expect_err(fact).to_string();
        assert_eq!(said, format!("receipt.facts.{fact} must be given, got nothing"));
    }
    let mut more = receipt["facts"].clone();
    more["luck"] = 1.into();
    for (value, said) in [
        (json!([]), "receipt.format must be \"gradient-playground/receipt\""),
        (with(&receipt, "format", "gradient-playground/model".into()), "receipt.format must be "),
        (with(&receipt, "version", 2.into()), "receipt.version must be 1, got 2"),
        (without("link"), "receipt.link must be given, got nothing"),
        (with(&receipt, "more", 1.into()), "receipt.more must be one of format, "),
        (with(&receipt, "facts", more), "receipt.facts.luck must be one of step, "),
        (with(&receipt, "facts", json!({ "step": 1 })), "receipt.facts.epoch must be given, got nothing"),
        (with(&receipt, "engine", (-1).into()), "receipt.engine must be a whole number, got -1"),
        (with(&receipt, "checksum", "none".into()), "receipt.checksum must be 16 hexadecimal digits"),
        (with(&receipt, "goal", 5.into()), "receipt.goal must be text, got 5"),
    ] {
        let problem = Receipt::from_json(&value).expect_err(said).to_string();
        assert!(problem.starts_with(said), "{problem}");
    }
}

/// Exit code and what was printed, errors last.
fn commanded(text: &str, name: &str) -> (Option<i32>, String) {
    let file = std::env::temp_dir().join(format!("{}-{name}.json", std::process::id()));
    std::fs::write(&file, text).expect("it can be written");
    let output = Process::new(env!("CARGO_BIN_EXE_verify")).arg(&file).output().expect("the command starts");
    std::fs::remove_file(&file).expect("it was there");
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(said).expect("it writes text"))
}

#[test]
fn the_command_tells_true_receipts_from_others() {
    let honest = receipt().to_json();
    let (code, said) = commanded(&honest.to_string(), "honest");
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("the goal holds, and all facts are as the receipt says"), "{said}");
    assert!(said.contains(honest["checksum"].as_str().expect("it is text")), "{said}");
    let mut facts = honest["facts"].clone();
    facts["parameters"] = 7.into();
    for (altered, what) in [
        (with(&honest, "engine", 1.into()), "engine must be 2"),
        (with(&honest, "goal", "parameters <= 50".into()), "goal must be trainAccuracy"),
        (with(&honest, "facts", facts), "parameters must be 13, got 7"),
        (with(&honest, "checksum", "0123456789abcdef".into()), "checksum must be "),
        (in_link(&honest, "learningRate=0.1", "learningRate=0.2"), "checksum must be "),
        (with(&honest, "program", "9.9.9".into()), "digest must be "),
    ] {
        let (code, said) = commanded(&altered.to_string(), "altered");
        assert!(code == Some(1) && said.contains(&format!("the receipt does not hold: {what}")), "{what}: {said}");
    }
    let text = honest.to_string();
    for (bad, name) in
        [(&text[..text.len() / 2], "truncated"), ("Goal reached", "text"), ("", "empty"), ("{}", "other")]
    {
        let (code, said) = commanded(bad, name);
        assert_eq!(code, Some(2), "{name}: {said}");
    }
    let absent = Process::new(env!("CARGO_BIN_EXE_verify")).arg("none.json").output().expect("the command starts");
    assert_eq!(absent.status.code(), Some(2));
}
