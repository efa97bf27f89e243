//! A way through a drawing for who has a keyboard, and the node that is spoken of in sight.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// What is travelled.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) label: AttrValue,
    /// The node that is to be in sight.
    pub(super) lit: Option<usize>,
    pub(super) children: Html,
}

/// A drawing through which the arrow keys go: to the left and right along its lines, up and down within a column. The drawing says
/// in each node where they lead (`data-left` and so on), so that a drawing of any graph can be travelled.
#[function_component(Travel)]
pub(super) fn travel(Props { label, lit, children }: &Props) -> Html {
    let place = use_node_ref();
    {
        let place = place.clone();
        use_effect_with(*lit, move |lit| {
            let Some((place, lit)) = place.cast::<Element>().zip(*lit) else { return };
            let node = place.query_selector(&format!("[data-node=\"{lit}\"]")).ok().flatten();
            if let Some(node) = node {
                let [around, node] = [&place, &node].map(Element::get_bounding_client_rect);
                let off = |side: f64, length: f64, room: f64| side + length / 2.0 - room / 2.0;
                let (x, y) = (node.left() - around.left(), node.top() - around.top());
                place.scroll_by_with_x_and_y(
                    off(x, node.width(), around.width()),
                    off(y, node.height(), around.height()),
                );
            }
        });
    }
    let onkeydown = {
        let place = place.clone();
        move |event: KeyboardEvent| {
            let way = match event.key().as_str() {
                "ArrowLeft" => "data-left",
                "ArrowRight" => "data-right",
                "ArrowUp" => "data-up",
                "ArrowDown" => "data-down",
                _ => return,
            };
            let target: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
            let Some(from) = target.filter(|target| target.has_attribute("data-node")) else { return };
            event.prevent_default();
            let to = from.get_attribute(way).and_then(|to| {
                place.cast::<Element>()?.query_selector(&format!("[data-node=\"{to}\"]")).ok().flatten()
            });
            if let Some(to) = to {
                // One stop of the Tab key, at the node where the reader is.
                from.set_attribute("tabindex", "-1").ok();
                to.set_attribute("tabindex", "0").ok();
                // Pictures take the focus by the same call as other elements.
                to.unchecked_ref::<HtmlElement>().focus().ok();
            }
        }
    };
    html! { <div class="lab-scroll" ref={place} {onkeydown} tabindex="-1" role="group" aria-label={label.clone()}>{ children.clone() }</div> }
}
