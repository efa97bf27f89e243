//! The settings: what is learned, by which rule, how fast; and behind one button what is needed now and then, in groups.

use std::rc::Rc;

use playground::catalog::Param;
use playground::{Config, Problem};
use web_sys::{Element, HtmlElement};
use words::{Label, Words};
use yew::prelude::*;

use crate::components::button::Button;
use crate::controls::setting::{Scene, parameters, setting};
use crate::controls::table::{self, Control, Group, MORE, STRIP};
use crate::intent::Intent;

/// What the strip shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    pub(crate) config: Rc<Config>,
    /// A refusal draws the strip anew: a menu must not show what was not accepted.
    pub(crate) problem: Option<Rc<Problem>>,
    pub(crate) act: Callback<Intent>,
}

/// The strip.
#[function_component(Settings)]
pub(crate) fn settings(props: &Props) -> Html {
    let is_open = use_state_eq(|| false);
    let (button, place) = (use_node_ref(), use_node_ref());
    let words = props.words;
    let scene = Scene::new(words, &props.config, &props.act);
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
                // What it stands in stays open.
                event.prevent_default();
                close.emit(());
            }
        }
    };
    {
        // Where the settings scroll it opens below what is in sight.
        let place = place.clone();
        use_effect_with(*is_open, move |is_open| {
            if let Some(place) = place.cast::<Element>().filter(|_| *is_open) {
                place.scroll_into_view_with_bool(true);
            }
        });
    }
    html! {
        <section class="strip" aria-label={words.settings.settings} {onkeydown}>
            <div class="strip-row">
                { for STRIP.iter().map(|control| setting(control, &scene)) }
                { Button { expanded: Some(*is_open), controls: Some("more"), place: button, ..Button::of("btn", words.settings.more_settings) }.does(toggle) }
            </div>
            <div id="more" ref={place} class="panel more" role="region" aria-label={words.settings.more_settings} hidden={!*is_open}>
                { if *is_open { more(&scene, &close, &props.act) } else { html! {} } }
            </div>
        </section>
    }
}

fn more(scene: &Scene, close: &Callback<()>, act: &Callback<Intent>) -> Html {
    let words = scene.words;
    let restore =
        Button { title: Some(words.settings.restore_why.into()), ..Button::of("btn", words.settings.restore) };
    let group = |&(group, rows): &(Group, &'static [Control])| {
        let id = group.id();
        html! {
            <div class="group" role="group" key={id} aria-labelledby={id}>
                <h3 {id} ~textContent={group.title(words)} />
                { for rows.iter().map(|control| setting(control, scene)) }
                { if group == Group::Training { chosen(scene) } else { html! {} } }
            </div>
        }
    };
    html! {
        <>
            <div class="more-head">
                <h2 ~textContent={words.settings.more_settings} />
                { restore.wants(Intent::RestoreDefaults, act) }
                { Button::of("btn", words.common.close).does(close.reform(|_| ())) }
            </div>
            <div class="groups">{ for MORE.iter().map(group) }</div>
        </>
    }
}

/// The parameters of the optimiser and of the schedule in force, each under its own name.
fn chosen(scene: &Scene) -> Html {
    let (words, config) = (scene.words, &*scene.config);
    let group = |owner: &'static str, label: &str, name: &str, params: &'static [Param], docs: &[Label]| {
        html! {
            <div class="group" role="group" key={owner} aria-label={label.to_owned()}>
                <h4 ~textContent={label} />
                { parameters(owner, (name, params), docs, scene) }
            </div>
        }
    };
    let optimiser = table::optimiser(config).filter(|entry| !entry.params.is_empty());
    let schedule = table::schedule(config).filter(|entry| !entry.params.is_empty());
    let (optimiser_docs, schedule_docs) = (&words.catalog.optimiser_params, &words.catalog.schedule_params);
    html! {
        <>
            { for optimiser.map(|it| group("optimiserParams", words.optimiser(it.name), it.name, it.params, optimiser_docs)) }
            { for schedule.map(|it| group("scheduleParams", words.schedule(it.name), it.name, it.params, schedule_docs)) }
        </>
    }
}
