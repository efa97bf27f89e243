//! Goals: what a run is to reach, as a text for links, lessons and embeds, such as
//! `testAccuracy >= 95% and parameters <= 12 and not usesFeature("x1^2")`.
//!
//! Invariants: no text makes reading panic, overflow the stack or take more than a moment, and every refusal says where; a printed
//! goal can be read again and is then the same. It knows no session: the facts come from its status, its configuration and its points.
//!
//! # Grammar
//! From loosest to tightest: `or` · `and` · `not` · one comparison (`<` `<=` `>` `>=` `==` `!=`). Parentheses group. On either side of a
//! comparison stands a fact ([`Fact`]) or a number (`0.95`, `95%`). `usesFeature("x1^2")` holds if the network sees this feature,
//! however the formula is written; `is("optimiser", "adam")` if this key of the configuration has this value, written as in a link.
//! Texts stand in quotes, single or double. A comparison with a fact that is null is false.

mod fact;
mod error;
mod token;
mod parse;
mod condition;
mod facts;

use std::fmt;

use crate::problem::Problem;

pub use condition::{Comparison, Condition, Operand};
pub use error::{GoalError, MAX_CHARS, MAX_NESTING, Mistake, Wanted};
pub use fact::Fact;
pub use facts::Facts;

/// A goal.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    condition: Condition,
}

impl Goal {
    /// Reads a goal.
    ///
    /// ```
    /// use playground::goal::Goal;
    ///
    /// assert_eq!(Goal::parse("testAccuracy≥95%")?.to_string(), "testAccuracy >= 0.95");
    /// # Ok::<(), playground::Problem>(())
    /// ```
    ///
    /// # Errors
    /// If the text does not fit the grammar, is longer than [`MAX_CHARS`] or deeper than [`MAX_NESTING`], or names a feature, key or
    /// value that does not exist.
    pub fn parse(text: &str) -> Result<Goal, Problem> {
        parse::parse(text).map(|condition| Goal { condition })
    }

    /// What must hold.
    pub fn condition(&self) -> &Condition {
        &self.condition
    }

    /// Whether it holds where these are the facts.
    ///
    /// ```
    /// use playground::goal::{Facts, Goal};
    /// use playground::{Config, Session};
    ///
    /// let mut session = Session::new(Config::default())?;
    /// let goal = Goal::parse("epoch >= 1 and hiddenLayers == 2 and is('optimiser', 'gradient-descent')")?;
    /// assert!(!goal.holds(&Facts::of(&mut session)));
    /// session.train(playground::Unit::Epoch, 1);
    /// assert!(goal.holds(&Facts::of(&mut session)));
    /// # Ok::<(), playground::Problem>(())
    /// ```
    pub fn holds(&self, facts: &Facts<'_>) -> bool {
        self.condition.holds(facts)
    }
}

/// As it can be read again.
impl fmt::Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.condition, f)
    }
}

#[cfg(test)]
mod tests;
