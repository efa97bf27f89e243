//! What the autodiff lab says, in every language: apart from [`Words`](crate::Words), because few visitors open it, and so that its
//! texts come with it.

use crate::groups::Lab;

macro_rules! languages {
    ($($variant:ident $file:ident $words:ident $chunk:ident $word:literal,)*) => {
        $(mod $file;)*

        /// The lab's words with the tag of their language.
        static LAB: &[(&str, &Lab)] = &[$((crate::$file::TAG, &$file::LAB)),*];
    };
}
playground::for_languages!(languages);

impl Lab {
    /// The lab's words in the language of this tag.
    pub fn of(tag: &str) -> &'static Lab {
        LAB.iter().find(|(known, _)| *known == tag).map_or(LAB[0].1, |(_, lab)| lab)
    }
}

/// There is one value per language.
impl PartialEq for Lab {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}
