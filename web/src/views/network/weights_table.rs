//! Weights and biases of a layer as a table to read and to edit in place: a row per neuron, a column per input. One layer at a time,
//! and of a large one a part, so that the largest network stays light.

use std::ops::Range;
use std::rc::Rc;

use playground::{Config, Parameter};
use words::Words;
use yew::prelude::*;

use crate::components::button::Button;
use crate::components::select::Choice;
use crate::controls::menus::Entry;
use crate::intent::Intent;
use crate::views::network::fields::{Fields, field};
use crate::views::network::parameters::Parameters;
use crate::views::network::sheet::use_place;

/// What the table shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    pub(crate) config: Rc<Config>,
    pub(crate) weights: Parameters,
    /// The gradient by the weight or bias whose field has the focus.
    pub(crate) gradient: Option<f32>,
    /// The field of this weight or bias has the focus.
    pub(crate) on_field: Callback<Option<usize>>,
    pub(crate) on_close: Callback<()>,
    pub(crate) act: Callback<Intent>,
}

/// What its fields' ids begin with.
const PLACE: &str = "table";
/// The most inputs, and the most fields, that are in the document at once.
pub(super) const MOST_INPUTS: usize = 16;
const MOST_FIELDS: usize = 272;

/// A layer's rows and columns that are shown together with the place of the first one.
fn part(start: usize, each: usize, all: usize) -> Range<usize> {
    let first = start.min(all.saturating_sub(1)) / each * each;
    first..(first + each).min(all)
}

/// A menu of the parts of a list that is too long to be shown whole; nothing where it is not.
pub(super) fn pages(
    words: &'static Words,
    name: &'static str,
    (shown, each, all): (&Range<usize>, usize, usize),
    on_choose: Callback<usize>,
) -> Html {
    if all <= each {
        return Html::default();
    }
    let entry = |first: usize| {
        let label = words.network.from_to.with([
            &(first + 1).to_string(),
            &(first + each).min(all).to_string(),
            &all.to_string(),
        ]);
        Entry { value: first.to_string(), label, refusal: None }
    };
    let entries: Vec<Entry> = (0..all).step_by(each).map(entry).collect();
    let on_choose = on_choose.reform(|word: String| word.parse().unwrap_or(0));
    html! { <span class="pages"><span aria-hidden="true" ~textContent={name} /><Choice {words} {name} {entries} value={shown.start.to_string()} {on_choose} /></span> }
}

/// The tables, one at a time.
#[function_component(Weights)]
pub(crate) fn weights(props: &Props) -> Html {
    let words = props.words;
    let sizes = props.config.layer_sizes();
    let n_layers = sizes.len() - 1;
    let chosen = use_state(|| (0usize, 0usize, 0usize));
    let (layer, first_row, first_input) = *chosen;
    let layer = layer.min(n_layers - 1);
    let n_inputs = sizes[layer];
    let inputs = part(first_input, MOST_INPUTS, n_inputs);
    let each = MOST_FIELDS / (n_inputs.min(MOST_INPUTS) + 1);
    let rows = part(first_row, each, sizes[layer + 1]);
    let body = use_place(true, &[], None);
    let entry =
        |layer: usize| Entry { value: layer.to_string(), label: words.layer(&props.config, layer), refusal: None };
    let choose = |turn: fn(&mut (usize, usize, usize), usize)| {
        let chosen = chosen.clone();
        Callback::from(move |value: usize| {
            let mut after = *chosen;
            turn(&mut after, value);
            chosen.set(after);
        })
    };
    let on_choose = choose(|after, layer| *after = (layer, 0, 0)).reform(|word: String| word.parse().unwrap_or(0));
    let onkeydown = {
        let on_close = props.on_close.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                on_close.emit(());
            }
        }
    };
    html! {
        <div class="details net-weights" ref={body} tabindex="-1" {onkeydown}>
            <div class="about-head">
                <Choice {words} id="weights-of" name={words.network.weights_of} entries={(0..n_layers).map(entry).collect::<Vec<_>>()} value={layer.to_string()} {on_choose} />
                { Button { name: Some(words.common.close.into()), ..Button::of("chip close", "×") }.does(props.on_close.reform(|_| ())) }
            </div>
            { pages(words, words.network.rows, (&rows, each, sizes[layer + 1]), choose(|after, first| after.1 = first)) }
            { pages(words, words.network.columns, (&inputs, MOST_INPUTS, n_inputs), choose(|after, first| after.2 = first)) }
            <Fields key={layer} {words} place={PLACE} class="weights-box" config={Rc::clone(&props.config)} weights={props.weights.clone()} gradient={props.gradient} on_field={props.on_field.clone()} act={props.act.clone()}>
                <div class="weights-scroll"><Grid {words} config={Rc::clone(&props.config)} {layer} {rows} {inputs} /></div>
            </Fields>
        </div>
    }
}

/// Which part of which layer a grid is of.
#[derive(Clone, PartialEq, Properties)]
struct GridProps {
    words: &'static Words,
    config: Rc<Config>,
    layer: usize,
    rows: Range<usize>,
    inputs: Range<usize>,
}

/// The fields of one layer: rendered when the structure changes, filled by whoever contains them.
#[function_component(Grid)]
fn grid(props: &GridProps) -> Html {
    let (words, config, layer) = (props.words, &props.config, props.layer);
    let sizes = config.layer_sizes();
    let inputs = || std::iter::once(None).chain(props.inputs.clone().map(Some));
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
            <tr key={format!("{layer}.{unit}.{}.{}", sizes[layer], props.inputs.start)}>
                <th scope="row" title={words.neuron(config, layer + 1, unit)} ~textContent={words.input_short(config, layer + 1, unit)} />
                { for inputs().map(|input| cell(unit, input)) }
            </tr>
        }
    };
    html! {
        <table aria-label={words.layer(config, layer)}>
            <thead><tr><th scope="col"><span class="sr-only" ~textContent={words.network.neuron_heading} /></th>{ for inputs().map(head) }</tr></thead>
            <tbody>{ for props.rows.clone().map(row) }</tbody>
        </table>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_is_shown_in_parts_and_none_is_empty() {
        assert_eq!(part(0, 16, 4), 0..4);
        assert_eq!((part(16, 16, 40), part(32, 16, 40)), (16..32, 32..40));
        // The list became shorter.
        assert_eq!(part(32, 16, 20), 16..20);
        assert_eq!(part(0, 16, 0), 0..0);
    }
}
