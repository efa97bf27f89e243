//! JSON values as the browser's, and as text by the browser's own writer. `untrusted` does the reverse.

use js_sys::{Array, JSON, Object, Reflect};
pub(crate) use playground::json_number as number_of;
use serde_json::Value;
use wasm_bindgen::JsValue;

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

/// A value as JSON text for people.
pub(crate) fn text_of(value: &Value) -> String {
    let text = JSON::stringify_with_replacer_and_space(&js_from(value), &JsValue::NULL, &1.into());
    text.ok().and_then(|text| text.as_string()).unwrap_or_default()
}
