//! The weights in a file, layer by layer, in the form that a model has or that other programs write. It knows which
//! weights fit the network at hand, and in which order they stand; what a run does with them it does not.

use serde_json::Value;

use crate::config::Config;
use crate::json_reader::Reader;
use crate::problem::{Found, Problem, Rule, Shape};

/// What the weights of scikit-learn are called, and the biases.
const OF_SCIKIT_LEARN: [&str; 2] = ["coefs_", "intercepts_"];

/// The fields of a model's layer; of weights alone the last two.
const OF_MODEL: [&str; 4] = ["units", "activation", "weights", "bias"];

/// A layer in a file.
struct Layer<'a> {
    weights: Reader<'a>,
    bias: Reader<'a>,
    /// Whether a row belongs to an input, and not to a neuron.
    is_by_input: bool,
}

/// Whether a file holds no more than weights: it does not call itself a model, and names layers as we do, or PyTorch, or scikit-learn.
pub(crate) fn are_alone(file: &Value) -> bool {
    let is_known = |key: &String| key == "layers" || key == OF_SCIKIT_LEARN[0] || name_of(key).is_some();
    file.as_object().is_some_and(|file| !file.contains_key("format") && file.keys().any(is_known))
}

/// The weights and biases in such a file as the flat list of a network of these sizes, features first. A row of a matrix belongs to a
/// neuron in all forms but scikit-learn's, where it belongs to an input: which one it is the names say, and never the shape.
///
/// # Errors
/// If they are not those of such a network, or something else stands beside them.
pub(crate) fn read_alone(config: &Config, file: &Value) -> Result<Vec<f32>, Problem> {
    let (file, sizes) = (Reader::new("model", file), config.layer_sizes());
    let has = |name: &str| file.value().get(name).is_some();
    let layers = if has("layers") {
        let [layers] = file.fields(["layers"])?;
        let entries = layers.entries()?;
        let is_of_model = |layer: &Reader<'_>| layer.value().get("units").is_some();
        if entries.iter().any(is_of_model) {
            check(config, &entries)?;
        }
        let fields = |layer| if is_of_model(layer) { &OF_MODEL[..] } else { &OF_MODEL[2..] };
        entries.iter().map(|layer| of_model(layer, fields(layer))).collect::<Result<_, _>>()?
    } else if has(OF_SCIKIT_LEARN[0]) {
        let [weights, biases] = file.fields(OF_SCIKIT_LEARN)?;
        let (weights, biases) = (weights.entries()?, biases.entries()?);
        if weights.len() != biases.len() {
            let rule = Rule::Shaped(Shape::Layers(weights.len()));
            return Err(Problem::new(OF_SCIKIT_LEARN[1], rule, biases.len()));
        }
        let layer = |(weights, bias)| Layer { weights, bias, is_by_input: true };
        weights.into_iter().zip(biases).map(layer).collect()
    } else {
        of_pytorch(&file, &sizes)?
    };
    has_all(layers.len(), &sizes)?;
    flat(&layers, &sizes)
}

/// Checks that there are as many layers as a network of these sizes has.
fn has_all(n_layers: usize, sizes: &[usize]) -> Result<(), Problem> {
    let wanted = || sizes.windows(2).map(|pair| (pair[1], pair[0])).collect();
    match n_layers == sizes.len() - 1 {
        true => Ok(()),
        false => Err(Problem::new("layers", Rule::LayersShaped(wanted()), n_layers)),
    }
}

/// The weights and biases of a model's layers as a flat list; with their sizes and activations, or without.
///
/// # Errors
/// If they are not those of a network of these sizes.
pub(super) fn read(sizes: &[usize], file: &Reader<'_>, is_whole: bool) -> Result<Vec<f32>, Problem> {
    let fields = if is_whole { &OF_MODEL[..] } else { &OF_MODEL[2..] };
    let layers = file.each(|layer| of_model(layer, fields))?;
    if layers.len() != sizes.len() - 1 {
        return Err(Problem::new(file.place(), Rule::Shaped(Shape::Layers(sizes.len() - 1)), layers.len()));
    }
    flat(&layers, sizes)
}

/// Checks that these layers have the sizes and activations of the configuration.
///
/// # Errors
/// The first that is another.
pub(super) fn check(config: &Config, layers: &[Reader<'_>]) -> Result<(), Problem> {
    let names = config.activations.iter().map(String::as_str).chain([config.pairing().output]);
    for (layer, name) in layers.iter().zip(names) {
        let activation = layer.at("activation");
        if activation.at("name").value() != name {
            return Err(activation.refused(Rule::WordAsConfigured(name.to_owned())));
        }
        let n_units = layer.at("bias").entries()?.len();
        if layer.at("units").value().as_u64() != Some(n_units as u64) {
            return Err(layer.at("units").refused(Rule::LengthOfBias(n_units)));
        }
    }
    Ok(())
}

fn of_model<'a>(layer: &Reader<'a>, fields: &[&str]) -> Result<Layer<'a>, Problem> {
    layer.has_exactly(fields)?;
    Ok(Layer { weights: layer.at("weights"), bias: layer.at("bias"), is_by_input: false })
}

