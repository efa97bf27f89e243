//! The page and its worker, in one module of WebAssembly.
//!
//! Invariants: the page never sees a session and the worker never sees the document; they share messages only
//! (`protocol`). Numbers that change sixty times a second never pass through component state.
//! It deliberately knows no mathematics: what is computed is `playground`'s.

mod words;
mod js;
mod chunks;
mod untrusted;
mod draw;
mod worker;
mod app;
mod api;
mod browser;
mod components;
mod controls;
mod files;
mod intent;
mod page;
mod protocol;
mod store;
mod url_sync;
mod views;

/// Starts the page, or the worker's service if this is the worker.
pub fn start() {
    match worker::entry::current() {
        Some(scope) => worker::entry::run(&scope),
        None => app::run(),
    }
}
