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
use yew::prelude::*;

use crate::intent::Intent;
use crate::store::state::State;
use crate::view::{Feed, Shared, use_view};
use crate::views::data::back_to;
use crate::views::plot::face::Plot;
use crate::views::plot::plane::Plane;
use crate::views::plot::tools::Tools;
use crate::words;

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
    let State { config, label, status, tool, .. } = &props.state;
    let (counts, selected) = (props.state.counts(), props.state.selected_point());
    let plane = use_view(&props.feed, || Plane::new(props.act.clone()));
    let is_empty = counts.training + counts.test == 0 && status.is_some();
    let summary = words::plot_summary(counts.training, counts.test, status.as_deref());
    let on_help = {
        let help = help.clone();
        Callback::from(move |()| help.set(!*help))
    };
    html! {
        <section class="panel output" aria-labelledby="output-title">
            <div class="head">
                <h2 id="output-title">{ words::OUTPUT }</h2>
                <Tools config={Rc::clone(config)} tool={*tool} label={*label} act={props.act.clone()} />
            </div>
            <Plot {summary} {is_empty} config={Rc::clone(config)} tool={*tool} {selected} {on_help} plane={plane.clone()} />
            <div class="plot-line">
                <Readout plane={plane.clone()} />
                { match props.state.origin {
                    Some(origin) => html! { <span class="own-note"><span>{ words::OWN_NOW_SHORT }</span>{ back_to(&::words::EN, config.task, origin, &props.act) }</span> },
                    None => scale(config),
                } }
            </div>
            { overlays::seen(props, &help) }
        </section>
    }
}

/// Which colour stands for which score.
fn scale(config: &playground::Config) -> Html {
    let (low, high) = match config.task {
        Task::Classification if config.classes > 2 => return html! { <span /> },
        Task::Classification => (words::class(1), words::class(2)),
        Task::Regression => (words::fixed(-1.0), words::fixed(1.0)),
        Task::Curve => return html! { <span /> },
    };
    html! { <span class="scale">{ low }<i></i>{ high }</span> }
}

/// What the line below the plot needs.
#[derive(Clone, PartialEq, Properties)]
struct ReadoutProps {
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
    html! { <output ref={place} class="readout" aria-label={words::READOUT} aria-live="off"></output> }
}
