//! A canvas that the stage draws on: tells it when the canvas comes and goes.

use web_sys::HtmlCanvasElement;
use yew::prelude::*;

use crate::app::stage::Layer;
use crate::intent::Intent;

/// Which canvas this is.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) layer: Layer,
    pub(crate) act: Callback<Intent>,
}

/// The canvas. Whoever contains it says in words what it shows.
#[function_component(LayerCanvas)]
pub(crate) fn layer_canvas(props: &Props) -> Html {
    let canvas = use_node_ref();
    {
        let (canvas, act, layer) = (canvas.clone(), props.act.clone(), props.layer);
        use_effect_with((), move |()| {
            act.emit(Intent::Attach(layer, canvas.cast::<HtmlCanvasElement>()));
            move || act.emit(Intent::Attach(layer, None))
        });
    }
    html! { <canvas ref={canvas} aria-hidden="true" /> }
}
