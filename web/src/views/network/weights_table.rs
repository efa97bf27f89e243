//! All weights and biases of a layer as a table to read and to edit in place: a row per neuron, a column per input.
//! One layer at a time, and only while it is open, so that the largest network stays light.

use std::rc::Rc;

use playground::{Config, Parameter};
use words::Words;
use yew::prelude::*;

use crate::components::select::Choice;
use crate::controls::menus::Entry;
use crate::intent::Intent;
use crate::views::network::fields::{Fields, field};

/// What the table shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    pub(crate) config: Rc<Config>,
    pub(crate) weights: Rc<[f32]>,
    /// The gradient by the weight or bias whose field has the focus.
    pub(crate) gradient: Option<f32>,
    /// The field of this weight or bias has the focus.
    pub(crate) on_field: Callback<Option<usize>>,
    pub(crate) act: Callback<Intent>,
}

/// What its fields' ids begin with.
const PLACE: &str = "table";

/// The tables, one at a time.
#[function_component(Weights)]
pub(crate) fn weights(props: &Props) -> Html {
    let words = props.words;
    let n_layers = props.config.layer_sizes().len() - 1;
    let chosen = use_state(|| 0usize);
    let layer = (*chosen).min(n_layers - 1);
    let entry =
        |layer: usize| Entry { value: layer.to_string(), label: words.layer(&props.config, layer), refusal: None };
    let on_choose = Callback::from(move |word: String| chosen.set(word.parse().unwrap_or(0)));
    html! {
        <div class="net-weights">
            <Choice {words} id="weights-of" name={words.network.weights_of} entries={(0..n_layers).map(entry).collect::<Vec<_>>()} value={layer.to_string()} {on_choose} />
            <Fields key={layer} {words} place={PLACE} class="weights-box" config={Rc::clone(&props.config)} weights={Rc::clone(&props.weights)} gradient={props.gradient} on_field={props.on_field.clone()} act={props.act.clone()}>
                <div class="weights-scroll"><Grid {words} config={Rc::clone(&props.config)} {layer} /></div>
            </Fields>
        </div>
    }
}

/// Which layer a grid is of.
#[derive(Clone, PartialEq, Properties)]
struct GridProps {
    words: &'static Words,
    config: Rc<Config>,
    layer: usize,
}

/// The fields of one layer: rendered when the structure changes, filled by whoever contains them.
#[function_component(Grid)]
fn grid(props: &GridProps) -> Html {
    let (words, config, layer) = (props.words, &props.config, props.layer);
    let sizes = config.layer_sizes();
    let inputs = || std::iter::once(None).chain((0..sizes[layer]).map(Some));
    let head = |input: Option<usize>| {
        let name = input.map_or_else(|| words.network.bias.into(), |input| words.input_short(config, layer, input));
        html! { <th scope="col" ~textContent={name} /> }
    };
    let cell = |unit: usize, input: Option<usize>| {
        let at = Parameter { layer, unit, input };
        html! { <td>{ field(PLACE, words.weight(config, layer, unit, input), at.index(&sizes)) }</td> }
    };
    let row = |unit: usize| {
        html! {
            <tr key={format!("{layer}.{unit}.{}", sizes[layer])}>
                <th scope="row" ~textContent={words.neuron(config, layer + 1, unit)} />
                { for inputs().map(|input| cell(unit, input)) }
            </tr>
        }
    };
    html! {
        <table aria-label={words.layer(config, layer)}>
            <thead><tr><th scope="col" ~textContent={words.network.neuron_heading} />{ for inputs().map(head) }</tr></thead>
            <tbody>{ for (0..sizes[layer + 1]).map(row) }</tbody>
        </table>
    }
}
