//! A multi-layer perceptron as graph expressions: `z = W a + b`, `a = activation(z)`, layer by layer.
//!
//! Rows are units, columns are points. Outside of a graph the parameters are one flat list: per layer
//! the weights row by row (`units × inputs`), then the biases. The module knows no loss and no training.

mod flat;

use autodiff::{Expr, Graph};

use crate::activation::Activation;
use crate::param::assert_complete;
pub use flat::LayerValues;
pub(crate) use flat::{
    assert_fits, assert_matrix, input_values, input_values_f64, wide, write_network, write_parameters,
};

/// A dense layer.
#[derive(Debug, Clone)]
pub struct Layer {
    /// Number of units.
    pub units: usize,
    /// The activation of every unit.
    pub activation: &'static Activation,
    /// The activation's parameters, in the order of its table.
    pub activation_params: Vec<f64>,
    /// Units that are switched off: they output 0.
    pub off: Vec<usize>,
    /// Weights, as (unit, input), and biases, as (unit, none), that are switched off: they count as 0.
    pub cut: Vec<(usize, Option<usize>)>,
}

impl Layer {
    /// A layer with the activation's default parameters and everything on.
    ///
    /// ```
    /// use nn::activation;
    /// use nn::network::Layer;
    ///
    /// let relu = activation::find("relu").expect("it is in the catalog");
    /// assert_eq!(Layer::new(4, relu).units, 4);
    /// ```
    pub fn new(units: usize, activation: &'static Activation) -> Layer {
        Layer {
            units,
            activation,
            activation_params: crate::defaults(activation.params),
            off: Vec::new(),
            cut: Vec::new(),
        }
    }

    /// 0 for each unit that is switched off, 1 for the others; nothing where all are on.
    fn keep(&self) -> Option<Vec<f32>> {
        let keep = |unit| if self.off.contains(&unit) { 0.0 } else { 1.0 };
        (!self.off.is_empty()).then(|| (0..self.units).map(keep).collect())
    }

    /// The same per weight, row by row, and per bias.
    fn keep_parameters(&self, n_inputs: usize) -> [Option<Vec<f32>>; 2] {
        let mut weights = vec![1.0; self.units * n_inputs];
        let mut biases = vec![1.0; self.units];
        for (unit, input) in &self.cut {
            match input {
                Some(input) => weights[unit * n_inputs + input] = 0.0,
                None => biases[*unit] = 0.0,
            }
        }
        [weights, biases].map(|marks| Some(marks).filter(|marks| marks.contains(&0.0)))
    }
}

/// A multi-layer perceptron; the last layer is the output. One layer is a linear model.
///
/// ```
/// use nn::activation;
/// use nn::network::{Layer, Network};
///
/// let [relu, linear] = ["relu", "linear"].map(|name| activation::find(name).expect("it is in the catalog"));
/// let network = Network { n_inputs: 2, layers: vec![Layer::new(8, relu), Layer::new(8, relu), Layer::new(1, linear)] };
/// assert_eq!(network.sizes(), [2, 8, 8, 1]);
/// ```
#[derive(Debug, Clone)]
pub struct Network {
    /// Number of features.
    pub n_inputs: usize,
    /// Hidden layers, then the output layer.
    pub layers: Vec<Layer>,
}

impl Network {
    /// The number of features, then the number of units of each layer.
    ///
    /// ```
    /// # use nn::activation;
    /// # use nn::network::{Layer, Network};
    /// # let [tanh, linear] = ["tanh", "linear"].map(|name| activation::find(name).expect("it is in the catalog"));
    /// let network = Network { n_inputs: 2, layers: vec![Layer::new(3, tanh), Layer::new(1, linear)] };
    /// assert_eq!(network.sizes(), [2, 3, 1]);
    /// ```
    pub fn sizes(&self) -> Vec<usize> {
        std::iter::once(self.n_inputs).chain(self.layers.iter().map(|layer| layer.units)).collect()
    }

    /// The number of weights and biases.
    ///
    /// ```
    /// # use nn::activation;
    /// # use nn::network::{Layer, Network};
    /// # let [tanh, linear] = ["tanh", "linear"].map(|name| activation::find(name).expect("it is in the catalog"));
    /// let network = Network { n_inputs: 2, layers: vec![Layer::new(3, tanh), Layer::new(1, linear)] };
    /// assert_eq!(network.n_parameters(), (2 * 3 + 3) + (3 + 1));
    /// ```
    pub fn n_parameters(&self) -> usize {
        self.slices().last().map_or(0, |(_, bias)| bias.end)
    }

