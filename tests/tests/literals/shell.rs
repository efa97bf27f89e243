//! That `index.html` and `boot.js` say the same in both languages, and `boot.js` nothing outside of its table.

use std::collections::BTreeMap;

use crate::reader::SPOKEN;
use crate::sources;
use crate::text::{has_han, has_sentence, has_word};

/// The languages of `boot.js`, as its table names them.
const IN_BOOT: [&str; 2] = ["en", "zh-Hans"];

/// What `index.html` may say in one language: where it stands, and why.
const ONE_LANGUAGE: [(&str, &str); 2] = [
    ("Gradient Playground", "the product's name; the page words its title"),
    ("Click points onto a plane, press Play,", "the description, for search engines: a page has one"),
];

#[test]
fn what_stands_in_index_html_is_there_in_both_languages() {
    let html = std::fs::read_to_string(sources::root().join("index.html")).expect("the page has a shell");
    let boot = std::fs::read_to_string(sources::root().join("web/boot.js")).expect("the page has a start");
    let [english, chinese] = IN_BOOT.map(|language| table(&boot, language));
    assert!(!english.is_empty(), "boot.js must hold its words as {{ 'en': {{ … }}, 'zh-Hans': {{ … }} }}");
    let names = |table: &BTreeMap<String, String>| table.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&english), names(&chinese), "boot.js must say the same in both languages");
    for (name, text) in &chinese {
        assert!(has_han(text), "boot.js: {name} must be Chinese, is {text:?}");
        assert!(!has_han(&english[name]), "boot.js: {name} must be English, is {:?}", english[name]);
    }
    let shown = visible(&html);
    // Where no script runs, both languages stand side by side.
    let in_chinese_too = |at: usize| shown.get(at + 1).is_some_and(|next| has_han(next));
    let only_here: Vec<&String> = (0..shown.len())
        .filter(|at| has_word(&shown[*at]) && !has_han(&shown[*at]) && !in_chinese_too(*at))
        .map(|at| &shown[at])
        .filter(|text| !english.values().any(|word| word == *text))
        .filter(|text| !ONE_LANGUAGE.iter().any(|(start, _)| text.starts_with(start)))
        .collect();
    assert_eq!(only_here, Vec::<&String>::new(), "texts of index.html that boot.js does not have in both languages");
}

#[test]
fn what_boot_js_says_stands_in_its_table() {
    let boot = std::fs::read_to_string(sources::root().join("web/boot.js")).expect("the page has a start");
    let words: Vec<String> = IN_BOOT.iter().flat_map(|language| table(&boot, language).into_values()).collect();
    let texts = strings(&boot).into_iter().filter(|text| has_han(text) || has_sentence(text));
    // For those who repair the page: it stands under the notice, with the browser's name.
    let details = ["no wasm simd128", "use strict"];
    let outside: Vec<String> =
        texts.filter(|text| !words.contains(text) && !details.contains(&text.as_str())).collect();
    assert_eq!(outside, Vec::<String>::new(), "texts of boot.js outside of its table");
}

/// What is read on a page before any script: texts and spoken attributes. What stands in comments, styles and data is not.
fn visible(html: &str) -> Vec<String> {
    let mut texts = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        texts.push(rest[..start].to_owned());
        rest = &rest[start..];
        let end =
            if rest.starts_with("<!--") { rest.find("-->").map(|at| at + 3) } else { rest.find('>').map(|at| at + 1) };
        let (tag, after) = rest.split_at(end.unwrap_or(rest.len()));
        let is_description = tag.starts_with("<meta name=\"description\"");
        for name in SPOKEN.iter().chain(is_description.then_some(&"content")) {
            let value = tag.split_once(&format!(" {name}=\"")).and_then(|(_, value)| value.split_once('"'));
            texts.extend(value.filter(|_| !tag.starts_with("<!--")).map(|(value, _)| value.to_owned()));
        }
        rest = after;
    }
    texts.push(rest.to_owned());
    texts
        .into_iter()
        .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|text| !text.is_empty())
        .collect()
}

