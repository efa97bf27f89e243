//! Own data from tables, in a chunk of its own: the dialog that makes points of files and texts, and what is seen while a file is
//! dragged over the page. What a table holds `playground::table` reads.

mod encoding;
mod source;
mod ready;
mod choices;
mod work;
mod style;
mod fields;
mod rows;
mod picture;
mod outcome;
mod seen;
mod start;
mod target;
mod dialog;

use wasm_split_helpers::wasm_split;
use words::Words;
use yew::prelude::*;

use self::dialog::Dialog;
pub(crate) use self::dialog::Props;
use crate::chunks::{Chunk, Missing};

/// What is in the chunk.
pub(crate) struct Importing {
    pub(crate) view: fn(Props) -> Html,
    /// Shows where a file may be dropped, for as long as it is dragged.
    pub(crate) show_target: fn(&'static Words),
}

/// The chunk.
pub(crate) static IMPORTING: Chunk<Importing> = Chunk::new(|| Box::pin(importing()));

#[wasm_split(importing, fallible)]
fn importing() -> Result<&'static Importing, Missing> {
    Ok(&Importing { view: |props| html! { <Dialog ..props /> }, show_target: target::show })
}
