//! The runs that a visitor has kept, in a chunk of their own.

mod list;

use wasm_split_helpers::wasm_split;
use yew::prelude::*;

use self::list::List;
pub(crate) use self::list::{Props, Run};
use crate::chunks::{Chunk, Missing};

/// The chunk: how the panel is drawn.
pub(crate) static EXPERIMENTS: Chunk<fn(Props) -> Html> = Chunk::new(|| Box::pin(experiments()));

#[wasm_split(experiments, fallible)]
fn experiments() -> Result<&'static fn(Props) -> Html, Missing> {
    const DRAW: fn(Props) -> Html = |props| html! { <List ..props /> };
    Ok(&DRAW)
}
