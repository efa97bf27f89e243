//! A layer's weights as text: to copy, and to paste a matrix over. What is typed is read at once, and how it was read, or why it was
//! not, stands below; nothing changes before the button is pressed.

use std::rc::Rc;

use playground::{Config, InitialWeights, LayerNumbers, MatrixForm, MatrixMistake, Parameter, layer_text, typed_layer};
use web_sys::HtmlTextAreaElement;
use words::{Matrix as Texts, Words};
use yew::prelude::*;

use crate::browser::clipboard;
use crate::browser::page::has_finger;
use crate::components::button::Button;
use crate::components::switch::Switch;
use crate::intent::Intent;
use crate::views::network::parameters::Parameters;

/// Whose weights they are.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) words: &'static Words,
    pub(super) config: Rc<Config>,
    pub(super) layer: usize,
    pub(super) weights: Parameters,
    /// What was pasted; nothing to begin with what is there.
    pub(super) pasted: AttrValue,
    pub(super) act: Callback<Intent>,
}

/// What a text was read as.
type Read = Result<LayerNumbers, MatrixMistake>;

/// More numbers than these are copied without being shown.
const MOST_SHOWN: usize = 4_000;

/// The text.
#[function_component(MatrixText)]
pub(super) fn matrix_text(props: &Props) -> Html {
    let texts = Texts::of(props.words.tag);
    let (units, inputs) = props.shape();
    let field = use_node_ref();
    let form = use_state_eq(MatrixForm::default);
    let text = use_state_eq(|| match props.pasted.is_empty() {
        true if props.present().len() <= MOST_SHOWN => props.text(),
        _ => props.pasted.clone(),
    });
    {
        let field = field.clone();
        // Who opens it can copy or paste at once.
        use_effect_with((), move |()| select(&field));
    }
    let read =
        use_memo((text.clone(), *form, units, inputs), |(text, form, ..)| typed_layer(text, (units, inputs), *form));
    let is_same = matches!(&*read, Ok(numbers) if is_present(numbers, props.present(), units * inputs));
    let said = if text.is_empty() { String::new() } else { props.said(&read, is_same, *form) };
    let is_wrong = read.is_err() && !text.is_empty();
    let oninput = {
        let text = text.clone();
        Callback::from(move |event: InputEvent| {
            text.set(event.target_unchecked_into::<HtmlTextAreaElement>().value().into());
        })
    };
    let has_biases = form.is_bias_last || matches!(&*read, Ok(numbers) if numbers.biases.is_some());
    let on_copy_failed = {
        let (field, text) = (field.clone(), text.clone());
        Callback::from(move |by_hand: AttrValue| {
            put(&field, &by_hand);
            text.set(by_hand);
        })
    };
    html! {
        <div class="matrix">
            <p id="matrix-how" ~textContent={texts.how} />
            <textarea
                ref={field} class="taken" rows="6" wrap="off" spellcheck="false" autocomplete="off" autocapitalize="off" aria-label={texts.text}
                aria-describedby="matrix-how matrix-said" aria-invalid={is_wrong.then_some("true")} value={text.to_string()} {oninput}
            />
            <p id="matrix-said" class={classes!("matrix-said", is_wrong.then_some("wrong"))} role="status" ~textContent={said} />
            <div class="row">
                { Button { disabled: read.is_err() || is_same, ..Button::of("btn primary", texts.using) }.does(props.on_use(&read)) }
                <Copy of={props.clone()} on_failed={on_copy_failed} />
            </div>
            { switches(texts, &form, has_biases) }
        </div>
    }
}

impl Props {
    /// How many neurons the layer has, and how many inputs each of them.
    fn shape(&self) -> (usize, usize) {
        let sizes = self.config.layer_sizes();
        (sizes[self.layer + 1], sizes[self.layer])
    }

