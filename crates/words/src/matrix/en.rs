//! A layer's weights as text, in English.

use crate::groups::Matrix;
use crate::template::Template;

/// The words.
pub(super) static MATRIX: Matrix = Matrix {
    open: "As text",
    open_why: "Copy these weights, or paste a matrix from a spreadsheet, NumPy or JSON",
    back: "As table",
    text: "Weights of this layer as text",
    how: "Copy it, or paste a matrix over it: cells of a spreadsheet, a list of lists, what NumPy prints. A row is a neuron: its bias, then a weight for each input; or the weights alone.",
    by_input: "A row is an input (transposed)",
    bias_last: "The bias comes last",
    using: "Set weights",
    same: "The layer has these numbers.",
    reads: Template::new("Reads as {0} {1}. {2}: {3}."),
    without_biases: "without biases, which stay",
    with_biases: "with biases",
    bias: Template::new("bias {0}"),
    entry: Template::new("{0} {1}"),
    more: "…",
    empty: "There is no number.",
    too_long: "This text is longer than the weights of any layer here.",
    brackets: "The brackets must be those of one list of rows, such as [[0.1, 0.2], [0.3, 0.4]].",
    cell: Template::new("Row {0}, column {1} must be a number such as −0.5 or 3e-2, but is “{2}”."),
    empty_cell: Template::new("Row {0}, column {1} is empty."),
    comma: Template::new("Row {0}: “{1}” can be one number or two. Write a decimal point, or separate numbers by a semicolon or tab."),
    ragged: Template::new("All rows must be of one length: row {0} has {1}, the first has {2}."),
    shape: Template::new("It must be {0} × {1} (neurons × inputs), or {0} × {2} with biases, but is {3}."),
    shape_by_input: Template::new("It must be {0} × {2} (inputs × neurons), or {1} × {2} with biases, but is {3}."),
    turn: [
        " It fits with a row for each input: tick that below.",
        " It fits with a row for each neuron: take the tick below away.",
    ],
};
