//! `autodiff.json`: values, gradients, Jacobians, Hessians and products with them, of tapes.

use autodiff::{Expr, Graph, Matrix, grad, interpret, jvp, vjp};
use serde_json::Value;

use super::fixture::{get, numbers, text, texts};
use super::report::Check;
use super::tape;

const TOLERANCE: f64 = 1e-11;

pub(super) fn check(case: &Value, _file: &Value, check: &mut Check) -> Result<(), String> {
    match text(get(case, "kind")?)? {
        "scalar" => scalar(case, check),
        "vector" => vector(case, check),
        "matrix" => matrix(case, check),
        kind => Err(format!("kind must be scalar, vector or matrix, got {kind}")),
    }
}

/// A tape of numbers: its variables, one tangent input for each, and its outputs.
struct Numbers<'g> {
    graph: &'g Graph,
    vars: Vec<Expr<'g>>,
    seeds: Vec<(Expr<'g>, Expr<'g>)>,
    outputs: Vec<Expr<'g>>,
    at: Vec<f64>,
}

impl<'g> Numbers<'g> {
    fn trace(graph: &'g Graph, case: &Value) -> Result<Numbers<'g>, String> {
        let names = texts(get(case, "vars")?)?;
        let inputs = names.iter().map(|name| Ok((*name, tape::input(graph, name, &[])?)));
        let inputs = inputs.collect::<Result<Vec<_>, String>>()?;
        let outputs = tape::trace(graph, case, &inputs)?.into_iter().map(|output| output.expr).collect();
        let vars: Vec<Expr<'g>> = inputs.iter().map(|(_, input)| input.expr).collect();
        let seeds = vars.iter().map(|x| (*x, graph.input("tangent", 1, 1))).collect();
        Ok(Numbers { graph, vars, seeds, outputs, at: numbers(get(case, "at")?)? })
    }

    /// The values of `of` with the variables at their point and these tangents.
    fn values(&self, of: &[Expr<'g>], tangents: &[f64]) -> Result<Vec<f64>, String> {
        let points = self.vars.iter().copied().zip(self.at.iter().copied());
        let tangents = self.seeds.iter().map(|(_, seed)| *seed).zip(tangents.iter().copied());
        let inputs: Vec<_> = points.chain(tangents).map(|(x, value)| (x, Matrix::scalar(value))).collect();
        let values = interpret(self.graph, &inputs, of).map_err(|error| error.to_string())?;
        Ok(values.iter().map(|value| value.get(0, 0)).collect())
    }

    /// One directional derivative of each of `of` per variable, variable by variable.
    fn columns(&self, of: &[Expr<'g>]) -> Result<Vec<Vec<f64>>, String> {
        let unit = |j: usize| (0..self.vars.len()).map(|k| f64::from(u8::from(k == j))).collect::<Vec<_>>();
        (0..self.vars.len()).map(|j| self.values(of, &unit(j))).collect()
    }
}

fn scalar(case: &Value, check: &mut Check) -> Result<(), String> {
    let graph = Graph::new();
    let tape = Numbers::trace(&graph, case)?;
    let y = tape.outputs[0];
    let gradient = grad(y, &tape.vars);
    // Forward over reverse: one walk per component, however long the tape.
    let hessian_times: Vec<Expr<'_>> = gradient.iter().map(|g| jvp(*g, &tape.seeds)).collect();
    let v = numbers(get(case, "v")?)?;
    let mut compare = |key: &str, got: &[f64]| {
        check.close(key, got, &numbers(get(case, key)?)?, TOLERANCE);
        Ok::<(), String>(())
    };
    compare("value", &tape.values(&[y], &[])?)?;
    compare("grad", &tape.values(&gradient, &[])?)?;
    compare("grad", &tape.columns(&[jvp(y, &tape.seeds)])?.concat())?;
    compare("hessian", &tape.columns(&hessian_times)?.concat())?;
    compare("jvp", &tape.values(&[jvp(y, &tape.seeds)], &v)?)?;
    compare("hvp", &tape.values(&hessian_times, &v)?)
}

fn vector(case: &Value, check: &mut Check) -> Result<(), String> {
    let graph = Graph::new();
    let tape = Numbers::trace(&graph, case)?;
    let jacobian: Vec<Expr<'_>> = tape.outputs.iter().flat_map(|y| grad(*y, &tape.vars)).collect();
    let forward: Vec<Expr<'_>> = tape.outputs.iter().map(|y| jvp(*y, &tape.seeds)).collect();
    let u = numbers(get(case, "u")?)?;
    let weighted = tape.outputs.iter().zip(&u).map(|(y, u)| *y * *u).reduce(|sum, term| sum + term);
    let weighted = weighted.ok_or("a vector needs at least one component")?;
    let by_columns = Matrix::from_rows(&tape.columns(&forward)?).transposed();
    let mut compare = |key: &str, got: &[f64]| {
        check.close(key, got, &numbers(get(case, key)?)?, TOLERANCE);
        Ok::<(), String>(())
    };
    compare("value", &tape.values(&tape.outputs, &[])?)?;
    compare("jacobian", &tape.values(&jacobian, &[])?)?;
    compare("jacobian", &by_columns.data)?;
    compare("jvp", &tape.values(&forward, &numbers(get(case, "v")?)?)?)?;
    compare("vjp", &tape.values(&grad(weighted, &tape.vars), &[])?)
}

fn matrix(case: &Value, check: &mut Check) -> Result<(), String> {
    let graph = Graph::new();
    let tangent_values = get(case, "tangents")?;
    let (mut inputs, mut seeds, mut at) = (Vec::new(), Vec::new(), Vec::new());
    for (name, given) in get(case, "inputs")?.as_object().ok_or("inputs must be named")? {
        let shape = tape::shape(given)?;
        let (input, tangent) = (tape::input(&graph, name, &shape)?, tape::input(&graph, "tangent", &shape)?);
        at.push((input.expr, tape::matrix(get(given, "value")?, &shape)?));
        at.push((tangent.expr, tape::matrix(get(tangent_values, name)?, &shape)?));
        seeds.push((input.expr, tangent.expr));
        inputs.push((name.as_str(), input));
    }
    let y = tape::trace(&graph, case, &inputs)?[0].expr;
    let cotangent = graph.input("cotangent", y.rows(), y.cols());
    let cotangent_value = numbers(get(case, "cotangent")?)?;
    at.push((cotangent, Matrix::new(y.rows(), y.cols(), cotangent_value)));
    let vars: Vec<Expr<'_>> = seeds.iter().map(|(x, _)| *x).collect();
    let pulled = vjp(y, cotangent, &vars);
    let curved: Vec<Expr<'_>> = pulled.iter().map(|g| jvp(*g, &seeds)).collect();
    let outputs = [&[y, jvp(y, &seeds)], pulled.as_slice(), &curved].concat();
    let values = interpret(&graph, &at, &outputs).map_err(|error| error.to_string())?;

    let ties = text(get(case, "name")?)? == "max_ties";
    let excuse = |_: usize| ties.then(|| "which of equal maxima gets the derivative is convention".to_owned());
    let mut compare = |what: &str, got: &Matrix, want: &Value| {
        check.close_unless(what, &got.data, &numbers(want)?, TOLERANCE, excuse);
        Ok::<(), String>(())
    };
    compare("output", &values[0], get(get(case, "output")?, "value")?)?;
    compare("jvp", &values[1], get(case, "jvp")?)?;
    for (k, (name, _)) in inputs.iter().enumerate() {
        compare(&format!("vjp {name}"), &values[2 + k], get(get(case, "vjp")?, name)?)?;
        compare(&format!("hvp {name}"), &values[2 + inputs.len() + k], get(get(case, "hvp")?, name)?)?;
    }
    Ok(())
}
