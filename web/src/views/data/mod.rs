//! The data panel: which dataset, how many points, how noisy, how many of them train.

pub(crate) mod features;
mod thumbnail;

use std::rc::Rc;

use playground::data::{self, Dataset};
use playground::{Config, object};
use yew::prelude::*;

use crate::components::button::Button;
use crate::controls::menus;
use crate::controls::setting::{Scene, setting};
use crate::controls::table::{ARMS, DATA, DATA_SEED, FORMULA};
use crate::intent::Intent;
use crate::store::origin::Origin;
use crate::store::state::Counts;
use crate::views::data::thumbnail::Thumbnail;
use crate::words;

/// What the panel shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) config: Rc<Config>,
    pub(crate) counts: Counts,
    /// The dataset that became own points.
    pub(crate) origin: Option<Origin>,
    pub(crate) theme: u32,
    pub(crate) act: Callback<Intent>,
}

/// The panel.
#[function_component(Data)]
pub(crate) fn data_panel(props: &Props) -> Html {
    let config = &props.config;
    let mut scene = Scene::new(config, &props.act);
    let is_own = config.dataset == "own";
    let n_points = props.counts.training + props.counts.test;
    if is_own && n_points > 0 {
        // Own points are as many as they are, and train as they are marked.
        scene.values["count"] = n_points.into();
        scene.values["trainShare"] = (props.counts.training as f64 / n_points as f64).into();
    }
    let chosen = data::find(config.task, &config.dataset);
    let extra = match chosen {
        Some(dataset) if dataset.needs_formula() => Some(FORMULA),
        Some(dataset) if dataset.name == "spiral" => Some(ARMS),
        _ => None,
    };
    let is_open = use_state_eq(|| false);
    let toggle = {
        let is_open = is_open.clone();
        Callback::from(move |_: MouseEvent| is_open.set(!*is_open))
    };
    // The dataset at which somebody points, by its name: where it cannot be chosen, it says why.
    let pointed = use_state_eq(|| None::<&'static str>);
    let told = pointed.and_then(|name| menus::datasets(config).into_iter().find(|(dataset, _)| dataset.name == name));
    html! {
        <section class="panel data" aria-labelledby="data-title">
            <h2 id="data-title">{ words::DATA }</h2>
            { datasets(props, &pointed) }
            <p class="chosen">{ match (told, props.origin) {
                (Some((dataset, refusal)), _) => named(dataset.label, refusal.unwrap_or(dataset.description.into())),
                (None, Some(origin)) => html! { <>{ words::OWN_NOW }{ back_to(origin, &props.act) }</> },
                (None, None) => html! { { for chosen.map(|dataset| named(dataset.label, dataset.description.into())) } },
            } }</p>
            { Button { expanded: Some(*is_open), controls: Some("data-details"), ..Button::of("chip data-more", words::DATA_MORE) }.does(toggle) }
            <div id="data-details" class={classes!("data-details", is_open.then_some("open"))}>
            <div>{ for extra.map(|control| setting(&control, &scene)) }</div>
            { for DATA.iter().map(|control| setting(control, &scene)) }
            <div class="row sample">
                { setting(&DATA_SEED, &scene) }
                { Button { title: Some(words::NEW_SAMPLE_WHY.into()), disabled: is_own, ..Button::of("btn", words::NEW_SAMPLE) }.wants(Intent::NewSample, &props.act) }
            </div>
            </div>
        </section>
    }
}

/// The way from own points back to generated ones.
pub(crate) fn back_to(origin: Origin, act: &Callback<Intent>) -> Html {
    Button { title: Some(words::BACK_TO_WHY.into()), ..Button::of("link", words::back_to(origin.label)) }
        .wants(Intent::Configure(object! { "dataset": origin.name }), act)
}

fn named(label: &str, description: String) -> Html {
    html! { <><b>{ label }</b>{ ": " }{ description }</> }
}

fn datasets(props: &Props, pointed: &UseStateHandle<Option<&'static str>>) -> Html {
    let config = &props.config;
    let point = |name: Option<&'static str>| {
        let pointed = pointed.clone();
        move || pointed.set(name)
    };
    let thumb = |(dataset, refusal): (&'static Dataset, Option<String>)| {
        let name = dataset.name;
        let choose = props.act.reform(move |_: Event| Intent::Configure(object! { "dataset": name }));
        let (enter, leave, focus, blur) = (point(Some(name)), point(None), point(Some(name)), point(None));
        html! {
            <label class="thumb" key={name} onpointerenter={move |_| enter()} onpointerleave={move |_| leave()} onfocusin={move |_| focus()} onfocusout={move |_| blur()}>
                <input type="radio" name="dataset" aria-label={dataset.label} value={name} checked={config.dataset == name} disabled={refusal.is_some()} onchange={choose} />
                <Thumbnail dataset={name} task={config.task} classes={*dataset.classes.start().max(&config.classes.min(*dataset.classes.end()))} theme={props.theme} />
                { if dataset.is_own() { html! { <span class="thumb-word" aria-hidden="true">{ dataset.label }</span> } } else { html! {} } }
            </label>
        }
    };
    html! {
        <div class="thumbs" role="radiogroup" aria-label={words::DATASET}>{ for menus::datasets(config).into_iter().map(thumb) }</div>
    }
}
