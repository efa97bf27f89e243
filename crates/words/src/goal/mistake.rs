//! Why a text is no goal, and where: the place is named by the text before it, since nobody counts bytes.

use playground::Problem;
use playground::goal::{Fact, MAX_NESTING, Mistake, Wanted};
use playground::problem::Rule;

use super::GoalWords;
use crate::Words;
use crate::template::Template;

/// So many characters of a goal are quoted before a mistake.
const MOST_BEFORE: usize = 16;

/// What can be wrong.
#[derive(Debug)]
pub(super) struct Mistakes {
    pub(super) unreadable: Template<1>,
    pub(super) nested: Template<1>,
    pub(super) expected: Template<2>,
    pub(super) ends: Template<1>,
    /// What should stand there, in the order of [`Wanted`].
    pub(super) wanted: [&'static str; 10],
    pub(super) write: Template<2>,
    pub(super) too_large: Template<1>,
    pub(super) unknown_fact: Template<2>,
    pub(super) unknown_function: Template<1>,
    pub(super) unclosed: &'static str,
}

impl GoalWords {
    /// Why `text` is no goal, as a sentence.
    pub fn refusal(&self, words: &Words, text: &str, problem: &Problem) -> String {
        let mistakes = &self.mistakes;
        let Rule::Goal(error) = &problem.rule else { return words.refusal(problem) };
        let what = match &error.mistake {
            Mistake::TooDeep => mistakes.nested.with([&MAX_NESTING.to_string()]),
            Mistake::Expected { wanted, found } => {
                let wanted = mistakes.wanted[*wanted as usize];
                match found {
                    Some(found) => mistakes.expected.with([wanted, found]),
                    None => mistakes.ends.with([wanted]),
                }
            }
            Mistake::Write { instead, found } => mistakes.write.with([instead, found]),
            Mistake::TooLarge { number } => mistakes.too_large.with([number]),
            Mistake::UnknownFact { name } => {
                mistakes.unknown_fact.with([name, &Fact::NAMES.join(words.refusals.comma)])
            }
            Mistake::UnknownFunction { name } => mistakes.unknown_function.with([name]),
            Mistake::Unclosed => mistakes.unclosed.into(),
        };
        let before = text.get(..error.offset).unwrap_or_default().trim();
        let what = match before.char_indices().rev().nth(MOST_BEFORE - 1) {
            _ if before.is_empty() => words.refusals.at_start.with([&what]),
            Some((start, _)) if start > 0 => words.refusals.after.with([&format!("…{}", &before[start..]), &what]),
            _ => words.refusals.after.with([before, &what]),
        };
        debug_assert!(self.mistakes.wanted.len() == Wanted::Closing as usize + 1, "one for each");
        let stop = words.common.full_stop.trim_end();
        let sentence = mistakes.unreadable.with([&what]);
        if sentence.ends_with(stop) { sentence } else { sentence + stop }
    }
}
