//! Fields for weights and biases: any `input` inside whose `data-at` says which one it is. They follow the numbers in force
//! without being rendered anew; nonsense stays in its field, marked, while the last good value is in force.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

use crate::app::intent::Intent;
use crate::app::parameter::Parameter;
use crate::words::network as words;

/// What the fields show.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) class: &'static str,
    /// Units per layer, features first.
    pub(crate) sizes: Rc<[usize]>,
    /// The numbers in force.
    pub(crate) weights: Rc<[f32]>,
    pub(crate) act: Callback<Intent>,
    pub(crate) children: Html,
}

/// An arrow key changes a number by this much, with Shift by ten times as much.
const NUDGE: f64 = 0.1;
/// After an edit its field waits for so many pictures at most that may not know of it yet.
const WAIT_FOR: u32 = 3;

/// A field for the parameter at this place of the list.
pub(crate) fn field(name: String, index: usize) -> Html {
    html! {
        <input class="param" type="text" inputmode="decimal" autocomplete="off" spellcheck="false" aria-label={name} data-at={index.to_string()} />
    }
}

/// The number that a text means, if it is one that a weight can have.
fn number_of(text: &str) -> Option<f32> {
    let text = text.trim().replace('−', "-").replace(',', ".");
    text.parse::<f64>().ok().map(|value| value as f32).filter(|value| value.is_finite())
}

/// `value` moved by `by`, without the dust of binary fractions.
fn nudged(value: f32, by: f64) -> f32 {
    (((f64::from(value) + by) * 1e6).round() / 1e6) as f32
}

/// An edit that pictures may not show yet: where, what, and how many of them may pass.
type Sent = Option<(usize, f32, u32)>;

/// The fields.
#[function_component(Fields)]
pub(crate) fn fields(props: &Props) -> Html {
    let container = use_node_ref();
    let sent = use_mut_ref(|| None::<(usize, f32, u32)>);
    let problem = use_state(|| None::<AttrValue>);
    {
        let (container, weights, sent) = (container.clone(), Rc::clone(&props.weights), Rc::clone(&sent));
        use_effect(move || {
            if let Some(container) = container.cast::<Element>() {
                fill(&container, &weights, &mut sent.borrow_mut());
            }
        });
    }
    let set = {
        let (sizes, act, sent) = (Rc::clone(&props.sizes), props.act.clone(), sent);
        move |index: usize, value: f32, nudging: bool| {
            *sent.borrow_mut() = Some((index, value, WAIT_FOR));
            if let Some(at) = Parameter::at(index, &sizes) {
                let intent = if nudging { Intent::SetParameterDuring } else { Intent::SetParameter };
                act.emit(intent(at, value));
            }
        }
    };
    let commit = {
        let (set, weights, sizes) = (set.clone(), Rc::clone(&props.weights), Rc::clone(&props.sizes));
        let problem = problem.clone();
        Rc::new(move |input: &HtmlInputElement| {
            let Some(index) = place_of(input).filter(|_| input.has_attribute("data-draft")) else { return };
            let in_force = weights.get(index).copied().unwrap_or(0.0);
            let text = input.value();
            let value = if text.trim().is_empty() { Some(in_force) } else { number_of(&text) };
            match value {
                Some(value) => {
                    accept(input, value);
                    problem.set(None);
                    if value.to_bits() != in_force.to_bits() {
                        set(index, value, false);
                    }
                }
                None => {
                    let words = Parameter::at(index, &sizes).map(|at| words::not_a_number(at, &text));
                    let words = words.unwrap_or_default();
                    // Fails for names that are no names of attributes only.
                    input.set_attribute("aria-invalid", "true").ok();
                    input.set_title(&words);
                    problem.set(Some(words.into()));
                }
            }
        })
    };
    let oninput = {
        let act = props.act.clone();
        move |event: InputEvent| {
            if let Some(input) = field_of(&event) {
                input.set_attribute("data-draft", "").ok();
                act.emit(Intent::EndGesture);
            }
        }
    };
    let onkeydown = {
        let commit = Rc::clone(&commit);
        move |event: KeyboardEvent| {
            let Some(input) = field_of(&event) else { return };
            let by = match event.key().as_str() {
                "ArrowUp" => NUDGE,
                "ArrowDown" => -NUDGE,
                "Enter" => return commit(&input),
                _ => return,
            };
            event.prevent_default();
            if let (Some(index), Some(value)) = (place_of(&input), number_of(&input.value())) {
                let value = nudged(value, if event.shift_key() { 10.0 * by } else { by });
                accept(&input, value);
                set(index, value, true);
            }
        }
    };
    let onfocusin = {
        let weights = Rc::clone(&props.weights);
        move |event: FocusEvent| {
            let Some(input) = field_of(&event) else { return };
            let value = place_of(&input).and_then(|index| weights.get(index).copied());
            if let Some(value) = value.filter(|_| !input.has_attribute("data-draft")) {
                input.set_value(&words::exact(value));
            }
            input.select();
        }
    };
    let onfocusout = {
        let (act, weights) = (props.act.clone(), Rc::clone(&props.weights));
        move |event: FocusEvent| {
            let Some(input) = field_of(&event) else { return };
            commit(&input);
            act.emit(Intent::EndGesture);
            let shown = place_of(&input).and_then(|index| weights.get(index));
            // What was only looked at shows few digits again; what was edited follows with the next picture.
            if shown.is_some_and(|value| input.value() == words::exact(*value)) && !input.has_attribute("data-draft") {
                input.set_value(&words::rounded(number_of(&input.value()).unwrap_or_default()));
            }
        }
    };
    html! {
        <div class={props.class} ref={container} {oninput} {onkeydown} {onfocusin} {onfocusout}>
            { props.children.clone() }
            <p class="field-problem" role="alert">{ (*problem).clone().unwrap_or_default() }</p>
        </div>
    }
}

