//! The diagram as something to point at and to walk through by keyboard: a button over each neuron, headings above the layers.
//! What is seen there `picture` draws; what a pointer means is for the panel to say.

use std::rc::Rc;

use playground::{Config, Parameter, Part, neurons, object};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use words::Words;
use yew::prelude::*;

use crate::components::button::{Button, truth};
use crate::components::canvas::Canvas;
use crate::components::select::Choice;
use crate::controls::menus;
use crate::draw::diagram;
use crate::intent::Intent;
use crate::view::Shared;
use crate::views::network::picture::Picture;

/// The page's own limit; the engine's is larger.
const MOST_NEURONS: usize = 32;

/// A pointer over the diagram: where it is in it, how large the diagram is, and how far off it may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Place {
    pub(crate) at: (f32, f32),
    pub(crate) size: (f32, f32),
    pub(crate) slack_px: f32,
}

/// What somebody does with the diagram.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Touch {
    /// A pointer is here, or has left.
    Point(Option<Place>),
    /// A click that met no neuron.
    Click(Place),
    /// A neuron has the focus.
    Focus(usize, usize),
    /// No neuron has it any more.
    Blur,
    /// A neuron was pressed, by keyboard or not.
    Press(usize, usize, bool),
    /// Escape.
    Leave,
}

/// What the diagram shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    pub(crate) config: Rc<Config>,
    /// The parameters as the buttons name them; they change at a humane rate.
    pub(crate) weights: Rc<[f32]>,
    /// The neuron that is open.
    pub(crate) open: Option<(usize, usize)>,
    /// The neuron that the small card tells of.
    pub(crate) told: Option<(usize, usize)>,
    pub(crate) picture: Shared<Picture>,
    pub(crate) on_touch: Callback<Touch>,
    pub(crate) act: Callback<Intent>,
}

/// The diagram.
#[function_component(Diagram)]
pub(crate) fn network_diagram(props: &Props) -> Html {
    let (words, config) = (props.words, &props.config);
    let sizes = config.layer_sizes();
    let n_hidden = config.hidden_layers.len();
    let box_ref = use_node_ref();
    // The one neuron that Tab reaches.
    let current = use_state(|| (1, 0));
    let current = {
        let column = current.0.min(sizes.len() - 1);
        let unit = current.1.min(sizes[column] - 1);
        (current, (column, unit))
    };
    let onpointermove = {
        let (on_touch, box_ref) = (props.on_touch.clone(), box_ref.clone());
        move |event: PointerEvent| {
            if event.pointer_type() != "touch" {
                on_touch.emit(Touch::Point(place_of(&box_ref, &event, 5.0)));
            }
        }
    };
    let onclick = {
        let (on_touch, box_ref) = (props.on_touch.clone(), box_ref.clone());
        move |event: MouseEvent| {
            if let Some((column, unit)) = neuron_of(&event) {
                // A click without a pointer comes from a key.
                on_touch.emit(Touch::Press(column, unit, event.detail() == 0));
            } else if let Some(place) = place_of(&box_ref, &event, 9.0) {
                on_touch.emit(Touch::Click(place));
            }
        }
    };
    let onkeydown = {
        let (sizes, on_touch, at) = (sizes.clone(), props.on_touch.clone(), current.1);
        move |event: KeyboardEvent| {
            if neuron_of(&event).is_none() {
                return;
            }
            if event.key() == "Escape" {
                on_touch.emit(Touch::Leave);
            } else if let Some(next) = diagram::neighbour(&sizes, at, &event.key()) {
                event.prevent_default();
                focus(next);
            }
        }
    };
    let onfocusin = {
        let (on_touch, current) = (props.on_touch.clone(), current.0.clone());
        move |event: FocusEvent| {
            if let Some((column, unit)) = neuron_of(&event) {
                current.set((column, unit));
                on_touch.emit(Touch::Focus(column, unit));
            }
        }
    };
    let tallest = sizes.iter().copied().max().unwrap_or(1);
    let room =
        format!("min-height:{}px", tallest * diagram::LEAST_PITCH_PX + (diagram::HEAD_PX + diagram::FOOT_PX) as usize);
    let on_attach = {
        let picture = props.picture.clone();
        Callback::from(move |canvas| picture.attach(canvas))
    };
    let is_current = |place: (usize, usize)| place == current.1;
    html! {
        <div class="net-frame">
            <div class="net-heads">
                { heading(0, sizes.len(), words.key_label("features")) }
                { for (0..n_hidden).map(|layer| layer_controls(props, layer)) }
                { heading(sizes.len() - 1, sizes.len(), words.common.output) }
            </div>
            <div
                class="net" ref={box_ref} ~style={room} {onpointermove} {onclick} {onkeydown} {onfocusin}
                onfocusout={props.on_touch.reform(|_| Touch::Blur)} onpointerleave={props.on_touch.reform(|_| Touch::Point(None))}
            >
                <Canvas on_attach={on_attach} />
                <div class="net-numbers" aria-hidden="true">
                    { for (1..=n_hidden).map(|column| html! { <span key={column} ~style={across(column, sizes.len())} ~textContent={column.to_string()} /> }) }
                </div>
                <div role="group" aria-label={words.network.neurons} aria-describedby="net-keys">
                    { for (0..sizes.len()).flat_map(|column| (0..sizes[column]).map(move |unit| (column, unit)))
                        .map(|place| neuron_button(props, &sizes, place, is_current(place))) }
                </div>
                <p id="net-keys" class="sr-only" ~textContent={words.network.neurons_keys} />
            </div>
        </div>
    }
}

