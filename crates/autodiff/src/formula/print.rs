//! Prints an expression as text, with no more parentheses than parsing it needs.
//!
//! Invariant: time and length are bounded, however much the graph shares; no recursion.

use std::collections::HashMap;
use std::fmt;

use super::form::{Form, form};
use super::number::written;
use super::order::{factor_key, term_key};
use super::parse::{MAX_BYTES, PREFIX, binding};
use crate::expr::Expr;
use crate::graph::NodeId;

/// The precedence of a number, a name, a call or parentheses.
const WHOLE: u8 = 6;

/// The expression as a formula.
///
/// Parsed by [`parse`](super::parse()), it has the same value, bit by bit. A shared subexpression is
/// written out at each use. Beyond [`MAX_BYTES`] the text ends in `…` and cannot be parsed; neither can
/// an expression that is nested deeper than a formula may be. Matrix operations are written as calls,
/// which cannot be parsed either.
///
/// ```
/// # use autodiff::{Graph, formula::print};
/// let graph = Graph::new();
/// let (x, y) = (graph.input("x", 1, 1), graph.input("y", 1, 1));
/// assert_eq!(print((y + 1.0) * 2.0 - x.powf(2.0).sigmoid() / (x * y)), "2*(y + 1) - sigmoid(x^2)/(x*y)");
/// ```
pub fn print(expr: Expr<'_>) -> String {
    let (mut text, mut rest) = (String::new(), vec![Piece::Inner(expr, 0)]);
    while let Some(piece) = rest.pop() {
        match piece {
            Piece::Text(piece) => text.push_str(&piece),
            Piece::Inner(expr, floor) => {
                let (level, mut pieces) = pieces(expr);
                if level < floor {
                    pieces.insert(0, Piece::Text("(".into()));
                    pieces.push(Piece::Text(")".into()));
                }
                rest.extend(pieces.into_iter().rev());
            }
        }
        if text.len() > MAX_BYTES {
            let end = (0..=MAX_BYTES - "…".len()).rev().find(|end| text.is_char_boundary(*end));
            text.truncate(end.unwrap_or(0));
            return text + "…";
        }
    }
    text
}

/// Prints the expression as a formula, as [`print()`] does.
///
/// ```
/// # use autodiff::{Graph, grad};
/// let graph = Graph::new();
/// let x = graph.input("x", 1, 1);
/// assert_eq!(grad(x.sin(), &[x])[0].to_string(), "cos(x)");
/// ```
impl fmt::Display for Expr<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&print(*self))
    }
}

/// The number of operations of the formula when it is written out: signs, operators and calls.
/// `u64::MAX` means that many or more.
///
/// ```
/// # use autodiff::{Graph, formula::size};
/// let graph = Graph::new();
/// let x = graph.input("x", 1, 1);
/// let doubled = (0..100).fold(x.sin(), |y, _| y * y);
/// assert_eq!((size(x * x), size(doubled)), (1, u64::MAX)); // 101 nodes
/// ```
pub fn size(expr: Expr<'_>) -> u64 {
    Sizes::default().size(expr)
}

/// Sizes of the expressions of one graph, each computed once.
#[derive(Default)]
pub(super) struct Sizes {
    known: HashMap<NodeId, u64>,
}

impl Sizes {
    pub(super) fn size(&mut self, expr: Expr<'_>) -> u64 {
        let mut rest = vec![expr];
        while let Some(&next) = rest.last() {
            if self.known.contains_key(&next.id()) {
                rest.pop();
                continue;
            }
            let form = form(next);
            let parts = form.parts();
            let sizes: Option<Vec<u64>> = parts.iter().map(|part| self.known.get(&part.id()).copied()).collect();
            match sizes {
                None => rest.extend(parts),
                Some(sizes) => {
                    let own = u64::from(!matches!(form, Form::Number(_) | Form::Input(_)));
                    let size = sizes.into_iter().fold(own, u64::saturating_add);
                    self.known.insert(next.id(), size);
                    rest.pop();
                }
            }
        }
        self.known[&expr.id()]
    }
}

/// What is still to be written: text, or an expression, which gets parentheses if its precedence is below that number.
enum Piece<'g> {
    Text(String),
    Inner(Expr<'g>, u8),
}

