//! Files that go out and come in. How they are written and read comes in a chunk: a first visit has none.

mod export;
mod import;

use std::rc::Rc;

use playground::Problem;
use playground::problem::{self, Found, Rule};
use wasm_split_helpers::wasm_split;
use web_sys::{DragEvent, File};

use crate::app::engine::Engine;
use crate::chunks::{Chunk, Missing};

/// What is in the chunk.
pub(crate) struct Files {
    export: fn(&Rc<Engine>),
    import: fn(&Rc<Engine>, &File),
}

/// The chunk.
pub(crate) static FILES: Chunk<Files> = Chunk::new(|| Box::pin(files()));

#[wasm_split(files, fallible)]
fn files() -> Result<&'static Files, Missing> {
    Ok(&Files { export: export::model, import: import::file })
}

/// Hands out the model as a file.
pub(crate) fn export(engine: &Engine) {
    with(engine, |files, engine| (files.export)(engine));
}

/// Takes over the model in `file`.
pub(crate) fn import(engine: &Engine, file: File) {
    with(engine, move |files, engine| (files.import)(engine, &file));
}

/// Takes what was dropped onto the page, if it is a file; else the browser would leave the page for it.
pub(crate) fn dropped(engine: &Engine, event: &DragEvent) {
    let Some(files) = event.data_transfer().and_then(|data| data.files()) else { return };
    if let Some(first) = files.get(0) {
        event.prevent_default();
        import(engine, first);
    }
}

fn with(engine: &Engine, act: impl FnOnce(&Files, &Rc<Engine>) + 'static) {
    let Some(engine) = engine.shared() else { return };
    FILES.with(move |files| match files {
        Ok(files) => act(files, &engine),
        Err(Missing) => {
            engine.refuse(&Problem::new("files", Rule::Loaded(problem::Chunk::Files), Found::NoAnswer));
        }
    });
}
