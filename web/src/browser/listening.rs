//! Listeners that end.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Event, EventTarget};

/// What ends a listener.
pub(crate) type End = Box<dyn FnOnce()>;

/// Listens until the end.
pub(crate) fn listens(target: Option<EventTarget>, event: &'static str, hears: impl FnMut(Event) + 'static) -> End {
    let listener = Closure::<dyn FnMut(Event)>::new(hears);
    if let Some(target) = &target {
        // An event of this name can always be listened to.
        target.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref()).ok();
    }
    Box::new(move || {
        if let Some(target) = target {
            target.remove_event_listener_with_callback(event, listener.as_ref().unchecked_ref()).ok();
        }
    })
}
