//! What the page hands out as a file: made here, sent nowhere.

use std::rc::Rc;

use js_sys::Array;
use serde_json::Value;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use super::Owner;
use crate::browser::clock::set_timeout;
use crate::browser::page;
use crate::js;
use crate::protocol::message::{Request, Response};
use crate::store::action::Action;
use crate::store::state::Done;

/// What the files are called.
const FILE_NAME: &str = "gradient-playground-model.json";
const LOG_NAME: &str = "gradient-playground-log.json";
const RECEIPT_NAME: &str = "gradient-playground-receipt.json";

/// So long a browser may take to ask where a file is to go.
const URL_FOR_MS: f64 = 120_000.0;

/// Hands out the model as a file, and says so.
pub(super) fn model(owner: &Rc<Owner>) {
    let me = Rc::clone(owner);
    owner.client.ask(Request::Model, move |outcome| {
        if let Ok(Response::Model(model)) = outcome {
            me.hand_out(FILE_NAME, model, model["progress"]["step"].as_u64().unwrap_or_default());
        }
    });
}

/// Hands out the log of the run as a file, and says so.
pub(super) fn log(owner: &Rc<Owner>) {
    let me = Rc::clone(owner);
    owner.client.ask(Request::Log, move |outcome| {
        if let Ok(Response::Log(log)) = outcome {
            me.hand_out(LOG_NAME, log, log["step"].as_u64().unwrap_or_default());
        }
    });
}

/// Hands out the receipt of a goal as a file, and says so.
pub(super) fn receipt(owner: &Rc<Owner>, receipt: &Value) {
    owner.hand_out(RECEIPT_NAME, receipt, receipt["facts"]["step"].as_u64().unwrap_or_default());
}

impl Owner {
    /// Offers `value`, the run after `step` steps, as a JSON file of this name, and says so.
    fn hand_out(&self, name: &str, value: &Value, step: u64) {
        let text = js::text_of(value);
        // Where the browser refuses downloads it says so to nobody: a frame's visitor can copy the text.
        let is_offered = offer(name, &text, "application/json").is_ok();
        let is_framed = page::is_framed() || !is_offered;
        let said = self.store.state().words.exported(name, step, is_framed).into();
        self.store.dispatch(Action::Done(Done { said, text: is_framed.then(|| text.into()) }));
    }
}

/// Offers a file of this name.
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
    let revoke = Closure::once_into_js(move || {
        // It fails for what is no URL only.
        Url::revoke_object_url(&url).ok();
    });
    set_timeout(revoke.unchecked_ref(), URL_FOR_MS);
    Ok(())
}
