//! Copying text. In a frame without permission, or on a page that is not secure, there is no clipboard: then the caller selects
//! the text, so that the keyboard can do it.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// Copies `text`; `then` hears whether it worked.
pub(crate) fn copy(text: &str, then: impl Fn(bool) + Clone + 'static) {
    let Some(promise) = asked(text) else { return then(false) };
    let done = |worked: bool| {
        let then = then.clone();
        Closure::once_into_js(move |_: JsValue| then(worked))
    };
    let (yes, no) = (done(true), done(false));
    let method = Reflect::get(&promise, &"then".into()).and_then(JsCast::dyn_into::<Function>);
    if let Ok(method) = method {
        // A promise's own method does not fail.
        method.call2(&promise, &yes, &no).ok();
    }
}

fn asked(text: &str) -> Option<Promise> {
    let window = web_sys::window()?;
    let clipboard = Reflect::get(&Reflect::get(&window, &"navigator".into()).ok()?, &"clipboard".into()).ok()?;
    let write: Function = Reflect::get(&clipboard, &"writeText".into()).ok()?.dyn_into().ok()?;
    write.call1(&clipboard, &text.into()).ok()?.dyn_into().ok()
}
