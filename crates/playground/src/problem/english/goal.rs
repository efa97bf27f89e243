//! Why a text is no goal, in English.

use std::fmt::{self, Formatter};

use crate::goal::{Fact, GoalError, MAX_NESTING, Mistake, Wanted};

/// What was expected, what was found and the cure, and where.
pub(super) fn write_goal(error: &GoalError, f: &mut Formatter<'_>) -> fmt::Result {
    match &error.mistake {
        Mistake::TooDeep => write!(f, "parentheses and not must be nested at most {} deep", MAX_NESTING)?,
        Mistake::Expected { wanted, found } => {
            write!(f, "expected {}, found {}", wanted_words(*wanted), found.as_deref().unwrap_or("the end"))?;
        }
        Mistake::Write { instead, found } => write!(f, "expected {instead}, found {found}")?,
        Mistake::TooLarge { number } => write!(f, "a number must be at most 1.79e308, got {number}")?,
        Mistake::UnknownFact { name } => {
            let (last, names) = Fact::NAMES.split_last().expect("there are facts");
            write!(f, "unknown fact {name}: use {} or {last}", names.join(", "))?;
        }
        Mistake::UnknownFunction { name } => {
            write!(f, "unknown function {name}: use usesFeature(\"x1^2\") or is(\"optimiser\", \"adam\")")?;
        }
        Mistake::Unclosed => f.write_str("expected a closing quote, found the end")?,
    }
    write!(f, " (at byte {})", error.offset)
}

fn wanted_words(wanted: Wanted) -> &'static str {
    match wanted {
        Wanted::Condition => "a condition such as testAccuracy >= 0.95",
        Wanted::Operand => "a fact or a number",
        Wanted::Comparison => "one of < <= > >= == !=",
        Wanted::JoinOrEnd => "and, or, or the end",
        Wanted::JoinOrClose => "and, or, or )",
        Wanted::OneComparison => "one comparison at most, as in a < b and b < c",
        Wanted::Opening => "(",
        Wanted::Text => "a text in quotes",
        Wanted::Comma => "a comma and the value",
        Wanted::Closing => ")",
    }
}
