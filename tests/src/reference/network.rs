//! Networks of the fixtures as `nn` networks, with data loss and penalty, in a graph.

use autodiff::{Axis, Expr, Graph, Matrix};
use nn::loss::{Loss, Per};
use nn::network::{Layer, Network, Trace, Wiring};
use serde_json::Value;

use super::descent::Objective;
use super::fixture::{array, column, get, indices, matrix, number_or, param_values, text, texts};
use super::names;

/// The network that a case trains or differentiates, its loss, and its penalty rates.
pub(super) struct Model {
    pub(super) network: Network,
    pub(super) loss: &'static Loss,
    pub(super) loss_params: Vec<f64>,
    pub(super) l1: f64,
    pub(super) l2: f64,
    /// Whether the loss is the mean over all entries instead of over points.
    mean_of_entries: bool,
}

/// A model in a graph, for a number of points.
pub(super) struct Traced<'g> {
    /// Features × points.
    pub(super) x: Expr<'g>,
    /// Outputs × points.
    pub(super) target: Expr<'g>,
    /// Weights and biases: W, b of the first layer, W, b of the second …
    pub(super) params: Vec<Expr<'g>>,
    pub(super) layers: Trace<'g>,
    pub(super) data_loss: Expr<'g>,
    pub(super) penalty: Expr<'g>,
}

impl Model {
    /// The model that a case describes.
    pub(super) fn read(case: &Value) -> Result<Model, String> {
        let sizes = indices(get(case, "sizes")?)?;
        let activations = texts(get(case, "activations")?)?;
        let layer = |(units, name): (&usize, &str)| Ok(Layer::new(*units, names::activation(name)?));
        let layers = sizes[1..].iter().zip(activations).map(layer).collect::<Result<Vec<_>, String>>()?;
        let loss = names::loss(text(get(case, "loss")?)?)?;
        Ok(Model {
            network: Network { n_inputs: sizes[0], layers },
            loss,
            loss_params: param_values(loss.params, case.get("loss_params").unwrap_or(&Value::Null))?,
            l1: number_or(case, "l1", 0.0)?,
            l2: number_or(case, "l2", 0.0)?,
            mean_of_entries: text(get(case, "reduction")?)? == "mean",
        })
    }

    /// Whether the loss is the mean over all entries, or over points only and one value each.
    pub(super) fn means_entries(&self) -> bool {
        self.mean_of_entries || self.loss.per == Per::Point
    }

    /// The number of outputs.
    pub(super) fn n_outputs(&self) -> usize {
        self.network.layers.last().map_or(0, |layer| layer.units)
    }

    /// The model in a graph that has its parameters already.
    pub(super) fn trace<'g>(&self, graph: &'g Graph, wiring: &Wiring<'g>, n_points: usize) -> Traced<'g> {
        let x = graph.input("X", self.network.n_inputs, n_points);
        let target = graph.input("T", self.n_outputs(), n_points);
        let layers = self.network.forward(wiring, x, &[]);
        let data_loss = match self.mean_of_entries {
            true => self.loss.mean(layers.output(), target, &self.loss_params),
            false => {
                let losses = (self.loss.apply)(layers.output(), target, &self.loss_params);
                losses.sum(Axis::All) * (1.0 / n_points as f64)
            }
        };
        let penalty = self.penalty(wiring);
        Traced { x, target, params: wiring.parameters(), layers, data_loss, penalty }
    }

    /// L1 and L2 of all weights, with their own rates.
    fn penalty<'g>(&self, wiring: &Wiring<'g>) -> Expr<'g> {
        let graph = wiring.weights[0].graph();
        let of = |name: &str, rate: f64| {
            let entry = nn::penalty::find(name).expect("the catalog has the classic penalties");
            let (rate, share) = (graph.constant(rate), graph.constant(1.0));
            let layers = wiring.weights.iter().map(|weights| (entry.apply)(*weights, rate, share));
            layers.fold(graph.constant(0.0), |sum, layer| sum + layer)
        };
        of("l1", self.l1) + of("l2", self.l2)
    }
}

impl<'g> Traced<'g> {
    pub(super) fn total_loss(&self) -> Expr<'g> {
        self.data_loss + self.penalty
    }

    /// The total loss as a function of parameters and (x, target).
    pub(super) fn objective(&self) -> Objective<'g> {
        Objective { value: self.total_loss(), data: vec![self.x, self.target], params: self.params.clone() }
    }
}

/// The matrices of a fixture's layers: W, b, W, b …
pub(super) fn layers(value: &Value) -> Result<Vec<Matrix>, String> {
    let pair = |layer: &Value| Ok([matrix(get(layer, "W")?)?, column(get(layer, "b")?)?]);
    let pairs = array(value)?.iter().map(pair).collect::<Result<Vec<_>, String>>()?;
    Ok(pairs.into_iter().flatten().collect())
}

/// All entries concatenated, in the flat order of the fixtures and of `nn`.
pub(super) fn flat(params: &[Matrix]) -> Vec<f64> {
    params.iter().flat_map(|param| param.data.iter().copied()).collect()
}

/// The inverse of `flat`, for matrices of these shapes.
pub(super) fn unflat(flat: &[f64], like: &[Expr<'_>]) -> Vec<Matrix> {
    unflat_by(flat, like.iter().map(|param| (param.rows(), param.cols())))
}

/// The same for (rows, columns) of each matrix.
pub(super) fn unflat_by(flat: &[f64], shapes: impl Iterator<Item = (usize, usize)>) -> Vec<Matrix> {
    let mut rest = flat;
    let take = |(rows, cols): (usize, usize)| {
        let (head, tail) = rest.split_at(rows * cols);
        rest = tail;
        Matrix::new(rows, cols, head.to_vec())
    };
    shapes.map(take).collect()
}
