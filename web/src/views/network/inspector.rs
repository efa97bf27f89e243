//! The full card of the neuron that was opened: its picture, its activation, its bias and incoming weights to edit, to switch off and
//! to freeze, and what can be done with it. It stands beside the diagram and scrolls inside itself: nothing moves when it opens.

use std::rc::Rc;

use playground::{Config, Neuron, Parameter, Part, object};
use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement};
use words::Words;
use yew::prelude::*;

use crate::components::button::{Button, icon, truth, wants};
use crate::components::canvas::Canvas;
use crate::components::text::text;
use crate::components::toggle::Toggle;
use crate::intent::Intent;
use crate::view::Shared;
use crate::views::network::activation_curve::ActivationCurve;
use crate::views::network::fields::{Fields, field};
use crate::views::network::parameters::Parameters;
use crate::views::network::picture::Picture;
use crate::views::network::sheet::use_place;
use crate::views::network::tooltip::trouble;
use crate::views::network::weights_table::{MOST_INPUTS, pages};

/// What the inspector shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    pub(crate) config: Rc<Config>,
    pub(crate) weights: Parameters,
    /// Which hidden neurons pass no gradient back, or hardly any.
    pub(crate) states: Rc<[f32]>,
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
    let body = use_place(props.open.is_some(), &props.config.layer_sizes(), props.open);
    // The first of the inputs that are shown, of many.
    let first = use_state_eq(|| 0usize);
    {
        let (first, sizes) = (first.clone(), props.config.layer_sizes());
        // A weight that was clicked is on its page.
        use_effect_with((props.open, props.wish), move |(_, wish)| {
            let index = wish.and_then(|(index, _)| index).and_then(|index| Parameter::at(index, &sizes));
            first.set(index.and_then(|at| at.input).unwrap_or(0) / MOST_INPUTS * MOST_INPUTS);
        });
    }
    {
        let body = body.clone();
        use_effect_with((props.wish, *first), move |(wish, _)| {
            if let (Some((index, _)), Some(body)) = (wish, body.cast::<HtmlElement>()) {
                focus_field(&body, *index);
            }
        });
    }
    let on_page = {
        let first = first.clone();
        Callback::from(move |at| first.set(at))
    };
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
            id="inspector" class="details inspector" hidden={name.is_none()}
            role="group" aria-label={name.clone()} tabindex="-1" ref={body} {onkeydown}
        >
            { for props.open.zip(name).map(|(place, name)| about(props, place, name, (*first, on_page.clone()))) }
        </div>
    }
}

/// Gives the focus to a field, which is brought into sight within the card: the page stays where it is.
fn focus_field(body: &HtmlElement, index: Option<usize>) {
    let selector = index.map_or_else(|| "input".into(), |index| format!("input[data-at=\"{index}\"]"));
    let field = body.query_selector(&selector).ok().flatten().and_then(|found| found.dyn_into::<HtmlElement>().ok());
    let field = field.as_ref().unwrap_or(body);
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    // Fails only for elements that cannot be focused.
    field.focus_with_options(&options).ok();
    let (seen, room) = (field.get_bounding_client_rect(), body.get_bounding_client_rect());
    let below = seen.bottom() - room.bottom() + ROOM_PX;
    if below > 0.0 {
        body.set_scroll_top(body.scroll_top() + below as i32);
    }
}

/// So much is seen below a field that has the focus.
const ROOM_PX: f64 = 48.0;

fn about(props: &Props, place: (usize, usize), name: String, page: (usize, Callback<usize>)) -> Html {
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
            { for trouble(words, &props.states, &config.layer_sizes(), place).map(|why| html! { <p class="trouble" ~textContent={why} /> }) }
            <div class="about-body">
                <div class="neuron-picture"><Canvas {on_attach} /></div>
                <div class="activation-box">{ for activation.map(|name| html! { <ActivationCurve key={name.clone()} {words} name={name.clone()} /> }) }</div>
                { numbers(props, place, page) }
            </div>
        </div>
    }
}

