//! The one table of configuration keys: type, range, unit and reach of each. Validation, partial updates, schema, links and
//! documentation follow from it; defaults are those of `Config::default()` and are stated nowhere else.

mod affects;
mod kind;
mod limits;
mod table;

use serde_json::Value;

pub use affects::Affects;
pub use kind::{Choices, Key, Kind};
pub use limits::{LONGEST_NAME, MAX_FEATURES, MAX_LAYERS, MAX_POINTS, MAX_UNITS, NEWTON_PARAMETERS};
pub use table::{ACTIVATION_SHORTHAND, KEYS};

use crate::problem::{Found, Problem, Rule};

/// The key with this name.
pub fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

/// Checks that a partial configuration may have a key of this name.
///
/// # Errors
/// If there is no such key.
pub fn check_name(name: &str) -> Result<(), Problem> {
    if name == ACTIVATION_SHORTHAND.name { Ok(()) } else { known(name).map(drop) }
}

/// Checks `value` for the key with this name.
///
/// # Errors
/// If there is no such key, or it does not take this value.
pub(crate) fn check(name: &str, value: &Value) -> Result<(), Problem> {
    known(name)?.kind.check(name, value)
}

fn known(name: &str) -> Result<&'static Key, Problem> {
    match find(name) {
        Some(key) => Ok(key),
        None if name.is_empty() => Err(Problem::new("\"\"", known_key(name), Found::EmptyKey)),
        None => Err(Problem::new(name, known_key(name), Found::UnknownKey)),
    }
}

/// Names the key that was probably meant.
fn known_key(name: &str) -> Rule {
    let folded = |text: &str| text.to_ascii_lowercase().replace(['-', '_'], "");
    let meant = KEYS.iter().find(|key| folded(key.name) == folded(name));
    Rule::KnownKey { meant: meant.map(|key| key.name.to_owned()) }
}
