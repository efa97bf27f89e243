//! What the page hands out as a file: made here, sent nowhere.

use std::rc::Rc;

use js_sys::Array;
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

/// What the file is called.
const FILE_NAME: &str = "gradient-playground-model.json";

/// So long a browser may take to ask where a file is to go.
const URL_FOR_MS: f64 = 120_000.0;

/// Hands out the model as a file, and says so.
pub(super) fn model(owner: &Rc<Owner>) {
    let me = Rc::clone(owner);
    owner.client.ask(Request::Model, move |outcome| {
        if let Ok(Response::Model(model)) = outcome {
            let text = js::text_of(model);
            // Where the browser refuses downloads it says so to nobody: a frame's visitor can copy the text.
            let is_offered = offer(FILE_NAME, &text, "application/json").is_ok();
            let step = model["progress"]["step"].as_u64().unwrap_or_default();
            let is_framed = page::is_framed() || !is_offered;
            let said = me.store.state().words.exported(FILE_NAME, step, is_framed).into();
            me.store.dispatch(Action::Done(Done { said, text: is_framed.then(|| text.into()) }));
        }
    });
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
