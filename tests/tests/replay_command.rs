//! What `cargo xtask replay` makes of links as browsers, mail and chats hand them on, and of files; what it says of bad ones.

use std::process::Command;

use playground::{Log, Session, Unit, ViewSettings, link};
use serde_json::json;

/// Exit code, what was printed and what was said of errors.
fn replayed(source: &str) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_replay")).arg(source).output().expect("the command starts");
    let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).expect("it writes text"));
    (output.status.code(), out, err)
}

/// A run with settings that links write in every way: with commas, parentheses, names and points.
fn log() -> Log {
    let partial = json!({ "features": ["x1", "sin(x1)", "x1*x2"], "classNames": ["a&b", "50% #1"], "count": 30 });
    let config = playground::Config::default().merged(&partial).expect("it is valid");
    let mut session = Session::new(config).expect("it is valid");
    session.train(Unit::Epoch, 3);
    session.apply(playground::Command::Configure { partial: json!({ "learningRate": 0.1 }) }).expect("it is valid");
    let point = playground::Point { x: 1.5, y: -0.25, label: 2.0, test: false };
    session.apply(playground::Command::AddPoints { points: vec![point] }).expect("it is valid");
    session.train(Unit::Sample, 7);
    session.log()
}

fn link_of(log: &Log) -> String {
    link::write_replay(log, &ViewSettings::default()).expect("it is short")
}

/// The text with every byte but letters and digits encoded, as `encodeURIComponent` does it, and more.
fn encoded(text: &str) -> String {
    let letter = |byte: u8| if byte.is_ascii_alphanumeric() { char::from(byte).into() } else { format!("%{byte:02X}") };
    text.bytes().map(letter).collect()
}

#[test]
fn a_copied_link_replays_to_its_checksum() {
    let log = log();
    let link = link_of(&log);
    let amp = link.replace('&', "&amp;");
    for source in [
        format!("https://host/path/#{link}"),
        format!("https://host/path/?embed#{link}"),
        format!("https://host/path/#{amp}"),
        format!("https://host/path/%23{link}"),
        format!("https://host/path/%23{amp}"),
        format!("https://host/path/?embed%23{link}"),
        format!("https://host/path/#{}", encoded(&link)),
        format!("https://host/path/#{}", encoded(&encoded(&link))),
        format!("https://host/path/?{link}"),
        encoded(&format!("https://host/path/#{link}")),
        format!("#{link}"),
        encoded(&link),
        link,
    ] {
        let (code, out, err) = replayed(&source);
        assert_eq!((code, err.as_str()), (Some(0), ""), "{source}");
        assert_eq!(out.matches(&format!("checksum {}", log.checksum)).count(), 2, "{source}: {out}");
    }
}

#[test]
fn a_bad_source_is_refused_with_its_reason() {
    let link = link_of(&log());
    let checksum = log().checksum;
    for (source, code, said) in [
        ("runs/none.json".to_owned(), 2, "runs/none.json: neither a file nor a link; a link has v=1&… behind its #\n"),
        ("https://host/path/".to_owned(), 2, "https://host/path/: neither a file nor a link"),
        ("https://host/#v=1&noise=1".to_owned(), 2, "the link holds no run; it needs engine, checksum and replay\n"),
        (link.replace("engine=2", "engine=7"), 2, "engine must be 2, or the run cannot be made again, got \"7\""),
        (link.replace("replay=", "replay=*"), 2, "replay must be what was done to a run, got \"*"),
        (link.replace("v=1&", "v=1&noise=99&"), 2, "noise must be at most 3, got 99"),
        (env!("CARGO_MANIFEST_DIR").to_owned() + "/Cargo.toml", 2, "Cargo.toml: expected value at line 1"),
        (link.replace(&checksum, "0123456789abcdef"), 1, ""),
    ] {
        let (found, out, err) = replayed(&source);
        assert_eq!(found, Some(code), "{source}: {out}{err}");
        assert!(err.contains(said) && err.is_empty() == said.is_empty(), "{source}: {err}");
    }
}
