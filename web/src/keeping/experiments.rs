//! Runs that a visitor keeps in the browser under a name. What is kept is what Export writes, so that it outlives this version of the
//! page; opening one is a change that Undo reverts.

use std::rc::Rc;

use serde_json::Value;
use wasm_bindgen_futures::spawn_local;

use super::{Blocked, SHELF, Shelf};
use crate::chunks::Missing;
use crate::client::session::SessionClient;
use crate::files;
use crate::js;
use crate::protocol::message::{Request, Response};
use crate::store::Store;
use crate::store::action::Action;
use crate::store::state::Done;

/// So many are kept, and so many million characters of them.
pub(crate) const MOST: usize = 50;
pub(crate) const MOST_MB: usize = 20;
/// A longer name is cut off.
pub(crate) const LONGEST_NAME: usize = 80;

/// What a list says of one.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Experiment {
    pub(crate) id: String,
    pub(crate) name: String,
    /// When it was kept, in milliseconds as the browser counts them.
    pub(crate) at: f64,
    pub(crate) size: f64,
    pub(crate) epoch: f64,
    pub(crate) loss: f64,
}

/// Why one could not be kept.
pub(crate) enum NoRoom {
    Full,
    TooLarge,
    Blocked,
}

/// Keeps the run as it is now under this name, and tells how that went.
pub(crate) fn keep(client: &Rc<SessionClient>, store: &Rc<Store>, name: String) {
    let store = Rc::clone(store);
    client.ask(Request::Model, move |outcome| {
        let Ok(Response::Model(model)) = outcome else { return };
        let (text, about) = (js::text_of(model), about(&name, model));
        with(&store, move |shelf, store| {
            spawn_local(async move {
                let words = store.state().words;
                let said = match (shelf.keep)(about, text).await {
                    Ok(()) => words.experiments.kept.with([&name]),
                    Err(NoRoom::Full) => words.experiments.full.with([&MOST.to_string(), &MOST_MB.to_string()]),
                    Err(NoRoom::TooLarge) => words.experiments.too_large.with([&MOST_MB.to_string()]),
                    Err(NoRoom::Blocked) => words.experiments.blocked.into(),
                };
                store.dispatch(Action::Shelved(said.into()));
            });
        });
    });
}

/// Goes on with one of them.
pub(crate) fn open(client: &Rc<SessionClient>, store: &Rc<Store>, id: String, name: String) {
    let client = Rc::clone(client);
    with(store, move |shelf, store| {
        spawn_local(async move {
            match (shelf.open)(id).await {
                Ok(Some(text)) => files::load(&client, &store, name, text),
                // The panel is closed by now.
                Ok(None) => tell(&store, store.state().words.experiments.gone),
                Err(Blocked) => tell(&store, store.state().words.experiments.blocked),
            }
        });
    });
}

fn with(store: &Rc<Store>, act: impl FnOnce(&'static Shelf, Rc<Store>) + 'static) {
    let store = Rc::clone(store);
    SHELF.with(move |shelf| match shelf {
        Ok(shelf) => act(shelf, store),
        Err(Missing) => store.dispatch(Action::Shelved(store.state().words.common.missing.into())),
    });
}

fn tell(store: &Store, said: &'static str) {
    store.dispatch(Action::Done(Done::said(said)));
}

/// What a list is to say of this model.
fn about(name: &str, model: &Value) -> Experiment {
    let losses = model["record"]["losses"].as_array();
    let loss = losses.and_then(|losses| losses.last()).and_then(|last| last["trainLoss"].as_f64());
    Experiment {
        name: name.to_owned(),
        epoch: model["progress"]["epoch"].as_f64().unwrap_or_default(),
        loss: loss.unwrap_or(f64::NAN),
        ..Experiment::default()
    }
}
