//! The output panel: which points a click places, the plot, and what is shown on it.

use playground::{Looks, Task};
use yew::prelude::*;

use super::plot::Plot;
use super::toggle::Toggle;
use crate::app::intent::Intent;
use crate::app::state::State;
use crate::draw::shape;
use crate::words;

/// What the panel shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) state: State,
    pub(crate) act: Callback<Intent>,
}

/// The panel.
#[function_component(Output)]
pub(crate) fn output(props: &Props) -> Html {
    let State { config, counts, status, .. } = &props.state;
    let n_classes = if config.task == Task::Classification { config.classes } else { 0 };
    let is_empty = counts.training + counts.test == 0 && status.is_some();
    let summary = words::plot_summary(counts.training, counts.test, status.as_deref());
    html! {
        <section class="panel output" aria-labelledby="output-title">
            <div class="head">
                <h2 id="output-title">{ words::OUTPUT }</h2>
                <small>{ words::HINT }</small>
                { placing(props) }
            </div>
            <div class="output-plot">
                <Plot {summary} {is_empty} {n_classes} act={props.act.clone()} />
                { toggles(props) }
            </div>
        </section>
    }
}

fn placing(props: &Props) -> Html {
    let State { config, .. } = &props.state;
    let by_class = config.task == Task::Classification;
    let chip = |(label, name): (f32, String)| {
        let short = if by_class && config.classes == 2 { name.clone() } else { words::short_label(label) };
        let marker = by_class.then(|| {
            let class = label as usize;
            html! { <svg viewBox="0 0 16 16" aria-hidden="true"><path class={format!("class-{class}")} d={shape::svg_path(class)} /></svg> }
        });
        html! {
            <button
                type="button" class="chip" role="radio" key={name.clone()}
                aria-label={name}
                aria-checked={if props.state.label == label { "true" } else { "false" }}
                onclick={props.act.reform(move |_| Intent::Label(label))}
            >
                { for marker }{ short }
            </button>
        }
    };
    html! {
        <div class="chips placing" role="radiogroup" aria-label={words::PLACE}>{ for words::labels(config).into_iter().map(chip) }</div>
    }
}

fn toggles(props: &Props) -> Html {
    let State { config, looks, counts, .. } = &props.state;
    let toggle = |name: &'static str, title: &'static str, pressed: bool, disabled: bool, after: Looks| {
        // There is room for "Classes only" where the whole name would wrap.
        let short = if name == words::CLASSES_ONLY { words::CLASSES_ONLY_SHORT } else { name };
        html! {
            <Toggle key={name} name={name} {pressed} {disabled} title={Some(AttrValue::from(title))} on_press={props.act.reform(move |()| Intent::Look(after.clone()))}>{ short }</Toggle>
        }
    };
    let is_curve = config.task == Task::Curve;
    let has_classes = config.task == Task::Classification;
    let slopes_why = if is_curve { words::NO_ARROWS_ON_A_CURVE } else { words::SLOPE_FIELD_WHY };
    let classes_why = if has_classes { words::CLASSES_ONLY_WHY } else { words::ONLY_WITH_CLASSES };
    html! {
        <div class="toggles">
            { toggle(words::SLOPE_FIELD, slopes_why, looks.slope_field, is_curve, Looks { slope_field: !looks.slope_field, ..looks.clone() }) }
            { toggle(words::TEST_POINTS, words::TEST_POINTS_WHY, looks.test_points, false, Looks { test_points: !looks.test_points, ..looks.clone() }) }
            { toggle(words::CLASSES_ONLY, classes_why, looks.classes_only, !has_classes, Looks { classes_only: !looks.classes_only, ..looks.clone() }) }
            <button
                type="button" class="chip quiet" aria-label={words::ERASE_ALL} title={words::ERASE_ALL}
                disabled={counts.training + counts.test == 0}
                onclick={props.act.reform(|_| Intent::EraseAll)}
            >
                <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M2.5 4h11M6 4V2.5h4V4M4 4l.6 9.5h6.8L12 4M6.7 6.5v4.5M9.3 6.5v4.5" /></svg>
            </button>
        </div>
    }
}
