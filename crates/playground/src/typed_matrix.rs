//! Matrices as people have them on their clipboard: cells of a spreadsheet, lists in JSON, what NumPy or PyTorch prints, numbers between
//! commas, semicolons or blanks, with decimal points or commas. Each number is read by [`typed_number`]. It knows no network but the
//! numbers of neurons and inputs of a layer, and guesses nothing that changes a number: what can be read in two ways is refused.

use crate::typed_number;

/// Longer texts are no layer's: the largest has 65,792 numbers.
pub(crate) const LONGEST: usize = 2_000_000;

/// Of what is no number so many letters are told.
const MOST_QUOTED: usize = 40;

/// Why a text is not the matrix that is wanted. Rows and columns are counted from 1.
#[derive(Clone, Debug, PartialEq)]
pub enum MatrixMistake {
    /// There is no number.
    Empty,
    /// It is longer than any layer's.
    TooLong,
    /// Brackets are not those of a list of rows.
    Brackets,
    /// A cell is no number, or one that does not fit 32 bits.
    Cell {
        /// Its row.
        row: usize,
        /// Its column.
        column: usize,
        /// What stands there.
        found: String,
    },
    /// A comma may stand within a number or between two.
    Comma {
        /// The row.
        row: usize,
        /// What stands there.
        found: String,
    },
    /// A row is not as long as the first.
    Ragged {
        /// The row.
        row: usize,
        /// Its cells.
        n: usize,
        /// Those of the first.
        first: usize,
    },
    /// It has other numbers of rows or columns than the layer has neurons and inputs.
    Shape {
        /// Its rows.
        rows: usize,
        /// Its columns.
        columns: usize,
        /// Whether it fits when rows are read as columns.
        fits_turned: bool,
    },
}

/// How the rows of a matrix are those of a layer.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MatrixForm {
    /// A row belongs to an input, and not to a neuron.
    pub is_by_input: bool,
    /// The bias stands behind the weights, and not before them.
    pub is_bias_last: bool,
}

/// The numbers of a layer.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerNumbers {
    /// Neuron by neuron, a weight for each input.
    pub weights: Vec<f32>,
    /// A bias for each neuron, if there were any.
    pub biases: Option<Vec<f32>>,
}

/// The rows of a matrix.
///
/// # Errors
/// The first thing that is wrong.
///
/// ```
/// use playground::typed_matrix;
///
/// let rows = Ok(vec![vec![0.5, -2.0], vec![0.25, 1.0]]);
/// for text in ["0.5\t−2\n0.25\t1", "[[0.5, -2], [0.25, 1]]", "array([[ 0.5 , -2.  ],\n [ 0.25,  1.  ]])", "0,5; -2\n0,25; 1"] {
///     assert_eq!(typed_matrix(text), rows);
/// }
/// ```
pub fn typed_matrix(text: &str) -> Result<Vec<Vec<f32>>, MatrixMistake> {
    if text.len() > LONGEST {
        return Err(MatrixMistake::TooLong);
    }
    // As an input method for Chinese types them.
    let text = text.replace('，', ",").replace('；', ";");
    let cells = match text.split_once('[') {
        Some((before, list)) => bracketed(before, list)?,
        None => lines(&text)?,
    };
    let mut rows: Vec<Vec<f32>> = Vec::new();
    for (row, cells) in cells.into_iter().enumerate() {
        let number = |(column, text): (usize, &str)| {
            let number = typed_number(text).map(|number| number as f32).filter(|number| number.is_finite());
            number.ok_or_else(|| MatrixMistake::Cell { row: row + 1, column: column + 1, found: quoted(text) })
        };
        rows.push(cells.into_iter().enumerate().map(number).collect::<Result<_, _>>()?);
    }
    let first = rows.first().map_or(0, Vec::len);
    match rows.iter().position(|row| row.len() != first) {
        _ if first == 0 => Err(MatrixMistake::Empty),
        Some(row) => Err(MatrixMistake::Ragged { row: row + 1, n: rows[row].len(), first }),
        None => Ok(rows),
    }
}

