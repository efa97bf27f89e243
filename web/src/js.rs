//! JSON values and the browser's: one into the other, and text through the browser's own reader and writer.
//! What cannot be JSON (a function, a cycle, a number that is not finite) is the caller's to refuse.

use js_sys::{Array, JSON, Object, Reflect};
use serde_json::{Map, Value};
use wasm_bindgen::{JsCast, JsValue};

/// Lists in lists in lists: deeper ones are nothing that the page knows.
const DEEPEST: usize = 32;

/// A plain value of the browser as JSON, if it is that.
pub(crate) fn value_of(value: &JsValue) -> Option<Value> {
    within(value, DEEPEST)
}

fn within(value: &JsValue, depth: usize) -> Option<Value> {
    let below = depth.checked_sub(1)?;
    if value.is_null() {
        return Some(Value::Null);
    }
    if let Some(flag) = value.as_bool() {
        return Some(Value::Bool(flag));
    }
    if let Some(number) = value.as_f64() {
        return Some(number_of(number));
    }
    if let Some(text) = value.as_string() {
        return Some(Value::String(text));
    }
    if let Some(list) = value.dyn_ref::<Array>() {
        return list.iter().map(|entry| within(&entry, below)).collect::<Option<Vec<_>>>().map(Value::Array);
    }
    let mut object = Map::new();
    for field in Object::entries(value.dyn_ref::<Object>()?).iter() {
        let field: Array = field.unchecked_into();
        object.insert(field.get(0).as_string()?, within(&field.get(1), below)?);
    }
    Some(Value::Object(object))
}

/// Whole numbers are whole in JSON too, as far as they are exact.
pub(crate) fn number_of(number: f64) -> Value {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let is_whole = number.fract() == 0.0 && number.abs() <= EXACT && !(number == 0.0 && number.is_sign_negative());
    if is_whole { (number as i64).into() } else { number.into() }
}

/// A JSON value as a plain one of the browser.
pub(crate) fn js_from(value: &Value) -> JsValue {
    match value {
        Value::Null => JsValue::NULL,
        Value::Bool(flag) => (*flag).into(),
        Value::Number(number) => number.as_f64().unwrap_or(f64::NAN).into(),
        Value::String(text) => text.as_str().into(),
        Value::Array(entries) => {
            let list = Array::new();
            for entry in entries {
                list.push(&js_from(entry));
            }
            list.into()
        }
        Value::Object(fields) => {
            let object = Object::new();
            for (name, entry) in fields {
                // A new plain object takes any field.
                Reflect::set(&object, &name.as_str().into(), &js_from(entry)).ok();
            }
            object.into()
        }
    }
}

/// The value that JSON text stands for, if it is JSON.
pub(crate) fn parsed(text: &str) -> Option<Value> {
    value_of(&JSON::parse(text).ok()?)
}

/// A value as JSON text for people.
pub(crate) fn text_of(value: &Value) -> String {
    let text = JSON::stringify_with_replacer_and_space(&js_from(value), &JsValue::NULL, &1.into());
    text.ok().and_then(|text| text.as_string()).unwrap_or_default()
}
