//! Fields for weights and biases: any `input` inside whose `data-at` says which one it is. They follow the numbers in force
//! without being rendered anew; nonsense stays in its field, marked, with words of its own, while the last good value is in
//! force. Below stands the one that has the focus, with its gradient.

use std::rc::Rc;

use playground::{Config, Parameter, typed_number};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};
use words::Words;
use yew::prelude::*;

use crate::browser::page::is_active;
use crate::intent::Intent;
use crate::views::network::parameters::Parameters;

/// What the fields show.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    /// What the ids in here begin with.
    pub(crate) place: &'static str,
    pub(crate) class: &'static str,
    pub(crate) config: Rc<Config>,
    /// The numbers in force.
    pub(crate) weights: Parameters,
    /// The gradient by the one whose field has the focus.
    pub(crate) gradient: Option<f32>,
    /// The field of this one has the focus, or none.
    pub(crate) on_field: Callback<Option<usize>>,
    pub(crate) act: Callback<Intent>,
    pub(crate) children: Html,
}

/// An arrow key changes a number by this much, with Shift by ten times as much.
const NUDGE: f64 = 0.1;
/// After an edit its field waits for so many pictures at most that may not know of it yet.
const WAIT_FOR: u32 = 3;

/// A field for the parameter at this index of the list, with room for what is wrong with it.
pub(crate) fn field(place: &'static str, name: String, index: usize) -> Html {
    html! {
        <span class="param-box">
            <input
                class="param" type="text" inputmode="text" autocomplete="off" spellcheck="false" aria-label={name}
                data-at={index.to_string()} aria-describedby={format!("{place}-now {place}-words-{index}")}
            />
            <span class="field-words" id={format!("{place}-words-{index}")} />
        </span>
    }
}

/// The number that a text means, if it is one that a weight can have.
fn number_of(text: &str) -> Option<f32> {
    typed_number(text).map(|value| value as f32).filter(|value| value.is_finite())
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
    let words = props.words;
    let container = use_node_ref();
    let sent = use_mut_ref(|| None::<(usize, f32, u32)>);
    let focused = use_state_eq(|| None::<usize>);
    {
        let (container, weights, sent) = (container.clone(), props.weights.clone(), Rc::clone(&sent));
        use_effect(move || {
            if let Some(container) = container.cast::<Element>() {
                fill(&container, &weights, &mut sent.borrow_mut());
            }
        });
    }
    let set = {
        let (sizes, act, sent) = (props.config.layer_sizes(), props.act.clone(), sent);
        move |index: usize, value: f32, nudging: bool| {
            *sent.borrow_mut() = Some((index, value, WAIT_FOR));
            if let Some(at) = Parameter::at(index, &sizes) {
                let intent = if nudging { Intent::SetParameterDuring } else { Intent::SetParameter };
                act.emit(intent(at, value));
            }
        }
    };
    let commit = {
        let (set, weights, sizes) = (set.clone(), props.weights.clone(), props.config.layer_sizes());
        let act = props.act.clone();
        Rc::new(move |input: &HtmlInputElement| {
            let Some(index) = place_of(input).filter(|_| input.has_attribute("data-draft")) else { return };
            let in_force = weights.get(index).copied().unwrap_or(0.0);
            let text = input.value();
            let value = if text.trim().is_empty() { Some(in_force) } else { number_of(&text) };
            match value {
                Some(value) => {
                    accept(input, value);
                    if value.to_bits() != in_force.to_bits() {
                        set(index, value, false);
                    }
                }
                None => {
                    let problem = Parameter::at(index, &sizes).map(|at| words.not_a_number(at.input.is_none(), &text));
                    let problem = problem.unwrap_or_default();
                    // Fails only for what is not the name of an attribute.
                    input.set_attribute("aria-invalid", "true").ok();
                    say_beside(input, Some(&problem));
                    act.emit(Intent::Say(problem.into()));
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
        let (weights, focused, on_field) = (props.weights.clone(), focused.clone(), props.on_field.clone());
        move |event: FocusEvent| {
            let Some(input) = field_of(&event) else { return };
            focused.set(place_of(&input));
            on_field.emit(place_of(&input));
            let value = place_of(&input).and_then(|index| weights.get(index).copied());
            if let Some(value) = value.filter(|_| !input.has_attribute("data-draft")) {
                input.set_value(&words::exact(value));
            }
            input.select();
        }
    };
    let onfocusout = {
        let (act, weights) = (props.act.clone(), props.weights.clone());
        let (focused, on_field) = (focused.clone(), props.on_field.clone());
        move |event: FocusEvent| {
            let Some(input) = field_of(&event) else { return };
            commit(&input);
            focused.set(None);
            on_field.emit(None);
            act.emit(Intent::EndGesture);
            let shown = place_of(&input).and_then(|index| weights.get(index));
            // What was only looked at shows few digits again; what was edited follows with the next picture.
            if shown.is_some_and(|value| input.value() == words::exact(*value)) && !input.has_attribute("data-draft") {
                input.set_value(&words::rounded(number_of(&input.value()).unwrap_or_default()));
            }
        }
    };
    let now = focused.and_then(|index| Parameter::at(index, &props.config.layer_sizes()).zip(props.weights.get(index)));
    let now = now.map_or(words.network.fields_how.into(), |(at, value)| {
        let name = words.weight(&props.config, at.layer, at.unit, at.input);
        let now = words.weight_now(at.input.is_none(), *value, props.gradient);
        [name.as_str(), words.common.colon, &now].concat()
    });
    html! {
        <div class={props.class} ref={container} {oninput} {onkeydown} {onfocusin} {onfocusout}>
            { props.children.clone() }
            <p class="field-now" id={format!("{}-now", props.place)} ~textContent={now} />
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
    for mark in ["data-draft", "aria-invalid"] {
        input.remove_attribute(mark).ok();
    }
    say_beside(input, None);
    input.set_value(&words::exact(value));
}

/// Puts words beside a field, or takes them away. The framework leaves what an element without children holds alone.
fn say_beside(input: &HtmlInputElement, text: Option<&str>) {
    if let Some(beside) = input.next_element_sibling() {
        beside.set_text_content(text);
    }
}

/// Writes the numbers in force into all fields that nobody has typed into.
fn fill(container: &Element, weights: &[f32], sent: &mut Sent) {
    if let Some((index, value, left)) = sent.take()
        && weights.get(index).is_some_and(|now| now.to_bits() != value.to_bits())
        && left > 0
    {
        *sent = Some((index, value, left - 1));
    }
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
        let is_active = is_active(&input);
        let text = if is_active { words::exact(*value) } else { words::rounded(*value) };
        if input.value() != text {
            input.set_value(&text);
            if is_active {
                // Another number stands there now: what is typed replaces it, as it would have the one before.
                input.select();
            }
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
