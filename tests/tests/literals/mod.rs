//! That everything a visitor reads stands with the words, in both languages: no sentence, title or label is written into the
//! sources of the page or of the session, what `index.html` and `boot.js` say before the words come, they say in both, and no words
//! are kept that nothing says.

mod reader;
mod shell;
mod text;
mod unsaid;

use crate::sources;
use reader::texts_in;

/// Where texts are looked for.
const LOOKED_AT: [&str; 2] = ["web/src", "crates/playground/src"];

/// Files and folders (without `.rs`) that may hold English, each with the reason.
const EXEMPT: [(&str, &str); 7] = [
    (
        "crates/playground/src/problem/english",
        "the API and native code refuse in English, whatever the page's language",
    ),
    ("crates/playground/src/export", "programs in other languages, and their comments as programs have them"),
    ("crates/playground/src/insight/doctor/thresholds", "docs/doctor.md has them, and no page"),
    ("crates/playground/src/table/classes", "words that tables have, in whatever language"),
    ("crates/playground/src/table/column", "words that tables have, in whatever language"),
    ("crates/playground/src/table/mapping", "words that tables have, in whatever language"),
    ("crates/playground/src/table/ready", "where sets of points were published"),
];

/// Texts that may stand where they are: the file (or folder), how the text begins, the reason.
const ALLOWED: [(&str, &str, &str); 21] = [
    ("web/src", "Gradient Playground", "the product's name is the same in every language"),
    ("web/src", "x1*sin(x2)", "a formula"),
    ("web/src", "testAccuracy >= 95%", "a goal, in the language of goals"),
    ("crates/playground/src/data", "x · sin x", "a formula"),
    ("crates/playground/src/insight/ledger", "Σ eˢ", "a formula"),
    ("crates/playground/src/insight/ledger", "eˢ / Σ", "a formula"),
    ("crates/playground/src/insight/matrix", "∂W = δ", "a formula"),
    ("web/src", "(prefers-", "what a browser is asked about its settings"),
    ("web/src", "(pointer: coarse)", "what a browser is asked about its device"),
    ("web/src", "(resolution: ", "what a browser is asked about its screen"),
    ("web/src/draw", "system-ui, sans-serif", "names of fonts"),
    ("web/src/picture", "system-ui, sans-serif", "names of fonts"),
    ("web/src/picture", "M{} {}h", "a path"),
    ("web/src/popovers/importing/picture", "axis-name", "a class of the style sheet"),
    ("web/src/views/plot/face", "axis-name", "a class of the style sheet"),
    ("web/src/views/lessons/step", "btn", "a class of the style sheet"),
    ("web/src/popovers/importing/source", "测试", "a word in names of files"),
    ("web/src/views/network", "left:", "a style"),
    ("web/src/draw/diagram", "calc(", "a style"),
    ("crates/playground/src/keys/table", "plot units", "a unit that only the schema and its documentation name"),
    ("crates/playground/src/link/tf_playground", "seed", "a key of another playground's links"),
];

#[test]
fn whatever_a_visitor_reads_stands_with_the_words() {
    let mut found = Vec::new();
    for folder in LOOKED_AT {
        for (place, text) in sources::read(folder) {
            let file = format!("{folder}/{place}");
            if EXEMPT.iter().any(|(place, _)| sources::is_in(&file, place)) {
                continue;
            }
            let texts = texts_in(&file, &text).into_iter().filter(|(_, text)| !is_allowed(&file, text));
            found.extend(texts.map(|(line, text)| format!("  {file}:{line} {text:?}")));
        }
    }
    assert!(found.is_empty(), "{} texts stand outside the words:\n{}", found.len(), found.join("\n"));
}

fn is_allowed(file: &str, text: &str) -> bool {
    ALLOWED.iter().any(|(place, start, _)| sources::is_in(file, place) && text.starts_with(start))
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
