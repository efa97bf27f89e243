//! A button that stays pressed; it looks like a box with a tick, or, with a class of its own, as that says.

use yew::prelude::*;

use crate::components::button::truth;

/// What a toggle shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) pressed: bool,
    #[prop_or("tog")]
    pub(crate) class: &'static str,
    /// The whole name, where what is inside is shorter.
    #[prop_or_default]
    pub(crate) name: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) title: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) disabled: bool,
    pub(crate) on_press: Callback<MouseEvent>,
    pub(crate) children: Html,
}

/// The toggle.
#[function_component(Toggle)]
pub(crate) fn toggle(props: &Props) -> Html {
    html! {
        <button
            type="button"
            class={props.class}
            aria-pressed={truth(props.pressed)}
            aria-label={props.name.clone()}
            title={props.title.clone()}
            disabled={props.disabled}
            onclick={&props.on_press}
        >
            { props.children.clone() }
        </button>
    }
}
