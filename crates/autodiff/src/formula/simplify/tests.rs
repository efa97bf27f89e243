//! Tests of the text of simplified derivatives, and that simplifying never changes a value.

use super::super::random::{formulas, parsed, variables};
use super::super::{print, size};
use super::*;
use crate::{Axis, Matrix, Op, grad, interpret};
use proptest::prelude::*;

/// d/dx, simplified.
fn slope(text: &str) -> String {
    let graph = Graph::new();
    let known = variables(&graph);
    print(simplify(grad(parsed(&graph, text, &known), &[known[0].1])[0]))
}

fn simplified(text: &str) -> String {
    let graph = Graph::new();
    print(simplify(parsed(&graph, text, &variables(&graph))))
}

#[test]
fn derivatives_read_as_in_a_textbook() {
    for (text, expected) in [
        ("x^2 + 3*x*y + y^2 + z^3", "2*x + 3*y"),
        ("x^3 - 3*x^2 + 2*x - 1", "3*x^2 - 6*x + 2"),
        ("(2*x + 1)^5", "10*(2*x + 1)^4"),
        ("(x + y)^2", "2*(x + y)"),
        ("(x*y)^3", "3*x^2*y^3"),
        ("x*y*z", "y*z"),
        ("-0.5*x^2*y", "-x*y"),
        ("x/3", "1/3"),
        ("1/x", "-1/x^2"),
        ("x^-2", "-2/x^3"),
        ("sqrt(x)", "0.5/sqrt(x)"),
        ("x^(2/3)", "2/3*x^(-1/3)"),
        ("x/(1 + x^2)", "(1 - x^2)/(x^2 + 1)^2"),
        ("(x^2 + 1)/(x^2 - 1)", "-4*x/(x^2 - 1)^2"),
        ("sqrt(x^2 + y^2)", "x/sqrt(x^2 + y^2)"),
        ("sqrt(1 - x^2)", "-x/sqrt(1 - x^2)"),
        ("ln(x)/x", "(1 - ln(x))/x^2"),
        ("x*ln(x) - x", "ln(x)"),
        ("ln(x^2 + 1)", "2*x/(x^2 + 1)"),
        ("sin(x)^2", "2*sin(x)*cos(x)"),
        ("cos(x)^3", "-3*sin(x)*cos(x)^2"),
        ("sin(x)^2 + cos(x)^2", "0"),
        ("x*sin(x)", "x*cos(x) + sin(x)"),
        ("sin(x)/x", "(x*cos(x) - sin(x))/x^2"),
        ("sin(x)*cos(x)", "cos(x)^2 - sin(x)^2"),
        ("tan(x)", "tan(x)^2 + 1"),
        ("sin(x^2)", "2*x*cos(x^2)"),
        ("exp(-x^2)", "-2*x*exp(-x^2)"),
        ("x^2*exp(-x)", "x*(2 - x)*exp(-x)"),
        ("exp(x)*sin(x)", "(sin(x) + cos(x))*exp(x)"),
        ("exp(sin(x))", "cos(x)*exp(sin(x))"),
        ("1/(1 + exp(-x))", "exp(-x)/(exp(-x) + 1)^2"),
        ("x^y", "y*x^(y - 1)"),
        ("x^x", "x^x*(ln(x) + 1)"),
        ("e^x", "e^x"),
        ("tanh(x)", "sech2(x)"),
        ("tanh(x)^2", "2*tanh(x)*sech2(x)"),
        ("sigmoid(x)", "sigmoid(x)*sigmoid(-x)"),
        ("sigmoid(3x + 1)^2", "6*sigmoid(3*x + 1)^2*sigmoid(-3*x - 1)"),
        ("x*softplus(2x)", "2*x*sigmoid(2*x) + softplus(2*x)"),
        ("relu(x)", "if(x > 0, 1, 0)"),
        ("relu(x)^2", "2*relu(x)"),
        ("abs(x)", "sign(x)"),
        ("abs(x)^2", "2*x"),
        ("if(x > 0, x^2, x^3)", "if(x > 0, 2*x, 3*x^2)"),
    ] {
        assert_eq!(slope(text), expected, "d/dx {text}");
    }
}