/// The layers of a `state_dict`, in the order of the numbers in their names.
fn of_pytorch<'a>(file: &Reader<'a>, sizes: &[usize]) -> Result<Vec<Layer<'a>>, Problem> {
    let keys: Vec<&String> = file.value().as_object().into_iter().flat_map(|file| file.keys()).collect();
    let mut names: Vec<&str> = keys.iter().filter_map(|key| name_of(key)).collect();
    has_all(names.len(), sizes)?;
    let [weight, bias] = ["weight", "bias"].map(|part| move |name: &str| format!("{name}{part}"));
    let known: Vec<String> = names.iter().flat_map(|name| [weight(name), bias(name)]).collect();
    file.has_exactly(&known.iter().map(String::as_str).collect::<Vec<_>>())?;
    names.sort_by_cached_key(|name| numbers_in(name).1);
    for pair in names.windows(2) {
        let [(before, first), (behind, second)] = [numbers_in(pair[0]), numbers_in(pair[1])];
        if before != behind || first == second {
            return Err(Problem::new(weight(pair[1]), Rule::NumberedLayer, weight(pair[0])));
        }
    }
    let layer = |name: &&str| Layer { weights: file.at(&weight(name)), bias: file.at(&bias(name)), is_by_input: false };
    Ok(names.iter().map(layer).collect())
}

/// What stands before `weight` in the name of a layer's weights.
fn name_of(key: &str) -> Option<&str> {
    key.strip_suffix("weight").filter(|name| name.is_empty() || name.ends_with('.'))
}

/// A name without its numbers, and these.
fn numbers_in(name: &str) -> (String, Vec<u64>) {
    let numbers = name.split(|letter: char| !letter.is_ascii_digit()).filter(|digits| !digits.is_empty());
    // A number of more than 19 digits counts as the largest.
    let numbers = numbers.map(|digits| digits.parse().unwrap_or(u64::MAX)).collect();
    let mut rest = String::new();
    for letter in name.chars() {
        match letter.is_ascii_digit() {
            true if rest.ends_with('#') => {}
            true => rest.push('#'),
            false => rest.push(letter),
        }
    }
    (rest, numbers)
}

/// The flat list: per layer the weights neuron by neuron, then the biases.
fn flat(layers: &[Layer<'_>], sizes: &[usize]) -> Result<Vec<f32>, Problem> {
    let mut values: Vec<f32> = Vec::new();
    for (layer, pair) in layers.iter().zip(sizes.windows(2)) {
        let (inputs, units) = (pair[0], pair[1]);
        match layer.is_by_input {
            false => values.extend(matrix(&layer.weights, (units, inputs), Shape::Matrix(units, inputs))?),
            true => {
                let columns = matrix(&layer.weights, (inputs, units), Shape::Transposed(inputs, units))?;
                let of_unit = |unit: usize| columns.iter().skip(unit).step_by(units).copied();
                values.extend((0..units).flat_map(of_unit));
            }
        }
        let bias = list(&layer.bias)?;
        if bias.len() != units {
            return Err(Problem::new(layer.bias.place(), Rule::Shaped(Shape::Numbers(units)), bias.len()));
        }
        values.extend(bias);
    }
    Ok(values)
}

/// The numbers of a matrix, row by row.
fn matrix(file: &Reader<'_>, (n_rows, n_cols): (usize, usize), shape: Shape) -> Result<Vec<f32>, Problem> {
    let entries = file.entries()?;
    let rows = entries.iter().map(list).collect::<Result<Vec<_>, _>>()?;
    let width = rows.first().map_or(0, Vec::len);
    let is_ragged = rows.iter().any(|row| row.len() != width);
    match rows.iter().position(|row| row.len() != n_cols).filter(|_| is_ragged) {
        Some(idx) => Err(Problem::new(entries[idx].place(), Rule::Shaped(Shape::Numbers(n_cols)), rows[idx].len())),
        None if (rows.len(), width) != (n_rows, n_cols) => {
            Err(Problem::new(file.place(), Rule::Shaped(shape), Found::Matrix(rows.len(), width)))
        }
        None => Ok(rows.concat()),
    }
}

/// A list of numbers that fit 32 bits.
fn list(file: &Reader<'_>) -> Result<Vec<f32>, Problem> {
    let numbers = file.numbers(false)?;
    match numbers.iter().position(|number| !(*number as f32).is_finite()) {
        Some(idx) => Err(file.entries()?[idx].refused(Rule::FitsF32)),
        None => Ok(numbers.iter().map(|number| *number as f32).collect()),
    }
}
