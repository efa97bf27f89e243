//! The output panel: the tools, the plot, what stands where one points, and what is shown on it.

mod face;
mod hits;
mod input;
mod keys;
mod overlays;
mod plane;
mod sampling;
mod selected_point;
mod tools;

use std::rc::Rc;

use playground::Task;
use web_sys::Element;
use words::Words;
use yew::prelude::*;

use crate::components::text::text;
use crate::controls::back_to::back_to;
use crate::intent::Intent;
use crate::store::state::State;
use crate::view::{Feed, Shared, use_view};
use crate::views::plot::face::Plot;
use crate::views::plot::plane::Plane;
use crate::views::plot::tools::Tools;

/// What the panel shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) state: State,
    pub(crate) feed: Feed,
    pub(crate) act: Callback<Intent>,
}

/// The panel.
#[function_component(Output)]
pub(crate) fn output(props: &Props) -> Html {
    let help = use_state_eq(|| false);
    let State { words, config, label, status, tool, .. } = &props.state;
    let words = *words;
    let (counts, selected) = (props.state.counts(), props.state.selected_point());
    let plane = use_view(&props.feed, |state| Plane::new(state, props.act.clone()));
    let is_empty = counts.training + counts.test == 0 && status.is_some();
    let summary = words.plot_summary(counts.training, counts.test, status.as_deref());
    let on_help = {
        let help = help.clone();
        Callback::from(move |()| help.set(!*help))
    };
    html! {
        <section class="panel output" aria-labelledby="output-title">
            <div class="head">
                <h2 id="output-title" ~textContent={words.common.output} />
                <Tools {words} config={Rc::clone(config)} tool={*tool} label={*label} act={props.act.clone()} />
            </div>
            <Plot {words} {summary} {is_empty} config={Rc::clone(config)} tool={*tool} {selected} {on_help} plane={plane.clone()} />
            <div class="plot-line">
                <Readout {words} plane={plane.clone()} />
                { match props.state.origin {
                    Some(origin) => html! { <span class="own-note">{ text(words.data.own_now_short) }{ back_to(words, config.task, origin, &props.act) }</span> },
                    None => scale(words, config),
                } }
            </div>
            { overlays::seen(props, &help) }
        </section>
    }
}

/// Which colour stands for which score.
fn scale(words: &Words, config: &playground::Config) -> Html {
    let (low, high) = match config.task {
        Task::Classification if config.classes > 2 => return html! { <span /> },
        Task::Classification => (words.class(1), words.class(2)),
        Task::Regression => (words.fixed(-1.0), words.fixed(1.0)),
        Task::Curve => return html! { <span /> },
    };
    html! { <span class="scale">{ text(&low) }<i></i>{ text(&high) }</span> }
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
