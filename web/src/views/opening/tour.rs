//! The tour: a bubble that stands beside one thing of the page after another, and a ring around that thing. It is no dialog: the
//! page can be used all the while.

use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AddEventListenerOptions, Element, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

use super::TourProps;
use crate::components::button::Button;
use crate::intent::Intent;

/// Where each place of the tour is, in the words' order.
const PLACES: [&str; 5] = [".data", ".network", ".plot", ".toggles", ".numbers"];

/// The bubble's width, about its height, and what is left between it and other things.
const WIDTH: f64 = 288.0;
const HEIGHT: f64 = 190.0;
const GAP: f64 = 12.0;

/// A box on the screen: left, top, width, height.
type Place = [f64; 4];

/// The bubble.
#[function_component(Bubble)]
pub(super) fn bubble(props: &TourProps) -> Html {
    let (opening, act) = (&props.words.opening, &props.act);
    let at = props.place.unwrap_or_default().min(PLACES.len() - 1);
    let (next, ring) = (use_node_ref(), use_state_eq(|| [0.0; 4]));
    {
        let next = next.clone();
        // Who takes the tour goes on by keyboard, and comes back to where it was begun.
        use_effect_with((), move |()| {
            let before = document().and_then(|document| document.active_element());
            focus(next.cast());
            move || focus(before.and_then(|before| before.dyn_into().ok()))
        });
    }
    {
        let ring = ring.clone();
        use_effect_with(at, move |at| {
            let target = document().and_then(|document| document.query_selector(PLACES[*at]).ok().flatten());
            if let Some(target) = &target {
                let options = ScrollIntoViewOptions::new();
                options.set_block(ScrollLogicalPosition::Start);
                target.scroll_into_view_with_scroll_into_view_options(&options);
            }
            let follow = Closure::<dyn FnMut()>::new(move || {
                if let Some(target) = &target {
                    ring.set(place_of(target));
                }
            });
            let first: &js_sys::Function = follow.as_ref().unchecked_ref();
            first.call0(&JsValue::NULL).ok();
            listen(&follow, true);
            move || listen(&follow, false)
        });
    }
    let onkeydown = {
        let act = act.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                event.stop_propagation();
                act.emit(Intent::Tour(None));
            }
        }
    };
    let is_last = at + 1 == PLACES.len();
    let after = Intent::Tour((!is_last).then_some(at + 1));
    let (title, what) = opening.places[at];
    let [x, y, width, height] = *ring;
    let [left, top] = beside(*ring, window_size());
    html! {
        <>
            <div class="tour-ring" aria-hidden="true" style={format!("left:{x}px;top:{y}px;width:{width}px;height:{height}px")} />
            <section class="panel tour" role="dialog" aria-label={opening.tour} style={format!("left:{left}px;top:{top}px")} {onkeydown}>
                <div aria-live="polite"><h2 ~textContent={title} /><p ~textContent={what} /></div>
                <div class="row">
                    <span ~textContent={props.words.place_of_tour(at + 1, PLACES.len())} />
                    if !is_last { { Button::of("btn quiet", opening.skip).wants(Intent::Tour(None), act) } }
                    { Button { place: next, ..Button::of("btn primary", if is_last { opening.done } else { opening.next }) }.wants(after, act) }
                </div>
            </section>
        </>
    }
}

fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}

fn focus(element: Option<HtmlElement>) {
    if let Some(element) = element {
        // Fails only for elements that are gone.
        element.focus().ok();
    }
}

/// Follows what moves things on the screen, or no more.
fn listen(follow: &Closure<dyn FnMut()>, on: bool) {
    let Some(window) = web_sys::window() else { return };
    let follow = follow.as_ref().unchecked_ref();
    let options = AddEventListenerOptions::new();
    // What scrolls inside of the page tells nobody above.
    options.set_capture(true);
    for event in ["resize", "scroll"] {
        // Events of these names can always be listened to.
        match on {
            true => {
                window.add_event_listener_with_callback_and_add_event_listener_options(event, follow, &options).ok()
            }
            false => window.remove_event_listener_with_callback_and_bool(event, follow, true).ok(),
        };
    }
}

fn place_of(target: &Element) -> Place {
    let place = target.get_bounding_client_rect();
    [place.left(), place.top(), place.width(), place.height()]
}

fn window_size() -> [f64; 2] {
    let Some(window) = web_sys::window() else { return [0.0; 2] };
    [window.inner_width(), window.inner_height()]
        .map(|size| size.ok().and_then(|size| size.as_f64()).unwrap_or_default())
}

/// Where the bubble stands: right of the thing, else left of it, else below or above it, else over its lower edge.
fn beside([x, y, width, height]: Place, [all_width, all_height]: [f64; 2]) -> [f64; 2] {
    let level = y.max(GAP).min(all_height - HEIGHT - GAP).max(GAP);
    let inside = x.min(all_width - WIDTH - GAP).max(GAP);
    if x + width + WIDTH + 2.0 * GAP <= all_width {
        [x + width + GAP, level]
    } else if x >= WIDTH + 2.0 * GAP {
        [x - WIDTH - GAP, level]
    } else if y + height + HEIGHT + 2.0 * GAP <= all_height {
        [inside, y + height + GAP]
    } else if y >= HEIGHT + 2.0 * GAP {
        [inside, y - HEIGHT - GAP]
    } else {
        [inside, (all_height - HEIGHT - GAP).max(GAP)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bubble_stands_beside_its_thing_where_there_is_room() {
        let window = [1440.0, 900.0];
        assert_eq!(beside([10.0, 100.0, 220.0, 300.0], window), [242.0, 100.0]);
        assert_eq!(beside([800.0, 100.0, 630.0, 700.0], window), [500.0, 100.0]);
        let phone = [390.0, 844.0];
        assert_eq!(beside([8.0, 60.0, 374.0, 300.0], phone), [8.0_f64.max(GAP), 372.0]);
        assert_eq!(beside([8.0, 500.0, 374.0, 300.0], phone), [GAP, 298.0]);
    }
}
