//! `window.playground`, version 1: the one API for course pages, tests and the curious.
//! Every call returns a promise; what is refused rejects with the words that the page would show.

mod arguments;
pub(crate) mod listeners;

use std::rc::Rc;

use js_sys::{Error, Function, Object, Promise, Reflect};
use playground::insight::{Look, Looked};
use playground::problem::{Chunk, Found, Rule};
use playground::{Command, Point, Problem, Status, ViewSettings, object};
use serde_json::Value;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;

use crate::api::listeners::snapshot;
use crate::chunks::Missing;
use crate::client::connection::Outcome;
use crate::client::session::SessionClient;
use crate::js::js_from;
use crate::protocol::message::{Request, Response};
use crate::store::Store;
use crate::store::action::Action;
use crate::url_sync;
use crate::views::goal::GOALS;
use crate::views::lab::LAB;
use arguments::Arguments;
use listeners::Listeners;

/// What the calls work with.
struct Api {
    client: Rc<SessionClient>,
    store: Rc<Store>,
    listeners: Rc<Listeners>,
}

type Call = fn(&Rc<Api>, &Arguments, Settle) -> Result<(), Problem>;

/// Every call of the API.
const CALLS: [(&str, Call); 21] = [
    ("config", |api, _, settle| ask(api, Request::Config, settle)),
    ("configure", |api, arguments, settle| {
        let partial = arguments.partial()?;
        apply(api, Command::Configure { partial }, settle)
    }),
    ("play", |api, _, settle| {
        api.store.acted(false);
        api.client.set_playing(true);
        ask(api, Request::Status, settle)
    }),
    ("pause", |api, _, settle| {
        api.client.set_playing(false);
        ask(api, Request::Status, settle)
    }),
    ("step", |api, arguments, settle| {
        let (unit, n) = (arguments.unit(0)?, arguments.count(1)?);
        ask(api, Request::Train { unit, n }, settle)
    }),
    ("reset", |api, _, settle| {
        api.store.acted(false);
        api.client.call(Request::Apply { command: Command::Reset, gesture: None }, move |outcome| match outcome {
            Ok(Response::Applied(applied)) => settle.done(js_snapshot(&applied.status, &settle.api)),
            _ => settle.with(outcome),
        });
        Ok(())
    }),
    ("points", |api, _, settle| ask(api, Request::Points, settle)),
    ("setPoints", |api, arguments, settle| {
        let points = arguments.points()?;
        apply(api, Command::Configure { partial: object! { "dataset": "own", "points": points } }, settle)
    }),
    ("snapshot", |api, _, settle| ask(api, Request::Status, settle)),
    ("model", |api, _, settle| ask(api, Request::Model, settle)),
    ("loadModel", |api, arguments, settle| {
        let (model, skip_checks) = (arguments.model()?, arguments.skip_checks(1)?);
        apply(api, Command::LoadModel { model, skip_checks }, settle)
    }),
    ("log", |api, _, settle| ask(api, Request::Log, settle)),
    ("replayLink", |api, _, settle| ask(api, Request::ReplayLink, settle)),
    ("goal", |api, arguments, settle| goal(api, arguments.goal()?, settle)),
    ("predict", |api, arguments, settle| {
        let points = arguments.places()?;
        ask(api, Request::Predict { points }, settle)
    }),
    ("trace", |api, arguments, settle| {
        let options = arguments.options()?;
        ask(api, Request::Look(Look::Trace(options)), settle)
    }),
    ("nextStep", |api, _, settle| ask(api, Request::Look(Look::NextStep), settle)),
    ("gradientCheck", |api, arguments, settle| {
        let options = arguments.options()?;
        ask(api, Request::Look(Look::GradientCheck(options)), settle)
    }),
    ("differentiate", |_, arguments, settle| {
        let (text, options, order) = arguments.definitions()?;
        LAB.with(move |lab| {
            let missing = |_| Problem::new("lab", Rule::Loaded(Chunk::Lab), Found::NoAnswer);
            match lab.map_err(missing).and_then(|lab| (lab.differentiate)(&text, &options, &order)) {
                Ok(found) => settle.done(found.into()),
                Err(problem) => settle.refuse(problem),
            }
        });
        Ok(())
    }),
    ("on", |api, arguments, settle| {
        let (event, listener) = arguments.listener()?;
        api.listeners.add(event, listener);
        settle.done(JsValue::UNDEFINED);
        Ok(())
    }),
    ("off", |api, arguments, settle| {
        let (event, listener) = arguments.listener()?;
        api.listeners.remove(&event, &listener);
        settle.done(JsValue::UNDEFINED);
        Ok(())
    }),
];

/// Puts the API of a session into the window.
pub(crate) fn open(client: &Rc<SessionClient>, store: &Rc<Store>, listeners: &Rc<Listeners>) {
    let api = &Rc::new(Api { client: Rc::clone(client), store: Rc::clone(store), listeners: Rc::clone(listeners) });
    let object = Object::new();
    let put = |name: &str, value: &JsValue| Reflect::set(&object, &name.into(), value).is_ok();
    put("version", &1.into());
    for (name, call) in CALLS {
        put(name, &function(api, call));
    }
    Reflect::set(&js_sys::global(), &"playground".into(), &object).ok();
}

