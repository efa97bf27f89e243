//! Tables of any habit as own points: text → [`Table`] → [`Mapping`] → [`Imported`]. Invariant: what is read is guessed and can be
//! chosen, what cannot be used is named, and memory follows the length of the text. It knows no file and no encoding.

mod reading;
mod number;
mod rows;
mod names;
mod column;
mod guess;
mod sheet;
mod mapping;
mod classes;
mod fit;
mod sample;
mod import;
mod ready;
mod labelled;

pub use column::{Column, Kind};
pub use fit::Fit;
pub use import::{BadRow, Class, Imported, NAMED_ROWS, Sampled, Skipped, import};
pub use labelled::labelled;
pub use mapping::{Mapping, task_of, usual_test_share};
pub(crate) use names::needs_quotes;
pub use reading::{DecimalMark, ReadAs, Reading, Separator};
pub use ready::{READY_SETS, ReadySet};
pub use rows::MAX_COLUMNS;
pub use sheet::{LARGEST_MEGABYTES, RowText, Table};

#[cfg(test)]
mod round_trip_tests;
#[cfg(test)]
mod tests;
