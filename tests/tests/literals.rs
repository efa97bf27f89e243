//! That everything a visitor reads stands with the words, in both languages: no sentence, title or label is written into the
//! sources of the page or of the session, and what `index.html` and `boot.js` say before the words come, they say in both.

mod sources;

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, Group, TokenTree};

/// Where texts are looked for.
const LOOKED_AT: [&str; 2] = ["web/src", "crates/playground/src"];

/// Files and folders (without `.rs`) that may hold English, each with the reason.
const EXEMPT: [(&str, &str); 1] = [(
    "crates/playground/src/problem/english",
    "the API and native code refuse in English, whatever the page's language",
)];

/// Texts that may stand where they are: the file (or folder), how the text begins, the reason.
const ALLOWED: [(&str, &str, &str); 9] = [
    ("web/src", "Gradient Playground", "the product's name is the same in every language"),
    ("web/src", "x1*sin(x2)", "a formula"),
    ("crates/playground/src/data", "x · sin x", "a formula"),
    ("web/src", "(prefers-", "what a browser is asked about its settings"),
    ("web/src", "(pointer: coarse)", "what a browser is asked about its device"),
    ("web/src/draw", "system-ui, sans-serif", "names of fonts"),
    ("web/src/views/network", "left:calc(", "a style"),
    ("crates/playground/src/keys/table", "plot units", "a unit that only the schema and its documentation name"),
    ("crates/playground/src/link/tf_playground", "seed", "a key of another playground's links"),
];

/// Attributes whose value is read or heard.
const SPOKEN: [&str; 8] = [
    "alt",
    "aria-description",
    "aria-label",
    "aria-roledescription",
    "aria-valuetext",
    "label",
    "placeholder",
    "title",
];

/// The same, of a component of our own.
const SPOKEN_BY_COMPONENTS: [&str; 6] = ["heading", "hint", "name", "text", "why", "words"];

/// Attributes and fields whose value is no text: names, styles, shapes.
const SILENT: [&str; 28] = [
    "accept",
    "aria-controls",
    "aria-describedby",
    "aria-labelledby",
    "class",
    "controls",
    "d",
    "fill",
    "font",
    "for",
    "group",
    "href",
    "id",
    "key",
    "path",
    "pattern",
    "points",
    "rel",
    "role",
    "sandbox",
    "src",
    "stroke",
    "style",
    "target",
    "transform",
    "type",
    "value",
    "viewBox",
];

/// Macros whose text nobody reads but who repairs the program.
const SILENT_MACROS: [&str; 17] = [
    "assert",
    "assert_eq",
    "assert_ne",
    "classes",
    "compile_error",
    "console_log",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "env",
    "include_bytes",
    "include_str",
    "log",
    "panic",
    "todo",
    "unimplemented",
    "unreachable",
];

/// Functions of which the same is true, and those that take names.
const SILENT_CALLS: [&str; 17] = [
    "closest",
    "complain",
    "debug_1",
    "error_1",
    "expect",
    "expect_err",
    "expect_throw",
    "get_property_value",
    "log_1",
    "matches",
    "query_selector",
    "query_selector_all",
    "set_class_name",
    "set_font",
    "set_property",
    "throw_str",
    "warn_1",
];

/// Functions that show what they are given.
const SPOKEN_CALLS: [&str; 8] = [
    "alert_with_message",
    "confirm_with_message",
    "fill_text",
    "set_alt",
    "set_placeholder",
    "set_text_content",
    "set_title",
    "text",
];

/// Functions whose first argument is a style's class.
const STYLED: [(&str, &str); 1] = [("Button", "of")];

#[test]
fn whatever_a_visitor_reads_stands_with_the_words() {
    let mut found = Vec::new();
    for folder in LOOKED_AT {
        for (place, text) in sources::read(folder) {
            let file = format!("{folder}/{place}");
            if EXEMPT.iter().any(|(place, _)| is_in(&file, place)) {
                continue;
            }
            let texts = texts_in(&file, &text).into_iter().filter(|(_, text)| !is_allowed(&file, text));
            found.extend(texts.map(|(line, text)| format!("  {file}:{line} {text:?}")));
        }
    }
    assert!(found.is_empty(), "{} texts stand outside the words:\n{}", found.len(), found.join("\n"));
}

