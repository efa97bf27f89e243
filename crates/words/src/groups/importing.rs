//! The dialog that makes own points of a table.

use crate::template::{Plural, Template};

/// What the dialog says. It comes with it, apart from the words of the page.
#[derive(Debug)]
pub struct Importing {
    pub title: &'static str,
    pub what: &'static str,
    pub choose: &'static str,
    pub drop_here: &'static str,
    pub paste: &'static str,
    pub paste_how: &'static str,
    pub read_it: &'static str,
    /// Sets that are ready.
    pub ready: &'static str,
    /// What one of them may be from.
    pub source: Template<1>,
    pub pasted: &'static str,
    pub rows: Plural,
    /// A file, and how many rows it has.
    pub file: Template<2>,
    pub for_training: &'static str,
    pub for_test: &'static str,
    pub swap: &'static str,
    pub other_data: &'static str,
    pub reading_file: &'static str,
    /// What is wrong.
    pub not_readable: Template<1>,
    pub not_a_table: Template<1>,
    pub too_many_files: Template<2>,
    /// A model that came with other files.
    pub model_among: Template<1>,
    pub two_of_files: Template<1>,
    pub files: &'static str,
    pub no_file: &'static str,
    pub fetch_failed: Template<1>,
    /// What stands in the columns.
    pub columns: &'static str,
    pub task: &'static str,
    pub x: &'static str,
    pub y: &'static str,
    pub class: &'static str,
    pub value: &'static str,
    pub set: &'static str,
    pub no_set: &'static str,
    pub test_share: &'static str,
    pub all_train: &'static str,
    pub share_tests: Template<1>,
    pub column: Template<1>,
    pub fit: &'static str,
    /// As they are, by one factor, each by its own.
    pub fits: [&'static str; 3],
    pub fit_values: &'static str,
    pub scaled: &'static str,
    pub as_they_are: &'static str,
    /// What to do about numbers that are kept and lie outside.
    pub kept_how: &'static str,
    pub scale_them: &'static str,
    /// How the text is read.
    pub how_read: &'static str,
    pub separator: &'static str,
    pub separators: [&'static str; 4],
    pub decimal: &'static str,
    pub decimals: [&'static str; 2],
    pub header: &'static str,
    pub headers: [&'static str; 2],
    pub encoding: &'static str,
    pub encodings: [&'static str; 3],
    /// What comes of it.
    pub first_rows: &'static str,
    pub line: &'static str,
    pub is_left_out: &'static str,
    pub picture: &'static str,
    pub points: Plural,
    pub and_test: Template<2>,
    /// A class, and how many points it has.
    pub of_class: Template<2>,
    pub left_out: Plural,
    /// A line, and why it is left out.
    pub line_why: Template<2>,
    pub file_line_why: Template<3>,
    pub more: Template<1>,
    pub between_sentences: &'static str,
    /// Which points test; each with the name of the control that changes it later.
    pub none_tests: Template<1>,
    pub tests_by_class: Template<1>,
    pub tests_drawn: Template<1>,
    pub drawn_by_class: Template<2>,
    pub drawn: Template<2>,
    pub use_points: &'static str,
    pub cancel: &'static str,
    /// What was done: the points, and from where.
    pub done: Template<2>,
    /// Why one may want to begin anew.
    pub weights_stay: &'static str,
    /// The same of a set from the literature, with what to see in it.
    pub done_ready: Template<3>,
}
