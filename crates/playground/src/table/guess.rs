//! Guesses how a text is read, from its first rows: the separator that makes rows of equal width with the most numbers in them, the
//! decimal mark that more numbers have, and whether the first row alone has none.

use super::column::usual;
use super::number::number;
use super::rows::{MAX_COLUMNS, Row, cells, rows};
use super::{DecimalMark, ReadAs, Separator};

/// How many rows are looked at. One odd row at the end of a small file counts.
const SAMPLE: usize = 2_000;

/// The separator with which the rows of a text look most like a table of numbers.
pub(super) fn separator(text: &str, decimal: Option<DecimalMark>) -> Separator {
    let mut best = (0.0, Separator::Comma);
    for separator in Separator::ALL {
        let quality = quality(text, separator, decimal);
        if quality > best.0 {
            best = (quality, separator);
        }
    }
    best.1
}

/// The share of rows that have the usual number of cells, times the share of numbers among the cells of those.
fn quality(text: &str, separator: Separator, decimal: Option<DecimalMark>) -> f64 {
    let is_number = |cell: &str| match decimal {
        Some(mark) => number(cell, mark).is_ok(),
        None => DecimalMark::ALL.iter().any(|mark| number(cell, *mark).is_ok()),
    };
    let (rows, _) = rows(text, separator, SAMPLE);
    let (mut widths, mut numbers) = (vec![0; MAX_COLUMNS + 1], vec![0; MAX_COLUMNS + 1]);
    for row in &rows {
        let (mut width, mut n) = (0, 0);
        for cell in cells(text, *row, separator).take(MAX_COLUMNS) {
            width += 1;
            n += usize::from(is_number(&cell.text));
        }
        widths[width] += 1;
        numbers[width] += n;
    }
    let width = usual(&widths);
    if width < 2 {
        return 0.0;
    }
    // A table without a number still has its rows.
    let share = (numbers[width] as f64 + 0.001) / (widths[width] * width) as f64;
    share * widths[width] as f64 / rows.len() as f64
}

/// The decimal mark that more of the numbers can only have.
pub(super) fn decimal(text: &str, rows: &[Row], separator: Separator) -> DecimalMark {
    // Certain ones, and those that could be a fraction or thousands.
    let (mut certain, mut likely) = ([0; 2], [0; 2]);
    for cell in rows.iter().take(SAMPLE).flat_map(|row| cells(text, *row, separator).take(MAX_COLUMNS)) {
        let is_number = DecimalMark::ALL.map(|mark| number(&cell.text, mark).is_ok());
        match is_number {
            [true, false] => certain[0] += 1,
            [false, true] => certain[1] += 1,
            [true, true] if cell.text.contains('.') => likely[0] += 1,
            [true, true] if cell.text.contains(',') => likely[1] += 1,
            _ => {}
        }
    }
    let is_comma = if certain[0] == certain[1] { likely[1] > likely[0] } else { certain[1] > certain[0] };
    if is_comma { DecimalMark::Comma } else { DecimalMark::Point }
}

/// Whether the first row has the names of the columns: no number stands in it, and numbers stand below.
pub(super) fn header(text: &str, rows: &[Row], read_as: ReadAs) -> bool {
    let Some((first, below)) = rows.split_first() else { return false };
    !has_number(text, *first, read_as) && below.iter().take(SAMPLE).any(|row| has_number(text, *row, read_as))
}

/// Whether the last comment before the rows has the names of the columns.
pub(super) fn is_header_in_comment(text: &str, comment: Row, rows: &[Row], read_as: ReadAs) -> bool {
    let Some(first) = rows.first() else { return false };
    let n = |row: Row| cells(text, row, read_as.separator).take(MAX_COLUMNS + 1).count();
    n(comment) > 1 && n(comment) == n(*first) && !has_number(text, comment, read_as)
}

fn has_number(text: &str, row: Row, read_as: ReadAs) -> bool {
    cells(text, row, read_as.separator).take(MAX_COLUMNS).any(|cell| number(&cell.text, read_as.decimal).is_ok())
}
