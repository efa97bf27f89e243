//! The functions of every catalog: all entries, the listed entries, and one entry by its name.
//!
//! Invariant: names within a catalog differ (tested below for all of them).

/// Defines the functions `all`, `listed` and `find` of a catalog whose static tables of `$Entry` are `$table`. Module and name
/// are for their examples.
macro_rules! catalog {
    ($Entry:ident in $module:literal, such as $name:literal, $($table:expr),+) => {
        /// Every entry, unlisted ones included, in the order of the menus.
        ///
        #[doc = concat!("```\nuse nn::", $module, ";\n\n")]
        #[doc = concat!("assert!(", $module, "::all().iter().any(|entry| entry.name == \"", $name, "\"));\n```")]
        pub fn all() -> Vec<&'static $Entry> {
            let tables: &[&'static [$Entry]] = &[$(&$table),+];
            tables.iter().copied().flatten().collect()
        }

        /// The entries that menus offer.
        ///
        #[doc = concat!("```\nuse nn::", $module, ";\n\n")]
        #[doc = concat!("assert!(", $module, "::listed().iter().all(|entry| entry.listed));\n```")]
        pub fn listed() -> Vec<&'static $Entry> {
            all().into_iter().filter(|entry| entry.listed).collect()
        }

        /// The entry of this name.
        ///
        #[doc = concat!("```\nuse nn::", $module, ";\n\n")]
        #[doc = concat!("let entry = ", $module, "::find(\"", $name, "\").expect(\"it is in the catalog\");\n")]
        #[doc = concat!("assert_eq!(entry.name, \"", $name, "\");\n")]
        #[doc = concat!("assert!(", $module, "::find(\"no such name\").is_none());\n```")]
        pub fn find(name: &str) -> Option<&'static $Entry> {
            all().into_iter().find(|entry| entry.name == name)
        }
    };
}
pub(crate) use catalog;

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use crate::{Param, activation, initialiser, loss, optimiser, penalty, schedule};

    #[test]
    fn names_differ_and_are_words_joined_by_hyphens() {
        let catalogs: [Vec<&str>; 6] = [
            activation::all().iter().map(|entry| entry.name).collect(),
            loss::all().iter().map(|entry| entry.name).collect(),
            penalty::all().iter().map(|entry| entry.name).collect(),
            initialiser::all().iter().map(|entry| entry.name).collect(),
            optimiser::all().iter().map(|entry| entry.name).collect(),
            schedule::all().iter().map(|entry| entry.name).collect(),
        ];
        for names in catalogs {
            assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len(), "{names:?}");
            let fits = |name: &str| name.chars().all(|c| c == '-' || c.is_ascii_lowercase() || c.is_ascii_digit());
            assert!(names.iter().all(|name| fits(name)), "{names:?}");
        }
    }

    #[test]
    fn every_default_lies_in_its_range() {
        let params: Vec<&Param> = (activation::all().iter().flat_map(|entry| entry.params))
            .chain(loss::all().iter().flat_map(|entry| entry.params))
            .chain(initialiser::all().iter().flat_map(|entry| entry.params))
            .chain(optimiser::all().iter().flat_map(|entry| entry.params))
            .chain(schedule::all().iter().flat_map(|entry| entry.params))
            .collect();
        for param in params {
            assert!(param.min <= param.default && param.default <= param.max, "{param:?}");
        }
    }
}
