//! What the page hands out as a file: made here, sent nowhere.

use std::rc::Rc;

use js_sys::Array;
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use super::Owner;
use crate::js;
use crate::protocol::message::{Request, Response};
use crate::store::action::Action;

/// What the files are called.
const FILE_NAME: &str = "gradient-playground-model.json";
const LOG_NAME: &str = "gradient-playground-log.json";

/// Hands out the model as a file, and says so.
pub(super) fn model(owner: &Rc<Owner>) {
    let me = Rc::clone(owner);
    owner.client.ask(Request::Model, move |outcome| {
        if let Ok(Response::Model(model)) = outcome {
            json(FILE_NAME, model);
            let step = model["progress"]["step"].as_u64().unwrap_or_default();
            me.store.dispatch(Action::Done(me.store.state().words.exported(FILE_NAME, step).into()));
        }
    });
}

/// Hands out the log of the run as a file, and says so.
pub(super) fn log(owner: &Rc<Owner>) {
    let me = Rc::clone(owner);
    owner.client.ask(Request::Log, move |outcome| {
        if let Ok(Response::Log(log)) = outcome {
            json(LOG_NAME, log);
            let step = log["step"].as_u64().unwrap_or_default();
            me.store.dispatch(Action::Done(me.store.state().words.exported(LOG_NAME, step).into()));
        }
    });
}

/// Offers `value` as a JSON file of this name.
fn json(name: &str, value: &Value) {
    let text = js::text_of(value);
    // It fails only where the browser refuses downloads, and then says so itself.
    offer(name, &text, "application/json").ok();
}

fn offer(name: &str, text: &str, kind: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&url)
}
