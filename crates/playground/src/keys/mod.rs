//! The one table of configuration keys: type, range and unit of each. Validation, partial updates, schema, links and
//! documentation follow from it; defaults are those of `Config::default()` and stand nowhere else.

mod kind;
mod table;

use serde_json::Value;

pub use kind::{Choices, Kind};
pub use table::{ACTIVATION_SHORTHAND, KEYS};

use crate::problem::{Found, Problem, Rule};

/// A row of the table.
#[derive(Debug)]
pub struct Key {
    /// The word in JSON and links.
    pub name: &'static str,
    /// What values it takes.
    pub kind: Kind,
    /// The unit of a number, or nothing.
    pub unit: &'static str,
}

/// The key with this name.
pub fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

/// The most hidden layers the engine takes. The page's controls end at 8.
pub const MAX_LAYERS: usize = 16;
/// The most neurons in a hidden layer. The page's controls end at 32.
pub const MAX_UNITS: usize = 256;
/// The most features.
pub const MAX_FEATURES: usize = 16;
/// The most weights and biases with optimiser newton: its Hessian has the square of them.
pub const NEWTON_PARAMETERS: usize = 200;
/// The most points, generated or own.
pub const MAX_POINTS: usize = 5000;

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
