//! Hints in two levels, from what is so now: what is so, then what to do.

use playground::lesson::Hint;
use words::Lessons as Texts;
use yew::prelude::*;

use super::text::line;
use crate::components::button::Button;

/// What the hints show.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) said: Said,
    /// The hint that applies now.
    pub(super) hint: Option<Hint>,
    pub(super) go: Callback<String>,
}

/// The texts; there is one value per language.
#[derive(Clone, Copy)]
pub(super) struct Said(pub(super) &'static Texts);

impl PartialEq for Said {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

/// The hints.
#[function_component(Hints)]
pub(super) fn hints(props: &Props) -> Html {
    let said = props.said.0;
    let level = use_state_eq(|| 0_u8);
    let more = {
        let level = level.clone();
        Callback::from(move |_: MouseEvent| level.set(*level + 1))
    };
    let shown = match &props.hint {
        _ if *level == 0 => html! {},
        None => html! { <p ~textContent={said.no_hint} /> },
        Some(hint) => html! {
            <>
                <p>{ line(&hint.what, &props.go) }</p>
                if *level > 1 { <p class="how">{ line(&hint.how, &props.go) }</p> }
            </>
        },
    };
    html! {
        <div class="hints">
            if *level == 0 {
                { Button::of("btn quiet", said.hint).does(more.clone()) }
            }
            <div role="status">{ shown }</div>
            if *level == 1 && props.hint.is_some() {
                { Button::of("btn quiet", said.hint_more).does(more) }
            }
        </div>
    }
}
