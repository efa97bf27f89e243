//! Input on the plot: what pointers and, in `keys`, keys do to points, by the tool that is chosen.
//! A press that moves is one gesture, and so one change to undo. Knows places on the plane; no element and no canvas.

use std::cell::Cell;
use std::rc::Rc;

use playground::{Point, Task};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::Event;

use super::keys;
use super::plane::Plane;
use crate::browser::clock::set_timeout;
use crate::draw::REACH;
use crate::intent::Intent;
use crate::store::action::Edit;
use crate::store::state::Tool;

/// A place under a pointer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spot {
    pub(crate) x: f32,
    pub(crate) y: f32,
    /// How much of the plane one style-sheet pixel covers.
    pub(crate) per_px: f32,
    /// Whether a finger points: less exact, and it hides what it points at.
    pub(crate) is_finger: bool,
}

/// What happens to the plot.
#[derive(Clone, Debug)]
pub(crate) enum Move {
    Down(Spot),
    /// The pointer is here, down or not.
    To(Spot),
    Up(Spot),
    /// The browser took the pointer for something else, such as scrolling: what was on its way goes back.
    Lost,
    /// Nothing is held any more, though no release was seen: what was on its way stays where it is.
    Released,
    /// A touch begins, which would scroll the page unless something is held.
    Touch(Event),
    /// The keyboard's cursor appears.
    Focus,
    Blur,
    /// The cursor goes so far, with the point that it carries.
    Steer(f32, f32),
    Enter,
    Delete,
    /// The selected point's, else the next point's class.
    Class(usize),
    /// To the next point, or the one before.
    Walk(bool),
    /// Pick the selected point up, or put it down.
    Carry,
    Escape,
}

/// A change of the selected point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Change {
    Label(f32),
    Test(bool),
    Erase,
    /// The change is over, as when a slider is let go.
    Done,
    Deselect,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Held {
    #[default]
    Nothing,
    /// Down, and not moved yet; over this point; whether that has lasted so long that the point is selected.
    Press(Spot, Option<usize>, bool),
    /// A point on its way, and where it came from; the offset keeps it from jumping to the pointer.
    Point {
        index: usize,
        was: Point,
        dx: f32,
        dy: f32,
    },
    /// A finger with a brush or eraser is down, and may be the first of two that zoom.
    Poised(Spot),
    /// Spraying; the last place that was sprayed at.
    Brush(f32, f32),
    Eraser,
}

/// What is held, and where the keyboard's cursor is.
#[derive(Debug, Default)]
pub(crate) struct Input {
    held: Cell<Held>,
    pub(super) cursor: Cell<(f32, f32)>,
    /// The point that the keyboard carries, as it was.
    pub(super) carried: Cell<Option<Point>>,
}

/// A pointer that moved farther than this drags; a finger is less steady.
const STEADY_PX: (f32, f32) = (4.0, 9.0);
/// A drag takes the nearest point within this distance.
const GRAB_PX: (f32, f32) = (12.0, 24.0);
/// A click selects the nearest point within this distance, and places one elsewhere: between points is room. A finger is too wide
/// for that: its tap always places, and a point is selected by staying on it.
const SELECT_PX: f32 = 7.0;
/// A finger that stays for so long selects.
const HOLD_MS: f64 = 450.0;
/// The eraser takes all within this distance.
pub(super) const ERASE_PX: (f32, f32) = (12.0, 18.0);
/// How far the brush sprays.
pub(crate) const BRUSH_RADIUS: f32 = 0.7;
/// The brush sprays a point every so far.
const BRUSH_STEP: f32 = 0.22;
/// So many points come of a click with the brush.
pub(super) const BRUSH_BURST: usize = 5;

impl Spot {
    fn px(&self, (mouse, finger): (f32, f32)) -> f32 {
        self.per_px * if self.is_finger { finger } else { mouse }
    }
}

