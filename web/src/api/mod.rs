//! `window.playground`, version 1: the one API for course pages, tests and the curious.
//! Every call returns a promise; what is refused rejects with the words that the page would show.

mod arguments;
mod labelling;
pub(crate) mod listeners;
mod viewing;

use std::rc::Rc;

use js_sys::{Error, Function, Object, Promise, Reflect, Uint8Array};
use playground::insight::{Look, Looked};
use playground::problem::{Chunk, Found, Rule};
use playground::{Command, Exported, Language, Point, Problem, Status, ViewSettings, object};
use serde_json::Value;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;

use crate::api::listeners::snapshot;
use crate::chunks::Missing;
use crate::client::connection::Outcome;
use crate::client::session::SessionClient;
use crate::js::js_from;
use crate::language;
use crate::protocol::message::{Request, Response};
use crate::store::Store;
use crate::store::action::Action;
use crate::url_sync;
use crate::views::goal::GOALS;
use crate::views::lab::LAB;
use arguments::Arguments;
use labelling::LABELLING;
use listeners::Listeners;
use viewing::{VIEWING, Viewing};

/// What the calls work with.
struct Api {
    client: Rc<SessionClient>,
    store: Rc<Store>,
    listeners: Rc<Listeners>,
}

type Call = fn(&Rc<Api>, &Arguments, Settle) -> Result<(), Problem>;

/// Every call of the API.
const CALLS: [(&str, Call); 24] = [
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
        if arguments.labels_are_guessed(1)? {
            return with_labels(api, points, settle);
        }
        apply(api, Command::Configure { partial: object! { "dataset": "own", "points": points } }, settle)
    }),
    ("snapshot", |api, _, settle| ask(api, Request::Status, settle)),
    ("model", |api, _, settle| ask(api, Request::Model, settle)),
    ("loadModel", |api, arguments, settle| {
        let (model, skip_checks) = (arguments.model()?, arguments.skip_checks(1)?);
        apply(api, Command::LoadModel { model, skip_checks }, settle)
    }),
    ("export", |api, arguments, settle| {
        let wanted = arguments.export()?;
        let store = Rc::clone(&api.store);
        api.client.call(wanted.request(&store.state()), move |outcome| match outcome {
            Ok(response) => wanted.take(response, &store, move |taken| match taken {
                Ok(taken) => settle.done(js_exported(&taken.exported)),
                Err(problem) => settle.refuse(problem),
            }),
            Err(_) => settle.with(outcome),
        });
        Ok(())
    }),
    ("log", |api, _, settle| ask(api, Request::Log, settle)),
    ("replayLink", |api, _, settle| ask(api, Request::ReplayLink, settle)),
    ("goal", |api, arguments, settle| goal(api, arguments.goal()?, settle)),
    ("view", |api, arguments, settle| view(api, arguments.view()?, settle)),
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
    ("explain", |api, _, settle| ask(api, Request::Look(Look::Explain), settle)),
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
        let error = Error::new(&problem.to_string());
        // A new error takes any field.
        Reflect::set(&error, &"problem".into(), &js_from(&problem.to_json())).ok();
        self.end(&self.reject, error.into());
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

/// Gives the session points whose labels are as a table has them.
fn with_labels(api: &Rc<Api>, points: Value, settle: Settle) -> Result<(), Problem> {
    let api = Rc::clone(api);
    LABELLING.with(move |labelling| {
        let missing = |Missing| Problem::new("points", Rule::Loaded(Chunk::Files), Found::NoAnswer);
        let changes = labelling
            .map_err(missing)
            .and_then(|labelling| (labelling.changes)(&points, &api.store.state().config))
            .and_then(|partial| apply(&api, Command::Configure { partial }, settle.clone()));
        if let Err(problem) = changes {
            settle.refuse(problem);
        }
    });
    Ok(())
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

/// Changes how the page shows things, and resolves with how it does now.
fn view(api: &Rc<Api>, partial: Value, settle: Settle) -> Result<(), Problem> {
    let api = Rc::clone(api);
    VIEWING.with(move |viewing| {
        let missing = |Missing| Problem::new("view", Rule::Loaded(Chunk::View), Found::NoAnswer);
        let checked = viewing
            .map_err(missing)
            .and_then(|viewing| Ok((viewing, (viewing.changed)(&partial, &api.store.state().view_settings)?)));
        match checked {
            Ok((viewing, next)) if partial.get("goal").is_some_and(Value::is_string) => {
                // Whether it is a goal is known to the part that judges goals.
                GOALS.with(move |goals| {
                    let missing = |Missing| Problem::new("goal", Rule::Loaded(Chunk::Goals), Found::NoAnswer);
                    let judged = goals
                        .map_err(missing)
                        .and_then(|goals| (goals.judge)(&next.goal, &Status::default(), &api.store.state().config));
                    match judged {
                        Ok(_) => show(&api, viewing, next, settle),
                        Err(problem) => settle.refuse(problem),
                    }
                });
            }
            Ok((viewing, next)) => show(&api, viewing, next, settle),
            Err(problem) => settle.refuse(problem),
        }
    });
    Ok(())
}

/// Puts view settings into force, and tells them.
fn show(api: &Rc<Api>, viewing: &'static Viewing, next: ViewSettings, settle: Settle) {
    let (language, told) = (next.language, js_from(&(viewing.told)(&next)));
    let is_other = language != api.store.state().view_settings.language;
    api.store.dispatch(Action::ViewChanged(next));
    if !is_other || language == Language::Auto {
        return settle.done(told);
    }
    // The address may name another one.
    api.store.dispatch(Action::LanguageChosen);
    let api = Rc::clone(api);
    language::chunk(language).with(move |words| match words {
        Ok(words) => {
            api.store.dispatch(Action::Spoken(words));
            settle.done(told);
        }
        Err(Missing) => settle.refuse(Problem::new("lang", Rule::Loaded(Chunk::Language), Found::NoAnswer)),
    });
}

fn js_response(response: &Response, api: &Api) -> JsValue {
    match response {
        Response::Config(config) => js_from(&config.to_json()),
        Response::Applied(applied) => js_from(&applied.config.to_json()),
        Response::Status(status) => js_snapshot(status, api),
        Response::Points(points) => js_from(&points.iter().map(Point::to_json).collect()),
        Response::Model(json) | Response::Log(json) | Response::Look(Looked::Json(json)) => js_from(json),
        // Of the page's own looks, which no program asks for; what is exported is made of the others.
        Response::Look(Looked::Inside(_) | Looked::Diagnosed(_)) | Response::Exported { .. } | Response::Seen(_) => {
            JsValue::UNDEFINED
        }
        Response::ReplayLink { link, .. } => format!("{}#{link}", url_sync::place()).into(),
        Response::Prediction(rows) => js_from(&one_number_each(rows).into()),
    }
}

fn js_exported(exported: &Exported) -> JsValue {
    match exported {
        Exported::Text(text) => text.into(),
        Exported::Bytes(bytes) => Uint8Array::from(&bytes[..]).into(),
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
