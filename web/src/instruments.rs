//! The instruments: what shows how training goes, in one place with a tab for each.

use std::rc::Rc;

use playground::View;
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
use crate::views::doctor::DoctorLater;
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
    /// The view in whose place it stands, as links name it.
    shows: View,
}

/// Every instrument, in the order of the tabs.
const TABS: [Tab; 2] = [
    Tab { id: "tab-loss", label: |words| words.curve.tab, view: loss, shows: View::Playground },
    Tab { id: "tab-inside", label: |words| words.curve.inside_tab, view: inside, shows: View::Backprop },
];

/// The instruments.
#[function_component(Instruments)]
pub(crate) fn instruments(props: &Props) -> Html {
    let view_settings = &props.state.view_settings;
    let chosen = TABS.iter().position(|tab| tab.shows == view_settings.view).unwrap_or(0);
    let choose = |to: View| props.act.reform(move |()| Intent::view(move |view| view.view = to));
    let ways: Vec<Callback<()>> = TABS.iter().map(|tab| choose(tab.shows)).collect();
    let words = props.state.words;
    let tab = |(index, tab): (usize, &Tab)| {
        let is_chosen = index == chosen;
        let onclick = ways[index].reform(|_: MouseEvent| ());
        html! {
            <button key={tab.id} type="button" role="tab" id={tab.id} aria-selected={truth(is_chosen)} aria-controls="instrument" tabindex={if is_chosen { "0" } else { "-1" }} {onclick} ~textContent={(tab.label)(words)} />
        }
    };
    let onkeydown = {
        let ways = ways.clone();
        move |event: KeyboardEvent| {
            let step = match event.key().as_str() {
                "ArrowRight" => 1,
                "ArrowLeft" => TABS.len() - 1,
                _ => return,
            };
            event.prevent_default();
            let next = (chosen + step) % TABS.len();
            ways[next].emit(());
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
            <div id="instrument" role="tabpanel" aria-labelledby={TABS[chosen].id}>{ (TABS[chosen].view)(props) }</div>
        </section>
    }
}

/// The loss curve.
fn loss(Props { state, feed, act }: &Props) -> Html {
    let counts = state.counts();
    // In a lesson it would say what the learner is to find out.
    let has_doctor = !state.embedded && state.view_settings.lesson.is_empty();
    html! {
        <>
            <Curve
                words={state.words} view_settings={state.view_settings.clone()} config={Rc::clone(&state.config)} feed={feed.clone()}
                has_training={counts.training > 0 || state.status.is_none()}
                has_test={counts.test > 0 || state.status.is_none()}
                act={act.clone()}
            />
            if has_doctor {
                <DoctorLater
                    words={state.words} config={Rc::clone(&state.config)} status={state.status.clone()} playing={state.playing}
                    points={Rc::clone(&state.points)} n_changes={state.n_changes} can_undo={state.can_undo} by_person={state.by_person}
                    act={act.clone()}
                />
            }
        </>
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
