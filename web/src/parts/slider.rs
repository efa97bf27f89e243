//! A slider with its name and its value in words.

use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What a slider shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) id: AttrValue,
    pub(crate) name: AttrValue,
    pub(crate) min: f64,
    pub(crate) max: f64,
    pub(crate) step: f64,
    pub(crate) value: f64,
    /// The value in words.
    pub(crate) text: AttrValue,
    #[prop_or("slider".into())]
    pub(crate) class: AttrValue,
    /// Why it cannot be moved, if so.
    #[prop_or_default]
    pub(crate) refusal: Option<AttrValue>,
    pub(crate) on_slide: Callback<f64>,
}

/// The slider.
#[function_component(Slider)]
pub(crate) fn slider(props: &Props) -> Html {
    let oninput = {
        let on_slide = props.on_slide.clone();
        move |event: InputEvent| on_slide.emit(event.target_unchecked_into::<HtmlInputElement>().value_as_number())
    };
    html! {
        <div class={props.class.clone()} title={props.refusal.clone()}>
            <label for={props.id.clone()}>{ &props.name }</label>
            <output for={props.id.clone()} aria-live="off">{ &props.text }</output>
            <input
                type="range"
                id={props.id.clone()}
                min={props.min.to_string()}
                max={props.max.to_string()}
                step={props.step.to_string()}
                value={props.value.to_string()}
                aria-valuetext={props.text.clone()}
                disabled={props.refusal.is_some()}
                {oninput}
            />
        </div>
    }
}
