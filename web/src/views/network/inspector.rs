//! The full card of the neuron that was opened: its picture, its activation, its bias and incoming weights to edit, and what can
//! be done with it. It stands below the diagram, on a small screen at the window's lower edge, and the neuron stays in sight.

use std::rc::Rc;

use playground::{Config, Neuron, Parameter, Part, object};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use words::Words;
use yew::prelude::*;

use crate::components::button::{Button, wants};
use crate::components::canvas::Canvas;
use crate::components::text::text;
use crate::components::toggle::Toggle;
use crate::intent::Intent;
use crate::view::Shared;
use crate::views::network::activation_curve::ActivationCurve;
use crate::views::network::fields::{Fields, field};
use crate::views::network::picture::Picture;
use crate::views::network::tooltip::{Area, GAP_PX};

/// What the inspector shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    pub(crate) config: Rc<Config>,
    pub(crate) weights: Rc<[f32]>,
    /// The gradient by the weight or bias whose field has the focus.
    pub(crate) gradient: Option<f32>,
    /// The neuron as column and place in it.
    pub(crate) open: Option<(usize, usize)>,
    /// What gets the focus now: the field of this parameter, or the first one; with a number that tells one time from the next.
    pub(crate) wish: Option<(Option<usize>, u32)>,
    /// The field of this weight or bias has the focus.
    pub(crate) on_field: Callback<Option<usize>>,
    pub(crate) on_close: Callback<()>,
    pub(crate) picture: Shared<Picture>,
    pub(crate) act: Callback<Intent>,
}

/// What its fields' ids begin with.
const PLACE: &str = "card";

/// The inspector.
#[function_component(Inspector)]
pub(crate) fn inspector(props: &Props) -> Html {
    let body = use_node_ref();
    {
        let body = body.clone();
        use_effect_with(props.wish, move |wish| {
            if let (Some((index, _)), Some(body)) = (wish, body.cast::<HtmlElement>()) {
                focus_field(&body, *index);
            }
        });
    }
    {
        let body = body.clone();
        use_effect_with(props.open, move |open| {
            if let (Some(neuron), Some(body)) = (open, body.cast::<Element>()) {
                bring_into_sight(&body, *neuron);
            }
        });
    }
    let onkeydown = {
        let on_close = props.on_close.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                on_close.emit(());
            }
        }
    };
    let name = props.open.map(|(column, unit)| props.words.neuron(&props.config, column, unit));
    html! {
        <div
            id="inspector" class="inspector" hidden={name.is_none()}
            role="group" aria-label={name.clone()} tabindex="-1" ref={body} {onkeydown}
        >
            { for props.open.zip(name).map(|(place, name)| about(props, place, name)) }
        </div>
    }
}

/// Scrolls so that the card is in sight, and its neuron with it.
fn bring_into_sight(card: &Element, (column, unit): (usize, usize)) {
    let (Some(window), Some(room)) = (web_sys::window(), Area::of_room()) else { return };
    let Some(neuron) = Area::of_neuron(column, unit) else { return };
    let style = window.get_computed_style(card).ok().flatten();
    let is_sheet = style.and_then(|style| style.get_property_value("position").ok()).as_deref() == Some("fixed");
    window.scroll_by_with_x_and_y(0.0, way(neuron, Area::of(&card.get_bounding_client_rect()), is_sheet, room));
}

/// How far to scroll, downwards: until the whole card is in `room`, but never past the neuron. A sheet does not scroll along;
/// the neuron comes to stand above it.
fn way(neuron: Area, card: Area, is_sheet: bool, room: Area) -> f64 {
    let wanted = if is_sheet { neuron.bottom + GAP_PX - card.top } else { card.bottom - room.bottom };
    wanted.max(0.0).min(neuron.top - room.top)
}

fn focus_field(body: &HtmlElement, index: Option<usize>) {
    let selector = index.map_or_else(|| "input".into(), |index| format!("input[data-at=\"{index}\"]"));
    let field = body.query_selector(&selector).ok().flatten().and_then(|found| found.dyn_into::<HtmlElement>().ok());
    // Fails only for elements that cannot be focused.
    field.as_ref().unwrap_or(body).focus().ok();
}

