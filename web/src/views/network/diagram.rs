//! The diagram as something to point at and to walk through by keyboard: a button over each neuron, headings above the layers.
//! What is seen there `picture` draws; what a pointer means is for the panel to say.

use std::rc::Rc;

use playground::{Config, DEAD, Parameter, Part, SATURATED, neurons};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use words::Words;
use yew::prelude::*;

use crate::browser::page::has_finger;
use crate::components::button::truth;
use crate::components::canvas::Canvas;
use crate::draw::diagram;
use crate::intent::Intent;
use crate::view::Shared;
use crate::views::network::layer_controls::Heads;
use crate::views::network::parameters::Parameters;
use crate::views::network::picture::Picture;

/// Of a network with more neurons than these, only those near the one that Tab reaches have buttons: thousands would hold the page up
/// whenever they change. A pointer finds them all, and arrow keys walk through them.
const MOST_BUTTONS: usize = 320;
/// So many on each side in its own column, and in the other ones.
const NEAR: (usize, usize) = (12, 1);

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
    pub(crate) weights: Parameters,
    /// Which hidden neurons pass no gradient back, or hardly any.
    pub(crate) states: Rc<[f32]>,
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
    let box_ref = use_node_ref();
    // The one neuron that Tab reaches.
    let current = use_state_eq(|| (1, 0));
    let current = {
        let column = current.0.min(sizes.len() - 1);
        let unit = current.1.min(sizes[column] - 1);
        (current, (column, unit))
    };
    // Whether a key leads there: its button may come only now.
    let is_led = use_mut_ref(|| false);
    {
        let is_led = Rc::clone(&is_led);
        use_effect_with(current.1, move |place| {
            if is_led.replace(false) {
                focus(*place);
            }
        });
    }
    {
        let current = current.0.clone();
        use_effect_with(props.open, move |open| open.iter().for_each(|place| current.set(*place)));
    }
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
        let (sizes, on_touch, current, is_led) = (sizes.clone(), props.on_touch.clone(), current.0.clone(), is_led);
        move |event: KeyboardEvent| {
            let Some(at) = neuron_of(&event) else { return };
            if event.key() == "Escape" {
                on_touch.emit(Touch::Leave);
            } else if let Some(next) = diagram::neighbour(&sizes, at, &event.key()) {
                event.prevent_default();
                if !focus(next) {
                    *is_led.borrow_mut() = true;
                    current.set(next);
                }
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
    let (least_width, least_height) = diagram::least_size_px(&sizes, has_finger());
    let wide = format!("min-width:{least_width}px");
    let large = format!("{wide};min-height:{least_height}px");
    let on_attach = {
        let picture = props.picture.clone();
        Callback::from(move |canvas| picture.attach(canvas))
    };
    let onscroll = {
        let picture = props.picture.clone();
        move |_: Event| picture.draw_all()
    };
    let has_button = {
        let is_few = sizes.iter().sum::<usize>() <= MOST_BUTTONS;
        let (sizes, (column, unit)) = (sizes.clone(), current.1);
        move |place: &(usize, usize)| {
            let level = unit * sizes[place.0] / sizes[column].max(1);
            let near = if place.0 == column { NEAR.0 } else { NEAR.1 };
            is_few || place.0 == 0 || place.0 + 1 == sizes.len() || place.1.abs_diff(level) <= near
        }
    };
    let is_current = |place: (usize, usize)| place == current.1;
    let places = (0..sizes.len()).flat_map(|column| (0..sizes[column]).map(move |unit| (column, unit)));
    html! {
        <div class="net">
            <Canvas on_attach={on_attach} />
            <div class="net-scroll" {onscroll}>
                <div class="net-heads" ~style={wide}><Heads {words} config={Rc::clone(config)} act={props.act.clone()} /></div>
                <div
                    class="net-plane" ref={box_ref} ~style={large} {onpointermove} {onclick} {onkeydown} {onfocusin}
                    onfocusout={props.on_touch.reform(|_| Touch::Blur)} onpointerleave={props.on_touch.reform(|_| Touch::Point(None))}
                >
                    <div role="group" aria-label={words.network.neurons} aria-describedby="net-keys">
                        { for places.filter(has_button).map(|place| neuron_button(props, &sizes, place, is_current(place))) }
                    </div>
                    <p id="net-keys" class="sr-only" ~textContent={words.network.neurons_keys} />
                </div>
            </div>
        </div>
    }
}

/// Gives the focus to a neuron's button, if it has one; whether that is so.
pub(crate) fn focus((column, unit): (usize, usize)) -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    let button = document.and_then(|document| document.get_element_by_id(&format!("neuron-{column}-{unit}")));
    let button = button.and_then(|button| button.dyn_into::<HtmlElement>().ok());
    // It fails only for elements that cannot be focused.
    button.is_some_and(|button| button.focus().is_ok())
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
    let mut name = words.neuron_button(config, (column, unit), bias, is_in(&config.off), is_in(&config.frozen));
    match state_of(&props.states, sizes, (column, unit)) {
        state if state == DEAD => name = words.network.dead.with([&name]),
        state if state == SATURATED => name = words.network.saturated.with([&name]),
        _ => {}
    }
    let offset = unit as f32 - (sizes[column] as f32 - 1.0) / 2.0;
    let room = format!("(100% - {}px - {}px)", diagram::HEAD_PX, diagram::FOOT_PX);
    // As `diagram::layout` places them.
    let pitch = match column {
        0 => format!("max(var(--pitch, 0px), min({}px, {room} / {}))", diagram::NAME_PX, sizes[0]),
        _ => "var(--pitch, 0px)".to_owned(),
    };
    let left = diagram::column_left(column, sizes.len());
    let place = format!("left:{left};top:calc({}px + {room} / 2 + {offset} * {pitch})", diagram::HEAD_PX);
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

/// What the training points say of a neuron; 0 where it is no hidden one.
pub(crate) fn state_of(states: &[f32], sizes: &[usize], (column, unit): (usize, usize)) -> f32 {
    let index = column.checked_sub(1).map(|layer| sizes[1..][..layer].iter().sum::<usize>() + unit);
    index.filter(|_| column + 1 < sizes.len()).and_then(|index| states.get(index)).copied().unwrap_or(0.0)
}
