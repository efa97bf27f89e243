//! A matrix that is pasted for a layer: whatever the text is, it is read as numbers that fit 32 bits and the layer, or refused with the
//! place, in words; and what was read is written and read again with the same bits.

use playground::{Config, MatrixForm, layer_text, typed_layer};

use super::Target;

pub(super) const TARGET: Target = Target {
    name: "",
    read,
    seeds,
    pieces: &[
        "[",
        "]",
        "[[",
        "]]",
        "(",
        ")",
        ",",
        ";",
        "\t",
        "\n",
        "\r\n",
        " ",
        ", ",
        "\u{a0}",
        "，",
        "；",
        "−",
        "-",
        "+",
        ".",
        "e",
        "e-5",
        "0",
        "0.5",
        "-1.25",
        "1,5",
        "1,000",
        "1e39",
        "1e-46",
        "９",
        "%",
        "NaN",
        "nan",
        "inf",
        "null",
        "...",
        "array(",
        "tensor(",
        ", dtype=float32)",
        "x1",
        "\"",
        "🙂",
    ],
    longest: 20_000,
    most_bytes: (200_000, 200),
};

fn seeds() -> Vec<String> {
    [
        "0.1\t0.2\t0.3\n-0.1\t-0.2\t-0.3",
        "[[0.1, 0.2], [0.3, 0.4]]",
        "[[ 0.1 -0.2]\n [ 0.3  0.4]]",
        "array([[ 0.1, -0.2],\n       [ 0.3,  0.4]], dtype=float32)",
        "0,1;0,2\n0,3;0,4",
        "[0.1 0.2; 0.3 0.4]",
        "1 2 3\n4 5 6",
    ]
    .map(str::to_owned)
    .into()
}

fn read(text: &str) {
    let (units, inputs) = (2, 2);
    for form in 0..4 {
        let form = MatrixForm { is_by_input: form % 2 == 1, is_bias_last: form > 1 };
        match typed_layer(text, (units, inputs), form) {
            Ok(numbers) => {
                let biases = numbers.biases.clone().unwrap_or_else(|| vec![0.0; units]);
                assert_eq!((numbers.weights.len(), biases.len()), (units * inputs, units), "{text:?}");
                let numbers = [numbers.weights, biases].concat();
                assert!(numbers.iter().all(|number| number.is_finite()), "{text:?}");
                let again = typed_layer(&layer_text(&numbers, inputs), (units, inputs), MatrixForm::default());
                let again = again.unwrap_or_else(|mistake| panic!("{text:?} is written as {mistake:?}"));
                let again = [again.weights, again.biases.expect("they are written")].concat();
                assert!(again.iter().zip(&numbers).all(|(a, b)| a.to_bits() == b.to_bits()), "{text:?}");
                let config = Config::default();
                let numbers = playground::LayerNumbers { weights: vec![0.5; 8], biases: None };
                words::ALL.iter().for_each(|words| assert!(!words.matrix_read(&config, 0, &numbers).is_empty()));
            }
            Err(mistake) => {
                for words in words::ALL {
                    assert!(!words.matrix_mistake(&mistake, (units, inputs), form.is_by_input).is_empty(), "{text:?}");
                }
            }
        }
    }
}
