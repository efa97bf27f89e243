//! The hand by keyboard: a cursor that uses the tool where it stands, walks from point to point and carries one.
//! Whatever a drag does, keys can do too.

use crate::app::edits::Edit;
use crate::app::engine::Engine;
use crate::app::hand::{BRUSH_BURST, ERASE_PX, Spot, Tool, erase, moved, nearest, select, spray};
use crate::draw::REACH;
use crate::words;

/// Delete takes the nearest point within this distance of the cursor.
const DELETE_WITHIN: f32 = 0.6;

/// Shows the cursor here, or not at all.
pub(super) fn show_cursor(engine: &Engine, at: Option<(f32, f32)>) {
    engine.stage.cursor.set(at);
    engine.stage.point_at(at, Tool::Place);
    engine.stage.draw_points();
}

/// Moves the cursor, with the point that it carries.
pub(super) fn steer(engine: &Engine, dx: f32, dy: f32) {
    let (x, y) = engine.hand.cursor.get();
    let (x, y) = ((x + dx).clamp(-REACH, REACH), (y + dy).clamp(-REACH, REACH));
    engine.hand.cursor.set((x, y));
    let state = engine.state();
    if let (Some(_), Some(index)) = (engine.hand.carried.get(), engine.stage.selected.get()) {
        if let Some(point) = engine.stage.point(index) {
            engine.edit(Edit::Put(index, moved(point, x, y, state.config.task)));
        }
    } else if state.selected.is_some() {
        select(engine, None);
    }
    show_cursor(engine, Some((x, y)));
    engine.say_later(engine.stage.reading((x, y)));
}

/// Uses the tool where the cursor is.
pub(super) fn enter(engine: &Engine) {
    if engine.hand.carried.get().is_some() {
        return put_down(engine, true);
    }
    let (x, y) = engine.hand.cursor.get();
    let spot = Spot { x, y, per_px: DELETE_WITHIN / ERASE_PX.0, is_finger: false };
    match engine.state().tool {
        Tool::Place => engine.place(x, y),
        Tool::Brush => spray(engine, spot, BRUSH_BURST),
        Tool::Erase => erase(engine, spot),
    }
    engine.end_gesture();
}

/// Takes away the selected point, else the one under the cursor.
pub(super) fn delete(engine: &Engine) {
    let (x, y) = engine.hand.cursor.get();
    let index = engine.stage.selected.get().or_else(|| nearest(engine, x, y, DELETE_WITHIN));
    if let Some(index) = index {
        engine.hand.carried.set(None);
        select(engine, None);
        engine.edit(Edit::Remove(vec![index]));
        engine.end_gesture();
    }
}

/// Goes to the next point, or the one before.
pub(super) fn walk(engine: &Engine, forwards: bool) {
    put_down(engine, true);
    let from = engine.stage.selected.get();
    let Some(index) = engine.stage.neighbour(from, engine.hand.cursor.get(), forwards) else { return };
    let Some(point) = engine.stage.point(index) else { return };
    engine.hand.cursor.set((point.x, point.y));
    select(engine, Some(index));
    show_cursor(engine, Some((point.x, point.y)));
    let n_points = engine.stage.points.borrow().len();
    engine.say_later(words::point_said(&engine.state().config, index, n_points, &point));
}

/// Takes the selected point along, else the one under the cursor.
pub(super) fn pick_up(engine: &Engine) {
    let (x, y) = engine.hand.cursor.get();
    let index = engine.stage.selected.get().or_else(|| nearest(engine, x, y, DELETE_WITHIN));
    let Some((index, point)) = index.and_then(|index| Some((index, engine.stage.point(index)?))) else { return };
    engine.hand.carried.set(Some(point));
    engine.hand.cursor.set((point.x, point.y));
    engine.stage.held.set(Some((index, false)));
    select(engine, Some(index));
    show_cursor(engine, Some((point.x, point.y)));
    engine.say_later(words::PICKED_UP.into());
}

/// Puts down what the keyboard carries: here, or where it came from.
pub(super) fn put_down(engine: &Engine, here: bool) {
    let Some(was) = engine.hand.carried.replace(None) else { return };
    engine.stage.held.set(None);
    if let (false, Some(index)) = (here, engine.stage.selected.get()) {
        engine.edit(Edit::Put(index, was));
        engine.hand.cursor.set((was.x, was.y));
        show_cursor(engine, Some((was.x, was.y)));
    }
    engine.end_gesture();
    engine.show_selected();
    engine.stage.draw_points();
}
