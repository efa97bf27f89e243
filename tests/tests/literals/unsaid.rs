//! That no words are kept that nothing says: they are public, so the compiler warns of none.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenTree};

use crate::sources::{self, ident, inside, is_in, is_sign};

/// Who says words: the page, the sentences that are chosen in the words' own crate, the published documentation.
const SAY: [&str; 3] = ["web/src", "crates/words/src", "tests/src"];

/// Where words stand and are not said, within their crate.
const STAND: [&str; 3] = ["en", "zh_hans", "groups"];

#[test]
fn all_words_are_said_somewhere() {
    let crate_of_words = sources::read("crates/words/src");
    let trees = crate_of_words.iter().map(|(file, text)| sources::tokens(file, text));
    let (mut groups, mut methods) = (BTreeMap::new(), BTreeSet::new());
    trees.for_each(|tokens| declared(&tokens, &mut groups, &mut methods));
    assert!(methods.len() > 20 && groups.len() > 10, "{methods:?} {:?}", groups.keys());
    let speakers: Vec<(&str, Vec<String>)> = SAY
        .iter()
        .flat_map(|folder| sources::read(folder).into_iter().map(move |(file, text)| (*folder, file, text)))
        .filter(|(folder, file, _)| *folder != SAY[1] || !STAND.iter().any(|place| is_in(file, place)))
        .map(|(folder, file, text)| (folder, flat(&sources::tokens(&file, &text))))
        .collect();
    let mut unsaid = Vec::new();
    for (name, group) in &groups["Words"] {
        let said: BTreeSet<&str> = speakers.iter().flat_map(|(_, tokens)| said_of(tokens, name, group)).collect();
        let fields = groups.get(group).into_iter().flatten();
        unsaid.extend(fields.filter(|(field, _)| !said.contains(&**field)).map(|(field, _)| format!("{name}.{field}")));
    }
    let is_called = |method: &&String| {
        speakers.iter().any(|(folder, tokens)| *folder != SAY[1] && tokens.iter().any(|token| token == *method))
    };
    unsaid.extend(methods.iter().filter(|method| !is_called(method)).map(|method| format!("Words::{method}")));
    assert!(unsaid.is_empty(), "words that nothing says: {unsaid:?}");
}

/// The public fields of a type, each with the first word of its type.
type Fields = Vec<(String, String)>;

/// Notes the types with public fields that stand among these tokens, and the public methods of `Words`.
fn declared(tokens: &[TokenTree], groups: &mut BTreeMap<String, Fields>, methods: &mut BTreeSet<String>) {
    for (at, token) in tokens.iter().enumerate() {
        let TokenTree::Group(block) = token else { continue };
        let [kind, name] = [2, 1].map(|back| at.checked_sub(back).and_then(|at| ident(tokens, at)).unwrap_or_default());
        let within = inside(block);
        let is_word = |at: usize, word: &str| ident(&within, at).as_deref() == Some(word);
        let public = (0..within.len()).filter(|at| is_word(*at, "pub") && ident(&within, at + 1).is_some());
        match kind.as_str() {
            "struct" if block.delimiter() == Delimiter::Brace => {
                let field = |at| Some((ident(&within, at + 1)?, ident(&within, at + 3).unwrap_or_default()));
                groups.insert(name, public.filter_map(field).collect());
            }
            "impl" if name == "Words" => {
                let name = |at| ident(&within, at + if is_word(at + 1, "const") { 3 } else { 2 });
                methods.extend(public.filter_map(name));
            }
            _ => {}
        }
    }
}

/// The fields that are read of a group, by its name in `Words`, a name that `let` gives it, or that of a parameter of its type.
fn said_of<'a>(tokens: &'a [String], name: &str, group: &str) -> BTreeSet<&'a str> {
    let word = |at: usize| tokens.get(at).map_or("", String::as_str);
    let mut names = BTreeSet::from([name]);
    for at in 0..tokens.len() {
        let mut start = at;
        if word(at) == name && word(at + 1) == ";" {
            while start > 1 && word(start - 1) == "." {
                start -= 2;
            }
        } else if word(at) == group {
            while start > 2 && word(start - 1) == ":" && word(start - 2) == ":" {
                start -= 3;
            }
        } else {
            continue;
        }
        // let NAME = &…, NAME: &…
        if start > 2 && word(start - 1) == "&" && ["=", ":"].contains(&word(start - 2)) {
            names.insert(word(start - 3));
        }
    }
    let read = |three: &'a [String]| (names.contains(&*three[0]) && three[1] == ".").then_some(&*three[2]);
    tokens.windows(3).filter_map(read).collect()
}

/// The words and signs of these tokens one after another, those in brackets too; lifetimes are left out.
fn flat(tokens: &[TokenTree]) -> Vec<String> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token {
            TokenTree::Group(group) => {
                found.push("(".to_owned());
                found.extend(flat(&inside(group)));
                found.push(")".to_owned());
            }
            _ if is_sign(tokens, at, '\'') => at += 1,
            token => found.push(token.to_string()),
        }
        at += 1;
    }
    found
}

#[test]
fn a_group_is_known_by_its_name_by_another_and_by_its_type() {
    let said = |source: &str| {
        let tokens = flat(&sources::tokens("a snippet", source));
        said_of(&tokens, "curve", "Curve").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(said("fn f() { words.curve.loss.with([&status.accuracy]); self.curve.norm }"), ["loss", "norm"]);
    assert_eq!(said("fn f() { let names = &self.words.curve; g(names.loss, other.norm) }"), ["loss"]);
    assert_eq!(said("fn f(names: &'static words::Curve, all: &Plot) { names.loss, all.norm }"), ["loss"]);
    let (mut groups, mut methods) = (BTreeMap::new(), BTreeSet::new());
    let source = "pub struct A { /// One.\n pub one: &'static str, pub two: Template<2>, three: u8 } impl Words { pub const fn a() {} pub fn b(&self) {} fn c() {} pub(crate) fn d() {} }";
    declared(&sources::tokens("a snippet", source), &mut groups, &mut methods);
    assert_eq!(groups["A"], [("one".into(), "".into()), ("two".into(), "Template".into())]);
    assert_eq!(methods, BTreeSet::from(["a".into(), "b".into()]));
}
