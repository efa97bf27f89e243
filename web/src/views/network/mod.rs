//! The network panel: layers to add and take away, the diagram, and what is known of the neuron or weight that is asked about.

mod activation_curve;
mod diagram;
mod fields;
mod focus;
mod inspector;
mod layer_controls;
mod matrix_text;
mod parameters;
pub(crate) mod picture;
mod sheet;
mod tooltip;
mod weights_table;

use std::rc::Rc;

use playground::keys::MAX_LAYERS;
use playground::{Config, object};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use words::Words;
use yew::prelude::*;

use crate::browser::clock::{clear_timeout, set_timeout};
use crate::components::button::Button;
use crate::components::text::text;
use crate::draw::selection::Edges;
use crate::intent::Intent;
use crate::view::{Feed, use_view};
use crate::views::network::diagram::{Diagram, Touch, focus};
use crate::views::network::focus::{Focus, neuron_of};
use crate::views::network::inspector::Inspector;
use crate::views::network::parameters::Parameters;
use crate::views::network::picture::{Numbers, Picture};
use crate::views::network::tooltip::Tip;
use crate::views::network::weights_table::Weights;

/// A longer list of layers' sizes would not fit beside the panel's name; the fields above the layers say them too.
const LONGEST_SHAPE: usize = 21;
/// A pointer that only passes by opens nothing.
const REST_MS: f64 = 160.0;
/// There is time to move from a neuron to what is said about it.
const LEAVE_MS: f64 = 420.0;
/// The neurons' names follow training once in so many changes of the numbers.
const NAMES_EVERY: u32 = 16;

/// What the panel shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    pub(crate) config: Rc<Config>,
    pub(crate) playing: bool,
    /// The lesson's step, or the lesson, that is open.
    pub(crate) lesson: String,
    pub(crate) feed: Feed,
    pub(crate) act: Callback<Intent>,
}

/// The panel.
#[function_component(Network)]
pub(crate) fn network(props: &Props) -> Html {
    let (words, config) = (props.words, &props.config);
    let sizes = config.layer_sizes();
    let numbers = use_state_eq(Numbers::default);
    let picture = {
        let setter = numbers.setter();
        use_view(&props.feed, |state| {
            Picture::new(state, props.feed.clone(), Callback::from(move |numbers| setter.set(numbers)))
        })
    };
    let weights = &numbers.weights;
    let focused = use_mut_ref(Focus::default);
    let latest = use_mut_ref(|| (sizes.clone(), Rc::clone(&numbers.edges)));
    let update = use_force_update();
    *latest.borrow_mut() = (sizes.clone(), Rc::clone(&numbers.edges));
    focused.borrow_mut().fit(&sizes);
    let now = focused.borrow().clone();
    let on_touch = {
        let (focused, latest, update) = (Rc::clone(&focused), latest, update.clone());
        use_callback((), move |touch: Touch, ()| {
            let before = focused.borrow().clone();
            let (sizes, edges) = &*latest.borrow();
            focused.borrow_mut().touch(touch, sizes, edges);
            if *focused.borrow() != before {
                update.force_update();
            }
        })
    };
    let on_field = {
        let (focused, update) = (Rc::clone(&focused), update.clone());
        use_callback((), move |parameter: Option<usize>, ()| {
            if focused.borrow().parameter != parameter {
                focused.borrow_mut().parameter = parameter;
                update.force_update();
            }
        })
    };
    let on_close = {
        let (focused, update) = (Rc::clone(&focused), update.clone());
        use_callback((), move |(), ()| {
            let open = focused.borrow().open;
            focused.borrow_mut().close();
            if let Some(place) = open {
                focus(place);
            }
            update.force_update();
        })
    };
    use_rest(&focused, &now, update.clone());
    {
        // A card that was opened for one step hides what another step speaks of.
        let (focused, update) = (Rc::clone(&focused), update.clone());
        use_effect_with(props.lesson.clone(), move |_| {
            focused.borrow_mut().close();
            update.force_update();
        });
    }
    {
        let picture = picture.clone();
        use_effect_with(now.asked(&sizes), move |asked| picture.ask(*asked));
    }
    let names = use_humane(weights, props.playing);
    let gradient = numbers.gradient;
    let toggle_table = {
        let (focused, update) = (Rc::clone(&focused), update.clone());
        Callback::from(move |()| {
            let table = !focused.borrow().table;
            focused.borrow_mut().close();
            focused.borrow_mut().table = table;
            update.force_update();
        })
    };
    {
        let act = props.act.clone();
        use_effect_with(now.mapped(), move |mapped| act.emit(Intent::PointAt(*mapped)));
    }
    let states = &numbers.states;
    let note = match numbers.silent {
        Some(silent) => words.silent(silent.layer, silent.is_zero),
        None => words.linear_model(config).unwrap_or_default().into(),
    };
    html! {
        <section class="panel network" aria-labelledby="network-title">
            { head(props, &sizes) }
            <div class="net-wrap">
                <Diagram {words} config={Rc::clone(config)} weights={names} states={Rc::clone(states)} open={now.open} told={now.shown.and_then(neuron_of)} {on_touch} picture={picture.clone()} act={props.act.clone()} />
                <Tip {words} config={Rc::clone(config)} weights={weights.clone()} states={Rc::clone(states)} range={numbers.range} {gradient} hit={now.shown} by_key={now.by_key} />
            </div>
            <p class="note" role="status" ~textContent={note} />
            <div class="net-foot">
                { legend(words, &numbers.edges) }
                { Button { expanded: Some(now.table), ..Button::of("chip", words.network.weights) }.does(toggle_table.reform(|_| ())) }
            </div>
            if now.table { <Weights {words} config={Rc::clone(config)} weights={weights.clone()} {gradient} on_field={on_field.clone()} on_close={toggle_table} act={props.act.clone()} /> }
            <Inspector {words} config={Rc::clone(config)} weights={weights.clone()} states={Rc::clone(states)} {gradient} open={now.open} wish={now.wish} {on_field} {on_close} picture={picture.clone()} act={props.act.clone()} />
        </section>
    }
}