/// The weights and biases of a layer with so many neurons and inputs; without biases where a row is as long as there are inputs.
///
/// # Errors
/// If the text is no matrix, or one of another shape.
pub fn typed_layer(
    text: &str,
    (units, inputs): (usize, usize),
    form: MatrixForm,
) -> Result<LayerNumbers, MatrixMistake> {
    let rows = typed_matrix(text)?;
    let shape = (rows.len(), rows[0].len());
    let fits = |(rows, columns): (usize, usize)| rows == units && (columns == inputs || columns == inputs + 1);
    let turned = |(rows, columns)| (columns, rows);
    if !fits(if form.is_by_input { turned(shape) } else { shape }) {
        let fits_turned = fits(if form.is_by_input { shape } else { turned(shape) });
        return Err(MatrixMistake::Shape { rows: shape.0, columns: shape.1, fits_turned });
    }
    let at = |unit: usize, column: usize| if form.is_by_input { rows[column][unit] } else { rows[unit][column] };
    let n_columns = if form.is_by_input { shape.0 } else { shape.1 };
    let bias = (n_columns == inputs + 1).then_some(if form.is_bias_last { inputs } else { 0 });
    let first = usize::from(bias == Some(0) && !form.is_bias_last);
    let weights = (0..units).flat_map(|unit| (first..first + inputs).map(move |column| (unit, column)));
    Ok(LayerNumbers {
        weights: weights.map(|(unit, column)| at(unit, column)).collect(),
        biases: bias.map(|column| (0..units).map(|unit| at(unit, column)).collect()),
    })
}

/// A layer as text that [`typed_layer`] reads to the same bits: a line per neuron, its bias and its weights between tabs. `numbers` are
/// its weights neuron by neuron, then the biases.
pub fn layer_text(numbers: &[f32], inputs: usize) -> String {
    let units = numbers.len() / (inputs + 1);
    let (weights, biases) = numbers.split_at(units * inputs);
    let row = |unit: usize| {
        let weights = &weights[unit * inputs..(unit + 1) * inputs];
        let cells: Vec<String> = [&biases[unit]].into_iter().chain(weights).map(written).collect();
        cells.join("\t")
    };
    (0..units).map(row).collect::<Vec<_>>().join("\n")
}

/// The shortest text with the same bits that every spreadsheet and language reads.
fn written(value: &f32) -> String {
    match value.abs() {
        0.0 | 1e-5..1e9 => value.to_string(),
        _ => format!("{value:e}"),
    }
}

