//! Files that go out and come in. How they are written and read comes in a chunk: a first visit has none.

mod export;
mod import;

use std::rc::Rc;

use playground::Problem;
use playground::problem::{self, Found, Rule};
use serde_json::Value;
use wasm_split_helpers::wasm_split;
use web_sys::File;

use crate::chunks::{Chunk, Missing};
use crate::client::session::SessionClient;
use crate::exported::Taken;
use crate::store::Store;

/// The session whose files they are.
pub(crate) struct Owner {
    client: Rc<SessionClient>,
    store: Rc<Store>,
}

/// What is in the chunk.
pub(crate) struct Files {
    download: fn(&Rc<Owner>, &Taken),
    export_log: fn(&Rc<Owner>),
    export_receipt: fn(&Rc<Owner>, &Value),
    import: fn(&Rc<Owner>, &File),
    load: fn(&Rc<Owner>, &str, &str),
}

/// The chunk.
pub(crate) static FILES: Chunk<Files> = Chunk::new(|| Box::pin(files()));

#[wasm_split(files, fallible)]
fn files() -> Result<&'static Files, Missing> {
    Ok(&Files {
        download: export::download,
        export_log: export::log,
        export_receipt: export::receipt,
        import: import::file,
        load: import::load,
    })
}

/// Offers what was exported as a file.
pub(crate) fn download(client: &Rc<SessionClient>, store: &Rc<Store>, taken: Rc<Taken>) {
    with(client, store, move |files, owner| (files.download)(owner, &taken));
}

/// Offers the log of the run as a file.
pub(crate) fn export_log(client: &Rc<SessionClient>, store: &Rc<Store>) {
    with(client, store, |files, owner| (files.export_log)(owner));
}

/// Offers the receipt of a goal as a file.
pub(crate) fn export_receipt(client: &Rc<SessionClient>, store: &Rc<Store>, receipt: Rc<Value>) {
    with(client, store, move |files, owner| (files.export_receipt)(owner, &receipt));
}

/// Loads the model in `file`.
pub(crate) fn import(client: &Rc<SessionClient>, store: &Rc<Store>, file: File) {
    with(client, store, move |files, owner| (files.import)(owner, &file));
}

/// Goes on with the model that this text holds; `name` says whose it is.
pub(crate) fn load(client: &Rc<SessionClient>, store: &Rc<Store>, name: String, text: String) {
    with(client, store, move |files, owner| (files.load)(owner, &name, &text));
}

fn with(client: &Rc<SessionClient>, store: &Rc<Store>, act: impl FnOnce(&Files, &Rc<Owner>) + 'static) {
    let owner = Rc::new(Owner { client: Rc::clone(client), store: Rc::clone(store) });
    FILES.with(move |files| match files {
        Ok(files) => act(files, &owner),
        Err(Missing) => {
            owner.client.refuse(Problem::new("files", Rule::Loaded(problem::Chunk::Files), Found::NoAnswer));
        }
    });
}
