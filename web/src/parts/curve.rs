//! The loss curve's place: axes below, curves above, and what the two lines are.

use yew::prelude::*;

use super::layer::LayerCanvas;
use crate::app::intent::Intent;
use crate::app::stage::Layer;
use crate::words;

/// Where the canvases report to.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) act: Callback<Intent>,
}

/// The curve.
#[function_component(Curve)]
pub(crate) fn curve(props: &Props) -> Html {
    html! {
        <figure class="curve-box" aria-label={words::LOSS_CURVE}>
            <figcaption class="legend">
                <span><i />{ words::TRAINING_LOSS }</span>
                <span class="test"><i />{ words::TEST_LOSS }</span>
            </figcaption>
            <div class="curve">
                <LayerCanvas layer={Layer::Axes} act={props.act.clone()} />
                <LayerCanvas layer={Layer::Curves} act={props.act.clone()} />
            </div>
        </figure>
    }
}
