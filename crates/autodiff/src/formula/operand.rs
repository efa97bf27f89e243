//! Parses operands: numbers, names, calls and parentheses, with their signs.
//!
//! The parser of operators calls this one for each operand, and this one calls it for the expressions in parentheses and
//! calls.

use super::decimal::decimal;
use super::error::{FormulaError, Mistake, Wanted};
use super::functions::{Function, find};
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
            _ => Err(self.expected(Wanted::Operand)),
        }
    }

    fn number(&mut self) -> Result<Expr<'g>, FormulaError> {
        let token = self.next;
        let value = match decimal(token.text) {
            Some(value) if value.is_finite() => value,
            _ => return Err(self.error(Mistake::TooLarge { number: shortened(token.text) })),
        };
        self.advance();
        if self.starts_factor()
            && let Some(operator @ ('/' | '^')) = self.operator.chars().next()
        {
            return Err(self.error(Mistake::Ambiguous { operator, number: value, found: shortened(self.next.text) }));
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
            return Err(self.error(Mistake::Called { name: shortened(name.text) }));
        }
        Ok(value)
    }

    fn call(&mut self, function: &Function) -> Result<Expr<'g>, FormulaError> {
        let Function { name, arity, .. } = function;
        let opening = || Wanted::Opening { function: (*name).to_owned() };
        if *arity == 1 && self.next.kind == Kind::Name && find(self.next.text).is_none() {
            let arg = self.name()?;
            // Some read the power of the function, others one of the argument.
            return if self.next.text == "^" { Err(self.expected(opening())) } else { Ok((function.apply)(&[arg])) };
        }
        if self.next.text != "(" {
            return Err(self.expected(opening()));
        }
        let mut args = Vec::with_capacity(*arity);
        while args.len() < *arity {
            if !args.is_empty() && self.next.text != "," {
                return Err(self.expected(Wanted::Comma { function: (*name).to_owned(), arity: *arity }));
            }
            self.advance();
            args.push(self.opened()?);
        }
        if self.next.text == "," {
            return Err(self.expected(Wanted::Closing { function: (*name).to_owned(), arity: *arity }));
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
            return Err(self.expected(Wanted::OperatorOrClose));
        }
        self.advance();
        Ok(())
    }

    fn unknown(&self, token: Token<'_>) -> FormulaError {
        let name = shortened(token.text);
        let mistake = if self.next.text == "(" {
            Mistake::UnknownFunction { name }
        } else {
            Mistake::UnknownName { name, known: self.variables.iter().map(|(known, _)| (*known).to_owned()).collect() }
        };
        FormulaError { mistake, offset: token.start }
    }
}
