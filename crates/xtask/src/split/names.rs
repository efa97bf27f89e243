//! Short names for what the program imports: the long ones, with a hash each, would travel twice, in the program and in the script
//! that gives it what it imports.

use std::collections::BTreeMap;

use super::whole::Whole;

/// From long to short.
pub(crate) struct Names(BTreeMap<String, String>);

impl Names {
    /// A name for each that the module imports, and for the modules that it imports them from.
    pub(crate) fn new(whole: &Whole<'_>) -> Names {
        let all = whole.imports.iter().flat_map(|(from, name)| [from, name]);
        let mut names: BTreeMap<String, String> = all.map(|&long| (long.to_owned(), String::new())).collect();
        for (n, short) in names.values_mut().enumerate() {
            *short = format!("_{n}");
        }
        Names(names)
    }

    /// The short name; a name that is none of them stays.
    pub(crate) fn short<'a>(&'a self, long: &'a str) -> &'a str {
        self.0.get(long).map_or(long, String::as_str)
    }

    /// A script with short names in place of the long ones.
    pub(crate) fn shorten(&self, script: &str) -> String {
        let is_part = |c: char| c.is_ascii_alphanumeric() || "_$./-".contains(c);
        let mut short = String::new();
        let mut rest = script;
        while let Some(start) = rest.find(is_part) {
            let (before, from) = rest.split_at(start);
            let (word, after) = from.split_at(from.find(|c| !is_part(c)).unwrap_or(from.len()));
            short.push_str(before);
            short.push_str(self.short(word));
            rest = after;
        }
        short + rest
    }
}
