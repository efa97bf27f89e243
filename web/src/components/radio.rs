//! One choice of a group that stands side by side: a radio button that looks like a piece of a trough.
//! The browser's own radio buttons bring the arrow keys and one stop of the Tab key for the whole group.

use yew::prelude::*;

/// What a choice shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// The group's name in the document.
    pub(crate) group: AttrValue,
    pub(crate) name: AttrValue,
    #[prop_or_default]
    pub(crate) title: Option<AttrValue>,
    pub(crate) checked: bool,
    pub(crate) on_choose: Callback<()>,
    pub(crate) children: Html,
}

/// The choice.
#[function_component(Radio)]
pub(crate) fn radio(props: &Props) -> Html {
    html! {
        <label class="radio" title={props.title.clone()}>
            <input
                type="radio"
                name={props.group.clone()}
                aria-label={props.name.clone()}
                checked={props.checked}
                onchange={props.on_choose.reform(|_| ())}
            />
            <span class="radio-face">{ props.children.clone() }</span>
        </label>
    }
}
