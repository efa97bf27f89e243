//! Where the card of a neuron or the table of weights stands on a small screen: a sheet at the lower or the upper edge, away from the
//! neuron that it tells of, so that the page need not be scrolled. Elsewhere the style sheet has a place for it.

use web_sys::HtmlElement;
use yew::prelude::*;

use crate::views::network::tooltip::{Area, GAP_PX};

/// The card's element, which is placed when it opens and when another neuron is told of.
#[hook]
pub(super) fn use_place(is_open: bool, sizes: &[usize], neuron: Option<(usize, usize)>) -> NodeRef {
    let body = use_node_ref();
    {
        let (body, sizes) = (body.clone(), sizes.to_vec());
        use_effect_with((is_open, neuron), move |(is_open, neuron)| {
            if let Some(body) = body.cast::<HtmlElement>().filter(|_| *is_open) {
                put(&body, &sizes, *neuron);
            }
        });
    }
    body
}

fn put(body: &HtmlElement, sizes: &[usize], neuron: Option<(usize, usize)>) {
    let Some(room) = Area::of_room() else { return };
    let neuron = neuron.and_then(|neuron| Area::of_neuron(sizes, neuron));
    let (is_above, height) = edge(neuron, room);
    // Fails only for what is not a name.
    body.toggle_attribute_with_force("data-above", is_above).ok();
    let window = web_sys::window().and_then(|window| window.inner_height().ok()?.as_f64());
    let bottom = window.map_or(0.0, |height| height - room.bottom - GAP_PX);
    for (name, px) in [("--sheet-top", room.top), ("--sheet-bottom", bottom), ("--sheet-height", height)] {
        // Fails for a property that is read-only; these are our own.
        body.style().set_property(name, &format!("{px}px")).ok();
    }
}

/// Up to here the sheet may take more than half of the room: a neuron with a few weights.
const ENOUGH_PX: f64 = 210.0;

/// Whether the sheet stands at the upper edge, and how high it may be.
fn edge(neuron: Option<Area>, room: Area) -> (bool, f64) {
    let half = (room.bottom - room.top) / 2.0;
    let Some(neuron) = neuron else { return (false, half) };
    let (above, below) = (neuron.top - room.top - GAP_PX, room.bottom - neuron.bottom - GAP_PX);
    (above > below, above.max(below).min(half.max(ENOUGH_PX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sheet_stands_where_the_neuron_is_not() {
        let room = Area { left: 0.0, top: 60.0, right: 390.0, bottom: 700.0 };
        for top in (60..660).step_by(10) {
            let top = f64::from(top);
            let neuron = Area { left: 0.0, top, right: 40.0, bottom: top + 40.0 };
            let (is_above, height) = edge(Some(neuron), room);
            assert!(height > 250.0, "there is room for it");
            let is_free = if is_above { room.top + height < top } else { room.bottom - height > top + 40.0 };
            assert!(is_free, "{top}");
        }
        assert_eq!(edge(None, room), (false, 320.0));
    }
}