/// Does what a pointer or a key wants on the plot.
pub(crate) fn act(plane: &Rc<Plane>, it: Move) {
    match it {
        Move::Down(spot) => down(plane, spot),
        Move::To(spot) => to(plane, spot),
        Move::Up(spot) => up(plane, spot),
        Move::Lost => lost(plane),
        Move::Released => released(plane),
        Move::Touch(event) => {
            // Where the page is being scrolled already, nothing can stop it.
            let is_held = matches!(plane.input.held.get(), Held::Press(_, Some(_), _) | Held::Point { .. });
            if is_held && event.cancelable() {
                event.prevent_default();
            }
        }
        Move::Focus => keys::show_cursor(plane, Some(plane.input.cursor.get())),
        Move::Blur => {
            keys::put_down(plane, true);
            keys::show_cursor(plane, None);
        }
        Move::Steer(dx, dy) => keys::steer(plane, dx, dy),
        Move::Enter => keys::enter(plane),
        Move::Delete => keys::delete(plane),
        Move::Class(class) => {
            plane.wish(Intent::Label(class as f32));
            if plane.state().selected.is_some() {
                change(plane, Change::Label(class as f32));
                change(plane, Change::Done);
            }
        }
        Move::Walk(forwards) => keys::walk(plane, forwards),
        Move::Carry => match plane.input.carried.get() {
            Some(_) => keys::put_down(plane, true),
            None => keys::pick_up(plane),
        },
        Move::Escape if plane.input.carried.get().is_some() => keys::put_down(plane, false),
        Move::Escape => select(plane, None),
    }
}

fn down(plane: &Rc<Plane>, spot: Spot) {
    lost(plane);
    let state = plane.state();
    let held = match state.tool {
        Tool::Place => {
            let over = nearest(plane, spot.x, spot.y, spot.px(GRAB_PX));
            if spot.is_finger && over.is_some() {
                select_when_held(plane, spot, over);
            }
            Held::Press(spot, over, false)
        }
        Tool::Brush | Tool::Erase if spot.is_finger => Held::Poised(spot),
        tool => sweep(plane, spot, tool),
    };
    plane.input.held.set(held);
    plane.point_at(Some((spot.x, spot.y)), state.tool);
}

/// Begins to spray or to erase.
fn sweep(plane: &Plane, spot: Spot, tool: Tool) -> Held {
    if tool == Tool::Brush {
        spray(plane, spot, BRUSH_BURST);
        Held::Brush(spot.x, spot.y)
    } else {
        erase(plane, spot);
        Held::Eraser
    }
}

fn is_steady(start: Spot, spot: Spot) -> bool {
    (spot.x - start.x).hypot(spot.y - start.y) <= spot.px(STEADY_PX)
}

fn to(plane: &Plane, spot: Spot) {
    match plane.input.held.get() {
        Held::Nothing | Held::Press(_, None, _) => {}
        Held::Press(start, Some(index), _) => {
            if !is_steady(start, spot)
                && let Some(was) = plane.point(index)
            {
                let (dx, dy) = (was.x - start.x, was.y - start.y);
                plane.input.held.set(Held::Point { index, was, dx, dy });
                plane.held.set(Some((index, spot.is_finger)));
                to(plane, spot);
            }
        }
        Held::Poised(start) => {
            if !is_steady(start, spot) {
                plane.input.held.set(sweep(plane, start, plane.state().tool));
                to(plane, spot);
            }
        }
        Held::Point { index, was, dx, dy } => {
            let state = plane.state();
            edit(plane, Edit::Put(index, moved(was, spot.x + dx, spot.y + dy, state.config.task)));
        }
        Held::Brush(x, y) => {
            let n = ((spot.x - x).hypot(spot.y - y) / BRUSH_STEP) as usize;
            if n > 0 {
                spray(plane, spot, n.min(BRUSH_BURST));
                plane.input.held.set(Held::Brush(spot.x, spot.y));
            }
        }
        Held::Eraser => erase(plane, spot),
    }
    plane.point_at(Some((spot.x, spot.y)), plane.state().tool);
}

fn up(plane: &Plane, spot: Spot) {
    let held = plane.input.held.replace(Held::Nothing);
    plane.held.set(None);
    match held {
        Held::Nothing | Held::Press(.., true) => {}
        Held::Press(start, _, false) => {
            if is_steady(start, spot) {
                let over = nearest(plane, start.x, start.y, start.per_px * SELECT_PX);
                match over.filter(|_| !start.is_finger) {
                    Some(index) if plane.state().selected == Some(index) => select(plane, None),
                    Some(index) => select(plane, Some(index)),
                    None => {
                        select(plane, None);
                        place(plane, start.x, start.y);
                    }
                }
            }
        }
        Held::Poised(start) => {
            sweep(plane, start, plane.state().tool);
            end(plane);
        }
        Held::Point { .. } | Held::Brush(..) | Held::Eraser => end(plane),
    }
    if spot.is_finger {
        plane.point_at(None, Tool::Place);
    }
}

fn end(plane: &Plane) {
    plane.wish(Intent::EndGesture);
    // What was held has a ring no more; a point that was placed or selected has been drawn already.
    plane.draw_points();
}

