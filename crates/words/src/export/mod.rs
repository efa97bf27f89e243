//! What the panel *Export* and pictures say, in every language. The texts are apart from [`Words`](crate::Words), so that they come with
//! the panel.

use crate::groups::Export as Texts;

macro_rules! languages {
    ($($variant:ident $file:ident $words:ident $chunk:ident $word:literal,)*) => {
        $(mod $file;)*

        /// The texts with the tag of their language.
        static EXPORT: &[(&str, &Texts)] = &[$((crate::$file::TAG, &$file::EXPORT)),*];
    };
}
playground::for_languages!(languages);

impl Texts {
    /// The texts in the language of this tag.
    pub fn of(tag: &str) -> &'static Texts {
        EXPORT.iter().find(|(known, _)| *known == tag).map_or(EXPORT[0].1, |(_, texts)| texts)
    }
}

/// There is one value per language.
impl PartialEq for Texts {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_says_what_it_is_and_how_it_is_used() {
        for (tag, texts) in EXPORT {
            for (index, format) in texts.formats.iter().enumerate() {
                assert!(format.what.ends_with(['.', '。']) && format.how.ends_with(['.', '。']), "{tag}: {format:?}");
                assert!(texts.formats[..index].iter().all(|before| before.label != format.label), "{tag}: {format:?}");
            }
        }
    }
}