fn quoted(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(MOST_QUOTED) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The cells of a list of rows, of which the first bracket is read: of JSON, NumPy, PyTorch or MATLAB.
fn bracketed<'a>(before: &str, list: &'a str) -> Result<Vec<Vec<&'a str>>, MatrixMistake> {
    // `W = np.array(`: a name, and no number that would be left out.
    if !before.trim().is_empty() && (!before.contains(char::is_alphabetic) || before.contains('\n')) {
        return Err(MatrixMistake::Brackets);
    }
    let mut depth = 1_usize;
    let end = list.find(|letter| {
        match letter {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    let (list, behind) = list.split_at(end.ok_or(MatrixMistake::Brackets)?);
    // `, dtype=float32)`: nothing that would be left out.
    if !matches!(behind[1..].trim_start().chars().next(), None | Some(',' | ')' | ';')) {
        return Err(MatrixMistake::Brackets);
    }
    if !list.contains('[') {
        return Ok(list.split([';', '\n']).filter(|row| !row.trim().is_empty()).map(in_row).collect());
    }
    let mut rows = Vec::new();
    let mut rest = list;
    while let Some((between, row)) = rest.split_once('[') {
        let (row, behind) = row.split_once(']').ok_or(MatrixMistake::Brackets)?;
        if row.contains('[') || !is_between(between) {
            return Err(MatrixMistake::Brackets);
        }
        rows.push(in_row(row));
        rest = behind;
    }
    if is_between(rest) { Ok(rows) } else { Err(MatrixMistake::Brackets) }
}

fn is_between(text: &str) -> bool {
    text.chars().all(|letter| letter == ',' || letter.is_whitespace())
}

/// The cells of one list: between commas, or else between blanks.
fn in_row(row: &str) -> Vec<&str> {
    let row = row.trim();
    match row.contains(',') {
        true => row.strip_suffix(',').unwrap_or(row).split(',').map(str::trim).collect(),
        false => row.split_whitespace().collect(),
    }
}

/// The cells of lines: between tabs if there are any, or else semicolons, or else commas and blanks.
fn lines(text: &str) -> Result<Vec<Vec<&str>>, MatrixMistake> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    if text.contains('\t') {
        return Ok(lines.into_iter().map(|line| line.split('\t').collect()).collect());
    }
    if text.contains(';') {
        let lines = lines.into_iter().map(str::trim).map(|line| line.strip_suffix(';').unwrap_or(line));
        return Ok(lines.map(|line| line.split(';').collect()).collect());
    }
    // A comma beside a blank stands between numbers. What of one within a word?
    let words = lines.into_iter().map(|line| line.split_whitespace().map(without_comma).filter(|it| !it.is_empty()));
    let rows: Vec<Vec<&str>> = words.map(Iterator::collect).collect();
    let n_commas = |word: &&str| word.matches(',').count();
    let most = rows.iter().flatten().map(n_commas).max().unwrap_or(0);
    if most > 1 || most == 1 && text.contains('.') {
        return Ok(rows.into_iter().map(|row| row.into_iter().flat_map(|word| word.split(',')).collect()).collect());
    }
    match rows.iter().position(|row| row.len() == 1 && n_commas(&row[0]) == 1) {
        Some(row) if rows.iter().all(|row| row.len() == 1) => {
            Err(MatrixMistake::Comma { row: row + 1, found: quoted(rows[row][0]) })
        }
        _ => Ok(rows),
    }
}

/// A word without the comma that separates it from the next or the last one.
fn without_comma(word: &str) -> &str {
    let word = word.strip_suffix(',').unwrap_or(word);
    word.strip_prefix(',').unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_matrix_is_read_as_programs_write_it() {
        let numbers = vec![vec![0.5, -2.0, 3.0], vec![0.25, 1.0, -0.125]];
        for text in [
            "0.5\t-2\t3\n0.25\t1\t-0.125",
            "0.5\t-2\t3\r\n0.25\t1\t-0.125\r\n",
            "0,5\t−2\t3\n0,25\t1\t−0,125",
            "[[0.5, -2, 3], [0.25, 1, -0.125]]",
            "[[0.5,-2,3],[0.25,1,-0.125]]",
            "[[ 0.5   -2.     3.   ]\n [ 0.25   1.    -0.125]]",
            "[[ 0.5   -2.  \n   3.   ]\n [ 0.25   1.\n    -0.125]]",
            "W = np.array([[0.5, -2.0, 3.0],\n              [0.25, 1.0, -0.125]], dtype=float32)",
            "tensor([[ 0.5000, -2.0000,  3.0000],\n        [ 0.2500,  1.0000, -0.1250]], requires_grad=True)",
            "[0.5 -2 3; 0.25 1 -0.125]",
            "[0.5, -2, 3;\n 0.25, 1, -0.125];",
            "0.5,-2,3\n0.25,1,-0.125",
            "0.5, -2, 3\n0.25, 1, -0.125",
            "0.5 , -2 , 3\n0.25 ,1 ,-0.125,",
            "0,5; -2; 3\n0,25; 1; -0,125",
            "0,5;-2;3;\n0,25;1;-0,125;",
            "0,5 -2 3\n0,25 1 -0,125",
            "0,5, -2, 3\n0,25, 1, -0,125",
            "  0.5  -2  3 \n\n 0.25   1  -0.125  \n",
            "０．５，−２，３\n０．２５，１，－０．１２５",
            "5e-1 -2e0 3\n2.5e-1 1 -1.25E-1",
        ] {
            assert_eq!(typed_matrix(text), Ok(numbers.clone()), "{text}");
        }
        for (text, row) in [("[1, 2, 3,]", vec![1.0, 2.0, 3.0]), ("1,2,3", vec![1.0, 2.0, 3.0]), ("5", vec![5.0])] {
            assert_eq!(typed_matrix(text), Ok(vec![row]), "{text}");
        }
    }

    #[test]
    fn what_is_no_matrix_is_told_with_its_place() {
        let cell = |row, column, found: &str| MatrixMistake::Cell { row, column, found: found.to_owned() };
        for (text, mistake) in [
            ("", MatrixMistake::Empty),
            (" \n\t\n", MatrixMistake::Empty),
            ("[]", MatrixMistake::Empty),
            ("[[], []]", MatrixMistake::Empty),
            ("1 2\n3 x", cell(2, 2, "x")),
            ("x\ty\n1\t2", cell(1, 1, "x")),
            ("1\t\n2\t3", cell(1, 2, "")),
            ("1;;2", cell(1, 2, "")),
            ("[[1, , 2]]", cell(1, 2, "")),
            ("[[1 2 ... 3]]", cell(1, 3, "...")),
            ("[[1, 1e39]]", cell(1, 2, "1e39")),
            ("[[1, null]]", cell(1, 2, "null")),
            ("[[1, NaN]]", cell(1, 2, "NaN")),
            ("1,000\t2", cell(1, 1, "1,000")),
            ("1,5\n2,5", MatrixMistake::Comma { row: 1, found: "1,5".to_owned() }),
            ("3\n2,5", MatrixMistake::Comma { row: 2, found: "2,5".to_owned() }),
            ("1 2\n3", MatrixMistake::Ragged { row: 2, n: 1, first: 2 }),
            ("[[1, 2], [3]]", MatrixMistake::Ragged { row: 2, n: 1, first: 2 }),
            ("[[1, 2]", MatrixMistake::Brackets),
            ("[[[1, 2]]]", MatrixMistake::Brackets),
            ("[[1, 2]] [[3, 4]]", MatrixMistake::Brackets),
            ("[1, [2, 3]]", MatrixMistake::Brackets),
            ("7 [[1, 2]]", MatrixMistake::Brackets),
            ("1 2\nx [3 4]", MatrixMistake::Brackets),
        ] {
            assert_eq!(typed_matrix(text), Err(mistake), "{text}");
        }
        assert_eq!(typed_matrix(&"1 ".repeat(LONGEST)), Err(MatrixMistake::TooLong));
    }

    #[test]
    fn rows_are_neurons_unless_they_are_said_to_be_inputs_and_the_bias_stands_where_it_is_said_to() {
        let read = |text, is_by_input, is_bias_last| {
            typed_layer(text, (2, 3), MatrixForm { is_by_input, is_bias_last })
                .map(|layer| (layer.weights, layer.biases))
        };
        let weights = vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        assert_eq!(read("1 2 3\n4 5 6", false, false), Ok((weights.clone(), None)));
        assert_eq!(read("1 4\n2 5\n3 6", true, true), Ok((weights.clone(), None)));
        let with_biases = Ok((weights, Some(vec![7.0, 8.0])));
        assert_eq!(read("7 1 2 3\n8 4 5 6", false, false), with_biases);
        assert_eq!(read("1 2 3 7\n4 5 6 8", false, true), with_biases);
        assert_eq!(read("7 8\n1 4\n2 5\n3 6", true, false), with_biases);
        assert_eq!(read("1 4\n2 5\n3 6\n7 8", true, true), with_biases);
        let shape = |rows, columns, fits_turned| Err(MatrixMistake::Shape { rows, columns, fits_turned });
        assert_eq!(read("1 2\n3 4\n5 6", false, false), shape(3, 2, true));
        assert_eq!(read("1 2 3\n4 5 6", true, false), shape(2, 3, true));
        assert_eq!(read("1 2 3", false, false), shape(1, 3, false));
    }

    fn layers() -> impl Strategy<Value = (Vec<f32>, usize)> {
        let finite = prop::num::f32::ANY.prop_filter("weights are finite", |value| value.is_finite());
        (1_usize..6, 1_usize..6).prop_flat_map(move |(units, inputs)| {
            (prop::collection::vec(finite.clone(), units * (inputs + 1)), Just(inputs))
        })
    }

    proptest! {
        /// As tabs, or as other programs would write the same numbers.
        #[test]
        fn a_layer_that_is_copied_and_pasted_has_the_same_bits((numbers, inputs) in layers(), form in 0_usize..4) {
            let units = numbers.len() / (inputs + 1);
            let copied = layer_text(&numbers, inputs);
            let text = match form {
                0 => copied,
                1 => format!("[[{}]]", copied.replace('\t', ", ").replace('\n', "],\n [")),
                2 => format!("[[{}]]", copied.replace('\t', "  ").replace('\n', "]\n [")),
                _ => copied.replace('.', ",").replace('-', "−").replace('\t', " ; "),
            };
            let read = match typed_layer(&text, (units, inputs), MatrixForm::default()) {
                // Before exactly three digits it could be the comma of thousands.
                Err(MatrixMistake::Cell { found, .. }) if form == 3 && found.split(',').nth(1).is_some_and(|digits| digits.len() == 3) => {
                    return Ok(());
                }
                read => read.expect("it is a layer"),
            };
            let bits = |values: &[f32]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
            prop_assert_eq!(bits(&[read.weights, read.biases.expect("there are biases")].concat()), bits(&numbers));
        }

        #[test]
        fn no_text_is_too_much_for_it(text in "[\\[\\],;. \t\n0-9eE−-]{0,60}") {
            let _ = typed_layer(&text, (2, 2), MatrixForm::default());
        }
    }
}
