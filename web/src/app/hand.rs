//! The hand on the plot: what pointers and, in `keys`, keys do to points, by the tool that is chosen.
//! A press that moves is one gesture, and so one act to undo. Knows places on the plane; no element and no canvas.

mod keys;

use std::cell::Cell;

use playground::{Point, Task};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::Event;

use self::keys::{delete, enter, pick_up, put_down, show_cursor, steer, walk};
use crate::app::edits::Edit;
use crate::app::engine::Engine;
use crate::browser::clock::set_timeout;
use crate::draw::REACH;
use crate::store::state::{Action, Selected};

/// What a press on the plot does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tool {
    #[default]
    Place,
    Brush,
    Erase,
}

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
    /// The pointer was taken away, by the browser or by leaving the plot.
    Lost,
    /// A touch begins, which would scroll the page unless the hand holds something.
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
    /// Spraying; the last place that was sprayed at.
    Brush(f32, f32),
    Eraser,
}

/// What the hand holds, and where the keyboard's cursor is.
#[derive(Debug, Default)]
pub(crate) struct Hand {
    held: Cell<Held>,
    cursor: Cell<(f32, f32)>,
    /// The point that the keyboard carries, as it was.
    carried: Cell<Option<Point>>,
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
const ERASE_PX: (f32, f32) = (12.0, 18.0);
/// How far the brush sprays.
pub(crate) const BRUSH_RADIUS: f32 = 0.7;
/// The brush sprays a point every so far.
const BRUSH_STEP: f32 = 0.22;
/// So many points come of a click with the brush.
const BRUSH_BURST: usize = 5;

impl Spot {
    fn px(&self, (mouse, finger): (f32, f32)) -> f32 {
        self.per_px * if self.is_finger { finger } else { mouse }
    }
}

/// Does what a pointer or a key wants on the plot.
pub(crate) fn act(engine: &Engine, it: Move) {
    match it {
        Move::Down(spot) => down(engine, spot),
        Move::To(spot) => to(engine, spot),
        Move::Up(spot) => up(engine, spot),
        Move::Lost => lost(engine),
        Move::Touch(event) => {
            if !matches!(engine.hand.held.get(), Held::Nothing | Held::Press(_, None, _)) {
                event.prevent_default();
            }
        }
        Move::Focus => show_cursor(engine, Some(engine.hand.cursor.get())),
        Move::Blur => {
            put_down(engine, true);
            show_cursor(engine, None);
        }
        Move::Steer(dx, dy) => steer(engine, dx, dy),
        Move::Enter => enter(engine),
        Move::Delete => delete(engine),
        Move::Class(class) => {
            engine.dispatch.emit(Action::Label(class as f32));
            if engine.stage.selected.get().is_some() {
                change(engine, Change::Label(class as f32));
                change(engine, Change::Done);
            }
        }
        Move::Walk(forwards) => walk(engine, forwards),
        Move::Carry => match engine.hand.carried.get() {
            Some(_) => put_down(engine, true),
            None => pick_up(engine),
        },
        Move::Escape if engine.hand.carried.get().is_some() => put_down(engine, false),
        Move::Escape => select(engine, None),
    }
}

fn down(engine: &Engine, spot: Spot) {
    lost(engine);
    let state = engine.state();
    let held = match state.tool {
        Tool::Place => {
            let over = nearest(engine, spot.x, spot.y, spot.px(GRAB_PX));
            if spot.is_finger && over.is_some() {
                select_when_held(engine, spot, over);
            }
            Held::Press(spot, over, false)
        }
        Tool::Brush => {
            spray(engine, spot, BRUSH_BURST);
            Held::Brush(spot.x, spot.y)
        }
        Tool::Erase => {
            erase(engine, spot);
            Held::Eraser
        }
    };
    engine.hand.held.set(held);
    engine.stage.point_at(Some((spot.x, spot.y)), state.tool);
}

fn to(engine: &Engine, spot: Spot) {
    match engine.hand.held.get() {
        Held::Nothing | Held::Press(_, None, _) => {}
        Held::Press(start, Some(index), _) => {
            if (spot.x - start.x).hypot(spot.y - start.y) > spot.px(STEADY_PX)
                && let Some(was) = engine.stage.point(index)
            {
                let (dx, dy) = (was.x - start.x, was.y - start.y);
                engine.hand.held.set(Held::Point { index, was, dx, dy });
                engine.stage.held.set(Some((index, spot.is_finger)));
                to(engine, spot);
            }
        }
        Held::Point { index, was, dx, dy } => {
            let state = engine.state();
            engine.edit(Edit::Put(index, moved(was, spot.x + dx, spot.y + dy, state.config.task)));
        }
        Held::Brush(x, y) => {
            let n = ((spot.x - x).hypot(spot.y - y) / BRUSH_STEP) as usize;
            if n > 0 {
                spray(engine, spot, n.min(BRUSH_BURST));
                engine.hand.held.set(Held::Brush(spot.x, spot.y));
            }
        }
        Held::Eraser => erase(engine, spot),
    }
    engine.stage.point_at(Some((spot.x, spot.y)), engine.state().tool);
}

fn up(engine: &Engine, spot: Spot) {
    let held = engine.hand.held.replace(Held::Nothing);
    engine.stage.held.set(None);
    match held {
        Held::Nothing | Held::Press(.., true) => {}
        Held::Press(start, _, false) => {
            if (spot.x - start.x).hypot(spot.y - start.y) <= spot.px(STEADY_PX) {
                let over = nearest(engine, start.x, start.y, start.per_px * SELECT_PX);
                match over.filter(|_| !start.is_finger) {
                    Some(index) if engine.stage.selected.get() == Some(index) => select(engine, None),
                    Some(index) => select(engine, Some(index)),
                    None => {
                        select(engine, None);
                        engine.place(start.x, start.y);
                    }
                }
            }
        }
        Held::Point { .. } | Held::Brush(..) | Held::Eraser => engine.end_gesture(),
    }
    engine.stage.draw_points();
    if spot.is_finger {
        engine.stage.point_at(None, Tool::Place);
    }
}

/// Selects a point if the finger that has just come down on it does not move for a while.
fn select_when_held(engine: &Engine, spot: Spot, over: Option<usize>) {
    let me = engine.shared();
    let held = Closure::once_into_js(move || {
        if let Some(engine) = me.filter(|engine| engine.hand.held.get() == Held::Press(spot, over, false)) {
            engine.hand.held.set(Held::Press(spot, over, true));
            select(&engine, over);
        }
    });
    set_timeout(held.unchecked_ref(), HOLD_MS);
}

/// The browser took the pointer away: what was on its way goes back.
fn lost(engine: &Engine) {
    engine.stage.held.set(None);
    match engine.hand.held.replace(Held::Nothing) {
        Held::Point { index, was, .. } => {
            engine.edit(Edit::Put(index, was));
            engine.end_gesture();
        }
        Held::Brush(..) | Held::Eraser => engine.end_gesture(),
        Held::Nothing | Held::Press(..) => {}
    }
    engine.stage.point_at(None, Tool::Place);
}

fn spray(engine: &Engine, spot: Spot, n: usize) {
    let state = engine.state();
    let points = (0..n).map(|_| {
        // The root makes the disc evenly covered.
        let radius = BRUSH_RADIUS * (chance() as f32).sqrt();
        let angle = chance() * std::f64::consts::TAU;
        let (sin, cos) = (js_sys::Math::sin(angle) as f32, js_sys::Math::cos(angle) as f32);
        let at = Point { x: 0.0, y: 0.0, label: state.label, test: false };
        moved(at, spot.x + radius * cos, spot.y + radius * sin, state.config.task)
    });
    engine.edit(Edit::Add(points.collect()));
}

/// A number from 0 to 1, by chance: what a brush sprays is nobody's seed.
fn chance() -> f64 {
    // A browser without a source of chance sprays onto one place.
    getrandom::u32().map_or(0.0, |bits| f64::from(bits) / f64::from(u32::MAX))
}

fn erase(engine: &Engine, spot: Spot) {
    let within = spot.px(ERASE_PX);
    let gone = engine.stage.points_within(spot.x, spot.y, within);
    if !gone.is_empty() {
        select(engine, None);
        engine.edit(Edit::Remove(gone));
    }
}

/// A point at another place of the plane; on a curve its height is its value.
fn moved(point: Point, x: f32, y: f32, task: Task) -> Point {
    let (x, y) = (x.clamp(-REACH, REACH), y.clamp(-REACH, REACH));
    Point { x, y, label: if task == Task::Curve { y } else { point.label }, ..point }
}

fn nearest(engine: &Engine, x: f32, y: f32, within: f32) -> Option<usize> {
    engine.stage.nearest(x, y).filter(|&(_, away)| away <= within).map(|(index, _)| index)
}

/// Selects a point, or none.
pub(crate) fn select(engine: &Engine, index: Option<usize>) {
    if engine.stage.selected.replace(index) != index || index.is_some() {
        engine.show_selected();
        engine.stage.draw_points();
    }
}

/// Changes the selected point.
pub(crate) fn change(engine: &Engine, change: Change) {
    let Some(index) = engine.stage.selected.get() else { return };
    let Some(point) = engine.stage.point(index) else { return };
    match change {
        Change::Label(label) => engine.edit(Edit::Put(index, Point { label, ..point })),
        Change::Test(test) => engine.edit(Edit::Put(index, Point { test, ..point })),
        Change::Erase => {
            select(engine, None);
            engine.edit(Edit::Remove(vec![index]));
            engine.end_gesture();
        }
        Change::Done => engine.end_gesture(),
        Change::Deselect => select(engine, None),
    }
    engine.show_selected();
}

impl Engine {
    /// Lets the page show which point is selected; a selection whose point is gone is none.
    pub(crate) fn show_selected(&self) {
        let selected =
            self.stage.selected.get().and_then(|index| self.stage.point(index).map(|point| Selected { index, point }));
        if selected.is_none() {
            self.stage.selected.set(None);
        }
        if self.state().selected != selected {
            self.dispatch.emit(Action::Selected(selected));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finger_grabs_from_farther_away_than_a_mouse() {
        let mouse = Spot { x: 0.0, y: 0.0, per_px: 0.02, is_finger: false };
        let finger = Spot { is_finger: true, ..mouse };
        assert!(mouse.px(GRAB_PX) / mouse.per_px >= 12.0);
        assert!(finger.px(GRAB_PX) / finger.per_px >= 22.0);
    }

    #[test]
    fn a_point_stays_on_the_plane_and_on_a_curve_its_height_is_its_value() {
        let point = Point { x: 0.0, y: 0.0, label: 2.0, test: true };
        assert_eq!(moved(point, 9.0, -9.0, Task::Classification), Point { x: 6.0, y: -6.0, label: 2.0, test: true });
        assert_eq!(moved(point, 1.0, 3.0, Task::Curve).label, 3.0);
    }
}