/// Selects a point if the finger that has just come down on it does not move for a while.
fn select_when_held(plane: &Rc<Plane>, spot: Spot, over: Option<usize>) {
    let me = Rc::downgrade(plane);
    let held = Closure::once_into_js(move || {
        if let Some(plane) = me.upgrade().filter(|plane| plane.input.held.get() == Held::Press(spot, over, false)) {
            plane.input.held.set(Held::Press(spot, over, true));
            select(&plane, over);
        }
    });
    set_timeout(held.unchecked_ref(), HOLD_MS);
}

/// The browser took the pointer away: what was on its way goes back.
fn lost(plane: &Plane) {
    if let Held::Point { index, was, .. } = plane.input.held.get() {
        edit(plane, Edit::Put(index, was));
    }
    released(plane);
}

/// Nothing is held any more.
fn released(plane: &Plane) {
    plane.held.set(None);
    match plane.input.held.replace(Held::Nothing) {
        Held::Point { .. } | Held::Brush(..) | Held::Eraser => end(plane),
        Held::Nothing | Held::Press(..) | Held::Poised(..) => {}
    }
    plane.point_at(None, Tool::Place);
}

pub(super) fn spray(plane: &Plane, spot: Spot, n: usize) {
    let state = plane.state();
    let points = (0..n).map(|_| {
        // The root makes the disc evenly covered.
        let radius = BRUSH_RADIUS * (chance() as f32).sqrt();
        let angle = chance() * std::f64::consts::TAU;
        let (sin, cos) = (js_sys::Math::sin(angle) as f32, js_sys::Math::cos(angle) as f32);
        let at = Point { x: 0.0, y: 0.0, label: state.label, test: false };
        moved(at, spot.x + radius * cos, spot.y + radius * sin, state.config.task)
    });
    edit(plane, Edit::Add(points.collect()));
}

/// A number from 0 to 1, by chance: what a brush sprays is nobody's seed.
fn chance() -> f64 {
    // A browser without a source of chance sprays onto one place.
    getrandom::u32().map_or(0.0, |bits| f64::from(bits) / f64::from(u32::MAX))
}

pub(super) fn erase(plane: &Plane, spot: Spot) {
    let within = spot.px(ERASE_PX);
    let gone = plane.with_shown(|shown| shown.within(spot.x, spot.y, within));
    if !gone.is_empty() {
        select(plane, None);
        edit(plane, Edit::Remove(gone));
    }
}

/// A point at another place of the plane; on a curve its height is its value.
pub(super) fn moved(point: Point, x: f32, y: f32, task: Task) -> Point {
    let (x, y) = (x.clamp(-REACH, REACH), y.clamp(-REACH, REACH));
    Point { x, y, label: if task == Task::Curve { y } else { point.label }, ..point }
}

pub(super) fn nearest(plane: &Plane, x: f32, y: f32, within: f32) -> Option<usize> {
    plane.with_shown(|shown| shown.nearest(x, y, within))
}

/// Selects a point, or none.
pub(super) fn select(plane: &Plane, index: Option<usize>) {
    if plane.state().selected != index {
        plane.wish(Intent::Select(index));
    }
}

/// Changes points, as part of the gesture that goes on.
pub(super) fn edit(plane: &Plane, edit: Edit) {
    plane.wish(Intent::Edit(edit));
}

/// Places a point.
pub(super) fn place(plane: &Plane, x: f32, y: f32) {
    let state = plane.state();
    let label = if state.config.task == Task::Curve { y } else { state.label };
    edit(plane, Edit::Add(vec![Point { x, y, label, test: false }]));
    plane.wish(Intent::EndGesture);
}

/// Changes the selected point.
pub(crate) fn change(plane: &Plane, change: Change) {
    let Some(index) = plane.state().selected else { return };
    let Some(point) = plane.point(index) else { return };
    match change {
        Change::Label(label) => edit(plane, Edit::Put(index, Point { label, ..point })),
        Change::Test(test) => edit(plane, Edit::Put(index, Point { test, ..point })),
        Change::Erase => {
            select(plane, None);
            edit(plane, Edit::Remove(vec![index]));
            plane.wish(Intent::EndGesture);
        }
        Change::Done => plane.wish(Intent::EndGesture),
        Change::Deselect => select(plane, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_stays_on_the_plane_and_on_a_curve_its_height_is_its_value() {
        let point = Point { x: 0.0, y: 0.0, label: 2.0, test: true };
        assert_eq!(moved(point, 9.0, -9.0, Task::Classification), Point { x: 6.0, y: -6.0, label: 2.0, test: true });
        assert_eq!(moved(point, 1.0, 3.0, Task::Curve).label, 3.0);
    }
}
