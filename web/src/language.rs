//! Which language the page speaks. Each language's words are a chunk: a page fetches its own, and another one when somebody chooses
//! it. `boot.js` has decided by the link, the last choice and the browser which language comes first.

use js_sys::Reflect;
use playground::{Language, for_languages};
use wasm_split_helpers::wasm_split;
use words::Words;

use crate::browser::storage;
use crate::chunks::{Chunk, Missing};

macro_rules! chunks {
    ($($variant:ident $file:ident $words:ident $chunk:ident $word:literal,)*) => {
        $(
            #[wasm_split($chunk, fallible)]
            fn $chunk() -> Result<&'static Words, Missing> {
                Ok(&words::$words)
            }
        )*

        /// The words of each language, in the order of [`languages`].
        static WORDS: [Chunk<Words>; Language::ALL.len() - 1] = [$(Chunk::new(|| Box::pin($chunk()))),*];
    };
}
for_languages!(chunks);

/// The languages in the order of their menu.
pub(crate) fn languages() -> &'static [Language] {
    &Language::ALL[1..]
}

/// The tag of a language, and what it calls itself.
pub(crate) fn named(language: Language) -> (&'static str, &'static str) {
    words::LANGUAGES[place(language)]
}

/// The words of a language.
pub(crate) fn chunk(language: Language) -> &'static Chunk<Words> {
    &WORDS[place(language)]
}

fn place(language: Language) -> usize {
    languages().iter().position(|known| *known == language).unwrap_or(0)
}

/// The language that the boot script has decided on.
pub(crate) fn first() -> Language {
    let boot = Reflect::get(&js_sys::global(), &"playgroundBoot".into()).unwrap_or_default();
    let tag = Reflect::get(&boot, &"language".into()).ok().and_then(|tag| tag.as_string()).unwrap_or_default();
    let found = languages().iter().find(|language| named(**language).0 == tag);
    found.copied().unwrap_or(languages()[0])
}

/// Remembers the choice of a visitor for the next visit.
pub(crate) fn remember(language: Language) {
    storage::save_language(language.name());
}
