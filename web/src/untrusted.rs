//! Values that come from outside, read into JSON: whatever stands there (a function, a cycle, a proxy that throws, a million keys)
//! is refused after little work, with its place, what must hold and what was found. Knows limits of size and no meaning.

use js_sys::{Array, BigInt, JSON, JsString, Reflect};
use playground::keys::MAX_POINTS;
use playground::problem::{Found, Rule};
use playground::{Problem, Shown};
use serde_json::{Map, Value};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use crate::js::number_of;

#[wasm_bindgen]
extern "C" {
    // All of these can fail at a proxy, which js_sys does not expect.
    #[wasm_bindgen(js_namespace = Array, js_name = isArray, catch)]
    fn is_list(value: &JsValue) -> Result<bool, JsValue>;

    #[wasm_bindgen(js_namespace = Object, js_name = keys, catch)]
    fn keys_of(value: &JsValue) -> Result<Array, JsValue>;

    #[wasm_bindgen(js_namespace = Object, js_name = getOwnPropertySymbols, catch)]
    fn symbols_of(value: &JsValue) -> Result<Array, JsValue>;

    #[wasm_bindgen(js_namespace = Object, js_name = getPrototypeOf, catch)]
    fn prototype_of(value: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = ["Object", "prototype", "toString"], js_name = call, catch)]
    fn kind_of(value: &JsValue) -> Result<String, JsValue>;

    #[wasm_bindgen(js_name = String, catch)]
    fn text_of(value: &JsValue) -> Result<JsString, JsValue>;
}

/// Objects of ours have fewer keys.
const MOST_KEYS: u32 = 64;
/// Texts of ours are shorter, but for one.
const LONGEST_TEXT: u32 = 10_000;
/// The largest network's weights in base64url.
const LONGEST_WEIGHTS: u32 = 6_000_000;
/// Lists in lists in lists: deeper ones are nothing that the page knows.
const DEEPEST: usize = 10;
/// Of a text that is refused, nobody wants to read more.
const MOST_QUOTED: u32 = 80;

/// What may come.
#[derive(Clone)]
pub(crate) struct Expected {
    /// The key of the whole in a refusal.
    pub(crate) name: &'static str,
    /// Whether it is a list and not an object.
    pub(crate) is_list: bool,
    /// What it must be.
    pub(crate) what: Rule,
    /// Whether there is such a key of the whole.
    pub(crate) has_key: fn(&str) -> Result<(), Problem>,
    /// The longest list in it.
    pub(crate) longest: usize,
    /// How many values it holds at most, lists and objects included.
    pub(crate) most: usize,
}

impl Expected {
    /// A configuration or a part of one.
    pub(crate) const CONFIG: Expected = Expected {
        name: "",
        is_list: false,
        what: Rule::PartialConfig,
        has_key: playground::keys::check_name,
        longest: MAX_POINTS,
        most: 100_000,
    };
    /// Options of a call, such as how to load a model.
    pub(crate) const OPTIONS: Expected = Expected {
        name: "options",
        is_list: false,
        what: Rule::PlainObject,
        has_key: |_| Ok(()),
        longest: 0,
        most: 10,
    };
    /// What to tell of definitions.
    pub(crate) const QUESTION: Expected = Expected {
        name: "options",
        is_list: false,
        what: Rule::PlainObject,
        has_key: |_| Ok(()),
        longest: MOST_KEYS as usize,
        most: 1_000,
    };
    /// What was done to a run, in a link.
    pub(crate) const RECORDING: Expected = Expected {
        name: "replay",
        is_list: true,
        what: Rule::Recording,
        has_key: |_| Ok(()),
        longest: MAX_POINTS,
        most: 10_000,
    };
    /// A model in a file.
    pub(crate) const FILE: Expected = Expected::model("file", Rule::ModelFile);
    /// A model as it is exported: the largest network with two numbers of the optimiser for each weight, and all its points.
    pub(crate) const MODEL: Expected = Expected::model("model", Rule::Model);

    const fn model(name: &'static str, what: Rule) -> Expected {
        Expected { name, is_list: false, what, has_key: |_| Ok(()), longest: MAX_POINTS, most: 5_000_000 }
    }
}

