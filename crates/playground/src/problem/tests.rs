use serde::de::DeserializeOwned;

use super::examples::{findings, goal_mistakes, goal_wanted, mistakes, rules, wanted};
use super::*;
use crate::goal;

#[test]
fn a_problem_reads_as_a_sentence() {
    assert_eq!(Problem::new("noise", Rule::AtMost(3.0), 8).to_string(), "noise must be at most 3, got 8");
    assert_eq!(
        Problem::new("", Rule::PlainObject, "object Map").to_string(),
        "what is configured must be a plain object, got object Map"
    );
}

#[test]
fn a_program_gets_the_parts_of_a_problem() {
    let json = Problem::new("noise", Rule::AtMost(3.0), 8).to_json();
    assert_eq!(json, serde_json::json!({ "key": "noise", "rule": "must be at most 3", "found": "8" }));
    for problem in rules().into_iter().map(|rule| Problem::new("x", rule, Found::Nothing)) {
        let json = problem.to_json();
        assert!(json["rule"].as_str().is_some_and(|rule| !rule.is_empty()) && json["found"] == "nothing", "{json}");
    }
}

#[test]
fn a_long_value_is_cut_between_characters() {
    let problem = Problem::new("formula", Rule::Text, "é".repeat(100));
    assert_eq!(problem.found, Found::Value(format!("{}…", "é".repeat(found::MOST_CHARS))));
}

#[test]
fn what_cannot_be_said_in_the_usual_way_is_a_sentence_of_its_own() {
    for (key, rule, found, words) in [
        ("undo", Rule::Undoable, Found::Nothing, "Nothing to undo"),
        ("redo", Rule::Redoable, Found::Nothing, "Nothing to redo"),
        ("index", Rule::Below { n: 0, of: Counted::Points }, 0.into(), "There are no points"),
        ("value", Rule::FiniteLoss, 1e30.into(), "This value makes the loss infinite"),
        ("job", Rule::Uncancelled, Found::Nothing, "The job was cancelled"),
        ("link", Rule::SettingsUsed, Found::MoreSettings(14), "14 more settings of the link were ignored"),
        ("link", Rule::SettingsUsed, Found::MoreSettings(1), "1 more setting of the link was ignored"),
        ("calls", Rule::CallsAtMost(9), Found::OneMore, "calls under way must be at most 9, got one more"),
        (
            "files",
            Rule::Loaded(Chunk::Files),
            Found::NoAnswer,
            "the part of the page that reads and writes files must be loaded (try again, or reload the page), got no answer",
        ),
    ] {
        assert_eq!(Problem::new(key, rule, found).to_string(), words);
    }
    let link = |seed: Option<&str>| Problem::new("link", Rule::SameRandomNumbers, Found::Seed(seed.map(Into::into)));
    assert!(link(None).to_string().starts_with("The link has no seed, so points and initial weights differ"));
    assert!(link(Some("0.5")).to_string().starts_with("The link has seed 0.5 of other random numbers, so points "));
}

/// How many kinds there are: of a kind that is none the message cannot be read, whatever follows.
fn n_kinds<T: DeserializeOwned>() -> usize {
    let is_kind = |kind: &usize| {
        let mut bytes = vec![*kind as u8];
        bytes.extend([0; 64]);
        !matches!(postcard::from_bytes::<T>(&bytes), Err(postcard::Error::SerdeDeCustom))
    };
    (0..).take_while(is_kind).count()
}

fn kinds<T: Serialize>(all: &[T]) -> Vec<usize> {
    let mut kinds: Vec<usize> =
        all.iter().map(|one| postcard::to_allocvec(one).expect("it can be written")[0].into()).collect();
    kinds.dedup();
    kinds
}

#[test]
fn every_rule_and_everything_found_has_words() {
    assert_eq!(kinds(&rules()), (0..n_kinds::<Rule>()).collect::<Vec<_>>(), "one of each rule, in their order");
    assert_eq!(kinds(&findings()), (0..n_kinds::<Found>()).collect::<Vec<_>>(), "one of each, in their order");
    assert_eq!(kinds(&mistakes()), (0..n_kinds::<Mistake>()).collect::<Vec<_>>(), "one of each, in their order");
    assert_eq!(
        kinds(&goal_mistakes()),
        (0..n_kinds::<goal::Mistake>()).collect::<Vec<_>>(),
        "one of each, in their order"
    );
    assert_eq!(
        kinds(&goal_wanted()),
        (0..n_kinds::<goal::Wanted>()).collect::<Vec<_>>(),
        "one of each, in their order"
    );
    assert_eq!(kinds(&wanted()), (0..n_kinds::<Wanted>()).collect::<Vec<_>>(), "one of each, in their order");
    let mut messages: Vec<String> = Vec::new();
    for rule in rules() {
        let words = Problem::new("key", rule.clone(), "value").to_string();
        assert!(!words.contains("key ,") && words.split(' ').count() >= 3, "{rule:?}: {words}");
        messages.push(words);
    }
    for found in findings() {
        let words = Problem::new("key", Rule::Given, found.clone()).to_string();
        assert!(words.len() > "key must be given, got ".len(), "{found:?}: {words}");
        messages.push(words);
    }
    let n = messages.len();
    messages.sort_unstable();
    messages.dedup();
    assert_eq!(messages.len(), n, "no two say the same");
}

#[test]
fn every_problem_comes_through_a_message() {
    for (rule, found) in rules().into_iter().zip(findings().into_iter().cycle()) {
        let problem = Problem::new("key", rule, found);
        let packed = postcard::to_allocvec(&problem).expect("it can be written");
        assert_eq!(postcard::from_bytes(&packed), Ok(problem));
    }
}
