//! The place for what went wrong and for what was done unseen. How it is told comes in a chunk; where that cannot come, the words
//! are told plainly.

mod list;

use wasm_split_helpers::wasm_split;
use yew::prelude::*;

use crate::chunks::{Chunk, Missing};
use crate::components::later::{Later, missing, use_later};
use crate::views::cards::list::{List, Props};

/// The chunk: how a card is drawn.
pub(crate) static CARDS: Chunk<fn(Props) -> Html> = Chunk::new(|| Box::pin(cards()));

#[wasm_split(cards, fallible)]
fn cards() -> Result<&'static fn(Props) -> Html, Missing> {
    const DRAW: fn(Props) -> Html = |props| html! { <List ..props /> };
    Ok(&DRAW)
}

/// The cards, as soon as there is something to say.
#[function_component(Cards)]
pub(crate) fn cards_or_words(props: &Props) -> Html {
    let said = plainly(props);
    match use_later(&CARDS, !said.is_empty()) {
        Later::Here(draw) => draw(props.clone()),
        Later::Coming => html! {},
        Later::Missing(_) if said.is_empty() => html! {},
        Later::Missing(retry) => html! {
            <div class="notices">
                <section class="card bad">{ for said.into_iter().map(|said| html! { <p ~textContent={&*said} /> }) }{ missing(props.words, &retry) }</section>
            </div>
        },
    }
}

/// What there is to say, without what can be done about it.
fn plainly(props: &Props) -> Vec<AttrValue> {
    let words = &props.words.cards;
    let mut said: Vec<AttrValue> = props.notes.iter().map(|note| props.words.refusal(note).into()).collect();
    said.extend(props.problem.as_deref().map(|problem| props.words.refusal(problem).into()));
    said.extend(props.recalled.map(|recalled| recalled.said(props.words).into()));
    said.extend(props.is_outdated.then(|| words.updated.into()));
    said.extend(props.diverged.map(|_| words.diverged.into()));
    let done = props.done.as_ref().map(|done| &done.said);
    said.extend(props.replaying.iter().chain(done).chain(&props.stopped).cloned());
    said.extend(props.revived.as_ref().map(|_| words.revived.into()));
    said.extend(props.crash.as_ref().map(|_| words.crashed.into()));
    said
}
