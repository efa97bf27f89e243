//! Changes of single points, shown at once and sent to the session behind: training may take a while to answer.
//! Until the session has heard of them, the points it tells of are old, and are not shown.

use playground::{Command, Point};

use crate::app::engine::Engine;
use crate::protocol::message::{Answer, Request};

/// One change of the points.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Edit {
    Add(Vec<Point>),
    /// The point of this index becomes this one.
    Put(usize, Point),
    /// The points of these indices go, in rising order.
    Remove(Vec<usize>),
}

impl Edit {
    /// The points after the change.
    fn apply_to(&self, points: &mut Vec<Point>) {
        match self {
            Edit::Add(new) => points.extend_from_slice(new),
            Edit::Put(index, point) => {
                if let Some(place) = points.get_mut(*index) {
                    *place = *point;
                }
            }
            Edit::Remove(indices) => {
                let mut index = 0;
                points.retain(|_| {
                    index += 1;
                    indices.binary_search(&(index - 1)).is_err()
                });
            }
        }
    }
}

impl From<Edit> for Command {
    fn from(edit: Edit) -> Command {
        match edit {
            Edit::Add(points) => Command::AddPoints { points },
            Edit::Put(index, point) => Command::PutPoint { index, point },
            Edit::Remove(indices) => Command::RemovePoints { indices },
        }
    }
}

impl Engine {
    /// Changes points, as part of the gesture that goes on.
    pub(crate) fn edit(&self, edit: Edit) {
        edit.apply_to(&mut self.stage.points.borrow_mut());
        self.stage.draw_points();
        self.apply_during(edit.into());
    }

    /// After a refusal: shows the points that the session has.
    pub(super) fn take_back(&self) {
        let me = self.me.clone();
        self.ask(Request::Points, move |outcome| {
            // What was edited since is not in them; the session tells of it when it has heard of that.
            if let (Some(engine), Ok(Answer::Points(points))) = (me.upgrade(), outcome)
                && !engine.is_ahead()
            {
                engine.stage.take_points(points);
                engine.show_selected();
                engine.stage.draw_points();
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(x: f32) -> Point {
        Point { x, y: 0.0, label: 1.0, test: false }
    }

    #[test]
    fn edits_touch_only_the_points_they_name() {
        let mut points: Vec<Point> = (0..5).map(|x| point(x as f32)).collect();
        Edit::Remove(vec![1, 3]).apply_to(&mut points);
        assert_eq!(points, [point(0.0), point(2.0), point(4.0)]);
        Edit::Put(1, point(9.0)).apply_to(&mut points);
        Edit::Put(7, point(9.0)).apply_to(&mut points);
        Edit::Add(vec![point(5.0)]).apply_to(&mut points);
        assert_eq!(points, [point(0.0), point(9.0), point(4.0), point(5.0)]);
    }
}
