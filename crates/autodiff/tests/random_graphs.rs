//! Random graphs: the compiled plan against the interpreter, forward mode against central
//! differences, reverse mode against forward mode.

use autodiff::{Axis, Expr, Graph, Matrix, Plan, PlanSpec, check_gradient_along, interpret, jvp, vjp};
use proptest::prelude::*;

/// Entries are multiples of 1/64 in [−2, 2]: exact in `f32`, so that comparisons of inputs agree.
fn entries(n: usize) -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec((-128_i32..=128).prop_map(|k| f64::from(k) / 64.0), n)
}

/// One choice of an operation and of the expressions it is applied to.
type Choice = (u8, usize, usize);

/// Grows a pool of `r × c`, `r × 1`, `1 × c` and 1 × 1 expressions. All arguments stay in the smooth,
/// bounded part of each function's domain; masks compare inputs only.
fn grow<'g>(inputs: &[Expr<'g>], choices: &[Choice]) -> Vec<Expr<'g>> {
    let mut pool = inputs.to_vec();
    for (kind, i, j) in choices {
        let (a, b) = (pool[i % pool.len()], pool[j % pool.len()]);
        let (p, q) = (inputs[i % 2], inputs[2 + j % 2]);
        let fits = |m: usize, n: usize| m == n || m == 1 || n == 1;
        let together = fits(a.rows(), b.rows()) && fits(a.cols(), b.cols());
        let next = match kind % 29 {
            0 if together => a + b,
            1 if together => a - b,
            2 if together => (a * b).tanh(),
            3 if together => a / (1.5 + b.sin()),
            4 => a.sin(),
            5 => a.cos(),
            6 => a.tanh(),
            7 => a.erf(),
            8 => a.tanh().exp(),
            9 => (1.5 + a.sin()).ln(),
            10 => (0.5 + a.sin().square()).sqrt(),
            11 => a.sin().ln1p_safe(),
            12 => (1.5 + a.cos()).pow(b.sum(Axis::All).tanh()),
            13 => a.sin().powf(3.0),
            14 if a.shape() == p.shape() => p.gt(q).select(a, -a),
            15 => a.tanh().sum(Axis::Cols).tanh(),
            16 => a.tanh().sum(Axis::Rows).tanh(),
            17 => a.mean(Axis::All),
            18 => a.matmul(b.t().tanh().broadcast_if(a.cols())).tanh(),
            19 => a.t().matmul(a).tanh(),
            20 => a.tanh().softmax(Axis::Rows),
            21 => a.tanh().logsumexp(Axis::Cols),
            22 => a.t().tanh().t() * 0.5,
            23 => p.max(Axis::Cols) * a.sum(Axis::All).sin(),
            24 => a.sech_squared(),
            25 => a.normal_cdf(),
            26 => a.tanh().expm1(),
            27 => a.sigmoid(),
            28 => (-a).sigmoid(),
            _ => a.sigmoid() + a.softplus(),
        };
        pool.push(next);
    }
    pool
}

/// Small helpers that keep the table above one line per operation.
trait Guarded {
    fn ln1p_safe(self) -> Self;
    fn broadcast_if(self, rows: usize) -> Self;
}

impl Guarded for Expr<'_> {
    fn ln1p_safe(self) -> Self {
        (0.5 * self).ln1p()
    }
    /// A matrix with `rows` rows to multiply by, for any number of rows of this one.
    fn broadcast_if(self, rows: usize) -> Self {
        if self.rows() == rows { self } else { self.sum(Axis::Rows).broadcast(rows, self.cols()) }
    }
}

struct Case<'g> {
    inputs: Vec<Expr<'g>>,
    values: Vec<Matrix>,
    output: Expr<'g>,
}

fn case<'g>(graph: &'g Graph, rows: usize, cols: usize, data: &[f64], choices: &[Choice]) -> Case<'g> {
    let shapes = [(rows, cols), (rows, cols), (rows, cols), (rows, cols), (rows, 1), (1, cols), (1, 1)];
    let mut rest = data;
    let mut inputs = Vec::new();
    let mut values = Vec::new();
    for (k, (r, c)) in shapes.into_iter().enumerate() {
        inputs.push(graph.input(&format!("x{k}"), r, c));
        let (now, later) = rest.split_at(r * c);
        values.push(Matrix::new(r, c, now.to_vec()));
        rest = later;
    }
    let pool = grow(&inputs, choices);
    let parts = pool[pool.len().saturating_sub(4)..].iter().map(|e| e.tanh().sum(Axis::All));
    let output = parts.fold(graph.constant(0.0), |sum, part| sum + part);
    Case { inputs, values, output }
}

