//! What stands above each column of the diagram: its name, and for a hidden layer how many neurons it has and its activation.

use std::rc::Rc;

use playground::keys::MAX_UNITS;
use playground::{Config, Problem, object};
use serde_json::Value;
use web_sys::{HtmlElement, HtmlInputElement};
use words::Words;
use yew::prelude::*;

use crate::components::button::Button;
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
    /// The partial configuration with another number of neurons.
    fn resized(&self, n_units: Value) -> Value {
        let mut layers: Vec<Value> = self.config.hidden_layers.iter().map(|n| (*n).into()).collect();
        layers[self.layer] = n_units;
        object! { "hiddenLayers": layers }
    }

    /// Takes over the number that was typed, or says why it cannot be.
    fn typed(&self, text: &str) -> Result<(), Problem> {
        let value = value_of(text, false);
        let now = self.config.hidden_layers[self.layer];
        if value.is_null() || value.as_u64() == Some(now as u64) {
            return Ok(());
        }
        let partial = self.resized(value);
        self.config.merged(&partial)?;
        self.act.emit(Intent::Configure(partial));
        Ok(())
    }
}

/// The controls of one layer.
#[function_component(Layer)]
fn layer_controls(props: &LayerProps) -> Html {
    let LayerProps { layer, words, config, act } = props;
    let n_units = config.hidden_layers[*layer];
    let number = (layer + 1).to_string();
    let resize = |sign: &'static str, name: String, disabled: bool, n_units: usize| {
        Button { name: Some(name.into()), disabled, ..Button::of("round", sign) }
            .wants(Intent::Configure(props.resized(n_units.into())), act)
    };
    let on_activation = {
        let (activations, layer) = (config.activations.clone(), *layer);
        act.reform(move |word: String| {
            let mut after = activations.clone();
            after[layer] = word;
            Intent::Configure(object! { "activations": after })
        })
    };
    html! {
        <div class="column" ~style={left(layer + 1, config.hidden_layers.len() + 2)}>
            <span class="column-name" ~textContent={words.network.hidden_layer.with([&number])} />
            <div class="stepper">
                { resize("−", words.network.remove_neuron.with([&number]), n_units <= 1, n_units.saturating_sub(1)) }
                <Count ..props.clone() />
                { resize("+", words.network.add_neuron.with([&number]), n_units >= MAX_UNITS, n_units + 1) }
            </div>
            <Choice words={*words} name={words.network.activation_of_layer.with([&number])} entries={menus::activations(words)} value={config.activations[*layer].clone()} on_choose={on_activation} />
        </div>
    }
}

/// The field for a layer's number of neurons. What is refused stays in it, marked, with the reason below.
#[function_component(Count)]
fn count(props: &LayerProps) -> Html {
    let n_units = props.config.hidden_layers[props.layer];
    let draft = use_state_eq(|| None::<(String, String)>);
    {
        let draft = draft.clone();
        use_effect_with(n_units, move |_| draft.set(None));
    }
    let onchange = {
        let (draft, props) = (draft.clone(), props.clone());
        move |event: Event| {
            let field: HtmlInputElement = event.target_unchecked_into();
            match props.typed(&field.value()) {
                Ok(()) if draft.is_some() => draft.set(None),
                // The number in force stands there again.
                Ok(()) if field.value().trim().is_empty() => field.set_value(&n_units.to_string()),
                Ok(()) => {}
                Err(problem) => {
                    let why = props.words.refusal(&problem);
                    props.act.emit(Intent::Say(why.clone().into()));
                    draft.set(Some((field.value(), why)));
                }
            }
        }
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
    let is_wrong = draft.is_some();
    let (value, why) = (*draft).clone().unwrap_or_else(|| (n_units.to_string(), String::new()));
    html! {
        <span class="param-box">
            <input
                class="count" type="text" inputmode="numeric" autocomplete="off" {id} aria-label={props.words.network.neurons_of_layer.with([&number])}
                aria-invalid={is_wrong.then_some("true")} aria-describedby={is_wrong.then(|| words_id.clone())} {value} {onchange} {onkeydown} {onfocus}
            />
            <span class="field-words" id={words_id} ~textContent={why} />
        </span>
    }
}
