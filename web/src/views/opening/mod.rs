//! What greets a first visit: the card of its slow start, and the tour. Both come in a chunk.

mod card;
mod tour;

use playground::ViewSettings;
use wasm_split_helpers::wasm_split;
use words::Words;
use yew::prelude::*;

use self::tour::Bubble;
use crate::chunks::{Chunk, Missing};
use crate::components::later::{Later, use_later};
use crate::intent::Intent;
use crate::store::state::Minute;

/// What is in the chunk.
pub(crate) struct Opening {
    card: fn(&Props) -> Html,
    tour: fn(&TourProps) -> Html,
}

/// The chunk.
pub(crate) static OPENING: Chunk<Opening> = Chunk::new(|| Box::pin(opening()));

#[wasm_split(opening, fallible)]
fn opening() -> Result<&'static Opening, Missing> {
    Ok(&Opening { card: card::card, tour: |props| html! { <Bubble ..props.clone() /> } })
}

/// What the card shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    pub(crate) minute: Minute,
    /// Whether somebody takes the tour.
    pub(crate) on_tour: bool,
    pub(crate) view_settings: ViewSettings,
    pub(crate) act: Callback<Intent>,
}

/// The card, while there is a slow start to tell of. Where its words cannot come it says nothing.
#[function_component(FirstMinute)]
pub(crate) fn first_minute(props: &Props) -> Html {
    let is_there = props.minute != Minute::Over;
    match use_later(&OPENING, is_there) {
        _ if !is_there => html! {},
        Later::Here(opening) => (opening.card)(props),
        Later::Coming | Later::Missing(_) => html! { <div class="panel opening" /> },
    }
}

/// Where the tour is.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct TourProps {
    pub(crate) words: &'static Words,
    pub(crate) place: Option<usize>,
    pub(crate) act: Callback<Intent>,
}

/// The tour, while somebody takes it.
#[function_component(Tour)]
pub(crate) fn tour(props: &TourProps) -> Html {
    match use_later(&OPENING, props.place.is_some()) {
        _ if props.place.is_none() => html! {},
        Later::Here(opening) => (opening.tour)(props),
        Later::Coming => html! {},
        missing @ Later::Missing(_) => {
            html! { <section class="panel tour">{ missing.view(props.words, |_| html! {}) }</section> }
        }
    }
}
