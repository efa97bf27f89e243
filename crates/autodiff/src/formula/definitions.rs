//! Definitions: formulas with names, one a line, of which each may use the names above it.
//!
//! Invariant: no text makes it panic or take more than a moment; an error names line and column of the text as it was written.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::error::{FormulaError, Limit, Mistake};
use super::functions::find;
use super::parse::parse_plain;
use super::token::{Kind, shortened, token_at};
use super::written::Plain;
use crate::expr::Expr;
use crate::graph::Graph;

/// The name of a definition that has none.
const UNNAMED: &str = "f";

/// An unknown name is answered with at most so many known ones.
const MOST_KNOWN: usize = 12;

/// A formula and its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition<'g> {
    /// Its name, in the letters of the grammar ([`plain`](super::plain())).
    pub name: String,
    /// Its value.
    pub expr: Expr<'g>,
    /// Whether no other line uses it.
    pub is_output: bool,
}

/// Why a text is not definitions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[error("line {line}, column {column}: {mistake}")]
pub struct DefinitionError {
    /// What is wrong.
    pub mistake: Mistake,
    /// In which line, from 1.
    pub line: usize,
    /// At which character of it, from 1.
    pub column: usize,
}

/// The definitions in a text, from top to bottom.
///
/// A line is `name = formula`, or a formula alone, which is then called `f`. Empty lines count for nothing.
///
/// ```
/// # use autodiff::{Graph, formula::define};
/// let graph = Graph::new();
/// let x = graph.input("x", 1, 1);
/// let lines = define(&graph, "y1 = 2x + 1\ny2 = y1^2", &[("x", x)]).expect("the text is definitions");
/// assert_eq!(lines.iter().map(|line| (line.name.as_str(), line.is_output)).collect::<Vec<_>>(), [("y1", false), ("y2", true)]);
/// assert_eq!(lines[1].expr, (2.0 * x + 1.0).powf(2.0));
/// let error = define(&graph, "a = x\nb = a + y", &[("x", x)]).expect_err("there is no y");
/// assert_eq!(error.to_string(), "line 2, column 9: unknown name y: use x or a");
/// ```
///
/// # Errors
/// At the first line that is no definition, whose name is taken, or that exceeds a [`Limit`].
pub fn define<'g>(
    graph: &'g Graph,
    text: &str,
    variables: &[(&str, Expr<'g>)],
) -> Result<Vec<Definition<'g>>, DefinitionError> {
    let lines = lines(text)?;
    let mut known: Vec<(&str, Expr<'g>)> = variables.to_vec();
    let mut defined: HashMap<&str, usize> = HashMap::new();
    for line in &lines {
        let name = line.name.as_str();
        if let Some(first) = defined.insert(name, line.number) {
            return Err(line.error(Mistake::DefinedTwice { name: shortened(name), line: first }, 0));
        }
        if is_reserved(name) || variables.iter().any(|(variable, _)| *variable == name) {
            return Err(line.error(Mistake::Reserved { name: shortened(name) }, 0));
        }
        let expr = parse_plain(graph, line.body(), &known).map_err(|error| line.refused(error, &lines))?;
        if graph.len() > Limit::Nodes.most() {
            return Err(line.error(Mistake::TooMany { of: Limit::Nodes, n: graph.len() }, 0));
        }
        known.push((name, expr));
    }
    let used: HashSet<&str> = lines.iter().flat_map(Line::names).collect();
    let named = lines.iter().zip(&known[variables.len()..]);
    Ok(named
        .map(|(line, (name, expr))| Definition {
            name: line.name.clone(),
            expr: *expr,
            is_output: !used.contains(name),
        })
        .collect())
}

/// The names that these definitions use and neither define nor find in the grammar, in the order of the text: their variables.
///
/// ```
/// assert_eq!(autodiff::formula::free_names("a = w*x\nf = sin(a) + b + x").unwrap(), ["w", "x", "b"]);
/// ```
///
/// # Errors
/// If the text exceeds a [`Limit`].
pub fn free_names(text: &str) -> Result<Vec<String>, DefinitionError> {
    let lines = lines(text)?;
    let mut known: HashSet<&str> = lines.iter().map(|line| line.name.as_str()).collect();
    let names = lines.iter().flat_map(Line::names);
    Ok(names.filter(|name| !is_reserved(name) && known.insert(name)).map(str::to_owned).collect())
}

fn is_reserved(name: &str) -> bool {
    matches!(name, "e" | "pi") || find(name).is_some()
}

/// A line that is not empty.
struct Line<'t> {
    number: usize,
    original: &'t str,
    plain: Plain,
    name: String,
    /// Where in the plain text its formula starts.
    start: usize,
}