    /// Appends inputs for all parameters to a graph.
    ///
    /// ```
    /// # use nn::activation;
    /// # use nn::network::{Layer, Network};
    /// # let [tanh, linear] = ["tanh", "linear"].map(|name| activation::find(name).expect("it is in the catalog"));
    /// let network = Network { n_inputs: 2, layers: vec![Layer::new(3, tanh), Layer::new(1, linear)] };
    /// let graph = autodiff::Graph::new();
    /// let wiring = network.wire(&graph);
    /// assert_eq!(wiring.weights[0].to_string(), "W1");
    /// assert_eq!(wiring.weights[0].shape().to_string(), "3×2");
    /// ```
    pub fn wire<'g>(&self, graph: &'g Graph) -> Wiring<'g> {
        let sizes = self.sizes();
        let mut wiring = Wiring { weights: Vec::new(), biases: Vec::new(), keeps: Vec::new(), uncut: Vec::new() };
        for (idx, layer) in self.layers.iter().enumerate() {
            let name = |what: &str| format!("{what}{}", idx + 1);
            wiring.weights.push(graph.input(&name("W"), layer.units, sizes[idx]));
            wiring.biases.push(graph.input(&name("b"), layer.units, 1));
            wiring.keeps.push(layer.keep().map(|_| graph.input(&name("on"), layer.units, 1)));
            let [weights, biases] = layer.keep_parameters(sizes[idx]);
            wiring.uncut.push([
                weights.map(|_| graph.input(&name("onW"), layer.units, sizes[idx])),
                biases.map(|_| graph.input(&name("onb"), layer.units, 1)),
            ]);
        }
        wiring
    }

    /// Every layer's values for the points in the columns of `x`. `dropout` holds a mask per hidden
    /// layer, or is empty; an entry of a mask is 0, or 1 ⁄ the share of units that is kept.
    ///
    /// # Shapes
    /// `x` is `n_inputs × points`, masks and results `units × points`.
    ///
    /// # Panics
    /// If shapes do not fit, or a layer's `activation_params` are not as many as its activation takes.
    ///
    /// ```
    /// # use nn::activation;
    /// # use nn::network::{Layer, Network};
    /// # let [tanh, linear] = ["tanh", "linear"].map(|name| activation::find(name).expect("it is in the catalog"));
    /// let network = Network { n_inputs: 2, layers: vec![Layer::new(3, tanh), Layer::new(1, linear)] };
    /// let graph = autodiff::Graph::new();
    /// let x = graph.input("x", 2, 10);
    /// let trace = network.forward(&network.wire(&graph), x, &[]);
    /// assert_eq!(trace.output().to_string(), "b2 + matmul(W2, tanh(b1 + matmul(W1, x)))");
    /// assert_eq!(trace.output().shape().to_string(), "1×10");
    /// ```
    pub fn forward<'g>(&self, wiring: &Wiring<'g>, x: Expr<'g>, dropout: &[Expr<'g>]) -> Trace<'g> {
        let mut trace = Trace { z: Vec::new(), a: Vec::new() };
        let mut a = x;
        for (idx, layer) in self.layers.iter().enumerate() {
            let z = wiring.weights_in_force(idx).matmul(a) + wiring.biases_in_force(idx);
            assert_complete(layer.activation.name, layer.activation.params, &layer.activation_params);
            a = (layer.activation.apply)(z, &layer.activation_params);
            if let Some(keep) = wiring.keeps[idx] {
                a = a * keep;
            }
            if let Some(mask) = dropout.get(idx).filter(|_| idx + 1 < self.layers.len()) {
                a = a * *mask;
            }
            trace.z.push(z);
            trace.a.push(a);
        }
        trace
    }
}

/// The graph inputs for a network's parameters.
#[derive(Debug, Clone)]
pub struct Wiring<'g> {
    /// Each layer's weights, `units × inputs`.
    pub weights: Vec<Expr<'g>>,
    /// Each layer's biases, `units × 1`.
    pub biases: Vec<Expr<'g>>,
    /// 1 or 0 per unit, `units × 1`, for layers in which some unit is switched off.
    keeps: Vec<Option<Expr<'g>>>,
    /// 1 or 0 per weight and per bias, for layers in which some are switched off.
    uncut: Vec<[Option<Expr<'g>>; 2]>,
}

