//! The file of safetensors: eight bytes with the length of a head, the head in JSON, then the numbers. Its tensors have the names of the
//! PyTorch export's, which reads them by `load_state_dict`.

use serde_json::{Map, Value};

use super::facts::Facts;
use crate::object;

pub(super) fn write(facts: &Facts<'_>) -> Vec<u8> {
    let mut numbers = Vec::new();
    let mut head = Map::new();
    let mut tensor = |name: String, shape: Vec<usize>, values: &[f32]| {
        let begin = numbers.len();
        numbers.extend(values.iter().flat_map(|value| value.to_le_bytes()));
        head.insert(name, object! { "dtype": "F32", "shape": shape, "data_offsets": vec![begin, numbers.len()] });
    };
    for (idx, layer) in facts.network.split(&facts.plain).into_iter().enumerate() {
        tensor(format!("layers.{idx}.weight"), vec![layer.bias.len(), layer.n_inputs], layer.weights);
        tensor(format!("layers.{idx}.bias"), vec![layer.bias.len()], layer.bias);
    }
    // Its values are texts.
    let about = object! {
        "format": "pt",
        "about": facts.head().join("\n"),
        "features": Value::from(facts.config.features.clone()).to_string(),
        "activations": Value::from(facts.config.activations.clone()).to_string(),
        "config": facts.config.to_json().to_string(),
    };
    head.insert("__metadata__".into(), about);
    let mut head = Value::Object(head).to_string().into_bytes();
    // So that the numbers are aligned.
    head.resize(head.len().next_multiple_of(8), b' ');
    let mut file = (head.len() as u64).to_le_bytes().to_vec();
    file.extend(head);
    file.extend(numbers);
    file
}