/// Its bias and its incoming weights.
fn numbers(props: &Props, (column, unit): (usize, usize), (first, on_page): (usize, Callback<usize>)) -> Html {
    let (words, config) = (props.words, &props.config);
    let sizes: Rc<[usize]> = config.layer_sizes().into();
    let Some(layer) = column.checked_sub(1) else { return html! { <div class="params" /> } };
    let row = |input: Option<usize>| {
        let at = Parameter { layer, unit, input };
        let index = at.index(&sizes);
        let short = input.map_or_else(|| words.network.bias.into(), |input| words.input_short(config, layer, input));
        let name = words.weight(config, layer, unit, input);
        let part = Part::Parameter(at);
        html! {
            <div class="param-row" key={index.to_string()}>
                <span aria-hidden="true" ~textContent={short} />
                { field(PLACE, name.clone(), index) }
                { switch(props, "off", part, &name) }
                { switch(props, "frozen", part, &name) }
            </div>
        }
    };
    let inputs = first.min(sizes[layer] - 1) / MOST_INPUTS * MOST_INPUTS;
    let inputs = inputs..(inputs + MOST_INPUTS).min(sizes[layer]);
    let rows = std::iter::once(None).chain(inputs.clone().map(Some)).map(row);
    html! {
        <div class="params">
            { pages(words, words.network.columns, (&inputs, MOST_INPUTS, sizes[layer]), on_page) }
            <Fields key={format!("{column}.{unit}")} {words} place={PLACE} class="" config={Rc::clone(config)} weights={props.weights.clone()} gradient={props.gradient} on_field={props.on_field.clone()} act={props.act.clone()}>
                <div class="param-grid" role="group" aria-label={words.network.incoming}>{ for rows }</div>
            </Fields>
        </div>
    }
}

/// The list of a key.
fn list<'c>(config: &'c Config, key: &str) -> &'c [Part] {
    if key == "off" { &config.off } else { &config.frozen }
}

/// What puts a part into the list of a key, or takes it out.
fn turned(config: &Config, key: &'static str, part: Part) -> (bool, Intent) {
    let is_on = list(config, key).contains(&part);
    let change = move |config: &Config| {
        let others = list(config, key).iter().filter(|other| **other != part);
        let after: Vec<String> = others.chain((!is_on).then_some(&part)).map(Part::to_string).collect();
        object([(key.to_owned(), after.into())])
    };
    (is_on, Intent::change(change))
}

/// The switch of a single weight or bias.
fn switch(props: &Props, key: &'static str, part: Part, of: &str) -> Html {
    let (words, (is_on, intent)) = (props.words, turned(&props.config, key, part));
    let name = [words.key_label(key), words.common.colon, of].concat();
    let picture = if key == "off" { "M4 4l8 8M12 4l-8 8" } else { "M8 2v12M3 5l10 6M13 5L3 11" };
    html! {
        <button type="button" class="mini" aria-pressed={truth(is_on)} title={name.clone()} aria-label={name} onclick={wants(intent, &props.act)}>{ icon(picture) }</button>
    }
}

/// What can be done with a neuron, and how to leave it.
fn actions(props: &Props, (column, unit): (usize, usize)) -> Html {
    let (words, config) = (props.words, &props.config);
    let n_hidden = config.hidden_layers.len();
    let close = Button { name: Some(words.common.close.into()), ..Button::of("chip close", "×") }
        .does(props.on_close.reform(|_| ()));
    let Some(layer) = column.checked_sub(1) else { return close };
    let here = Part::Neuron(Neuron { layer_idx: layer, unit_idx: unit });
    let toggle = |key: &'static str, why: &'static str| {
        let (is_on, intent) = turned(config, key, here);
        html! { <Toggle key={key} pressed={is_on} title={why} on_press={wants(intent, &props.act)}>{ text(words.key_label(key)) }</Toggle> }
    };
    let toggles =
        html! { <>{ toggle("off", words.network.switch_off_why) }{ toggle("frozen", words.network.freeze_why) }</> };
    if layer == n_hidden {
        return html! { <>{ toggles }{ close }</> };
    }
    let is_last = config.hidden_layers[layer] <= 1;
    let on_close = props.on_close.clone();
    let remove = wants(Intent::RemoveNeuron { layer, unit }, &props.act);
    let onclick = Callback::from(move |event| {
        on_close.emit(());
        remove.emit(event);
    });
    let title = Some(if is_last { words.network.last_neuron } else { words.network.remove_why }.into());
    html! {
        <>
            { toggles }
            { Button { disabled: is_last, title, ..Button::of("chip", words.network.remove) }.does(onclick) }
            { close }
        </>
    }
}
