//! The texts of a layer's weights as text, to copy and to paste.

use crate::template::Template;

/// Weights as text.
#[derive(Debug)]
#[expect(missing_docs, reason = "a field's name and its English text say what it is")]
pub struct Matrix {
    pub open: &'static str,
    pub open_why: &'static str,
    pub back: &'static str,
    pub text: &'static str,
    pub how: &'static str,
    pub by_input: &'static str,
    pub bias_last: &'static str,
    pub using: &'static str,
    pub same: &'static str,
    pub reads: Template<4>,
    pub without_biases: &'static str,
    pub with_biases: &'static str,
    pub bias: Template<1>,
    pub entry: Template<2>,
    pub more: &'static str,
    pub empty: &'static str,
    pub too_long: &'static str,
    pub brackets: &'static str,
    pub cell: Template<3>,
    pub empty_cell: Template<2>,
    pub comma: Template<2>,
    pub ragged: Template<3>,
    pub shape: Template<4>,
    pub shape_by_input: Template<4>,
    pub turn: [&'static str; 2],
}
