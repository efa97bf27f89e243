//! The page and its worker, in one module of WebAssembly.
//!
//! Invariants: the page never sees a session and the worker never sees the document; they share messages only
//! (`protocol`). Numbers that change sixty times a second never pass through component state.
//! It deliberately knows no mathematics: what is computed is `playground`'s.

mod api;
mod app;
mod browser;
mod chunks;
mod client;
mod components;
mod controls;
mod draw;
mod exported;
mod exporting;
mod files;
mod first_minute;
mod frame_loop;
mod handlers;
mod instruments;
mod intent;
mod js;
mod keeping;
mod language;
mod page;
mod picture;
mod popovers;
mod protocol;
mod rulers;
mod store;
mod tint;
mod untrusted;
mod url_sync;
mod view;
mod views;
mod worker;

/// Starts the page, or the worker's service if this is the worker.
pub fn start() {
    match worker::entry::current() {
        Some(scope) => worker::entry::run(&scope),
        None => app::root::run(),
    }
}
