//! What is wrong with a formula, and where: the place is named by the text before it, since nobody counts bytes.

use std::borrow::Cow;

use playground::problem::{
    DefinitionError, FUNCTIONS, FormulaError, Found, Limit, MAX_BYTES, MAX_NESTING, Mistake, Wanted,
};

use super::as_written;
use crate::Words;

/// So many characters of a formula are quoted before a mistake.
const MOST_BEFORE: usize = 16;

impl Words {
    /// What is wrong with a formula, and where.
    pub(super) fn mistake(&self, error: &FormulaError, found: &Found) -> String {
        let words = &self.refusals;
        match &error.mistake {
            Mistake::TooLong { .. } => words.characters_at_most.with([&self.bound(MAX_BYTES as f64)]),
            Mistake::TooDeep => words.nested_at_most.with([&MAX_NESTING.to_string()]),
            Mistake::Expected { wanted, found: got } => {
                let wanted = self.wanted(wanted);
                let expected = match got {
                    Some(got) => words.expected.with([&wanted, got]),
                    None => words.expected_more.with([&wanted]),
                };
                match before(found, error.offset) {
                    None => expected,
                    Some(text) if text.is_empty() => words.at_start.with([&expected]),
                    Some(text) => words.after.with([&text, &expected]),
                }
            }
            Mistake::TwoStars => words.two_stars.into(),
            Mistake::TooLarge { number } => words.too_large.with([number]),
            Mistake::Ambiguous { number, found, .. } => words.ambiguous.with([&number.to_string(), found]),
            Mistake::Called { name } => words.called.with([name]),
            Mistake::UnknownName { name, known } => words.unknown_name.with([name, &self.named_as(known, as_written)]),
            Mistake::UnknownFunction { name } => {
                let known: Vec<&str> = FUNCTIONS.iter().map(|function| function.name).collect();
                words.unknown_function.with([name, &self.listed(&known)])
            }
            Mistake::TooMany { of, .. } => {
                let template = match of {
                    Limit::Bytes => &words.definitions_bytes,
                    Limit::Lines => &words.definitions_lines,
                    Limit::Nodes => &words.definitions_nodes,
                };
                template.with([&self.bound(of.most() as f64)])
            }
            Mistake::Reserved { name } => words.reserved.with([name]),
            Mistake::DefinedTwice { name, line } => words.defined_twice.with([name, &line.to_string()]),
            Mistake::DefinedLater { name, line } => words.defined_later.with([name, &line.to_string()]),
        }
    }

    /// What is wrong with definitions, and in which place.
    pub fn definition_error(&self, error: &DefinitionError) -> String {
        let DefinitionError { mistake, line, column } = error;
        let said = self.mistake(&FormulaError { mistake: mistake.clone(), offset: 0 }, &Found::Nothing);
        self.refusals.at_place.with([&line.to_string(), &column.to_string(), &said])
    }

    fn wanted(&self, wanted: &Wanted) -> Cow<'static, str> {
        let words = &self.refusals;
        match wanted {
            Wanted::Operand => words.operand.into(),
            Wanted::Operator => words.operator.into(),
            Wanted::OperatorOrEnd => words.operator_or_end.into(),
            Wanted::OperatorOrClose => words.operator_or_close.into(),
            Wanted::OneComparison => words.one_comparison.into(),
            Wanted::Opening { .. } => words.opening.into(),
            Wanted::Comma { function, arity } => words.comma_of.with([function, &arity.to_string()]).into(),
            Wanted::Closing { function, arity } => words.closing_of.with([function, &arity.to_string()]).into(),
        }
    }
}

/// The end of what stands before a place of the formula that was found, if that much of it is known.
fn before(found: &Found, offset: usize) -> Option<String> {
    let Found::Value(text) = found else { return None };
    // Within the quotes; what was cut off ends otherwise.
    let inside = text.strip_prefix('"')?;
    let inside = inside.strip_suffix(['"', '…']).unwrap_or(inside);
    let before = inside.get(..offset)?.trim();
    Some(match before.char_indices().rev().nth(MOST_BEFORE - 1) {
        Some((start, _)) if start > 0 => format!("…{}", &before[start..]),
        _ => before.into(),
    })
}