/// Whether a file stands in that folder, or is that file.
fn is_in(file: &str, place: &str) -> bool {
    file.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || rest == ".rs")
}

fn is_allowed(file: &str, text: &str) -> bool {
    ALLOWED.iter().any(|(place, start, _)| is_in(file, place) && text.starts_with(start))
}

/// What a literal at that place is.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// Seen or heard as it stands: one word is enough.
    Spoken,
    /// Anything: only what looks like a sentence is a text.
    Anywhere,
}

/// The texts in a file, with their lines.
fn texts_in(file: &str, text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    expression(&sources::tokens(file, text), Place::Anywhere, &mut found);
    found
}

type Found = Vec<(usize, String)>;

fn expression(tokens: &[TokenTree], place: Place, found: &mut Found) {
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token {
            TokenTree::Punct(sign) if sign.as_char() == '#' && attribute(tokens, at + 1).is_some() => {
                let group = attribute(tokens, at + 1).expect("checked above");
                // The one attribute that holds words: what an error says.
                if word(&inside(group), 0).as_deref() == Some("error") {
                    expression(&inside(group), Place::Anywhere, found);
                }
                at += 1;
            }
            TokenTree::Ident(name) => {
                let name = name.to_string();
                if let (true, Some(TokenTree::Group(group))) = (is_sign(tokens, at + 1, '!'), tokens.get(at + 2)) {
                    called_macro(&name, group, place, found);
                    at += 2;
                } else if let Some(TokenTree::Group(group)) = tokens.get(at + 1)
                    && group.delimiter() == Delimiter::Parenthesis
                {
                    let owner = (at >= 3 && is_sign(tokens, at - 1, ':')).then(|| word(tokens, at - 3)).flatten();
                    called(owner.as_deref(), &name, group, place, found);
                    at += 1;
                } else if (is_sign(tokens, at + 1, ':') || is_sign(tokens, at + 1, '='))
                    && SILENT.contains(&name.as_str())
                {
                    at += match (tokens.get(at + 2), tokens.get(at + 3)) {
                        (Some(TokenTree::Literal(_)), _) => 2,
                        (Some(TokenTree::Ident(wrap)), Some(TokenTree::Group(_))) if *wrap == "Some" => 3,
                        _ => 0,
                    };
                }
            }
            TokenTree::Group(group) => expression(&inside(group), place, found),
            TokenTree::Literal(literal) => {
                // A literal that is compared with, or matched, is a name.
                let is_compared = is_sign(tokens, at + 1, '=')
                    || (at > 1 && is_sign(tokens, at - 1, '=') && is_sign(tokens, at - 2, '='));
                let is_name = is_compared || is_sign(tokens, at + 1, '|');
                note(literal, if is_name { Place::Anywhere } else { place }, found);
            }
            TokenTree::Punct(_) => {}
        }
        at += 1;
    }
}

fn called_macro(name: &str, group: &Group, place: Place, found: &mut Found) {
    match name {
        "html" | "html_nested" => markup(&inside(group), found),
        "format" => expression(&inside(group), place, found),
        _ if SILENT_MACROS.contains(&name) => {}
        _ => expression(&inside(group), Place::Anywhere, found),
    }
}

fn called(owner: Option<&str>, name: &str, group: &Group, place: Place, found: &mut Found) {
    let tokens = inside(group);
    let first_end = tokens.iter().position(|token| is(token, ',')).unwrap_or(tokens.len());
    if SILENT_CALLS.contains(&name) {
        return;
    }
    if SPOKEN_CALLS.contains(&name) {
        expression(&tokens, Place::Spoken, found);
    } else if name == "set_attribute" {
        let names = matches!(tokens.first(), Some(TokenTree::Literal(first)) if SPOKEN.contains(&unquoted(&first.to_string()).unwrap_or_default().as_str()));
        expression(&tokens[first_end..], if names { Place::Spoken } else { Place::Anywhere }, found);
    } else if STYLED.iter().any(|(of, function)| owner == Some(of) && name == *function) {
        expression(&tokens[first_end..], Place::Anywhere, found);
    } else {
        // What wraps a value shows it where the value would be shown.
        let wraps = ["Err", "Ok", "Some", "from"].contains(&name);
        expression(&tokens, if wraps { place } else { Place::Anywhere }, found);
    }
}