/// Reads a value that is what was expected.
///
/// # Errors
/// The first thing that is not right.
pub(crate) fn read(value: &JsValue, expected: Expected) -> Result<Value, Problem> {
    let place = Place { above: None, step: Step::Whole(expected.name) };
    let is_right = match expected.is_list {
        true => is_list(value),
        false => is_list(value).map(|is_list| value.is_object() && !is_list),
    };
    match is_right {
        Ok(true) => Reading { left: expected.most, expected }.value(value, &place, DEEPEST),
        Ok(false) if is_promise(value) => Err(place.refused(Rule::Awaited(Box::new(expected.what)), found(value))),
        Ok(false) => Err(place.refused(expected.what, found(value))),
        Err(error) => Err(place.unreadable(&error)),
    }
}

/// The keys of the object at `name` in the order in which they were written, which what was read has forgotten.
pub(crate) fn keys(value: &JsValue, name: &str) -> Vec<String> {
    let keys = Reflect::get(value, &name.into()).and_then(|object| keys_of(&object));
    keys.map(|keys| keys.iter().take(MOST_KEYS as usize).filter_map(|key| key.as_string()).collect())
        .unwrap_or_default()
}

/// Reads a text that is JSON; none if it is not.
///
/// # Errors
/// If it is JSON, but not what was expected.
pub(crate) fn parsed(text: &str, expected: Expected) -> Option<Result<Value, Problem>> {
    Some(read(&JSON::parse(text).ok()?, expected))
}

/// Where a value stands: the steps to it, put into words only when something is refused.
struct Place<'a> {
    above: Option<&'a Place<'a>>,
    step: Step<'a>,
}

enum Step<'a> {
    Whole(&'static str),
    Key(&'a str),
    Index(u32),
}

impl Place<'_> {
    fn words(&self) -> String {
        match (&self.step, self.above) {
            (Step::Whole(name), _) => (*name).to_owned(),
            (Step::Index(index), above) => format!("{}[{index}]", above.map(Place::words).unwrap_or_default()),
            // The whole is not named before its own keys.
            (Step::Key(key), Some(above)) if above.above.is_some() => format!("{}.{key}", above.words()),
            (Step::Key(""), _) => "\"\"".to_owned(),
            (Step::Key(key), _) => (*key).to_owned(),
        }
    }

    fn refused(&self, rule: Rule, found: impl Into<Found>) -> Problem {
        Problem::new(self.words(), rule, found)
    }

    fn unreadable(&self, error: &JsValue) -> Problem {
        self.refused(Rule::Readable, shown(error))
    }
}

struct Reading {
    expected: Expected,
    left: usize,
}

impl Reading {
    fn value(&mut self, value: &JsValue, place: &Place<'_>, depth: usize) -> Result<Value, Problem> {
        let Some(left) = self.left.checked_sub(1) else {
            return Err(Problem::new(self.expected.name, Rule::ValuesAtMost(self.expected.most), Found::More));
        };
        self.left = left;
        if value.is_null() {
            return Ok(Value::Null);
        }
        if let Some(flag) = value.as_bool() {
            return Ok(Value::Bool(flag));
        }
        if let Some(number) = value.as_f64() {
            return if number.is_finite() {
                Ok(number_of(number))
            } else {
                Err(place.refused(Rule::FiniteNumber, found(value)))
            };
        }
        if let Some(text) = value.dyn_ref::<JsString>() {
            let longest = if matches!(place.step, Step::Key("weights")) { LONGEST_WEIGHTS } else { LONGEST_TEXT };
            return text_within(text, longest, place).map(Value::String);
        }
        if value.is_undefined() {
            let rule = Rule::Defined { or_left_out: matches!(place.step, Step::Key(_)) };
            return Err(place.refused(rule, "undefined"));
        }
        if !value.is_object() {
            return Err(place.refused(Rule::JsonValue, found(value)));
        }
        let Some(below) = depth.checked_sub(1) else {
            return Err(place.refused(Rule::NestedAtMost(DEEPEST), Found::More));
        };
        if is_list(value).map_err(|error| place.unreadable(&error))? {
            self.list(value, place, below)
        } else {
            self.object(value, place, below)
        }
    }

