//! Which numbers may stand at a key, as they are read and typed.

use playground::decimal;
use playground::keys::{self, Kind};

use crate::Words;

impl Words {
    /// Which numbers a key takes, if it is one of the configuration.
    pub(super) fn number_of(&self, key: &str) -> Option<String> {
        let words = &self.refusals;
        match kind_at(key)? {
            Kind::Integer { min, max } => {
                Some(words.whole_from_to.with([&self.bound(*min as f64), &self.bound(*max as f64)]))
            }
            Kind::Number { min, max } => Some(words.number_from_to.with([&self.bound(*min), &self.bound(*max)])),
            Kind::Positive { max } => Some(words.number_above_to.with([&self.bound(0.0), &self.bound(*max)])),
            _ => None,
        }
    }

    /// A number that is read and may be typed: all its digits, in groups where there are many.
    pub(super) fn bound(&self, value: f64) -> String {
        let size = value.abs();
        let text = match size.fract() == 0.0 && (1e4..1e15).contains(&size) {
            true => self.count(size as u64),
            false if size >= 1e15 => format!("{size:e}"),
            false => size.to_string(),
        };
        if value < 0.0 { format!("−{text}") } else { text }
    }
}

/// The percentage that was meant by a number that is too large for a share.
pub(super) fn percent(key: &str, text: &str) -> Option<f64> {
    let number = decimal(text).filter(|number| (1.0..=100.0).contains(number))?;
    matches!(kind_at(key)?.inner(), Kind::Number { max: 1.0, .. }).then_some(number)
}

/// What may stand at a key, or a place inside it.
pub(super) fn kind_at(key: &str) -> Option<&'static Kind> {
    let mut parts = key.split(['.', '[']);
    let mut kind = &keys::find(parts.next()?)?.kind;
    for part in parts {
        kind = match kind {
            Kind::List { of, .. } => of,
            Kind::Record { required, optional } => {
                &required.iter().chain(*optional).find(|field| field.name == part)?.kind
            }
            Kind::Numbers => kind,
            _ => return None,
        };
    }
    while let Kind::OrNull(inner) | Kind::OrWord(_, inner) = kind {
        kind = inner;
    }
    Some(kind)
}
