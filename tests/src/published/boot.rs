//! What `web/boot.js` and `index.html` say before the program has come: the block of each file that holds texts, written from the
//! words.

use playground::link::QUERY_KEYS;
use words::{BOOT, Boot};

/// The file of this path.
fn file(path: &str) -> String {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    std::fs::read_to_string(file).expect("the page has this file")
}

/// A text with this block between these two marks.
fn within(text: &str, start: &str, end: &str, block: &str) -> String {
    let (before, rest) = text.split_once(start).expect("the block has a start");
    let (_, after) = rest.split_once(end).expect("the block has an end");
    [before, start, block, end, after].concat()
}

/// The table of languages in the script that starts the page, and what a query may say.
pub(super) fn script() -> String {
    let block: String = BOOT.iter().map(|(word, chunk, boot)| row(word, chunk, boot)).collect();
    let keys = QUERY_KEYS.map(|key| format!("'{key}'")).join(", ");
    within(&within(&file("web/boot.js"), "const LANGUAGES = [\n", "  ];", &block), "const QUERY_KEYS = [", "];", &keys)
}

fn row(word: &str, chunk: &str, boot: &Boot) -> String {
    let text = |text: &str| {
        assert!(!text.contains(['\'', '\\', '\n']), "{text:?} cannot stand in quotes");
        format!("'{text}'")
    };
    let pair = |title, cure| format!("[{}, {}]", text(title), text(cure));
    let texts = [
        ("loading", text(boot.loading)),
        ("simd", pair(boot.too_old, boot.too_old_cure)),
        ("off", pair(boot.switched_off, boot.switched_off_cure)),
        ("file", pair(boot.from_file, boot.from_file_cure)),
        ("load", pair(boot.no_load, boot.no_load_cure)),
        ("start", pair(boot.no_start, boot.no_start_cure)),
        ("panic", pair(boot.stopped, boot.stopped_cure)),
        ("reload", text(boot.reload)),
        ("defaults", text(boot.defaults)),
        ("copy", text(boot.copy_details)),
        ("copied", text(boot.copied)),
        ("byHand", text(boot.copy_by_hand)),
    ];
    let texts: String = texts.iter().map(|(name, value)| format!("        {name}: {value},\n")).collect();
    format!(
        "    {{\n      word: '{word}',\n      tag: '{}',\n      files: ['split_{chunk}.wasm'],\n      texts: {{\n{texts}      }},\n    }},\n",
        boot.tag
    )
}

/// The page's shell: where no script runs, all languages stand side by side, and where the program is late too.
pub(super) fn shell() -> String {
    let side_by_side = |tag: &str, row: fn(&Boot) -> String| {
        let mut rows = BOOT.iter().map(|(_, _, boot)| (boot.tag, row(boot)));
        let first = rows.next().map(|(_, text)| format!("<{tag}>{text}</{tag}>")).unwrap_or_default();
        let others: String = rows.map(|(lang, text)| format!("<{tag} lang=\"{lang}\">{text}</{tag}>")).collect();
        first + &others
    };
    let no_script = side_by_side("span", |boot| boot.no_script.into());
    let late = side_by_side("p", |boot| format!("{} <a href=\"?defaults\">{}</a>", boot.late, boot.defaults));
    let text = within(&file("index.html"), "<noscript><p class=\"waiting\">", "</p></noscript>", &no_script);
    within(&text, "<div class=\"late\">", "</div>", &late)
}
