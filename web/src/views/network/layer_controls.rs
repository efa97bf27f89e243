//! What stands above each column of the diagram: its name, and for a hidden layer how many neurons it has and its activation.

use std::cell::RefCell;
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
    let asked = use_memo((), |()| Asked::default());
    asked.follow(&config.hidden_layers);
    let end = |column: usize, name: &str| {
        html! { <div class="column is-end" key={column} ~style={left(column, n_columns)}><span class="column-name" ~textContent={name} /></div> }
    };
    html! {
        <>
            { end(0, words.key_label("features")) }
            { for (0..n_hidden).map(|layer| html! { <Layer key={format!("layer-{layer}")} {layer} asked={Asked::clone(&asked)} {words} config={Rc::clone(config)} act={props.act.clone()} /> }) }
            { end(n_columns - 1, words.common.output) }
        </>
    }
}

fn left(column: usize, n_columns: usize) -> String {
    format!("left:{}", column_left(column, n_columns))
}

/// The layers' sizes as they were last seen in force, and those that were asked for since, the newest last.
#[derive(Default)]
struct Sizes {
    seen: Vec<usize>,
    asked: Vec<Vec<usize>>,
}

/// Who changes one layer right after another means what was asked for, whether or not the session has answered yet.
#[derive(Clone, Default)]
struct Asked(Rc<RefCell<Sizes>>);

impl PartialEq for Asked {
    fn eq(&self, other: &Asked) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Asked {
    /// These are in force now. What was asked for before them is past; what somebody else asked for puts an end to all of it.
    fn follow(&self, in_force: &[usize]) {
        let Sizes { seen, asked } = &mut *self.0.borrow_mut();
        if *seen != in_force {
            let n_past = asked.iter().position(|sizes| *sizes == in_force).map_or(asked.len(), |index| index + 1);
            asked.drain(..n_past);
            *seen = in_force.to_vec();
        }
    }

    /// What holds when all has been answered.
    fn latest(&self) -> Vec<usize> {
        let Sizes { seen, asked } = &*self.0.borrow();
        asked.last().unwrap_or(seen).clone()
    }

    fn ask(&self, sizes: Vec<usize>) {
        self.0.borrow_mut().asked.push(sizes);
    }
}

/// Which layer it is.
#[derive(Clone, PartialEq, Properties)]
struct LayerProps {
    layer: usize,
    asked: Asked,
    words: &'static Words,
    config: Rc<Config>,
    act: Callback<Intent>,
}

impl LayerProps {
    /// The partial configuration with another number of neurons.
    fn resized(&self, n_units: Value) -> Value {
        let mut layers: Vec<Value> = self.asked.latest().into_iter().map(Value::from).collect();
        if let Some(layer) = layers.get_mut(self.layer) {
            *layer = n_units;
        }
        object! { "hiddenLayers": layers }
    }

    /// How many neurons it has when all has been answered.
    fn n_units(&self) -> usize {
        self.asked.latest().get(self.layer).copied().unwrap_or(1)
    }

    /// Asks for so many neurons.
    fn ask(&self, n_units: usize) {
        let partial = self.resized(n_units.into());
        if let Ok(config) = self.config.merged(&partial) {
            self.asked.ask(config.hidden_layers);
        }
        self.act.emit(Intent::Configure(partial));
    }

    /// Takes over the number that was typed, or says why it cannot be.
    fn commit(&self, text: String) -> Deed {
        let value = value_of(&text, false);
        let n_units = value.as_u64().map(|n| n as usize);
        if value.is_null() || n_units == Some(self.n_units()) {
            return Deed::Dropped;
        }
        if let Err(problem) = self.config.merged(&self.resized(value)) {
            self.act.emit(Intent::Say(self.words.refusal(&problem).into()));
            return Deed::Refused(text, Rc::new(problem));
        }
        n_units.iter().for_each(|n| self.ask(*n));
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
        let props = props.clone();
        let step = Callback::from(move |_: MouseEvent| {
            props.ask(props.n_units().saturating_add_signed(by).clamp(1, MAX_UNITS))
        });
        Button { name: Some(name.into()), disabled, ..Button::of("round", sign) }.does(step)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layer_is_changed_in_what_was_asked_for_before() {
        let asked = Asked::default();
        asked.follow(&[4, 2]);
        asked.ask(vec![8, 2]);
        // Drawn again before the answer, nothing is lost.
        asked.follow(&[4, 2]);
        asked.ask(vec![8, 16]);
        assert_eq!(asked.latest(), [8, 16]);
        asked.follow(&[8, 2]);
        assert_eq!(asked.latest(), [8, 16]);
        asked.follow(&[8, 16]);
        assert_eq!(asked.latest(), [8, 16]);
        // A link that was opened meanwhile holds.
        asked.ask(vec![9, 16]);
        asked.follow(&[3]);
        assert_eq!(asked.latest(), [3]);
    }
}