/// Gives the focus to a neuron's button.
pub(crate) fn focus((column, unit): (usize, usize)) {
    let document = web_sys::window().and_then(|window| window.document());
    let button = document.and_then(|document| document.get_element_by_id(&format!("neuron-{column}-{unit}")));
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        // Fails only for elements that cannot be focused.
        button.focus().ok();
    }
}

/// The neuron whose button an event happened at.
fn neuron_of(event: &Event) -> Option<(usize, usize)> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let id = target.closest("[id^=neuron-]").ok()??.id();
    let (column, unit) = id.strip_prefix("neuron-")?.split_once('-')?;
    Some((column.parse().ok()?, unit.parse().ok()?))
}

/// Where in the diagram a pointer is.
fn place_of(diagram: &NodeRef, event: &MouseEvent, slack_px: f32) -> Option<Place> {
    let diagram = diagram.cast::<Element>()?;
    let rect = diagram.get_bounding_client_rect();
    let at = (event.client_x() as f32 - rect.left() as f32, event.client_y() as f32 - rect.top() as f32);
    Some(Place { at, size: (diagram.client_width() as f32, diagram.client_height() as f32), slack_px })
}

/// Where a column's middle is, in the style sheet's terms.
fn across(column: usize, n_columns: usize) -> String {
    let share = diagram::column_share(column, n_columns);
    format!("left:calc({}px + {share} * (100% - {}px))", diagram::LABEL_PX, diagram::LABEL_PX)
}

fn heading(column: usize, n_columns: usize, name: &str) -> Html {
    let key = if column == 0 { "first" } else { "last" };
    html! { <div class="column is-end" {key} ~style={across(column, n_columns)}><span class="column-name" ~textContent={name} /></div> }
}

/// The button over a neuron. The picture says how large neurons are and how far apart they stand.
fn neuron_button(props: &Props, sizes: &[usize], (column, unit): (usize, usize), is_current: bool) -> Html {
    let (words, config) = (props.words, &props.config);
    let is_in = |parts: &[Part]| {
        column > 0 && neurons(parts).any(|neuron| neuron.layer_idx + 1 == column && neuron.unit_idx == unit)
    };
    let bias = column.checked_sub(1).and_then(|layer| {
        let index = Parameter { layer, unit, input: None }.index(sizes);
        props.weights.get(index).copied()
    });
    let name = words.neuron_button(config, (column, unit), bias, is_in(&config.off), is_in(&config.frozen));
    let offset = unit as f32 - (sizes[column] as f32 - 1.0) / 2.0;
    let place = format!(
        "{};top:calc({head}px + (100% - {head}px - {foot}px) / 2 + {offset} * var(--pitch, 0px))",
        across(column, sizes.len()),
        head = diagram::HEAD_PX,
        foot = diagram::FOOT_PX
    );
    let label = (column == 0).then(|| words.feature(config, unit));
    html! {
        <button
            type="button" class="neuron" key={format!("{column}.{unit}")} id={format!("neuron-{column}-{unit}")}
            tabindex={if is_current { "0" } else { "-1" }} aria-label={name} aria-describedby={props.told.filter(|told| *told == (column, unit)).map(|_| "net-tip")} aria-controls="inspector"
            aria-expanded={truth(props.open == Some((column, unit)))} ~style={place}
        >
            <span aria-hidden="true" ~textContent={label.unwrap_or_default()} />
        </button>
    }
}

fn layer_controls(props: &Props, layer: usize) -> Html {
    let (words, config) = (props.words, &props.config);
    let n_units = config.hidden_layers[layer];
    let resize = |sign: &'static str, name: String, disabled: bool, n_units: usize| {
        let mut layers = config.hidden_layers.clone();
        layers[layer] = n_units;
        Button { name: Some(name.into()), disabled, ..Button::of("round", sign) }
            .wants(Intent::Configure(object! { "hiddenLayers": layers }), &props.act)
    };
    let on_activation = {
        let activations = config.activations.clone();
        props.act.reform(move |word: String| {
            let mut after = activations.clone();
            after[layer] = word;
            Intent::Configure(object! { "activations": after })
        })
    };
    let shown = layer + 1;
    let number = shown.to_string();
    html! {
        <div class="column" key={format!("layer-{shown}")} ~style={across(shown, config.hidden_layers.len() + 2)}>
            <span class="column-number" aria-hidden="true" ~textContent={&*number} />
            <div class="stepper">
                { resize("−", words.network.remove_neuron.with([&number]), n_units <= 1, n_units.saturating_sub(1)) }
                <b ~textContent={n_units.to_string()} />
                { resize("+", words.network.add_neuron.with([&number]), n_units >= MOST_NEURONS, n_units + 1) }
            </div>
            <Choice {words} name={words.network.activation_of_layer.with([&number])} entries={menus::activations(words)} value={config.activations[layer].clone()} on_choose={on_activation} />
        </div>
    }
}
