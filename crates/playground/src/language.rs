//! The languages of the page. One list, from which everything follows that must know them: what a link may say, the words, the
//! chunks that they come in, and what the page says before they come. It knows no text.

/// Calls the macro `$each` with all languages, one row for each: variant of [`Language`], the file of its words under
/// `crates/words/src`, their value in it, the chunk that brings them, the word in links.
#[macro_export]
macro_rules! for_languages {
    ($each:ident) => {
        $each! {
            English en EN words_en "en",
            Chinese zh_hans ZH_HANS words_zh "zh",
        }
    };
}

macro_rules! language {
    ($($variant:ident $file:ident $words:ident $chunk:ident $word:literal,)*) => {
        /// The language of the page, as a link or an embed wants it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Language {
            /// The browser's.
            Auto,
            $(#[doc = concat!("The one of `lang=", $word, "`.")] $variant,)*
        }

        impl Language {
            /// Every choice.
            pub const ALL: &[Self] = &[Self::Auto, $(Self::$variant),*];

            /// The words of links, in the same order.
            pub(crate) const NAMES: &[&'static str] = &["auto", $($word),*];
        }
    };
}
for_languages!(language);

impl Language {
    /// The word in links.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// The word in links for any name of a language that is here: `zh-Hans`, `zh-CN`, `en-GB`.
    pub(crate) fn word_of(text: &str) -> &str {
        let first = text.split('-').next().unwrap_or_default();
        Self::NAMES[1..].iter().find(|name| **name == first).map_or(text, |name| name)
    }
}
