//! Sharing and embedding, which come in a chunk: few visitors do either.

pub(crate) mod embed;
pub(crate) mod link;
mod preview;
mod replay;
mod snippets;

use wasm_split_helpers::wasm_split;
use yew::prelude::*;

use self::embed::Embed;
use self::link::Share;
use crate::chunks::{Chunk, Missing};

/// What is in the chunk.
pub(crate) struct Sharing {
    pub(crate) share: fn(link::Props) -> Html,
    pub(crate) embed: fn(embed::Props) -> Html,
}

/// The chunk.
pub(crate) static SHARING: Chunk<Sharing> = Chunk::new(|| Box::pin(sharing()));

#[wasm_split(sharing, fallible)]
fn sharing() -> Result<&'static Sharing, Missing> {
    Ok(&Sharing { share: |props| html! { <Share ..props /> }, embed: |props| html! { <Embed ..props /> } })
}
