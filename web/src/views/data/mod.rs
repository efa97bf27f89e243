//! The data panel: which dataset, how many points, how noisy, how many of them train.

pub(crate) mod features;
mod thumbnail;

use std::rc::Rc;

use playground::data::{self, Dataset};
use playground::{Config, object};
use words::Words;
use yew::prelude::*;

use crate::components::button::Button;
use crate::components::text::text;
use crate::controls::back_to::back_to;
use crate::controls::menus;
use crate::controls::setting::{Scene, setting};
use crate::controls::table::{ARMS, DATA, FORMULA};
use crate::intent::Intent;
use crate::store::origin::Origin;
use crate::store::state::{Brought, Counts};
use crate::views::data::thumbnail::Thumbnail;

/// What the panel shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
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
    let (words, config) = (props.words, &props.config);
    let mut scene = Scene::new(words, config, &props.act);
    let is_own = config.dataset == "own";
    let n_points = props.counts.training + props.counts.test;
    // Own points are as many as they are, and train as they are marked.
    if is_own {
        scene.values["count"] = n_points.into();
    }
    if is_own && n_points > 0 {
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
    let told =
        pointed.and_then(|name| menus::datasets(words, config).into_iter().find(|(dataset, _)| dataset.name == name));
    html! {
        <section class="panel data" aria-labelledby="data-title">
            <div class="head">
                <h2 id="data-title" ~textContent={words.common.data} />
                { Button { title: Some(words.data.new_data_why.into()), disabled: is_own, ..Button::of("chip", words.data.new_data) }.wants(Intent::NewSample, &props.act) }
            </div>
            { datasets(props, &pointed) }
            { Button { title: Some(words.data.your_data_why.into()), ..Button::of("chip", words.data.your_data) }.wants(Intent::Bring(Some(Brought::Nothing)), &props.act) }
            <p class="chosen">{ match (told, props.origin) {
                (Some((dataset, refusal)), _) => named(words, config, dataset, refusal.as_deref()),
                (None, Some(origin)) => html! { <>{ text(words.data.own_now) }{ back_to(words, config.task, origin, &props.act) }</> },
                (None, None) => html! { { for chosen.map(|dataset| named(words, config, dataset, None)) } },
            } }</p>
            { Button { expanded: Some(*is_open), controls: Some("data-details"), ..Button::of("chip data-more", words.data.details) }.does(toggle) }
            <div id="data-details" class={classes!("data-details", is_open.then_some("open"))}>
            <div>{ for extra.map(|control| setting(&control, &scene)) }</div>
            { for DATA.iter().map(|control| setting(control, &scene)) }
            </div>
        </section>
    }
}

/// A dataset with what it looks like, points of a table with what was measured, or why it cannot be chosen.
fn named(words: &Words, config: &Config, dataset: &Dataset, refusal: Option<&str>) -> Html {
    let is_shown = dataset.name == "own" && config.dataset == "own";
    let doc = refusal.map(str::to_owned).or_else(|| words.axes_meaning(config).filter(|_| is_shown));
    let said = [words.common.colon, doc.as_deref().unwrap_or(words.dataset_doc(dataset))].concat();
    html! { <><b ~textContent={words.dataset_label(dataset)} />{ text(&said) }</> }
}

fn datasets(props: &Props, pointed: &UseStateHandle<Option<&'static str>>) -> Html {
    let (words, config) = (props.words, &props.config);
    let point = |name: Option<&'static str>| {
        let pointed = pointed.clone();
        move || pointed.set(name)
    };
    let thumb = |(dataset, refusal): (&'static Dataset, Option<String>)| {
        let (name, label) = (dataset.name, words.dataset_label(dataset));
        let is_measured = config.class_names.is_some() || config.axis_names.is_some() || config.scaling.is_some();
        let choose = props.act.reform(move |_: Event| {
            // Names and units are those of the points that came with them.
            Intent::Configure(if is_measured && name != "own" {
                object! { "dataset": name, "classNames": (), "axisNames": (), "scaling": () }
            } else {
                object! { "dataset": name }
            })
        });
        let (enter, leave, focus, blur) = (point(Some(name)), point(None), point(Some(name)), point(None));
        html! {
            <label class="thumb" key={name} onpointerenter={move |_| enter()} onpointerleave={move |_| leave()} onfocusin={move |_| focus()} onfocusout={move |_| blur()}>
                <input type="radio" name="dataset" aria-label={label} value={name} checked={config.dataset == name} disabled={refusal.is_some()} onchange={choose} />
                <Thumbnail dataset={name} task={config.task} classes={*dataset.classes.start().max(&config.classes.min(*dataset.classes.end()))} theme={props.theme} />
                if dataset.is_own() { <span class="thumb-word" aria-hidden="true" ~textContent={label} /> }
            </label>
        }
    };
    html! {
        <div class="thumbs" role="radiogroup" aria-label={words.key_label("dataset")}>{ for menus::datasets(words, config).into_iter().map(thumb) }</div>
    }
}
