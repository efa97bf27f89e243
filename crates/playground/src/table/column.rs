//! What a column holds: numbers, names, a count of the rows, or which set a row belongs to. One pass over a table's cells.

use super::ReadAs;
use super::names;
use super::number::number;
use super::rows::{MAX_COLUMNS, Row, cells};

/// How many classes there can be.
pub(super) const MAX_CLASSES: usize = 8;

/// A column of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its name; empty where it has none.
    pub name: String,
    /// What most of its cells are.
    pub kind: Kind,
    /// How many cells hold something.
    pub(super) n_filled: usize,
    /// How many different values there are, as far as they can be classes; nothing if there are more.
    pub(super) n_values: Option<usize>,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Numbers.
    Number,
    /// Names.
    Text,
    /// The number of the row, which says nothing about it.
    Counter,
    /// Whether a row trains or tests.
    Set,
    /// Nothing.
    Empty,
}

/// Which set a cell names: true for testing.
pub(super) fn set_of(cell: &str) -> Option<bool> {
    match &*cell.to_lowercase() {
        "training" | "train" | "训练" | "训练集" => Some(false),
        "test" | "testing" | "测试" | "测试集" => Some(true),
        _ => None,
    }
}

/// What is counted of a column.
#[derive(Clone, Debug, Default)]
struct Counts {
    n_numbers: usize,
    n_texts: usize,
    n_sets: usize,
    /// Whether its numbers go up by 1 from 0 or 1.
    counts: bool,
    next: f64,
    numbers: Vec<u64>,
    texts: Vec<String>,
}

/// The columns of these rows. Their number is that of most rows.
pub(super) fn describe(text: &str, rows: &[Row], read_as: ReadAs, mut given: Vec<String>) -> Vec<Column> {
    let mut widths = vec![0; MAX_COLUMNS + 1];
    let mut counts: Vec<Counts> = Vec::new();
    for row in rows {
        let mut width = 0;
        for (idx, cell) in cells(text, *row, read_as.separator).take(MAX_COLUMNS).enumerate() {
            if idx == counts.len() {
                counts.push(Counts { counts: true, ..Counts::default() });
            }
            if !names::is_missing(&cell) {
                counts[idx].add(&cell.text, read_as);
            }
            width = idx + 1;
        }
        widths[width] += 1;
    }
    let usual = usual(&widths);
    if given.len() + 1 == usual {
        // As R writes it: the numbers of the rows have no name.
        given.insert(0, String::new());
    }
    let n_columns = usual.max(given.len()).min(MAX_COLUMNS);
    counts.resize(n_columns.max(counts.len()), Counts::default());
    given.resize(n_columns, String::new());
    given.into_iter().zip(counts).enumerate().map(|(idx, (name, counts))| counts.column(idx, name)).collect()
}

/// The width that most rows have; of equally many, the larger one.
pub(super) fn usual(widths: &[usize]) -> usize {
    (0..widths.len()).max_by_key(|width| (widths[*width], *width)).unwrap_or(0)
}

impl Counts {
    fn add(&mut self, cell: &str, read_as: ReadAs) {
        match number(cell, read_as.decimal) {
            Ok(number) => {
                let is_next = if self.n_numbers == 0 { number == 0.0 || number == 1.0 } else { number == self.next };
                self.counts &= is_next;
                self.next = number + 1.0;
                self.n_numbers += 1;
                let bits = (number + 0.0).to_bits();
                if self.numbers.len() <= MAX_CLASSES && !self.numbers.contains(&bits) {
                    self.numbers.push(bits);
                }
            }
            Err(_) => {
                self.n_texts += 1;
                self.n_sets += usize::from(set_of(cell).is_some());
                if self.texts.len() <= MAX_CLASSES && !self.texts.iter().any(|known| known == cell) {
                    self.texts.push(cell.to_owned());
                }
            }
        }
    }

    fn column(self, idx: usize, name: String) -> Column {
        let n_filled = self.n_numbers + self.n_texts;
        let counts_rows = self.n_numbers >= 3 && self.counts && self.n_texts == 0;
        let kind = match () {
            () if n_filled == 0 => Kind::Empty,
            () if self.n_sets == n_filled => Kind::Set,
            () if self.n_texts >= self.n_numbers => Kind::Text,
            () if counts_rows && (is_counter(&name) || idx == 0 && name.is_empty()) => Kind::Counter,
            () => Kind::Number,
        };
        let n_values = if kind == Kind::Text { self.texts.len() + self.numbers.len() } else { self.numbers.len() };
        Column { name, kind, n_filled, n_values: Some(n_values).filter(|n| *n <= MAX_CLASSES) }
    }
}

/// Whether a column of this name numbers the rows.
fn is_counter(name: &str) -> bool {
    let name = name.to_lowercase();
    let known = [
        "rownames",
        "row.names",
        "row",
        "index",
        "idx",
        "id",
        "nr",
        "nr.",
        "no",
        "no.",
        "#",
        "obs",
        "unnamed: 0",
        "编号",
        "序号",
        "索引",
    ];
    known.contains(&name.trim())
}
