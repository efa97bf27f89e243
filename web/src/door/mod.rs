//! `window.playground`, version 1: the one programmatic door for course pages, tests and the curious.
//! Every call returns a promise; what is refused rejects with the words that the page would show.

mod arguments;

use std::rc::Rc;

use js_sys::{Error, Function, Object, Promise, Reflect};
use playground::{Command, Point, Problem, Status};
use serde_json::{Value, json};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;

use crate::app::bridge::Outcome;
use crate::app::engine::Engine;
use crate::app::listeners::snapshot;
use crate::js::js_from;
use crate::worker::message::{Answer, Request};
use arguments::Arguments;

type Call = fn(&Rc<Engine>, &Arguments, Settle) -> Result<(), Problem>;

/// Every call of the door.
const CALLS: [(&str, Call); 14] = [
    ("config", |engine, _, settle| ask(engine, Request::Config, settle)),
    ("configure", |engine, arguments, settle| {
        let partial = arguments.partial()?;
        apply(engine, Command::Configure { partial }, settle)
    }),
    ("play", |engine, _, settle| {
        engine.set_playing(true);
        settle.state(engine)
    }),
    ("pause", |engine, _, settle| {
        engine.set_playing(false);
        settle.state(engine)
    }),
    ("step", |engine, arguments, settle| {
        let (unit, n) = (arguments.unit(0)?, arguments.count(1)?);
        ask(engine, Request::Train { unit, n }, settle)
    }),
    ("reset", |engine, _, settle| {
        let after = Rc::clone(engine);
        engine.call(Request::Apply { command: Command::Reset, gesture: None }, move |outcome| match outcome {
            Ok(Answer::Applied(applied)) => settle.done(&js_snapshot(&applied.status, &after)),
            _ => settle.with(outcome, &after),
        });
        Ok(())
    }),
    ("points", |engine, _, settle| ask(engine, Request::Points, settle)),
    ("setPoints", |engine, arguments, settle| {
        let points = arguments.points()?;
        apply(engine, Command::Configure { partial: json!({ "dataset": "own", "points": points }) }, settle)
    }),
    ("snapshot", |engine, _, settle| ask(engine, Request::Status, settle)),
    ("model", |engine, _, settle| ask(engine, Request::Model, settle)),
    ("loadModel", |engine, arguments, settle| {
        let model = arguments.model()?;
        apply(engine, Command::LoadModel { model }, settle)
    }),
    ("predict", |engine, arguments, settle| {
        let points = arguments.places()?;
        ask(engine, Request::Predict { points }, settle)
    }),
    ("on", |engine, arguments, settle| {
        let (event, listener) = arguments.listener()?;
        engine.listeners.add(event, listener);
        settle.done(&JsValue::UNDEFINED);
        Ok(())
    }),
    ("off", |engine, arguments, settle| {
        let (event, listener) = arguments.listener()?;
        engine.listeners.remove(&event, &listener);
        settle.done(&JsValue::UNDEFINED);
        Ok(())
    }),
];

/// Opens the door to `engine`.
pub(crate) fn open(engine: &Rc<Engine>) {
    let door = Object::new();
    let put = |name: &str, value: &JsValue| Reflect::set(&door, &name.into(), value).is_ok();
    put("version", &1.into());
    for (name, call) in CALLS {
        put(name, &function(engine, call));
    }
    Reflect::set(&js_sys::global(), &"playground".into(), &door).ok();
}

/// A function of up to two arguments that returns a promise. It can be called while it runs: what it reads may be somebody's getter.
fn function(engine: &Rc<Engine>, call: Call) -> JsValue {
    let engine = Rc::clone(engine);
    let function = Closure::<dyn Fn(JsValue, JsValue) -> Promise>::new(move |first, second| {
        let (engine, arguments) = (Rc::clone(&engine), Arguments([first, second]));
        Promise::new(&mut |resolve, reject| {
            let settle = Settle { resolve, reject: reject.clone() };
            if let Err(problem) = call(&engine, &arguments, settle) {
                engine.refuse(&problem);
                reject_with(&reject, &problem);
            }
        })
    });
    function.into_js_value()
}

/// How one promise ends.
struct Settle {
    resolve: Function,
    reject: Function,
}

impl Settle {
    fn done(&self, value: &JsValue) {
        // Resolving cannot fail.
        self.resolve.call1(&JsValue::NULL, value).ok();
    }

    fn with(&self, outcome: &Outcome, engine: &Engine) {
        match outcome {
            Ok(answer) => self.done(&js_answer(answer, engine)),
            Err(problem) => reject_with(&self.reject, problem),
        }
    }

    fn state(&self, engine: &Rc<Engine>) -> Result<(), Problem> {
        let settle = Settle { resolve: self.resolve.clone(), reject: self.reject.clone() };
        ask(engine, Request::Status, settle)
    }
}

fn ask(engine: &Rc<Engine>, request: Request, settle: Settle) -> Result<(), Problem> {
    let after = Rc::clone(engine);
    engine.call(request, move |outcome| settle.with(outcome, &after));
    Ok(())
}

/// Applies a command and resolves with the whole configuration in force.
fn apply(engine: &Rc<Engine>, command: Command, settle: Settle) -> Result<(), Problem> {
    let reject = settle.reject.clone();
    engine.call(Request::Apply { command, gesture: None }, move |outcome| {
        if let Err(problem) = outcome {
            reject_with(&reject, problem);
        }
    });
    // Asked in the same breath, so that no later call comes in between. What was applied is told without own points. A promise
    // that was rejected stays so.
    let after = Rc::clone(engine);
    engine.call(Request::Config, move |outcome| settle.with(outcome, &after));
    Ok(())
}

fn reject_with(reject: &Function, problem: &Problem) {
    let error = Error::new(&problem.to_string());
    reject.call1(&JsValue::NULL, &error).ok();
}

fn js_answer(answer: &Answer, engine: &Engine) -> JsValue {
    match answer {
        Answer::Config(config) => js_from(&config.to_json()),
        Answer::Applied(applied) => js_from(&applied.config.to_json()),
        Answer::Status(status) => js_snapshot(status, engine),
        Answer::Points(points) => js_from(&points.iter().map(Point::to_json).collect()),
        Answer::Model(model) => js_from(model),
        Answer::Prediction(rows) => js_from(&one_number_each(rows).into()),
    }
}

fn js_snapshot(status: &Status, engine: &Engine) -> JsValue {
    js_from(&snapshot(status, engine.word(status)))
}

/// One output is one number; more are a list.
fn one_number_each(rows: &[Vec<f32>]) -> Vec<Value> {
    rows.iter().map(|row| if let [only] = row.as_slice() { json!(only) } else { json!(row) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_output_is_predicted_as_one_number() {
        assert_eq!(one_number_each(&[vec![0.5], vec![0.25]]), [json!(0.5), json!(0.25)]);
        assert_eq!(one_number_each(&[vec![0.5, 0.5]]), [json!([0.5, 0.5])]);
    }
}