impl<'g> Wiring<'g> {
    /// Weights and biases in the order of the flat list.
    ///
    /// ```
    /// # use nn::activation;
    /// # use nn::network::{Layer, Network};
    /// # let [tanh, linear] = ["tanh", "linear"].map(|name| activation::find(name).expect("it is in the catalog"));
    /// let network = Network { n_inputs: 2, layers: vec![Layer::new(3, tanh), Layer::new(1, linear)] };
    /// let graph = autodiff::Graph::new();
    /// let names: Vec<String> = network.wire(&graph).parameters().iter().map(|input| input.to_string()).collect();
    /// assert_eq!(names, ["W1", "b1", "W2", "b2"]);
    /// ```
    pub fn parameters(&self) -> Vec<Expr<'g>> {
        self.weights.iter().zip(&self.biases).flat_map(|(w, b)| [*w, *b]).collect()
    }

    /// The weights of a layer as they count: 0 where they are switched off.
    ///
    /// ```
    /// # use nn::activation;
    /// # use nn::network::{Layer, Network};
    /// # let [tanh, linear] = ["tanh", "linear"].map(|name| activation::find(name).expect("it is in the catalog"));
    /// let mut network = Network { n_inputs: 2, layers: vec![Layer::new(3, tanh), Layer::new(1, linear)] };
    /// network.layers[0].cut = vec![(2, Some(1))]; // into the third unit from the second input
    /// let graph = autodiff::Graph::new();
    /// let wiring = network.wire(&graph);
    /// assert_eq!(wiring.weights_in_force(0).to_string(), "W1*onW1");
    /// assert_eq!(wiring.weights_in_force(1).to_string(), "W2");
    /// ```
    pub fn weights_in_force(&self, layer: usize) -> Expr<'g> {
        in_force(self.weights[layer], self.uncut[layer][0])
    }

    fn biases_in_force(&self, layer: usize) -> Expr<'g> {
        in_force(self.biases[layer], self.uncut[layer][1])
    }

    /// All inputs, for a plan: the parameters, then the 1 or 0 per unit, weight and bias of layers in which some are switched off.
    ///
    /// ```
    /// # use nn::activation;
    /// # use nn::network::{Layer, Network};
    /// # let [tanh, linear] = ["tanh", "linear"].map(|name| activation::find(name).expect("it is in the catalog"));
    /// let mut network = Network { n_inputs: 2, layers: vec![Layer::new(3, tanh), Layer::new(1, linear)] };
    /// network.layers[0].off = vec![1];
    /// let graph = autodiff::Graph::new();
    /// let names: Vec<String> = network.wire(&graph).inputs().iter().map(|input| input.to_string()).collect();
    /// assert_eq!(names, ["W1", "b1", "W2", "b2", "on1"]);
    /// ```
    pub fn inputs(&self) -> Vec<Expr<'g>> {
        let uncut = self.uncut.iter().flatten();
        self.parameters().into_iter().chain(self.keeps.iter().chain(uncut).copied().flatten()).collect()
    }
}

fn in_force<'g>(values: Expr<'g>, uncut: Option<Expr<'g>>) -> Expr<'g> {
    uncut.map_or(values, |uncut| values * uncut)
}

/// The values of every unit.
#[derive(Debug, Clone)]
pub struct Trace<'g> {
    /// Each layer before its activation.
    pub z: Vec<Expr<'g>>,
    /// Each layer after its activation.
    pub a: Vec<Expr<'g>>,
}

impl<'g> Trace<'g> {
    /// The score: the last layer before its activation.
    ///
    /// ```
    /// # use nn::activation;
    /// # use nn::network::{Layer, Network};
    /// # let tanh = activation::find("tanh").expect("it is in the catalog");
    /// let network = Network { n_inputs: 2, layers: vec![Layer::new(3, tanh), Layer::new(1, tanh)] };
    /// let graph = autodiff::Graph::new();
    /// let trace = network.forward(&network.wire(&graph), graph.input("x", 2, 10), &[]);
    /// assert_eq!(trace.output(), trace.score().tanh());
    /// ```
    pub fn score(&self) -> Expr<'g> {
        *self.z.last().expect("a network has an output layer")
    }

    /// The output: the last layer after its activation, which losses compare with targets.
    ///
    /// ```
    /// # use nn::activation;
    /// # use nn::network::{Layer, Network};
    /// # let [tanh, linear] = ["tanh", "linear"].map(|name| activation::find(name).expect("it is in the catalog"));
    /// let network = Network { n_inputs: 2, layers: vec![Layer::new(3, tanh), Layer::new(1, linear)] };
    /// let graph = autodiff::Graph::new();
    /// let trace = network.forward(&network.wire(&graph), graph.input("x", 2, 10), &[]);
    /// assert_eq!(trace.output(), trace.score()); // the last activation is linear
    /// ```
    pub fn output(&self) -> Expr<'g> {
        *self.a.last().expect("a network has an output layer")
    }
}
