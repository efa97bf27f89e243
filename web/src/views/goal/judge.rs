//! Whether a goal holds.

use playground::goal::{Facts, Goal};
use playground::{Config, Problem, Status};
use serde_json::Value;

/// What became of a goal.
pub(crate) struct Judged {
    pub(crate) holds: bool,
    /// The facts by name.
    pub(crate) facts: Value,
}

/// Judges the goal that a text says, by the numbers of a run of this configuration.
///
/// # Errors
/// If the text is no goal.
pub(super) fn judge(text: &str, status: &Status, config: &Config) -> Result<Judged, Problem> {
    let facts = Facts::new(status, config);
    Ok(Judged { holds: Goal::parse(text)?.holds(&facts), facts: facts.to_json() })
}
