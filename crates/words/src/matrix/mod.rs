//! What is said of a layer's weights as text: how a pasted matrix is read, and why one is not, in every language. The texts are apart
//! from [`Words`], so that they come with the table of weights.

use playground::{Config, LayerNumbers, MatrixMistake};

use crate::Words;
use crate::groups::Matrix as Texts;

macro_rules! languages {
    ($($variant:ident $file:ident $words:ident $chunk:ident $word:literal,)*) => {
        $(mod $file;)*

        /// The texts with the tag of their language.
        static MATRIX: &[(&str, &Texts)] = &[$((crate::$file::TAG, &$file::MATRIX)),*];
    };
}
playground::for_languages!(languages);

/// So many weights of the first neuron are told.
const MOST_TOLD: usize = 3;

impl Texts {
    /// The texts in the language of this tag.
    pub fn of(tag: &str) -> &'static Texts {
        MATRIX.iter().find(|(known, _)| *known == tag).map_or(MATRIX[0].1, |(_, texts)| texts)
    }
}

impl Words {
    /// How a matrix was read as a layer: its size and the numbers of the first neuron, by their names.
    pub fn matrix_read(&self, config: &Config, layer: usize, numbers: &LayerNumbers) -> String {
        let words = Texts::of(self.tag);
        let inputs = config.layer_sizes()[layer];
        let bias = numbers.biases.as_ref().and_then(|biases| biases.first());
        let bias = bias.map(|bias| words.bias.with([&self.signed(*bias, 4)]));
        let name = |input: usize| self.input_short(config, layer, input);
        let weights = numbers.weights.iter().take(inputs.min(MOST_TOLD)).enumerate();
        let weights = weights.map(|(input, weight)| words.entry.with([&name(input), &self.signed(*weight, 4)]));
        let more = (inputs > MOST_TOLD).then(|| words.more.to_owned());
        let told: Vec<String> = bias.into_iter().chain(weights).chain(more).collect();
        let kind = if numbers.biases.is_some() { words.with_biases } else { words.without_biases };
        words.reads.with([
            &format!("{} × {inputs}", config.layer_sizes()[layer + 1]),
            kind,
            &self.neuron(config, layer + 1, 0),
            &told.join(self.refusals.comma),
        ])
    }

    /// Why a text is no matrix for a layer with so many neurons and inputs, whose rows are neurons or inputs.
    pub fn matrix_mistake(
        &self,
        mistake: &MatrixMistake,
        (units, inputs): (usize, usize),
        is_by_input: bool,
    ) -> String {
        let words = Texts::of(self.tag);
        let n = |n: &usize| n.to_string();
        match mistake {
            MatrixMistake::Empty => words.empty.into(),
            MatrixMistake::TooLong => words.too_long.into(),
            MatrixMistake::Brackets => words.brackets.into(),
            MatrixMistake::Cell { row, column, found } if found.is_empty() => {
                words.empty_cell.with([&n(row), &n(column)])
            }
            MatrixMistake::Cell { row, column, found } => words.cell.with([&n(row), &n(column), found]),
            MatrixMistake::Comma { row, found } => words.comma.with([&n(row), found]),
            MatrixMistake::Ragged { row, n: cells, first } => words.ragged.with([&n(row), &n(cells), &n(first)]),
            MatrixMistake::Shape { rows, columns, fits_turned } => {
                let shape = format!("{rows} × {columns}");
                let (template, sides) = match is_by_input {
                    false => (&words.shape, [n(&units), n(&inputs), n(&(inputs + 1))]),
                    true => (&words.shape_by_input, [n(&inputs), n(&(inputs + 1)), n(&units)]),
                };
                let said = template.with([&sides[0], &sides[1], &sides[2], &shape]);
                if *fits_turned { [&said, words.turn[usize::from(is_by_input)]].concat() } else { said }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use playground::{MatrixForm, typed_layer};

    use super::*;
    use crate::{EN, ZH_HANS};

    #[test]
    fn what_was_pasted_is_told_by_names_and_what_is_wrong_by_its_place() {
        let config = Config::default();
        let said = |words: &Words, text: &str, is_by_input: bool| match typed_layer(
            text,
            (4, 2),
            MatrixForm { is_by_input, is_bias_last: false },
        ) {
            Ok(numbers) => words.matrix_read(&config, 0, &numbers),
            Err(mistake) => words.matrix_mistake(&mistake, (4, 2), is_by_input),
        };
        for (text, is_by_input, english, chinese) in [
            (
                "1\t-0.5\t2\n0 0 0\n0 0 0\n0 0 0".replace(' ', "\t"),
                false,
                "Reads as 4 × 2 with biases. Neuron 1.1: bias 1.0000, x₁ −0.5000, x₂ 2.0000.",
                "读作 4 × 2，带偏置。神经元 1.1：偏置 1.0000、x₁ −0.5000、x₂ 2.0000。",
            ),
            (
                "[[1, 2, 3, 4], [5, 6, 7, 8]]".to_owned(),
                true,
                "Reads as 4 × 2 without biases, which stay. Neuron 1.1: x₁ 1.0000, x₂ 5.0000.",
                "读作 4 × 2，不含偏置（偏置不变）。神经元 1.1：x₁ 1.0000、x₂ 5.0000。",
            ),
            (
                "1 2 3 4\n5 6 7 8".to_owned(),
                false,
                "It must be 4 × 2 (neurons × inputs), or 4 × 3 with biases, but is 2 × 4. It fits with a row for each input: tick that below.",
                "必须是 4 × 2（神经元数 × 输入数），带偏置时是 4 × 3，实际是 2 × 4。如果一行对应一个输入，形状就相符：请勾选下面的选项。",
            ),
            (
                "1 2\n3 x".to_owned(),
                false,
                "Row 2, column 2 must be a number such as −0.5 or 3e-2, but is “x”.",
                "第 2 行第 2 列必须是数字，例如 −0.5 或 3e-2，实际是“x”。",
            ),
        ] {
            assert_eq!(said(&EN, &text, is_by_input), english);
            assert_eq!(said(&ZH_HANS, &text, is_by_input), chinese);
        }
    }
}
