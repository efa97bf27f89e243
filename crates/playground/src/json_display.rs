//! A JSON value as a refusal shows it: in one line, cut when it is long. Its own few lines, because what a library needs to
//! write any JSON exactly is a large part of what a first visit downloads, and here a person reads it.

use std::fmt;

use serde_json::Value;

/// The value to be shown.
pub struct Shown<'a>(pub &'a Value);

/// Lists and objects show so many of their entries.
const ENTRIES: usize = 8;

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::Null => f.write_str("null"),
            Value::Bool(flag) => flag.fmt(f),
            Value::Number(number) => match number.as_f64() {
                Some(float) if float.abs() >= 1e17 => write!(f, "{float:e}"),
                Some(float) => float.fmt(f),
                None => Ok(()),
            },
            Value::String(text) => write!(f, "\"{text}\""),
            Value::Array(entries) => {
                f.write_str("[")?;
                for (idx, entry) in entries.iter().take(ENTRIES).enumerate() {
                    separate(idx, f)?;
                    Shown(entry).fmt(f)?;
                }
                end(entries.len(), "]", f)
            }
            Value::Object(fields) => {
                f.write_str("{")?;
                for (idx, (name, entry)) in fields.iter().take(ENTRIES).enumerate() {
                    separate(idx, f)?;
                    write!(f, "\"{name}\":")?;
                    Shown(entry).fmt(f)?;
                }
                end(fields.len(), "}", f)
            }
        }
    }
}

fn separate(idx: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if idx > 0 { f.write_str(",") } else { Ok(()) }
}

fn end(n_entries: usize, bracket: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if n_entries > ENTRIES {
        f.write_str(",…")?;
    }
    f.write_str(bracket)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_read_as_in_json() {
        let value = json!({ "a": [1, -2.5, "x"], "b": null, "c": true });
        assert_eq!(Shown(&value).to_string(), value.to_string());
        assert_eq!(Shown(&json!(1e300)).to_string(), "1e300");
        assert_eq!(Shown(&json!([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])).to_string(), "[0,1,2,3,4,5,6,7,…]");
    }
}
