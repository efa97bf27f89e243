//! How an operation and its partial derivatives are written in the names of what it reads. They are those of `autodiff`, printed:
//! no second table of derivatives.

use autodiff::{Graph, NodeId, Op, formula, partial};

/// The primitives that definitions can be made of, in the order of a table.
const PRIMITIVES: [Op; 21] = [
    Op::Add,
    Op::Sub,
    Op::Mul,
    Op::Div,
    Op::Pow,
    Op::Neg,
    Op::Exp,
    Op::Ln,
    Op::Ln1p,
    Op::Expm1,
    Op::Sqrt,
    Op::Sin,
    Op::Cos,
    Op::Tanh,
    Op::SechSquared,
    Op::Sigmoid,
    Op::Softsign,
    Op::Erf,
    Op::NormalCdf,
    Op::Gt,
    Op::Select,
];

/// An operation with its partial derivatives, as formulas.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// The operation.
    pub op: Op,
    /// What it computes.
    pub formula: String,
    /// Its partial derivative by each argument; none where there is none.
    pub partials: Vec<Option<String>>,
}

/// An argument: a name, or a number.
pub(super) enum Argument<'n> {
    Name(&'n str),
    Number(f64),
}

/// Every primitive with its derivatives, of arguments a, b and c.
pub fn rules() -> Vec<Rule> {
    let names = ["a", "b", "c"];
    PRIMITIVES
        .iter()
        .map(|op| rule(*op, &names[..op.arity()].iter().map(|name| Argument::Name(name)).collect::<Vec<_>>()))
        .collect()
}

/// An operation on these arguments.
pub(super) fn rule(op: Op, args: &[Argument<'_>]) -> Rule {
    let graph = Graph::new();
    let expr = |arg: &Argument<'_>| match arg {
        // Two inputs of one name are different: `x·x` has a partial derivative by each of its arguments.
        Argument::Name(name) => graph.input(name, 1, 1),
        Argument::Number(value) => graph.constant(*value),
    };
    let args: Vec<NodeId> = args.iter().map(|arg| expr(arg).id()).collect();
    let result = graph.apply(op, &args);
    // Identities of numbers have left their place before: what comes here stays an operation.
    let is_op = result.op() == op;
    let slope = |k: usize| partial(result, k).map(|slope| formula::print(formula::simplify(slope)));
    let by = |k: usize| if is_op { slope(k) } else { None };
    Rule { op, formula: formula::print(result), partials: (0..op.arity()).map(by).collect() }
}

/// The value of an expression's own number, for the arguments of a rule.
pub(super) fn argument<'n>(expr_op: Op, name: &'n str) -> Argument<'n> {
    expr_op.constant().map_or(Argument::Name(name), Argument::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_reads_as_in_a_textbook() {
        let written: Vec<String> = rules()
            .iter()
            .map(|rule| {
                let partials: Vec<&str> = rule.partials.iter().map(|slope| slope.as_deref().unwrap_or("-")).collect();
                format!("{}: {}", rule.formula, partials.join(", "))
            })
            .collect();
        let expected = [
            "a + b: 1, 1",
            "a - b: 1, -1",
            "a*b: b, a",
            "a/b: 1/b, -a/b^2",
            "a^b: b*a^(b - 1), a^b*ln(a)",
            "-a: -1",
            "exp(a): exp(a)",
            "ln(a): 1/a",
            "ln1p(a): 1/(a + 1)",
            "expm1(a): exp(a)",
            "sqrt(a): 0.5/sqrt(a)",
            "sin(a): cos(a)",
            "cos(a): -sin(a)",
            "tanh(a): sech2(a)",
            "sech2(a): -2*tanh(a)*sech2(a)",
            "sigmoid(a): sigmoid(a)*sigmoid(-a)",
            "softsign(a): 1/(abs(a) + 1)^2",
            "erf(a): 1.1283791670955126*exp(-a^2)",
            "normcdf(a): 0.3989422804014327*exp(-0.5*a^2)",
            "a > b: -, -",
            "if(a, b, c): -, if(a, 1, 0), if(a, 0, 1)",
        ];
        assert_eq!(written, expected);
    }

    #[test]
    fn arguments_keep_their_names_and_numbers() {
        let squared = rule(Op::Pow, &[Argument::Name("x"), Argument::Number(2.0)]);
        assert_eq!((squared.formula.as_str(), squared.partials[0].as_deref()), ("x^2", Some("2*x")));
        let twice = rule(Op::Mul, &[Argument::Name("x"), Argument::Name("x")]);
        assert_eq!(twice.partials, [Some("x".to_owned()), Some("x".to_owned())]);
    }
}