fn lines(text: &str) -> Result<Vec<Line<'_>>, DefinitionError> {
    let too_many = |of: Limit, n: usize| match n > of.most() {
        true => Err(DefinitionError { mistake: Mistake::TooMany { of, n }, line: 1, column: 1 }),
        false => Ok(()),
    };
    too_many(Limit::Bytes, text.len())?;
    let filled = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let lines: Vec<Line<'_>> = filled.map(|(idx, line)| Line::of(idx + 1, line)).collect();
    too_many(Limit::Lines, lines.len())?;
    match lines.is_empty() {
        true => Ok(vec![Line::of(1, "")]),
        false => Ok(lines),
    }
}

impl<'t> Line<'t> {
    fn of(number: usize, original: &'t str) -> Line<'t> {
        let plain = Plain::of(original);
        let first = token_at(&plain.text, 0);
        let second = token_at(&plain.text, first.start + first.text.len());
        let (name, start) = match (first.kind, second.text) {
            (Kind::Name, "=") => (first.text.to_owned(), second.start + 1),
            _ => (UNNAMED.to_owned(), 0),
        };
        Line { number, original, plain, name, start }
    }

    fn body(&self) -> &str {
        &self.plain.text[self.start..]
    }

    /// Every name in its formula, as often as it occurs.
    fn names(&self) -> impl Iterator<Item = &str> {
        let mut at = self.start;
        let tokens = std::iter::from_fn(move || {
            let token = token_at(&self.plain.text, at);
            at = token.start + token.text.len();
            (token.kind != Kind::End).then_some(token)
        });
        tokens.filter(|token| token.kind == Kind::Name).map(|token| token.text)
    }

    /// A mistake at this byte of the plain text.
    fn error(&self, mistake: Mistake, at: usize) -> DefinitionError {
        let place = self.plain.place(at).min(self.original.len());
        let column = self.original[..place].chars().count() + 1;
        DefinitionError { mistake, line: self.number, column }
    }

    /// What the parser refused, with the line where an unknown name is defined.
    fn refused(&self, error: FormulaError, lines: &[Line<'_>]) -> DefinitionError {
        let mistake = match error.mistake {
            Mistake::UnknownName { name, mut known } => match lines.iter().find(|line| line.name == name) {
                Some(later) => Mistake::DefinedLater { name, line: later.number },
                None => {
                    known.truncate(MOST_KNOWN);
                    Mistake::UnknownName { name, known }
                }
            },
            other => other,
        };
        self.error(mistake, self.start + error.offset)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn refusal(text: &str) -> String {
        let graph = Graph::new();
        let x = graph.input("x", 1, 1);
        define(&graph, text, &[("x", x)]).map_or_else(|error| error.to_string(), |_| "accepted".into())
    }

    #[test]
    fn a_mistake_is_named_with_its_line_and_column() {
        for (text, expected) in [
            ("", "line 1, column 1: expected a number, a name or (, found the end"),
            ("f = ", "line 1, column 5: expected a number, a name or (, found the end"),
            ("a = x\n\nb = a +", "line 3, column 8: expected a number, a name or (, found the end"),
            ("a = x\r\nb = a + c", "line 2, column 9: unknown name c: use x or a"),
            ("b = a\na = x", "line 1, column 5: a is defined on line 2 only: define it before you use it"),
            ("a = a + 1", "line 1, column 5: a is defined on line 1 only: define it before you use it"),
            ("a = x\na = 2x", "line 2, column 1: a is defined on line 1 already: choose another name"),
            ("x\n2x", "line 2, column 1: f is defined on line 1 already: choose another name"),
            ("sin = x", "line 1, column 1: sin has a meaning already: choose another name"),
            ("e = x", "line 1, column 1: e has a meaning already: choose another name"),
            ("x = 2", "line 1, column 1: x has a meaning already: choose another name"),
            ("a = x²·y", "line 1, column 8: unknown name y: use x"),
            ("2 = x", "line 1, column 3: expected an operator or the end, found ="),
            ("a == x", "line 1, column 4: expected a number, a name or (, found ="),
            ("θ₁ = 2·x\nθ₁²", "accepted"),
        ] {
            assert_eq!(refusal(text), expected, "{text}");
        }
        assert!(
            refusal(&"x".repeat(60_000)).starts_with("line 1, column 1: definitions must have at most 50000 bytes")
        );
        assert!(
            refusal(&"x\n".repeat(3_000)).starts_with("line 1, column 1: definitions must have at most 1200 lines")
        );
        let many: String = (1..1_000).map(|n| format!("a{n} = x^{n} + x/{n} + x*1.{n}\n")).collect();
        assert!(refusal(&many).contains("definitions must have at most 2500 nodes"), "{}", refusal(&many));
    }

    #[test]
    fn outputs_are_what_no_other_line_uses() {
        let graph = Graph::new();
        let x = graph.input("x", 1, 1);
        let lines = define(&graph, "a = x\nb = 0*a\nc = x + 1\nsin a", &[("x", x)]).unwrap();
        let outputs: Vec<&str> = lines.iter().filter(|line| line.is_output).map(|line| line.name.as_str()).collect();
        assert_eq!(outputs, ["b", "c", "f"]);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".{0,60}(\n.{0,40}){0,4}") {
            refusal(&text);
            free_names(&text).ok();
        }
    }
}