impl Api {
    /// `data-state` as it is with this status.
    fn word(&self, status: &Status) -> &'static str {
        let mut state = self.store.state();
        state.status = Some(Rc::new(status.clone()));
        state.word()
    }
}

/// A function of up to two arguments that returns a promise. It can be called while it runs: what it reads may be somebody's getter.
fn function(api: &Rc<Api>, call: Call) -> JsValue {
    let api = Rc::clone(api);
    let function = Closure::<dyn Fn(JsValue, JsValue) -> Promise>::new(move |first, second| {
        let (api, arguments) = (Rc::clone(&api), Arguments([first, second]));
        Promise::new(&mut |resolve, reject| {
            let settle = Settle { resolve, reject, api: Rc::clone(&api) };
            if let Err(problem) = call(&api, &arguments, settle.clone()) {
                settle.refuse(problem);
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
    api: Rc<Api>,
}

impl Settle {
    fn done(&self, value: JsValue) {
        self.end(&self.resolve, value);
    }

    fn fail(&self, problem: &Problem) {
        self.end(&self.reject, Error::new(&problem.to_string()).into());
    }

    /// Refuses what the session never saw.
    fn refuse(&self, problem: Problem) {
        self.api.listeners.note_refusal();
        let problem = Rc::new(problem);
        self.api.client.refuse(Rc::clone(&problem));
        self.fail(&problem);
    }

    fn with(&self, outcome: &Outcome) {
        match outcome {
            Ok(response) => self.done(js_response(response, &self.api)),
            Err(problem) => self.fail(problem),
        }
    }

    fn end(&self, how: &Function, value: JsValue) {
        let how = how.clone();
        self.api.store.when_shown(move || {
            // Ending a promise cannot fail.
            how.call1(&JsValue::NULL, &value).ok();
        });
    }
}

fn ask(api: &Rc<Api>, request: Request, settle: Settle) -> Result<(), Problem> {
    if matches!(request, Request::Train { .. }) {
        api.store.acted(false);
    }
    api.client.call(request, move |outcome| settle.with(outcome));
    Ok(())
}

/// Applies a command and resolves with the whole configuration in force.
fn apply(api: &Rc<Api>, command: Command, settle: Settle) -> Result<(), Problem> {
    let refusal = settle.clone();
    api.store.acted(false);
    api.client.call(Request::Apply { command, gesture: None }, move |outcome| {
        if let Err(problem) = outcome {
            refusal.fail(problem);
        }
    });
    // Asked in the same breath, so that no later call comes in between. What was applied is told without own points. A promise
    // that was rejected stays so.
    ask(api, Request::Config, settle)
}

/// Gives the page this goal, or none, and judges it.
fn goal(api: &Rc<Api>, text: Option<String>, settle: Settle) -> Result<(), Problem> {
    let set = |store: &Store, goal: String| {
        store.dispatch(Action::ViewChanged(ViewSettings { goal, ..store.state().view_settings }));
    };
    let Some(text) = text else {
        set(&api.store, String::new());
        settle.done(JsValue::NULL);
        return Ok(());
    };
    let api = Rc::clone(api);
    // Asked at once, so that no later call comes in between.
    Rc::clone(&api).client.call(Request::Status, move |outcome| {
        let Ok(Response::Status(status)) = outcome else { return settle.with(outcome) };
        let (status, config) = (status.clone(), api.store.state().config);
        GOALS.with(move |goals| {
            let loaded = goals.map_err(|Missing| Problem::new("goal", Rule::Loaded(Chunk::Goals), Found::NoAnswer));
            match loaded.and_then(|goals| (goals.judge)(&text, &status, &config)) {
                Ok(judged) => {
                    set(&api.store, text);
                    settle.done(js_from(&object! { "holds": judged.holds, "facts": judged.facts }));
                }
                Err(problem) => {
                    let problem = Rc::new(problem);
                    api.client.refuse(Rc::clone(&problem));
                    settle.fail(&problem);
                }
            }
        });
    });
    Ok(())
}

fn js_response(response: &Response, api: &Api) -> JsValue {
    match response {
        Response::Config(config) => js_from(&config.to_json()),
        Response::Applied(applied) => js_from(&applied.config.to_json()),
        Response::Status(status) => js_snapshot(status, api),
        Response::Points(points) => js_from(&points.iter().map(Point::to_json).collect()),
        Response::Model(json) | Response::Log(json) | Response::Look(Looked::Json(json)) => js_from(json),
        // Of the page's own looks, which no program asks for.
        Response::Look(Looked::Inside(_)) => JsValue::UNDEFINED,
        Response::ReplayLink { link, .. } => format!("{}#{link}", url_sync::place()).into(),
        Response::Prediction(rows) => js_from(&one_number_each(rows).into()),
    }
}

fn js_snapshot(status: &Status, api: &Api) -> JsValue {
    js_from(&snapshot(status, api.word(status)))
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
