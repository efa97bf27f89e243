//! `window.playground`, version 1: the one programmatic door for course pages, tests and the curious.
//! Every call returns a promise; what is refused rejects with the words that the page would show.

mod arguments;
pub(crate) mod listeners;

use std::rc::Rc;

use js_sys::{Error, Function, Object, Promise, Reflect};
use playground::{Command, Point, Problem, Status, object};
use serde_json::Value;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;

use crate::api::listeners::snapshot;
use crate::app::bridge::Outcome;
use crate::app::engine::Engine;
use crate::js::js_from;
use crate::protocol::message::{Answer, Request};
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
        ask(engine, Request::Status, settle)
    }),
    ("pause", |engine, _, settle| {
        engine.set_playing(false);
        ask(engine, Request::Status, settle)
    }),
    ("step", |engine, arguments, settle| {
        let (unit, n) = (arguments.unit(0)?, arguments.count(1)?);
        ask(engine, Request::Train { unit, n }, settle)
    }),
    ("reset", |engine, _, settle| {
        engine.call(Request::Apply { command: Command::Reset, gesture: None }, move |outcome| match outcome {
            Ok(Answer::Applied(applied)) => settle.done(js_snapshot(&applied.status, &settle.engine)),
            _ => settle.with(outcome),
        });
        Ok(())
    }),
    ("points", |engine, _, settle| ask(engine, Request::Points, settle)),
    ("setPoints", |engine, arguments, settle| {
        let points = arguments.points()?;
        apply(engine, Command::Configure { partial: object! { "dataset": "own", "points": points } }, settle)
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
        settle.done(JsValue::UNDEFINED);
        Ok(())
    }),
    ("off", |engine, arguments, settle| {
        let (event, listener) = arguments.listener()?;
        engine.listeners.remove(&event, &listener);
        settle.done(JsValue::UNDEFINED);
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
            let settle = Settle { resolve, reject, engine: Rc::clone(&engine) };
            if let Err(problem) = call(&engine, &arguments, settle.clone()) {
                engine.refuse(&problem);
                settle.fail(&problem);
            }
        })
    });
    function.into_js_value()
}

/// How one promise ends: once the page shows what it will say.
#[derive(Clone)]
struct Settle {
    resolve: Function,
    reject: Function,
    engine: Rc<Engine>,
}

impl Settle {
    fn done(&self, value: JsValue) {
        self.end(&self.resolve, value);
    }

    fn fail(&self, problem: &Problem) {
        self.end(&self.reject, Error::new(&problem.to_string()).into());
    }

    fn with(&self, outcome: &Outcome) {
        match outcome {
            Ok(answer) => self.done(js_answer(answer, &self.engine)),
            Err(problem) => self.fail(problem),
        }
    }

    fn end(&self, how: &Function, value: JsValue) {
        let how = how.clone();
        self.engine.when_shown(move || {
            // Ending a promise cannot fail.
            how.call1(&JsValue::NULL, &value).ok();
        });
    }
}

fn ask(engine: &Rc<Engine>, request: Request, settle: Settle) -> Result<(), Problem> {
    engine.call(request, move |outcome| settle.with(outcome));
    Ok(())
}

/// Applies a command and resolves with the whole configuration in force.
fn apply(engine: &Rc<Engine>, command: Command, settle: Settle) -> Result<(), Problem> {
    let refusal = settle.clone();
    engine.call(Request::Apply { command, gesture: None }, move |outcome| {
        if let Err(problem) = outcome {
            refusal.fail(problem);
        }
    });
    // Asked in the same breath, so that no later call comes in between. What was applied is told without own points. A promise
    // that was rejected stays so.
    ask(engine, Request::Config, settle)
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
    rows.iter().map(|row| if let [only] = row[..] { only.into() } else { row[..].into() }).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn one_output_is_predicted_as_one_number() {
        assert_eq!(one_number_each(&[vec![0.5], vec![0.25]]), [json!(0.5), json!(0.25)]);
        assert_eq!(one_number_each(&[vec![0.5, 0.5]]), [json!([0.5, 0.5])]);
    }
}
