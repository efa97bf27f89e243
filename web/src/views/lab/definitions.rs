//! What is defined, and at which values: a text, a field and a slider for each variable, examples.

use playground::insight::lab::{Definitions, EXAMPLES};
use playground::typed_number;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use words::Lab;
use yew::prelude::*;

use super::descend::range_of;
use crate::components::button::Button;

/// What the panel shows.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) lab: &'static Lab,
    pub(super) made: Definitions,
    /// What is wrong with the text.
    pub(super) error: Option<AttrValue>,
    /// What became of an example that could not be made.
    pub(super) said: AttrValue,
    pub(super) on_change: Callback<Definitions>,
    /// An example is wanted; the number behind the last is the network.
    pub(super) on_example: Callback<usize>,
}

/// The panel.
#[function_component(Panel)]
pub(super) fn panel(props: &Props) -> Html {
    let Props { lab, made, error, said, on_change, on_example } = props;
    let oninput = {
        let (made, on_change) = (made.clone(), on_change.clone());
        move |event: InputEvent| {
            let text = event.target_unchecked_into::<HtmlTextAreaElement>().value();
            on_change.emit(Definitions { text, at: made.at.clone() });
        }
    };
    let chosen = made.example_name();
    let names = EXAMPLES.iter().map(|example| Some(example.name)).chain([None]);
    let example = |(number, (name, label)): (usize, (Option<&'static str>, &&'static str))| {
        let is_chosen = name.is_some() && name == chosen;
        let button = Button::of("chip", *label).does(on_example.reform(move |_: MouseEvent| number));
        html! { <span key={number} class={is_chosen.then_some("picked")}>{ button }</span> }
    };
    let labels: Vec<&'static str> = lab.examples.iter().copied().chain([lab.this_network]).collect();
    let variable = |(number, (name, value)): (usize, &(String, f64))| {
        let set = {
            let (made, on_change) = (made.clone(), on_change.clone());
            Callback::from(move |value: f64| {
                let mut made = made.clone();
                made.at[number].1 = value;
                on_change.emit(made);
            })
        };
        html! { <Variable key={name.clone()} {lab} name={name.clone()} value={*value} on_set={set} /> }
    };
    let rows = made.text.lines().count().clamp(3, 12).to_string();
    html! {
        <section class="panel lab-definitions" aria-labelledby="lab-definitions">
            <div class="head"><h2 id="lab-definitions" ~textContent={lab.definitions} /></div>
            <textarea class="mono" {rows} aria-label={lab.definitions} aria-invalid={error.is_some().then_some("true")} aria-describedby="lab-error lab-how" spellcheck="false" autocomplete="off" autocapitalize="off" value={made.text.clone()} {oninput} />
            <p id="lab-error" class="bad small" role="alert" ~textContent={error.as_deref().unwrap_or_default()} />
            <p id="lab-how" class="muted small" ~textContent={lab.how_to_write} />
            <h3 ~textContent={lab.example} />
            <div class="chips">{ for names.zip(&labels).enumerate().map(example) }</div>
            <p class="bad small" role="status" ~textContent={said.to_string()} />
            <h3 ~textContent={lab.variables} />
            if made.at.is_empty() { <p class="muted small" ~textContent={lab.no_variables} /> }
            <div class="lab-variables" tabindex={(made.at.len() > 8).then_some("0")} role="group" aria-label={lab.variables}>{ for made.at.iter().enumerate().map(variable) }</div>
        </section>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct VariableProps {
    lab: &'static Lab,
    name: AttrValue,
    value: f64,
    on_set: Callback<f64>,
}

/// A field and a slider for one variable.
#[function_component(Variable)]
fn variable(props: &VariableProps) -> Html {
    let VariableProps { lab, name, value, on_set } = props;
    let draft = use_state_eq(|| None::<String>);
    // A slider that is held keeps its range.
    let range = use_mut_ref(|| 0.0_f64);
    let reach = range.borrow().max(range_of(*value));
    *range.borrow_mut() = reach;
    let oninput = {
        let (draft, on_set) = (draft.clone(), on_set.clone());
        move |event: InputEvent| {
            let text = event.target_unchecked_into::<HtmlInputElement>().value();
            typed_number(&text).iter().for_each(|value| on_set.emit(*value));
            draft.set(Some(text));
        }
    };
    let onblur = {
        let draft = draft.clone();
        move |_| draft.set(None)
    };
    let slide = on_set.reform(|event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value_as_number());
    let wrong = draft.as_ref().is_some_and(|text| typed_number(text).is_none());
    let shown = draft.as_ref().map_or_else(|| value.to_string(), Clone::clone);
    html! {
        <div class="lab-variable">
            <span class="mono" aria-hidden="true" ~textContent={name.to_string()} />
            <input type="text" class="mono" inputmode="text" aria-label={name.clone()} aria-invalid={wrong.then_some("true")} value={shown} {oninput} {onblur} />
            <input type="range" aria-label={lab.slider_of.with([name])} min={(-reach).to_string()} max={reach.to_string()} step={(reach / 60.0).to_string()} value={value.to_string()} oninput={slide} />
        </div>
    }
}
