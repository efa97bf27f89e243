//! What the page hands out, as a file or to the clipboard: made here, sent nowhere.

use js_sys::{Array, Function, Reflect};
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use crate::js;

/// Offers `value` as a JSON file of this name.
pub(crate) fn json(name: &str, value: &Value) {
    let text = js::text_of(value);
    // It fails only where the browser refuses downloads, and then says so itself.
    offer(name, &text, "application/json").ok();
}

/// Puts `text` into the clipboard, where the browser gives pages one; else the text can be marked and copied by hand.
pub(crate) fn copy(text: &str) {
    let property = |of: &JsValue, name: &str| Reflect::get(of, &name.into());
    let clipboard = property(&js_sys::global(), "navigator").and_then(|navigator| property(&navigator, "clipboard"));
    // Reading a property of nothing fails, as it should.
    let write = clipboard.and_then(|clipboard| Ok((property(&clipboard, "writeText")?, clipboard)));
    if let Ok((write, clipboard)) = write
        && let Some(write) = write.dyn_ref::<Function>()
    {
        write.call1(&clipboard, &text.into()).ok();
    }
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
