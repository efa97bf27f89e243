//! Values as text and back: what a link has after an `=`. Every text becomes some JSON value; the key's kind
//! decides whether it is valid. Invariant: a value that its kind accepts comes back exactly.

use serde_json::Value;

use crate::config::{json_number, object};
use crate::json_display::Shown;
use crate::keys::{self, ACTIVATION_SHORTHAND, Kind};
use crate::problem::{Problem, Rule};
use crate::typed_number::typed_number;

/// No longer link is made, in characters: mail programs and chats cut longer ones. Share offers the file then.
pub const LONGEST: usize = 8000;

/// The value that `text` encodes at `key`: a key of the configuration, a field of one (`stop.epochs`), or the shorthand of activations.
///
/// # Errors
/// If there is no such key, or it does not take this value.
pub(crate) fn value_of(key: &str, text: &str) -> Result<Value, Problem> {
    if let Some((name, field)) = key.split_once('.') {
        let known = match keys::find(name).map(|key| key.kind.inner()) {
            Some(Kind::Record { required, optional }) => {
                required.iter().chain(*optional).find(|known| known.name == field)
            }
            _ => None,
        };
        let value = known.map_or_else(|| number(text), |known| value(&known.kind, text));
        // The other fields of the record come by themselves.
        match known {
            Some(known) => known.kind.check(key, &value)?,
            None => keys::check(name, &object([(field.to_owned(), value.clone())]))?,
        }
        return Ok(value);
    }
    if key == ACTIVATION_SHORTHAND.name {
        let value = text.into();
        ACTIVATION_SHORTHAND.kind.check(key, &value)?;
        return Ok(value);
    }
    let kind = keys::find(key).map(|key| &key.kind);
    if let Some(Kind::Record { .. } | Kind::Numbers) = kind {
        return Err(Problem::new(key, Rule::FieldByField, format!("\"{text}\"")));
    }
    let value = kind.map_or(Value::Null, |kind| value(kind, text));
    keys::check(key, &value)?;
    Ok(value)
}

/// The value that `text` encodes where `kind` is expected; the text itself as a last resort.
fn value(kind: &Kind, text: &str) -> Value {
    match kind {
        Kind::Integer { .. } | Kind::Number { .. } | Kind::Positive { .. } => number(text),
        Kind::Flag => match text {
            "true" => true.into(),
            "false" => false.into(),
            _ => text.into(),
        },
        Kind::OrNull(_) if text == "null" => Value::Null,
        Kind::OrNull(kind) => value(kind, text),
        Kind::OrWord(word, _) if text == *word => text.into(),
        Kind::OrWord(_, kind) => value(kind, text),
        Kind::List { of, .. } => entries(text).map(|entry| value(of, &unescaped(entry))).collect(),
        Kind::Choice(_) | Kind::Text { .. } | Kind::Numbers | Kind::Record { .. } => text.into(),
    }
}

/// The number, if the text is one that JSON can hold.
fn number(text: &str) -> Value {
    typed_number(text).map_or_else(|| text.into(), json_number)
}

/// The entries of a list: between commas outside of brackets, because formulas have commas too. No text is no entry. What
/// follows a backslash is a letter like others.
fn entries(text: &str) -> impl Iterator<Item = &str> {
    let (mut depth, mut is_escaped) = (0_usize, false);
    text.split(move |letter| {
        let was_escaped = is_escaped;
        is_escaped = !was_escaped && letter == '\\';
        if was_escaped {
            return false;
        }
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        letter == ',' && depth == 0
    })
    .filter(move |_| !text.is_empty())
}

/// An entry without its backslashes.
fn unescaped(entry: &str) -> String {
    let mut letters = entry.chars();
    let mut text = String::new();
    while let Some(letter) = letters.next() {
        text.extend(if letter == '\\' { letters.next() } else { Some(letter) });
    }
    text
}

/// An entry of a list: names have backslashes where they would be read otherwise, formulas do not need them.
fn entry(value: &Value) -> String {
    let text = written(value);
    let is_balanced = text.chars().try_fold(0_usize, |depth, letter| match letter {
        '(' => Some(depth + 1),
        ')' => depth.checked_sub(1),
        _ => Some(depth),
    }) == Some(0);
    if is_balanced && !text.contains('\\') && text != "null" && entries(&text).nth(1).is_none() {
        return text;
    }
    let mut escaped = String::from("\\");
    for (at, letter) in text.chars().enumerate() {
        if at > 0 && "\\,()".contains(letter) {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

/// A value as a link writes it, before escaping.
pub(super) fn written(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(entries) => entries.iter().map(entry).collect::<Vec<_>>().join(","),
        other => Shown(other).to_string(),
    }
}

/// Appends `key=value`, escaping what a fragment cannot hold or a form would read as something else.
pub(super) fn push(link: &mut String, key: &str, value: &str) {
    link.push('&');
    escape(link, key);
    link.push('=');
    escape(link, value);
}

/// Ends a link with a letter or a digit: mail and chats take another sign at the end for the sentence's.
pub(super) fn end(link: &mut String) {
    if link.ends_with(|c: char| !c.is_ascii_alphanumeric() && c != '=') {
        let sign = link.pop().map(|sign| sign as u8).unwrap_or_default();
        push_encoded(link, sign);
    }
}

fn escape(link: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~,()*/:".contains(&byte) {
            link.push(char::from(byte));
        } else {
            push_encoded(link, byte);
        }
    }
}

fn push_encoded(link: &mut String, byte: u8) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    link.extend(['%', char::from(HEX[usize::from(byte >> 4)]), char::from(HEX[usize::from(byte & 15)])]);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn commas_inside_brackets_belong_to_the_formula() {
        let list = |text| entries(text).collect::<Vec<_>>();
        assert_eq!(list("x1,max(x1,min(x2,1)),x2"), ["x1", "max(x1,min(x2,1))", "x2"]);
        assert_eq!(list(""), [""; 0]);
        assert_eq!(list("),("), [")", "("]);
        assert_eq!(list(","), ["", ""]);
    }

    #[test]
    fn names_come_back_whatever_they_contain() {
        let kind = Kind::List { of: &Kind::Flag, min: 0, max: 9 };
        for names in
            [json!(["a,b", "c"]), json!(["a(", "b"]), json!([")", "b,"]), json!(["\\", "\\,(", "x"]), json!(["null"])]
        {
            let text = written(&names);
            assert_eq!((value(&kind, &text), text == "null"), (names, false), "{text}");
        }
        assert_eq!(written(&json!(["max(x1,x2)", "Length (cm)"])), "max(x1,x2),Length (cm)");
    }

    #[test]
    fn numbers_that_json_cannot_hold_stay_text() {
        assert_eq!(number("0.5"), json!(0.5));
        assert_eq!(number("8.0"), json!(8));
        assert_eq!(number("−0,5"), json!(-0.5));
        for text in ["NaN", "inf", "1e999", "", "1,000", "0x10"] {
            assert_eq!(number(text), json!(text));
        }
    }

    #[test]
    fn what_a_form_reads_otherwise_is_escaped() {
        let mut link = String::new();
        push(&mut link, "features", "x1^2,sin(x1)+1,x1*x2 & é%");
        assert_eq!(link, "&features=x1%5E2,sin(x1)%2B1,x1*x2%20%26%20%C3%A9%25");
    }
}
