//! Reads a goal, by recursive descent of bounded depth. The grammar is in [`goal`](super).

use super::condition::{Comparison, Condition, Operand};
use super::error::{GoalError, MAX_CHARS, MAX_NESTING, Mistake, Wanted};
use super::fact::Fact;
use super::token::{Kind, Token, token_at};
use crate::link::value_of;
use crate::problem::{Problem, Rule};
use crate::typed_number::typed_number;
use crate::{features, keys};

/// What the text says must hold.
///
/// # Errors
/// As [`Goal::parse`](super::Goal::parse).
pub(super) fn parse(text: &str) -> Result<Condition, Problem> {
    let n_chars = text.chars().count();
    if n_chars > MAX_CHARS {
        return Err(Problem::new("goal", Rule::CharactersAtMost(MAX_CHARS), n_chars));
    }
    let mut parser = Parser { text, next: token_at(text, 0), nesting: 0 };
    let condition = parser.any()?;
    if parser.next.kind == Kind::End { Ok(condition) } else { Err(parser.after_condition(Wanted::JoinOrEnd)) }
}

struct Parser<'t> {
    text: &'t str,
    next: Token<'t>,
    nesting: usize,
}

impl<'t> Parser<'t> {
    fn any(&mut self) -> Result<Condition, Problem> {
        self.joined("or", Self::all, Condition::Or)
    }

    fn all(&mut self) -> Result<Condition, Problem> {
        self.joined("and", Self::one, Condition::And)
    }

    fn joined(
        &mut self,
        word: &str,
        read: fn(&mut Self) -> Result<Condition, Problem>,
        join: fn(Vec<Condition>) -> Condition,
    ) -> Result<Condition, Problem> {
        let first = read(self)?;
        let mut conditions = vec![first];
        while self.next.is(Kind::Name, word) {
            self.advance();
            conditions.push(read(self)?);
        }
        match conditions.len() {
            1 => Ok(conditions.remove(0)),
            _ => Ok(join(conditions)),
        }
    }

    fn one(&mut self) -> Result<Condition, Problem> {
        if self.next.is(Kind::Name, "not") {
            self.advance();
            return Ok(Condition::Not(Box::new(self.nested(Self::one)?)));
        }
        if self.next.is(Kind::Symbol, "(") {
            self.advance();
            let condition = self.nested(Self::any)?;
            if !self.next.is(Kind::Symbol, ")") {
                return Err(self.after_condition(Wanted::JoinOrClose));
            }
            self.advance();
            return Ok(condition);
        }
        match &*self.next.text {
            "usesFeature" if self.next.kind == Kind::Name => self.uses_feature(),
            "is" if self.next.kind == Kind::Name => self.is(),
            _ => self.comparison(),
        }
    }

    fn comparison(&mut self) -> Result<Condition, Problem> {
        let left = self.operand(Wanted::Condition)?;
        let Some(comparison) = self.sign() else {
            return Err(match &*self.next.text {
                "=" => self.write("=="),
                "<>" => self.write("!="),
                _ => self.expected(Wanted::Comparison),
            });
        };
        self.advance();
        let right = self.operand(Wanted::Operand)?;
        if self.sign().is_some() {
            return Err(self.expected(Wanted::OneComparison));
        }
        Ok(Condition::Compares(left, comparison, right))
    }

    /// The comparison whose sign is next.
    fn sign(&self) -> Option<Comparison> {
        Comparison::ALL.into_iter().find(|comparison| self.next.is(Kind::Symbol, comparison.sign()))
    }

    fn operand(&mut self, wanted: Wanted) -> Result<Operand, Problem> {
        let is_negative = self.next.is(Kind::Symbol, "-");
        if is_negative {
            self.advance();
        }
        match self.next.kind {
            Kind::Number => {
                let number = typed_number(&self.next.text)
                    .ok_or_else(|| self.error(Mistake::TooLarge { number: self.next.shown().unwrap_or_default() }))?;
                self.advance();
                Ok(Operand::Number(if is_negative { -number } else { number }))
            }
            Kind::Name if !is_negative && !["and", "or", "not"].contains(&&*self.next.text) => self.fact(),
            Kind::Symbol if self.next.text == "!" => Err(self.write("not")),
            _ => Err(self.expected(if is_negative { Wanted::Operand } else { wanted })),
        }
    }