fn max_error(got: &[f32], want: &Matrix) -> f64 {
    let each = got.iter().zip(&want.data).map(|(g, w)| (f64::from(*g) - w).abs() / w.abs().max(1.0));
    each.fold(0.0, |worst, error| if error.is_nan() { f64::NAN } else { worst.max(error) })
}

fn choices() -> impl Strategy<Value = Vec<Choice>> {
    prop::collection::vec((any::<u8>(), any::<usize>(), any::<usize>()), 1..14)
}

const MAX_ENTRIES: usize = 5 * 4 * 9 + 9;

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Values, gradients and updates of the plan are the interpreter's. `f32` loses about 1e-6 in
    /// each of a few dozen operations whose slopes are at most a few units.
    #[test]
    fn a_plan_means_what_the_interpreter_says(
        rows in 1_usize..5, cols in 1_usize..10, data in entries(MAX_ENTRIES + 8), choices in choices()
    ) {
        let graph = Graph::new();
        let Case { inputs, values, output } = case(&graph, rows, cols, &data, &choices);
        let gradients = vjp(output, graph.constant(1.0), &inputs);
        let updates: Vec<_> = inputs.iter().zip(&gradients).map(|(x, g)| (*x, *x - 0.125 * *g)).collect();
        prop_assert_eq!(graph.verify(), Ok(()));
        let mut wanted = vec![output];
        wanted.extend(&gradients);
        wanted.extend(updates.iter().map(|(_, new)| *new));
        let at: Vec<_> = inputs.iter().copied().zip(values.iter().cloned()).collect();
        let exact = interpret(&graph, &at, &wanted).expect("every input has a value");
        let mut plan = Plan::compile(PlanSpec { inputs: &inputs, outputs: &wanted[..=inputs.len()], updates: &updates });
        for (k, value) in values.iter().enumerate() {
            plan.write(k, &value.data.iter().map(|x| *x as f32).collect::<Vec<_>>());
        }
        plan.run();
        let scale = exact.iter().flat_map(|m| &m.data).fold(1.0_f64, |worst, x| worst.max(x.abs()));
        for (k, want) in exact.iter().enumerate() {
            let row = |r: usize| {
                if k <= inputs.len() { plan.output_row(k, r) } else { plan.input_row(k - inputs.len() - 1, r) }
            };
            let got: Vec<f32> = (0..want.rows).flat_map(|r| row(r).to_vec()).collect();
            let error = max_error(&got, want) / scale;
            prop_assert!(error < 2e-4, "value {} differs by {:e}:\n{}", k, error, plan);
        }
    }

    /// ⟨u, J v⟩ computed forward equals ⟨Jᵀ u, v⟩ computed in reverse, and forward mode equals a
    /// central difference: for the function and for its own directional derivative.
    #[test]
    fn forward_reverse_and_differences_agree(
        rows in 1_usize..4, cols in 1_usize..5, data in entries(MAX_ENTRIES), tangent in entries(MAX_ENTRIES),
        choices in choices()
    ) {
        let graph = Graph::new();
        let Case { inputs, values, output } = case(&graph, rows, cols, &data, &choices);
        let mut rest = tangent.as_slice();
        let mut directions = Vec::new();
        for (k, x) in inputs.iter().enumerate() {
            let (now, later) = rest.split_at(x.rows() * x.cols());
            // The four inputs that masks and maxima compare are not moved.
            let keep = if k < 4 && choices.iter().any(|(kind, ..)| [14, 23].contains(&(kind % 29))) { 0.0 } else { 1.0 };
            directions.push(Matrix::new(x.rows(), x.cols(), now.iter().map(|t| t * keep).collect()));
            rest = later;
        }
        let tangents: Vec<_> = inputs.iter().map(|x| graph.input("t", x.rows(), x.cols())).collect();
        let seeds: Vec<_> = inputs.iter().copied().zip(tangents.iter().copied()).collect();
        let first = jvp(output, &seeds);
        let moving: Vec<_> = inputs.iter().copied().zip(directions.iter().cloned()).collect();
        let at: Vec<_> = inputs.iter().copied().zip(values).chain(tangents.into_iter().zip(directions)).collect();
        for y in [output, first] {
            let check = check_gradient_along(y, &moving, &at, 1e-5).expect("every input has a value");
            prop_assert!(check.adjoint_error < 1e-9, "{}", check);
            // Third derivatives of these chains reach thousands; h² of that is left over.
            prop_assert!(check.difference_error < 1e-4, "{}", check);
        }
    }
}
