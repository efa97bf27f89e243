//! A field for a free number with suggestions. What is refused stays in the field, marked, while the last good value is in force.

use serde_json::Value;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use crate::worker::clock::{clear_timeout, set_timeout};

/// What a number field shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) name: AttrValue,
    /// Whether a few characters' room is enough.
    #[prop_or_default]
    pub(crate) narrow: bool,
    /// The value in force.
    pub(crate) value: AttrValue,
    pub(crate) suggestions: &'static [&'static str],
    /// What was refused, if it was about this field.
    #[prop_or_default]
    pub(crate) problem: Option<AttrValue>,
    /// Why nothing can be typed, if so.
    #[prop_or_default]
    pub(crate) refusal: Option<AttrValue>,
    pub(crate) on_value: Callback<Value>,
}

/// After this long without a key, a number counts as typed.
const TYPED_AFTER_MS: f64 = 700.0;

/// What a text means: a number if it is one, else the text itself, for the engine to judge.
pub(crate) fn value_of(text: &str) -> Value {
    let text = text.trim();
    match serde_json::from_str::<Value>(text) {
        Ok(number @ Value::Number(_)) => number,
        _ => text
            .replace(',', ".")
            .parse::<f64>()
            .ok()
            .and_then(serde_json::Number::from_f64)
            .map_or_else(|| text.into(), Value::Number),
    }
}

fn same(text: &str, value: &str) -> bool {
    let (typed, in_force) = (value_of(text), value_of(value));
    typed == in_force || typed.as_f64().is_some_and(|number| in_force.as_f64() == Some(number))
}

/// The field.
#[function_component(Number)]
pub(crate) fn number(props: &Props) -> Html {
    // What is typed and not yet accepted.
    let draft = use_state(|| None::<String>);
    {
        let draft = draft.clone();
        use_effect_with(props.value.clone(), move |_| draft.set(None));
    }
    let list_id = format!("suggestions-{}", props.name.to_lowercase().replace(' ', "-"));
    let commit = {
        let (draft, value, on_value) = (draft.clone(), props.value.clone(), props.on_value.clone());
        move |text: String| {
            if text.trim().is_empty() || same(&text, &value) {
                draft.set(None);
            } else {
                on_value.emit(value_of(&text));
                draft.set(Some(text));
            }
        }
    };
    {
        // Who stops typing and stays in the field has finished too, if it is a number.
        let commit = commit.clone();
        use_effect_with((*draft).clone(), move |draft| {
            let text = draft.clone().filter(|text| value_of(text).is_number());
            let late = text.map(|text| Closure::once(move || commit(text)));
            let timer = late.as_ref().map(|late| set_timeout(late.as_ref().unchecked_ref(), TYPED_AFTER_MS));
            move || {
                timer.iter().for_each(clear_timeout);
                drop(late);
            }
        });
    }
    let oninput = {
        let draft = draft.clone();
        move |event: InputEvent| draft.set(Some(event.target_unchecked_into::<HtmlInputElement>().value()))
    };
    let onchange = move |event: Event| commit(event.target_unchecked_into::<HtmlInputElement>().value());
    let onkeydown = |event: KeyboardEvent| {
        if event.key() == "Enter" {
            event.target_unchecked_into::<HtmlElement>().blur().ok();
        }
    };
    let onfocus = |event: FocusEvent| event.target_unchecked_into::<HtmlInputElement>().select();
    let shown = (*draft).clone().unwrap_or_else(|| props.value.to_string());
    let is_wrong = draft.is_some() && props.problem.is_some();
    html! {
        <label class={classes!("field", props.narrow.then_some("narrow"))}>
            <span aria-hidden="true">{ &props.name }</span>
            <input
                type="text"
                inputmode="decimal"
                autocomplete="off"
                spellcheck="false"
                aria-label={props.name.clone()}
                aria-invalid={is_wrong.then_some("true")}
                title={props.refusal.clone().or_else(|| props.problem.clone().filter(|_| is_wrong))}
                disabled={props.refusal.is_some()}
                list={list_id.clone()}
                value={shown}
                {oninput}
                {onchange}
                {onkeydown}
                {onfocus}
            />
            <datalist id={list_id}>
                { for props.suggestions.iter().map(|text| html! { <option key={*text} value={*text} /> }) }
            </datalist>
        </label>
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_text_is_a_number_where_it_can_be() {
        assert_eq!(value_of(" 0.03 "), json!(0.03));
        assert_eq!(value_of("10"), json!(10));
        assert_eq!(value_of(".5"), json!(0.5));
        assert_eq!(value_of("0,1"), json!(0.1));
        assert_eq!(value_of("all"), json!("all"));
        assert_eq!(value_of("fast"), json!("fast"));
        assert_eq!(value_of("1e999"), json!("1e999"));
    }

    #[test]
    fn the_same_number_written_differently_is_no_change() {
        assert!(same("0.030", "0.03"));
        assert!(!same("0.3", "0.03"));
    }
}
