//! A menu of entries, with its name above it.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::app::menus::Entry;

/// What a menu shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) name: AttrValue,
    /// Whether a few characters' room is enough.
    #[prop_or_default]
    pub(crate) narrow: bool,
    pub(crate) entries: Vec<Entry>,
    /// The word in force.
    pub(crate) value: AttrValue,
    /// Shown instead of an entry when `value` is none of them.
    #[prop_or_default]
    pub(crate) otherwise: Option<AttrValue>,
    /// Why nothing can be chosen, if so.
    #[prop_or_default]
    pub(crate) refusal: Option<AttrValue>,
    /// Whether the name stands above, or is only said.
    #[prop_or(true)]
    pub(crate) named: bool,
    pub(crate) on_choose: Callback<String>,
}

/// The menu.
#[function_component(Choice)]
pub(crate) fn choice(props: &Props) -> Html {
    let select = use_node_ref();
    {
        // The browser forgets the `selected` attribute once somebody has chosen; the property is what counts.
        let (select, value) = (select.clone(), props.value.clone());
        use_effect(move || {
            if let Some(select) = select.cast::<HtmlSelectElement>() {
                select.set_value(&value);
            }
        });
    }
    let onchange = {
        let on_choose = props.on_choose.clone();
        move |event: Event| on_choose.emit(event.target_unchecked_into::<HtmlSelectElement>().value())
    };
    let option = |entry: &Entry| {
        html! {
            <option
                key={entry.value.clone()}
                value={entry.value.clone()}
                disabled={entry.refusal.is_some()}
                title={entry.refusal.clone()}
            >
                { &entry.label }
            </option>
        }
    };
    let known = props.entries.iter().any(|entry| *entry.value == *props.value);
    let other = (!known).then(|| props.otherwise.clone().unwrap_or_else(|| props.value.clone()));
    let menu = html! {
        <select
            ref={select}
            aria-label={props.name.clone()}
            disabled={props.refusal.is_some()}
            title={props.refusal.clone()}
            {onchange}
        >
            { for other.map(|label| html! { <option key="otherwise" value={props.value.clone()}>{ label }</option> }) }
            { for props.entries.iter().map(option) }
        </select>
    };
    if props.named {
        html! { <label class={classes!("field", props.narrow.then_some("narrow"))}><span aria-hidden="true">{ &props.name }</span>{ menu }</label> }
    } else {
        menu
    }
}