    fn fact(&mut self) -> Result<Operand, Problem> {
        let after = token_at(self.text, self.next.end);
        let name = || self.next.shown().unwrap_or_default();
        match Fact::find(&self.next.text) {
            Some(fact) => {
                self.advance();
                Ok(Operand::Fact(fact))
            }
            None if after.is(Kind::Symbol, "(") => Err(self.error(Mistake::UnknownFunction { name: name() })),
            None => Err(self.error(Mistake::UnknownFact { name: name() })),
        }
    }

    fn uses_feature(&mut self) -> Result<Condition, Problem> {
        self.advance();
        self.symbol("(", Wanted::Opening)?;
        let feature = self.quoted()?;
        features::check("usesFeature", &feature.text).map_err(|problem| at(&feature, problem))?;
        self.symbol(")", Wanted::Closing)?;
        Ok(Condition::UsesFeature(feature.text.into_owned()))
    }

    fn is(&mut self) -> Result<Condition, Problem> {
        self.advance();
        self.symbol("(", Wanted::Opening)?;
        let key = self.quoted()?;
        keys::check_name(key.text.split('.').next().unwrap_or_default()).map_err(|problem| at(&key, problem))?;
        self.symbol(",", Wanted::Comma)?;
        let text = self.quoted()?;
        let value = match &*key.text {
            // A link packs them: nobody writes that by hand.
            "points" => Err(Problem::new("points", Rule::PointList, &text.text)),
            name => value_of(name, &text.text),
        };
        let value = value.map_err(|problem| at(&text, problem))?;
        self.symbol(")", Wanted::Closing)?;
        Ok(Condition::Is { key: key.text.into_owned(), text: text.text.into_owned(), value })
    }

    fn symbol(&mut self, symbol: &str, wanted: Wanted) -> Result<(), Problem> {
        if !self.next.is(Kind::Symbol, symbol) {
            return Err(self.expected(wanted));
        }
        self.advance();
        Ok(())
    }

    fn quoted(&mut self) -> Result<Token<'t>, Problem> {
        match self.next.kind {
            Kind::Text => Ok(self.advance()),
            Kind::Unclosed => Err(self.error(Mistake::Unclosed)),
            _ => Err(self.expected(Wanted::Text)),
        }
    }

    fn nested(&mut self, read: fn(&mut Self) -> Result<Condition, Problem>) -> Result<Condition, Problem> {
        if self.nesting == MAX_NESTING {
            return Err(self.error(Mistake::TooDeep));
        }
        self.nesting += 1;
        let condition = read(self)?;
        self.nesting -= 1;
        Ok(condition)
    }

    fn advance(&mut self) -> Token<'t> {
        let next = token_at(self.text, self.next.end);
        std::mem::replace(&mut self.next, next)
    }

    fn after_condition(&self, wanted: Wanted) -> Problem {
        match &*self.next.text {
            "&&" | "&" => self.write("and"),
            "||" | "|" => self.write("or"),
            "," => self.write("and"),
            _ => self.expected(wanted),
        }
    }

    fn expected(&self, wanted: Wanted) -> Problem {
        self.error(Mistake::Expected { wanted, found: self.next.shown() })
    }

    fn write(&self, instead: &str) -> Problem {
        self.error(Mistake::Write { instead: instead.into(), found: self.next.text.to_string() })
    }

    fn error(&self, mistake: Mistake) -> Problem {
        let error = GoalError { mistake, offset: self.next.start };
        Problem::new("goal", Rule::Goal(Box::new(error)), format!("\"{}\"", self.text))
    }
}

/// A refusal of what is in quotes, at its place.
fn at(token: &Token<'_>, Problem { key, rule, found }: Problem) -> Problem {
    Problem::new("goal", Rule::GoalArgument { offset: token.start, key, rule: Box::new(rule) }, found)
}
