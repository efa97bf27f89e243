//! Why a text is not a formula, or not definitions: the kind of mistake with what belongs to it, and its English. Knows no grammar.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::functions::FUNCTIONS;
use super::parse::{MAX_BYTES, MAX_NESTING};

/// Why a text is not a formula.
#[derive(Clone, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[error("{mistake} (at byte {offset})")]
pub struct FormulaError {
    /// What is wrong; displayed, it says what was expected, what was found and the cure.
    pub mistake: Mistake,
    /// Where in the text, in bytes from its start; on a character boundary, at most its length.
    pub offset: usize,
}

/// In English, as it is displayed: a derived one would bring the names of all mistakes into the page.
impl fmt::Debug for FormulaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What is wrong with a formula. Pieces of its text are shortened when long.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Mistake {
    /// It has more than [`MAX_BYTES`].
    TooLong {
        /// How many it has.
        n_bytes: usize,
    },
    /// It is nested deeper than [`MAX_NESTING`].
    TooDeep,
    /// Something else stands where this should.
    Expected {
        /// What should.
        wanted: Wanted,
        /// What does; nothing where the text ends.
        found: Option<String>,
    },
    /// A power is written `^` here, not `**`.
    TwoStars,
    /// A number that no `f64` holds.
    TooLarge {
        /// The number.
        number: String,
    },
    /// A number after `/` or `^` directly before what it would multiply: `1/2x`.
    Ambiguous {
        /// `/` or `^`.
        operator: char,
        /// The number.
        number: f64,
        /// What stands after it.
        found: String,
    },
    /// A variable or constant before a parenthesis.
    Called {
        /// Its name.
        name: String,
    },
    /// A name that is no variable, constant or function.
    UnknownName {
        /// The name.
        name: String,
        /// The variables.
        known: Vec<String>,
    },
    /// A name before a parenthesis that is no function; [`FUNCTIONS`] lists them.
    UnknownFunction {
        /// The name.
        name: String,
    },
    /// Definitions that exceed a limit.
    TooMany {
        /// What there is too much of.
        of: Limit,
        /// How much there is.
        n: usize,
    },
    /// A definition of a constant or function of the grammar, or of a variable.
    Reserved {
        /// Its name.
        name: String,
    },
    /// A name that is defined already.
    DefinedTwice {
        /// The name.
        name: String,
        /// The first line that defines it.
        line: usize,
    },
    /// A name that only a later line, or its own, defines.
    DefinedLater {
        /// The name.
        name: String,
        /// That line.
        line: usize,
    },
}

/// A limit of a text of definitions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Limit {
    /// Its length in bytes.
    Bytes,
    /// Its definitions.
    Lines,
    /// The operations, constants and variables that all of them have together.
    Nodes,
}

impl Limit {
    /// How many are allowed.
    ///
    /// ```
    /// assert_eq!(autodiff::formula::Limit::Lines.most(), 1200);
    /// ```
    pub fn most(self) -> usize {
        match self {
            Limit::Bytes => 50_000,
            Limit::Lines => 1_200,
            Limit::Nodes => 2_500,
        }
    }
}

/// What a formula should have in one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wanted {
    /// A number, a name or an opening parenthesis.
    Operand,
    /// An operator between two factors in parentheses.
    Operator,
    /// An operator, or the end of the text.
    OperatorOrEnd,
    /// An operator, or a closing parenthesis.
    OperatorOrClose,
    /// No comparison of a comparison.
    OneComparison,
    /// The parenthesis after the name of a function.
    Opening {
        /// The function.
        function: String,
    },
    /// A comma, because there are more arguments to come.
    Comma {
        /// The function.
        function: String,
        /// How many arguments it takes.
        arity: usize,
    },
    /// The closing parenthesis, because there are enough arguments.
    Closing {
        /// The function.
        function: String,
        /// How many arguments it takes.
        arity: usize,
    },
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { n_bytes } => write!(f, "a formula must be at most {MAX_BYTES} bytes, got {n_bytes}"),
            Self::TooDeep => write!(f, "a formula must be nested at most {MAX_NESTING} deep"),
            Self::Expected { wanted, found } => {
                write!(f, "expected {wanted}, found {}", found.as_deref().unwrap_or("the end"))
            }
            Self::TwoStars => f.write_str("expected one *, found two: a power is written ^"),
            Self::TooLarge { number } => write!(f, "a number must be at most 1.79e308, got {number}"),
            Self::Ambiguous { operator, number, found } => {
                write!(f, "expected * or parentheses after {operator} {number}, found {found}")
            }
            Self::Called { name } => write!(f, "expected an operator after {name}, found (: write {name}*(…)"),
            Self::UnknownName { name, known } => {
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                write!(f, "unknown name {name}: use {}", listed(&known))
            }
            Self::UnknownFunction { name } => {
                let known: Vec<&str> = FUNCTIONS.iter().map(|function| function.name).collect();
                write!(f, "unknown function {name}: use {}", listed(&known))
            }
            Self::TooMany { of, n } => {
                let what = match of {
                    Limit::Bytes => "bytes",
                    Limit::Lines => "lines",
                    Limit::Nodes => "nodes",
                };
                write!(f, "definitions must have at most {} {what}, got {n}", of.most())
            }
            Self::Reserved { name } => write!(f, "{name} has a meaning already: choose another name"),
            Self::DefinedTwice { name, line } => {
                write!(f, "{name} is defined on line {line} already: choose another name")
            }
            Self::DefinedLater { name, line } => {
                write!(f, "{name} is defined on line {line} only: define it before you use it")
            }
        }
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Operand => f.write_str("a number, a name or ("),
            Self::Operator => f.write_str("an operator such as *"),
            Self::OperatorOrEnd => f.write_str("an operator or the end"),
            Self::OperatorOrClose => f.write_str("an operator or )"),
            Self::OneComparison => f.write_str("one comparison at most, as in (a > b)*(b > c)"),
            Self::Opening { function } => write!(f, "( after {function}"),
            Self::Comma { function, arity } => write!(f, "a comma, as {function} takes {}", arguments(*arity)),
            Self::Closing { function, arity } => write!(f, "), as {function} takes {}", arguments(*arity)),
        }
    }
}

fn listed(names: &[&str]) -> String {
    match names.split_last() {
        None => "numbers only".into(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    }
}

fn arguments(n: usize) -> String {
    if n == 1 { "1 argument".into() } else { format!("{n} arguments") }
}
