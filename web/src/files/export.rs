//! What the page hands out as a file: made here, sent nowhere.

use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use playground::problem::{Chunk, Found, Rule};
use playground::{Exported, Problem};
use serde_json::Value;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use super::Owner;
use crate::browser::clock::set_timeout;
use crate::browser::page;
use crate::exported::Taken;
use crate::js;
use crate::protocol::message::{Request, Response};
use crate::store::action::Action;
use crate::store::state::Done;

/// What the files are called.
const LOG_NAME: &str = "gradient-playground-log.json";
const RECEIPT_NAME: &str = "gradient-playground-receipt.json";

/// So long a browser may take to ask where a file is to go.
const URL_FOR_MS: f64 = 120_000.0;

/// Hands out what was exported as a file; the panel says so.
pub(super) fn download(owner: &Rc<Owner>, taken: &Taken) {
    let parts = match &taken.exported {
        Exported::Text(text) => JsValue::from(text),
        Exported::Bytes(bytes) => Uint8Array::from(&bytes[..]).into(),
    };
    if offer(&taken.file, &parts, kind_of(&taken.file)).is_err() {
        let problem = Problem::new("files", Rule::Loaded(Chunk::Files), Found::NoAnswer);
        owner.client.refuse(problem);
    }
}

/// The kind of a file as browsers call it.
fn kind_of(file: &str) -> &'static str {
    match file.rsplit('.').next() {
        Some("json") => "application/json",
        Some("csv") => "text/csv",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("onnx" | "safetensors") => "application/octet-stream",
        _ => "text/plain",
    }
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
        let is_offered = offer(name, &text.as_str().into(), "application/json").is_ok();
        let is_framed = page::is_framed() || !is_offered;
        let said = self.store.state().words.exported(name, step, is_framed);
        self.store.dispatch(Action::Done(Done { text: is_framed.then(|| text.into()), ..Done::said(said) }));
    }
}

/// Offers a file of this name.
fn offer(name: &str, content: &JsValue, kind: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let blob = Blob::new_with_buffer_source_sequence_and_options(&Array::of1(content), &options)?;
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
