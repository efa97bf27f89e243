//! What must hold: the tree of a goal, whether it holds, and its text.

use std::fmt::{self, Display, Formatter};

use serde_json::Value;

use super::fact::Fact;
use super::facts::Facts;
use crate::features;
use crate::keys::ACTIVATION_SHORTHAND;

/// What must hold.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// At least one of these, at least two.
    Or(Vec<Condition>),
    /// All of these, at least two.
    And(Vec<Condition>),
    /// Not this.
    Not(Box<Condition>),
    /// A comparison of two numbers.
    Compares(Operand, Comparison, Operand),
    /// The network sees this feature, by name or formula.
    UsesFeature(String),
    /// A key of the configuration has a value.
    Is {
        /// The key, or a field of one with a dot.
        key: String,
        /// The value as a link writes it.
        text: String,
        /// The value.
        value: Value,
    },
}

/// A side of a comparison.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Operand {
    /// A fact of the run.
    Fact(Fact),
    /// A finite number.
    Number(f64),
}

/// How two numbers are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `>`
    Above,
    /// `>=`
    AtLeast,
    /// `==`
    Equals,
    /// `!=`
    Differs,
}

impl Comparison {
    /// Every comparison.
    pub const ALL: [Comparison; 6] =
        [Self::Below, Self::AtMost, Self::Above, Self::AtLeast, Self::Equals, Self::Differs];

    /// Its sign in a goal.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Below => "<",
            Self::AtMost => "<=",
            Self::Above => ">",
            Self::AtLeast => ">=",
            Self::Equals => "==",
            Self::Differs => "!=",
        }
    }

    /// The comparison that holds where this one does with its sides exchanged.
    pub const fn turned(self) -> Comparison {
        match self {
            Self::Below => Self::Above,
            Self::AtMost => Self::AtLeast,
            Self::Above => Self::Below,
            Self::AtLeast => Self::AtMost,
            Self::Equals | Self::Differs => self,
        }
    }

    /// Whether it holds between two numbers.
    pub fn holds(self, left: f64, right: f64) -> bool {
        match self {
            Self::Below => left < right,
            Self::AtMost => left <= right,
            Self::Above => left > right,
            Self::AtLeast => left >= right,
            Self::Equals => left == right,
            Self::Differs => left != right,
        }
    }
}

impl Operand {
    /// Its value; none of a fact that is null.
    pub fn value(self, facts: &Facts<'_>) -> Option<f64> {
        match self {
            Self::Fact(fact) => facts.number(fact),
            Self::Number(number) => Some(number),
        }
    }
}

impl Condition {
    /// Whether it holds where these are the facts.
    pub fn holds(&self, facts: &Facts<'_>) -> bool {
        match self {
            Self::Or(any) => any.iter().any(|one| one.holds(facts)),
            Self::And(all) => all.iter().all(|one| one.holds(facts)),
            Self::Not(condition) => !condition.holds(facts),
            Self::Compares(left, comparison, right) => {
                left.value(facts).zip(right.value(facts)).is_some_and(|(left, right)| comparison.holds(left, right))
            }
            Self::UsesFeature(feature) => facts.config().features.iter().any(|used| features::is_same(used, feature)),
            Self::Is { key, value, .. } if key == ACTIVATION_SHORTHAND.name => {
                let layers = &facts.config().activations;
                !layers.is_empty() && layers.iter().all(|layer| value == layer)
            }
            Self::Is { key, value, .. } => facts.config().value(key) == *value,
        }
    }

    /// How tightly its text binds.
    fn binding(&self) -> u8 {
        match self {
            Self::Or(_) => 0,
            Self::And(_) => 1,
            Self::Not(_) => 2,
            _ => 3,
        }
    }

    fn joined(&self, all: &[Condition], word: &str, f: &mut Formatter<'_>) -> fmt::Result {
        for (idx, one) in all.iter().enumerate() {
            if idx > 0 {
                write!(f, " {word} ")?;
            }
            // One of the same kind within another keeps its own parentheses.
            if one.binding() <= self.binding() { write!(f, "({one})")? } else { write!(f, "{one}")? }
        }
        Ok(())
    }
}

impl Display for Condition {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Or(any) => self.joined(any, "or", f),
            Self::And(all) => self.joined(all, "and", f),
            Self::Not(condition) if condition.binding() < self.binding() => write!(f, "not ({condition})"),
            Self::Not(condition) => write!(f, "not {condition}"),
            Self::Compares(left, comparison, right) => write!(f, "{left} {} {right}", comparison.sign()),
            Self::UsesFeature(feature) => write!(f, "usesFeature({})", Quoted(feature)),
            Self::Is { key, text, .. } => write!(f, "is({}, {})", Quoted(key), Quoted(text)),
        }
    }
}

impl Display for Operand {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fact(fact) => f.write_str(fact.name()),
            Self::Number(number) if *number == 0.0 || (1e-5..1e16).contains(&number.abs()) => number.fmt(f),
            Self::Number(number) => write!(f, "{number:e}"),
        }
    }
}

/// A text in the quotes that it does not have itself.
struct Quoted<'a>(&'a str);

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let quote = if self.0.contains(['"', '“', '”', '„', '＂']) { '\'' } else { '"' };
        write!(f, "{quote}{}{quote}", self.0)
    }
}
