//! What the dialog for own data says, in every language: apart from [`Words`](crate::Words), so that its texts come with it.

use crate::groups::Importing;

macro_rules! languages {
    ($($variant:ident $file:ident $words:ident $chunk:ident $word:literal,)*) => {
        $(mod $file;)*

        /// The texts with the tag of their language.
        static IMPORTING: &[(&str, &Importing)] = &[$((crate::$file::TAG, &$file::IMPORTING)),*];
    };
}
playground::for_languages!(languages);

impl Importing {
    /// The texts in the language of this tag.
    pub fn of(tag: &str) -> &'static Importing {
        IMPORTING.iter().find(|(known, _)| *known == tag).map_or(IMPORTING[0].1, |(_, texts)| texts)
    }
}

/// There is one value per language.
impl PartialEq for Importing {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}
