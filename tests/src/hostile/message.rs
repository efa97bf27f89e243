//! What a page around may ask for, as JSON: `{ "call": …, "args": […] }`, with what the calls of `window.playground` do below the
//! browser; and the files that it may hand over. What is refused changes nothing of the run.

use playground::goal::{Facts, Goal};
use playground::insight::Look;
use playground::insight::lab::{Question, differentiate};
use playground::{Command, Log, Problem, Receipt, Replay, Session, Unit};
use serde_json::{Value, json};

use super::run::{is_large, meet, start};
use super::{Target, can_be_said};

pub(super) const TARGET: Target = Target {
    name: "",
    read,
    seeds,
    pieces: &[
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "null",
        "true",
        "-1",
        "0",
        "1e308",
        "1e-308",
        "0.5",
        "99999999999999999999",
        "\"x\":",
        "\"y\":",
        "\"label\":",
        "\"test\":",
        "\"hiddenLayers\":",
        "[8,8]",
        "[]",
        "\"activations\":",
        "\"relu\"",
        "\"dataset\":",
        "\"own\"",
        "\"points\":",
        "\"task\":",
        "\"curve\"",
        "\"classes\":",
        "\"loss\":",
        "\"optimiser\":",
        "\"newton\"",
        "\"optimiserParams\":",
        "\"stop\":",
        "\"scaling\":",
        "\"weights\":",
        "\"frozen\":",
        "\"1.1\"",
        "\"features\":",
        "\"1/x1\"",
        "\"configure\"",
        "\"setPoints\"",
        "\"loadModel\"",
        "\"goal\"",
        "\"predict\"",
        "\"trace\"",
        "\"gradientCheck\"",
        "\"differentiate\"",
        "\"log\"",
        "\"receipt\"",
        "\"layers\":",
        "\"bias\":",
        "\"checks\":",
        "\"__proto__\"",
        "\\u0000",
        "\\ud800",
        "é",
        "🙂",
    ],
    longest: 60_000,
    most_bytes: (12_000_000, 600),
};

fn seeds() -> Vec<String> {
    let mut session = start();
    let config = session.config().to_json();
    let log = session.log().to_json();
    let link =
        playground::link::write_replay(&session.log(), &playground::ViewSettings::default()).expect("it is short");
    let status = session.status();
    let facts = Facts::new(&status, session.config());
    let receipt = Receipt::new("epoch >= 0", &facts, &status.checksum, &format!("https://host/#{link}")).to_json();
    let keyframe = {
        let mut other = start();
        other.apply(Command::LoadModel { model: start().model(), skip_checks: false }).expect("it is a model");
        other.log().to_json()
    };
    let points = json!([{ "x": 1, "y": 2, "label": 1 }, { "x": -1.5, "y": 0.25, "label": 2, "test": true }]);
    [
        ("configure", json!([config])),
        ("configure", json!([{ "hiddenLayers": [3, 2], "activation": "relu", "learningRate": 0.1 }])),
        ("configure", json!([{ "task": "curve", "dataset": "function", "formula": "sin(x)", "features": ["x1"] }])),
        (
            "configure",
            json!([{ "classes": 3, "dataset": "blobs", "loss": "cross-entropy", "classNames": ["a", "b", "c"] }]),
        ),
        ("configure", json!([{ "optimiser": "adam", "optimiserParams": { "b1": 0.8 }, "stop": { "epochs": 3 } }])),
        (
            "configure",
            json!([{ "frozen": ["1.1"], "off": ["1.2"], "scaling": { "mean": [1, 2, 0], "scale": [1, 2, 1] } }]),
        ),
        ("setPoints", json!([points])),
        ("loadModel", json!([session.model()])),
        ("loadModel", json!([{ "layers": session.model()["layers"] }, { "skipChecks": true }])),
        ("goal", json!(["epoch >= 3 and not usesFeature('r')"])),
        ("predict", json!([[[0.5, 1], [-6, 6]]])),
        ("trace", json!([{ "point": 0, "masks": true }])),
        ("trace", json!([{ "point": { "x": 1, "y": 2, "label": 1 } }])),
        ("nextStep", json!([])),
        ("gradientCheck", json!([{ "layer": 0, "unit": 1, "input": "bias" }])),
        (
            "differentiate",
            json!(["f = x^2*y", { "at": { "x": 3, "y": 4 }, "wrt": ["x"], "direction": { "x": 1 }, "h": 1e-5 }]),
        ),
        ("log", json!([log])),
        ("log", json!([keyframe])),
        ("receipt", json!([receipt])),
    ]
    .into_iter()
    .map(|(call, args)| json!({ "call": call, "args": args }).to_string())
    .collect()
}

