//! What holds for the Chinese texts: nothing is left in English, punctuation is full-width, and a space stands between Chinese and
//! Latin letters or digits, and nowhere else. The texts are found in the value itself, so that none can be forgotten.

use std::fmt::Debug;

use crate::groups::{Entry, Export, Importing, Inside, Lab, Label, Matrix, Ready};
use crate::{BOOT, EN, ZH_HANS};

/// Latin words that Chinese texts keep: names of people and methods, of keys and programs, and what is typed or written in formulas.
const NAMES: &str = "tanh ReLU Leaky ELU SELU GELU SiLU Swish Softplus Softsign Sigmoid Tanh Mish Hinge Huber softmax KL Xavier Glorot \
    He Kaiming LeCun PyTorch Adagrad RMSprop Adadelta Adam AdamW AMSGrad Nadam Lion Nesterov AdaMax optax Dropout epoch \
    Gradient Playground Ctrl Shift Tab Enter Delete Esc JSON HTML JavaScript WebAssembly SIMD Chrome Firefox Safari TensorFlow \
    mu eps alpha rho psi damping sin max sign xy wx all auto null MB Cmd Windows Python python py serve http server localhost base url \
    II III IV Ripley Moodle Canvas mdBook Sphinx Jupyter Book reveal js Quarto Docusaurus CSV TSV UTF Unicode GB ONNX onnxruntime Netron \
    safetensors NumPy Keras Node Rust LaTeX amsmath SVG PNG Base coefs weight";

/// Every text of a value: what stands in quotes when it is printed.
fn texts(value: &impl Debug) -> Vec<String> {
    let printed = format!("{value:?}");
    let mut texts = Vec::new();
    let mut open: Option<String> = None;
    let mut chars = printed.chars();
    while let Some(c) = chars.next() {
        match (&mut open, c) {
            (None, '"') => open = Some(String::new()),
            (None, _) => {}
            (Some(_), '"') => texts.extend(open.take()),
            (Some(text), '\\') => text.extend(chars.next()),
            (Some(text), c) => text.push(c),
        }
    }
    texts
}

/// The texts of a language without the names of tables.
fn said() -> Vec<String> {
    let catalog = &EN.catalog;
    let labels = [
        &catalog.activations[..],
        &catalog.losses,
        &catalog.penalties,
        &catalog.initialisers,
        &catalog.optimiser_params,
        &catalog.schedules,
        &catalog.schedule_params,
        &EN.settings.tasks,
        &EN.header.themes,
        &EN.header.units,
    ];
    let entries = [&catalog.optimisers[..], &catalog.datasets, &EN.keys, &EN.view_settings];
    let mut names: Vec<&str> = labels.into_iter().flatten().map(|row: &Label| row.0).collect();
    names.extend(entries.into_iter().flatten().map(|row: &Entry| row.name));
    names.extend(EN.refusals.subjects.iter().map(|row| row.0));
    names.extend(EN.refusals.entries.iter().map(|row| row.0));
    names.extend(Ready::of(EN.tag).sets.iter().map(|entry| entry.name));
    names.push(ZH_HANS.tag);
    let mut said = texts(&ZH_HANS);
    said.extend(texts(Lab::of(ZH_HANS.tag)));
    said.extend(texts(Inside::of(ZH_HANS.tag)));
    said.extend(texts(Importing::of(ZH_HANS.tag)));
    said.extend(texts(Ready::of(ZH_HANS.tag)));
    said.extend(texts(Matrix::of(ZH_HANS.tag)));
    said.extend(texts(Export::of(ZH_HANS.tag)));
    said.extend(texts(BOOT[1].2));
    said.retain(|text| !text.is_empty() && !names.contains(&text.as_str()));
    said
}

pub(crate) fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// A letter or digit, or a value that may be one.
fn is_latin(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '{' || c == '}'
}

#[test]
fn a_text_is_chinese_but_for_names() {
    assert!(said().len() > 400, "the texts are found");
    let names: Vec<&str> = NAMES.split_whitespace().collect();
    for text in said() {
        for word in text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 1) {
            assert!(names.contains(&word), "“{word}” in “{text}”");
        }
    }
}

/// What is wrong with the typography of a Chinese text, if anything is.
pub(crate) fn fault(text: &str) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    let half = |c: char| ",;:?!\"'".contains(c);
    let is_wrong = |pair: &&[char]| {
        let (left, right) = (pair[0], pair[1]);
        is_han(left) && (half(right) || right == '.' && !text.contains("层.神经元"))
            || half(left) && is_han(right)
            || is_han(left) && is_latin(right)
            || is_latin(left) && is_han(right)
            || is_han(left) && right == '('
            || left == ')' && is_han(right)
    };
    let is_torn = |three: &&[char]| is_han(three[0]) && three[1] == ' ' && is_han(three[2]);
    let wrong = chars.windows(2).find(is_wrong).or_else(|| chars.windows(3).find(is_torn));
    wrong.map(|signs| format!("“{}” in “{text}”", signs.iter().collect::<String>()))
}

#[test]
fn punctuation_is_full_width_and_a_space_stands_between_chinese_and_latin() {
    for text in said() {
        assert_eq!(fault(&text), None);
    }
}
