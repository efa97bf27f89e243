//! The page and its worker, in one module of WebAssembly.
//!
//! Invariants: the page never sees a session and the worker never sees the document; they share messages only
//! (`worker::message`). Numbers that change sixty times a second never pass through component state.
//! It deliberately knows no mathematics: what is computed is `playground`'s.

mod words;
mod js;
mod chunks;
mod outside;
mod draw;
mod worker;
mod app;
mod door;
mod parts;

/// Starts the page, or the worker's service if this is the worker.
pub fn start() {
    match worker::scope::current() {
        Some(scope) => worker::scope::run(&scope),
        None => app::run(),
    }
}