/// The texts of one language in a script's `'en': { name: 'text', other: ['first', 'second'], … }`, those of a list with their places.
fn table(script: &str, language: &str) -> BTreeMap<String, String> {
    let head = format!("'{language}': {{");
    let Some((_, rest)) = script.split_once(&head) else { return BTreeMap::new() };
    let mut found = BTreeMap::new();
    let mut rest = rest.trim_start();
    while !rest.starts_with('}') {
        let Some((name, value)) = rest.split_once(':') else { break };
        let name = name.trim().trim_matches(['\'', '"']);
        let mut value = value.trim_start();
        if let Some(list) = value.strip_prefix('[') {
            value = list.trim_start();
            for place in 0.. {
                let Some((text, after)) = string(value) else { break };
                found.insert(format!("{name} {place}"), text);
                value = after_comma(after);
            }
            value = value.strip_prefix(']').expect("a list holds texts only");
        } else {
            let Some((text, after)) = string(value) else { break };
            found.insert(name.to_owned(), text);
            value = after;
        }
        rest = after_comma(value);
    }
    found
}

/// What follows a comma, if there is one.
fn after_comma(script: &str) -> &str {
    script.trim_start().trim_start_matches(',').trim_start()
}

/// The string that begins here, and what follows it.
fn string(script: &str) -> Option<(String, &str)> {
    let quote = script.chars().next().filter(|sign| "'\"`".contains(*sign))?;
    let mut text = String::new();
    let mut chars = script.char_indices().skip(1);
    while let Some((at, sign)) = chars.next() {
        match sign {
            '\\' => text.extend(chars.next().map(|(_, sign)| sign)),
            _ if sign == quote => return Some((text, &script[at + 1..])),
            _ => text.push(sign),
        }
    }
    None
}

/// The strings of a script, those within the code of a template too; comments are left out.
fn strings(script: &str) -> Vec<String> {
    let code: String =
        script.lines().map(|line| line.split_once("// ").map_or(line, |(code, _)| code)).collect::<Vec<_>>().join("\n");
    let mut found = Vec::new();
    let mut rest = code.as_str();
    while let Some(at) = rest.find(['\'', '"', '`']) {
        rest = &rest[at..];
        match string(rest) {
            // A script within the script.
            Some((text, after)) if rest.starts_with('`') && text.contains(";\n") => {
                found.extend(strings(&text));
                rest = after;
            }
            Some((text, after)) => {
                found.push(text);
                rest = after;
            }
            None => break,
        }
    }
    found
}

#[test]
fn both_languages_are_read_from_a_script_and_texts_from_a_page() {
    let script = "// It's a comment with it's own signs\nconst WORDS = {\n  'en': { old: 'Too old', 'start-cure': \"Reload it\", two: ['One', 'Two, or three'] },\n  'zh-Hans': { old: '太旧了' },\n};\n\
                  say(`${x} is wrong here`); const W = `'use strict';\n  go('it goes');`;";
    assert_eq!(
        table(script, "en"),
        BTreeMap::from(
            [("old", "Too old"), ("start-cure", "Reload it"), ("two 0", "One"), ("two 1", "Two, or three")]
                .map(|(name, text)| (name.into(), text.into()))
        )
    );
    assert_eq!(table(script, "zh-Hans"), BTreeMap::from([("old".into(), "太旧了".into())]));
    assert_eq!(strings(script)[8..], ["${x} is wrong here", "use strict", "it goes"]);
    let html = "<title>A name</title><!-- <p>no</p> --><p title=\"Now\" class=\"x y\">Hello\n you<br>there</p><meta name=\"description\" content=\"Short\">";
    assert_eq!(visible(html), ["A name", "Now", "Hello you", "there", "Short"]);
}
