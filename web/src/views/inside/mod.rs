//! Backprop by numbers, in a chunk of its own: one step of training for one point, neuron by neuron. What it shows is looked up when the
//! run rests; the session knows no such view.

mod attempt;
mod bars;
mod check;
mod diagram;
mod following;
mod ledger;
mod place;
mod slope;
mod view;

use wasm_split_helpers::wasm_split;
use yew::prelude::*;

use self::following::Props;
use self::view::TheInside;
use crate::chunks::{Chunk, Missing};
use crate::components::later::use_later;

/// The chunk: how the view is drawn.
pub(crate) static INSIDE: Chunk<fn(Props) -> Html> = Chunk::new(|| Box::pin(inside()));

#[wasm_split(inside, fallible)]
fn inside() -> Result<&'static fn(Props) -> Html, Missing> {
    const DRAW: fn(Props) -> Html = |props| html! { <TheInside ..props /> };
    Ok(&DRAW)
}

/// The view, once its chunk has come.
#[function_component(InsideLater)]
pub(crate) fn inside_later(props: &Props) -> Html {
    let later = use_later(&INSIDE, true);
    later.view(props.words, |draw| draw(props.clone()))
}
