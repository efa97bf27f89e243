//! Networks of the fixtures as graphs over the catalogs of `nn`: layers, data loss, penalty.

use autodiff::{Axis, Expr, Graph, Matrix};
use serde_json::Value;

use super::descent::Objective;
use super::fixture::{array, column, get, indices, matrix, number_or, param_values, text, texts};
use super::names;

/// A network in a graph, with its data and its loss.
pub(super) struct Network<'g> {
    /// Features × points.
    pub(super) x: Expr<'g>,
    /// Outputs × points.
    pub(super) target: Expr<'g>,
    /// Weights and biases: W, b of the first layer, W, b of the second …
    pub(super) params: Vec<Expr<'g>>,
    /// What each layer's activation gets.
    pub(super) before: Vec<Expr<'g>>,
    /// What it makes of it.
    pub(super) after: Vec<Expr<'g>>,
    pub(super) data_loss: Expr<'g>,
    pub(super) penalty: Expr<'g>,
}

impl<'g> Network<'g> {
    /// The network that `case` describes, over so many points.
    pub(super) fn trace(
        graph: &'g Graph,
        case: &Value,
        n_points: usize,
    ) -> Result<Network<'g>, String> {
        let sizes = indices(get(case, "sizes")?)?;
        let params = sizes.windows(2).flat_map(|pair| {
            [
                graph.input("W", pair[1], pair[0]),
                graph.input("b", pair[1], 1),
            ]
        });
        Network::with_params(graph, case, n_points, params.collect())
    }

    /// The same with parameters that exist already.
    pub(super) fn with_params(
        graph: &'g Graph,
        case: &Value,
        n_points: usize,
        params: Vec<Expr<'g>>,
    ) -> Result<Network<'g>, String> {
        let sizes = indices(get(case, "sizes")?)?;
        let (n_inputs, n_outputs) = (sizes[0], sizes[sizes.len() - 1]);
        let (x, target) = (
            graph.input("X", n_inputs, n_points),
            graph.input("T", n_outputs, n_points),
        );
        let (mut before, mut after) = (Vec::new(), Vec::new());
        let mut output = x;
        for (layer, name) in params.chunks(2).zip(texts(get(case, "activations")?)?) {
            let activation = names::activation(name)?;
            before.push(layer[0].matmul(output) + layer[1]);
            output = (activation.apply)(before[before.len() - 1], &nn::defaults(activation.params));
            after.push(output);
        }
        let loss = names::loss(text(get(case, "loss")?)?)?;
        let loss_params =
            param_values(loss.params, case.get("loss_params").unwrap_or(&Value::Null))?;
        let data_loss = match text(get(case, "reduction")?)? {
            "mean" => loss.mean(output, target, &loss_params),
            _ => {
                (loss.apply)(output, target, &loss_params).sum(Axis::All) * (1.0 / n_points as f64)
            }
        };
        let penalty = penalty(
            graph,
            &params,
            number_or(case, "l1", 0.0)?,
            number_or(case, "l2", 0.0)?,
        );
        Ok(Network {
            x,
            target,
            params,
            before,
            after,
            data_loss,
            penalty,
        })
    }

    pub(super) fn total_loss(&self) -> Expr<'g> {
        self.data_loss + self.penalty
    }

    /// The total loss as a function of parameters and (x, target).
    pub(super) fn into_objective(self) -> Objective<'g> {
        Objective {
            value: self.total_loss(),
            data: vec![self.x, self.target],
            params: self.params,
        }
    }
}

/// L1 and L2 of all weights, with their own rates.
fn penalty<'g>(graph: &'g Graph, params: &[Expr<'g>], l1: f64, l2: f64) -> Expr<'g> {
    let one = graph.constant(1.0);
    let of = |name: &str, rate: f64| {
        let entry = nn::penalty::find(name).expect("the catalog has the classic penalties");
        let layers = params
            .iter()
            .step_by(2)
            .map(|weights| (entry.apply)(*weights, graph.constant(rate), one));
        layers.fold(graph.constant(0.0), |sum, layer| sum + layer)
    };
    of("l1", l1) + of("l2", l2)
}

/// The matrices of a fixture's layers: W, b, W, b …
pub(super) fn layers(value: &Value) -> Result<Vec<Matrix>, String> {
    let pairs = array(value)?
        .iter()
        .map(|layer| Ok([matrix(get(layer, "W")?)?, column(get(layer, "b")?)?]));
    Ok(pairs
        .collect::<Result<Vec<_>, String>>()?
        .into_iter()
        .flatten()
        .collect())
}

/// All entries one after the other: the fixtures' flat order.
pub(super) fn flat(params: &[Matrix]) -> Vec<f64> {
    params
        .iter()
        .flat_map(|param| param.data.iter().copied())
        .collect()
}

/// The inverse of `flat`, for matrices of these shapes.
pub(super) fn unflat(flat: &[f64], like: &[Expr<'_>]) -> Vec<Matrix> {
    let mut rest = flat;
    let take = |param: &Expr<'_>| {
        let (head, tail) = rest.split_at(param.rows() * param.cols());
        rest = tail;
        Matrix::new(param.rows(), param.cols(), head.to_vec())
    };
    like.iter().map(take).collect()
}
