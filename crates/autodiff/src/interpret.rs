//! The meaning of a graph: a slow and simple evaluation in `f64`, node by node. It sees a graph as it is after the
//! identities of [`Graph`] were applied.

use kernels::{Axis, Shape};

use crate::expr::Expr;
use crate::graph::{Graph, Node};
use crate::matrix::Matrix;
use crate::op::Op;

/// Why a graph could not be evaluated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InterpretError {
    /// An input that the outputs depend on has no value.
    #[error("input {0} needs a value, got none")]
    Missing(String),
    /// A value has another shape than its input.
    #[error("input {name} must be {expected}, got {found}")]
    Shape {
        /// The input's name.
        name: String,
        /// Its shape.
        expected: Shape,
        /// The value's shape.
        found: Shape,
    },
}

/// The values of `outputs` when the inputs have these values. This is the reference for [`Plan`](crate::Plan), which
/// computes the same in `f32`.
///
/// # Algebra, not IEEE
/// Every node is evaluated by IEEE 754, but the graph has already replaced some nodes by identities of real numbers, and
/// those hide what is infinite or not a number. The table of all of them is at [`Graph`]; these change a value:
///
/// | Written | Evaluates to | Even if |
/// |---|---|---|
/// | `x · 0`, `x − x`, `0 / x` | `0` | `x` is infinite or not a number; for `0 / x`, if `x` is 0 |
/// | `x + 0` | `x` | `x` is −0, where IEEE gives +0 |
/// | `0 − x` | `−x` | `x` is 0, where IEEE gives +0 and this gives −0 |
///
/// # Errors
/// If an input that is needed has no value, or one of another shape.
///
/// ```
/// # use autodiff::*;
/// # let graph = Graph::new();
/// let (a, b) = (graph.input("a", 1, 2), graph.input("b", 1, 1));
/// let at = [(a, Matrix::new(1, 2, vec![1.0, 2.0])), (b, Matrix::scalar(10.0))];
/// let values = interpret(&graph, &at, &[a * b, a.sum(Axis::Cols)])?;
/// assert_eq!(values, [Matrix::new(1, 2, vec![10.0, 20.0]), Matrix::scalar(3.0)]);
/// assert_eq!(interpret(&graph, &at[..1], &[a * b]), Err(InterpretError::Missing("b".into())));
/// # Ok::<(), InterpretError>(())
/// ```
pub fn interpret(
    graph: &Graph,
    inputs: &[(Expr<'_>, Matrix)],
    outputs: &[Expr<'_>],
) -> Result<Vec<Matrix>, InterpretError> {
    let Some(last) = outputs.iter().map(|output| output.id()).max() else { return Ok(Vec::new()) };
    let nodes = graph.nodes_up_to(last);
    let mut needed = vec![false; nodes.len()];
    for output in outputs {
        needed[output.id().index()] = true;
    }
    for (idx, node) in nodes.iter().enumerate().rev() {
        if needed[idx] {
            node.args().iter().for_each(|arg| needed[arg.index()] = true);
        }
    }
    let mut values: Vec<Option<Matrix>> = vec![None; nodes.len()];
    for (input, value) in inputs.iter().filter(|(input, _)| input.id() <= last) {
        if input.shape() != value.shape() {
            let name = name_of(graph, &nodes[input.id().index()]);
            return Err(InterpretError::Shape { name, expected: input.shape(), found: value.shape() });
        }
        values[input.id().index()] = Some(value.clone());
    }
    for (idx, node) in nodes.iter().enumerate() {
        if !needed[idx] || values[idx].is_some() {
            continue;
        }
        if let Op::Input(_) = node.op {
            return Err(InterpretError::Missing(name_of(graph, node)));
        }
        let value = {
            let arg = |id: &crate::NodeId| values[id.index()].as_ref().expect("arguments come before their node");
            evaluate(node, &node.args().iter().map(arg).collect::<Vec<_>>())
        };
        values[idx] = Some(value);
    }
    Ok(outputs.iter().map(|output| values[output.id().index()].clone().expect("every output is needed")).collect())
}

fn name_of(graph: &Graph, node: &Node) -> String {
    match node.op {
        Op::Input(number) => graph.input_name(number),
        op => format!("{op:?}"),
    }
}

fn evaluate(node: &Node, args: &[&Matrix]) -> Matrix {
    let Shape { rows, cols } = node.shape;
    let build = |entry: &dyn Fn(usize, usize) -> f64| {
        Matrix::new(rows, cols, (0..rows * cols).map(|i| entry(i / cols, i % cols)).collect())
    };
    match node.op {
        Op::Input(_) => panic!("an input has no value of its own"),
        Op::Const(bits) => Matrix::full(f64::from_bits(bits), rows, cols),
        Op::MatMul => build(&|r, c| (0..args[0].cols).map(|k| args[0].get(r, k) * args[1].get(k, c)).sum()),
        Op::Transpose => args[0].transposed(),
        Op::Sum(axis) => build(&|r, c| along(axis, args[0], r, c).sum()),
        Op::Max(axis) => build(&|r, c| along(axis, args[0], r, c).fold(f64::NEG_INFINITY, f64::max)),
        Op::Broadcast(_) => build(&|r, c| args[0].get(r % args[0].rows, c % args[0].cols)),
        op => {
            let entry = |i: usize| op.eval(&args.iter().map(|arg| arg.data[i]).collect::<Vec<_>>());
            Matrix::new(rows, cols, (0..rows * cols).map(entry).collect())
        }
    }
}

/// The entries that collapse into entry (`row`, `col`) of a reduction.
fn along(axis: Axis, of: &Matrix, row: usize, col: usize) -> Box<dyn Iterator<Item = f64> + '_> {
    match axis {
        Axis::Rows => Box::new((0..of.rows).map(move |r| of.get(r, col))),
        Axis::Cols => Box::new((0..of.cols).map(move |c| of.get(row, c))),
        Axis::All => Box::new(of.data.iter().copied()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_or_misshapen_input_is_named() {
        let graph = Graph::new();
        let x = graph.input("x", 2, 1);
        assert_eq!(interpret(&graph, &[], &[x.exp()]), Err(InterpretError::Missing("x".into())));
        let error = interpret(&graph, &[(x, Matrix::scalar(1.0))], &[x.exp()]);
        assert_eq!(error.map_err(|e| e.to_string()), Err("input x must be 2×1, got 1×1".into()));
    }

    #[test]
    fn numpy_agrees_on_axes() {
        let graph = Graph::new();
        let x = graph.input("x", 2, 3);
        let at = [(x, Matrix::new(2, 3, vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0]))];
        let outputs = [x.sum(Axis::Rows), x.sum(Axis::Cols), x.max(Axis::All), x.matmul(x.t())];
        let values = interpret(&graph, &at, &outputs).expect("x has a value");
        let data: Vec<&[f64]> = values.iter().map(|v| v.data.as_slice()).collect();
        assert_eq!(data, [&[5.0, 7.0, 9.0][..], &[6.0, 15.0], &[6.0], &[14.0, 32.0, 32.0, 77.0]]);
    }
}
