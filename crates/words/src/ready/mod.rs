//! What is said of the sets from the literature, in every language: apart from [`Words`](crate::Words), so that it comes with what
//! shows them.

use crate::groups::Ready;

macro_rules! languages {
    ($($variant:ident $file:ident $words:ident $chunk:ident $word:literal,)*) => {
        $(mod $file;)*

        /// The texts with the tag of their language.
        static READY: &[(&str, &Ready)] = &[$((crate::$file::TAG, &$file::READY)),*];
    };
}
playground::for_languages!(languages);

impl Ready {
    /// The texts in the language of this tag.
    pub fn of(tag: &str) -> &'static Ready {
        READY.iter().find(|(known, _)| *known == tag).map_or(READY[0].1, |(_, ready)| ready)
    }
}

#[cfg(test)]
mod tests {
    use playground::table::READY_SETS;

    use super::*;

    #[test]
    fn names_and_order_are_those_of_the_table() {
        for (_, ready) in READY {
            let names: Vec<&str> = ready.sets.iter().map(|entry| entry.name).collect();
            assert_eq!(names, READY_SETS.iter().map(|set| set.id).collect::<Vec<_>>());
            assert!(
                ready.sets.iter().all(|entry| entry.doc.ends_with(['.', '?', '。', '？']) && !entry.label.is_empty())
            );
        }
    }
}