#[test]
fn formulas_get_shorter() {
    for (text, expected) in [
        ("x + x", "2*x"),
        ("x*x*x", "x^3"),
        ("2*x + 3*x - x*5", "0"),
        ("x*y - y*x", "0"),
        ("0.1*x + 0.2*x", "0.3*x"),
        ("x/3 + x/3", "2/3*x"),
        ("2*3 + x", "x + 6"),
        ("-(x - y)", "y - x"),
        ("-x^2 + x + 1", "x + 1 - x^2"),
        ("2*(x + y) - 2*x", "2*y"),
        ("x + y*(x + 1) - x*y", "x + y"),
        ("x*(y + z) + x*y", "2*x*y + x*z"),
        ("1/(1/x)", "x"),
        ("x/(x/y)", "y"),
        ("x/y/z", "x/(y*z)"),
        ("x^1.5*x^0.5", "x^2"),
        ("sqrt(x)*sqrt(x)", "x"),
        ("sqrt(x^2)", "abs(x)"),
        ("(x^3)^(1/3)", "x"),
        ("exp(x)*exp(y)", "exp(x + y)"),
        ("exp(-x)*exp(x)", "1"),
        ("exp(ln(x)) + ln(exp(y))", "x + y"),
        ("sin(-x) + cos(-x)", "cos(x) - sin(x)"),
        ("1 - sin(x)^2", "cos(x)^2"),
        ("tan(x)*cos(x)", "sin(x)"),
        ("abs(x)*sign(x)", "x"),
        ("max(x + y, y + x)", "x + y"),
        ("if(x > y, x, x)", "x"),
    ] {
        assert_eq!(simplified(text), expected, "{text}");
    }
}

#[test]
fn what_is_short_stays_as_it_is() {
    for text in [
        "x^2 + x",
        "x*(x + 1)",
        "3*x^2 + 6*x",
        "2*x + 2*y",
        "(x/y)^2",
        "1/x + 1/y",
        "z + 2*(x + y)",
        "(x + 1)*(x - 1)",
        "ln(x^2)",
        "x^-2",
        "2*x + x^-2",
        "1/0*x",
        "relu(-x)",
    ] {
        assert_eq!(simplified(text), text);
    }
}

#[test]
fn the_given_graph_gets_the_result_only() {
    let graph = Graph::new();
    let x = graph.input("x", 1, 1);
    let f = (x * x + x.sin() * x) / x.exp();
    let slope = grad(f, &[x])[0];
    let before = graph.len();
    assert_eq!(simplify(x + 0.0), x);
    assert_eq!(graph.len(), before);
    assert!(graph.len() - before <= size(simplify(slope)) as usize);
    assert_eq!(graph.verify(), Ok(()));
}

#[test]
fn matrices_keep_their_shapes_and_values() {
    let graph = Graph::new();
    let (w, x, b) = (graph.input("W", 2, 3), graph.input("x", 3, 4), graph.input("b", 2, 1));
    let z = w.matmul(x + x) - b + 2.0 * b;
    let f = (z * z - z * z + z.sin() * z.sin()).sum(Axis::Cols) * 2.0;
    let same = z - z.exp() * (-z).exp() * z;
    let inputs = [w, x, b].map(|input| {
        let n = input.rows() * input.cols();
        (input, Matrix::new(input.rows(), input.cols(), (0..n).map(|k| k as f64 - 2.5).collect()))
    });
    for expr in [f, same, same.sum(Axis::Rows), grad(f, &[w])[0]] {
        let shorter = simplify(expr);
        assert_eq!(shorter.shape(), expr.shape());
        let values = interpret(&graph, &inputs, &[expr, shorter]).expect("all inputs have values");
        for (a, b) in values[0].data.iter().zip(&values[1].data) {
            assert!((a - b).abs() <= 1e-9 * (1.0 + a.abs()), "{} as {}", print(expr), print(shorter));
        }
    }
    assert_eq!(print(simplify(f)), "2*sum_cols(sin(b + matmul(W, 2*x))^2)");
}

