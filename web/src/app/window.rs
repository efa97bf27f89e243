//! What comes from around the page: size, colour scheme, visibility, keys that no control takes, and the page's own panics.

use std::rc::{Rc, Weak};

use js_sys::{Function, Reflect};
use playground::View;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    AddEventListenerOptions, Element, Event, EventTarget, IntersectionObserver, IntersectionObserverEntry,
    KeyboardEvent, ResizeObserver, Window,
};

use super::App;
use crate::browser::{keys, page};
use crate::components::term::term;
use crate::intent::Intent;
use crate::store::action::Action;

/// Follows the window for as long as the page lives.
pub(crate) fn listen(app: &Rc<App>) {
    let Some(window) = web_sys::window() else { return };
    let Some(document) = window.document() else { return };
    // A fragment that was typed is told by the second only where the first is not known to it.
    on(&window, "popstate", app, |app, _| app.url_sync.arrive());
    on(&window, "hashchange", app, |app, _| app.url_sync.arrive());
    // Told by offline.js.
    on(&window, "gradient-playground-update", app, |app, _| app.store.dispatch(Action::Updated(true)));
    on(&document, "visibilitychange", app, |app, _| app.look());
    // A slider or a key whose release somebody else sees is held no longer.
    on(&window, "blur", app, |app, _| app.handlers.handle(Intent::EndGesture));
    on(&document, "keydown", app, |app, event| {
        if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
            on_key(app, event);
        }
    });
    on(&document, "click", app, |app, event| {
        if let Some(term) = term_under(event) {
            // Else a label would give its field the focus.
            event.prevent_default();
            app.handlers.handle(Intent::Help(Some(term)));
        }
    });
    if let Ok(Some(scheme)) = window.match_media("(prefers-color-scheme: dark)") {
        on(&scheme, "change", app, |app, _| app.frames.redraw(true));
    }
    watch_size(app, &document.document_element());
    if page::is_framed() {
        watch_view(app, &document.document_element());
    }
    watch_pixel_ratio(app, &window);
}

pub(super) fn on(target: &EventTarget, event: &str, app: &Rc<App>, act: fn(&App, &Event)) {
    let weak = Rc::downgrade(app);
    let listener = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        if let Some(app) = weak.upgrade() {
            act(&app, &event);
        }
    });
    // Events of these names can always be listened to.
    target.add_event_listener_with_callback(event, listener.into_js_value().unchecked_ref()).ok();
}

fn watch_size(app: &Rc<App>, root: &Option<Element>) {
    let weak = Rc::downgrade(app);
    // What it tells first is that it observes.
    let mut is_first = true;
    let changed = Closure::<dyn FnMut()>::new(move || {
        if let Some(app) = weak.upgrade().filter(|_| !std::mem::take(&mut is_first)) {
            app.frames.redraw(false);
        }
    });
    let observer = ResizeObserver::new(changed.into_js_value().unchecked_ref());
    if let (Ok(observer), Some(root)) = (observer, root) {
        observer.observe(root);
    }
}

/// A frame that is scrolled away is as hidden as a tab behind others.
fn watch_view(app: &Rc<App>, root: &Option<Element>) {
    let weak = Rc::downgrade(app);
    let changed = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
        let newest = entries.pop().dyn_into::<IntersectionObserverEntry>();
        if let (Some(app), Ok(newest)) = (weak.upgrade(), newest) {
            page::set_in_view(newest.is_intersecting());
            app.look();
        }
    });
    let observer = IntersectionObserver::new(changed.into_js_value().unchecked_ref());
    if let (Ok(observer), Some(root)) = (observer, root) {
        observer.observe(root);
    }
}

/// Draws again when the page comes to a screen of another density, or is zoomed: that need not change its size.
fn watch_pixel_ratio(app: &Rc<App>, window: &Window) {
    on(window, "resize", app, |app, _| app.frames.redraw(false));
    watch_density(Rc::downgrade(app));
}

/// A query knows one density only: when that is left, there is another to ask for.
fn watch_density(app: Weak<App>) {
    let Some(window) = web_sys::window() else { return };
    let density = window.device_pixel_ratio();
    let Ok(Some(query)) = window.match_media(&format!("(resolution: {density}dppx)")) else { return };
    let changed = Closure::once_into_js(move || {
        if let Some(app) = app.upgrade() {
            app.frames.redraw(true);
            watch_density(Rc::downgrade(&app));
        }
    });
    let once = AddEventListenerOptions::new();
    once.set_once(true);
    // An event of this name can always be listened to.
    query
        .add_event_listener_with_callback_and_add_event_listener_options("change", changed.unchecked_ref(), &once)
        .ok();
}

/// Keys act for the whole page only where no control wants them.
fn on_key(app: &App, event: &KeyboardEvent) {
    if let Some(intent) = undo_key(event) {
        event.prevent_default();
        return app.handlers.handle(intent);
    }
    let has_modifier = event.ctrl_key() || event.meta_key() || event.alt_key();
    let target: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
    let is_free = target.is_none_or(|target| matches!(target.tag_name().as_str(), "BODY" | "HTML"));
    let view_settings = app.store.state().view_settings;
    if has_modifier || !is_free || !view_settings.shortcuts || view_settings.view == View::Lab {
        return;
    }
    let intent = match event.key().as_str() {
        " " => Intent::TogglePlay,
        "ArrowRight" => Intent::Step,
        key if keys::letter(key, &event.code()) == Some('r') => Intent::Reset,
        _ => return,
    };
    event.prevent_default();
    app.handlers.handle(intent);
}

/// The word of the glossary that was clicked.
fn term_under(event: &Event) -> Option<&'static str> {
    let target: Element = event.target()?.dyn_into().ok()?;
    term(&target.closest("[data-term]").ok()??.get_attribute("data-term")?)
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
    match (keys::letter(&event.key(), &event.code())?, event.shift_key()) {
        ('z', false) => Some(Intent::Undo),
        ('z', true) | ('y', false) => Some(Intent::Redo),
        _ => None,
    }
}

/// Hands a panic of the page to the boot script, which can still speak when nothing of the page works.
pub(super) fn report_panics() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        report("panicked", &info.to_string());
    }));
}

/// Lets the boot script say that the page cannot start.
pub(super) fn report_failure(details: &str) {
    report("failed", details);
}

fn report(how: &str, details: &str) {
    let boot = Reflect::get(&js_sys::global(), &"playgroundBoot".into());
    let report = boot.and_then(|boot| Reflect::get(&boot, &how.into()));
    if let Some(report) = report.ok().and_then(|report| report.dyn_into::<Function>().ok()) {
        report.call1(&JsValue::NULL, &details.into()).ok();
    }
}
