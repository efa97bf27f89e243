//! Every link of `tests/links` opens to what it opened to when it was put there, in a browser's address and as a command takes it.

use std::path::{Path, PathBuf};

use playground::link::{self, Address, Opened};
use playground::{ENGINE, Session, VIEW_SETTINGS, ViewSettings};
use serde_json::{Value, json};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("links")
}

fn read(name: &str) -> Value {
    let text = std::fs::read_to_string(folder().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Query and fragment as a browser tells them of an address that was pasted or clicked.
fn in_browser(address: &str) -> Address {
    let address: String = address.trim().chars().filter(|c| !"\t\n\r".contains(*c)).collect();
    let encoded = |text: &str| -> String {
        let letter = |c: char| {
            let mut bytes = [0; 4];
            let bytes = c.encode_utf8(&mut bytes).bytes();
            if c.is_ascii_graphic() && !"\"<>`".contains(c) {
                c.into()
            } else {
                bytes.map(|byte| format!("%{byte:02X}")).collect::<String>()
            }
        };
        text.chars().map(letter).collect()
    };
    let (before, fragment) = address.split_once('#').unwrap_or(("", &address));
    let query = before.split_once('?').map_or("", |(_, query)| query);
    // Only what stands behind the mark was kept, or the link stands in the query.
    let (query, fragment) = match address.split_once('?') {
        Some((_, query)) if !address.contains('#') => (query, ""),
        _ => (query, fragment),
    };
    Address::of(&encoded(query), &encoded(fragment))
}

/// What the link opened to, in the form of an entry.
fn told(opened: &Opened, defaults: &Value) -> Value {
    let config = opened.config.to_json();
    let known = defaults.as_object().expect("it is an object");
    let config: Value = known
        .iter()
        .filter(|(key, value)| config[key.as_str()] != **value)
        .map(|(key, _)| (key.clone(), config[key.as_str()].clone()))
        .collect();
    let (first, mut view) = (ViewSettings::default(), json!({}));
    for setting in VIEW_SETTINGS {
        let place = (setting.read)(&opened.view_settings);
        if place != (setting.read)(&first) {
            view[setting.name] = setting.words[place].into();
        }
    }
    for (name, text) in [("goal", &opened.view_settings.goal), ("lab", &opened.view_settings.lab)] {
        if !text.is_empty() {
            view[name] = text.as_str().into();
        }
    }
    let notes: Vec<&str> = opened.notes.iter().map(|note| note.key.as_str()).collect();
    json!({ "config": config, "view": view, "play": opened.play, "run": opened.replay.as_ref().map(|run| run.checksum.as_str()), "notes": notes })
}

fn wanted(entry: &Value) -> Value {
    let is_ours = entry["run"]["engine"] == json!(ENGINE);
    let mut notes = entry["notes"].as_array().expect("notes are a list").clone();
    if !entry["run"].is_null() && !is_ours {
        notes.push("engine".into());
    }
    let or = |key: &str, other: Value| entry.get(key).cloned().unwrap_or(other);
    let run = if is_ours { entry["run"]["checksum"].clone() } else { Value::Null };
    json!({ "config": entry["config"], "view": or("view", json!({})), "play": or("play", false.into()), "run": run, "notes": notes })
}

#[test]
fn every_link_that_was_ever_made_opens_as_it_did() {
    let defaults = read("defaults.json");
    let mut n_links = 0;
    let mut wrong = String::new();
    for name in ["own.json", "tf_playground.json", "mail.json", "chat.json"] {
        for entry in read(name).as_array().expect("a file is a list") {
            let address = entry["address"].as_str().expect("an address is text");
            let mut ways = vec![("a command", link::link_in(address))];
            if entry.get("browser") != Some(&json!(false)) {
                ways.push(("a browser", in_browser(address).link));
            }
            for (way, link) in ways {
                let opened = link::read(&link);
                let told = told(&opened, &defaults);
                if told != wanted(entry) {
                    let notes: Vec<String> = opened.notes.iter().map(ToString::to_string).collect();
                    wrong +=
                        &format!("{name}, {way}: {address}\n  opens {told}\n  not   {}\n  {notes:?}\n", wanted(entry));
                }
                Session::new(opened.config).unwrap_or_else(|problem| panic!("{address}: {problem}"));
                n_links += 1;
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(n_links > 140, "{n_links}");
}

#[test]
fn what_a_link_leaves_out_means_what_it_meant() {
    let (defaults, now) = (read("defaults.json"), playground::Config::default().to_json());
    for (key, value) in defaults.as_object().expect("it is an object") {
        assert_eq!(now[key], *value, "{key} of older links\n{now}");
    }
}
