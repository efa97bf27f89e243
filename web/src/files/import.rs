//! Files that come in. What a file holds the session judges; here it becomes JSON.

use std::rc::Rc;

use playground::problem::{Found, Rule};
use playground::{Command, Problem};
use serde_json::Value;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::File;

use crate::app::engine::Engine;
use crate::protocol::message::{Answer, Request};
use crate::store::state::Action;
use crate::untrusted::{self, Expected};
use crate::words;

/// Larger files than this are none of ours.
const LARGEST_BYTES: f64 = 20e6;

/// Takes over the model in `file`.
pub(super) fn file(engine: &Rc<Engine>, file: &File) {
    if file.size() > LARGEST_BYTES {
        return engine.refuse(&Problem::new("file", Rule::BelowMegabytes(20), file.name()));
    }
    let (engine, name) = (Rc::clone(engine), file.name());
    let read = Closure::once_into_js(move |text: JsValue| match text.as_string() {
        Some(text) => load(&engine, &name, &text),
        None => engine.refuse(&Problem::new("file", Rule::Readable, name)),
    });
    let read: &js_sys::Function = read.unchecked_ref();
    // What cannot be read rejects with an error, which is no text.
    let text = file.text();
    let then = js_sys::Reflect::get(&text, &"then".into()).and_then(JsCast::dyn_into::<js_sys::Function>);
    if let Ok(then) = then {
        then.call2(&text, read, read).ok();
    }
}

fn load(engine: &Rc<Engine>, name: &str, text: &str) {
    match untrusted::parsed(text, Expected::FILE) {
        Some(Ok(model)) => take_over(engine, name.to_owned(), model),
        Some(Err(problem)) => engine.refuse(&problem),
        None => {
            let beginning: String = text.chars().take(40).collect();
            let found = if beginning.is_empty() { Found::EmptyFile } else { format!("\"{beginning}\"").into() };
            engine.refuse(&Problem::new(Expected::FILE.name, Expected::FILE.what, found));
        }
    }
}

/// Goes on with the model, and says so.
fn take_over(engine: &Rc<Engine>, name: String, model: Value) {
    let me = Rc::clone(engine);
    engine.end_gesture();
    engine.address.note_act();
    let request = Request::Apply { command: Command::LoadModel { model }, gesture: None };
    engine.ask(request, move |outcome| {
        if let Ok(Answer::Applied(applied)) = outcome {
            me.dispatch(Action::Done(words::imported(&name, applied.status.step).into()));
        }
    });
}
