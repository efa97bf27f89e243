//! That `index.html` and `boot.js` say nothing but the words; `cargo xtask schema` writes those into them.

use words::BOOT;

use super::reader::SPOKEN;
use super::text::{has_han, has_sentence, has_word};
use crate::sources;

/// What `index.html` may say beside the words: how it begins, and why.
const BESIDE: [(&str, &str); 2] = [
    ("Gradient Playground", "the product's name; the page words its title"),
    ("Click points onto a plane, press Play,", "the description, for search engines: a page has one"),
];

/// What `boot.js` may say beside the words. It is for those who repair the page: it stands under the notice.
const DETAILS: [&str; 3] = ["no wasm", "no wasm simd128", "use strict"];

fn is_of_the_words(text: &str) -> bool {
    BOOT.iter().any(|(_, _, boot)| boot.texts().contains(&text))
}

#[test]
fn index_html_says_only_words() {
    let html = std::fs::read_to_string(sources::root().join("index.html")).expect("the page has a shell");
    let is_excused = |text: &String| BESIDE.iter().any(|(start, _)| text.starts_with(start));
    let texts = visible(&html).into_iter().filter(|text| has_han(text) || has_word(text));
    let outside: Vec<String> = texts.filter(|text| !is_of_the_words(text) && !is_excused(text)).collect();
    assert_eq!(outside, Vec::<String>::new(), "texts of index.html that are not of the words");
}

#[test]
fn boot_js_says_only_words() {
    let boot = std::fs::read_to_string(sources::root().join("web/boot.js")).expect("the page has a start");
    let texts = strings(&boot).into_iter().filter(|text| has_han(text) || has_sentence(text));
    let outside: Vec<String> =
        texts.filter(|text| !is_of_the_words(text) && !DETAILS.contains(&text.as_str())).collect();
    assert_eq!(outside, Vec::<String>::new(), "texts of boot.js that are not of the words");
}

/// What is read on a page before any script: texts and spoken attributes. What stands in comments, scripts, styles and data is not.
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
        let script = tag.starts_with("<script").then(|| after.find("</script>").unwrap_or(after.len()));
        rest = &after[script.unwrap_or(0)..];
    }
    texts.push(rest.to_owned());
    texts
        .into_iter()
        .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|text| !text.is_empty())
        .collect()
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
fn texts_are_read_from_a_script_and_from_a_page() {
    let script = "// It's a comment with it's own signs\nsay('Too old', [\"Reload it\"]); say(`${x} is wrong here`); const W = `'use strict';\n  go('it goes');`;";
    assert_eq!(strings(script), ["Too old", "Reload it", "${x} is wrong here", "use strict", "it goes"]);
    let html = "<title>A name</title><script>if (1 < 2) { say(`no, not this`) }</script><!-- <p>no</p> --><p title=\"Now\" class=\"x y\">Hello\n you<br>there</p><meta name=\"description\" content=\"Short\">";
    assert_eq!(visible(html), ["A name", "Now", "Hello you", "there", "Short"]);
}
