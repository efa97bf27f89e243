//! A row of the table of keys and what a value in JSON may be: the kinds, and the one check of a value against its kind, which names the
//! key, the requirement and what was found. It knows nothing that involves two keys.

use serde_json::Value;

use super::Affects;
use crate::json_display::Shown;
use crate::problem::{Format, Found, Problem, Rule, owned};

/// A row of the table.
#[derive(Debug)]
pub struct Key {
    /// The word in JSON and links.
    pub name: &'static str,
    /// What values it takes.
    pub kind: Kind,
    /// The unit of a number, or nothing.
    pub unit: &'static str,
    /// What of a run is made from it; nothing for a field of an object, whose key says it.
    pub affects: Affects,
}

/// What values a key takes.
#[derive(Debug)]
pub enum Kind {
    /// A whole number within bounds, both included.
    Integer {
        /// The smallest.
        min: u64,
        /// The largest.
        max: u64,
    },
    /// A number within bounds, both included.
    Number {
        /// The smallest.
        min: f64,
        /// The largest.
        max: f64,
    },
    /// A number above 0.
    Positive {
        /// The largest.
        max: f64,
    },
    /// true or false.
    Flag,
    /// A word from a catalog.
    Choice(Choices),
    /// Text with a meaning of its own; the check says what is wrong with it.
    Text {
        /// How it is written.
        format: Format,
        /// The check: `key`, text.
        check: fn(&str, &str) -> Result<(), Problem>,
    },
    /// null, or this.
    OrNull(&'static Kind),
    /// This word, or this.
    OrWord(&'static str, &'static Kind),
    /// A list of these.
    List {
        /// What each entry is.
        of: &'static Kind,
        /// The fewest entries.
        min: usize,
        /// The most entries.
        max: usize,
    },
    /// An object from names to numbers; which names, the chosen catalog entry says.
    Numbers,
    /// An object with these fields.
    Record {
        /// Fields that must be there.
        required: &'static [Key],
        /// Fields that may be there.
        optional: &'static [Key],
    },
}

/// The words of a catalog.
#[derive(Debug)]
pub struct Choices {
    /// The words of the menus.
    pub listed: fn() -> Vec<&'static str>,
    /// Whether a word is known; unlisted ones are.
    pub known: fn(&str) -> bool,
}

impl Kind {
    /// What a value is that is neither null nor a word.
    pub fn inner(&self) -> &Kind {
        match self {
            Self::OrNull(kind) | Self::OrWord(_, kind) => kind.inner(),
            kind => kind,
        }
    }

