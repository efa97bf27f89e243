//! A result that a learner works out: right, or what went wrong. A mistake is named where what was typed is that mistake's result and
//! no other's: where it fits none or several, nothing is claimed.

use super::digits::rounded;
use super::inside::Inside;
use super::lines::{Kind, Row, Section, Stage};
use super::mistakes::{Attempt, mistakes};
use crate::config::Config;

/// The line whose result a learner works out: its value stays hidden.
pub fn asked(sections: &[Section]) -> Option<(usize, usize)> {
    let place = |(at, section): (usize, &Section)| {
        let row = section.rows.iter().rposition(|row| row.kind == Kind::Result)?;
        Some((at, row))
    };
    sections.iter().enumerate().filter_map(place).next_back()
}

/// Judges what was typed for the line that is asked for.
pub fn judge(typed: f64, stage: Stage, sections: &[Section], inside: &Inside, config: &Config) -> Attempt {
    let Some((at, row)) = asked(sections) else { return Attempt::Other };
    let near = Near::to(&sections[at].rows[row], stage, inside);
    let all = mistakes(stage, inside, config);
    if near.is(typed, near.right) {
        return near_miss(typed, &near, &all).unwrap_or(Attempt::Right);
    }
    let fitting = || all.iter().filter(|(value, _)| near.is(typed, *value));
    // Only what differs from the right result can be told from it.
    let is_told = fitting().all(|(value, _)| !near.overlap(*value, near.right));
    only(fitting()).filter(|_| is_told).unwrap_or(Attempt::Other)
}

/// A number that passes for the right one, and yet is to its fourth digit the result of a mistake that changes little here, such as a
/// slope near 1 that is left out.
fn near_miss(typed: f64, near: &Near, all: &[(f64, Attempt)]) -> Option<Attempt> {
    let is_fine = rounded(typed) == rounded(near.right) || (typed - near.right).abs() <= near.slack;
    let has_four_digits = format!("{typed:.2e}").parse() != Ok(typed);
    if is_fine || !has_four_digits {
        return None;
    }
    let whole = all.iter().filter(|(_, mistake)| *mistake != Attempt::Rounded);
    only(whole.filter(|(value, _)| rounded(*value) == rounded(typed)))
}

/// The mistake, if it is one and the same.
fn only<'a>(mut fitting: impl Iterator<Item = &'a (f64, Attempt)>) -> Option<Attempt> {
    let (_, first) = fitting.next()?;
    fitting.all(|(_, other)| other == first).then(|| first.clone())
}

/// How near a number is to be.
struct Near {
    right: f64,
    /// What rounding to the shown digits costs.
    slack: f64,
    /// How far the result is from what it starts from, where little changes.
    change: Option<f64>,
}

impl Near {
    fn to(row: &Row, stage: Stage, inside: &Inside) -> Near {
        let slack = if row.of_shown.is_finite() { 1.01 * (row.of_shown - row.value).abs() } else { 0.0 };
        let step = inside.step.as_ref().filter(|_| stage == Stage::Update);
        let change = step.map(|step| (f64::from(step.after) - f64::from(step.before)).abs());
        Near { right: row.value, slack, change }
    }

    /// Three digits; of a new weight as many as tell it from the old one.
    fn reach(&self, value: f64) -> f64 {
        let digits = 0.005 * value.abs();
        self.change.map_or(digits, |change| digits.min(0.2 * change)) + self.slack
    }

    fn is(&self, typed: f64, value: f64) -> bool {
        value.is_finite() && (typed - value).abs() <= self.reach(value)
    }

    fn overlap(&self, one: f64, other: f64) -> bool {
        (one - other).abs() <= self.reach(one) + self.reach(other)
    }
}
