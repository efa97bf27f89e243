//! The goal of a link or of a page around an embed: whether the run has reached it, shown, said and told. All of it comes in a chunk when
//! there is a goal: few pages have one.

mod judge;
pub(crate) mod line;
mod receipt;
mod watch;

use std::rc::Rc;

use playground::{Config, Problem, Status};
use serde_json::Value;
use wasm_split_helpers::wasm_split;
use yew::prelude::*;

use self::judge::Judged;
use self::line::Line;
use self::watch::Tell;
use crate::chunks::{Chunk, Missing};
use crate::store::Store;

/// What is in the chunk.
pub(crate) struct Goals {
    pub(crate) judge: fn(&str, &Status, &Config) -> Result<Judged, Problem>,
    pub(crate) watch: fn(&Rc<Store>, Tell),
    pub(crate) line: fn(line::Props) -> Html,
}

/// The chunk.
pub(crate) static GOALS: Chunk<Goals> = Chunk::new(|| Box::pin(goals()));

#[wasm_split(goals, fallible)]
fn goals() -> Result<&'static Goals, Missing> {
    Ok(&Goals { judge: judge::judge, watch: watch::watch, line: |props| html! { <Line ..props /> } })
}

/// Judges the goal of the page whenever there is one, and tells at first and whenever it is another.
pub(crate) fn watch_when_there_is_one(store: &Rc<Store>, tell: impl Fn(&Value) + 'static) {
    let (weak, tell) = (Rc::downgrade(store), std::cell::RefCell::new(Some(Rc::new(tell) as Tell)));
    store.follow(move |_, state| {
        if !state.view_settings.goal.is_empty()
            && let Some(tell) = tell.take()
        {
            let store = weak.clone();
            GOALS.with(move |goals| {
                if let (Ok(goals), Some(store)) = (goals, store.upgrade()) {
                    (goals.watch)(&store, tell);
                }
            });
        }
    });
}
