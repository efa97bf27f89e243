//! The output panel: the tools, the plot, what stands where one points, and what is shown on it.

mod curve_parts;
mod face;
mod hits;
mod input;
mod keys;
mod overlays;
pub(crate) mod plane;
mod pointers;
mod read_out;
mod sampling;
mod selected_point;
mod sketch;
mod tools;

use std::rc::Rc;

use playground::{Axis, Task, Units};
use web_sys::Element;
use words::{Words, cut};
use yew::prelude::*;

use crate::components::later::use_later;
use crate::components::text::text;
use crate::controls::back_to::back_to;
use crate::intent::Intent;
use crate::store::state::State;
use crate::view::{Feed, Shared, use_view};
use crate::views::plot::face::Face;
use crate::views::plot::overlays::Overlays;
use crate::views::plot::plane::{Plane, Told};
use crate::views::plot::sketch::SKETCH;
use crate::views::plot::tools::Tools;

/// What the panel shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) state: State,
    pub(crate) feed: Feed,
    /// Help is wanted, or not any more.
    pub(crate) on_help: Callback<()>,
    pub(crate) act: Callback<Intent>,
}

/// The panel.
#[function_component(Plot)]
pub(crate) fn plot(props: &Props) -> Html {
    let State { words, config, label, status, tool, .. } = &props.state;
    let words = *words;
    let (counts, selected) = (props.state.counts(), props.state.selected_point());
    let told = use_state_eq(Told::default);
    let plane = {
        let setter = told.setter();
        let on_told = Callback::from(move |told| setter.set(told));
        use_view(&props.feed, |state| Plane::new(state, props.act.clone(), on_told))
    };
    // Whether somebody draws a prediction; one that was begun stays.
    let predicts = use_state_eq(|| None::<bool>);
    let sketch = use_later(&SKETCH, predicts.is_some());
    let on_predict = {
        let predicts = predicts.clone();
        Callback::from(move |()| predicts.set(Some(*predicts != Some(true))))
    };
    let is_empty = counts.training + counts.test == 0 && status.is_some();
    let mut summary = words.plot_summary(counts.training, counts.test, status.as_deref());
    if let Some(bias) = told.bias.filter(|_| props.state.contributing_column().is_some()) {
        summary = [summary, words.curve_made_of(config, bias, &told.weights)].join(" ");
    }
    html! {
        <section class="panel output" aria-labelledby="output-title">
            <div class="head">
                <h2 id="output-title" class="sr-only" ~textContent={words.common.output} />
                <Tools {words} config={Rc::clone(config)} tool={*tool} label={*label} reach={props.state.reach()} act={props.act.clone()} />
            </div>
            <Face {words} {summary} neuron={mapped(words, &props.state, &told.weights)} {is_empty} config={Rc::clone(config)} tool={*tool} {selected} reach={props.state.reach()} on_help={props.on_help.clone()} plane={plane.clone()} />
            <div class="plot-line">
                <Readout {words} plane={plane.clone()} />
                { match props.state.origin {
                    // Values need their scale there; the panel of the data has the way back too.
                    Some(origin) if config.task != Task::Regression => html! { <span class="own-note">{ text(words.data.own_now_short) }{ back_to(words, config.task, origin, &props.act) }</span> },
                    _ => scale(&props.state, &told.shares),
                } }
            </div>
            <Overlays state={props.state.clone()} predicts={*predicts == Some(true)} on_predict={on_predict.clone()} act={props.act.clone()} />
            if let Some(is_active) = *predicts {
                { sketch.view(words, |draw| draw(sketch::Props {
                    is_active: is_active && config.task != Task::Regression,
                    state: props.state.clone(), feed: props.feed.clone(), on_end: on_predict, act: props.act.clone(),
                })) }
            }
        </section>
    }
}

/// What the plot shows instead of the output, or lights in it, while somebody points at a neuron.
fn mapped(words: &Words, state: &State, weights: &[(usize, f32)]) -> AttrValue {
    let said = |(column, unit): (usize, usize)| {
        let mut parts = vec![words.neuron(&state.config, column, unit), words.computes(&state.config, (column, unit))];
        if state.contributing_column() == Some(column) {
            let weight = weights.iter().find(|(contributing, _)| *contributing == unit);
            parts.extend(weight.map(|(_, weight)| words.its_weight(*weight)));
        }
        parts.join(" · ")
    };
    state.pointed_in_network().map(said).unwrap_or_default().into()
}

/// Which colour stands for which score; for classes, how much of the plane is predicted as each.
fn scale(state: &State, shares: &[f32]) -> Html {
    let (words, config) = (state.words, &state.config);
    let share = |class: usize| {
        let name = match config.class_names {
            None if config.classes > 2 => class.to_string(),
            // The more there are, the shorter.
            _ => cut(&words.class_short(config, class), (36 / config.classes).clamp(5, 12)),
        };
        match shares.get(class - 1).filter(|_| shares.len() == config.classes) {
            Some(share) => words.plot.class_share.with([&name, &words.whole_percent(f64::from(*share))]),
            None => name,
        }
    };
    let areas = if shares.len() == config.classes { words.plot.areas } else { "" };
    let title = match (config.task, &config.class_names) {
        (Task::Classification, None) => words.plot.class_shares.to_owned(),
        // In full, where they are cut below.
        (Task::Classification, Some(_)) => {
            let all: Vec<String> = (1..=config.classes).map(|class| words.class(config, class)).collect();
            [words.plot.class_shares, words.common.colon, &all.join(words.curve.between)].concat()
        }
        _ => Units::of(config).name(Axis::Value).unwrap_or_default().to_owned(),
    };
    let (low, high) = match config.task {
        Task::Classification if config.classes > 2 => {
            let all: Vec<String> = (1..=config.classes).map(share).collect();
            let all = format!("{areas}{}", all.join(" · "));
            return html! { <span class="scale shares" title={title} ~textContent={all} /> };
        }
        Task::Classification => (format!("{areas}{}", share(1)), share(2)),
        // What lies beyond has the colours of the ends.
        Task::Regression => {
            let reach = state.reach();
            let [low, high] = [-reach, reach].map(|value| words.measured(config, Axis::Value, value));
            (format!("≤ {low}"), format!("≥ {high}"))
        }
        Task::Curve => return html! { <span /> },
    };
    html! { <span class="scale" title={title}>{ text(&low) }<i></i>{ text(&high) }</span> }
}

/// What the line below the plot needs.
#[derive(Clone, PartialEq, Properties)]
struct ReadoutProps {
    words: &'static Words,
    plane: Shared<Plane>,
}

/// What stands where one points: written by the plane, as often as it changes.
#[function_component(Readout)]
fn readout(props: &ReadoutProps) -> Html {
    let place = use_node_ref();
    {
        let (place, plane) = (place.clone(), props.plane.clone());
        use_effect_with((), move |()| {
            plane.attach_readout(place.cast::<Element>());
            move || plane.attach_readout(None)
        });
    }
    html! { <output ref={place} class="readout" aria-label={props.words.plot.readout} aria-live="off"></output> }
}
