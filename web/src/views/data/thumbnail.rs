//! The small picture of a dataset: a few of its own points, drawn again for another theme and in another size, also when it is
//! shown for the first time.

use playground::{Config, data, object};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, HtmlCanvasElement, ResizeObserver};
use yew::prelude::*;

use crate::draw::canvas::Surface;
use crate::draw::markers::{self, Marker, Size};
use crate::draw::theme::Theme;

/// Which dataset this is.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) dataset: AttrValue,
    pub(crate) task: playground::Task,
    pub(crate) classes: usize,
    /// Changes when the colours do.
    pub(crate) theme: u32,
}

const N_POINTS: usize = 110;

/// The picture.
#[function_component(Thumbnail)]
pub(crate) fn thumbnail(props: &Props) -> Html {
    let canvas = use_node_ref();
    {
        let canvas = canvas.clone();
        use_effect_with(props.clone(), move |props| {
            let (place, props) = (canvas.clone(), props.clone());
            // It tells at once that it observes, and later of each change of size.
            let sized = Closure::<dyn FnMut()>::new(move || {
                if let Some(surface) = place.cast::<HtmlCanvasElement>().and_then(Surface::fit) {
                    paint(&surface, &props);
                }
            });
            let observer = ResizeObserver::new(sized.as_ref().unchecked_ref());
            if let (Ok(observer), Some(canvas)) = (&observer, canvas.cast::<Element>()) {
                observer.observe(&canvas);
            }
            move || {
                observer.iter().for_each(ResizeObserver::disconnect);
                drop(sized);
            }
        });
    }
    html! { <canvas ref={canvas} aria-hidden="true" /> }
}

fn paint(surface: &Surface, props: &Props) {
    let wanted = object! { "task": props.task.name(), "classes": props.classes, "dataset": props.dataset.as_str(), "count": N_POINTS, "trainShare": 1 };
    surface.clear();
    // A dataset that does not go with the number of classes is shown with as few as it has.
    let Ok(config) = Config::default().merged(&wanted) else { return };
    let marker = |point: &data::Point| Marker { x: point.x, y: point.y, label: point.label, is_test: false };
    let markers: Vec<Marker> = data::build(&config).iter().map(marker).collect();
    let reach = (config.task != playground::Task::Classification).then_some(1.0);
    let size = Size { radius: 2.0, edge: 0.0 };
    markers::Painter::default().paint(surface, &markers, None, reach, size, &Theme::read());
}
