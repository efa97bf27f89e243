//! Why something was refused: which key, what must hold, what was found. Every refusal in this crate that a person, a link,
//! a file or a message can cause is one of these. It knows no language but English and never holds the refused value itself.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A refusal: `noise must be at most 3, got 8`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// What it is about: a configuration key, with a place inside it where that helps (`points[3].x`).
    pub key: String,
    /// What must hold, and where it is not obvious, the cure: `must be at most 3`.
    pub requirement: String,
    /// What was found, shortened when long.
    pub found: String,
}

/// What is quoted is cut after this many characters: a refusal is read by a person.
const MOST_CHARS: usize = 60;

impl Problem {
    /// A problem with `key`, which `requirement` ("must be …") and where `found` was found instead.
    pub fn new(key: impl Into<String>, requirement: impl Into<String>, found: impl fmt::Display) -> Self {
        Self { key: shortened(key.into()), requirement: requirement.into(), found: shortened(found.to_string()) }
    }
}

fn shortened(text: String) -> String {
    match text.char_indices().nth(MOST_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}, got {}", self.key, self.requirement, self.found)
    }
}

impl std::error::Error for Problem {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_reads_as_a_sentence() {
        assert_eq!(Problem::new("noise", "must be at most 3", 8).to_string(), "noise must be at most 3, got 8");
    }

    #[test]
    fn a_long_value_is_cut_between_characters() {
        let problem = Problem::new("formula", "must be a formula", "é".repeat(100));
        assert_eq!(problem.found.chars().count(), MOST_CHARS + 1);
    }
}
