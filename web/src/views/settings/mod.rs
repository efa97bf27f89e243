//! The strip of settings: what is learned, by which rule, how fast; and behind one button what is needed now and then.

use std::rc::Rc;

use playground::{Config, Problem};
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::components::button::Button;
use crate::controls::setting::{Scene, parameters, setting};
use crate::controls::table::{self, Control, MORE, STRIP};
use crate::intent::Intent;
use crate::words;

/// What the strip shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) config: Rc<Config>,
    /// A refusal draws the strip anew: a menu must not show what was not accepted.
    pub(crate) problem: Option<Rc<Problem>>,
    pub(crate) act: Callback<Intent>,
}

/// The strip.
#[function_component(Settings)]
pub(crate) fn settings(props: &Props) -> Html {
    let is_open = use_state_eq(|| false);
    let button = use_node_ref();
    let scene = Scene::new(&props.config, &props.act);
    let toggle = {
        let is_open = is_open.clone();
        Callback::from(move |_: MouseEvent| is_open.set(!*is_open))
    };
    let close = {
        let (is_open, button) = (is_open.clone(), button.clone());
        Callback::from(move |()| {
            is_open.set(false);
            // Who was inside goes on where it was opened.
            if let Some(button) = button.cast::<HtmlElement>() {
                button.focus().ok();
            }
        })
    };
    let onkeydown = {
        let (close, is_open) = (close.clone(), *is_open);
        move |event: KeyboardEvent| {
            if is_open && event.key() == "Escape" {
                close.emit(());
            }
        }
    };
    let rule = table::optimiser(&props.config).map_or("", |optimiser| optimiser.formula);
    html! {
        <section class="strip" aria-label={words::SETTINGS} {onkeydown}>
            <div class="strip-row">
                { for STRIP.iter().map(|control| setting(control, &scene)) }
                { Button { expanded: Some(*is_open), controls: Some("more"), place: button, ..Button::of("btn", words::MORE_SETTINGS) }.does(toggle) }
                <span class="rule">{ words::each_step(rule) }</span>
            </div>
            <div id="more" class="panel more" role="region" aria-label={words::MORE_SETTINGS} hidden={!*is_open}>
                { if *is_open { more(&scene, &close) } else { html! {} } }
            </div>
        </section>
    }
}

fn more(scene: &Scene, close: &Callback<()>) -> Html {
    let group = |(title, rows): &(&'static str, &'static [Control])| {
        let id = format!("more-{}", title.to_ascii_lowercase().replace(' ', "-"));
        html! {
            <div class="group" role="group" key={*title} aria-labelledby={id.clone()}>
                <h3 {id}>{ *title }</h3>
                { for rows.iter().map(|control| setting(control, scene)) }
                { if *title == words::TRAINING { chosen(scene) } else { html! {} } }
            </div>
        }
    };
    html! {
        <>
            <div class="more-head">
                <h2>{ words::MORE_SETTINGS }</h2>
                { Button::of("btn", words::CLOSE).does(close.reform(|_| ())) }
            </div>
            <div class="groups">{ for MORE.iter().map(group) }</div>
        </>
    }
}

/// The parameters of the optimiser and of the schedule in force, each under its own name.
fn chosen(scene: &Scene) -> Html {
    let optimiser = table::optimiser(&scene.config).map(|entry| ("optimiserParams", entry.label, entry.params));
    let schedule = table::schedule(&scene.config).map(|entry| ("scheduleParams", entry.label, entry.params));
    let both = [optimiser, schedule].into_iter().flatten().filter(|(_, _, params)| !params.is_empty());
    html! {
        <>{ for both.map(|(owner, label, params)| html! {
            <div class="group" role="group" key={owner} aria-label={label}>
                <h4>{ label }</h4>
                { parameters(owner, params, scene) }
            </div>
        }) }</>
    }
}
