//! An act while it goes on: a slider held, a point dragged, a brush. What comes while the session still answers is joined, so
//! that nothing piles up and the last value always arrives. Everything from one end of a gesture to the next is one act to undo.

use std::cell::{Cell, RefCell};

use playground::Command;
use serde_json::Value;

use crate::app::engine::Engine;
use crate::protocol::message::Request;

/// The gesture that goes on, if one does.
#[derive(Debug, Default)]
pub(crate) struct Gesture {
    number: Cell<u32>,
    n_under_way: Cell<usize>,
    waiting: RefCell<Vec<Command>>,
}

impl Engine {
    /// Applies a command as part of the gesture that goes on.
    pub(crate) fn apply_during(&self, command: Command) {
        self.address.hold();
        join(&mut self.gesture.waiting.borrow_mut(), command);
        if self.gesture.n_under_way.get() == 0 {
            self.send_waiting();
        }
    }

    /// What was held was let go: what follows is another act.
    pub(crate) fn end_gesture(&self) {
        self.send_waiting();
        self.gesture.number.set(self.gesture.number.get().wrapping_add(1));
        if self.address.release() {
            self.restate();
        }
    }

    /// Whether the session has not heard of all that was done: what it tells of the points may be old.
    pub(super) fn is_ahead(&self) -> bool {
        self.gesture.n_under_way.get() > 0 || !self.gesture.waiting.borrow().is_empty()
    }

    fn send_waiting(&self) {
        let gesture = Some(self.gesture.number.get());
        for command in self.gesture.waiting.take() {
            let me = self.shared();
            self.gesture.n_under_way.set(self.gesture.n_under_way.get() + 1);
            self.ask(Request::Apply { command, gesture }, move |outcome| {
                let Some(engine) = me else { return };
                engine.gesture.n_under_way.set(engine.gesture.n_under_way.get().saturating_sub(1));
                if outcome.is_err() {
                    engine.take_back();
                }
                if engine.gesture.n_under_way.get() == 0 {
                    engine.send_waiting();
                }
            });
        }
    }
}

/// Puts a command behind those that wait; one that only says the last thing anew takes its place.
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