    /// The layer's numbers: its weights, then its biases. None before the first picture.
    fn present(&self) -> &[f32] {
        let (units, inputs) = self.shape();
        let first = Parameter { layer: self.layer, unit: 0, input: Some(0) }.index(&self.config.layer_sizes());
        self.weights.get(first..first + (inputs + 1) * units).unwrap_or_default()
    }

    /// How a text was read, or why it was not.
    fn said(&self, read: &Read, is_same: bool, form: MatrixForm) -> String {
        match read {
            Ok(_) if is_same => Texts::of(self.words.tag).same.to_owned(),
            Ok(numbers) => self.words.matrix_read(&self.config, self.layer, numbers),
            Err(mistake) => self.words.matrix_mistake(mistake, self.shape(), form.is_by_input),
        }
    }

    /// Sets what was read.
    fn on_use(&self, read: &Rc<Read>) -> Callback<MouseEvent> {
        let (act, read, layer) = (self.act.clone(), Rc::clone(read), self.layer);
        Callback::from(move |_| {
            if let Ok(numbers) = &*read {
                let biases = numbers.biases.as_deref().map(InitialWeights::new);
                act.emit(Intent::SetLayer { layer, weights: InitialWeights::new(&numbers.weights), biases });
            }
        })
    }

    /// The layer's numbers as text.
    fn text(&self) -> AttrValue {
        layer_text(self.present(), self.shape().1).into()
    }
}

/// How rows and columns are read; where the bias stands only where there is one.
fn switches(texts: &Texts, form: &UseStateHandle<MatrixForm>, has_biases: bool) -> Html {
    let turn = |turn: fn(&mut MatrixForm, bool)| {
        let form = form.clone();
        Callback::from(move |is_on: bool| {
            let mut after = *form;
            turn(&mut after, is_on);
            form.set(after);
        })
    };
    html! {
        <>
            <Switch id="matrix-by-input" name={texts.by_input} why="" on={form.is_by_input} on_switch={turn(|form, is_on| form.is_by_input = is_on)} />
            <div hidden={!has_biases}>
                <Switch id="matrix-bias-last" name={texts.bias_last} why="" on={form.is_bias_last} on_switch={turn(|form, is_on| form.is_bias_last = is_on)} />
            </div>
        </>
    }
}

/// What is copied.
#[derive(Clone, PartialEq, Properties)]
struct CopyProps {
    of: Props,
    /// The browser allows no copying: the text is to be shown.
    on_failed: Callback<AttrValue>,
}

/// The button that copies, and what it says.
#[function_component(Copy)]
fn copy(props: &CopyProps) -> Html {
    let words = props.of.words;
    let said = use_state_eq(|| "");
    let onclick = {
        let (said, props) = (said.clone(), props.clone());
        Callback::from(move |_: MouseEvent| {
            let (said, text, on_failed) = (said.clone(), props.of.text(), props.on_failed.clone());
            clipboard::copy(&text.clone(), move |worked| {
                if !worked {
                    on_failed.emit(text.clone());
                }
                said.set(if worked { words.share.copied } else { words.copy_by_hand(has_finger()) });
            });
        })
    };
    html! {
        <>
            { Button::of("btn", words.share.copy).does(onclick) }
            <span role="status" ~textContent={*said} />
        </>
    }
}

/// Whether these numbers are the layer's, of which the first so many are weights.
fn is_present(numbers: &LayerNumbers, present: &[f32], n_weights: usize) -> bool {
    let are_same =
        |a: &[f32], b: &[f32]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.to_bits() == b.to_bits());
    let (weights, biases) = present.split_at(n_weights.min(present.len()));
    are_same(&numbers.weights, weights) && numbers.biases.as_ref().is_none_or(|own| are_same(own, biases))
}

fn select(field: &NodeRef) {
    if let Some(field) = field.cast::<HtmlTextAreaElement>() {
        field.focus().ok();
        field.select();
    }
}

/// Shows a text that cannot be copied by a button.
fn put(field: &NodeRef, text: &str) {
    if let Some(area) = field.cast::<HtmlTextAreaElement>() {
        area.set_value(text);
    }
    select(field);
}
