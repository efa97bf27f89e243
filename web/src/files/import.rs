//! Files that come in. What a file holds the session judges; here it becomes JSON.

use std::rc::Rc;

use playground::problem::{Found, Rule};
use playground::{Command, ENGINE, Problem};
use serde_json::Value;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::File;

use super::Owner;
use crate::protocol::message::Response;
use crate::store::action::Action;
use crate::store::state::Done;
use crate::untrusted::{self, Expected};

/// Larger files than this are none of ours.
const LARGEST_BYTES: f64 = 20e6;

/// Takes over the model in `file`.
pub(super) fn file(owner: &Rc<Owner>, file: &File) {
    if file.size() > LARGEST_BYTES {
        return owner.client.refuse(Problem::new("file", Rule::BelowMegabytes(20), file.name()));
    }
    let (owner, name) = (Rc::clone(owner), file.name());
    let read = Closure::once_into_js(move |text: JsValue| match text.as_string() {
        Some(text) => load(&owner, &name, &text),
        None => owner.client.refuse(Problem::new("file", Rule::Readable, name)),
    });
    let read: &js_sys::Function = read.unchecked_ref();
    // What cannot be read rejects with an error, which is no text.
    let text = file.text();
    let then = js_sys::Reflect::get(&text, &"then".into()).and_then(JsCast::dyn_into::<js_sys::Function>);
    if let Ok(then) = then {
        then.call2(&text, read, read).ok();
    }
}

/// Takes over the model in this text.
pub(super) fn load(owner: &Rc<Owner>, name: &str, text: &str) {
    match untrusted::parsed(text, Expected::FILE) {
        Some(Ok(model)) => take_over(owner, name.to_owned(), model),
        Some(Err(problem)) => owner.client.refuse(problem),
        None => {
            let beginning: String = text.chars().take(40).collect();
            let found = if beginning.is_empty() { Found::EmptyFile } else { format!("\"{beginning}\"").into() };
            owner.client.refuse(Problem::new(Expected::FILE.name, Expected::FILE.what, found));
        }
    }
}

/// Goes on with the model, and says so.
fn take_over(owner: &Rc<Owner>, name: String, model: Value) {
    let me = Rc::clone(owner);
    let is_of_this_engine = model["engine"] == ENGINE;
    // What the session takes without a format are weights alone.
    let (are_weights, is_by_input) = (model.get("format").is_none(), model.get("coefs_").is_some());
    owner.client.apply_then(Command::LoadModel { model, skip_checks: false }, move |outcome| {
        if let Ok(Response::Applied(applied)) = outcome {
            let step = applied.status.step;
            let words = me.store.state().words;
            let text = match are_weights {
                true => words.imported_weights(&name, is_by_input),
                false => words.imported(&name, step, is_of_this_engine),
            };
            me.store.dispatch(Action::Done(Done::said(text)));
        }
    });
}
