//! Edits by hand: what the points become, and which number of the flat list a weight is. It checks places only; the configuration
//! and the session decide whether a point or value is allowed.

use nn::network::Network;

use crate::config::InitialWeights;
use crate::data::Point;
use crate::parameter::Parameter;
use crate::problem::{Counted, Problem, Rule, Shape};

/// These points and more.
pub(super) fn added(points: &[Point], more: &[Point]) -> Vec<Point> {
    [points, more].concat()
}

/// These points with another one at `index`.
///
/// # Errors
/// If there is none at that place.
pub(super) fn put(points: &[Point], index: usize, point: Point) -> Result<Vec<Point>, Problem> {
    below("index", index, points.len(), Counted::Points)?;
    let mut points = points.to_vec();
    points[index] = point;
    Ok(points)
}

/// The points that are at none of these places.
///
/// # Errors
/// If there is none at one of them.
pub(super) fn removed(points: &[Point], indices: &[usize]) -> Result<Vec<Point>, Problem> {
    let mut stays = vec![true; points.len()];
    for (k, index) in indices.iter().enumerate() {
        below(&format!("indices[{k}]"), *index, points.len(), Counted::Points)?;
        stays[*index] = false;
    }
    Ok(points.iter().zip(stays).filter(|(_, stays)| *stays).map(|(point, _)| *point).collect())
}

/// Where a weight, or with no input a bias, lies in the flat list.
///
/// # Errors
/// If the network has no such layer, neuron or input.
pub(super) fn place(network: &Network, layer: usize, unit: usize, input: Option<usize>) -> Result<usize, Problem> {
    let sizes = network.sizes();
    below("layer", layer, network.layers.len(), Counted::Layers)?;
    below("unit", unit, sizes[layer + 1], Counted::Neurons)?;
    if let Some(input) = input {
        below("input", input, sizes[layer], Counted::Inputs)?;
    }
    Ok(Parameter { layer, unit, input }.index(&sizes))
}

/// Where the values of a layer lie in the flat list, and what stands there with these weights, and these biases or the present ones.
///
/// # Errors
/// If the network has no such layer, or one with other numbers of weights or biases.
pub(super) fn layer(
    network: &Network,
    present: &[f32],
    layer: usize,
    weights: &InitialWeights,
    biases: Option<&InitialWeights>,
) -> Result<(usize, Vec<f32>), Problem> {
    let at = place(network, layer, 0, Some(0))?;
    let (inputs, units) = (network.sizes()[layer], network.sizes()[layer + 1]);
    let present = &present[at + inputs * units..at + (inputs + 1) * units];
    let (weights, biases) = (weights.values(), biases.map_or(present, InitialWeights::values));
    for (key, values, n) in [("weights", weights, inputs * units), ("biases", biases, units)] {
        if values.len() != n {
            return Err(Problem::new(key, Rule::Shaped(Shape::Numbers(n)), values.len()));
        }
    }
    Ok((at, [weights, biases].concat()))
}

fn below(key: &str, place: usize, n: usize, of: Counted) -> Result<(), Problem> {
    match place < n {
        true => Ok(()),
        false => Err(Problem::new(key, Rule::Below { n, of }, place)),
    }
}

#[cfg(test)]
mod tests {
    use nn::activation;
    use nn::network::Layer;

    use super::*;

    fn message<T>(result: Result<T, Problem>) -> String {
        result.map_or_else(|problem| problem.to_string(), |_| "done".to_owned())
    }

    #[test]
    fn points_are_removed_by_place_whatever_the_order() {
        let points: Vec<Point> = (0..5).map(|k| Point { x: k as f32, y: 0.0, label: 1.0, test: false }).collect();
        let left = removed(&points, &[4, 0, 4]).expect("both places exist");
        assert_eq!(left, points[1..4]);
        assert_eq!(message(removed(&points, &[1, 5])), "indices[1] must be below 5, the number of points, got 5");
        assert_eq!(message(put(&[], 0, points[0])), "There are no points");
    }

    #[test]
    fn every_parameter_has_a_place_of_its_own() {
        let tanh = activation::find("tanh").expect("tanh is in the catalog");
        let network = Network { n_inputs: 2, layers: vec![Layer::new(3, tanh), Layer::new(1, tanh)] };
        let inputs = |n: usize| (0..n).map(Some).chain([None]);
        let mut places: Vec<usize> = Vec::new();
        for (layer, units) in [3, 1].into_iter().enumerate() {
            let n_inputs = network.sizes()[layer];
            for (unit, input) in (0..units).flat_map(|unit| inputs(n_inputs).map(move |input| (unit, input))) {
                places.push(place(&network, layer, unit, input).expect("it exists"));
            }
        }
        places.sort_unstable();
        assert_eq!(places, (0..network.n_parameters()).collect::<Vec<_>>());
        assert_eq!(
            message(place(&network, 2, 0, None)),
            "layer must be below 2, the number of layers with the output, got 2"
        );
        assert_eq!(
            message(place(&network, 0, 3, None)),
            "unit must be below 3, the number of neurons of the layer, got 3"
        );
        assert_eq!(
            message(place(&network, 1, 0, Some(3))),
            "input must be below 3, the number of inputs of the layer, got 3"
        );
    }
}
