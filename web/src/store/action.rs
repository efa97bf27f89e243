//! What can happen to the page, and the changes of single points. Plain data; `reduce` says what follows.

use std::rc::Rc;

use playground::{Command, Point, Points, Problem, Status, Stop, ViewSettings};
use words::Words;
use yew::AttrValue;

use super::state::{Brought, Done, Minute, Recalled, Tool};
use crate::protocol::message::{Applied, Death};

/// Something that happened.
#[derive(Clone, Debug)]
pub(crate) enum Action {
    /// A session is starting; frames of the last one no longer hold.
    Starting,
    /// A session is there, with this.
    Started(Rc<Applied>),
    /// Somebody changes or trains the run: a person, or a program.
    Acted {
        by_person: bool,
    },
    /// A person changes something: what follows from it is an entry of the browser's history.
    PersonActed,
    /// A person holds something, such as a slider: the change is over when it is released.
    Held,
    /// What was held was released.
    Released,
    /// A change is on its way to the session.
    Sent,
    /// Something was changed; this followed from it.
    Applied {
        applied: Rc<Applied>,
        /// Whether a person did it, and not a program.
        by_person: bool,
    },
    /// All changes that were on their way have been confirmed or refused.
    Settled,
    /// Single points are changed: shown at once, confirmed later.
    Edited(Edit),
    /// The session's points, which hold.
    PointsCame(Rc<Points>),
    /// The session's points, after a change of them was refused.
    PointsRestored(Rc<Vec<Point>>),
    Playing(bool),
    /// Numbers of a frame, or in response to a call.
    Measured {
        status: Rc<Status>,
        playing: bool,
        stopped: Option<Stop>,
        by_frame: bool,
    },
    ViewChanged(ViewSettings),
    Label(f32),
    Tool(Tool),
    Selected(Option<usize>),
    /// Somebody points at this neuron in the diagram, as column and place in it, or at none any more.
    PointedAt(Option<(usize, usize)>),
    /// A link or what was saved was opened.
    Opened {
        notes: Rc<Vec<Problem>>,
        embedded: bool,
    },
    Minute(Minute),
    Recalled(Option<Recalled>),
    /// A newer version of the page is there, or a person has seen that.
    Updated(bool),
    Tour(Option<usize>),
    Help(Option<&'static str>),
    /// A step of a lesson was done: the lesson's name and its own.
    LessonDone(String, String),
    /// What became of an experiment that was to be kept or opened.
    Shelved(AttrValue),
    Linked(AttrValue),
    Refused(Rc<Problem>),
    Said(AttrValue),
    /// A person has chosen a language: the address no longer names another.
    LanguageChosen,
    /// The page speaks this language from now on.
    Spoken(&'static Words),
    Rethemed,
    ProblemSeen,
    /// The first picture is on the screen.
    Seen,
    /// Somebody waits for the page to show what has happened.
    Awaited,
    /// A run is being made again: so many updates of so many; none when it ends.
    Replaying(Option<(u64, u64)>),
    /// Something was done that the page does not show by itself.
    Done(Done),
    /// Somebody brings what is to become own points, or no longer.
    Brought(Option<Brought>),
    DoneSeen,
    /// The engine crashed for this reason and is started again.
    Revived(Death),
    Crashed(Death),
    Restarting,
}

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
    pub(super) fn apply_to(&self, points: &mut Vec<Point>) {
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
