//! A fixture's tape, traced into a graph with numpy's meaning of shapes.

use autodiff::{Axis, Expr, Graph, Matrix};
use serde_json::Value;

use super::fixture::{array, get, index, indices, number, numbers, text};

/// A value of a tape: a matrix and how many dimensions numpy would give it. A scalar is 1 × 1, a
/// vector one row.
#[derive(Clone, Copy)]
pub(super) struct Traced<'g> {
    pub(super) expr: Expr<'g>,
    dims: usize,
}

/// An input of this numpy shape.
pub(super) fn input<'g>(graph: &'g Graph, name: &str, shape: &[usize]) -> Result<Traced<'g>, String> {
    let (rows, cols) = rows_and_cols(shape)?;
    Ok(Traced { expr: graph.input(name, rows, cols), dims: shape.len() })
}

/// Numbers of this numpy shape.
pub(super) fn matrix(value: &Value, shape: &[usize]) -> Result<Matrix, String> {
    let (rows, cols) = rows_and_cols(shape)?;
    Ok(Matrix::new(rows, cols, numbers(value)?))
}

fn rows_and_cols(shape: &[usize]) -> Result<(usize, usize), String> {
    match shape {
        [] => Ok((1, 1)),
        [n] => Ok((1, *n)),
        [rows, cols] => Ok((*rows, *cols)),
        _ => Err(format!("at most two dimensions are known, got {shape:?}")),
    }
}

/// The outputs of the tape in `case`, whose first nodes are `inputs`.
pub(super) fn trace<'g>(
    graph: &'g Graph,
    case: &Value,
    inputs: &[(&str, Traced<'g>)],
) -> Result<Vec<Traced<'g>>, String> {
    let mut values: Vec<Traced<'g>> = Vec::new();
    for node in array(get(case, "tape")?)? {
        let value = match text(get(node, "op")?)? {
            "input" => {
                let name = text(get(node, "name")?)?;
                let found = inputs.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| *value).ok_or_else(|| format!("input {name} has no value"))?
            }
            "const" => Traced { expr: graph.constant(number(get(node, "value")?)?), dims: 0 },
            op => {
                let args: Vec<Traced<'g>> = indices(get(node, "args")?)?.into_iter().map(|idx| values[idx]).collect();
                apply(op, &args, node)?
            }
        };
        values.push(value);
    }
    Ok(indices(get(case, "outputs")?)?.into_iter().map(|idx| values[idx]).collect())
}

fn apply<'g>(op: &str, args: &[Traced<'g>], node: &Value) -> Result<Traced<'g>, String> {
    let a = args[0].expr;
    let binary = |apply: fn(Expr<'g>, Expr<'g>) -> Expr<'g>| {
        let b = args.get(1).ok_or_else(|| format!("{op} needs two arguments"))?;
        Ok(Traced { expr: apply(a, b.expr), dims: args[0].dims.max(b.dims) })
    };
    let unary = |expr: Expr<'g>| Ok(Traced { expr, dims: args[0].dims });
    match op {
        "add" => binary(|a, b| a + b),
        "sub" => binary(|a, b| a - b),
        "mul" => binary(|a, b| a * b),
        "div" => binary(|a, b| a / b),
        "pow" => binary(Expr::pow),
        "matmul" => matmul(args[0], args[1]),
        "maximum" => binary(Expr::maximum),
        "minimum" => binary(Expr::minimum),
        "neg" => unary(-a),
        "transpose" => unary(if args[0].dims < 2 { a } else { a.t() }),
        "sin" => unary(a.sin()),
        "cos" => unary(a.cos()),
        "exp" => unary(a.exp()),
        "log" => unary(a.ln()),
        "sqrt" => unary(a.sqrt()),
        "tanh" => unary(a.tanh()),
        "sigmoid" => unary(a.sigmoid()),
        "relu" => unary(a.relu()),
        "abs" => unary(a.abs()),
        "softplus" => unary(a.softplus()),
        "softmax" => unary(a.softmax(axis(args[0], node)?)),
        "sum" => reduce(args[0], node, Expr::sum),
        "mean" => reduce(args[0], node, Expr::mean),
        "max" => reduce(args[0], node, Expr::max),
        "logsumexp" => reduce(args[0], node, Expr::logsumexp),
        _ => Err(format!("operation {op} is not known")),
    }
}

/// numpy's `@`: a vector on the left is a row, on the right a column, and its dimension is dropped from the result.
fn matmul<'g>(a: Traced<'g>, b: Traced<'g>) -> Result<Traced<'g>, String> {
    if a.dims == 0 || b.dims == 0 {
        return Err("matmul needs at least one dimension on each side".to_owned());
    }
    let product = a.expr.matmul(if b.dims == 1 { b.expr.t() } else { b.expr });
    let expr = if b.dims == 1 { product.t() } else { product };
    Ok(Traced { expr, dims: a.dims + b.dims - 2 })
}

/// Our axis for numpy's `axis` of this value; all entries if `axis` is absent.
fn axis(of: Traced<'_>, node: &Value) -> Result<Axis, String> {
    let axis = match node.get("axis") {
        None | Some(Value::Null) => return Ok(Axis::All),
        Some(axis) => axis.as_i64().ok_or_else(|| format!("axis must be an integer, got {axis}"))?,
    };
    let from_front = if axis < 0 { axis + of.dims as i64 } else { axis };
    match (of.dims, from_front) {
        (1, 0) | (2, 1) => Ok(Axis::Cols),
        (2, 0) => Ok(Axis::Rows),
        (dims, _) => Err(format!("axis {axis} does not exist in {dims} dimensions")),
    }
}

fn reduce<'g>(of: Traced<'g>, node: &Value, apply: fn(Expr<'g>, Axis) -> Expr<'g>) -> Result<Traced<'g>, String> {
    let axis = axis(of, node)?;
    let reduced = apply(of.expr, axis);
    if node.get("keepdims").and_then(Value::as_bool).unwrap_or(false) {
        return Ok(Traced { expr: reduced, dims: of.dims });
    }
    let dims = if axis == Axis::All { 0 } else { of.dims - 1 };
    // A reduction over the columns of a matrix leaves a vector, which is one row here.
    let expr = if dims == 1 && axis == Axis::Cols { reduced.t() } else { reduced };
    Ok(Traced { expr, dims })
}

/// The numpy shape of a fixture's matrix.
pub(super) fn shape(value: &Value) -> Result<Vec<usize>, String> {
    array(get(value, "shape")?)?.iter().map(index).collect()
}
