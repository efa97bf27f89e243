//! Who wants to hear what happens: the functions that outsiders gave to `window.playground.on`.
//! Knows the events' names; not why they happen.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::Function;
use playground::{Config, Problem, Status, object};
use serde_json::Value;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::js::js_from;
use crate::store::Store;
use crate::store::action::Action;

/// The events there are.
pub(crate) const EVENTS: [&str; 6] = ["ready", "snapshot", "change", "goal", "lesson", "error"];

/// Functions by the event they wait for.
#[derive(Debug, Default)]
pub(crate) struct Listeners {
    known: RefCell<Vec<(String, Function)>>,
    is_telling_error: Cell<bool>,
    /// Refusals that a listener caused while it heard of one.
    n_caused: Cell<u32>,
    is_ready: Cell<bool>,
    goal: RefCell<String>,
    lesson: RefCell<String>,
    /// What was told of its step.
    came_to: RefCell<Option<Value>>,
    /// What was told last of this goal.
    judged: RefCell<Option<Value>>,
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console, js_name = error)]
    fn complain(words: &str, error: &JsValue);
}

impl Listeners {
    /// Hears of what happens from `store`.
    pub(crate) fn of(store: &Rc<Store>) -> Rc<Listeners> {
        let listeners = Rc::new(Listeners::default());
        let me = Rc::downgrade(&listeners);
        let config = RefCell::new(Rc::clone(&store.state().config));
        store.follow(move |action, state| {
            let Some(listeners) = me.upgrade() else { return };
            match action {
                Action::Refused(problem) => listeners.error(problem),
                Action::Applied { by_person, .. } => {
                    listeners.changed(&config.replace(Rc::clone(&state.config)), &state.config, *by_person)
                }
                Action::Started(_) => {
                    config.replace(Rc::clone(&state.config));
                    // Calls work from now on. A frame out of view may have no picture for long.
                    if !listeners.is_ready.replace(true) {
                        listeners.tell("ready", &ready());
                    }
                }
                Action::ViewChanged(settings) => {
                    listeners.look_for(&settings.goal);
                    listeners.look_at_lesson(&settings.lesson);
                }
                Action::LessonDone(id, step) => listeners.tell("lesson", &at_step(id, step, true)),
                Action::Measured { status, by_frame: true, .. } => {
                    listeners.snapshot(status, state.word());
                }
                _ => {}
            }
        });
        listeners
    }

    /// A goal that is another one has not been judged yet.
    fn look_for(&self, goal: &str) {
        if self.goal.replace(goal.to_owned()) != goal {
            self.judged.take();
        }
    }

    /// Tells of a step of a lesson that a learner has come to.
    fn look_at_lesson(&self, lesson: &str) {
        if self.lesson.replace(lesson.to_owned()) == lesson {
            return;
        }
        let step = lesson.split_once('/').map(|(id, rest)| (id, rest.split('/').next().unwrap_or(rest)));
        let detail = step.filter(|(_, step)| !step.starts_with('-')).map(|(id, step)| at_step(id, step, false));
        self.came_to.replace(detail.clone());
        if let Some(detail) = detail {
            self.tell("lesson", &detail);
        }
    }

    /// Calls `listener` at each `event` from now on. Who comes after the page was ready, after its goal was judged, or to an open step of
    /// a lesson, hears of that.
    pub(crate) fn add(&self, event: String, listener: Function) {
        let past = match event.as_str() {
            "ready" if self.is_ready.get() => Some(ready()),
            "goal" => self.judged.borrow().clone(),
            "lesson" => self.came_to.borrow().clone(),
            _ => None,
        };
        if let Some(detail) = past {
            call(&event, &listener, &js_from(&detail));
        }
        self.known.borrow_mut().push((event, listener));
    }

    /// Does so no more.
    pub(crate) fn remove(&self, event: &str, listener: &Function) {
        self.known.borrow_mut().retain(|(name, known)| name != event || known != listener);
    }

    /// Training has gone on, or something has changed.
    fn snapshot(&self, status: &Status, state: &str) {
        self.tell("snapshot", &snapshot(status, state));
    }

    /// Another configuration is in force.
    fn changed(&self, before: &Config, after: &Config, by_person: bool) {
        if !self.known.borrow().iter().any(|(event, _)| event == "change") {
            return;
        }
        let (before, after) = (before.to_json(), after.to_json());
        let fields = after.as_object().into_iter().flatten();
        let keys: Vec<&str> =
            fields.filter(|(key, value)| before.get(key) != Some(value)).map(|(key, _)| key.as_str()).collect();
        if !keys.is_empty() {
            self.tell("change", &object! { "keys": keys, "userInitiated": by_person });
        }
    }

    /// The goal was judged for the first time, or holds or not from now on.
    pub(crate) fn judged(&self, detail: &Value) {
        self.judged.replace(Some(detail.clone()));
        self.tell("goal", detail);
    }

    /// A call is about to be refused. A listener that makes such a call while it hears of a refusal would hear of its own for ever.
    pub(super) fn note_refusal(&self) {
        if self.is_telling_error.get() {
            self.n_caused.set(self.n_caused.get() + 1);
        }
    }

    /// Something was refused.
    fn error(&self, problem: &Problem) {
        if let Some(left) = self.n_caused.get().checked_sub(1) {
            return self.n_caused.set(left);
        }
        self.tell("error", &object! { "message": problem.to_string(), "problem": problem.to_json() });
    }

    fn tell(&self, event: &str, detail: &Value) {
        let waiting: Vec<Function> = self
            .known
            .borrow()
            .iter()
            .filter(|(name, _)| name == event)
            .map(|(_, listener)| listener.clone())
            .collect();
        if waiting.is_empty() {
            return;
        }
        self.is_telling_error.set(event == "error");
        let detail = js_from(detail);
        for listener in waiting {
            call(event, &listener, &detail);
        }
        self.is_telling_error.set(false);
    }
}

fn call(event: &str, listener: &Function, detail: &JsValue) {
    // A listener's own failure must not stop the page; its owner finds it where other failures of scripts are.
    if let Err(error) = listener.call1(&JsValue::NULL, detail) {
        complain(&format!("a listener of playground.on(\"{event}\") failed:"), &error);
    }
}

/// Where a learner is in the lessons.
fn at_step(id: &str, step: &str, is_done: bool) -> Value {
    object! { "id": id, "step": step, "done": is_done, "userInitiated": true }
}

/// The page can be used.
fn ready() -> Value {
    object! { "version": 1 }
}

/// A snapshot as the API promises it: the session's numbers and the page's state.
pub(crate) fn snapshot(status: &Status, state: &str) -> Value {
    object! {
        "step": status.step,
        "epoch": status.epoch,
        "trainLoss": status.train_loss,
        "testLoss": status.test_loss,
        "trainAccuracy": status.train_accuracy,
        "testAccuracy": status.test_accuracy,
        "accuracy": status.accuracy,
        "penalty": status.penalty,
        "gradientNorm": status.gradient_norm,
        "parameters": status.parameters,
        "state": state,
        "checksum": status.checksum.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snapshot_has_the_fields_of_the_contract_and_no_others() {
        let value = snapshot(&Status::default(), "paused");
        let mut names: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
        let mut wanted = [
            "step",
            "epoch",
            "trainLoss",
            "testLoss",
            "trainAccuracy",
            "testAccuracy",
            "accuracy",
            "penalty",
            "gradientNorm",
            "parameters",
            "state",
            "checksum",
        ];
        names.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(names, wanted);
    }
}
