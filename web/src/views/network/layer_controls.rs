//! What stands above each column of the diagram: its name, and for a hidden layer how many neurons it has and its activation.

use std::rc::Rc;

use playground::keys::MAX_UNITS;
use playground::{Config, object};
use serde_json::Value;
use web_sys::{HtmlElement, HtmlInputElement};
use words::Words;
use yew::prelude::*;

use crate::components::button::Button;
use crate::components::draft::{Deed, use_draft};
use crate::components::number::value_of;
use crate::components::select::Choice;
use crate::controls::menus;
use crate::draw::diagram::column_left;
use crate::intent::Intent;

/// What the controls need to know.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    pub(crate) config: Rc<Config>,
    pub(crate) act: Callback<Intent>,
}

/// The names and controls of all columns, each above its own.
#[function_component(Heads)]
pub(crate) fn heads(props: &Props) -> Html {
    let (words, config) = (props.words, &props.config);
    let n_hidden = config.hidden_layers.len();
    let n_columns = n_hidden + 2;
    let end = |column: usize, name: &str| {
        html! { <div class="column is-end" key={column} ~style={left(column, n_columns)}><span class="column-name" ~textContent={name} /></div> }
    };
    html! {
        <>
            { end(0, words.key_label("features")) }
            { for (0..n_hidden).map(|layer| html! { <Layer key={format!("layer-{layer}")} {layer} {words} config={Rc::clone(config)} act={props.act.clone()} /> }) }
            { end(n_columns - 1, words.common.output) }
        </>
    }
}

fn left(column: usize, n_columns: usize) -> String {
    format!("left:{}", column_left(column, n_columns))
}

/// Which layer it is.
#[derive(Clone, PartialEq, Properties)]
struct LayerProps {
    layer: usize,
    words: &'static Words,
    config: Rc<Config>,
    act: Callback<Intent>,
}

impl LayerProps {
    /// What gives the layer another number of neurons, made of the one that it has then.
    fn resizing(&self, n_units: impl Fn(usize) -> Value + 'static) -> impl Fn(&Config) -> Value + 'static {
        let layer = self.layer;
        move |config| {
            let resized = |(at, now): (usize, &usize)| if at == layer { n_units(*now) } else { Value::from(*now) };
            object! { "hiddenLayers": config.hidden_layers.iter().enumerate().map(resized).collect::<Vec<Value>>() }
        }
    }

    /// Takes over the number that was typed, or says why it cannot be.
    fn commit(&self, text: String) -> Deed {
        let value = value_of(&text, false);
        let n_units = self.config.hidden_layers.get(self.layer).map(|now| *now as u64);
        if value.is_null() || value.as_u64() == n_units {
            return Deed::Dropped;
        }
        let change = self.resizing(move |_| value.clone());
        if let Err(problem) = self.config.merged(&change(&self.config)) {
            self.act.emit(Intent::Say(self.words.refusal(&problem).into()));
            return Deed::Refused(text, Rc::new(problem));
        }
        self.act.emit(Intent::change(change));
        Deed::Asked(text)
    }
}

/// The controls of one layer.
#[function_component(Layer)]
fn layer_controls(props: &LayerProps) -> Html {
    let LayerProps { layer, words, config, act, .. } = props;
    let n_units = config.hidden_layers[*layer];
    let number = (layer + 1).to_string();
    let resize = |sign: &'static str, name: String, disabled: bool, by: isize| {
        let step = props.resizing(move |n_units| n_units.saturating_add_signed(by).clamp(1, MAX_UNITS).into());
        Button { name: Some(name.into()), disabled, ..Button::of("round", sign) }.wants(Intent::change(step), act)
    };
    let on_activation = {
        let layer = *layer;
        act.reform(move |word: String| {
            Intent::change(move |config| {
                let mut after = config.activations.clone();
                after.get_mut(layer).into_iter().for_each(|activation| activation.clone_from(&word));
                object! { "activations": after }
            })
        })
    };
    html! {
        <div class="column" ~style={left(layer + 1, config.hidden_layers.len() + 2)}>
            <span class="column-name" data-term="layer" ~textContent={words.network.hidden_layer.with([&number])} />
            <div class="stepper">
                { resize("−", words.network.remove_neuron.with([&number]), n_units <= 1, -1) }
                <Count ..props.clone() />
                { resize("+", words.network.add_neuron.with([&number]), n_units >= MAX_UNITS, 1) }
            </div>
            <Choice words={*words} name={words.network.activation_of_layer.with([&number])} entries={menus::activations(words)} value={config.activations[*layer].clone()} on_choose={on_activation} />
        </div>
    }
}

/// The field for a layer's number of neurons. What is refused stays in it, marked, with the reason below.
#[function_component(Count)]
fn count(props: &LayerProps) -> Html {
    let n_units = AttrValue::from(props.config.hidden_layers[props.layer].to_string());
    let field = use_node_ref();
    let draft = use_draft(&field, &n_units);
    let oninput = {
        let draft = draft.dispatcher();
        move |event: InputEvent| {
            draft.dispatch(Deed::Typed(event.target_unchecked_into::<HtmlInputElement>().value(), None))
        }
    };
    let onchange = {
        let (draft, props) = (draft.dispatcher(), props.clone());
        move |event: Event| draft.dispatch(props.commit(event.target_unchecked_into::<HtmlInputElement>().value()))
    };
    let onblur = {
        let (draft, in_force) = (draft.dispatcher(), n_units.clone());
        move |_: FocusEvent| draft.dispatch(Deed::Left { in_force: in_force.clone() })
    };
    let onkeydown = |event: KeyboardEvent| {
        if event.key() == "Enter" {
            let field: HtmlElement = event.target_unchecked_into();
            // Leaving is what commits; staying is what a keyboard wants.
            field.blur().and_then(|()| field.focus()).ok();
        }
    };
    let onfocus = |event: FocusEvent| event.target_unchecked_into::<HtmlInputElement>().select();
    let number = (props.layer + 1).to_string();
    let id = format!("neurons-{number}");
    let words_id = format!("{id}-words");
    let why = draft.problem.as_ref().map(|problem| props.words.refusal(problem));
    let is_wrong = why.is_some();
    let value = draft.text.clone().map_or(n_units, AttrValue::from);
    html! {
        <span class="param-box">
            <input
                ref={field} class="count" type="text" inputmode="numeric" autocomplete="off" {id} aria-label={props.words.network.neurons_of_layer.with([&number])}
                aria-invalid={is_wrong.then_some("true")} aria-describedby={is_wrong.then(|| words_id.clone())} {value} {oninput} {onchange} {onblur} {onkeydown} {onfocus}
            />
            <span class="field-words" id={words_id} ~textContent={why.unwrap_or_default()} />
        </span>
    }
}
