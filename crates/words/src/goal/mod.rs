//! What a goal asks for, in words: each comparison with its present value, and whether it holds; why a text is no goal. Apart from
//! [`Words`], because few pages have a goal: these texts come with what shows them.

mod mistake;

use playground::features;
use playground::goal::{Comparison, Condition, Fact, Facts, Goal, Operand};

use crate::Words;
use crate::curve::inside;
use crate::template::{Plural, Template};

/// The texts about goals in one language.
#[derive(Debug)]
pub struct GoalWords {
    /// What stands before a goal.
    pub goal: &'static str,
    /// The same where it holds.
    pub reached: &'static str,
    /// What a check that holds, and one that does not, says to those who do not see its sign.
    pub marks: [&'static str; 2],
    /// What is said when the goal holds from now on.
    pub now_reached: Template<1>,
    /// The button that gives a receipt.
    pub receipt: &'static str,
    /// What it does.
    pub receipt_why: &'static str,
    /// What a receipt is.
    pub receipt_what: &'static str,
    /// The button that downloads the receipt as a file.
    pub download: &'static str,
    /// The button that copies that file.
    pub copy_json: &'static str,
    /// Where the goal holds no longer when a receipt is wanted.
    pub not_now: &'static str,
    checksum: &'static str,
    engine: &'static str,
    /// The names of the facts, in their order.
    facts: [&'static str; 13],
    /// The facts that count something, with a number.
    counted: [(Fact, Plural); 7],
    /// A number compared with another, by comparison.
    compared: [Template<2>; 6],
    /// So many of something, by comparison.
    amounts: [Template<1>; 6],
    /// A number, and a fact, behind a comparison.
    number: Template<1>,
    fact: Template<1>,
    uses: Template<1>,
    without: Template<1>,
    is: Template<2>,
    is_not: Template<2>,
    not: &'static str,
    and: &'static str,
    or: &'static str,
    open: &'static str,
    close: &'static str,
    /// The present value of what is compared.
    now: Template<1>,
    /// In place of a value that is null.
    no_value: &'static str,
    mistakes: mistake::Mistakes,
}

/// A piece of a goal as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// What joins checks.
    Text(&'static str),
    /// What holds or does not.
    Check {
        /// What it asks for.
        asked: String,
        /// What is there now, if it is a number.
        now: Option<String>,
        /// Whether it holds.
        holds: bool,
    },
}

macro_rules! languages {
    ($($variant:ident $file:ident $words:ident $chunk:ident $word:literal,)*) => {
        $(mod $file;)*

        /// The texts of each language by its tag.
        static ALL: &[(&str, &GoalWords)] = &[$((crate::$file::TAG, &$file::GOAL)),*];
    };
}
playground::for_languages!(languages);

impl GoalWords {
    /// Those of the same language.
    pub fn of(words: &Words) -> &'static GoalWords {
        ALL.iter().find(|(tag, _)| *tag == words.tag).map_or(ALL[0].1, |(_, goal)| goal)
    }

    /// The goal piece by piece, with what is so now.
    pub fn pieces(&self, words: &Words, goal: &Goal, facts: &Facts<'_>) -> Vec<Piece> {
        let mut pieces = Vec::new();
        self.add(&mut pieces, goal.condition(), (words, facts));
        if let Some(Piece::Check { asked, .. }) = pieces.first_mut() {
            *asked = capital(asked);
        }
        pieces
    }

    /// What the goal asks for, as one sentence without a full stop.
    pub fn sentence(&self, words: &Words, goal: &Goal, facts: &Facts<'_>) -> String {
        let text = |piece: Piece| match piece {
            Piece::Text(text) => text.to_owned(),
            Piece::Check { asked, .. } => asked,
        };
        self.pieces(words, goal, facts).into_iter().map(text).collect()
    }

    /// The receipt of a goal that holds, for people: what was asked for, the facts, and a link that makes the run again.
    pub fn receipt_text(
        &self,
        words: &Words,
        (goal, facts): (&Goal, &Facts<'_>),
        (checksum, engine): (&str, u32),
        link: &str,
    ) -> String {
        let colon = words.common.colon;
        let mut lines = vec![[words.header.title, colon, self.reached].concat(), self.sentence(words, goal, facts)];
        for fact in Fact::ALL {
            if let Some(value) = facts.number(fact) {
                let is_counted = self.counted.iter().any(|(counted, _)| *counted == fact);
                let text = match is_counted {
                    true => words.count(value as u64),
                    false if fact.is_share() => words.percent(value),
                    false => words.precise(value),
                };
                lines.push([self.facts[fact as usize], colon, &text].concat());
            }
        }
        lines.push([self.checksum, colon, checksum].concat());
        lines.push([self.engine, colon, &engine.to_string()].concat());
        lines.push(link.to_owned());
        lines.join("\n")
    }

    fn add(&self, pieces: &mut Vec<Piece>, condition: &Condition, now: (&Words, &Facts<'_>)) {
        match condition {
            Condition::And(all) => self.join(pieces, all, self.and, now),
            Condition::Or(any) => self.join(pieces, any, self.or, now),
            Condition::Not(inner) => match &**inner {
                Condition::UsesFeature(_) | Condition::Is { .. } => {
                    let asked = self.asked(now.0, inner, true);
                    pieces.push(Piece::Check { asked, now: None, holds: condition.holds(now.1) });
                }
                Condition::Compares(..) => {
                    let asked = [self.not, self.open, &self.asked(now.0, inner, false), self.close].concat();
                    pieces.push(Piece::Check { asked, now: self.now(now, inner), holds: condition.holds(now.1) });
                }
                _ => {
                    pieces.push(Piece::Text(self.not));
                    self.grouped(pieces, inner, now);
                }
            },
            leaf => pieces.push(Piece::Check {
                asked: self.asked(now.0, leaf, false),
                now: self.now(now, leaf),
                holds: leaf.holds(now.1),
            }),
        }
    }

    fn join(&self, pieces: &mut Vec<Piece>, all: &[Condition], by: &'static str, now: (&Words, &Facts<'_>)) {
        for (idx, one) in all.iter().enumerate() {
            if idx > 0 {
                pieces.push(Piece::Text(by));
            }
            match one {
                Condition::And(_) | Condition::Or(_) => self.grouped(pieces, one, now),
                one => self.add(pieces, one, now),
            }
        }
    }

    fn grouped(&self, pieces: &mut Vec<Piece>, condition: &Condition, now: (&Words, &Facts<'_>)) {
        pieces.push(Piece::Text(self.open));
        self.add(pieces, condition, now);
        pieces.push(Piece::Text(self.close));
    }

    /// What a condition without parts asks for.
    fn asked(&self, words: &Words, condition: &Condition, is_negated: bool) -> String {
        match condition {
            Condition::Compares(left, comparison, right) => self.comparison(words, *left, *comparison, *right),
            Condition::UsesFeature(feature) => {
                let known = features::KNOWN.iter().find(|known| known.name == feature);
                let label = known.map_or(feature.as_str(), |known| known.label);
                if is_negated { self.without.with([label]) } else { self.uses.with([label]) }
            }
            Condition::Is { key, text, .. } => {
                let label = Some(words.key_label(key)).filter(|label| !label.is_empty()).map(inside);
                let row = if key == "activation" { "activations" } else { key };
                let value = Some(words.value_of(row, text)).filter(|value| !value.is_empty());
                let said = [label.as_deref().unwrap_or(key), value.as_deref().unwrap_or(text)];
                if is_negated { self.is_not.with(said) } else { self.is.with(said) }
            }
            _ => String::new(),
        }
    }

    fn comparison(&self, words: &Words, left: Operand, comparison: Comparison, right: Operand) -> String {
        let place = comparison as usize;
        match (left, right) {
            // "95 % at most testAccuracy" reads the other way round.
            (Operand::Number(_), Operand::Fact(_)) => self.comparison(words, right, comparison.turned(), left),
            (Operand::Fact(fact), Operand::Number(number)) => {
                match self.counted.iter().find(|(counted, _)| *counted == fact) {
                    Some((_, plural)) => self.amounts[place].with([&plural.with(number, &counts(words, number))]),
                    None => {
                        let number = self.number.with([&typed(words, fact, number)]);
                        self.compared[place].with([&self.name(fact), &number])
                    }
                }
            }
            (left, right) => self.compared[place].with([&self.side(left), &self.side(right)]),
        }
    }

    fn side(&self, side: Operand) -> String {
        match side {
            Operand::Fact(fact) => self.fact.with([&self.name(fact)]).trim_start().to_owned(),
            Operand::Number(number) => self.number.with([&number.to_string().replace('-', "−")]),
        }
    }

    /// A fact's name within a sentence.
    fn name(&self, fact: Fact) -> String {
        inside(self.facts[fact as usize])
    }

    /// The present value of the fact that is compared, in so many digits that it does not seem to hold where it does not.
    fn now(&self, (words, facts): (&Words, &Facts<'_>), condition: &Condition) -> Option<String> {
        let Condition::Compares(left, comparison, right) = condition else { return None };
        let (fact, other, comparison) = match (left, right) {
            (Operand::Fact(fact), other) => (*fact, *other, *comparison),
            (other, Operand::Fact(fact)) => (*fact, *other, comparison.turned()),
            _ => return None,
        };
        let shown = match facts.number(fact) {
            None => return Some(self.no_value.into()),
            Some(value) if self.counted.iter().any(|(counted, _)| *counted == fact) => words.count(value as u64),
            Some(value) => {
                let is_share = fact.is_share();
                let scaled = if is_share { 100.0 * value } else { value };
                let other = other.value(facts).map(|other| if is_share { 100.0 * other } else { other });
                let tells = |rounded: f64| {
                    other.is_none_or(|other| comparison.holds(rounded, other) == comparison.holds(scaled, other))
                };
                let text = match scaled.abs() >= LARGE
                    && tells(playground::decimal(&format!("{scaled:.1e}")).unwrap_or(scaled))
                {
                    true => words.power(scaled),
                    false => digits(scaled, if is_share { 1 } else { 3 }, tells),
                };
                if is_share { words.numbers.percent.with([&text]) } else { text }.replace('-', "−")
            }
        };
        Some(self.now.with([&shown]))
    }
}

/// From here on a value is written with its power of ten: nobody reads forty digits.
const LARGE: f64 = 1e6;

/// A value with at least so many decimals, and with more until the text tells what is so.
fn digits(value: f64, fewest: usize, tells: impl Fn(f64) -> bool) -> String {
    let written = |decimals: usize| format!("{value:.decimals$}");
    let is_enough = |text: &String| playground::decimal(text).is_some_and(&tells);
    [fewest, 5, 7, 9].into_iter().map(written).find(is_enough).unwrap_or_else(|| value.to_string())
}

/// A number as it was typed: a share in per cent.
fn typed(words: &Words, fact: Fact, number: f64) -> String {
    if fact.is_share() {
        // Without what multiplying leaves in the last digits.
        return words.percent_typed((number * 1e10).round() / 1e8);
    }
    number.to_string().replace('-', "−")
}

fn counts(words: &Words, number: f64) -> String {
    if number.fract() == 0.0 && (0.0..1e15).contains(&number) { words.count(number as u64) } else { number.to_string() }
}

/// With a capital letter, as a sentence begins.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().into_iter().map(|first| first.to_ascii_uppercase()).chain(chars).collect()
}

#[cfg(test)]
mod tests;
