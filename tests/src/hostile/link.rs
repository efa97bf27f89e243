//! A link: any text opens to a configuration that is valid, with few notes, and what was opened is written and opened again as it is.

use playground::link::{self, Address};
use playground::{Config, Replay};
use serde_json::json;

use super::{Target, can_be_said};

pub(super) const TARGET: Target = Target {
    name: "",
    read,
    seeds,
    pieces: &[
        "v=1&",
        "&",
        "=",
        "#",
        "%23",
        "?",
        "&amp;",
        "%26",
        "%3D",
        "=3D",
        "=\n",
        "\n> ",
        "\u{200b}",
        "，",
        "（",
        "）",
        "＝",
        "＆",
        ").",
        "%",
        "%2",
        "%F0%9F",
        "noise=",
        "dataset=own",
        "points=",
        "weights=",
        "features=",
        "x1,",
        "sin(x1)",
        "hiddenLayers=",
        "8,8",
        "16,256",
        "activation=",
        "relu",
        "activations=",
        "task=",
        "regression",
        "curve",
        "classes=",
        "3",
        "loss=",
        "optimiser=",
        "newton",
        "optimiserParams.b1=",
        "stop.epochs=",
        "scaling.mean=",
        "formula=",
        "dataset=function",
        "goal=",
        "lab=",
        "play=1",
        "lang=zh",
        "view=lab",
        "engine=2&",
        "checksum=0123456789abcdef&",
        "replay=",
        "WzYsWzAsInNhbXBsZSJdXQ",
        "networkShape=",
        "percTrainData=",
        "problem=regression",
        "_hide=true",
        "classNames=",
        "\\",
        "(",
        ")",
        ",",
        "-1",
        "1e999",
        "NaN",
        "99999999999",
        "null",
    ],
    longest: 9_000,
    most_bytes: (2_000_000, 200),
};

fn seeds() -> Vec<String> {
    let lists = [
        include_str!("../../links/own.json"),
        include_str!("../../links/tf_playground.json"),
        include_str!("../../links/mail.json"),
        include_str!("../../links/chat.json"),
    ];
    let entries = lists.into_iter().flat_map(|list| {
        let list: Vec<serde_json::Value> = serde_json::from_str(list).expect("it is JSON");
        list
    });
    let link = |entry: serde_json::Value| link::link_in(entry["address"].as_str().expect("it is text"));
    entries.map(link).chain([whole_run()]).collect()
}

/// A link with something of each kind, and what was done to its run in every form.
fn whole_run() -> String {
    let partial = json!({
        "dataset": "own", "points": [{ "x": 1.5, "y": -2, "label": 1 }, { "x": 0.123456, "y": 2, "label": 2, "test": true }],
        "classNames": ["a,b", "(c"], "hiddenLayers": [2, 3], "activations": ["relu", "gelu"], "stop": { "patience": 3 },
    });
    let config = Config::default().merged(&partial).expect("it is valid");
    let mut session = playground::Session::new(config).expect("it is valid");
    let point = playground::Point { x: -1.0, y: 0.5, label: 2.0, test: false };
    for command in [
        playground::Command::SetParameter { layer: 0, unit: 1, input: None, value: 0.5 },
        playground::Command::AddPoints { points: vec![point] },
        playground::Command::PutPoint { index: 1, point },
        playground::Command::RemovePoints { indices: vec![0] },
        playground::Command::SetLayer {
            layer: 0,
            weights: playground::InitialWeights::new(&[0.5, -1.0, 2.0, 0.25]),
            biases: Some(playground::InitialWeights::new(&[0.0, -0.0])),
        },
        playground::Command::RemoveNeuron { layer: 1, unit: 2 },
        playground::Command::Undo,
        playground::Command::NewWeights,
        playground::Command::Reset,
    ] {
        session.train(playground::Unit::Batch, 3);
        session.apply_during(1, command).expect("it is possible");
    }
    link::write_replay(&session.log(), &playground::ViewSettings::default()).expect("it is short")
}

fn read(text: &str) {
    // Wherever it stands: behind a mark, in a query, in a whole address.
    Address::of(text, "");
    Address::of("embed", text);
    link::link_in(text);
    link::is_link(text);
    let opened = link::read(text);
    assert!(opened.notes.len() <= 14, "{} notes", opened.notes.len());
    opened.notes.iter().for_each(can_be_said);
    opened.config.validate().unwrap_or_else(|problem| panic!("{text:?} opens {problem}"));
    let written = link::write(&opened.config, &opened.view_settings);
    if link::left_out(&opened.config).is_none() {
        let again = link::read(&written);
        let is_same = again.config == opened.config && again.view_settings == opened.view_settings;
        assert!(
            is_same && again.notes.is_empty(),
            "{text:?} is written {written:?}, which is read otherwise: {:?}",
            again.notes
        );
    }
    let is_small = opened.config.n_parameters() < 300 && opened.config.count < 600 && opened.config.points.len() < 600;
    if let Some(Ok(log)) =
        opened.replay.map(|recording| recording.log(opened.config, |text| serde_json::from_str(text).ok()))
        && is_small
    {
        // A run may be long: as much of it as is soon made.
        let mut replay = Replay::begin(&log).expect("the configuration is valid");
        for _ in 0..20 {
            match replay.advance(3) {
                Ok(false) => {}
                Ok(true) => break,
                Err(problem) => return can_be_said(&problem),
            }
        }
    }
}
