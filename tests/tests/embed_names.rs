//! The scripts of course pages and frames repeat names of the program's tables, which they cannot import: here they are held equal.

use std::collections::BTreeSet;
use std::fs::read_to_string;
use std::path::Path;

use playground::VIEW_SETTINGS;
use playground::keys::{KEYS, Kind};

fn text(place: &str) -> String {
    read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(place)).expect("it can be read")
}

/// What stands in single quotes between two texts, in its order.
fn quoted(text: &str, begin: &str, end: &str) -> Vec<String> {
    let (_, rest) = text.split_once(begin).unwrap_or_else(|| panic!("{begin} must be there"));
    let (list, _) = rest.split_once(end).unwrap_or_else(|| panic!("{end} must follow {begin}"));
    list.split('\'').skip(1).step_by(2).map(str::to_owned).collect()
}

fn set(names: impl IntoIterator<Item = impl Into<String>>) -> BTreeSet<String> {
    names.into_iter().map(Into::into).collect()
}

fn kebab(name: &str) -> String {
    name.chars()
        .flat_map(|c| if c.is_ascii_uppercase() { vec!['-', c.to_ascii_lowercase()] } else { vec![c] })
        .collect()
}

/// The calls of `window.playground`, by its table.
fn calls() -> Vec<String> {
    let table = text("web/src/api/mod.rs");
    let (_, rest) = table.split_once("const CALLS").expect("the table of calls is there");
    let (rows, _) = rest.split_once("\n];").expect("the table ends");
    rows.lines().filter_map(|line| Some(line.strip_prefix("    (\"")?.split_once('"')?.0.to_owned())).collect()
}

#[test]
fn the_element_has_every_call_of_the_page() {
    let element = quoted(&text("web/embed.js"), "const CALLS = [", "]");
    // Of events it has its own; these three the frame answers.
    let expected = calls().into_iter().filter(|call| call != "on" && call != "off");
    let expected = expected.chain(["getState", "setState", "screenshot"].map(str::to_owned));
    assert_eq!(set(element), set(expected));
}

#[test]
fn the_element_knows_every_view_setting_and_every_key_that_is_a_list() {
    let script = text("web/embed.js");
    let view = quoted(&script, "const VIEW = [", "]");
    let settings = VIEW_SETTINGS.iter().map(|setting| setting.name);
    assert_eq!(set(view), set(settings.chain(["goal", "lab", "lesson", "controls", "hide"])));
    let is_list = |kind: &Kind| match kind.inner() {
        // Points are written as JSON.
        Kind::List { of, .. } => !matches!(of.inner(), Kind::Record { .. }),
        _ => false,
    };
    let lists = KEYS.iter().filter(|key| is_list(&key.kind)).map(|key| key.name);
    assert_eq!(set(quoted(&script, "const LISTS = [", "]")), set(lists));
}

#[test]
fn every_control_that_the_panel_offers_is_a_part_of_the_page_or_a_key() {
    let script = text("web/parts.js");
    let (_, rest) = script.split_once("const PARTS = {").expect("the table of parts is there");
    let (rows, _) = rest.split_once("\n};").expect("the table ends");
    let parts = rows.lines().filter_map(|line| Some(line.trim().strip_prefix('\'')?.split_once('\'')?.0.to_owned()));
    let parts: BTreeSet<String> = parts.collect();
    let keys = set(KEYS.iter().map(|key| kebab(key.name)));
    let is_known = |name: &String| parts.contains(name) || keys.contains(name) || name == "activation";
    let panel = text("web/src/popovers/share/embed.rs");
    let (_, rest) = panel.split_once("fn controls(").expect("the table of controls is there");
    let (rows, _) = rest.split_once("\n}").expect("the table ends");
    let offered: Vec<String> =
        rows.lines().filter_map(|line| Some(line.trim().strip_prefix("(\"")?.split_once('"')?.0.to_owned())).collect();
    assert_eq!(offered.len(), 18, "the table was read");
    assert_eq!(offered.iter().filter(|name| !is_known(name)).collect::<Vec<_>>(), Vec::<&String>::new());
    // The documentation has each part by its name.
    let docs = text("docs/embed.md");
    let missing: Vec<&String> = parts.iter().filter(|name| !docs.contains(&format!("`{name}`"))).collect();
    assert_eq!(missing, Vec::<&String>::new());
}
