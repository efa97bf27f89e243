//! The lessons: a list of them, and the step that a learner is at, beside the playground that the step sets up. All of it comes in a
//! chunk, and the text of a lesson in a file of its own. It knows no session: it sets up and judges by intents and what the page shows.

mod file;
mod progress;
mod text;
mod list;
mod stage;
mod hints;
mod places;
mod polynomial;
mod aim;
mod step;
mod view;

use wasm_split_helpers::wasm_split;
use yew::prelude::*;

pub(crate) use self::view::Props;
use self::view::TheLessons;
use crate::chunks::{Chunk, Missing};

/// What is in the chunk.
pub(crate) struct Lessons {
    pub(crate) view: fn(Props) -> Html,
}

/// The chunk.
pub(crate) static LESSONS: Chunk<Lessons> = Chunk::new(|| Box::pin(lessons()));

#[wasm_split(lessons, fallible)]
fn lessons() -> Result<&'static Lessons, Missing> {
    Ok(&Lessons { view: |props| html! { <TheLessons ..props /> } })
}
