//! A view that comes in a chunk: a word while it comes, and what to do where it cannot.

use wasm_bindgen_futures::spawn_local;
use words::Words;
use yew::prelude::*;

use crate::browser::page;
use crate::chunks::Chunk;
use crate::components::button::Button;

/// What a component has of a chunk.
#[derive(Clone)]
pub(crate) enum Later<T: 'static> {
    Coming,
    Here(&'static T),
    /// It could not be loaded; the callback tries again.
    Missing(Callback<MouseEvent>),
}

/// Loads `chunk` as soon as it is wanted.
#[hook]
pub(crate) fn use_later<T: Sync + 'static>(chunk: &'static Chunk<T>, is_wanted: bool) -> Later<T> {
    // The number of attempts, and whether the last one failed.
    let attempt = use_state_eq(|| (0u32, false));
    // Looked at once: a chunk that comes between drawing and the effect still has to be drawn.
    let here = chunk.here();
    {
        let attempt = attempt.clone();
        use_effect_with((is_wanted, attempt.0), move |(is_wanted, n)| {
            let n = *n;
            if *is_wanted && here.is_none() {
                spawn_local(async move {
                    let failed = chunk.fetched().await.is_err();
                    // A success changes the number too, so that the component is drawn again.
                    attempt.set((if failed { n } else { n + 1 }, failed));
                });
            }
        });
    }
    match here {
        Some(table) => Later::Here(table),
        None if attempt.1 => Later::Missing(Callback::from(move |_: MouseEvent| attempt.set((attempt.0 + 1, false)))),
        None => Later::Coming,
    }
}

impl<T> Later<T> {
    /// The view that `draw` takes from the chunk, or a word in its place.
    pub(crate) fn view(&self, words: &Words, draw: impl FnOnce(&T) -> Html) -> Html {
        match self {
            Later::Here(table) => draw(table),
            Later::Coming => html! { <p role="status" ~textContent={words.common.loading} /> },
            Later::Missing(retry) => missing(words, retry),
        }
    }
}

/// What is said where a part of the page cannot come.
pub(crate) fn missing(words: &Words, retry: &Callback<MouseEvent>) -> Html {
    html! {
        <div class="missing" role="alert">
            <p><b ~textContent={words.common.missing} /></p>
            <p ~textContent={words.common.missing_cure} />
            <div class="row">
                { Button::of("btn primary", words.common.try_again).does(retry.clone()) }
                { Button::of("btn", words.common.reload).does(Callback::from(|_| page::reload())) }
            </div>
        </div>
    }
}
