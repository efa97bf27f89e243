//! What a person wants to see once points are used: the plot. A phone's menu may stand before it, and the page may be scrolled away.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, HtmlElement};

use crate::browser::clock::set_timeout;
use crate::browser::page;

/// The plot of the output.
const PLOT: &str = ".plot";
/// Until then the dialog is gone, and has given the focus back.
const LATER_MS: f64 = 200.0;

/// Closes the menu, and scrolls to the plot if it is not in sight.
pub(super) fn show_plot() {
    find(".menu-button[aria-expanded=true]").iter().for_each(|button| button.unchecked_ref::<HtmlElement>().click());
    let later = Closure::once_into_js(|| {
        let height = web_sys::window().and_then(|window| window.inner_height().ok()?.as_f64()).unwrap_or(f64::MAX);
        let is_out = |plot: &Element| {
            let place = plot.get_bounding_client_rect();
            place.top() < 0.0 || place.bottom() > height
        };
        if find(PLOT).as_ref().is_some_and(is_out) {
            page::bring_into_view(PLOT);
        }
    });
    set_timeout(later.unchecked_ref(), LATER_MS);
}

fn find(selector: &str) -> Option<Element> {
    web_sys::window()?.document()?.query_selector(selector).ok()?
}
