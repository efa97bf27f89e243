//! What is wrong with a lesson, for the person who writes it.

use std::fmt;

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file, below the folder of lessons; with a line behind a colon where it is known. Also a step, where there is no line.
    pub place: String,
    /// What must be so, and what was found.
    pub what: String,
}

impl Fault {
    /// At a place.
    pub(crate) fn new(place: impl Into<String>, what: impl fmt::Display) -> Fault {
        Fault { place: place.into(), what: what.to_string() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

impl std::error::Error for Fault {}
