//! Why something was refused: which key, what must hold, what was found. Every refusal that a person, a link, a file or a message
//! can cause is one of these. It knows no language, so that each reader gets it in their own: `english` writes it for programs.

mod english;
#[doc(hidden)]
pub mod examples;
mod found;
mod named;
mod rule;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use autodiff::formula::{DefinitionError, FUNCTIONS, FormulaError, Limit, MAX_BYTES, MAX_NESTING, Mistake, Wanted};
pub use found::Found;
pub(crate) use found::shortened;
pub use named::{Chunk, Counted, Format, Instead, NoEffect, Shape};
pub use rule::Rule;
pub(crate) use rule::owned;

/// A refusal: `noise must be at most 3, got 8`.
#[derive(PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// What it is about: a configuration key, with a place inside it where that helps (`points[3].x`). Empty for a partial
    /// configuration as a whole; a key that is itself empty is `""` with its quotes.
    pub key: String,
    /// What must hold.
    pub rule: Rule,
    /// What was found instead.
    pub found: Found,
}

impl Problem {
    /// A problem with `key`, for which `rule` must hold and where `found` was found instead.
    pub fn new(key: impl Into<String>, rule: Rule, found: impl Into<Found>) -> Self {
        Self { key: shortened(key.into()), rule, found: found.into() }
    }
}

/// In English, as it is displayed: a derived one would bring the names of all rules into the page.
impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Problem {}

#[cfg(test)]
mod tests;
