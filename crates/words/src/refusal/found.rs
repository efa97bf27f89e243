//! What was found where a rule does not hold.

use playground::decimal;
use playground::problem::{Found, Rule};

use super::bounds::kind_at;
use crate::Words;

impl Words {
    /// What was found, if that helps: without parentheses.
    pub(super) fn found(&self, key: &str, rule: &Rule, found: &Found) -> Option<String> {
        let words = &self.refusals;
        let has_control =
            kind_at(key).is_some() && !key.contains('[') && !words.subjects.iter().any(|row| row.0 == key);
        let data = |text: &str| if has_control { &words.given } else { &words.found }.with([text]);
        Some(match found {
            Found::Value(text) if text == "\"\"" => words.empty_field.into(),
            Found::Value(text) if is_of_a_type(rule) && is_json(as_typed(found)) => data(text),
            Found::Value(_) => data(as_typed(found)),
            Found::Again(text) => data(text),
            Found::Losses(n) | Found::MoreSettings(n) | Found::HiddenControls(n) => self.bound(*n as f64),
            Found::Matrix(rows, cols) => words.found.with([&format!("{rows} × {cols}")]),
            Found::Parameters(n) => words.parameters.with([&self.bound(*n as f64)]),
            Found::EndsWithinPoint(n) => words.within_point.with([&n.to_string()]),
            Found::ValueAt { value, at } => {
                let at: Vec<String> = at.iter().map(|(name, at)| format!("{name} = {}", self.bound(*at))).collect();
                let at = at.join(words.comma);
                match value {
                    _ if value.is_nan() => words.no_value_at.with([&at]),
                    _ if value.is_finite() => words.value_at.with([&self.power(*value), &at]),
                    _ => words.value_at.with([if *value > 0.0 { "∞" } else { "−∞" }, &at]),
                }
            }
            Found::Seed(Some(seed)) => words.seed.with([seed]),
            Found::Seed(None) => words.no_seed.into(),
            Found::EmptyField => words.empty_field.into(),
            Found::EmptyFile => words.empty_file.into(),
            Found::List => words.list.into(),
            Found::Function => words.function.into(),
            // The rule alone says it.
            Found::Nothing
            | Found::NoneOfThem
            | Found::UnknownKey
            | Found::EmptyKey
            | Found::UnknownParameter
            | Found::Twice
            | Found::More
            | Found::OneMore
            | Found::WordlessError
            | Found::Another
            | Found::NoAnswer
            | Found::Stopped => return None,
        })
    }
}

/// A text as it was typed, without the quotes that JSON has around it.
pub(super) fn as_typed(found: &Found) -> &str {
    let Found::Value(text) = found else { return "" };
    text.strip_prefix('"').map_or(text, |inside| inside.strip_suffix('"').unwrap_or(inside))
}

/// Whether a text could be something else than a text: then its quotes say what is wrong.
fn is_json(text: &str) -> bool {
    decimal(text).is_some() || ["true", "false", "null"].contains(&text)
}

fn is_of_a_type(rule: &Rule) -> bool {
    match rule {
        Rule::OrWord(rule, _) => is_of_a_type(rule),
        _ => matches!(rule, Rule::Number | Rule::NumberOrNull | Rule::WholeNumber | Rule::Flag | Rule::List),
    }
}