/// Tells of the next thing when the pointer has rested on it, and of none when it has been away.
#[hook]
fn use_rest(focused: &Rc<std::cell::RefCell<Focus>>, now: &Focus, update: UseForceUpdateHandle) {
    let focused = Rc::clone(focused);
    use_effect_with((now.next, now.shown), move |&(next, shown)| {
        let wait_ms = if next.is_some() { REST_MS } else { LEAVE_MS };
        let late = (next != shown).then(|| {
            Closure::once(move || {
                {
                    let mut focused = focused.borrow_mut();
                    (focused.shown, focused.by_key) = (next, false);
                }
                update.force_update();
            })
        });
        let timer = late.as_ref().map(|late| set_timeout(late.as_ref().unchecked_ref(), wait_ms));
        move || {
            timer.iter().for_each(clear_timeout);
            drop(late);
        }
    });
}

/// The parameters at a rate at which names may change.
#[hook]
fn use_humane(weights: &Parameters, playing: bool) -> Parameters {
    let names = use_mut_ref(|| (weights.clone(), 0u32));
    let mut names = names.borrow_mut();
    names.1 = names.1.wrapping_add(1);
    if !playing || names.0.len() != weights.len() || names.1.is_multiple_of(NAMES_EVERY) {
        names.0 = weights.clone();
    }
    names.0.clone()
}

fn head(props: &Props, sizes: &[usize]) -> Html {
    let (words, config) = (props.words, &props.config);
    let n_hidden = config.hidden_layers.len();
    let resize = |short: &'static str, name: &'static str, disabled: bool, after: fn(&mut Vec<usize>)| {
        let change = move |config: &Config| {
            let mut layers = config.hidden_layers.clone();
            after(&mut layers);
            object! { "hiddenLayers": layers }
        };
        Button { name: Some(name.into()), disabled, ..Button::of("chip", short) }
            .wants(Intent::change(change), &props.act)
    };
    let with_one_more = |layers: &mut Vec<usize>| layers.push(layers.last().copied().unwrap_or(4).min(4));
    let with_one_less = |layers: &mut Vec<usize>| layers.truncate(layers.len().saturating_sub(1));
    let shape = words.shape(sizes);
    let is_long = shape.chars().count() > LONGEST_SHAPE;
    html! {
        <div class="net-head">
            <h2 id="network-title" ~textContent={words.common.network} />
            <small>
                <span class="net-shape" hidden={is_long} ~textContent={shape + " · "} />
                <output aria-label={words.network.parameters} aria-live="off" data-value={config.n_parameters().to_string()} ~textContent={words.count(config.n_parameters() as u64)} />
                { text(words.network.parameters_behind) }
            </small>
            <div class="chips">
                { resize(words.network.remove_layer_short, words.network.remove_layer, n_hidden == 0, with_one_less) }
                { resize(words.network.add_layer_short, words.network.add_layer, n_hidden >= MAX_LAYERS, with_one_more) }
            </div>
        </div>
    }
}

/// How to read the diagram.
fn legend(words: &Words, edges: &Edges) -> Html {
    let some = edges
        .left_out_of()
        .map(|n| words.network.edges_drawn.with([&words.count(edges.n_drawn() as u64), &words.count(n as u64)]));
    let words = &words.network;
    html! {
        <p class="net-legend" title={words.legend_how}>
            <span data-term="weight"><i class="edge neg" />{ text(words.legend_negative) }</span>
            <span data-term="weight"><i class="edge pos" />{ text(words.legend_positive) }</span>
            <span data-term="bias"><i class="bias" />{ text(words.legend_bias) }</span>
            <span class="net-some" ~textContent={some.unwrap_or_default()} />
        </p>
    }
}
