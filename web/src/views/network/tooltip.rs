//! The small card beside what is pointed at in the diagram, or has the focus there: what it is and its numbers now. Inside the
//! page, and never over what it tells of. Takes no clicks, so that the diagram below stays within reach.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use playground::{Config, DEAD, Parameter, SATURATED};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{DomRect, Element, HtmlElement};
use words::Words;
use yew::prelude::*;

use crate::draw::diagram::{Hit, layout};
use crate::views::network::diagram::state_of;
use crate::views::network::parameters::Parameters;

/// What the card shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    pub(crate) config: Rc<Config>,
    pub(crate) weights: Parameters,
    /// Which hidden neurons pass no gradient back, or hardly any.
    pub(crate) states: Rc<[f32]>,
    /// The smallest and the largest value of the neuron on the plane.
    pub(crate) range: Option<(f32, f32)>,
    /// The gradient by the weight.
    pub(crate) gradient: Option<f32>,
    pub(crate) hit: Option<Hit>,
    /// Whether the keyboard brought it.
    pub(crate) by_key: bool,
}

/// So far from what it tells of, and from the window's edges.
pub(super) const GAP_PX: f64 = 8.0;
/// Below this width the page is one column, and a lesson a sheet over its end.
const PHONE_PX: f64 = 750.0;

/// The card.
#[function_component(Tip)]
pub(crate) fn tip(props: &Props) -> Html {
    let body = use_node_ref();
    {
        let (body, sizes) = (body.clone(), props.config.layer_sizes());
        // What changes its size places it at once, not only with the next frame.
        use_effect_with((props.hit, props.range.is_some(), props.config.clone()), move |(hit, ..)| {
            let follower = hit.zip(body.cast::<HtmlElement>()).map(|(hit, body)| Follower::start(body, sizes, hit));
            move || drop(follower)
        });
    }
    let words = &props.words.network;
    let how = if props.by_key { words.enter_to_edit } else { words.click_to_edit };
    html! {
        <div class="tip" id="net-tip" role="tooltip" ref={body} hidden={props.hit.is_none()}>
            { for props.hit.map(|hit| html! { <>{ about(props, hit) }<small ~textContent={how} /></> }) }
        </div>
    }
}

fn about(props: &Props, hit: Hit) -> Html {
    let (words, config) = (props.words, &props.config);
    let sizes = config.layer_sizes();
    let value = |at: Parameter| props.weights.get(at.index(&sizes)).copied();
    match hit {
        Hit::Edge { column, unit, input } => {
            let at = Parameter { layer: column - 1, unit, input: Some(input) };
            html! {
                <>
                    <b ~textContent={words.weight(config, at.layer, at.unit, at.input)} />
                    <span ~textContent={words.weight_now(false, value(at).unwrap_or_default(), props.gradient)} />
                </>
            }
        }
        Hit::Neuron(column, unit) => {
            let bias = column.checked_sub(1).and_then(|layer| value(Parameter { layer, unit, input: None }));
            html! {
                <>
                    <b ~textContent={words.neuron(config, column, unit)} />
                    <span class="computes" ~textContent={words.computes(config, (column, unit))} />
                    { for bias.map(|bias| html! { <span ~textContent={words.bias_alone(bias)} /> }) }
                    { for trouble(words, &props.states, &sizes, (column, unit)).map(|why| html! { <span class="trouble" ~textContent={why} /> }) }
                    { for props.range.map(|range| html! { <span ~textContent={words.values(range)} /> }) }
                </>
            }
        }
    }
}

/// Why a neuron learns nothing, or hardly anything, if that is so.
pub(super) fn trouble(words: &Words, states: &[f32], sizes: &[usize], place: (usize, usize)) -> Option<&'static str> {
    match state_of(states, sizes, place) {
        state if state == DEAD => Some(words.network.dead_why),
        state if state == SATURATED => Some(words.network.saturated_why),
        _ => None,
    }
}

/// What the browser calls when it draws; it names itself.
type Tick = Rc<RefCell<Option<Closure<dyn FnMut()>>>>;

/// Keeps the card beside what it tells of, frame by frame: words come with the numbers, and neurons move when there is another size
/// to draw them in.
struct Follower {
    frame: Rc<Cell<Option<i32>>>,
    _tick: Tick,
}

impl Follower {
    fn start(body: HtmlElement, sizes: Vec<usize>, hit: Hit) -> Follower {
        let (frame, tick) = (Rc::new(Cell::new(None)), Tick::default());
        let (next_frame, next_tick) = (frame.clone(), Rc::downgrade(&tick));
        let step = move || {
            put_beside(&body, &sizes, hit);
            let tick = next_tick.upgrade();
            next_frame.set(tick.and_then(|tick| {
                let tick = tick.borrow();
                web_sys::window()?.request_animation_frame(tick.as_ref()?.as_ref().unchecked_ref()).ok()
            }));
        };
        let first = step.clone();
        *tick.borrow_mut() = Some(Closure::new(step));
        first();
        Follower { frame, _tick: tick }
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        if let (Some(window), Some(frame)) = (web_sys::window(), self.frame.take()) {
            // Fails outside of a page only.
            window.cancel_animation_frame(frame).ok();
        }
    }
}