/// The pieces of an expression, and its precedence.
fn pieces(expr: Expr<'_>) -> (u8, Vec<Piece<'_>>) {
    match form(expr) {
        Form::Number(value) => {
            let text = written(value);
            let level = match text.as_bytes() {
                bytes if bytes.contains(&b'/') => 3,
                [b'-', ..] => PREFIX,
                _ => WHOLE,
            };
            (level, vec![Piece::Text(text)])
        }
        Form::Input(number) => (WHOLE, vec![Piece::Text(expr.graph().input_name(number))]),
        Form::Minus(inner) => minus(inner),
        Form::Infix(operator, left, right) => infix(operator, left, right),
        Form::Call(name, args) => {
            let mut pieces = vec![Piece::Text(format!("{name}("))];
            for (idx, arg) in args.into_iter().enumerate() {
                if idx > 0 {
                    pieces.push(Piece::Text(", ".into()));
                }
                pieces.push(Piece::Inner(arg, 0));
            }
            pieces.push(Piece::Text(")".into()));
            (WHOLE, pieces)
        }
    }
}

/// `-x*y` is parsed as `(-x)*y`, whose bits are the same as those of `-(x*y)`.
fn minus(inner: Expr<'_>) -> (u8, Vec<Piece<'_>>) {
    let level = match form(inner) {
        Form::Infix(operator @ ("*" | "/"), a, b) if !negative(in_order(operator, a, b).0) => 3,
        _ => PREFIX,
    };
    (level, vec![Piece::Text("-".into()), Piece::Inner(inner, level)])
}

fn negative(expr: Expr<'_>) -> bool {
    expr.constant().is_some_and(|number| number < 0.0)
}

fn infix<'g>(operator: &'static str, left: Expr<'g>, right: Expr<'g>) -> (u8, Vec<Piece<'g>>) {
    let (left, right) = in_order(operator, left, right);
    let level = binding(operator).unwrap_or(WHOLE);
    let (left_floor, right_floor) = match operator {
        "^" => (WHOLE, PREFIX),
        "+" | "-" | "*" | "/" => (level, level + 1),
        _ => (level + 1, level + 1),
    };
    let (sign, right) = match (operator, right.constant()) {
        ("+", Some(number)) if number < 0.0 => (" - ", Piece::Text(written(-number))),
        ("-", Some(number)) if number < 0.0 => (" + ", Piece::Text(written(-number))),
        ("+", _) => (" + ", Piece::Inner(right, right_floor)),
        ("-", _) => (" - ", Piece::Inner(right, right_floor)),
        (">", _) => (" > ", Piece::Inner(right, right_floor)),
        (">=", _) => (" >= ", Piece::Inner(right, right_floor)),
        _ => (operator, Piece::Inner(right, right_floor)),
    };
    (level, vec![Piece::Inner(left, left_floor), Piece::Text(sign.into()), right])
}

/// The operands of `+` and `*`, whose order does not matter, in the order that is easiest to read.
fn in_order<'g>(operator: &str, a: Expr<'g>, b: Expr<'g>) -> (Expr<'g>, Expr<'g>) {
    let same = |e| matches!((operator, form(e)), ("+", Form::Infix("+" | "-", ..)) | ("*", Form::Infix("*" | "/", ..)));
    let minus = |e| matches!(form(e), Form::Minus(_));
    let swap = match operator {
        "+" | "*" if same(a) != same(b) => same(b), // a chain needs no parentheses on the left
        "+" if negative(a) != negative(b) => negative(a),
        "+" => term_key(a) > term_key(b),
        "*" if minus(a) != minus(b) => minus(b), // -x*y reads better than y*-x
        "*" => factor_key(a) > factor_key(b),
        _ => false,
    };
    if swap { (b, a) } else { (a, b) }
}

#[cfg(test)]
mod tests {
    use super::super::random::{formulas, parsed, variables};
    use super::*;
    use crate::{Axis, Graph, Matrix, interpret};
    use proptest::prelude::*;

    fn reprinted(text: &str) -> String {
        let graph = Graph::new();
        let known = variables(&graph);
        let printed = print(parsed(&graph, text, &known));
        assert_eq!(print(parsed(&graph, &printed, &known)), printed, "{text}");
        printed
    }

