//! A change while it goes on: a slider held, a point dragged, a brush. What comes while the session still answers is joined, so
//! that nothing piles up and the last value always arrives. Everything from one end of a gesture to the next is one change to undo.
//! It knows no session; `session` sends what it holds.

use std::cell::{Cell, RefCell};

use playground::Command;
use serde_json::Value;

/// The gesture that goes on, if one does.
#[derive(Debug, Default)]
pub(super) struct Gesture {
    number: Cell<u32>,
    n_under_way: Cell<usize>,
    waiting: RefCell<Vec<Command>>,
}

impl Gesture {
    /// The number that makes commands one change to undo.
    pub(super) fn number(&self) -> u32 {
        self.number.get()
    }

    /// What follows belongs to another gesture.
    pub(super) fn end(&self) {
        self.number.set(self.number.get().wrapping_add(1));
    }

    /// Keeps a command until it can be sent.
    pub(super) fn join(&self, command: Command) {
        join(&mut self.waiting.borrow_mut(), command);
    }

    /// The commands that are to be sent now: they count as under way.
    pub(super) fn take(&self) -> Vec<Command> {
        let commands = self.waiting.take();
        self.n_under_way.set(self.n_under_way.get() + commands.len());
        commands
    }

    /// The session has answered a command.
    pub(super) fn answered(&self) {
        self.n_under_way.set(self.n_under_way.get().saturating_sub(1));
    }

    /// Whether a command was sent and not answered.
    pub(super) fn is_under_way(&self) -> bool {
        self.n_under_way.get() > 0
    }

    /// Whether the session has not heard of everything that was done: what it tells of the points may be old.
    pub(super) fn is_ahead(&self) -> bool {
        self.is_under_way() || !self.waiting.borrow().is_empty()
    }
}

/// Puts a command behind those that wait; one that only repeats the last with another value takes its place.
fn join(waiting: &mut Vec<Command>, command: Command) {
    match (waiting.last_mut(), command) {
        (Some(Command::Configure { partial }), Command::Configure { partial: newer }) => merge(partial, newer),
        (Some(Command::PutPoint { index, point }), Command::PutPoint { index: same, point: newer })
            if *index == same =>
        {
            *point = newer;
        }
        (Some(Command::AddPoints { points }), Command::AddPoints { points: newer }) => points.extend(newer),
        (Some(Command::SetPoints { points }), Command::SetPoints { points: newer }) => *points = newer,
        (
            Some(Command::SetParameter { layer, unit, input, value }),
            Command::SetParameter { layer: l, unit: u, input: i, value: newer },
        ) if (*layer, *unit, *input) == (l, u, i) => *value = newer,
        (_, command) => waiting.push(command),
    }
}

/// The keys of `newer` beside, or instead of, those of `partial`.
fn merge(partial: &mut Value, newer: Value) {
    match (partial, newer) {
        (Value::Object(keys), Value::Object(newer)) => {
            for (key, value) in newer {
                merge(keys.entry(key).or_insert(Value::Null), value);
            }
        }
        (partial, newer) => *partial = newer,
    }
}

#[cfg(test)]
mod tests {
    use playground::Point;
    use serde_json::json;

    use super::*;

    fn joined(commands: impl IntoIterator<Item = Command>) -> Vec<Command> {
        let mut waiting = Vec::new();
        commands.into_iter().for_each(|command| join(&mut waiting, command));
        waiting
    }

    #[test]
    fn of_a_slider_that_moves_only_the_last_value_waits() {
        let slide = |partial| Command::Configure { partial };
        let waiting = joined([
            slide(json!({ "noise": 1, "stop": { "epochs": 3 } })),
            slide(json!({ "noise": 2 })),
            slide(json!({ "stop": { "patience": 4 } })),
        ]);
        assert_eq!(waiting, [slide(json!({ "noise": 2, "stop": { "epochs": 3, "patience": 4 } }))]);
    }

    #[test]
    fn points_on_their_way_keep_the_order_in_which_they_were_moved() {
        let at = |x| Point { x, y: 0.0, label: 1.0, test: false };
        let put = |index, x| Command::PutPoint { index, point: at(x) };
        let waiting = joined([put(1, 0.0), put(1, 1.0), put(2, 0.0), put(1, 2.0)]);
        assert_eq!(waiting, [put(1, 1.0), put(2, 0.0), put(1, 2.0)]);
    }

    #[test]
    fn what_a_brush_sprays_meanwhile_is_added_at_once() {
        let at = |x| Point { x, y: 0.0, label: 1.0, test: false };
        let spray = |points| Command::AddPoints { points };
        assert_eq!(joined([spray(vec![at(0.0)]), spray(vec![at(1.0)])]), [spray(vec![at(0.0), at(1.0)])]);
    }
}
