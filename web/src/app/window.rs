//! What comes from around the page: size, colour scheme, visibility, keys that no control takes, and the page's own panics.

use std::rc::Rc;

use js_sys::{Function, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DragEvent, Element, Event, EventTarget, KeyboardEvent, ResizeObserver, Window};

use crate::app::acts;
use crate::app::engine::Engine;
use crate::files;
use crate::intent::Intent;

/// Follows the window for as long as the page lives.
pub(crate) fn listen(engine: &Rc<Engine>) {
    let Some(window) = web_sys::window() else { return };
    let Some(document) = window.document() else { return };
    // A fragment that was typed is told by the second only where the first is not known to it.
    on(&window, "popstate", engine, |engine, _| engine.arrive());
    on(&window, "hashchange", engine, |engine, _| engine.arrive());
    on(&document, "visibilitychange", engine, |engine, _| engine.set_shown(!is_hidden()));
    on(&document, "keydown", engine, |engine, event| {
        if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
            on_key(engine, event);
        }
    });
    // A file may be dropped anywhere; else the browser would leave the page for it.
    on(&document, "dragover", engine, |_, event| event.prevent_default());
    on(&document, "drop", engine, |engine, event| {
        if let Some(event) = event.dyn_ref::<DragEvent>() {
            files::dropped(engine, event);
        }
    });
    if let Ok(Some(scheme)) = window.match_media("(prefers-color-scheme: dark)") {
        on(&scheme, "change", engine, |engine, _| engine.retheme());
    }
    watch_size(engine, &document.document_element());
    watch_pixel_ratio(engine, &window);
}

fn on(target: &EventTarget, event: &str, engine: &Rc<Engine>, act: fn(&Engine, &Event)) {
    let weak = Rc::downgrade(engine);
    let listener = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        if let Some(engine) = weak.upgrade() {
            act(&engine, &event);
        }
    });
    // Events of these names can always be listened to.
    target.add_event_listener_with_callback(event, listener.into_js_value().unchecked_ref()).ok();
}

fn watch_size(engine: &Rc<Engine>, root: &Option<Element>) {
    let weak = Rc::downgrade(engine);
    // What it tells first is that it observes.
    let mut is_first = true;
    let changed = Closure::<dyn FnMut()>::new(move || {
        if let Some(engine) = weak.upgrade().filter(|_| !std::mem::take(&mut is_first)) {
            engine.redraw();
        }
    });
    let observer = ResizeObserver::new(changed.into_js_value().unchecked_ref());
    if let (Ok(observer), Some(root)) = (observer, root) {
        observer.observe(root);
    }
}

/// Zooming changes the size of a pixel, which no other event tells.
fn watch_pixel_ratio(engine: &Rc<Engine>, window: &Window) {
    on(window, "resize", engine, |engine, _| engine.redraw());
}

/// Keys act for the whole page only where no control wants them.
fn on_key(engine: &Engine, event: &KeyboardEvent) {
    if let Some(intent) = undo_key(event) {
        event.prevent_default();
        return acts::act(engine, intent);
    }
    let has_modifier = event.ctrl_key() || event.meta_key() || event.alt_key();
    let target: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
    let is_free = target.is_none_or(|target| matches!(target.tag_name().as_str(), "BODY" | "HTML"));
    if has_modifier || !is_free || !engine.state().view_settings.shortcuts {
        return;
    }
    let intent = match event.key().as_str() {
        " " => Intent::TogglePlay,
        "ArrowRight" => Intent::Step,
        "r" | "R" => Intent::Reset,
        _ => return,
    };
    event.prevent_default();
    acts::act(engine, intent);
}

/// What is undone or redone by this key; a text field undoes its own text.
fn undo_key(event: &KeyboardEvent) -> Option<Intent> {
    let target: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
    let takes_text = target.is_some_and(|target| {
        target.matches("input:not([type=range],[type=checkbox],[type=radio]), textarea").unwrap_or(false)
    });
    if takes_text || event.alt_key() || !(event.ctrl_key() || event.meta_key()) {
        return None;
    }
    match (event.key().as_str(), event.shift_key()) {
        ("z", false) => Some(Intent::Undo),
        ("z" | "Z", true) | ("y", false) => Some(Intent::Redo),
        _ => None,
    }
}

/// Tells the style sheet which theme was chosen; it follows the system where none was.
pub(crate) fn set_theme(theme: &str) {
    let root = web_sys::window().and_then(|window| window.document()).and_then(|document| document.document_element());
    if let Some(root) = root {
        // An attribute of this name can always be set.
        root.set_attribute("data-theme", theme).ok();
    }
}

/// Loads the page anew; points and settings are in its address.
pub(crate) fn reload() {
    if let Some(window) = web_sys::window() {
        // It fails for documents that are not shown.
        window.location().reload().ok();
    }
}

/// Whether nobody sees the page, as in a tab behind others.
pub(crate) fn is_hidden() -> bool {
    web_sys::window().and_then(|window| window.document()).is_some_and(|document| document.hidden())
}

/// Whether the visitor asked for nothing to move by itself.
pub(crate) fn prefers_stillness() -> bool {
    is_so("(prefers-reduced-motion: reduce)")
}

/// Whether a finger is what mostly points here.
pub(crate) fn has_finger() -> bool {
    is_so("(pointer: coarse)")
}

fn is_so(query: &str) -> bool {
    let query = web_sys::window().and_then(|window| window.match_media(query).ok().flatten());
    query.is_some_and(|query| query.matches())
}

/// Hands a panic of the page to the boot script, which can still speak when nothing of the page works.
pub(crate) fn report_panics() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        let boot = Reflect::get(&js_sys::global(), &"playgroundBoot".into());
        let report = boot.and_then(|boot| Reflect::get(&boot, &"panicked".into()));
        if let Some(report) = report.ok().and_then(|report| report.dyn_into::<Function>().ok()) {
            report.call1(&JsValue::NULL, &info.to_string().into()).ok();
        }
    }));
}