    #[test]
    fn parentheses_stand_only_where_they_are_needed() {
        for (text, printed) in [
            ("((x) + (y))", "x + y"),
            ("1 + x", "x + 1"),
            ("x*3 + y*x", "x*y + 3*x"),
            ("x - (y - z)", "x - (y - z)"),
            ("(x - y) - z", "x - y - z"),
            ("x/(y*z)", "x/(y*z)"),
            ("x/y*z", "x/y*z"),
            ("x/(y/z)", "x/(y/z)"),
            ("(x^y)^z", "(x^y)^z"),
            ("x^y^z", "x^y^z"),
            ("-x^2", "-x^2"),
            ("(-x)^2", "(-x)^2"),
            ("x^(-2)", "x^-2"),
            ("x^(1/3)", "x^(1/3)"),
            ("-(x*y)", "-x*y"),
            ("y*-x", "-x*y"),
            ("-(x + y)", "-(x + y)"),
            ("x + (-y)", "x - y"),
            ("x - (-y)", "x + y"),
            ("x + -2", "x - 2"),
            ("-2*x", "-2*x"),
            ("2^(-x)", "2^-x"),
            ("(x > y)*3", "3*(x > y)"),
            ("if(x < 1, x >= y, -pi)", "if(1 > x, x >= y, -pi)"),
            ("0.25(x + 1)", "0.25*(x + 1)"),
            ("x/3 + 2/3", "x/3 + 2/3"),
        ] {
            assert_eq!(reprinted(text), printed, "{text}");
        }
    }

    #[test]
    fn every_function_prints_as_it_was_called() {
        for function in super::super::FUNCTIONS {
            let args = ["x > 0", "x*y", "z"];
            let args = if function.arity == 3 { &args[..] } else { &args[1..=function.arity] };
            let text = format!("{}({})", function.name, args.join(", "));
            let name = if function.name == "log" { "ln" } else { function.name };
            assert_eq!(reprinted(&text), format!("{name}({})", args.join(", ")));
        }
        assert_eq!(reprinted("max(x, 0) + max(1, x) + min(-x, x)"), "max(x, 0) + max(1, x) + min(-x, x)");
        assert_eq!(reprinted("max(x, x) + min(x + 2, x + 2)"), "x + 2 + x");
        assert_eq!(reprinted("abs(sigmoid(-3x)) + softplus(-x)"), "abs(sigmoid(-3*x)) + softplus(-x)");
    }

    #[test]
    fn matrix_operations_read_as_calls() {
        let graph = Graph::new();
        let (w, x, b) = (graph.input("W", 2, 3), graph.input("x", 3, 4), graph.input("b", 2, 1));
        let layer = (w.matmul(x) + b).tanh();
        assert_eq!(print(layer.sum(Axis::Cols)), "sum_cols(tanh(b + matmul(W, x)))");
        assert_eq!(size(layer), 3);
    }

    #[test]
    fn a_thousand_doublings_print_and_count_in_a_moment() {
        let graph = Graph::new();
        let x = graph.input("x", 1, 1);
        let doubled = (0..1000).fold(x, |y, _| y.sin() + y);
        let text = print(doubled);
        assert!(text.len() <= MAX_BYTES && text.ends_with('…'));
        assert_eq!(size(doubled), u64::MAX);
        let deep = (0..100_000).fold(x, |y, _| y.sin());
        assert_eq!(size(deep), 100_000);
        assert!(print(deep).ends_with('…'));
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back_with_the_same_bits(
            text in formulas(),
            at in prop::array::uniform3(-3.0..3.0_f64),
        ) {
            let graph = Graph::new();
            let known = variables(&graph);
            let expr = parsed(&graph, &text, &known);
            let printed = print(expr);
            let again = parsed(&graph, &printed, &known);
            let inputs: Vec<_> = known.iter().zip(at).map(|((_, x), at)| (*x, Matrix::scalar(at))).collect();
            let values = interpret(&graph, &inputs, &[expr, again]).expect("all have values");
            let bits = |k: usize| values[k].get(0, 0).to_bits();
            prop_assert!(bits(0) == bits(1) || values[0].get(0, 0).is_nan(), "{printed}");
            prop_assert!(size(again) <= size(expr), "{printed}"); // -(2*x) is parsed as (-2)*x
        }
    }
}
