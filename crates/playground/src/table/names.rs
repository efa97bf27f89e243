//! Names of columns and classes as they stand in cells: what a person wrote, without what a spreadsheet or a program added.

use autodiff::formula::is_invisible;

use super::Separator;
use super::rows::{Cell, MAX_COLUMNS, Row, cells};
use crate::keys::LONGEST_NAME;

/// What a missing value is often written as, where no quotes say that it is a name.
const MISSING: [&str; 7] = ["", "?", "NA", "N/A", "NaN", "nan", "null"];

/// The names in a row.
pub(super) fn of_columns(text: &str, row: Row, separator: Separator) -> Vec<String> {
    let mut names: Vec<String> =
        cells(text, row, separator).take(MAX_COLUMNS).map(|cell| cleaned(&cell.text)).collect();
    while names.last().is_some_and(String::is_empty) {
        names.pop();
    }
    names
}

/// The name in a cell, if it is not missing.
pub(super) fn of_class(cell: &Cell<'_>) -> Option<String> {
    Some(cleaned(&cell.text)).filter(|name| !is_missing(cell) && !name.is_empty())
}

/// Whether a cell holds nothing, as people write it.
pub(super) fn is_missing(cell: &Cell<'_>) -> bool {
    !cell.quoted && MISSING.contains(&&*cell.text)
}

/// A name as the configuration takes it: of limited length and without control characters. An apostrophe that keeps a spreadsheet
/// from taking it for a formula goes.
pub(super) fn cleaned(text: &str) -> String {
    let letters = unguarded(text).chars().filter(|c| !is_invisible(*c));
    letters.map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST_NAME).collect()
}

/// Whether a name in a cell without quotes would not be read as that name.
pub(crate) fn needs_quotes(text: &str) -> bool {
    MISSING.contains(&text) || text.starts_with(['#', '%', '@']) || text.trim() != text
}

/// A text without the apostrophe that an export puts before what a spreadsheet would take for a formula.
fn unguarded(text: &str) -> &str {
    let is_guarded = text.starts_with('\'') && text.trim_start_matches('\'').starts_with(['=', '+', '-', '@']);
    if is_guarded { &text[1..] } else { text }
}