fn field_of(event: &Event) -> Option<HtmlInputElement> {
    event.target()?.dyn_into::<HtmlInputElement>().ok().filter(|input| input.has_attribute("data-at"))
}

fn place_of(input: &HtmlInputElement) -> Option<usize> {
    input.get_attribute("data-at")?.parse().ok()
}

/// The field holds a good number: no draft and no mark any more.
fn accept(input: &HtmlInputElement, value: f32) {
    for mark in ["data-draft", "aria-invalid", "title"] {
        input.remove_attribute(mark).ok();
    }
    input.set_value(&words::exact(value));
}

/// Writes the numbers in force into all fields that nobody has typed into.
fn fill(container: &Element, weights: &[f32], sent: &mut Sent) {
    if let Some((index, value, left)) = sent.take()
        && weights.get(index).is_some_and(|now| now.to_bits() != value.to_bits())
        && left > 0
    {
        *sent = Some((index, value, left - 1));
    }
    let active = web_sys::window().and_then(|window| window.document()).and_then(|document| document.active_element());
    let Ok(inputs) = container.query_selector_all("input[data-at]") else { return };
    for number in 0..inputs.length() {
        let Some(input) = inputs.get(number).and_then(|node| node.dyn_into::<HtmlInputElement>().ok()) else {
            continue;
        };
        let Some(index) = place_of(&input) else { continue };
        let Some(value) = weights.get(index) else { continue };
        if input.has_attribute("data-draft") || sent.is_some_and(|(waiting, ..)| waiting == index) {
            continue;
        }
        let is_active = active.as_ref().is_some_and(|active| input.is_same_node(Some(active)));
        let text = if is_active { words::exact(*value) } else { words::rounded(*value) };
        if input.value() != text {
            input.set_value(&text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_may_be_typed_with_any_minus_and_comma() {
        assert_eq!(number_of(" −0,5 "), Some(-0.5));
        assert_eq!(number_of("1e-3"), Some(0.001));
        for wrong in ["", "abc", "inf", "NaN", "1e99", "1 2"] {
            assert_eq!(number_of(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn nudging_up_and_down_comes_back() {
        assert_eq!(nudged(nudged(0.3, NUDGE), -NUDGE), 0.3);
        assert_eq!(nudged(0.1, 0.2), 0.3);
    }
}
