//! How a node is written: as a number, a name, an operator or a call.
//!
//! Nodes that together are a function of the table (`x·sign(x)`, `sin(x)/cos(x)` …) are written as a
//! call of it. Invariant: parsing a form gives the same value, bit by bit. The module knows no text.

use kernels::Axis;

use crate::expr::Expr;
use crate::op::Op;

/// The outermost syntax of an expression, with its parts: what a printer of another language goes by.
#[derive(Debug, Clone, PartialEq)]
pub enum Form<'g> {
    /// A constant.
    Number(f64),
    /// The number of the input in its graph.
    Input(u32),
    /// `-a`.
    Minus(Expr<'g>),
    /// One of `+ - * / ^ > >=` between two operands; a comparison is 1 where it holds, else 0.
    Infix(&'static str, Expr<'g>, Expr<'g>),
    /// A call of one of the [`FUNCTIONS`](super::FUNCTIONS), or of a matrix operation, which the grammar does not have:
    /// `matmul`, `transpose`, `sum`, `sum_rows`, `sum_cols`, `max_all`, `max_rows`, `max_cols`, `broadcast`.
    Call(&'static str, Vec<Expr<'g>>),
}

impl<'g> Form<'g> {
    /// The parts, from left to right.
    ///
    /// ```
    /// # use autodiff::{Graph, formula};
    /// let graph = Graph::new();
    /// let (x, y) = (graph.input("x", 1, 1), graph.input("y", 1, 1));
    /// assert_eq!(formula::form(x / y).parts(), [x, y]);
    /// ```
    pub fn parts(&self) -> Vec<Expr<'g>> {
        match self {
            Form::Number(_) | Form::Input(_) => Vec::new(),
            Form::Minus(inner) => vec![*inner],
            Form::Infix(_, left, right) => vec![*left, *right],
            Form::Call(_, args) => args.clone(),
        }
    }
}

