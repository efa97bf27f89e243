//! A setting that is on or off.

use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What a switch shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) id: AttrValue,
    pub(crate) name: AttrValue,
    /// One sentence on what it does, or why it does nothing now.
    pub(crate) why: AttrValue,
    pub(crate) on: bool,
    #[prop_or_default]
    pub(crate) disabled: bool,
    pub(crate) on_switch: Callback<bool>,
}

/// The switch.
#[function_component(Switch)]
pub(crate) fn switch(props: &Props) -> Html {
    let onchange = props.on_switch.reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().checked());
    let why_id = format!("{}-why", props.id);
    html! {
        <div class="field switch">
            <label for={props.id.clone()} ~textContent={&*props.name} />
            <input type="checkbox" role="switch" id={props.id.clone()} aria-describedby={why_id.clone()} checked={props.on} disabled={props.disabled} {onchange} />
            <span class="why" id={why_id} ~textContent={&*props.why} />
        </div>
    }
}
