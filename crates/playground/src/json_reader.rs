//! Reading JSON that came from outside: a value together with its place, so that each refusal names where, what must be
//! there and what was found. Strict: an object has exactly the fields it should have. It knows no format.

use serde_json::Value;

use crate::json_display::Shown;
use crate::problem::{Found, Problem, Rule, owned};

/// A value and its place.
#[derive(Clone)]
pub(crate) struct Reader<'a> {
    place: String,
    value: &'a Value,
}

static NOTHING: Value = Value::Null;

impl<'a> Reader<'a> {
    /// The outermost value, named `place`.
    pub(crate) fn new(place: &str, value: &'a Value) -> Reader<'a> {
        Reader { place: place.to_owned(), value }
    }

    /// The value itself.
    pub(crate) fn value(&self) -> &'a Value {
        self.value
    }

    /// Its place in the file, such as `layers[0].bias`.
    pub(crate) fn place(&self) -> &str {
        &self.place
    }

    /// A refusal of this value.
    pub(crate) fn refused(&self, rule: Rule) -> Problem {
        Problem::new(self.place.as_str(), rule, Shown(self.value))
    }

    /// Checks that this is an object with exactly these fields.
    ///
    /// # Errors
    /// If it is another type, a field is missing or one too many.
    pub(crate) fn has_exactly(&self, names: &[&str]) -> Result<(), Problem> {
        let Some(object) = self.value.as_object() else {
            return Err(self.refused(Rule::ObjectOf(owned(names.iter().copied()))));
        };
        if let Some(missing) = names.iter().find(|name| !object.contains_key(**name)) {
            return Err(Problem::new(self.below(missing), Rule::Given, Found::Nothing));
        }
        match object.keys().find(|key| !names.contains(&key.as_str())) {
            Some(other) => Err(Problem::new(self.below(other), Rule::one_of(names.iter().copied()), Found::UnknownKey)),
            None => Ok(()),
        }
    }

    /// The fields of an object that has exactly these.
    ///
    /// # Errors
    /// As [`has_exactly`](Reader::has_exactly).
    pub(crate) fn fields<const N: usize>(&self, names: [&str; N]) -> Result<[Reader<'a>; N], Problem> {
        self.has_exactly(&names)?;
        Ok(names.map(|name| self.at(name)))
    }

    fn below(&self, name: &str) -> String {
        // The outermost object is the file, which has no name in places inside it.
        if self.place == "model" { name.to_owned() } else { format!("{}.{name}", self.place) }
    }

    /// A field; null if it is not there.
    pub(crate) fn at(&self, name: &str) -> Reader<'a> {
        Reader { place: self.below(name), value: self.value.get(name).unwrap_or(&NOTHING) }
    }

    /// The entries of a list.
    ///
    /// # Errors
    /// If it is another type.
    pub(crate) fn entries(&self) -> Result<Vec<Reader<'a>>, Problem> {
        let list = self.value.as_array().ok_or_else(|| self.refused(Rule::List))?;
        Ok(list
            .iter()
            .enumerate()
            .map(|(idx, value)| Reader { place: format!("{}[{idx}]", self.place), value })
            .collect())
    }

    /// What is read from each entry of a list.
    ///
    /// # Errors
    /// If it is another type, or the first that `read` has.
    pub(crate) fn each<T>(&self, read: impl Fn(&Reader<'a>) -> Result<T, Problem>) -> Result<Vec<T>, Problem> {
        self.entries()?.iter().map(read).collect()
    }

    /// A number.
    ///
    /// # Errors
    /// If it is another type.
    pub(crate) fn number(&self) -> Result<f64, Problem> {
        self.value.as_f64().ok_or_else(|| self.refused(Rule::Number))
    }

    /// A number, or none for null.
    ///
    /// # Errors
    /// If it is another type.
    pub(crate) fn number_or_null(&self) -> Result<Option<f64>, Problem> {
        if self.value.is_null() { Ok(None) } else { self.number().map(Some) }
    }

    /// A whole number from 0 to `most`.
    ///
    /// # Errors
    /// If it is another type or out of range.
    pub(crate) fn count(&self, most: u64) -> Result<u64, Problem> {
        match self.value.as_u64() {
            Some(number) if number > most => Err(self.refused(Rule::AtMost(most as f64))),
            Some(number) => Ok(number),
            None => Err(self.refused(Rule::WholeNumber)),
        }
    }

    /// Text.
    ///
    /// # Errors
    /// If it is another type.
    pub(crate) fn text(&self) -> Result<&'a str, Problem> {
        self.value.as_str().ok_or_else(|| self.refused(Rule::Text))
    }

    /// A list of numbers; a single number is a list of one where `or_one`.
    ///
    /// # Errors
    /// If it is another type.
    pub(crate) fn numbers(&self, or_one: bool) -> Result<Vec<f64>, Problem> {
        match self.value {
            Value::Number(_) if or_one => Ok(vec![self.number()?]),
            _ => self.each(Reader::number),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_refusal_names_its_place() {
        let value = json!({ "a": [1, "two"], "b": -1, "c": 9 });
        let model = Reader::new("model", &value);
        let words = |problem: Problem| problem.to_string();
        assert_eq!(model.at("a").numbers(false).map_err(words), Err("a[1] must be a number, got \"two\"".into()));
        assert_eq!(model.at("b").count(5).map_err(words), Err("b must be a whole number, got -1".into()));
        assert_eq!(model.at("c").count(5).map_err(words), Err("c must be at most 5, got 9".into()));
        assert_eq!(model.at("d").text().map_err(words), Err("d must be text, got null".into()));
        assert_eq!(model.at("c").numbers(true), Ok(vec![9.0]));
        assert_eq!(
            model.has_exactly(&["a", "b"]).map_err(words),
            Err("c must be one of a, b, got an unknown key".into())
        );
        assert_eq!(model.has_exactly(&["a", "b", "c", "d"]).map_err(words), Err("d must be given, got nothing".into()));
        assert_eq!(
            model.at("a").has_exactly(&["x"]).map_err(words).unwrap_err().split(',').next(),
            Some("a must be an object of x")
        );
    }
}
