//! The page of configuration keys, in Markdown, from the tables of keys and view settings.

use playground::VIEW_SETTINGS;
use playground::keys::{KEYS, Key, Kind};
use words::EN;

/// The page as Markdown.
pub(super) fn page() -> String {
    let mut page = String::from(
        "# Configuration\n\nEvery key of `config()`, of links and of files. Written by `cargo xtask schema` from the table of keys; \
         the schemas are in [schema/](schema/).\n\n\
         | Key | On the page | Values | Default | Meaning |\n|---|---|---|---|---|\n",
    );
    for key in KEYS {
        page.push_str(&row(key.name, key, &format!("`{}`", key.default_value())));
        if let Kind::Record { required, optional } = key.kind.inner() {
            for field in required.iter().chain(*optional) {
                page.push_str(&row(&format!("{}.{}", key.name, field.name), field, ""));
            }
        }
    }
    page.push_str("\n## View settings\n\nNot configuration, but in links and kept between visits. Speeds count steps a second, or epochs for each frame.\n\n");
    page.push_str("| Key | On the page | Words, the first visit's in bold | Meaning |\n|---|---|---|---|\n");
    let first = playground::ViewSettings::default();
    for look in VIEW_SETTINGS {
        let word = |(place, word): (usize, &&str)| {
            if place == (look.read)(&first) { format!("**{word}**") } else { (*word).to_owned() }
        };
        let words: Vec<String> = look.words.iter().enumerate().map(word).collect();
        let (label, doc) = (EN.view_label(look.name), EN.view_doc(look.name));
        page.push_str(&format!("| `{}` | {label} | {} | {doc} |\n", look.name, words.join(", ")));
    }
    page
}

fn row(name: &str, key: &Key, default: &str) -> String {
    let unit = if key.unit.is_empty() { String::new() } else { format!(", {}", key.unit) };
    format!("| `{name}` | {} | {}{unit} | {default} | {} |\n", EN.key_label(name), values(&key.kind), EN.key_doc(name))
}

fn values(kind: &Kind) -> String {
    match kind {
        Kind::Integer { min, max } => format!("whole number {min} to {max}"),
        Kind::Number { min, max } => format!("number {min} to {max}"),
        Kind::Positive { max } => format!("number above 0, at most {max}"),
        Kind::Flag => "true or false".into(),
        Kind::Choice(choices) => (choices.listed)().join(", "),
        Kind::Text { format, .. } => format.to_string(),
        Kind::OrNull(kind) => format!("{} or null", values(kind)),
        Kind::OrWord(word, kind) => format!("{} or \"{word}\"", values(kind)),
        Kind::List { of, min, max } => format!("list of {min} to {max}: {}", values(of)),
        Kind::Numbers => "object of numbers".into(),
        Kind::Record { .. } => "object".into(),
    }
}
