//! A slider with its name and its value in words. While it is held it shows where it is held; what it led to comes after.

use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What a slider shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) id: AttrValue,
    pub(crate) name: AttrValue,
    /// One sentence on what it does, or why it does nothing now.
    #[prop_or_default]
    pub(crate) why: AttrValue,
    pub(crate) min: f64,
    pub(crate) max: f64,
    pub(crate) step: f64,
    pub(crate) value: f64,
    /// A value in words.
    pub(crate) written: Callback<f64, String>,
    #[prop_or("field slider".into())]
    pub(crate) class: AttrValue,
    #[prop_or_default]
    pub(crate) disabled: bool,
    pub(crate) on_slide: Callback<f64>,
    /// The slider was let go.
    #[prop_or_default]
    pub(crate) on_release: Callback<()>,
}

/// The slider.
#[function_component(Slider)]
pub(crate) fn slider(props: &Props) -> Html {
    let held = use_state_eq(|| None::<f64>);
    {
        // A value that comes after the release is the one in force.
        let held = held.clone();
        use_effect_with(props.value.to_bits(), move |_| held.set(None));
    }
    // A slider that comes back to where it was taken tells no change, and a release that is lost none either.
    let is_held = use_mut_ref(|| false);
    let release = {
        let (is_held, on_release) = (Rc::clone(&is_held), props.on_release.clone());
        Callback::from(move |()| {
            if is_held.replace(false) {
                on_release.emit(());
            }
        })
    };
    let oninput = {
        let (on_slide, held, is_held) = (props.on_slide.clone(), held.clone(), Rc::clone(&is_held));
        move |event: InputEvent| {
            let value = event.target_unchecked_into::<HtmlInputElement>().value_as_number();
            held.set(Some(value));
            is_held.replace(true);
            on_slide.emit(value);
        }
    };
    let shown = held.unwrap_or(props.value);
    let text = props.written.emit(shown);
    let why_id = format!("{}-why", props.id);
    html! {
        <div class={classes!(props.class.clone(), props.disabled.then_some("is-off"))}>
            <label for={props.id.clone()} ~textContent={&*props.name} />
            <output for={props.id.clone()} aria-live="off" ~textContent={&*text} />
            <input
                type="range"
                id={props.id.clone()}
                min={props.min.to_string()}
                max={props.max.to_string()}
                step={props.step.to_string()}
                value={shown.to_string()}
                aria-valuetext={text}
                aria-describedby={why_id.clone()}
                disabled={props.disabled}
                {oninput}
                onchange={release.reform(|_| ())}
                onpointerup={release.reform(|_| ())}
                onpointercancel={release.reform(|_| ())}
                onblur={release.reform(|_| ())}
            />
            <span class="why" id={why_id} ~textContent={&*props.why} />
        </div>
    }
}
