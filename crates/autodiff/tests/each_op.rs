//! Every operation on its own: forward mode against a central difference in one direction, reverse
//! mode by the adjoint identity, to second order; and the plan against the interpreter.

use autodiff::{Axis, Expr, Graph, Matrix, Plan, PlanSpec, check_gradient_along, interpret, jvp, vjp};

type Function = for<'g> fn(Expr<'g>, Expr<'g>) -> Expr<'g>;

/// Name, function of two 3 × 4 matrices, and the smallest and largest entry that it is tested with.
const TABLE: [(&str, Function, f64, f64); 41] = [
    ("add", |a, b| a + b, -2.0, 2.0),
    ("sub", |a, b| a - b, -2.0, 2.0),
    ("mul", |a, b| a * b, -2.0, 2.0),
    ("div", |a, b| a / b, 0.5, 2.0),
    ("pow", |a, b| a.pow(b), 0.5, 2.0),
    ("integer power of a negative base", |a, _| a.powf(3.0), -2.0, -0.1),
    ("neg", |a, _| -a, -2.0, 2.0),
    ("exp", |a, _| a.exp(), -2.0, 2.0),
    ("ln", |a, _| a.ln(), 0.3, 3.0),
    ("ln1p", |a, _| a.ln1p(), -0.5, 2.0),
    ("expm1", |a, _| a.expm1(), -2.0, 2.0),
    ("tanh", |a, _| a.tanh(), -2.0, 2.0),
    ("sech squared", |a, _| a.sech_squared(), -2.0, 2.0),
    ("softsign", |a, _| a.softsign(), -2.0, 2.0),
    ("sin", |a, _| a.sin(), -4.0, 4.0),
    ("cos", |a, _| a.cos(), -4.0, 4.0),
    ("sqrt", |a, _| a.sqrt(), 0.3, 3.0),
    ("erf", |a, _| a.erf(), -2.0, 2.0),
    ("normal cdf", |a, _| a.normal_cdf(), -2.0, 2.0),
    ("gt", |a, b| a.gt(b) * a, -2.0, 2.0),
    ("select", |a, b| a.gt(b).select(a.square(), b.exp()), -2.0, 2.0),
    ("matmul", |a, b| a.matmul(b.t()), -2.0, 2.0),
    ("matmul of transposes", |a, b| a.t().matmul(b), -2.0, 2.0),
    ("matmul of two transposes", |a, b| a.t().matmul(b.matmul(a.t()).t()), -1.0, 1.0),
    ("transpose", |a, b| a.t() * b.t(), -2.0, 2.0),
    ("sum of rows", |a, b| (a * b).sum(Axis::Rows), -2.0, 2.0),
    ("sum of columns", |a, b| (a * b).sum(Axis::Cols), -2.0, 2.0),
    ("sum of all", |a, b| (a * b).sum(Axis::All), -2.0, 2.0),
    ("max along rows", |a, b| (a * b).max(Axis::Rows).square(), -2.0, 2.0),
    ("max along columns", |a, b| (a * b).max(Axis::Cols).square(), -2.0, 2.0),
    ("max of all", |a, b| (a * b).max(Axis::All).square(), -2.0, 2.0),
    ("broadcast of a row", |a, b| a.sum(Axis::Rows) * b, -2.0, 2.0),
    ("broadcast of a column", |a, b| a.sum(Axis::Cols) * b, -2.0, 2.0),
    ("broadcast of a scalar", |a, b| a.sum(Axis::All) * b, -2.0, 2.0),
    ("abs", |a, b| a.abs() * b, -2.0, 2.0),
    ("relu", |a, b| a.relu() * b, -2.0, 2.0),
    ("sigmoid", |a, _| a.sigmoid(), -3.0, 3.0),
    ("softplus", |a, _| a.softplus(), -3.0, 3.0),
    ("maximum and minimum", |a, b| a.maximum(b) * a.minimum(b).exp(), -2.0, 2.0),
    ("logsumexp", |a, b| (a * b).logsumexp(Axis::Rows), -2.0, 2.0),
    ("softmax", |a, b| (a * b).softmax(Axis::Cols), -2.0, 2.0),
];

/// Twelve numbers in [0, 1], all different within each row and each column.
fn spread(salt: u64) -> Vec<f64> {
    (0..12_u64).map(|k| ((k * 7 + salt * 5 + (k * k + salt) % 11 * 13) % 97) as f64 / 97.0).collect()
}

#[test]
fn forward_is_the_difference_reverse_is_its_adjoint_to_second_order() {
    for (name, f, low, high) in TABLE {
        let graph = Graph::new();
        let [a, b, ta, tb] = ["a", "b", "ta", "tb"].map(|name| graph.input(name, 3, 4));
        let value = f(a, b);
        let first = jvp(value, &[(a, ta), (b, tb)]);
        let within = |salt: u64| spread(salt).into_iter().map(|u| low + (high - low) * u).collect::<Vec<_>>();
        let (va, vb) = (within(1), within(4));
        let matrix = |values: &[f64]| Matrix::new(3, 4, values.to_vec());
        let directions = [(a, matrix(&spread(2))), (b, matrix(&spread(3)))];
        let at = [(a, matrix(&va)), (b, matrix(&vb)), (ta, matrix(&spread(2))), (tb, matrix(&spread(3)))];
        for (order, y) in [(1, value), (2, first)] {
            let check = check_gradient_along(y, &directions, &at, 1e-6).expect("every input has a value");
            // The difference errs by h² times a third derivative and by 1e-16 / h.
            assert!(check.difference_error < 1e-6, "{name}, order {order}: {check}");
            assert!(check.adjoint_error < 1e-11, "{name}, order {order}: {check}");
        }
        check_plan(
            name,
            &graph,
            &[(a, va), (b, vb)],
            &[value, vjp(value, graph.full(1.0, value.rows(), value.cols()), &[a])[0]],
        );
    }
}

/// The plan agrees with the interpreter to single precision.
fn check_plan(name: &str, graph: &Graph, at: &[(Expr<'_>, Vec<f64>)], outputs: &[Expr<'_>]) {
    let single = |values: &[f64]| values.iter().map(|x| *x as f32).collect::<Vec<f32>>();
    let inputs: Vec<Expr<'_>> = at.iter().map(|(input, _)| *input).collect();
    let mut plan = Plan::compile(PlanSpec { inputs: &inputs, outputs, updates: &[] });
    at.iter().enumerate().for_each(|(k, (_, values))| plan.write(k, &single(values)));
    plan.run();
    let rounded = |values: &[f64]| Matrix::new(3, 4, single(values).into_iter().map(f64::from).collect());
    let at: Vec<_> = at.iter().map(|(input, values)| (*input, rounded(values))).collect();
    for (k, exact) in interpret(graph, &at, outputs).expect("every input has a value").iter().enumerate() {
        for row in 0..exact.rows {
            for (col, got) in plan.output_row(k, row).iter().enumerate() {
                let want = exact.get(row, col);
                assert!((f64::from(*got) - want).abs() < 1e-5 * want.abs().max(1.0), "{name}: {got} against {want}");
            }
        }
    }
}