/// A box on the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Area {
    pub(super) fn of(rect: &DomRect) -> Area {
        Area { left: rect.left(), top: rect.top(), right: rect.right(), bottom: rect.bottom() }
    }

    /// The box of the first element that matches.
    pub(super) fn found(selector: &str) -> Option<Area> {
        let document = web_sys::window()?.document()?;
        Some(Area::of(&document.query_selector(selector).ok()??.get_bounding_client_rect()))
    }

    /// The box of a neuron in the diagram of a network with these neurons per column, as its button has it, if there is one.
    pub(super) fn of_neuron(sizes: &[usize], (column, unit): (usize, usize)) -> Option<Area> {
        let plane = Area::found(".net-plane")?;
        let layout = layout(sizes, (plane.right - plane.left) as f32, (plane.bottom - plane.top) as f32);
        let (x, y) = *layout.columns.get(column)?.get(unit)?;
        let (x, y) = (plane.left + f64::from(x), plane.top + f64::from(y));
        let wide = f64::from(layout.side_px + 8.0) / 2.0;
        let high = wide.min(f64::from(layout.pitch_px.max(7.0)) / 2.0);
        Some(Area { left: x - wide, top: y - high, right: x + wide, bottom: y + high })
    }

    /// The part of the window that nothing covers: the bar above stays there; on a phone the transport stays below, and above that the
    /// sheet of a lesson, whose task is to be seen.
    pub(super) fn of_room() -> Option<Area> {
        let window = web_sys::window()?;
        let (width, height) = (window.inner_width().ok()?.as_f64()?, window.inner_height().ok()?.as_f64()?);
        let top = Area::found(".top").map_or(0.0, |bar| bar.bottom.max(0.0));
        let below = Area::found(".transport").map(|bar| bar.top).filter(|top| *top > height / 2.0).unwrap_or(height);
        let is_sheet =
            |sheet: &Area| width < PHONE_PX && sheet.right - sheet.left > 0.9 * width && sheet.top > height / 3.0;
        let below = Area::found(".lesson-side").filter(is_sheet).map_or(below, |sheet| below.min(sheet.top));
        Some(Area { left: GAP_PX, top: top + GAP_PX, right: width - GAP_PX, bottom: below - GAP_PX })
    }

    fn within(self, room: Area) -> Area {
        Area {
            left: self.left.max(room.left),
            top: self.top.max(room.top),
            right: self.right.min(room.right),
            bottom: self.bottom.min(room.bottom),
        }
    }
}

/// Where a card of this size stands beside `what`, inside `room`: on the right, the left, below or above; the first that fits.
fn place(what: Area, (width, height): (f64, f64), room: Area) -> Option<(f64, f64)> {
    let within = |at: f64, size: f64, low: f64, high: f64| at.min(high - size).max(low);
    let middle_x = within((what.left + what.right - width) / 2.0, width, room.left, room.right);
    let middle_y = within((what.top + what.bottom - height) / 2.0, height, room.top, room.bottom);
    let beside = [
        (what.right + GAP_PX, middle_y),
        (what.left - GAP_PX - width, middle_y),
        (middle_x, what.bottom + GAP_PX),
        (middle_x, what.top - GAP_PX - height),
    ];
    let fits =
        |(x, y): &(f64, f64)| *x >= room.left && *y >= room.top && x + width <= room.right && y + height <= room.bottom;
    beside.into_iter().find(fits)
}

/// Puts the card beside what it tells of.
fn put_beside(body: &HtmlElement, sizes: &[usize], hit: Hit) {
    let what = match hit {
        Hit::Neuron(column, unit) => Area::of_neuron(sizes, (column, unit)),
        Hit::Edge { column, unit, input } => {
            Area::of_neuron(sizes, (column - 1, input)).zip(Area::of_neuron(sizes, (column, unit))).map(|(from, to)| {
                Area { left: from.left, top: from.top.min(to.top), right: to.right, bottom: from.bottom.max(to.bottom) }
            })
        }
    };
    let (Some(what), Some(room)) = (what, Area::of_room()) else { return };
    let size = (f64::from(body.offset_width()), f64::from(body.offset_height()));
    // Inside the panel it hides neither plot nor curve.
    let panel = Area::found(".network").map(|panel| panel.within(room));
    let found = panel.and_then(|panel| place(what, size, panel)).or_else(|| place(what, size, room));
    let Some((x, y)) = found else { return };
    let Some(origin) = body.offset_parent().map(|parent: Element| parent.get_bounding_client_rect()) else { return };
    for (name, px) in [("left", x - origin.left()), ("top", y - origin.top())] {
        // Fails for a property that is read-only; these are not.
        body.unchecked_ref::<HtmlElement>().style().set_property(name, &format!("{px}px")).ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_stands_beside_what_it_tells_of_and_inside_the_window() {
        let room = Area { left: 8.0, top: 60.0, right: 382.0, bottom: 700.0 };
        let (width, height) = (210.0, 90.0);
        for left in (10..340).step_by(11) {
            for top in (70..660).step_by(13) {
                for side in [14.0, 54.0, 120.0] {
                    let (left, top) = (f64::from(left), f64::from(top));
                    let what = Area { left, top, right: (left + side).min(382.0), bottom: (top + side).min(700.0) };
                    let (x, y) = place(what, (width, height), room).expect("there is room");
                    assert!(x >= room.left && x + width <= room.right, "{what:?}");
                    assert!(y >= room.top && y + height <= room.bottom, "{what:?}");
                    let is_over = x < what.right && x + width > what.left && y < what.bottom && y + height > what.top;
                    assert!(!is_over, "{what:?} {x} {y}");
                }
            }
        }
    }
}
