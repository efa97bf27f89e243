//! What the panel of lessons says around the lessons themselves, in every language: apart from [`Words`](crate::Words), so that it
//! comes with the panel. The lessons are files of their own.

use crate::groups::Lessons;

macro_rules! languages {
    ($($variant:ident $file:ident $words:ident $chunk:ident $word:literal,)*) => {
        $(mod $file;)*

        /// The words with the tag of their language.
        static LESSONS: &[(&str, &Lessons)] = &[$((crate::$file::TAG, &$file::LESSONS)),*];
    };
}
playground::for_languages!(languages);

impl Lessons {
    /// The words in the language of this tag.
    pub fn of(tag: &str) -> &'static Lessons {
        LESSONS.iter().find(|(known, _)| *known == tag).map_or(LESSONS[0].1, |(_, lessons)| lessons)
    }
}
