//! The line under the loss curve: what the doctor says of the run. It comes in a chunk, when a person trains or changes something, or
//! asks for it; until then a button stands in its place, whose room is reserved. It knows no session.

mod following;
mod hints;
mod line;
mod why;

use wasm_split_helpers::wasm_split;
use yew::prelude::*;

pub(crate) use self::following::Props;
use self::line::TheLine;
use crate::chunks::{Chunk, Missing};
use crate::components::button::Button;
use crate::components::later::{Later, use_later};

/// The chunk: how the line is drawn.
pub(crate) static DOCTOR: Chunk<fn(Props) -> Html> = Chunk::new(|| Box::pin(doctor()));

#[wasm_split(doctor, fallible)]
fn doctor() -> Result<&'static fn(Props) -> Html, Missing> {
    const DRAW: fn(Props) -> Html = |props| html! { <TheLine ..props /> };
    Ok(&DRAW)
}

/// The line, once somebody wants it.
#[function_component(DoctorLater)]
pub(crate) fn doctor_later(props: &Props) -> Html {
    // Who has asked once is told from then on, whoever trains.
    let is_wanted = use_state_eq(|| false);
    let later = use_later(&DOCTOR, *is_wanted);
    {
        let is_wanted = is_wanted.setter();
        use_effect_with(props.by_person, move |by_person| {
            if *by_person {
                is_wanted.set(true);
            }
        });
    }
    let ask = Callback::from(move |_: MouseEvent| is_wanted.set(true));
    html! {
        <div class="doctor">
            { match &later {
                Later::Here(draw) => draw(props.clone()),
                Later::Coming => Button::of("chip", props.words.curve.ask).does(ask),
                Later::Missing(again) => Button::of("chip", props.words.common.try_again).does(again.clone()),
            } }
        </div>
    }
}