fn about(props: &Props, place: (usize, usize), name: String) -> Html {
    let (words, config) = (props.words, &props.config);
    let on_attach = {
        let picture = props.picture.clone();
        Callback::from(move |canvas| picture.attach_neuron(canvas))
    };
    let activation = place.0.checked_sub(1).and_then(|layer| config.activations.get(layer));
    html! {
        <div key="about" class="about">
            <div class="about-head">
                <h3 ~textContent={name} />
                <span class="computes" ~textContent={words.computes(config, place)} />
                <span class="chips">{ actions(props, place) }</span>
            </div>
            <div class="about-body">
                <div class="neuron-picture"><Canvas {on_attach} /></div>
                <div class="activation-box">{ for activation.map(|name| html! { <ActivationCurve key={name.clone()} {words} name={name.clone()} /> }) }</div>
                { numbers(props, place) }
            </div>
        </div>
    }
}

/// Its bias and its incoming weights.
fn numbers(props: &Props, (column, unit): (usize, usize)) -> Html {
    let (words, config) = (props.words, &props.config);
    let sizes: Rc<[usize]> = config.layer_sizes().into();
    let Some(layer) = column.checked_sub(1) else { return html! { <div class="params" /> } };
    let row = |input: Option<usize>| {
        let at = Parameter { layer, unit, input };
        let index = at.index(&sizes);
        let short = input.map_or_else(|| words.network.bias.into(), |input| words.input_short(config, layer, input));
        html! {
            <label class="param-row" key={index.to_string()}>
                <span aria-hidden="true" ~textContent={short} />
                { field(PLACE, words.weight(config, layer, unit, input), index) }
            </label>
        }
    };
    let rows = std::iter::once(None).chain((0..sizes[layer]).map(Some)).map(row);
    html! {
        <Fields key={format!("{column}.{unit}")} {words} place={PLACE} class="params" config={Rc::clone(config)} weights={Rc::clone(&props.weights)} gradient={props.gradient} on_field={props.on_field.clone()} act={props.act.clone()}>
            <div class="param-grid" role="group" aria-label={words.network.incoming}>{ for rows }</div>
        </Fields>
    }
}

/// What can be done with a neuron, and how to leave it.
fn actions(props: &Props, (column, unit): (usize, usize)) -> Html {
    let (words, config) = (props.words, &props.config);
    let n_hidden = config.hidden_layers.len();
    let close = Button { name: Some(words.common.close.into()), ..Button::of("chip close", "×") }
        .does(props.on_close.reform(|_| ()));
    if column == 0 || column > n_hidden {
        return html! { <>{ close }</> };
    }
    let here = Part::Neuron(Neuron { layer_idx: column - 1, unit_idx: unit });
    let toggle = |key: &'static str, list: &[Part], label: &'static str, why: &'static str| {
        let is_on = list.contains(&here);
        let mut after: Vec<String> = list.iter().filter(|other| **other != here).map(Part::to_string).collect();
        if !is_on {
            after.push(here.to_string());
        }
        let on_press = wants(Intent::Configure(object([(key.to_owned(), after.into())])), &props.act);
        html! { <Toggle key={key} pressed={is_on} title={why} {on_press}>{ text(label) }</Toggle> }
    };
    let is_last = config.hidden_layers[column - 1] <= 1;
    let (layer, on_close) = (column - 1, props.on_close.clone());
    let remove = wants(Intent::RemoveNeuron { layer, unit }, &props.act);
    let onclick = Callback::from(move |event| {
        on_close.emit(());
        remove.emit(event);
    });
    let title = Some(if is_last { words.network.last_neuron } else { words.network.remove_why }.into());
    html! {
        <>
            { toggle("off", &config.off, words.key_label("off"), words.network.switch_off_why) }
            { toggle("frozen", &config.frozen, words.key_label("frozen"), words.network.freeze_why) }
            { Button { disabled: is_last, title, ..Button::of("chip", words.network.remove) }.does(onclick) }
            { close }
        </>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_comes_into_sight_and_its_neuron_stays_there() {
        let room = Area { left: 0.0, top: 60.0, right: 390.0, bottom: 700.0 };
        let area = |top: f64, bottom: f64| Area { left: 0.0, top, right: 100.0, bottom };
        // A card below the edge comes up, but no farther than the neuron goes.
        assert_eq!(way(area(300.0, 340.0), area(500.0, 800.0), false, room), 100.0);
        assert_eq!(way(area(100.0, 140.0), area(500.0, 800.0), false, room), 40.0);
        assert_eq!(way(area(300.0, 340.0), area(400.0, 600.0), false, room), 0.0);
        // A sheet stays where it is, and the neuron goes above it.
        assert_eq!(way(area(600.0, 640.0), area(400.0, 700.0), true, room), 240.0 + GAP_PX);
        assert_eq!(way(area(20.0, 60.0), area(400.0, 700.0), true, room), -40.0);
    }
}
