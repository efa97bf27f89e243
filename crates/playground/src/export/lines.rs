//! Prints expressions as lines of another language. A language says how it writes numbers, operators and calls; which operations an
//! activation, a loss or a feature consists of comes from the graph, so that no language knows one of them by name.
//!
//! Invariant: what is used twice is computed once, in a line of its own, and no recursion, however deep a graph is.

use std::collections::HashMap;

use autodiff::formula::{Form, form};
use autodiff::{Expr, NodeId};

/// How tightly a text binds, from a comparison to a name or a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Comparison,
    Sum,
    Product,
    Sign,
    Atom,
}

/// A language.
pub(super) struct Language {
    /// A number of at least 0.
    pub(super) number: fn(f64) -> String,
    /// A call of one of the functions of the formulas' grammar, or of `sum`, `sum_rows`, `max_rows`. The condition of an `if` is a
    /// comparison.
    pub(super) call: fn(&str, &[Part]) -> String,
    /// `base ^ exponent`.
    pub(super) power: fn(&Part, &Part) -> String,
    /// A quotient, if it is not written with a slash.
    pub(super) quotient: Option<fn(&str, &str) -> String>,
    /// What stands between factors.
    pub(super) times: &'static str,
    /// How tightly a choice by `if` binds.
    pub(super) choice: Level,
    /// What stands behind a value to ask whether it is not 0.
    pub(super) not_zero: &'static str,
    /// A comparison as 1 or 0.
    pub(super) truth: fn(&str) -> String,
    /// The line that gives a name to a value.
    pub(super) line: fn(&str, &str) -> String,
    /// Above so many uses a value gets a name; a language without names never does.
    pub(super) most_uses: usize,
}

/// The text of an operand.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) text: String,
    pub(super) level: Level,
    /// The value, if it is a constant.
    pub(super) constant: Option<f64>,
    /// Whether it is a comparison, which is no number yet.
    is_comparison: bool,
}

impl Part {
    fn new(text: String, level: Level) -> Part {
        Part { text, level, constant: None, is_comparison: false }
    }

    /// The text, in parentheses where it binds less tightly than `level`.
    pub(super) fn at(&self, level: Level) -> String {
        if self.level < level { format!("({})", self.text) } else { self.text.clone() }
    }
}

/// Expressions in a language.
#[derive(Debug)]
pub(super) struct Printed {
    /// The lines that come first.
    pub(super) lines: Vec<String>,
    /// What each expression is then.
    pub(super) results: Vec<Part>,
}

impl Printed {
    /// The only result.
    pub(super) fn text(&self) -> &str {
        self.results.first().map_or("", |result| &result.text)
    }
}

/// The nodes that have a text of their own, arguments before what reads them, with the times they are read.
pub(super) fn forms<'g>(results: &[Expr<'g>]) -> Vec<(Expr<'g>, Form<'g>, usize)> {
    let mut uses: HashMap<NodeId, usize> = HashMap::new();
    let (mut found, mut rest) = (Vec::new(), results.to_vec());
    while let Some(expr) = rest.pop() {
        let n = uses.entry(expr.id()).or_default();
        *n += 1;
        if *n == 1 {
            let form = plain_form(expr);
            rest.extend(form.parts());
            found.push((expr, form));
        }
    }
    found.sort_by_key(|(expr, _)| expr.id());
    found.into_iter().map(|(expr, form)| (expr, form, uses[&expr.id()])).collect()
}

/// The form, where a softmax is one call: languages have a name for it.
fn plain_form(expr: Expr<'_>) -> Form<'_> {
    let form = form(expr);
    let whole = |name: &str, of: Expr<'_>, arg: Expr<'_>| match autodiff::formula::form(of) {
        Form::Call(found, args) => found == name && args == [arg],
        _ => false,
    };
    if let Form::Infix("/", top, below) = form
        && whole("sum_rows", below, top)
        && let Form::Call("exp", args) = autodiff::formula::form(top)
        && let Form::Infix("-", scores, largest) = autodiff::formula::form(args[0])
        && whole("max_rows", largest, scores)
    {
        return Form::Call("softmax", vec![scores]);
    }
    form
}

/// Prints expressions; an input is written as its name.
pub(super) fn print(language: &Language, results: &[Expr<'_>]) -> Printed {
    let mut texts: HashMap<NodeId, Part> = HashMap::new();
    let mut lines = Vec::new();
    for (expr, form, uses) in forms(results) {
        let part = language.part(expr, &form, &texts);
        let is_leaf = matches!(form, Form::Number(_) | Form::Input(_)) || part.is_comparison;
        let part = if is_leaf || uses <= language.most_uses {
            part
        } else {
            let name = format!("t{}", lines.len() + 1);
            lines.push((language.line)(&name, &part.text));
            Part::new(name, Level::Atom)
        };
        texts.insert(expr.id(), part);
    }
    let results = results.iter().map(|expr| language.as_number(&texts[&expr.id()])).collect();
    Printed { lines, results }
}

impl Language {
    fn part(&self, expr: Expr<'_>, form: &Form<'_>, texts: &HashMap<NodeId, Part>) -> Part {
        let raw = |expr: &Expr<'_>| &texts[&expr.id()];
        let of = |expr: &Expr<'_>| self.as_number(raw(expr));
        match form {
            Form::Number(value) if value.is_sign_negative() && !value.is_nan() => {
                let text = format!("-{}", (self.number)(-value));
                Part { constant: Some(*value), ..Part::new(text, Level::Sign) }
            }
            Form::Number(value) => Part { constant: Some(*value), ..Part::new((self.number)(*value), Level::Atom) },
            Form::Input(_) => Part::new(expr.name().unwrap_or_default(), Level::Atom),
            Form::Minus(inner) => Part::new(format!("-{}", of(inner).at(Level::Sign)), Level::Sign),
            Form::Infix(operator, left, right) => self.infix(operator, &of(left), &of(right)),
            Form::Call("broadcast", args) => of(&args[0]),
            Form::Call("if", args) => {
                let mask = raw(&args[0]);
                let condition = match mask.is_comparison {
                    true => mask.clone(),
                    false => Part::new(format!("{}{}", mask.at(Level::Sum), self.not_zero), Level::Comparison),
                };
                Part::new((self.call)("if", &[condition, of(&args[1]), of(&args[2])]), self.choice)
            }
            Form::Call(name, args) => {
                let args: Vec<Part> = args.iter().map(of).collect();
                Part::new((self.call)(name, &args), Level::Atom)
            }
        }
    }

    fn infix(&self, operator: &str, left: &Part, right: &Part) -> Part {
        let sides = |level: Level, next: Level, between: &str| {
            Part::new(format!("{}{between}{}", left.at(level), right.at(next)), level)
        };
        match operator {
            "+" => sides(Level::Sum, Level::Product, " + "),
            "-" => sides(Level::Sum, Level::Product, " - "),
            "*" => sides(Level::Product, Level::Atom, self.times),
            "/" => match self.quotient {
                Some(quotient) => Part::new(quotient(&left.text, &right.text), Level::Product),
                None => sides(Level::Product, Level::Atom, " / "),
            },
            "^" => Part::new((self.power)(left, right), Level::Product),
            _ => {
                let text = format!("{} {operator} {}", left.at(Level::Sum), right.at(Level::Sum));
                Part { is_comparison: true, ..Part::new(text, Level::Comparison) }
            }
        }
    }

    fn as_number(&self, part: &Part) -> Part {
        if part.is_comparison { Part::new((self.truth)(&part.text), Level::Atom) } else { part.clone() }
    }
}
