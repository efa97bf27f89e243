//! What `web/boot.js` and `index.html` say before the program has come: the block of each file that holds texts, written from the
//! words.

use words::{BOOT, Boot};

/// The file of this path with its texts, which stand between these two marks, as the words have them.
fn with_block(path: &str, start: &str, end: &str, block: &str) -> String {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    let text = std::fs::read_to_string(file).expect("the page has this file");
    let (before, rest) = text.split_once(start).expect("the block has a start");
    let (_, after) = rest.split_once(end).expect("the block has an end");
    [before, start, block, end, after].concat()
}

/// The table of languages in the script that starts the page.
pub(super) fn script() -> String {
    let block: String = BOOT.iter().map(|(word, chunk, boot)| row(word, chunk, boot)).collect();
    with_block("web/boot.js", "const LANGUAGES = [\n", "  ];", &block)
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
        ("start", pair(boot.no_start, boot.no_start_cure)),
        ("panic", pair(boot.stopped, boot.stopped_cure)),
        ("reload", text(boot.reload)),
        ("copy", text(boot.copy_details)),
    ];
    let texts: String = texts.iter().map(|(name, value)| format!("        {name}: {value},\n")).collect();
    format!(
        "    {{\n      word: '{word}',\n      tag: '{}',\n      files: ['split_{chunk}.wasm'],\n      texts: {{\n{texts}      }},\n    }},\n",
        boot.tag
    )
}

/// The page's shell: where no script runs, all languages stand side by side.
pub(super) fn shell() -> String {
    let mut spans = BOOT.iter().map(|(_, _, boot)| (boot.tag, boot.no_script));
    let first = spans.next().map(|(_, text)| format!("<span>{text}</span>")).unwrap_or_default();
    let others: String = spans.map(|(tag, text)| format!("<span lang=\"{tag}\">{text}</span>")).collect();
    with_block("index.html", "<noscript><p class=\"waiting\">", "</p></noscript>", &(first + &others))
}
