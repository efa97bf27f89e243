//! The way past the bars for whoever goes by keyboard: the page's first stop, seen only while it has the focus.
//! A button and no link: the address says what is on the page.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use words::Words;
use yew::prelude::*;

use crate::components::button::Button;

/// What the way is called.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
}

/// The way to the plot.
#[function_component(Skip)]
pub(crate) fn skip(props: &Props) -> Html {
    Button::of("btn skip", props.words.header.skip).does(Callback::from(|_: MouseEvent| {
        let document = web_sys::window().and_then(|window| window.document());
        let face = document.and_then(|document| document.query_selector(".face").ok().flatten());
        if let Some(face) = face.and_then(|face| face.dyn_into::<HtmlElement>().ok()) {
            // Fails only for elements that cannot be focused.
            face.focus().ok();
        }
    }))
}
