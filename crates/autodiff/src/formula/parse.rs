//! Parses text into an expression, by operator precedence.
//!
//! Invariant: no text makes it panic, overflow the stack or take more than a moment; every error says
//! what was expected, what was found, and where. The grammar is in [`formula`](super).

use super::error::{FormulaError, Mistake, Wanted};
use super::token::{Kind, Token, shortened, token_at};
use super::written::Plain;
use crate::expr::Expr;
use crate::graph::Graph;

/// The greatest length of a formula, in bytes.
pub const MAX_BYTES: usize = 10_000;

/// The greatest depth to which parentheses, calls, signs and powers may be nested.
pub const MAX_NESTING: usize = 100;

/// The expression of a formula in these variables.
///
/// ```
/// # use autodiff::{Graph, formula::parse};
/// let graph = Graph::new();
/// let x = graph.input("x", 1, 1);
/// assert_eq!(parse(&graph, "2x^2 - sin(x)", &[("x", x)]), Ok(2.0 * x.powf(2.0) - x.sin()));
/// let error = parse(&graph, "2y", &[("x", x)]).expect_err("there is no y");
/// assert_eq!(error.to_string(), "unknown name y: use x (at byte 1)");
/// ```
///
/// # Shapes
/// The variables may be matrices whose shapes fit together entry by entry, such as rows of points.
/// A formula without variables is 1 × 1.
///
/// # Errors
/// If the text does not fit the grammar, is longer than [`MAX_BYTES`] or deeper than [`MAX_NESTING`].
pub fn parse<'g>(graph: &'g Graph, text: &str, variables: &[(&str, Expr<'g>)]) -> Result<Expr<'g>, FormulaError> {
    if text.len() > MAX_BYTES {
        return Err(FormulaError { mistake: Mistake::TooLong { n_bytes: text.len() }, offset: 0 });
    }
    if text.is_ascii() {
        return parse_plain(graph, text, variables);
    }
    let plain = Plain::of(text);
    let in_original = |error: FormulaError| FormulaError { offset: plain.place(error.offset), ..error };
    parse_plain(graph, &plain.text, variables).map_err(in_original)
}

/// As [`parse`], of a text in the letters of the grammar.
pub(super) fn parse_plain<'g>(
    graph: &'g Graph,
    text: &str,
    variables: &[(&str, Expr<'g>)],
) -> Result<Expr<'g>, FormulaError> {
    let next = token_at(text, 0);
    let mut parser = Parser { graph, text, variables, next, last: Kind::End, operator: "", nesting: 0 };
    let expr = parser.expression(0)?;
    match parser.next.kind {
        Kind::End => Ok(expr),
        _ if parser.next.text == "(" => Err(parser.expected(Wanted::Operator)),
        _ => Err(parser.expected(Wanted::OperatorOrEnd)),
    }
}

/// The least precedence of an operator that belongs to the operand of a prefix minus: a power does, a product does not.
pub(super) const PREFIX: u8 = 4;

pub(super) fn binding(operator: &str) -> Option<u8> {
    match operator {
        ">" | "<" | ">=" | "<=" => Some(1),
        "+" | "-" => Some(2),
        "*" | "/" => Some(3),
        "^" => Some(5),
        _ => None,
    }
}

pub(super) struct Parser<'t, 'g> {
    pub(super) graph: &'g Graph,
    text: &'t str,
    pub(super) variables: &'t [(&'t str, Expr<'g>)],
    pub(super) next: Token<'t>,
    /// The kind of the token before `next`.
    last: Kind,
    /// The operator before the operand that is being read.
    pub(super) operator: &'t str,
    nesting: usize,
}

impl<'t, 'g> Parser<'t, 'g> {
    /// The expression from here to the first operator whose precedence is below `floor`.
    pub(super) fn expression(&mut self, floor: u8) -> Result<Expr<'g>, FormulaError> {
        let mut left = self.operand()?;
        loop {
            let implied = self.last == Kind::Number && self.starts_factor();
            let operator = if implied { "*" } else { self.next.text };
            let Some(binding) = binding(operator).filter(|binding| *binding >= floor) else {
                return Ok(left);
            };
            if !implied {
                self.advance();
            }
            self.operator = operator;
            left = self.combined(left, operator, binding)?;
            if binding == 1 && self::binding(self.next.text) == Some(1) {
                return Err(self.expected(Wanted::OneComparison));
            }
        }
    }

    fn combined(&mut self, left: Expr<'g>, operator: &str, binding: u8) -> Result<Expr<'g>, FormulaError> {
        if operator == "*" && self.next.text == "*" {
            return Err(self.error(Mistake::TwoStars));
        }
        if operator == "^" {
            return Ok(left.pow(self.nested(|parser| parser.expression(PREFIX))?));
        }
        let right = self.expression(binding + 1)?;
        Ok(match operator {
            ">" => left.gt(right),
            "<" => left.lt(right),
            ">=" => left.ge(right),
            "<=" => left.le(right),
            "+" => left + right,
            "-" => left - right,
            "*" => left * right,
            _ => left / right,
        })
    }

    pub(super) fn nested<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, FormulaError>,
    ) -> Result<T, FormulaError> {
        if self.nesting == MAX_NESTING {
            return Err(self.error(Mistake::TooDeep));
        }
        self.nesting += 1;
        let result = read(self)?;
        self.nesting -= 1;
        Ok(result)
    }

    pub(super) fn advance(&mut self) -> Token<'t> {
        let token = self.next;
        self.next = token_at(self.text, token.start + token.text.len());
        self.last = token.kind;
        token
    }

    /// Whether the next token is a factor of a number that stands directly before it, as in `2x`.
    pub(super) fn starts_factor(&self) -> bool {
        self.next.kind == Kind::Name || self.next.text == "("
    }

    pub(super) fn error(&self, mistake: Mistake) -> FormulaError {
        FormulaError { mistake, offset: self.next.start }
    }

    pub(super) fn expected(&self, wanted: Wanted) -> FormulaError {
        let found = match self.next.kind {
            Kind::End => None,
            _ => Some(shortened(self.next.text)),
        };
        self.error(Mistake::Expected { wanted, found })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Matrix, interpret};
    use proptest::prelude::*;

    /// The value at x = 3, y = -2.
    fn value(text: &str) -> Result<f64, FormulaError> {
        let graph = Graph::new();
        let (x, y) = (graph.input("x", 1, 1), graph.input("y", 1, 1));
        let f = parse(&graph, text, &[("x", x), ("y", y)])?;
        let at = [(x, Matrix::scalar(3.0)), (y, Matrix::scalar(-2.0))];
        Ok(interpret(&graph, &at, &[f]).expect("both variables have a value")[0].get(0, 0))
    }

    #[test]
    fn operators_bind_as_in_textbooks() {
        for (text, expected) in [
            ("1 + 2*3", 7.0),
            ("8 - 4 - 2", 2.0),
            ("8/4/2", 1.0),
            ("-x^2", -9.0),
            ("(-x)^2", 9.0),
            ("2^3^2", 512.0),
            ("2^-1", 0.5),
            ("x*-y", 6.0),
            ("--x", 3.0),
            ("+x", 3.0),
            ("2x^2", 18.0),
            ("3(x + 1)*y", -24.0),
            ("1/2*x", 1.5),
            ("2 x", 6.0),
            ("1e-3x", 0.003),
            ("2e", 2.0 * std::f64::consts::E),
            ("cos(pi)", -1.0),
            ("x > y", 1.0),
            ("x + 1 <= 2*x - 3", 0.0),
            ("if(x >= 3, 10, 20)", 10.0),
            ("max(x, y) - min(x, y)", 5.0),
            ("sqrt(abs(x*y + 2))", 2.0),
            ("sign(y)*relu(x) + relu(y)", -3.0),
            ("log(e^2) - ln(e^2)", 0.0),
            ("sqrt x + abs y", 3.0_f64.sqrt() + 2.0),
            ("x² − 2·y", 13.0),
            ("x × 2", 6.0),
        ] {
            assert_eq!(value(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn a_mistake_is_named_with_its_place_and_cure() {
        for (text, message, offset) in [
            ("", "expected a number, a name or (, found the end", 0),
            ("x +", "expected a number, a name or (, found the end", 3),
            ("x + )", "expected a number, a name or (, found )", 4),
            ("(x + 1", "expected an operator or ), found the end", 6),
            ("x + 1)", "expected an operator or the end, found )", 5),
            ("x y", "expected an operator or the end, found y", 2),
            ("3(x + 1)y", "expected an operator or the end, found y", 8),
            ("(x)(y)", "expected an operator such as *, found (", 3),
            ("x(y)", "expected an operator after x, found (: write x*(…)", 1),
            ("2 + foo", "unknown name foo: use x or y", 4),
            ("x**2", "expected one *, found two: a power is written ^", 2),
            (
                "sinus(x)",
                "unknown function sinus: use sin, cos, tan, exp, ln, log, ln1p, expm1, sqrt, abs, sign, tanh, sech2, \
                sigmoid, relu, softplus, softsign, erf, normcdf, min, max or if",
                0,
            ),
            ("y = x", "expected an operator or the end, found =", 2),
            ("1/2x", "expected * or parentheses after / 2, found x", 3),
            ("x^2y", "expected * or parentheses after ^ 2, found y", 3),
            ("sin x^2", "expected ( after sin, found ^", 5),
            ("sin 2x", "expected ( after sin, found 2", 4),
            ("max x", "expected ( after max, found x", 4),
            ("x² − é", "unknown name é: use x or y", 8),
            ("sin(x, y)", "expected ), as sin takes 1 argument, found ,", 5),
            ("max(x)", "expected a comma, as max takes 2 arguments, found )", 5),
            ("x > y > 1", "expected one comparison at most, as in (a > b)*(b > c), found >", 6),
            ("1e999", "a number must be at most 1.79e308, got 1e999", 0),
            ("é + 1", "unknown name é: use x or y", 0),
            ("x ∘ 2", "expected an operator or the end, found ∘", 2),
        ] {
            let error = value(text).expect_err("it is no formula");
            assert_eq!((error.mistake.to_string().as_str(), error.offset), (message, offset), "{text}");
        }
    }

    #[test]
    fn hostile_nesting_and_length_are_refused() {
        for text in ["(", "-", "2^", "sin(", "max(1,", "1+2*(", "if(x > y, 1, -"] {
            let deep = text.repeat(MAX_BYTES / text.len());
            let error = value(&deep).expect_err("too deep");
            assert_eq!(error.mistake.to_string(), "a formula must be nested at most 100 deep", "{text}");
            let error = value(&text.repeat(100_000)).expect_err("too long");
            assert!(error.to_string().starts_with("a formula must be at most 10000 bytes"), "{text}");
        }
        let nest = |depth: usize| format!("{}x{}", "(1+2*".repeat(depth), ")".repeat(depth));
        assert!(value(&nest(MAX_NESTING)).is_ok());
        assert!(value(&nest(MAX_NESTING + 1)).is_err());
        assert_eq!(value(&vec!["x"; 5000].join("-")), Ok(3.0 - 4999.0 * 3.0));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".*") {
            let at_most = text.len();
            prop_assert!(value(&text).map_or_else(|error| error.offset <= at_most, |_| true));
        }

        #[test]
        fn no_formula_like_text_panics(words in proptest::collection::vec(0..29_usize, 0..40)) {
            let words: Vec<&str> = words.into_iter().map(|k| [
                "x", "y", "e", "pi", "(", ")", ",", "+", "-", "*", "/", "^", ">", "<=", "1", "2.5",
                "sin(", "ln(", "max(", "if(", "sqrt(", "softplus(", "sign ", " ", "é", ".", "−", "²", "₁",
            ][k]).collect();
            let text = words.concat();
            if let Err(error) = value(&text) {
                prop_assert!(text.is_char_boundary(error.offset));
            }
        }
    }
}
