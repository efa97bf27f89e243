//! A result that a learner works out: right, or which factor is wrong. The mistakes are those that the numbers of the ledger explain.

use super::inside::Inside;
use super::lines::{Kind, Name, Section, Stage};

/// What is said of an attempt.
#[derive(Debug, Clone, PartialEq)]
pub enum Attempt {
    /// Right, to three digits.
    Right,
    /// The size is right, the sign is not.
    Sign,
    /// It is z: the activation is missing.
    NoActivation,
    /// It is the sum: the slope is missing.
    NoSlope,
    /// The sum is right; in place of the slope stands a.
    ValueForSlope,
    /// The sum is right; in place of the slope stands 1 − a.
    OneMinusValue,
    /// All but this term is there.
    Missing(Name),
    /// This term has the wrong sign.
    TermSign(Name),
    /// It is the change: the old weight is missing.
    ChangeOnly,
    /// The change has the wrong sign: the gradient leads uphill.
    Uphill,
    /// Something else.
    Other,
}

/// The line whose result a learner works out: its value stays hidden.
pub fn asked(sections: &[Section]) -> Option<(usize, usize)> {
    let place = |(at, section): (usize, &Section)| {
        let row = section.rows.iter().rposition(|row| row.kind == Kind::Result)?;
        Some((at, row))
    };
    sections.iter().enumerate().filter_map(place).next_back()
}

/// Judges what was typed for the line that is asked for.
pub fn judge(typed: f64, stage: Stage, sections: &[Section], inside: &Inside) -> Attempt {
    let Some((at, row)) = asked(sections) else { return Attempt::Other };
    let right = sections[at].rows[row].value;
    let is = |value: f64| value.is_finite() && (typed - value).abs() <= 0.005 * value.abs() + 5e-5;
    if is(right) {
        return Attempt::Right;
    }
    let terms = || sections.iter().flat_map(|section| &section.rows).filter(|row| row.kind == Kind::Term);
    // From the sum of the terms to what is asked for.
    let scale = match stage {
        Stage::Backward => Some(inside.slope),
        Stage::Forward if sections.len() == 1 => Some(1.0),
        _ => None,
    };
    let mut mistakes = Vec::new();
    match stage {
        Stage::Forward if sections.len() > 1 => mistakes.push((inside.z, Attempt::NoActivation)),
        Stage::Backward if sections.len() > 2 => {
            let back: f64 = terms().map(|row| row.value).sum();
            mistakes.push((back, Attempt::NoSlope));
            mistakes.push((back * inside.a, Attempt::ValueForSlope));
            mistakes.push((back * (1.0 - inside.a), Attempt::OneMinusValue));
        }
        Stage::Update => {
            if let Some(step) = &inside.step {
                let (before, after) = (f64::from(step.before), f64::from(step.after));
                mistakes.push((after - before, Attempt::ChangeOnly));
                mistakes.push((before - (after - before), Attempt::Uphill));
            }
        }
        _ => {}
    }
    if let Some(scale) = scale.filter(|scale| *scale != 0.0) {
        for term in terms() {
            mistakes.push((right - scale * term.value, Attempt::Missing(term.name.clone())));
            mistakes.push((right - 2.0 * scale * term.value, Attempt::TermSign(term.name.clone())));
        }
    }
    mistakes.push((-right, Attempt::Sign));
    // Only what differs from the right result can be told from it.
    let told = mistakes.into_iter().filter(|(value, _)| (value - right).abs() > 0.01 * right.abs() + 1e-4);
    told.filter(|(value, _)| is(*value)).map(|(_, mistake)| mistake).next().unwrap_or(Attempt::Other)
}