/// The form of an expression. A broadcast operand has the form of what was broadcast.
///
/// ```
/// # use autodiff::{Graph, formula::{Form, form}};
/// let graph = Graph::new();
/// let x = graph.input("x", 1, 1);
/// assert_eq!(form(x.relu()), Form::Call("relu", vec![x])); // though it is a choice of two
/// assert_eq!(form(x + 1.0), Form::Infix("+", x, graph.constant(1.0)));
/// ```
pub fn form(expr: Expr<'_>) -> Form<'_> {
    let (op, args) = (expr.op(), args(expr));
    let all = |name| Form::Call(name, args.clone());
    match op {
        Op::Input(number) => Form::Input(number),
        Op::Const(bits) => Form::Number(f64::from_bits(bits)),
        Op::Add => {
            softplus(args[0], args[1]).or_else(|| softplus(args[1], args[0])).unwrap_or_else(|| sum(args[0], args[1]))
        }
        Op::Sub => difference(args[0], args[1]),
        Op::Mul => magnitude(args[0], args[1])
            .or_else(|| magnitude(args[1], args[0]))
            .unwrap_or(Form::Infix("*", args[0], args[1])),
        Op::Div if is_tangent(args[0], args[1]) => Form::Call("tan", inside(args[0])),
        Op::Div => Form::Infix("/", args[0], args[1]),
        Op::Pow => Form::Infix("^", args[0], args[1]),
        Op::Gt => Form::Infix(">", args[0], args[1]),
        Op::Select => choice(args),
        Op::Neg => Form::Minus(args[0]),
        Op::Exp => all("exp"),
        Op::Ln => all("ln"),
        Op::Ln1p => all("ln1p"),
        Op::Expm1 => all("expm1"),
        Op::Tanh => all("tanh"),
        Op::SechSquared => all("sech2"),
        Op::Sigmoid => all("sigmoid"),
        Op::Softsign => all("softsign"),
        Op::Sin => all("sin"),
        Op::Cos => all("cos"),
        Op::Sqrt => all("sqrt"),
        Op::Erf => all("erf"),
        Op::NormalCdf => all("normcdf"),
        Op::MatMul => all("matmul"),
        Op::Transpose => all("transpose"),
        Op::Sum(Axis::All) => all("sum"),
        Op::Sum(Axis::Rows) => all("sum_rows"),
        Op::Sum(Axis::Cols) => all("sum_cols"),
        Op::Max(Axis::All) => all("max_all"),
        Op::Max(Axis::Rows) => all("max_rows"),
        Op::Max(Axis::Cols) => all("max_cols"),
        Op::Broadcast(_) => all("broadcast"),
    }
}

/// The arguments; those of an elementwise operation as they were before they were broadcast.
fn args(expr: Expr<'_>) -> Vec<Expr<'_>> {
    let args = expr.args();
    if expr.op().is_elementwise() { args.into_iter().map(unrepeated).collect() } else { args }
}

fn unrepeated(expr: Expr<'_>) -> Expr<'_> {
    if let Op::Broadcast(_) = expr.op() { expr.args()[0] } else { expr }
}

/// The arguments of the expression, if it is this operation.
fn of(expr: Expr<'_>, wanted: Op) -> Option<Vec<Expr<'_>>> {
    (expr.op() == wanted).then(|| args(expr))
}

fn inside(call: Expr<'_>) -> Vec<Expr<'_>> {
    args(call)
}

/// Whether the expression is this constant, bit by bit: −0 is not 0.
fn is(expr: Expr<'_>, number: f64) -> bool {
    expr.constant().is_some_and(|value| value.to_bits() == number.to_bits())
}

/// `(a, b)`, if the expression is the mask `a > b`.
fn greater(expr: Expr<'_>) -> Option<(Expr<'_>, Expr<'_>)> {
    of(expr, Op::Gt).map(|args| (args[0], args[1]))
}

fn opposite(a: Expr<'_>, b: Expr<'_>) -> bool {
    of(a, Op::Neg).is_some_and(|inner| inner[0] == b) || of(b, Op::Neg).is_some_and(|inner| inner[0] == a)
}

fn sum<'g>(a: Expr<'g>, b: Expr<'g>) -> Form<'g> {
    match (of(a, Op::Neg), of(b, Op::Neg)) {
        _ if opposite(a, b) => Form::Infix("+", a, b), // x - x would be parsed as the constant 0
        (None, Some(b)) => Form::Infix("-", a, b[0]),
        (Some(a), None) => Form::Infix("-", b, a[0]),
        _ => Form::Infix("+", a, b),
    }
}

fn difference<'g>(a: Expr<'g>, b: Expr<'g>) -> Form<'g> {
    if let (Some((x, zero)), Some((zero2, x2))) = (greater(a), greater(b))
        && is(zero, 0.0)
        && is(zero2, 0.0)
        && x == x2
    {
        return Form::Call("sign", vec![x]);
    }
    match (greater(b), of(b, Op::Neg)) {
        (Some((left, right)), _) if is(a, 1.0) => Form::Infix(">=", right, left),
        (_, Some(b)) => Form::Infix("+", a, b[0]),
        _ => Form::Infix("-", a, b),
    }
}

fn magnitude<'g>(x: Expr<'g>, sign: Expr<'g>) -> Option<Form<'g>> {
    let is_sign = sign.op() == Op::Sub && form(sign) == Form::Call("sign", vec![x]);
    is_sign.then(|| Form::Call("abs", vec![x]))
}

fn is_tangent(a: Expr<'_>, b: Expr<'_>) -> bool {
    a.op() == Op::Sin && b.op() == Op::Cos && args(a) == args(b)
}

fn softplus<'g>(relu: Expr<'g>, rest: Expr<'g>) -> Option<Form<'g>> {
    let exp = of(rest, Op::Ln1p)?[0];
    let fold = of(of(exp, Op::Exp)?[0], Op::Select)?;
    let (x, zero) = greater(fold[0])?;
    let folds = is(zero, 0.0) && opposite(fold[1], x) && fold[2] == x;
    let fits = folds && relu.op() == Op::Select && form(relu) == Form::Call("relu", vec![x]);
    fits.then(|| Form::Call("softplus", vec![x]))
}

fn choice<'g>(args: Vec<Expr<'g>>) -> Form<'g> {
    let [mask, then, otherwise] = args[..] else { unreachable!("a choice has three arguments, got {}", args.len()) };
    if let Some((a, b)) = greater(mask) {
        if then == a && is(b, 0.0) && is(otherwise, 0.0) {
            return Form::Call("relu", vec![a]);
        }
        if let Some(rest) = of(otherwise, Op::Select)
            && greater(rest[0]) == Some((b, a))
            && rest[2] == unrepeated(0.5 * a + 0.5 * b)
        {
            // Both max(a, b) and min(a, b) test a > b first; where it holds, min(a, b) is b.
            if (then, rest[1]) == (a, b) {
                return Form::Call("max", vec![a, b]);
            }
            if (then, rest[1]) == (b, a) {
                return Form::Call("min", vec![a, b]);
            }
        }
    }
    Form::Call("if", args)
}
