//! The instruments: what shows how training goes, in one place with a tab for each.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use words::Words;
use yew::prelude::*;

use crate::components::button::truth;
use crate::intent::Intent;
use crate::store::state::State;
use crate::view::Feed;
use crate::views::curve::Curve;
use crate::views::curve::gradient_norm::GradientNorm;
use crate::views::inside::InsideLater;

/// What the instruments show.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) state: State,
    pub(crate) feed: Feed,
    pub(crate) act: Callback<Intent>,
}

/// An instrument: what it is called in the document and on its tab, and what it shows.
struct Tab {
    id: &'static str,
    label: fn(&Words) -> &'static str,
    view: fn(&Props) -> Html,
}

/// Every instrument, in the order of the tabs.
const TABS: [Tab; 2] = [
    Tab { id: "tab-loss", label: |words| words.curve.tab, view: loss },
    Tab { id: "tab-inside", label: |words| words.inside.tab, view: inside },
];

/// The instruments.
#[function_component(Instruments)]
pub(crate) fn instruments(props: &Props) -> Html {
    let chosen = use_state_eq(|| 0usize);
    let words = props.state.words;
    let tab = |(index, tab): (usize, &Tab)| {
        let is_chosen = index == *chosen;
        let onclick = {
            let chosen = chosen.clone();
            move |_| chosen.set(index)
        };
        html! {
            <button key={tab.id} type="button" role="tab" id={tab.id} aria-selected={truth(is_chosen)} aria-controls="instrument" tabindex={if is_chosen { "0" } else { "-1" }} {onclick} ~textContent={(tab.label)(words)} />
        }
    };
    let onkeydown = {
        let chosen = chosen.clone();
        move |event: KeyboardEvent| {
            let step = match event.key().as_str() {
                "ArrowRight" => 1,
                "ArrowLeft" => TABS.len() - 1,
                _ => return,
            };
            event.prevent_default();
            let next = (*chosen + step) % TABS.len();
            chosen.set(next);
            let document = web_sys::window().and_then(|window| window.document());
            let tab = document.and_then(|document| document.get_element_by_id(TABS[next].id));
            if let Some(tab) = tab.and_then(|tab| tab.dyn_into::<HtmlElement>().ok()) {
                // Fails only for elements that cannot be focused.
                tab.focus().ok();
            }
        }
    };
    html! {
        <section class="panel numbers" aria-label={words.curve.instruments}>
            <div class="tabs">
                <div role="tablist" aria-label={words.curve.instruments} {onkeydown}>{ for TABS.iter().enumerate().map(tab) }</div>
                <GradientNorm {words} status={props.state.status.clone()} config={Rc::clone(&props.state.config)} />
            </div>
            <div id="instrument" role="tabpanel" aria-labelledby={TABS[*chosen].id}>{ (TABS[*chosen].view)(props) }</div>
        </section>
    }
}

/// The loss curve.
fn loss(Props { state, feed, act }: &Props) -> Html {
    let counts = state.counts();
    html! {
        <Curve
            words={state.words} view_settings={state.view_settings.clone()} config={Rc::clone(&state.config)} feed={feed.clone()}
            has_training={counts.training > 0 || state.status.is_none()}
            has_test={counts.test > 0 || state.status.is_none()}
            act={act.clone()}
        />
    }
}

/// Backprop by numbers.
fn inside(Props { state, act, .. }: &Props) -> Html {
    html! {
        <InsideLater
            words={state.words} config={Rc::clone(&state.config)} status={state.status.clone()} playing={state.playing}
            points={Rc::clone(&state.points)} selected={state.selected} act={act.clone()}
        />
    }
}
