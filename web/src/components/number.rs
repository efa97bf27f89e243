//! A field for something typed: a number with suggestions, or a formula. What is refused stays in the field, marked, with the
//! reason beside it, while the last good value is in force.

use std::rc::Rc;

use playground::Problem;
use playground::problem::Found;
use playground::{Config, plain, typed_number};
use serde_json::Value;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{HtmlElement, HtmlInputElement};
use words::Words;
use yew::prelude::*;

use crate::browser::clock::{clear_timeout, set_timeout};
use crate::components::draft::{Deed, same, use_draft};
use crate::components::term::term;
use crate::intent::Intent;
use crate::js;

/// What a field shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    pub(crate) id: AttrValue,
    pub(crate) name: AttrValue,
    /// One sentence on what it does, or why it does nothing now.
    pub(crate) why: AttrValue,
    /// The value in force.
    pub(crate) value: AttrValue,
    /// What stands in an empty field.
    #[prop_or_default]
    pub(crate) placeholder: AttrValue,
    pub(crate) suggestions: &'static [&'static str],
    #[prop_or_default]
    pub(crate) disabled: bool,
    /// Whether this is a formula, which is checked at every key.
    #[prop_or_default]
    pub(crate) is_formula: bool,
    /// The keys that a phone shows: those of numbers have neither minus nor letters.
    #[prop_or("decimal")]
    pub(crate) keyboard: &'static str,
    /// Whether the field is emptied by what it adds.
    #[prop_or_default]
    pub(crate) adds: bool,
    /// The configuration in force, which says whether it takes what is typed.
    pub(crate) config: Rc<Config>,
    /// The partial configuration that a value makes.
    pub(crate) partial: Callback<Value, Value>,
    pub(crate) act: Callback<Intent>,
}

/// After this long without a key, a number counts as typed.
const TYPED_AFTER_MS: f64 = 700.0;

/// What a text means: a formula, nothing, a number, or else the text itself, for the table of keys to judge.
pub(crate) fn value_of(text: &str, is_formula: bool) -> Value {
    let text = text.trim();
    if text.is_empty() {
        return Value::Null;
    }
    if is_formula {
        return plain(text).into();
    }
    typed_number(text).map_or_else(|| text.into(), js::number_of)
}

impl Props {
    /// The partial configuration of `text`, if it is another value than the one in force.
    fn wanted(&self, text: &str) -> Option<Value> {
        (!same(text, &self.value)).then(|| self.partial.emit(value_of(text, self.is_formula)))
    }

    fn problem(&self, text: &str) -> Option<Rc<Problem>> {
        let mut problem = self.wanted(text).and_then(|partial| self.config.merged(&partial).err())?;
        if self.adds {
            // It is not in the list yet, so that it has no place there: it has the name that stands above the field.
            problem.key = self.name.to_string();
        }
        if text.trim().is_empty() {
            problem.found = Found::EmptyField;
        }
        Some(Rc::new(problem))
    }

    /// What follows from `text`, which was typed to its end.
    fn commit(&self, text: String) -> Deed {
        let Some(partial) = self.wanted(&text) else { return Deed::Dropped };
        if let Some(problem) = self.problem(&text) {
            self.act.emit(Intent::Say(self.words.refusal(&problem).into()));
            return Deed::Refused(text, problem);
        }
        self.act.emit(Intent::Configure(partial));
        if self.adds { Deed::Dropped } else { Deed::Asked(text) }
    }

    fn typed(&self, text: String) -> Deed {
        let problem = if self.is_formula && !text.trim().is_empty() { self.problem(&text) } else { None };
        Deed::Typed(text, problem)
    }
}

/// The field.
#[function_component(Number)]
pub(crate) fn number(props: &Props) -> Html {
    let field = use_node_ref();
    let draft = use_draft(&field, &props.value);
    let commit = {
        let (draft, props) = (draft.dispatcher(), props.clone());
        move |text: String| draft.dispatch(props.commit(text))
    };
    {
        // Who stops typing and stays in the field has finished too, if it is a number.
        let (commit, props) = (commit.clone(), props.clone());
        use_effect_with((*draft).clone(), move |draft| {
            let is_finished = |text: &String| {
                !props.is_formula
                    && draft.is_open()
                    && value_of(text, false).is_number()
                    && props.wanted(text).is_some()
            };
            let late = draft.text.clone().filter(is_finished).map(|text| Closure::once(move || commit(text)));
            let timer = late.as_ref().map(|late| set_timeout(late.as_ref().unchecked_ref(), TYPED_AFTER_MS));
            move || {
                timer.iter().for_each(clear_timeout);
                drop(late);
            }
        });
    }
    let oninput = {
        let (draft, props) = (draft.dispatcher(), props.clone());
        move |event: InputEvent| draft.dispatch(props.typed(event.target_unchecked_into::<HtmlInputElement>().value()))
    };
    let onchange = move |event: Event| commit(event.target_unchecked_into::<HtmlInputElement>().value());
    let onblur = {
        let (draft, in_force) = (draft.dispatcher(), props.value.clone());
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
    let shown = draft.text.clone().unwrap_or_else(|| props.value.to_string());
    let (list_id, why_id) = (format!("{}-list", props.id), format!("{}-why", props.id));
    let problem = draft.problem.as_ref().map(|problem| props.words.refusal(problem));
    let is_wrong = problem.is_some();
    html! {
        <div class={classes!("field", "typed", is_wrong.then_some("wrong"))}>
            <label for={props.id.clone()} data-term={term(&props.id)} ~textContent={&*props.name} />
            <div class="box">
                <input
                    ref={field}
                    type="text"
                    inputmode={props.keyboard}
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    id={props.id.clone()}
                    aria-invalid={is_wrong.then_some("true")}
                    aria-describedby={why_id.clone()}
                    placeholder={props.placeholder.clone()}
                    disabled={props.disabled}
                    list={list_id.clone()}
                    value={shown}
                    {oninput}
                    {onchange}
                    {onblur}
                    {onkeydown}
                    {onfocus}
                />
                <datalist id={list_id}>
                    { for props.suggestions.iter().map(|text| html! { <option key={*text} value={*text} /> }) }
                </datalist>
                // Words take no room and the hint keeps its own: nothing moves when they come.
                <span class="words" id={is_wrong.then(|| why_id.clone())} ~textContent={problem.unwrap_or_default()} />
            </div>
            <span class="why" id={(!is_wrong).then_some(why_id)} ~textContent={&*props.why} />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_text_is_a_number_where_it_can_be() {
        for (text, value) in [
            (" 0.03 ", json!(0.03)),
            ("10", json!(10)),
            (".5", json!(0.5)),
            ("−0,5", json!(-0.5)),
            ("95 %", json!(0.95)),
            ("1,000", json!("1,000")),
            ("all", json!("all")),
            ("fast", json!("fast")),
            ("1e999", json!("1e999")),
            (" ", json!(null)),
        ] {
            assert_eq!(value_of(text, false), value, "{text}");
        }
        assert_eq!(value_of("3", true), json!("3"));
        assert_eq!(value_of("x₁·x₂", true), json!("x1*x2"));
    }
}
