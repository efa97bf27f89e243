//! Weights and biases of a layer as a table to read and to edit in place: a row per neuron, a column per input. One layer at a time,
//! and of a large one a part, so that the largest network stays light. Or the layer as text. In a chunk of its own.

use std::ops::Range;
use std::rc::Rc;

use playground::{Config, Parameter};
use wasm_bindgen::JsCast;
use wasm_split_helpers::wasm_split;
use web_sys::{ClipboardEvent, HtmlElement, HtmlInputElement};
use words::{Matrix as Texts, Words};
use yew::prelude::*;

use crate::chunks::{Chunk, Missing};
use crate::components::button::Button;
use crate::components::later::{Later, use_later};
use crate::components::select::Choice;
use crate::controls::menus::Entry;
use crate::intent::Intent;
use crate::views::network::fields::{Fields, field};
use crate::views::network::matrix_text::MatrixText;
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

/// The chunk: how the table is drawn.
static TABLE: Chunk<fn(Props) -> Html> = Chunk::new(|| Box::pin(table()));

#[wasm_split(table, fallible)]
fn table() -> Result<&'static fn(Props) -> Html, Missing> {
    const DRAW: fn(Props) -> Html = |props| html! { <Tables ..props /> };
    Ok(&DRAW)
}

/// The table, once its chunk has come.
#[function_component(Weights)]
pub(crate) fn weights(props: &Props) -> Html {
    match use_later(&TABLE, true) {
        Later::Here(draw) => draw(props.clone()),
        later => html! { <div class="details net-weights">{ later.view(props.words, |_| Html::default()) }</div> },
    }
}

/// The layer as text: how often it was shown, and what was pasted, if it is shown now.
type AsText = UseStateHandle<(u32, Option<AttrValue>)>;

/// The tables, one at a time.
#[function_component(Tables)]
fn tables(props: &Props) -> Html {
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
    let as_text: AsText = use_state(|| (0, None));
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
    let on_choose = {
        let (choose, as_text) = (choose(|after, layer| *after = (layer, 0, 0)), as_text.clone());
        Callback::from(move |word: String| {
            choose.emit(word.parse().unwrap_or(0));
            // What was pasted was for the other layer.
            if as_text.1.is_some() {
                show(&as_text, Some(AttrValue::default()));
            }
        })
    };
    let onkeydown = {
        let (on_close, as_text, body) = (props.on_close.clone(), as_text.clone(), body.clone());
        move |event: KeyboardEvent| match event.key().as_str() {
            "Escape" if as_text.1.is_some() => {
                show(&as_text, None);
                // The field that had the focus goes. Fails only for what is not in the document.
                drop(body.cast::<HtmlElement>().map(|body| body.focus()));
            }
            "Escape" => on_close.emit(()),
            _ => {}
        }
    };
    let onpaste = {
        let as_text = as_text.clone();
        move |event: Event| {
            // One number is for the field; more are the layer's.
            if let Some(text) = matrix_in(&event) {
                event.prevent_default();
                show(&as_text, Some(text));
            }
        }
    };
    html! {
        <div class="details net-weights" ref={body} tabindex="-1" {onkeydown} {onpaste}>
            <div class="about-head">
                <Choice {words} id="weights-of" name={words.network.weights_of} entries={(0..n_layers).map(entry).collect::<Vec<_>>()} value={layer.to_string()} {on_choose} />
                { toggle(words, &as_text) }
                { Button { name: Some(words.common.close.into()), ..Button::of("chip close", "×") }.does(props.on_close.reform(|_| ())) }
            </div>
            if let Some(pasted) = &as_text.1 {
                <MatrixText key={format!("{layer}.{}", as_text.0)} {words} config={Rc::clone(&props.config)} {layer} weights={props.weights.clone()} pasted={pasted.clone()} act={props.act.clone()} />
            } else {
                { pages(words, words.network.rows, (&rows, each, sizes[layer + 1]), choose(|after, first| after.1 = first)) }
                { pages(words, words.network.columns, (&inputs, MOST_INPUTS, n_inputs), choose(|after, first| after.2 = first)) }
                <Fields key={layer} {words} place={PLACE} class="weights-box" config={Rc::clone(&props.config)} weights={props.weights.clone()} gradient={props.gradient} on_field={props.on_field.clone()} act={props.act.clone()}>
                    <div class="weights-scroll"><Grid {words} config={Rc::clone(&props.config)} {layer} {rows} {inputs} /></div>
                </Fields>
            }
        </div>
    }
}

/// Shows a layer as text, beginning with what was pasted, or with nothing the table.
fn show(as_text: &AsText, text: Option<AttrValue>) {
    as_text.set((as_text.0.wrapping_add(1), text));
}

/// The button between table and text.
fn toggle(words: &Words, as_text: &AsText) -> Html {
    let (texts, is_open) = (Texts::of(words.tag), as_text.1.is_some());
    let onclick = {
        let as_text = as_text.clone();
        Callback::from(move |_: MouseEvent| show(&as_text, (!is_open).then(AttrValue::default)))
    };
    let title = (!is_open).then(|| texts.open_why.into());
    Button { title, ..Button::of("chip", if is_open { texts.back } else { texts.open }) }.does(onclick)
}

/// What is pasted into a field of the table and is more than one number.
fn matrix_in(event: &Event) -> Option<AttrValue> {
    event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    let text = event.dyn_ref::<ClipboardEvent>()?.clipboard_data()?.get_data("text/plain").ok()?;
    text.trim().contains(['\t', '\n', '[', ';']).then(|| text.into())
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