    fn list(&mut self, list: &JsValue, place: &Place<'_>, below: usize) -> Result<Value, Problem> {
        let length = Reflect::get(list, &"length".into()).map_err(|error| place.unreadable(&error))?;
        let length = length.as_f64().unwrap_or(f64::INFINITY);
        if length > self.expected.longest as f64 {
            return Err(place.refused(Rule::EntriesAtMost(self.expected.longest), length));
        }
        let mut entries = Vec::with_capacity(length as usize);
        for index in 0..length as u32 {
            let place = Place { above: Some(place), step: Step::Index(index) };
            let entry = Reflect::get_u32(list, index).map_err(|error| place.unreadable(&error))?;
            entries.push(self.value(&entry, &place, below)?);
        }
        Ok(Value::Array(entries))
    }

    fn object(&mut self, object: &JsValue, place: &Place<'_>, below: usize) -> Result<Value, Problem> {
        let plain = prototype_of(object).and_then(|above| Ok(above.is_null() || prototype_of(&above)?.is_null()));
        if !plain.map_err(|error| place.unreadable(&error))? {
            return Err(place.refused(Rule::PlainObject, found(object)));
        }
        let keys = keys_of(object).map_err(|error| place.unreadable(&error))?;
        if let Some(symbol) = symbols_of(object).map_err(|error| place.unreadable(&error))?.iter().next() {
            return Err(place.refused(Rule::NoSymbolKey, shown(&symbol)));
        }
        let mut fields = Map::new();
        for (n, key) in keys.iter().enumerate() {
            let key = text_within(key.unchecked_ref(), LONGEST_TEXT, place)?;
            if place.above.is_none() {
                (self.expected.has_key)(&key)?;
            }
            if n as u32 >= MOST_KEYS {
                return Err(place.refused(Rule::KeysAtMost(MOST_KEYS as usize), keys.length()));
            }
            let place = Place { above: Some(place), step: Step::Key(&key) };
            let entry = Reflect::get(object, &key.as_str().into()).map_err(|error| place.unreadable(&error))?;
            let entry = self.value(&entry, &place, below)?;
            fields.insert(key, entry);
        }
        Ok(Value::Object(fields))
    }
}

fn text_within(text: &JsString, longest: u32, place: &Place<'_>) -> Result<String, Problem> {
    match text.length() {
        length if length > longest => Err(place.refused(Rule::TextsAtMost(longest as usize), length)),
        _ => Ok(String::from(text)),
    }
}

/// A value as a refusal names it.
pub(crate) fn found(value: &JsValue) -> Found {
    if let Some(text) = value.dyn_ref::<JsString>() {
        return format!("\"{}\"", String::from(text.slice(0, MOST_QUOTED))).into();
    }
    match value.as_f64() {
        Some(number) if number.is_finite() => return Shown(&number_of(number)).into(),
        _ => {}
    }
    // The digits of larger ones may take minutes.
    if value.is_bigint() && *value == JsValue::from(BigInt::as_int_n(64.0, value.unchecked_ref())) {
        let digits = text_of(value).map_or_else(|_| String::new(), |text| text.slice(0, MOST_QUOTED).into());
        return format!("{digits}n").into();
    }
    if value.is_function() {
        return Found::Function;
    }
    if is_list(value).unwrap_or(false) {
        return Found::List;
    }
    if value.is_object() || value.is_bigint() {
        // “[object Date]”, whatever its own words would be.
        let kind = kind_of(value).unwrap_or_default();
        return kind.trim_matches(['[', ']']).into();
    }
    shown(value)
}

fn is_promise(value: &JsValue) -> bool {
    kind_of(value).is_ok_and(|kind| kind == "[object Promise]")
}

/// What a value says of itself, if it does.
fn shown(value: &JsValue) -> Found {
    text_of(value).map_or(Found::WordlessError, |text| String::from(text.slice(0, MOST_QUOTED)).into())
}
