//! What `differentiate` tells, as an object of the browser: numbers that are not finite stay what they are, which JSON could not say.

use js_sys::{Array, Object, Reflect};
use playground::insight::lab::{Derivatives, Difference, Node};
use wasm_bindgen::JsValue;

pub(super) fn object_of(found: &Derivatives) -> Object {
    let by_variable = |values: &[JsValue]| object(found.wrt.iter().map(String::as_str).zip(values.iter().cloned()));
    let by_output = |values: &[f64]| {
        object(found.outputs.iter().map(|(name, _)| name.as_str()).zip(values.iter().map(|value| (*value).into())))
    };
    let js = |values: &[f64]| values.iter().map(|value| JsValue::from(*value)).collect::<Vec<_>>();
    let outputs: Vec<f64> = found.outputs.iter().map(|(_, value)| *value).collect();
    let is_one = outputs.len() == 1;
    let gradient = if is_one { by_variable(&js(&found.jacobian[0])) } else { JsValue::NULL };
    let texts = |all: &Vec<Option<String>>| {
        by_variable(&all.iter().map(|text| text.as_deref().map_or(JsValue::NULL, Into::into)).collect::<Vec<_>>())
    };
    let differences =
        |all: &Vec<Difference>| by_variable(&all.iter().map(|one| difference(one).into()).collect::<Vec<_>>());
    let (forward, reverse) = found.passes();
    let passes = [("forward", (forward as f64).into()), ("reverse", (reverse as f64).into())];
    let nodes = found.nodes.iter().enumerate().map(|(id, node)| described(found, id, node));
    fields([
        ("outputs", by_output(&outputs)),
        ("gradient", gradient),
        ("jacobian", matrix(&found.jacobian)),
        ("hessian", found.hessian.as_deref().map_or(JsValue::NULL, matrix)),
        ("tangent", found.tangent.as_deref().map_or(JsValue::NULL, by_output)),
        ("symbolic", found.symbolic.as_ref().map_or(JsValue::NULL, texts)),
        ("numerical", found.numerical.as_ref().map_or(JsValue::NULL, differences)),
        ("nodes", nodes.collect::<Array>().into()),
        ("passes", object(passes)),
    ])
}

fn difference(one: &Difference) -> Object {
    fields([
        ("h", one.h.into()),
        ("forward", one.forward.into()),
        ("central", one.central.into()),
        ("errorForward", one.error_forward.into()),
        ("errorCentral", one.error_central.into()),
    ])
}

fn described(found: &Derivatives, id: usize, node: &Node) -> JsValue {
    let of = |all: &Option<Vec<f64>>| all.as_ref().map_or(JsValue::NULL, |all| all[id].into());
    let described = fields([
        ("id", (id as f64).into()),
        ("op", node.op.to_string().into()),
        ("args", node.args.iter().map(|arg| JsValue::from(*arg as f64)).collect::<Array>().into()),
        ("value", found.values[id].into()),
        ("adjoint", of(&found.adjoints)),
        ("tangent", of(&found.tangents)),
    ]);
    if let Some(name) = &node.name {
        put(&described, "name", &name.as_str().into());
    }
    described.into()
}

fn matrix(rows: &[Vec<f64>]) -> JsValue {
    let row = |row: &Vec<f64>| row.iter().map(|value| JsValue::from(*value)).collect::<Array>();
    rows.iter().map(row).collect::<Array>().into()
}

fn object<'a>(entries: impl IntoIterator<Item = (&'a str, JsValue)>) -> JsValue {
    let object = Object::new();
    entries.into_iter().for_each(|(name, value)| put(&object, name, &value));
    object.into()
}

fn fields<const N: usize>(entries: [(&str, JsValue); N]) -> Object {
    let object = Object::new();
    entries.iter().for_each(|(name, value)| put(&object, name, value));
    object
}

fn put(object: &Object, name: &str, value: &JsValue) {
    // A new plain object takes any field.
    Reflect::set(object, &name.into(), value).ok();
}
