//! The data panel: which dataset, how many points, how noisy, how many of them train.

use std::rc::Rc;

use playground::{Config, keys};
use serde_json::{Value, json};
use yew::prelude::*;

use super::slider::Slider;
use super::thumbnail::Thumbnail;
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
    let is_own = config.dataset == "own";
    let own = is_own.then_some(AttrValue::from(words::OWN_POINTS_STAY));
    let slide =
        |key: &'static str| props.act.reform(move |number: f64| Intent::Configure(json!({ key: tidy(number) })));
    let n_points = props.counts.training + props.counts.test;
    let share = match n_points {
        0 => config.train_share,
        n => props.counts.training as f64 / n as f64,
    };
    let (count_max, noise_max, share_min) = (bounds("count").1, bounds("noise").1, bounds("trainShare").0);
    let shown = if is_own { n_points } else { config.count };
    html! {
        <section class="panel" aria-labelledby="data-title">
            <h2 id="data-title">{ words::DATA }</h2>
            { datasets(props) }
            <Slider id="points" name={words::POINTS} min={10.0} max={count_max} step={10.0} value={shown as f64} text={shown.to_string()} refusal={own.clone()} on_slide={slide("count")} />
            <Slider id="noise" name={words::NOISE} min={0.0} max={noise_max} step={0.05} value={config.noise} text={format!("{:.2}", config.noise)} refusal={own} on_slide={slide("noise")} />
            <Slider id="train-share" name={words::USED_FOR_TRAINING} min={share_min} max={1.0} step={0.05} value={share} text={format!("{:.0} %", share * 100.0)} on_slide={slide("trainShare")} />
            <div class="row">
                <button type="button" class="btn" title={words::NEW_SAMPLE_WHY} disabled={is_own} onclick={props.act.reform(|_| Intent::NewSample)}>{ words::NEW_SAMPLE }</button>
            </div>
        </section>
    }
}

/// A slider's number without the dust of binary fractions; whole ones as whole ones.
fn tidy(number: f64) -> Value {
    let rounded = (number * 1000.0).round() / 1000.0;
    if rounded.fract() == 0.0 { json!(rounded as i64) } else { json!(rounded) }
}

/// The range that the table of keys gives a number.
fn bounds(key: &str) -> (f64, f64) {
    match keys::find(key).map(|key| &key.kind) {
        Some(keys::Kind::Number { min, max }) => (*min, *max),
        Some(keys::Kind::Integer { min, max }) => (*min as f64, *max as f64),
        _ => (0.0, 1.0),
    }
}

fn datasets(props: &Props) -> Html {
    let config = &props.config;
    let chosen = menus::datasets(config).into_iter().find(|(dataset, _)| dataset.name == config.dataset);
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
        <>
            <div class="thumbs" role="radiogroup" aria-label={words::DATASET}>{ for menus::datasets(config).into_iter().map(thumb) }</div>
            <p class="chosen">{ chosen.map_or("", |(dataset, _)| dataset.description) }</p>
        </>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sliders_have_the_ranges_of_the_table() {
        assert_eq!(bounds("noise"), (0.0, 3.0));
        assert_eq!(bounds("count").1, 5000.0);
        assert!(bounds("trainShare").0 > 0.0);
    }

    #[test]
    fn a_slider_sends_short_numbers() {
        assert_eq!(tidy(0.150_000_000_000_000_02), json!(0.15));
        assert_eq!(tidy(300.0), json!(300));
    }
}
