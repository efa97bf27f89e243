//! JSON as configurations write it: objects built field by field, and whole numbers without a fraction, as the contract and
//! JavaScript write them. It knows no key.

use serde_json::{Map, Value};

/// An object of these fields, one inserted after the other: collecting would sort, and be compiled for every source.
pub fn object(fields: impl IntoIterator<Item = (String, Value)>) -> Value {
    let mut object = Map::new();
    for (name, value) in fields {
        object.insert(name, value);
    }
    Value::Object(object)
}

/// A JSON object, `object! { "name": value, … }`, of whatever becomes a value by `Into`. serde_json's `json!` asks serde about every
/// value, and brings a serializer and the words of all its errors into the program.
#[macro_export]
macro_rules! object {
    ($($name:literal: $value:expr),* $(,)?) => { $crate::named(vec![$(($name, $value.into())),*]) };
}

/// What [`object!`](crate::object!) makes: compiled once, for any number of fields.
#[doc(hidden)]
pub fn named(fields: Vec<(&'static str, Value)>) -> Value {
    object(fields.into_iter().map(|(name, value)| (name.to_owned(), value)))
}

/// A number, whole ones without a fraction. −0 stays: an integer has no sign there. What is not finite is null.
pub fn number(float: f64) -> Value {
    /// Up to here every whole f64 is exact as an integer.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let is_whole = float.fract() == 0.0 && float.abs() <= EXACT && !(float == 0.0 && float.is_sign_negative());
    if is_whole { (float as i64).into() } else { float.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_have_no_fraction_and_nothing_else_changes() {
        let written = |float: f64| number(float).to_string();
        assert_eq!([1.0, 0.5, 500.0, -3.0, 1e300].map(written), ["1", "0.5", "500", "-3", "1e+300"]);
        assert_eq!(written(-0.0), "-0.0");
        assert_eq!(number(f64::NAN), Value::Null);
    }
}
