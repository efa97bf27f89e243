//! Parses operands: numbers, names, calls and parentheses, with their signs.
//!
//! The parser of operators calls this one for each operand, and this one calls it for the expressions in parentheses and
//! calls.

use super::FormulaError;
use super::decimal::decimal;
use super::functions::{FUNCTIONS, Function, find};
use super::parse::{PREFIX, Parser};
use super::token::{Kind, Token, shortened};
use crate::expr::Expr;

impl<'g> Parser<'_, 'g> {
    /// A number, a name, a call, or an expression in parentheses, with its sign.
    pub(super) fn operand(&mut self) -> Result<Expr<'g>, FormulaError> {
        let token = self.next;
        match (token.kind, token.text) {
            (Kind::Number, _) => self.number(),
            (Kind::Name, _) => self.name(),
            (_, "(") => {
                self.advance();
                let inner = self.nested(Self::opened)?;
                self.close()?;
                Ok(inner)
            }
            (_, "-") => {
                self.advance();
                Ok(-self.nested(|parser| parser.expression(PREFIX))?)
            }
            (_, "+") => {
                self.advance();
                self.nested(|parser| parser.expression(PREFIX))
            }
            _ => Err(self.expected("a number, a name or (")),
        }
    }

    fn number(&mut self) -> Result<Expr<'g>, FormulaError> {
        let token = self.next;
        let value = match decimal(token.text) {
            Some(value) if value.is_finite() => value,
            _ => {
                let found = shortened(token.text);
                return Err(self.error(format!("a number must be at most 1.79e308, got {found}")));
            }
        };
        self.advance();
        if self.starts_factor() && matches!(self.operator, "/" | "^") {
            let operator = self.operator;
            let found = shortened(self.next.text);
            let message = format!("expected * or parentheses after {operator} {value}, found {found}");
            return Err(self.error(message));
        }
        Ok(self.graph.constant(value))
    }

    fn name(&mut self) -> Result<Expr<'g>, FormulaError> {
        let name = self.advance();
        let variable = self.variables.iter().find(|(known, _)| *known == name.text);
        let value = match (variable, name.text) {
            (Some((_, expr)), _) => *expr,
            (None, "pi") => self.graph.constant(std::f64::consts::PI),
            (None, "e") => self.graph.constant(std::f64::consts::E),
            (None, text) => {
                let Some(function) = find(text) else {
                    return Err(self.unknown(name));
                };
                return self.nested(|parser| parser.call(function));
            }
        };
        if self.next.text == "(" {
            let name = shortened(name.text);
            return Err(self.error(format!("expected an operator after {name}, found (: write {name}*(…)")));
        }
        Ok(value)
    }

    fn call(&mut self, function: &Function) -> Result<Expr<'g>, FormulaError> {
        let Function { name, arity, .. } = function;
        if self.next.text != "(" {
            return Err(self.expected(&format!("( after {name}")));
        }
        let mut args = Vec::with_capacity(*arity);
        while args.len() < *arity {
            if !args.is_empty() && self.next.text != "," {
                let count = plural(*arity, "argument");
                return Err(self.expected(&format!("a comma, as {name} takes {count}")));
            }
            self.advance();
            args.push(self.opened()?);
        }
        if self.next.text == "," {
            let count = plural(*arity, "argument");
            return Err(self.expected(&format!("), as {name} takes {count}")));
        }
        self.close()?;
        Ok((function.apply)(&args))
    }

    /// The expression after `(` or between commas.
    fn opened(&mut self) -> Result<Expr<'g>, FormulaError> {
        self.operator = "";
        self.expression(0)
    }

    fn close(&mut self) -> Result<(), FormulaError> {
        if self.next.text != ")" {
            return Err(self.expected("an operator or )"));
        }
        self.advance();
        Ok(())
    }

    fn unknown(&self, name: Token<'_>) -> FormulaError {
        let (kind, known) = if self.next.text == "(" {
            ("function", FUNCTIONS.iter().map(|function| function.name).collect())
        } else {
            ("name", self.variables.iter().map(|(known, _)| *known).collect())
        };
        FormulaError {
            message: format!("unknown {kind} {}: use {}", shortened(name.text), listed(known)),
            offset: name.start,
        }
    }
}

fn listed(names: Vec<&str>) -> String {
    match names.split_last() {
        None => "numbers only".into(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    }
}

fn plural(n: usize, noun: &str) -> String {
    if n == 1 { format!("{n} {noun}") } else { format!("{n} {noun}s") }
}