fn markup(tokens: &[TokenTree], found: &mut Found) {
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token {
            TokenTree::Punct(sign) if sign.as_char() == '<' => at = tag(tokens, at + 1, found),
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                let inner = inside(group);
                if is_sign(&inner, 0, '<') { markup(&inner, found) } else { expression(&inner, Place::Spoken, found) }
            }
            TokenTree::Group(group) => expression(&inside(group), Place::Anywhere, found),
            TokenTree::Literal(literal) => note(literal, Place::Spoken, found),
            _ => {}
        }
        at += 1;
    }
}

/// The inside of a tag, and where its `>` is.
fn tag(tokens: &[TokenTree], mut at: usize, found: &mut Found) -> usize {
    let is_component = word(tokens, at).is_some_and(|name| name.starts_with(char::is_uppercase));
    let mut name = String::new();
    while let Some(token) = tokens.get(at) {
        match token {
            TokenTree::Punct(sign) if sign.as_char() == '>' => break,
            TokenTree::Punct(sign) if sign.as_char() == '-' => name.push('-'),
            TokenTree::Ident(part) if name.ends_with('-') => name.push_str(&part.to_string()),
            TokenTree::Ident(part) => name = part.to_string(),
            TokenTree::Literal(_) | TokenTree::Group(_) if is_sign(tokens, at - 1, '=') => {
                let is_spoken =
                    SPOKEN.contains(&name.as_str()) || (is_component && SPOKEN_BY_COMPONENTS.contains(&name.as_str()));
                if !SILENT.contains(&name.as_str()) {
                    expression(&tokens[at..=at], if is_spoken { Place::Spoken } else { Place::Anywhere }, found);
                }
            }
            _ => {}
        }
        at += 1;
    }
    at
}

fn note(literal: &proc_macro2::Literal, place: Place, found: &mut Found) {
    let Some(text) = unquoted(&literal.to_string()) else { return };
    let shown = without_placeholders(&text);
    let is_text = has_han(&shown) || has_sentence(&shown) || (place == Place::Spoken && has_word(&shown));
    if is_text {
        found.push((literal.span().start().line, text));
    }
}

/// What a string literal holds; nothing for other literals.
fn unquoted(literal: &str) -> Option<String> {
    if let Some(raw) = literal.strip_prefix('r') {
        let raw = raw.trim_matches('#');
        return Some(raw.strip_prefix('"')?.strip_suffix('"')?.to_owned());
    }
    let inner = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = String::new();
    let mut chars = inner.chars().peekable();
    while let Some(sign) = chars.next() {
        match sign {
            '\\' => match chars.next()? {
                'n' | 't' | 'r' => text.push(' '),
                // The line goes on below.
                '\n' => while chars.next_if(|next| next.is_whitespace()).is_some() {},
                'u' => {
                    let code: String = chars.by_ref().skip(1).take_while(|sign| *sign != '}').collect();
                    text.extend(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32));
                }
                other => text.push(other),
            },
            _ => text.push(sign),
        }
    }
    Some(text)
}

/// The text without what `format!` puts into it.
fn without_placeholders(text: &str) -> String {
    let mut depth = 0;
    let mut kept = String::new();
    for sign in text.chars() {
        match sign {
            '{' => depth += 1,
            '}' => depth = (depth - 1).max(0),
            _ if depth == 0 => kept.push(sign),
            _ => {}
        }
    }
    kept
}

/// Whether two words of letters stand side by side, as in a sentence.
fn has_sentence(text: &str) -> bool {
    let bare = |part: &str| part.trim_matches(|sign: char| ",.:;!?…()“”\"'".contains(sign)).to_owned();
    let is_word = |part: &str| {
        part.starts_with(char::is_alphabetic) && part.chars().all(|sign| sign.is_alphabetic() || "-'’".contains(sign))
    };
    let parts: Vec<String> = text.split_whitespace().map(bare).collect();
    parts
        .windows(2)
        .any(|pair| pair.iter().all(|part| is_word(part)) && pair.iter().any(|part| part.chars().count() > 1))
}

fn has_word(text: &str) -> bool {
    text.as_bytes().windows(2).any(|pair| pair.iter().all(u8::is_ascii_alphabetic))
}

fn has_han(text: &str) -> bool {
    text.chars().any(|sign| ('\u{4e00}'..='\u{9fff}').contains(&sign))
}

