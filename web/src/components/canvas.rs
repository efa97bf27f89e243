//! A canvas that a view draws on: tells it when the canvas comes and goes.

use web_sys::HtmlCanvasElement;
use yew::prelude::*;

/// Who draws on it.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// Draws on this canvas from now on, or on none.
    pub(crate) on_attach: Callback<Option<HtmlCanvasElement>>,
}

/// The canvas. Whoever contains it says in words what it shows.
#[function_component(Canvas)]
pub(crate) fn canvas(props: &Props) -> Html {
    let canvas = use_node_ref();
    {
        let (canvas, on_attach) = (canvas.clone(), props.on_attach.clone());
        use_effect_with((), move |()| {
            on_attach.emit(canvas.cast::<HtmlCanvasElement>());
            move || on_attach.emit(None)
        });
    }
    html! { <canvas ref={canvas} aria-hidden="true" /> }
}
