//! What is seen while a file is dragged over the page: where it may be dropped, which is everywhere.

use std::cell::Cell;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{DragEvent, Element, Event};
use words::{Importing as Texts, Words};

use super::style;

/// What the element is called in the document.
const ID: &str = "drop-target";

thread_local! {
    /// Whether the end of a drag is listened to.
    static IS_HEARD: Cell<bool> = const { Cell::new(false) };
}

/// Shows it until the file is dropped or dragged away.
pub(super) fn show(words: &'static Words) {
    style::add();
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    if document.get_element_by_id(ID).is_some() {
        return;
    }
    let (Ok(target), Some(body)) = (document.create_element("div"), document.body()) else { return };
    target.set_id(ID);
    target.set_text_content(Some(Texts::of(words.tag).drop_here));
    // An element that is in no document can be put into one.
    body.append_child(&target).ok();
    if IS_HEARD.replace(true) {
        return;
    }
    let gone = Closure::<dyn FnMut(Event)>::new(|event: Event| {
        // Who leaves for another element of the page is still over it.
        let is_inside = event.type_() == "dragleave"
            && event.dyn_ref::<DragEvent>().is_some_and(|event| event.related_target().is_some());
        let document = web_sys::window().and_then(|window| window.document()).filter(|_| !is_inside);
        document.and_then(|document| document.get_element_by_id(ID)).iter().for_each(Element::remove);
    });
    let gone = gone.into_js_value();
    // A mouse that moves drags nothing, whatever was not heard.
    for event in ["dragleave", "drop", "dragend", "mousemove"] {
        // Events of these names can always be listened to.
        document.add_event_listener_with_callback(event, gone.unchecked_ref()).ok();
    }
}
