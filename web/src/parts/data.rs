//! The data panel: which dataset, how many points, how noisy, how many of them train.

use std::rc::Rc;

use playground::{Config, data};
use serde_json::json;
use yew::prelude::*;

use super::setting::{Scene, setting};
use super::thumbnail::Thumbnail;
use crate::app::controls::{ARMS, DATA, DATA_SEED, FORMULA};
use crate::app::intent::Intent;
use crate::app::menus;
use crate::app::state::Counts;
use crate::words;

/// What the panel shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) config: Rc<Config>,
    pub(crate) counts: Counts,
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
        scene.values["count"] = json!(n_points);
        scene.values["trainShare"] = json!(props.counts.training as f64 / n_points as f64);
    }
    let chosen = data::find(config.task, &config.dataset);
    let extra = match chosen {
        Some(dataset) if dataset.needs_formula() => Some(FORMULA),
        Some(dataset) if dataset.name == "spiral" => Some(ARMS),
        _ => None,
    };
    html! {
        <section class="panel data" aria-labelledby="data-title">
            <h2 id="data-title">{ words::DATA }</h2>
            { datasets(props) }
            <p class="chosen">{ chosen.map_or("", |dataset| dataset.description) }</p>
            <div>{ for extra.map(|control| setting(&control, &scene)) }</div>
            { for DATA.iter().map(|control| setting(control, &scene)) }
            <div class="row sample">
                { setting(&DATA_SEED, &scene) }
                <button type="button" class="btn" title={words::NEW_SAMPLE_WHY} disabled={is_own} onclick={props.act.reform(|_| Intent::NewSample)}>{ words::NEW_SAMPLE }</button>
            </div>
        </section>
    }
}

fn datasets(props: &Props) -> Html {
    let config = &props.config;
    let thumb = |(dataset, refusal): (&'static playground::data::Dataset, Option<String>)| {
        let name = dataset.name;
        let choose = props.act.reform(move |_: Event| Intent::Configure(json!({ "dataset": name })));
        let title = refusal.clone().unwrap_or_else(|| format!("{}: {}", dataset.label, dataset.description));
        html! {
            <label class="thumb" key={name} {title}>
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
