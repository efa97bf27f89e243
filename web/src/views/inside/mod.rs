//! Backprop by numbers, in a chunk of its own: one step of training for one point, neuron by neuron. What it shows is looked up when the
//! run rests; the session knows no such view.

mod attempt;
mod bars;
mod check;
mod diagram;
mod ledger;
mod place;
mod slope;
mod view;

use std::rc::Rc;

use playground::{Config, Point, Status};
use wasm_split_helpers::wasm_split;
use words::Words;
use yew::prelude::*;

use self::view::TheInside;
use crate::chunks::{Chunk, Missing};
use crate::components::later::use_later;
use crate::intent::Intent;

/// What the view follows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    pub(crate) config: Rc<Config>,
    pub(crate) status: Option<Rc<Status>>,
    pub(crate) playing: bool,
    pub(crate) points: Rc<Vec<Point>>,
    /// The index of the point that is selected on the plot.
    pub(crate) selected: Option<usize>,
    pub(crate) act: Callback<Intent>,
}

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