    /// Checks `value`, the value of `key`.
    ///
    /// # Errors
    /// If it is of another type or out of range.
    pub fn check(&self, key: &str, value: &Value) -> Result<(), Problem> {
        let must = |rule: Rule| Err(Problem::new(key, rule, Shown(value)));
        match self {
            Self::Integer { min, max } => match value.as_f64() {
                Some(number) if number.fract() == 0.0 => within(key, number, *min as f64, *max as f64, value),
                _ => must(Rule::WholeNumber),
            },
            Self::Number { min, max } => match value.as_f64() {
                Some(number) => within(key, number, *min, *max, value),
                None => must(Rule::Number),
            },
            Self::Positive { max } => match value.as_f64() {
                Some(number) if number > 0.0 => within(key, number, 0.0, *max, value),
                Some(_) => must(Rule::Above(0.0)),
                None => must(Rule::Number),
            },
            Self::Flag if value.is_boolean() => Ok(()),
            Self::Flag => must(Rule::Flag),
            Self::Choice(choices) => match value.as_str() {
                Some(word) if (choices.known)(word) => Ok(()),
                _ => must(Rule::one_of((choices.listed)())),
            },
            Self::Text { format, check } => match value.as_str() {
                Some(text) => check(key, text),
                None => must(Rule::Written(*format)),
            },
            Self::OrNull(_) if value.is_null() => Ok(()),
            Self::OrNull(kind) => kind.check(key, value),
            Self::OrWord(word, _) if value == word => Ok(()),
            Self::OrWord(word, kind) => kind.check(key, value).map_err(|problem| Problem {
                rule: Rule::OrWord(Box::new(problem.rule), (*word).to_owned()),
                ..problem
            }),
            Self::List { of, min, max } => match value.as_array() {
                Some(entries) => check_list(key, entries, of, *min, *max),
                None => must(Rule::List),
            },
            Self::Numbers => match value.as_object() {
                Some(entries) => entries.iter().try_for_each(|(name, entry)| match entry.is_number() {
                    true => Ok(()),
                    false => Err(Problem::new(format!("{key}.{name}"), Rule::Number, Shown(entry))),
                }),
                None => must(Rule::ObjectOfNumbers),
            },
            Self::Record { required, optional } => check_record(key, value, required, optional),
        }
    }
}

fn within(key: &str, number: f64, min: f64, max: f64, value: &Value) -> Result<(), Problem> {
    if number < min {
        return Err(Problem::new(key, Rule::AtLeast(min), Shown(value)));
    }
    if number > max {
        return Err(Problem::new(key, Rule::AtMost(max), Shown(value)));
    }
    Ok(())
}

fn check_list(key: &str, entries: &[Value], of: &Kind, min: usize, max: usize) -> Result<(), Problem> {
    if entries.len() < min {
        return Err(Problem::new(key, Rule::EntriesAtLeast(min), entries.len()));
    }
    if entries.len() > max {
        return Err(Problem::new(key, Rule::EntriesAtMost(max), entries.len()));
    }
    entries.iter().enumerate().try_for_each(|(idx, entry)| of.check(&format!("{key}[{idx}]"), entry))
}

fn check_record(key: &str, value: &Value, required: &[Key], optional: &[Key]) -> Result<(), Problem> {
    let fields = || required.iter().chain(optional);
    let names = || owned(fields().map(|field| field.name));
    let Some(object) = value.as_object() else {
        return Err(Problem::new(key, Rule::ObjectOf(names()), Shown(value)));
    };
    if let Some(missing) = required.iter().find(|field| !object.contains_key(field.name)) {
        return Err(Problem::new(format!("{key}.{}", missing.name), Rule::Given, Found::Nothing));
    }
    object.iter().try_for_each(|(name, entry)| {
        let path = format!("{key}.{name}");
        match fields().find(|field| field.name == name) {
            Some(field) => field.kind.check(&path, entry),
            None => Err(Problem::new(path, Rule::OneOf(names()), Found::UnknownKey)),
        }
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn refusal(kind: &Kind, value: Value) -> String {
        kind.check("key", &value).map_or_else(|problem| problem.to_string(), |()| "accepted".into())
    }

    #[test]
    fn every_kind_says_what_it_wants() {
        let number = Kind::Number { min: 0.0, max: 3.0 };
        assert_eq!(refusal(&number, json!(8)), "key must be at most 3, got 8");
        assert_eq!(refusal(&number, json!(-0.5)), "key must be at least 0, got -0.5");
        assert_eq!(refusal(&number, json!("8")), "key must be a number, got \"8\"");
        assert_eq!(refusal(&number, json!(3.0)), "accepted");
        assert_eq!(refusal(&Kind::Positive { max: 1.0 }, json!(0)), "key must be above 0, got 0");
        let integer = &Kind::Integer { min: 1, max: 9 };
        assert_eq!(refusal(integer, json!(1.5)), "key must be a whole number, got 1.5");
        assert_eq!(refusal(integer, json!(2.0)), "accepted");
        assert_eq!(refusal(integer, json!(1e300)), "key must be at most 9, got 1e300");
        assert_eq!(refusal(&Kind::Flag, json!(1)), "key must be true or false, got 1");
        let all = Kind::OrWord("all", &Kind::Integer { min: 1, max: 9 });
        assert_eq!(refusal(&all, json!("none")), "key must be a whole number or \"all\", got \"none\"");
        assert_eq!(refusal(&all, json!("all")), "accepted");
        let list = Kind::List { of: &Kind::Flag, min: 1, max: 2 };
        assert_eq!(refusal(&list, json!([])), "key must have at least 1 entry, got 0");
        assert_eq!(refusal(&list, json!([true, 3])), "key[1] must be true or false, got 3");
        assert_eq!(refusal(&Kind::Numbers, json!({"a": null})), "key.a must be a number, got null");
        assert_eq!(refusal(&Kind::OrNull(&Kind::Flag), Value::Null), "accepted");
    }

    #[test]
    fn a_record_names_missing_and_unknown_fields() {
        static X: [Key; 1] = [Key { name: "x", kind: Kind::Flag, unit: "", affects: Affects::NOTHING }];
        let record = Kind::Record { required: &X, optional: &[] };
        assert_eq!(refusal(&record, json!({})), "key.x must be given, got nothing");
        assert_eq!(refusal(&record, json!({"x": true, "y": 1})), "key.y must be one of x, got an unknown key");
        assert_eq!(refusal(&record, json!(1)), "key must be an object of x, got 1");
    }
}
