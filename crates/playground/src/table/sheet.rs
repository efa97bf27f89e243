//! A text as a table: columns with their names and kinds, rows as they were written. It does not know what is learnt from them.

use std::borrow::Cow;
use std::rc::Rc;

use super::column::{Column, describe};
use super::guess;
use super::names;
use super::rows::{Cell, MAX_COLUMNS, Row, cells, rows};
use super::{ReadAs, Reading};
use crate::problem::{Found, Problem, Rule};

/// The largest text that is read, in megabytes.
pub const LARGEST_MEGABYTES: u32 = 20;

/// A text that was read as a table.
#[derive(Clone, Debug)]
pub struct Table {
    text: Rc<str>,
    read_as: ReadAs,
    columns: Vec<Column>,
    rows: Vec<Row>,
}

/// A row as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowText<'t> {
    /// The line that it begins in, counted from 1.
    pub line: usize,
    /// Its cells, without quotes and blanks around them; there may be fewer or more than columns.
    pub cells: Vec<Cow<'t, str>>,
}

impl Table {
    /// The table in a text. What `reading` leaves open is guessed from its rows. The text is shared, so that reading it again in
    /// another way copies nothing.
    ///
    /// # Errors
    /// If the text is too large or holds no row.
    pub fn read(text: &Rc<str>, reading: Reading) -> Result<Table, Problem> {
        if text.len() > LARGEST_MEGABYTES as usize * 1_000_000 {
            return Err(Problem::new("file", Rule::BelowMegabytes(LARGEST_MEGABYTES), Found::More));
        }
        let separator = reading.separator.unwrap_or_else(|| guess::separator(text, reading.decimal));
        let (mut rows, comment) = rows(text, separator, usize::MAX);
        let decimal = reading.decimal.unwrap_or_else(|| guess::decimal(text, &rows, separator));
        let read_as = ReadAs { separator, decimal, header: false };
        let is_header = reading.header.unwrap_or_else(|| guess::header(text, &rows, read_as));
        let mut header = (is_header && !rows.is_empty()).then(|| rows.remove(0));
        if rows.is_empty() {
            return Err(Problem::new("file", Rule::RowToUse, Found::EmptyFile));
        }
        if reading.header.is_none() && header.is_none() {
            header = comment.filter(|row| guess::is_header_in_comment(text, *row, &rows, read_as));
        }
        let read_as = ReadAs { header: header.is_some(), ..read_as };
        let names = header.map_or(Vec::new(), |row| names::of_columns(text, row, separator));
        let columns = describe(text, &rows, read_as, names);
        Ok(Table { text: Rc::clone(text), read_as, columns, rows })
    }

    /// How the text was read.
    pub fn read_as(&self) -> ReadAs {
        self.read_as
    }

    /// The text that was read.
    pub fn text(&self) -> &Rc<str> {
        &self.text
    }

    /// Its columns, from left to right.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// How many rows there are, that of the names aside.
    pub fn n_rows(&self) -> usize {
        self.rows.len()
    }

    /// A row, counted from 0.
    ///
    /// # Panics
    /// If there is none.
    pub fn row(&self, idx: usize) -> RowText<'_> {
        let row = self.rows[idx];
        RowText { line: row.line as usize, cells: self.cells(row).map(|cell| cell.text).collect() }
    }

    pub(super) fn rows(&self) -> &[Row] {
        &self.rows
    }

    pub(super) fn cells(&self, row: Row) -> impl Iterator<Item = Cell<'_>> {
        cells(&self.text, row, self.read_as.separator).take(MAX_COLUMNS + 1)
    }
}
