//! Why a text is no goal: the kind of mistake with what belongs to it. It knows no grammar, and no language.

use serde::{Deserialize, Serialize};

/// The greatest length of a goal, in characters.
pub const MAX_CHARS: usize = 500;

/// The greatest depth to which parentheses and `not` may be nested.
pub const MAX_NESTING: usize = 50;

/// Why a text is no goal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GoalError {
    /// What is wrong.
    pub mistake: Mistake,
    /// Where in the text, in bytes from its start; on a character boundary, at most its length.
    pub offset: usize,
}

/// What is wrong with a goal. Pieces of its text are shortened when long.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Mistake {
    /// It is nested deeper than [`MAX_NESTING`].
    TooDeep,
    /// Something else stands where this should.
    Expected {
        /// What should.
        wanted: Wanted,
        /// What does; nothing where the text ends.
        found: Option<String>,
    },
    /// What other languages write, and what a goal has for it: `&&` and `and`, `=` and `==`.
    Write {
        /// What is written here.
        instead: String,
        /// What was found.
        found: String,
    },
    /// A number that is not finite.
    TooLarge {
        /// The number.
        number: String,
    },
    /// A name that is no fact.
    UnknownFact {
        /// The name.
        name: String,
    },
    /// A name before a parenthesis that is no function.
    UnknownFunction {
        /// The name.
        name: String,
    },
    /// A text in quotes that does not end.
    Unclosed,
}

/// What a goal should have in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wanted {
    /// What can hold: a comparison, a function, `not` or an opening parenthesis.
    Condition,
    /// A fact or a number, after a comparison.
    Operand,
    /// A comparison, after a fact or a number.
    Comparison,
    /// `and`, `or` or the end of the text.
    JoinOrEnd,
    /// `and`, `or` or a closing parenthesis.
    JoinOrClose,
    /// No comparison of a comparison.
    OneComparison,
    /// The parenthesis after the name of a function.
    Opening,
    /// A text in quotes.
    Text,
    /// The comma between the two texts of `is`.
    Comma,
    /// The closing parenthesis, because there are enough texts.
    Closing,
}