#[test]
fn what_is_too_much_work_is_left_as_it_is() {
    let graph = Graph::new();
    let known = variables(&graph);
    let x = known[0].1;
    let brackets: Vec<String> = (0..1000).map(|k| format!("(x+{k})")).collect();
    let product = parsed(&graph, &brackets.join("*"), &known);
    let doubled = (0..1000).fold(x, |y, _| y.sin() * y + y);
    for expr in [product, doubled, grad(product, &[x])[0]] {
        assert_eq!(simplify(expr), expr);
    }
    let squared = (0..1000).fold(x, |y, _| y * y);
    assert!(size(simplify(squared)) <= size(squared));
    let nested = (0..10_000).fold(x, |y, _| y.sin());
    assert_eq!(simplify(nested), nested);
}

/// Monte Carlo arithmetic: the value if every operation has a random relative error of up to `noise`, and whether every
/// intermediate value stayed within 1e±60.
fn value(expr: Expr<'_>, known: &[(&str, Expr<'_>)], at: [f64; 3], noise: f64, seed: u64) -> (f64, bool) {
    let mut state = seed;
    let mut random = || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    };
    let mut tame = true;
    let mut values: HashMap<NodeId, f64> = known.iter().zip(at).map(|((_, x), at)| (x.id(), at)).collect();
    for (idx, node) in expr.graph().nodes_up_to(expr.id()).iter().enumerate() {
        let id = NodeId(idx as u32);
        if values.contains_key(&id) {
            continue;
        }
        let args: Vec<f64> = node.args().iter().map(|arg| values[arg]).collect();
        let exact = node.op.constant().unwrap_or_else(|| node.op.eval(&args));
        let is_choice = matches!(node.op, Op::Const(_) | Op::Gt | Op::Select);
        values.insert(id, if is_choice { exact } else { exact * (1.0 + noise * random()) });
    }
    for node in needed(expr) {
        let size = values[&node.id()].abs();
        tame = tame && (size == 0.0 || (1e-60..1e60).contains(&size));
    }
    (values[&expr.id()], tame)
}

/// The allowed difference of the values of two formulas: a billionth, or the effect of rounding if that is larger.
fn same_value(a: Expr<'_>, b: Expr<'_>, known: &[(&str, Expr<'_>)], at: [f64; 3]) -> Result<(), String> {
    let (exact, tame) = value(a, known, at, 0.0, 0);
    let (other, _) = value(b, known, at, 0.0, 0);
    if !tame {
        return Ok(());
    }
    let off = |expr, middle: f64, seed| (value(expr, known, at, 1e-11, seed).0 - middle).abs();
    let spread = (1..6).map(|seed| off(a, exact, seed)).fold(0.0, f64::max);
    if spread.is_nan() || spread > 1e-3 * exact.abs() {
        return Ok(()); // the value is only rounding errors, or at the edge of the domain
    }
    let allowed = 1e-9 * exact.abs() + 10.0 * spread;
    if (exact - other).abs() <= allowed { Ok(()) } else { Err(format!("{exact} became {other}")) }
}

proptest! {
    #[test]
    fn simplifying_keeps_the_value_and_never_grows(
        text in formulas(),
        at in prop::array::uniform3(-3.0..3.0_f64),
    ) {
        let graph = Graph::new();
        let known = variables(&graph);
        let expr = parsed(&graph, &text, &known);
        for expr in [expr, grad(expr, &[known[0].1])[0]] {
            let shorter = simplify(expr);
            prop_assert!(size(shorter) <= size(expr));
            let same = same_value(expr, shorter, &known, at);
            prop_assert!(same.is_ok(), "{} as {}: {:?}", print(expr), print(shorter), same);
        }
    }
}
