//! The two parts that the program comes in: the build leaves in the first what a first visit runs, and the boot script fetches
//! the rest when the page moves. It does not know which function is where: a call of one that has not come yet waits for it.

use std::hint::black_box;

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};

#[wasm_bindgen(js_namespace = playgroundParts)]
extern "C" {
    /// Returns when the rest is there.
    #[wasm_bindgen(js_name = loadRest)]
    fn load_rest();
    /// Fetches the rest, and says when it is there.
    #[wasm_bindgen(js_name = fetchRest)]
    fn fetch(then: &JsValue);
    #[wasm_bindgen(js_name = isWhole)]
    fn whole() -> bool;
}

/// Keeps hold of what nothing here calls: the build puts calls of it where a function has moved.
pub(crate) fn begin() {
    black_box(load_rest as fn());
}

/// Whether the rest is there, so that nothing has to wait for it.
pub(crate) fn is_whole() -> bool {
    whole()
}

/// Lets the rest be fetched; `then` comes when it is there.
pub(crate) fn fetch_rest(then: impl FnOnce() + 'static) {
    fetch(&Closure::once_into_js(then));
}
