//! The points as they will stand on the plot, with the names and numbers along its axes.

use std::rc::Rc;

use playground::table::Imported;
use playground::{Axis, Config, Problem, Task};
use web_sys::HtmlCanvasElement;
use words::Words;
use yew::prelude::*;

use super::work::Same;
use crate::draw::canvas::Surface;
use crate::draw::markers::{Marker, Painter, size_for};
use crate::draw::theme::Theme;
use crate::rulers::{Rulers, Tick};
use crate::tint::reach_of;

/// What the picture shows.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) words: &'static Words,
    pub(super) name: AttrValue,
    pub(super) imported: Same<Result<Imported, Rc<Problem>>>,
    /// What the points would be part of, without them.
    pub(super) config: Rc<Config>,
    /// Changes when the colours do.
    pub(super) theme: u32,
}

/// The picture.
#[function_component(Picture)]
pub(super) fn picture(props: &Props) -> Html {
    let canvas = use_node_ref();
    {
        let canvas = canvas.clone();
        use_effect_with((props.imported.clone(), props.theme, props.config.task), move |(imported, _, task)| {
            if let (Some(surface), Ok(imported)) =
                (canvas.cast::<HtmlCanvasElement>().and_then(Surface::fit), &*imported.0)
            {
                paint(&surface, imported, *task);
            }
        });
    }
    let rulers = use_memo(Rc::clone(&props.config), |config| Rulers::of(config));
    let tick =
        |is_up: bool| move |tick: &Tick| html! { <span style={tick.style(is_up)} ~textContent={tick.text.clone()} /> };
    let name = |class: &'static str, axis: Axis| {
        let name = props.words.axis(&props.config, axis).to_owned();
        html! { <span {class} title={name.clone()} ~textContent={name} /> }
    };
    html! {
        <div class="plot-box named" role="img" aria-label={props.name.clone()} style={rulers.room.clone()}>
            <div class="axis up">{ for rulers.up.iter().map(tick(true)) }</div>
            <div class="plot"><canvas ref={canvas} /></div>
            <div class="axis across">{ for rulers.across.iter().map(tick(false)) }</div>
            { name("axis-name up", Axis::Y) }
            { name("axis-name across", Axis::X) }
        </div>
    }
}

fn paint(surface: &Surface, imported: &Imported, task: Task) {
    surface.clear();
    let markers: Vec<Marker> = imported
        .points
        .iter()
        .map(|point| Marker { x: point.x, y: point.y, label: point.label, is_test: point.test })
        .collect();
    let reach = (task != Task::Classification).then(|| reach_of(task, imported.points.iter().map(|point| point.label)));
    let size = size_for(markers.len(), surface.width / surface.scale);
    Painter::default().paint(surface, &markers, None, reach, size, &Theme::read());
}