fn inside(group: &Group) -> Vec<TokenTree> {
    group.stream().into_iter().collect()
}

fn attribute(tokens: &[TokenTree], at: usize) -> Option<&Group> {
    match tokens.get(at)? {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => Some(group),
        _ => None,
    }
}

fn word(tokens: &[TokenTree], at: usize) -> Option<String> {
    match tokens.get(at) {
        Some(TokenTree::Ident(word)) => Some(word.to_string()),
        _ => None,
    }
}

fn is(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(found) if found.as_char() == sign)
}

fn is_sign(tokens: &[TokenTree], at: usize, sign: char) -> bool {
    tokens.get(at).is_some_and(|token| is(token, sign))
}

fn found(source: &str) -> Vec<String> {
    texts_in("a snippet", source).into_iter().map(|(_, text)| text).collect()
}

#[test]
fn texts_in_markup_are_found_and_styles_are_not() {
    let shows = [
        (r#"html! { <button title="Click here" class="a b" /> }"#, "Click here"),
        (r#"html! { <p class="a b">{ "Hello you" }</p> }"#, "Hello you"),
        (r#"html! { <p>{ "Hello" }</p> }"#, "Hello"),
        (r#"html! { <p>{ if on { "On" } else { words::OFF } }</p> }"#, "On"),
        (r#"html! { <div>if on { <p aria-label={"Loss"} /> }</div> }"#, "Loss"),
        (
            r#"html! { <ul>{ for list.iter().map(|one| html! { <li>{ format!("{one} steps") }</li> }) }</ul> }"#,
            "{one} steps",
        ),
        (r#"html! { <input placeholder={Some("sin(x)")} /> }"#, "sin(x)"),
        (r#"html! { <Slider name="Noise" id="noise" /> }"#, "Noise"),
        (r#"html! { <><b>{ n }</b>{ "轮次" }</> }"#, "轮次"),
        (r#"fn f() { element.set_text_content(Some("Saved")); }"#, "Saved"),
        (r#"fn f() { element.set_attribute("title", "Saved"); }"#, "Saved"),
        (r#"fn f() -> Problem { Problem { what: "must be a number" } }"#, "must be a number"),
        ("const A: &str = \"goes on \\\n   below\";", "goes on below"),
        (r#"#[error("{key} must be {rule} here")] struct E;"#, "must be a"),
    ];
    for (source, text) in &shows[..shows.len() - 1] {
        assert_eq!(found(source), [*text], "{source}");
    }
    assert_eq!(found(r#"#[error("no such key: {key}")] struct E;"#), ["no such key: {key}"]);
}

#[test]
fn names_styles_and_what_only_developers_read_are_no_texts() {
    let silent = [
        r#"html! { <i class="a b" style="color: red" data-state="loading now" /> }"#.replace(" now", ""),
        r#"html! { <svg viewBox="0 0 16 16"><path d="M 1 l 2 z" /></svg> }"#.to_owned(),
        r#"html! { <p class={classes!("a b", on.then_some("c d"))}>{ words::HELLO }{ "·" }{ "x₁" }</p> }"#.to_owned(),
        r#"html! { <p>{ match kind { "linear" => words::LINEAR, "other" | "more" => words::MORE, _ => words.of("relu") } }</p> }"#.to_owned(),
        r#"html! { <p hidden={name == "loss"}>{ view.get("loss") }</p> }"#.to_owned(),
        r#"fn f() { list.get(0).expect("there is a first one"); assert!(true, "it is so"); panic!("it is not so"); }"#.to_owned(),
        r#"fn f() { Button::of("btn quiet", words::SHARE); Button { class: "btn quiet keys", controls: Some("more things"), ..of() } }"#.to_owned(),
        r#"fn f() { element.set_attribute("class", "quiet"); document.query_selector("main section"); }"#.to_owned(),
        "/// Documentation is no text.\n// Nor are comments.\n#[expect(dead_code, reason = \"it is no text\")]\nconst A: &str = \"learningRate\";".to_owned(),
        "#[cfg(test)]\nmod tests { const A: &str = \"it is a test\"; }".to_owned(),
    ];
    for source in silent {
        assert_eq!(found(&source), Vec::<String>::new(), "{source}");
    }
}

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
