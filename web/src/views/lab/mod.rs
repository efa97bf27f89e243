//! The autodiff lab, in a chunk of its own: definitions that a person types, and their derivatives in every way. It knows no session.

mod answer;
mod notation;
mod worked;
mod drawing;
mod graph;
mod definitions;
mod derivatives;
mod rules;
mod ways;
mod errors;
mod descend;
mod travel;
mod view;

use js_sys::Object;
use playground::Problem;
use playground::insight::lab::{Question, differentiate};
use serde_json::Value;
use wasm_split_helpers::wasm_split;
use yew::prelude::*;

pub(crate) use self::view::Props;
use self::view::TheLab;
use crate::chunks::{Chunk, Missing};

/// What is in the chunk.
pub(crate) struct Lab {
    pub(crate) view: fn(Props) -> Html,
    /// Answers a call of the API: the text, its options, and in which order the variables have their values.
    pub(crate) differentiate: fn(&str, &Value, &[String]) -> Result<Object, Problem>,
}

/// The chunk.
pub(crate) static LAB: Chunk<Lab> = Chunk::new(|| Box::pin(lab()));

#[wasm_split(lab, fallible)]
fn lab() -> Result<&'static Lab, Missing> {
    Ok(&Lab {
        view: |props| html! { <TheLab ..props /> },
        differentiate: |text, options, order| {
            Ok(answer::object_of(&differentiate(&Question::read(text, options, order)?)?))
        },
    })
}
