//! Files that are dropped anywhere on the page, and tables that are pasted where nothing has the focus. What is in them others judge.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DataTransfer, DragEvent, Element, File};

use super::App;
use super::window::on;
use crate::intent::Intent;
use crate::popovers::importing::IMPORTING;
use crate::store::state::Brought;

/// Listens for as long as the page lives.
pub(super) fn listen(app: &Rc<App>) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    // Without it the browser would leave the page for what is dropped.
    on(&document, "dragover", app, |_, event| event.prevent_default());
    on(&document, "dragenter", app, |app, event| {
        let dragged = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer);
        if dragged.is_some_and(|data| data.types().includes(&"Files".into(), 0)) {
            let words = app.store.state().words;
            IMPORTING.with(move |it| it.iter().for_each(|it| (it.show_target)(words)));
        }
    });
    on(&document, "drop", app, |app, event| {
        let data = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer);
        let files = data.as_ref().map(files_of).unwrap_or_default();
        if !files.is_empty() {
            event.prevent_default();
            app.handlers.handle(Intent::Bring(Some(Brought::Files(files))));
        }
    });
    on(&document, "paste", app, |app, event| {
        if let Some(event) = event.dyn_ref::<ClipboardEvent>() {
            pasted(app, event);
        }
    });
}

fn files_of(data: &DataTransfer) -> Vec<File> {
    data.files().map_or_else(Vec::new, |files| (0..files.length()).filter_map(|at| files.get(at)).collect())
}

/// Takes what is pasted, unless a field wants it: files, or a text of several lines with numbers in it.
fn pasted(app: &App, event: &ClipboardEvent) {
    let target: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
    let is_wanted = target.is_some_and(|target| target.matches("input, select, textarea").unwrap_or(false));
    let Some(data) = event.clipboard_data().filter(|_| !is_wanted && !app.store.state().embedded) else { return };
    let (files, text) = (files_of(&data), data.get_data("text/plain").unwrap_or_default());
    let is_table = text.trim().contains('\n') && text.contains(|c: char| c.is_ascii_digit());
    let brought = match files.is_empty() {
        false => Brought::Files(files),
        true if is_table => Brought::Text(text.into()),
        true => return,
    };
    event.prevent_default();
    app.handlers.handle(Intent::Bring(Some(brought)));
}
