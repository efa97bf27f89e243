//! Which language the page speaks. Each language's words are a chunk: a page fetches its own, and another one when somebody chooses
//! it. `boot.js` has decided by the link, the last choice and the browser which language comes first.

use js_sys::Reflect;
use playground::Language;
use wasm_split_helpers::wasm_split;
use words::Words;

use crate::browser::storage;
use crate::chunks::{Chunk, Missing};

static ENGLISH: Chunk<Words> = Chunk::new(|| Box::pin(words_en()));
static CHINESE: Chunk<Words> = Chunk::new(|| Box::pin(words_zh()));

#[wasm_split(words_en, fallible)]
fn words_en() -> Result<&'static Words, Missing> {
    Ok(&words::EN)
}

#[wasm_split(words_zh, fallible)]
fn words_zh() -> Result<&'static Words, Missing> {
    Ok(&words::ZH_HANS)
}

/// The languages in the order of their menu.
pub(crate) const LANGUAGES: [Language; 2] = [Language::English, Language::Chinese];

/// The tag of a language, and what it calls itself.
pub(crate) fn named(language: Language) -> (&'static str, &'static str) {
    words::LANGUAGES[usize::from(language == Language::Chinese)]
}

/// The words of a language.
pub(crate) fn chunk(language: Language) -> &'static Chunk<Words> {
    if language == Language::Chinese { &CHINESE } else { &ENGLISH }
}

/// The language that the boot script has decided on.
pub(crate) fn first() -> Language {
    let boot = Reflect::get(&js_sys::global(), &"playgroundBoot".into()).unwrap_or_default();
    let tag = Reflect::get(&boot, &"language".into()).ok().and_then(|tag| tag.as_string()).unwrap_or_default();
    if tag == named(Language::Chinese).0 { Language::Chinese } else { Language::English }
}

/// Remembers the choice of a visitor for the next visit.
pub(crate) fn remember(language: Language) {
    storage::save_language(language.name());
}
