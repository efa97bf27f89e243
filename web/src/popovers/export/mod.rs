//! The panel *Export*, and the pictures of a run, in a chunk that comes only when it is wanted.

mod bytes;
mod formats;
mod panel;
mod preview;

use playground::Exported;
use wasm_split_helpers::wasm_split;
use yew::prelude::*;

use self::panel::Panel;
pub(crate) use self::panel::Props;
use crate::chunks::{Chunk, Missing};
use crate::exported::{Kind, Options};
use crate::picture;
use crate::protocol::message::Seen;
use crate::store::state::State;

/// What is in the chunk.
pub(crate) struct Exports {
    pub(crate) panel: fn(Props) -> Html,
    /// The picture of what was seen; none where the browser cannot make it.
    pub(crate) picture: fn(&Seen, Kind, Options, &State) -> Option<Exported>,
}

/// The chunk.
pub(crate) static EXPORTS: Chunk<Exports> = Chunk::new(|| Box::pin(exports()));

#[wasm_split(exports, fallible)]
fn exports() -> Result<&'static Exports, Missing> {
    Ok(&Exports { panel: |props| html! { <Panel ..props /> }, picture: picture::make })
}
