//! What was found where a rule does not hold.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What is quoted is cut after this many characters: a refusal is read by a person.
pub(super) const MOST_CHARS: usize = 60;

/// What was found. Texts in it are quoted, never worded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Found {
    /// A value as it was written, shortened when long.
    Value(String),
    /// Nothing where something is required.
    Nothing,
    /// None of several things.
    NoneOfThem,
    /// A key that is not known.
    UnknownKey,
    /// A key without a letter.
    EmptyKey,
    /// A parameter that is not known.
    UnknownParameter,
    /// A key that is given twice.
    Twice,
    /// An entry that occurs earlier in the list.
    Again(String),
    /// More than there may be.
    More,
    /// One more than there may be.
    OneMore,
    /// So many losses.
    Losses(usize),
    /// A matrix of so many rows and columns.
    Matrix(usize, usize),
    /// So many weights and biases.
    Parameters(usize),
    /// So many settings more.
    MoreSettings(usize),
    /// So many hidden controls.
    HiddenControls(usize),
    /// A text that ends within the point of this number, counted from 1.
    EndsWithinPoint(usize),
    /// A value where the variables have these values.
    ValueAt {
        /// The value.
        value: f64,
        /// Each variable with its value.
        at: Vec<(String, f64)>,
    },
    /// The seed of a link, if it has one.
    Seed(Option<String>),
    /// An empty field.
    EmptyField,
    /// An empty file.
    EmptyFile,
    /// A list.
    List,
    /// A function.
    Function,
    /// An error without a message.
    WordlessError,
    /// Another thing of the same kind.
    Another,
    /// No answer.
    NoAnswer,
    /// Something that has stopped.
    Stopped,
}

impl<T: fmt::Display> From<T> for Found {
    fn from(value: T) -> Self {
        Self::Value(shortened(value.to_string()))
    }
}

/// The beginning of a text, as much as a person reads.
pub(crate) fn shortened(text: impl Into<String>) -> String {
    let text = text.into();
    match text.char_indices().nth(MOST_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
