//! The plot by keyboard: a cursor that uses the tool where it stands, walks from point to point and carries one.
//! Whatever a drag does, keys can do too.

use super::input::{BRUSH_BURST, ERASE_PX, Spot, edit, erase, moved, nearest, place, select, spray};
use super::plane::Plane;
use crate::draw::REACH;
use crate::intent::Intent;
use crate::store::action::Edit;
use crate::store::state::Tool;

/// Delete takes the nearest point within this distance of the cursor.
const DELETE_WITHIN: f32 = 0.6;

/// Shows the cursor here, or not at all.
pub(super) fn show_cursor(plane: &Plane, at: Option<(f32, f32)>) {
    plane.cursor.set(at);
    plane.point_at(at, Tool::Place);
    plane.draw_points();
}

/// Moves the cursor, with the point that it carries.
pub(super) fn steer(plane: &Plane, dx: f32, dy: f32) {
    let (x, y) = plane.input.cursor.get();
    let (x, y) = ((x + dx).clamp(-REACH, REACH), (y + dy).clamp(-REACH, REACH));
    plane.input.cursor.set((x, y));
    let state = plane.state();
    if let (Some(_), Some(index)) = (plane.input.carried.get(), plane.state().selected) {
        if let Some(point) = plane.point(index) {
            edit(plane, Edit::Put(index, moved(point, x, y, state.config.task)));
        }
    } else if state.selected.is_some() {
        select(plane, None);
    }
    show_cursor(plane, Some((x, y)));
    plane.wish(Intent::SayLater(plane.reading((x, y), usize::MAX).into()));
}

/// Uses the tool where the cursor is.
pub(super) fn enter(plane: &Plane) {
    if plane.input.carried.get().is_some() {
        return put_down(plane, true);
    }
    let (x, y) = plane.input.cursor.get();
    let spot = Spot { x, y, per_px: DELETE_WITHIN / ERASE_PX.0, is_finger: false };
    match plane.state().tool {
        Tool::Place => place(plane, x, y),
        Tool::Brush => spray(plane, spot, BRUSH_BURST),
        Tool::Erase => erase(plane, spot),
    }
    plane.wish(Intent::EndGesture);
}

/// Takes away the selected point, else the one under the cursor.
pub(super) fn delete(plane: &Plane) {
    let (x, y) = plane.input.cursor.get();
    let index = plane.state().selected.or_else(|| nearest(plane, x, y, DELETE_WITHIN));
    if let Some(index) = index {
        plane.input.carried.set(None);
        select(plane, None);
        edit(plane, Edit::Remove(vec![index]));
        plane.wish(Intent::EndGesture);
    }
}

/// Goes to the next point, or the one before.
pub(super) fn walk(plane: &Plane, forwards: bool) {
    put_down(plane, true);
    let from = plane.state().selected;
    let Some(index) = plane.with_shown(|shown| shown.neighbour(from, plane.input.cursor.get(), forwards)) else {
        return;
    };
    let Some(point) = plane.point(index) else { return };
    plane.input.cursor.set((point.x, point.y));
    select(plane, Some(index));
    show_cursor(plane, Some((point.x, point.y)));
    let state = plane.state();
    let said = state.words.point_said(&state.config, index, state.points.len(), &point);
    plane.wish(Intent::SayLater(said.into()));
}

/// Takes the selected point along, else the one under the cursor.
pub(super) fn pick_up(plane: &Plane) {
    let (x, y) = plane.input.cursor.get();
    let index = plane.state().selected.or_else(|| nearest(plane, x, y, DELETE_WITHIN));
    let Some((index, point)) = index.and_then(|index| Some((index, plane.point(index)?))) else { return };
    plane.input.carried.set(Some(point));
    plane.input.cursor.set((point.x, point.y));
    plane.held.set(Some((index, false)));
    select(plane, Some(index));
    show_cursor(plane, Some((point.x, point.y)));
    plane.wish(Intent::SayLater(plane.state().words.plot.picked_up.into()));
}

/// Puts down what the keyboard carries: here, or where it came from.
pub(super) fn put_down(plane: &Plane, here: bool) {
    let Some(was) = plane.input.carried.replace(None) else { return };
    plane.held.set(None);
    if let (false, Some(index)) = (here, plane.state().selected) {
        edit(plane, Edit::Put(index, was));
        plane.input.cursor.set((was.x, was.y));
        show_cursor(plane, Some((was.x, was.y)));
    }
    plane.wish(Intent::EndGesture);
    plane.draw_points();
}
