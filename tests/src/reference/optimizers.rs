//! `optimizers.json`: paths of every optimiser and schedule over small problems.

use autodiff::{Axis, Expr, Graph, Matrix};
use serde_json::Value;

use super::descent::{Descent, Objective};
use super::fixture::{
    column, columns, get, index, indices, matrix, number, number_or, numbers, param_values, points, targets, text,
};
use super::names;
use super::network::{Model, flat, unflat};
use super::newton::Newton;
use super::report::Check;

pub(super) fn check(case: &Value, file: &Value, check: &mut Check) -> Result<(), String> {
    let problem_name = text(get(case, "problem")?)?;
    let problem = get(get(file, "problems")?, problem_name)?;
    let tolerance = 1e-10 * case.get("sensitivity").and_then(Value::as_f64).unwrap_or(1.0).max(1.0);
    let steps = indices(get(case, "steps")?)?;
    let n_updates = steps.iter().copied().max().unwrap_or(0);
    let graph = Graph::new();
    let setting = Setting::new(&graph, problem_name, problem)?;
    let start = unflat(&numbers(get(problem, "start")?)?, &setting.batch.params);
    let rates = rates(case, n_updates, check)?;
    let path = path(case, setting.batch, &setting.batches, start, &rates)?;
    for (k, step) in steps.iter().enumerate() {
        let wanted = |key: &str| numbers(&get(case, key)?[k]);
        check.close(&format!("params after {step}"), &flat(&path[*step]), &wanted("params")?, tolerance);
        let loss = setting.full.value(&path[*step], &setting.all)?;
        check.close(&format!("loss after {step}"), &[loss], &wanted("loss")?, tolerance);
    }
    Ok(())
}

/// The learning rate of each update, compared with the fixture's if it has them.
pub(super) fn rates(case: &Value, n_updates: usize, check: &mut Check) -> Result<Vec<f64>, String> {
    let base = number(get(case, "lr")?)?;
    let Some(given) = case.get("schedule") else {
        return Ok(vec![base; n_updates]);
    };
    let schedule = names::schedule(text(get(given, "name")?)?)?;
    let params = param_values(schedule.params, given)?;
    let rates: Vec<f64> = (0..n_updates).map(|t| (schedule.rate)(base, t as f64, &params)).collect();
    let wanted = numbers(get(case, "lr_of_update")?)?;
    check.close("lr_of_update", &rates, &wanted[..wanted.len().min(n_updates)], 1e-12);
    Ok(rates)
}

/// The parameters after 0, 1, 2 … updates.
fn path(
    case: &Value,
    objective: Objective<'_>,
    batches: &[Vec<Matrix>],
    start: Vec<Matrix>,
    rates: &[f64],
) -> Result<Vec<Vec<Matrix>>, String> {
    let hyper = get(case, "hyper")?;
    let optimiser = names::optimiser(text(get(case, "name")?)?, hyper)?;
    let params = param_values(optimiser.params, hyper)?;
    let data = |k: usize| batches[k % batches.len()].as_slice();
    let mut path = vec![start];
    if optimiser.name == "newton" {
        let newton = Newton::new(objective);
        for (k, rate) in rates.iter().enumerate() {
            path.push(newton.update(&path[k], data(k), *rate, params[0])?);
        }
        return Ok(path);
    }
    let descent = Descent::new(objective, optimiser, &params, number_or(hyper, "wd", 0.0)?);
    let mut state = descent.start(path[0].clone(), optimiser, &params);
    for (k, rate) in rates.iter().enumerate() {
        descent.update(&mut state, data(k), *rate)?;
        path.push(state.params.clone());
    }
    Ok(path)
}

/// A problem: the objective that a batch gives, the one that all rows give, and the rows.
struct Setting<'g> {
    batch: Objective<'g>,
    full: Objective<'g>,
    batches: Vec<Vec<Matrix>>,
    all: Vec<Matrix>,
}

impl<'g> Setting<'g> {
    fn new(graph: &'g Graph, name: &str, problem: &Value) -> Result<Setting<'g>, String> {
        match name {
            "quadratic" => Setting::quadratic(graph, problem),
            "rosenbrock" => Setting::rosenbrock(graph, problem),
            "mlp" => Setting::network(graph, problem),
            _ => Err(format!("problem {name} is not known")),
        }
    }

    /// ½ pᵀ A p − bᵀ p.
    fn quadratic(graph: &'g Graph, problem: &Value) -> Result<Setting<'g>, String> {
        let data = vec![matrix(get(problem, "A")?)?, column(get(problem, "b")?)?];
        let n = data[1].rows;
        let (p, a, b) = (graph.input("p", n, 1), graph.input("A", n, n), graph.input("b", n, 1));
        let value = (0.5 * p * a.matmul(p) - b * p).sum(Axis::All);
        Ok(Setting::without_batches(&[p], &[a, b], value, data))
    }

    /// (a − x)² + b (y − x²)².
    fn rosenbrock(graph: &'g Graph, problem: &Value) -> Result<Setting<'g>, String> {
        let (a, b) = (number(get(problem, "a")?)?, number(get(problem, "b")?)?);
        let (x, y) = (graph.input("x", 1, 1), graph.input("y", 1, 1));
        let value = (a - x).square() + b * (y - x.square()).square();
        Ok(Setting::without_batches(&[x, y], &[], value, Vec::new()))
    }

    fn without_batches(params: &[Expr<'g>], data: &[Expr<'g>], value: Expr<'g>, all: Vec<Matrix>) -> Setting<'g> {
        let objective = Objective { params: params.to_vec(), data: data.to_vec(), value };
        Setting { batch: objective.clone(), full: objective, batches: vec![all.clone()], all }
    }

    fn network(graph: &'g Graph, problem: &Value) -> Result<Setting<'g>, String> {
        let model = Model::read(problem)?;
        let (x, t) = (points(get(problem, "X")?)?, targets(problem, "T", model.n_outputs())?);
        let size = index(get(problem, "batch_size")?)?;
        let wiring = model.network.wire(graph);
        let objective = |n_points: usize| model.trace(graph, &wiring, n_points).objective();
        let rows = |k: usize| (k * size..(k + 1) * size).collect::<Vec<_>>();
        let batch_of = |k: usize| vec![columns(&x, &rows(k)), columns(&t, &rows(k))];
        let batches = (0..x.cols / size).map(batch_of).collect();
        Ok(Setting { batch: objective(size), full: objective(x.cols), batches, all: vec![x, t] })
    }
}
