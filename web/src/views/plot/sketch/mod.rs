//! Guess first, in a chunk of its own: a person draws on the plot what the network will have learnt, trains, and sees the difference.
//! The drawing lies over the plot and changes nothing of the run.

mod drawing;
mod picture;
mod sketcher;

use wasm_split_helpers::wasm_split;
use yew::prelude::*;

pub(crate) use self::drawing::Props;
use self::drawing::TheDrawing;
use crate::chunks::{Chunk, Missing};

/// The chunk: how the drawing and its tools are shown.
pub(crate) static SKETCH: Chunk<fn(Props) -> Html> = Chunk::new(|| Box::pin(sketch()));

#[wasm_split(sketch, fallible)]
fn sketch() -> Result<&'static fn(Props) -> Html, Missing> {
    const DRAW: fn(Props) -> Html = |props| html! { <TheDrawing ..props /> };
    Ok(&DRAW)
}
