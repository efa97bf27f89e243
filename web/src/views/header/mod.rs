//! The bar that never scrolls away: name, transport, counters, speed, and what is done with the page as a whole.

mod actions;
mod skip;

use playground::{SPEEDS, Unit, ViewSettings};
use web_sys::HtmlSelectElement;
use words::Words;
use yew::prelude::*;

use crate::components::button::{Button, icon, wants};
use crate::components::slider::Slider;
use crate::components::text::text;
use crate::intent::Intent;
use crate::popovers::experiments;
use crate::views::header::actions::Actions;
use crate::views::header::skip::Skip;

/// What the bar shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    pub(crate) playing: bool,
    pub(crate) epoch: u64,
    pub(crate) step: u64,
    pub(crate) view_settings: ViewSettings,
    pub(crate) link: AttrValue,
    pub(crate) embedded: bool,
    /// What an experiment that is kept now would be.
    pub(crate) run: experiments::Run,
    pub(crate) can_undo: bool,
    pub(crate) can_redo: bool,
    pub(crate) act: Callback<Intent>,
}

/// The bar.
#[function_component(Header)]
pub(crate) fn header(props: &Props) -> Html {
    let words = props.words;
    html! {
        <header class="top">
            <Skip {words} />
            <h1 class="brand">
                <svg width="24" height="24" viewBox="0 0 24 24" aria-hidden="true">
                    <path class="logo-line" d="M2 5c7 0 5 14 11 14 4 0 3-8 9-8" />
                    <circle class="logo-dot" cx="13" cy="19" r="2.6" />
                </svg>
                { text(words.header.title) }
            </h1>
            { transport(props) }
            <Actions {words} view_settings={props.view_settings.clone()} link={props.link.clone()} embedded={props.embedded} run={props.run.clone()} can_undo={props.can_undo} can_redo={props.can_redo} act={props.act.clone()} />
        </header>
    }
}

fn transport(props: &Props) -> Html {
    let (words, header) = (props.words, &props.words.header);
    let cube = icon("M2.5 4.5l5.5-3l5.5 3v7l-5.5 3l-5.5-3zM2.5 4.5l5.5 3l5.5-3M8 7.5v7M5 3.2h.01M11 9.5h.01M5 9h.01");
    let draw = Button {
        class: "btn draw",
        face: html! { <>{ cube }{ text(header.new_weights) }</> },
        name: Some(header.new_weights.into()),
        title: Some(header.new_weights_why.into()),
        ..Button::default()
    };
    let on_pace = {
        let (act, view_settings) = (props.act.clone(), props.view_settings.clone());
        move |place: f64| act.emit(Intent::SetView(ViewSettings { speed: place as usize, ..view_settings.clone() }))
    };
    html! {
        <section class="transport" aria-label={words.common.training}>
            <button type="button" class="play" onclick={wants(Intent::TogglePlay, &props.act)}>
                <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
                    <path fill="currentColor" d={if props.playing { "M1 1h4v12h-4zM9 1h4v12h-4z" } else { "M2 0.5l11 6.5l-11 6.5z" }} />
                </svg>
                { text(if props.playing { header.pause } else { header.play }) }
            </button>
            <div class="split">
                { Button::of("btn", header.step).wants(Intent::Step, &props.act) }
                { step_by(props) }
            </div>
            { Button { title: Some(header.reset_why.into()), ..Button::of("btn", header.reset) }.wants(Intent::Reset, &props.act) }
            { draw.wants(Intent::NewWeights, &props.act) }
            <div class="counter">
                <output aria-label={header.epoch} aria-live="off" data-value={props.epoch.to_string()} ~textContent={words.counter(props.epoch)} />
                <span class="counter-line">
                    { text(header.epochs_step) }
                    <output aria-label={header.step_count} aria-live="off" data-value={props.step.to_string()} ~textContent={words.counter(props.step)} />
                </span>
            </div>
            <Slider
                id="speed" name={words.view_label("speed")} class="speed"
                min={0.0} max={(SPEEDS.len() - 1) as f64} step={1.0}
                value={props.view_settings.speed as f64} written={move |place: f64| words.pace(SPEEDS[place as usize].1)}
                on_slide={on_pace}
            />
        </section>
    }
}

fn step_by(props: &Props) -> Html {
    let words = props.words;
    let onchange = {
        let (act, view_settings) = (props.act.clone(), props.view_settings.clone());
        move |event: Event| {
            let chosen = event.target_unchecked_into::<HtmlSelectElement>().value();
            if let Some(&step_by) = Unit::ALL.iter().find(|unit| unit.name() == chosen) {
                act.emit(Intent::SetView(ViewSettings { step_by, ..view_settings.clone() }));
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
