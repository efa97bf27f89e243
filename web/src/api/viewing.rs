//! The call `view`: how the page shows things, told to a program and changed by it. It comes in a chunk when it is called.

use playground::goal::MAX_CHARS;
use playground::link::{LONGEST, lesson_named};
use playground::problem::{Found, Rule};
use playground::{Problem, Shown, VIEW_SETTINGS, ViewSetting, ViewSettings};
use serde_json::{Map, Value};
use wasm_split_helpers::wasm_split;

use crate::chunks::{Chunk, Missing};

/// What is in the chunk.
pub(super) struct Viewing {
    /// The settings with these changes; null is a key's default.
    pub(super) changed: fn(&Value, &ViewSettings) -> Result<ViewSettings, Problem>,
    /// Every setting by its name.
    pub(super) told: fn(&ViewSettings) -> Value,
}

/// The chunk.
pub(super) static VIEWING: Chunk<Viewing> = Chunk::new(|| Box::pin(viewing()));

#[wasm_split(viewing, fallible)]
fn viewing() -> Result<&'static Viewing, Missing> {
    Ok(&Viewing { changed, told })
}

const GOAL: &str = "goal";
const LAB: &str = "lab";
const LESSON: &str = "lesson";
/// The kinds of arrows as one list.
const ARROWS: &str = "arrows";
const KINDS: [&str; 4] = ["slopeField", "pointPull", "boundaryPush", "residuals"];

fn changed(partial: &Value, now: &ViewSettings) -> Result<ViewSettings, Problem> {
    let mut next = now.clone();
    let fields = || partial.as_object().into_iter().flatten();
    for (_, kinds) in fields().filter(|(key, _)| *key == ARROWS) {
        let wanted = arrows(kinds)?;
        for setting in VIEW_SETTINGS.iter().filter(|setting| KINDS.contains(&setting.name)) {
            (setting.write)(&mut next, usize::from(wanted.contains(&setting.name)));
        }
    }
    for (key, value) in fields().filter(|(key, _)| *key != ARROWS) {
        match key.as_str() {
            GOAL => next.goal = text(GOAL, value, MAX_CHARS)?,
            LAB => next.lab = text(LAB, value, LONGEST)?,
            LESSON => {
                next.lesson =
                    if value.is_null() { String::new() } else { lesson_named(&text(LESSON, value, LONGEST)?)? }
            }
            _ => {
                let setting = VIEW_SETTINGS.iter().find(|setting| setting.name == key);
                let setting = setting.ok_or_else(|| Problem::new(key, Rule::one_of(names()), Found::UnknownKey))?;
                (setting.write)(&mut next, place_of(setting, value)?);
            }
        }
    }
    Ok(next)
}

fn told(settings: &ViewSettings) -> Value {
    let word = |setting: &ViewSetting| match setting.words[(setting.read)(settings).min(setting.words.len() - 1)] {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        word => word.into(),
    };
    let mut told: Map<String, Value> =
        VIEW_SETTINGS.iter().map(|setting| (setting.name.to_owned(), word(setting))).collect();
    let shown: Vec<&str> = KINDS.into_iter().filter(|kind| told[*kind] == Value::Bool(true)).collect();
    told.insert(ARROWS.into(), shown.into());
    for (key, text) in [(GOAL, &settings.goal), (LAB, &settings.lab), (LESSON, &settings.lesson)] {
        told.insert(key.into(), if text.is_empty() { Value::Null } else { text.as_str().into() });
    }
    told.into()
}

fn names() -> impl Iterator<Item = &'static str> {
    VIEW_SETTINGS.iter().map(|setting| setting.name).chain([ARROWS, GOAL, LAB, LESSON])
}

/// The place of a setting's word: its default for null.
fn place_of(setting: &ViewSetting, value: &Value) -> Result<usize, Problem> {
    let word = match value {
        Value::Null => return Ok((setting.read)(&ViewSettings::default())),
        Value::Bool(flag) => {
            if *flag {
                "true"
            } else {
                "false"
            }
        }
        other => other.as_str().unwrap_or_default(),
    };
    let refusal = || Problem::new(setting.name, Rule::one_of(setting.words.iter().copied()), Shown(value));
    setting.words.iter().position(|known| *known == word).ok_or_else(refusal)
}

/// The kinds of arrows in a list.
fn arrows(list: &Value) -> Result<Vec<&'static str>, Problem> {
    let known = |kind: &Value| {
        let found = KINDS.into_iter().find(|known| kind.as_str() == Some(known));
        found.ok_or_else(|| Problem::new(ARROWS, Rule::one_of(KINDS), Shown(kind)))
    };
    match list {
        Value::Null => Ok(vec![KINDS[0]]),
        Value::Array(kinds) => kinds.iter().map(known).collect(),
        other => Err(Problem::new(ARROWS, Rule::List, Shown(other))),
    }
}

/// A text of at most so many characters; none for null.
fn text(key: &str, value: &Value, most: usize) -> Result<String, Problem> {
    match value {
        Value::Null => Ok(String::new()),
        Value::String(text) if text.chars().count() > most => {
            Err(Problem::new(key, Rule::CharactersAtMost(most), text.chars().count()))
        }
        Value::String(text) => Ok(text.trim().to_owned()),
        other => Err(Problem::new(key, Rule::Text, Shown(other))),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_told_can_be_given_back() {
        let first = ViewSettings::default();
        assert_eq!(changed(&told(&first), &first), Ok(first.clone()));
        let partial =
            json!({ "theme": "dark", "arrows": ["pointPull"], "testPoints": false, "goal": "epoch > 3", "lang": "zh" });
        let dark = changed(&partial, &first).unwrap();
        let now = told(&dark);
        assert_eq!(
            (&now["theme"], &now["arrows"], &now["slopeField"]),
            (&json!("dark"), &json!(["pointPull"]), &json!(false))
        );
        assert_eq!((&now["goal"], &now["lang"], &now["lab"]), (&json!("epoch > 3"), &json!("zh"), &Value::Null));
        assert_eq!(changed(&now, &first), Ok(dark.clone()));
        let nothing = json!({ "theme": null, "arrows": null, "testPoints": null, "goal": null, "lang": null });
        assert_eq!(changed(&nothing, &dark), Ok(first));
    }

    #[test]
    fn what_is_wrong_is_refused_with_what_it_may_be() {
        for (partial, said) in [
            (json!({ "theme": "pink" }), "theme must be one of auto, light, dark, got \"pink\""),
            (json!({ "slopeField": 1 }), "slopeField must be one of false, true, got 1"),
            (json!({ "arrows": "all" }), "arrows must be a list, got \"all\""),
            (
                json!({ "arrows": ["up"] }),
                "arrows must be one of slopeField, pointPull, boundaryPush, residuals, got \"up\"",
            ),
            (json!({ "goal": 7 }), "goal must be text, got 7"),
        ] {
            assert_eq!(changed(&partial, &ViewSettings::default()).unwrap_err().to_string(), said);
        }
        let unknown = changed(&json!({ "learningRate": 1 }), &ViewSettings::default()).unwrap_err().to_string();
        assert!(
            unknown.starts_with("learningRate must be one of speed, ") && unknown.ends_with(", got an unknown key"),
            "{unknown}"
        );
    }
}
