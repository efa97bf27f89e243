//! The flat list of a network's parameters, or of one value for each of them: where everything lies in it, and how it becomes the
//! inputs of a plan.

use std::ops::Range;

use autodiff::{Matrix, Plan};

use super::Network;

impl Network {
    /// Where each layer's weights and biases lie in the flat list.
    ///
    /// ```
    /// # use nn::activation;
    /// # use nn::network::{Layer, Network};
    /// # let [tanh, linear] = ["tanh", "linear"].map(|name| activation::find(name).expect("it is in the catalog"));
    /// let network = Network { n_inputs: 2, layers: vec![Layer::new(3, tanh), Layer::new(1, linear)] };
    /// assert_eq!(network.slices(), [(0..6, 6..9), (9..12, 12..13)]);
    /// ```
    pub fn slices(&self) -> Vec<(Range<usize>, Range<usize>)> {
        let mut at = 0;
        let mut slice = |len: usize| {
            at += len;
            at - len..at
        };
        self.sizes().windows(2).map(|pair| (slice(pair[0] * pair[1]), slice(pair[1]))).collect()
    }

    /// A flat list of one value per parameter, layer by layer.
    ///
    /// # Panics
    /// If there is not one value for each parameter.
    ///
    /// ```
    /// # use nn::activation;
    /// # use nn::network::{Layer, Network};
    /// # let linear = activation::find("linear").expect("it is in the catalog");
    /// let network = Network { n_inputs: 2, layers: vec![Layer::new(3, linear), Layer::new(1, linear)] };
    /// let values: Vec<f32> = (0..13_u8).map(f32::from).collect();
    /// let layers = network.split(&values);
    /// assert_eq!(layers[0].rows().collect::<Vec<_>>(), [[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]]);
    /// assert_eq!((layers[0].bias, layers[1].weights, layers[1].bias), (&values[6..9], &values[9..12], &values[12..]));
    /// ```
    pub fn split<'v>(&self, values: &'v [f32]) -> Vec<LayerValues<'v>> {
        assert_fits(self, values.len());
        let layer = |(n_inputs, (weights, bias)): (usize, (Range<usize>, Range<usize>))| LayerValues {
            n_inputs,
            weights: &values[weights],
            bias: &values[bias],
        };
        self.sizes().into_iter().zip(self.slices()).map(layer).collect()
    }

    /// The parameters as they count: 0 where they are switched off.
    ///
    /// ```
    /// # use nn::activation;
    /// # use nn::network::{Layer, Network};
    /// # let linear = activation::find("linear").expect("it is in the catalog");
    /// let mut network = Network { n_inputs: 2, layers: vec![Layer::new(1, linear)] };
    /// network.layers[0].cut = vec![(0, Some(1))];
    /// assert_eq!(network.in_force(&[3.0, -1.0, 0.5]), [3.0, 0.0, 0.5]);
    /// ```
    pub fn in_force(&self, parameters: &[f32]) -> Vec<f32> {
        let mut values = parameters.to_vec();
        for ((layer, n_inputs), (weights, bias)) in self.layers.iter().zip(self.sizes()).zip(self.slices()) {
            for (unit, input) in &layer.cut {
                values[input.map_or(bias.start + unit, |input| weights.start + unit * n_inputs + input)] = 0.0;
            }
        }
        values
    }
}

/// A layer's part of a flat list: its weights and biases, or what stands for each of them, such as a gradient.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LayerValues<'v> {
    /// Number of inputs: features, or units of the layer before.
    pub n_inputs: usize,
    /// `units × inputs`, row by row.
    pub weights: &'v [f32],
    /// One per unit.
    pub bias: &'v [f32],
}

impl<'v> LayerValues<'v> {
    /// The weights into each unit.
    ///
    /// ```
    /// # use nn::network::LayerValues;
    /// let layer = LayerValues { n_inputs: 2, weights: &[1.0, 2.0, 3.0, 4.0], bias: &[0.5, -0.5] };
    /// assert_eq!(layer.rows().collect::<Vec<_>>(), [[1.0, 2.0], [3.0, 4.0]]);
    /// ```
    pub fn rows(self) -> impl Iterator<Item = &'v [f32]> {
        self.weights.chunks(self.n_inputs.max(1))
    }
}

/// Panics unless there is a value for each parameter.
pub(crate) fn assert_fits(network: &Network, n_values: usize) {
    let n = network.n_parameters();
    assert!(n == n_values, "the network has {n} parameters, and {n_values} values are given");
}

/// Panics unless these are the values of a matrix with this many rows and a column per point.
pub(crate) fn assert_matrix<T>(what: &str, values: &[T], rows: usize, points: usize) {
    let (n, given) = (rows * points, values.len());
    assert!(n == given, "{what} are {rows} × {points}, that is {n} values, and {given} are given");
}

/// The values of [`Wiring::inputs`](super::Wiring::inputs), in their order, in `f64`.
pub(crate) fn input_values(network: &Network, parameters: &[f32]) -> Vec<Matrix> {
    input_values_f64(network, &wide(parameters))
}

/// The same of parameters that are in `f64` already.
pub(crate) fn input_values_f64(network: &Network, parameters: &[f64]) -> Vec<Matrix> {
    assert_fits(network, parameters.len());
    let matrix = |rows: usize, values: Vec<f64>| Matrix::new(rows, values.len() / rows.max(1), values);
    let pairs = network.layers.iter().zip(network.slices());
    let parameters = pairs.flat_map(|(layer, (weights, bias))| {
        [weights, bias].map(|range| matrix(layer.units, parameters[range].to_vec()))
    });
    parameters.chain(marks(network).map(|(rows, marks)| matrix(rows, wide(&marks)))).collect()
}

/// These numbers in `f64`.
pub(crate) fn wide(values: &[f32]) -> Vec<f64> {
    values.iter().map(|value| f64::from(*value)).collect()
}

/// Sets the inputs from `first` on, which have the parameters' shapes. Returns the number of the input after them.
pub(crate) fn write_parameters(plan: &mut Plan, first: usize, network: &Network, values: &[f32]) -> usize {
    let mut input = first;
    for layer in network.split(values) {
        plan.write(input, layer.weights);
        plan.write(input + 1, layer.bias);
        input += 2;
    }
    input
}

/// Sets the inputs of [`Wiring::inputs`](super::Wiring::inputs), which are the plan's inputs from `first` on.
pub(crate) fn write_network(plan: &mut Plan, first: usize, network: &Network, parameters: &[f32]) {
    let inputs = write_parameters(plan, first, network, parameters)..;
    for (input, (_, marks)) in inputs.zip(marks(network)) {
        plan.write(input, &marks);
    }
}

/// What [`Wiring::inputs`](super::Wiring::inputs) has after the parameters, in its order: rows, and the 1 or 0 per entry.
fn marks(network: &Network) -> impl Iterator<Item = (usize, Vec<f32>)> {
    let (layers, sizes) = (network.layers.iter(), network.sizes());
    let of_units = layers.clone().map(|layer| (layer.units, layer.keep()));
    let of_parameters = layers
        .zip(sizes)
        .flat_map(|(layer, n_inputs)| layer.keep_parameters(n_inputs).map(|marks| (layer.units, marks)));
    of_units.chain(of_parameters).filter_map(|(rows, marks)| Some((rows, marks?)))
}