fn read(text: &str) {
    let Ok(message) = serde_json::from_str::<Value>(text) else { return };
    let argument = |at: usize| message["args"].get(at).cloned().unwrap_or(Value::Null);
    let (first, second) = (argument(0), argument(1));
    meet(text, |session, _| answered(session, &message["call"], first, &second));
}

/// Does what a call asks for; whether that changed the run.
fn answered(session: &mut Session, call: &Value, first: Value, second: &Value) -> bool {
    let outcome = match call.as_str().unwrap_or_default() {
        "configure" => configured(session, first),
        "setPoints" => configured(session, json!({ "dataset": "own", "points": first })),
        "loadModel" => loaded(session, first, second["skipChecks"] == json!(true)),
        "goal" => Goal::parse(first.as_str().unwrap_or_default()).map(|goal| {
            goal.holds(&Facts::of(session));
            false
        }),
        "predict" => {
            let near = |value: &Value| value.as_f64().map(|number| number.clamp(-1e6, 1e6) as f32);
            let places =
                first.as_array().into_iter().flatten().filter_map(|place| Some([near(&place[0])?, near(&place[1])?]));
            session.predictor().predict(&places.collect::<Vec<_>>());
            Ok(false)
        }
        "trace" => looked(session, &Look::Trace(first)),
        "nextStep" => looked(session, &Look::NextStep),
        "gradientCheck" => looked(session, &Look::GradientCheck(first)),
        "differentiate" => {
            let question = Question::read(first.as_str().unwrap_or_default(), second, &[]);
            question.and_then(|question| differentiate(&question)).map(|_| false)
        }
        "log" => Log::from_json(&first).and_then(|log| replayed(&log)).map(|()| false),
        "receipt" => Receipt::from_json(&first).map(|receipt| drop(receipt.digested())).map(|()| false),
        _ => Ok(false),
    };
    outcome.unwrap_or_else(|problem| {
        can_be_said(&problem);
        false
    })
}

/// Whether it was changed.
fn configured(session: &mut Session, partial: Value) -> Result<bool, Problem> {
    if is_large(&session.config().merged(&partial)?) {
        return Ok(false);
    }
    session.apply(Command::Configure { partial })?;
    session.train(Unit::Batch, 2);
    session.config().validate().map(|()| true)
}

fn loaded(session: &mut Session, model: Value, skip_checks: bool) -> Result<bool, Problem> {
    session.apply(Command::LoadModel { model, skip_checks })?;
    if !is_large(session.config()) {
        session.train(Unit::Batch, 2);
    }
    session.config().validate().map(|()| true)
}

fn looked(session: &mut Session, look: &Look) -> Result<bool, Problem> {
    let mut looking = look.begin(session)?;
    while looking.go_on().is_none() {}
    Ok(false)
}

/// As much of a run as is soon made.
fn replayed(log: &Log) -> Result<(), Problem> {
    if log.first_config().is_some_and(is_large) {
        return Ok(());
    }
    let mut replay = Replay::begin(log)?;
    for _ in 0..20 {
        if replay.advance(3)? {
            break;
        }
    }
    Ok(())
}
