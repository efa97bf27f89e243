//! What makes training go: Play, Step with what it trains, and the two ways to begin again.

use playground::{SPEEDS, Unit};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::Props;
use crate::components::button::{Button, icon, wants};
use crate::components::slider::Slider;
use crate::components::text::text;
use crate::intent::Intent;

/// What makes it go on.
pub(super) fn transport(props: &Props) -> Html {
    let (words, header) = (props.words, &props.words.header);
    html! {
        <section class="transport" aria-label={words.common.training}>
            <button type="button" class="btn main play" onclick={wants(Intent::TogglePlay, &props.act)}>
                <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
                    <path fill="currentColor" d={if props.playing { "M1 1h4v12h-4zM9 1h4v12h-4z" } else { "M2 0.5l11 6.5l-11 6.5z" }} />
                </svg>
                { text(if props.playing { header.pause } else { header.play }) }
            </button>
            <div class="split">
                { Button::of("btn", header.step).wants(Intent::Step, &props.act) }
                { step_by(props) }
            </div>
        </section>
    }
}

/// The two ways to begin again: with the same initial weights, or with others.
pub(super) fn again(props: &Props) -> Html {
    let header = &props.words.header;
    let cube = icon("M2.5 4.5l5.5-3l5.5 3v7l-5.5 3l-5.5-3zM2.5 4.5l5.5 3l5.5-3M8 7.5v7M5 3.2h.01M11 9.5h.01M5 9h.01");
    let draw = Button {
        class: "btn draw",
        face: html! { <>{ cube }{ text(header.new_weights) }</> },
        name: Some(header.new_weights.into()),
        title: Some(header.new_weights_why.into()),
        ..Button::default()
    };
    html! {
        <div class="again">
            { Button { title: Some(header.reset_why.into()), ..Button::of("btn", header.reset) }.wants(Intent::Reset, &props.act) }
            { draw.wants(Intent::NewWeights, &props.act) }
        </div>
    }
}

/// How fast.
pub(super) fn speed(props: &Props) -> Html {
    let words = props.words;
    let on_pace = props.act.reform(|place: f64| Intent::view(move |view| view.speed = place as usize));
    html! {
        <Slider
            id="speed" name={words.view_label("speed")} class="speed"
            min={0.0} max={(SPEEDS.len() - 1) as f64} step={1.0}
            value={props.view_settings.speed as f64} written={move |place: f64| words.pace(SPEEDS[place as usize].1)}
            on_slide={on_pace}
        />
    }
}

fn step_by(props: &Props) -> Html {
    let words = props.words;
    let onchange = {
        let act = props.act.clone();
        move |event: Event| {
            let chosen = event.target_unchecked_into::<HtmlSelectElement>().value();
            if let Some(&step_by) = Unit::ALL.iter().find(|unit| unit.name() == chosen) {
                act.emit(Intent::view(move |view| view.step_by = step_by));
            }
        }
    };
    html! {
        <select aria-label={words.view_label("stepBy")} {onchange}>
            { for Unit::ALL.iter().map(|&unit| html! {
                <option key={unit.name()} value={unit.name()} selected={unit == props.view_settings.step_by} ~textContent={words.unit(unit)} />
            }) }
        </select>
    }
}
