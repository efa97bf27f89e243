//! The file of a model, or of weights alone, as JSON: what is refused changes nothing of the run, what is taken can be trained, undone and
//! exported again.

use playground::{Command, Config, Model, Session, Unit};
use serde_json::{Value, json};

use super::run::{is_large, meet, small, start};
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
        "-0.0",
        "0.5",
        "1e39",
        "1e-46",
        "3.4e38",
        "99999999999999999999",
        "\"format\":",
        "\"gradient-playground/model\"",
        "\"version\":",
        "\"engine\":",
        "\"config\":",
        "\"hiddenLayers\":[2],",
        "\"activations\":",
        "\"optimiser\":\"adam\",",
        "\"optimiserState\":",
        "\"slots\":",
        "\"name\":",
        "\"layers\":",
        "\"units\":",
        "\"activation\":",
        "\"weights\":",
        "\"bias\":",
        "[[0.5,-1]]",
        "[0]",
        "\"0.weight\":",
        "\"0.bias\":",
        "\"2.weight\":",
        "\"fc10.weight\":",
        "\"weight\":",
        "\"coefs_\":",
        "\"intercepts_\":",
        "\"progress\":",
        "\"step\":",
        "\"positionInEpoch\":",
        "\"patience\":",
        "\"best\":",
        "\"streams\":",
        "\"data\":",
        "\"record\":",
        "\"losses\":",
        "\"checks\":",
        "\"input\":",
        "\"score\":",
        "\"predict\":",
        "\"__proto__\":",
        "\\u0000",
    ],
    longest: 60_000,
    most_bytes: (8_000_000, 600),
};

fn seeds() -> Vec<String> {
    let own = start().model();
    let point = json!([{ "x": 1, "y": 2, "label": 1 }, { "x": -1.5, "y": 0.25, "label": 2, "test": true }]);
    let others = [
        json!({ "optimiser": "adam", "hiddenLayers": [], "activations": [] }),
        json!({ "optimiser": "momentum", "hiddenLayers": [1, 2], "activations": ["relu", "gelu"], "dataset": "own", "points": point }),
        json!({ "task": "curve", "dataset": "function", "formula": "sin(x)", "features": ["x1"], "stop": { "patience": 3 } }),
        json!({ "classes": 3, "dataset": "blobs", "loss": "cross-entropy", "frozen": ["1.1"], "off": ["1.2"] }),
    ];
    let layer = |idx: usize, part: &str| own["layers"][idx][part].clone();
    let alone = [
        json!({ "layers": own["layers"] }),
        json!({ "layers": [{ "weights": layer(0, "weights"), "bias": layer(0, "bias") }, { "weights": layer(1, "weights"), "bias": layer(1, "bias") }] }),
        json!({ "0.weight": layer(0, "weights"), "0.bias": layer(0, "bias"), "2.weight": layer(1, "weights"), "2.bias": layer(1, "bias") }),
        json!({ "coefs_": [[[1, 2], [3, 4]], [[5], [6]]], "intercepts_": [[0, 1], [2]] }),
    ];
    let mut edited = own.clone();
    edited["layers"][1]["bias"][0] = json!(3);
    let whole = others.map(|partial| small(partial).model());
    whole.into_iter().chain(alone).chain([own, edited]).map(|model| model.to_string()).collect()
}

fn read(text: &str) {
    let Ok(model) = serde_json::from_str::<Value>(text) else { return };
    let stands = Model::from_json(&model).map(|model| drop(model.to_json()));
    meet(text, |session, before| {
        for skip_checks in [false, true] {
            match session.apply(Command::LoadModel { model: model.clone(), skip_checks }) {
                Ok(()) => {
                    taken(session, &before.config);
                    return true;
                }
                Err(problem) => can_be_said(&problem),
            }
            before.still_holds(session, text);
        }
        // What is refused with its checks skipped is no model by itself either.
        assert!(stands.is_err(), "{text} is a model, and is refused");
        false
    });
}

/// A file was taken: the run is valid, can go on and be written, and one undo brings the configuration before it back.
fn taken(session: &mut Session, before: &Config) {
    session.config().validate().unwrap_or_else(|problem| panic!("a file brought {problem}"));
    if !is_large(session.config()) {
        session.train(Unit::Batch, 2);
    }
    let written = session.model();
    assert!(written["layers"].is_array());
    session.apply(Command::Undo).unwrap_or_else(|problem| panic!("a file can be undone: {problem}"));
    assert_eq!(session.config(), before);
}
