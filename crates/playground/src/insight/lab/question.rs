//! What `differentiate` is asked, read from values that came from outside.

use autodiff::formula;
use serde_json::Value;

use crate::json_display::Shown;
use crate::problem::{Found, Problem, Rule};

const KEYS: [&str; 4] = ["at", "wrt", "direction", "h"];

/// Definitions and what to tell of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// One definition a line.
    pub text: String,
    /// The variables and their values.
    pub at: Vec<(String, f64)>,
    /// By which of the variables to differentiate, by their numbers.
    pub wrt: Vec<usize>,
    /// How fast each variable moves, for forward mode.
    pub direction: Option<Vec<f64>>,
    /// The step of differences; where none is given, that which suits a central one.
    pub h: Option<f64>,
}

impl Question {
    /// Reads the options of a call. `order` says in which order the keys of `at` were written, which a JSON object forgets.
    ///
    /// # Errors
    /// If an option is unknown or not what it must be, or if a variable does not occur in the text.
    pub fn read(text: &str, options: &Value, order: &[String]) -> Result<Question, Problem> {
        if let Some(key) =
            options.as_object().and_then(|options| options.keys().find(|key| !KEYS.contains(&key.as_str())))
        {
            return Err(Problem::new(key, Rule::one_of(KEYS), Found::UnknownKey));
        }
        let mut at = numbers("at", options.get("at").unwrap_or(&Value::Null))?;
        at.sort_by_key(|(name, _)| order.iter().position(|other| other == name));
        let free = formula::free_names(text).map_err(refused)?;
        let written: Vec<String> = at.iter().map(|(name, _)| formula::plain(name).into_owned()).collect();
        let mut at: Vec<(String, f64)> = written.iter().cloned().zip(at.into_iter().map(|(_, value)| value)).collect();
        // The variables as the text has them: what is printed reads like it.
        at.sort_by_key(|(name, _)| free.iter().position(|free| free == name));
        let known: Vec<&str> = at.iter().map(|(name, _)| name.as_str()).collect();
        if let Some(unused) = known.iter().find(|name| !free.iter().any(|free| free == *name)) {
            return Err(Problem::new(format!("at.{unused}"), Rule::OccursInText, format!("\"{unused}\"")));
        }
        let number_of = |key: String, name: &str| {
            let name = formula::plain(name);
            let found = || Problem::new(key, Rule::one_of(known.iter().copied()), format!("\"{name}\""));
            known.iter().position(|known| *known == name).ok_or_else(found)
        };
        let wrt = match given(options, "wrt") {
            None => written.iter().filter_map(|name| known.iter().position(|known| known == name)).collect(),
            Some(Value::Array(names)) => {
                let mut wrt = Vec::new();
                for (idx, name) in names.iter().enumerate() {
                    let key = format!("wrt[{idx}]");
                    let text = name.as_str().ok_or_else(|| Problem::new(key.as_str(), Rule::Text, Shown(name)))?;
                    let number = number_of(key.clone(), text)?;
                    if wrt.contains(&number) {
                        return Err(Problem::new(key, Rule::Once, Shown(name)));
                    }
                    wrt.push(number);
                }
                wrt
            }
            Some(other) => return Err(Problem::new("wrt", Rule::List, Shown(other))),
        };
        let direction = match given(options, "direction") {
            None => None,
            Some(value) => {
                let mut direction = vec![0.0; at.len()];
                for (name, along) in numbers("direction", value)? {
                    direction[number_of(format!("direction.{name}"), &name)?] = along;
                }
                Some(direction)
            }
        };
        let h = match given(options, "h") {
            None => None,
            Some(value) => {
                let h = value.as_f64().filter(|h| *h > 0.0);
                Some(h.ok_or_else(|| Problem::new("h", Rule::Above(0.0), Shown(value)))?)
            }
        };
        Ok(Question { text: text.to_owned(), at, wrt, direction, h })
    }
}

/// A text that is not definitions, refused.
pub(super) fn refused(error: formula::DefinitionError) -> Problem {
    Problem::new("text", Rule::Definitions(Box::new(error)), Found::Nothing)
}

fn given<'a>(options: &'a Value, key: &str) -> Option<&'a Value> {
    options.get(key).filter(|value| !value.is_null())
}

fn numbers(key: &str, value: &Value) -> Result<Vec<(String, f64)>, Problem> {
    let object = value.as_object().ok_or_else(|| Problem::new(key, Rule::ObjectOfNumbers, Shown(value)))?;
    let number = |(name, value): (&String, &Value)| {
        let number = value.as_f64().ok_or_else(|| Problem::new(format!("{key}.{name}"), Rule::Number, Shown(value)))?;
        Ok((name.clone(), number))
    };
    object.iter().map(number).collect()
}
