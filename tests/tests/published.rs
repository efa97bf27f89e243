//! The published schemas accept what the program writes, refuse invalid files, and are up to date.

use jsonschema::Validator;
use playground::{Command, Config, Session};
use playground_tests::published;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

fn validator(schema: &Value) -> Validator {
    jsonschema::validator_for(schema).expect("the published schema is one")
}

#[test]
fn what_is_published_is_up_to_date() {
    for (place, text) in published::files() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(place);
        assert!(std::fs::read_to_string(path).is_ok_and(|found| found == text), "{place}: run cargo xtask schema");
    }
}

#[test]
fn configurations_satisfy_their_schema_and_broken_ones_do_not() {
    let schema = validator(&published::config_schema());
    let edits = [
        json!({}),
        json!({ "task": "regression" }),
        json!({ "task": "curve", "formula": "x^2", "dataset": "function" }),
        json!({ "classes": 5, "hiddenLayers": [], "clip": 1.5, "batchSize": "all" }),
        json!({ "optimiser": "adam", "optimiserParams": { "b1": 0.5 }, "stop": { "epochs": 9 }, "frozen": ["1.1"] }),
        json!({ "dataset": "own", "points": [{ "x": 0.1, "y": 2, "label": 1, "test": true }] }),
    ];
    for edit in edits {
        let config = Config::default().merged(&edit).unwrap().to_json();
        assert!(schema.is_valid(&config), "{config}");
    }
    let broken = [
        json!({ "noise": 8 }),
        json!({ "noise": "1" }),
        json!({ "colour": 1 }),
        json!({ "learningRate": 0 }),
        json!({ "activations": ["swish"] }),
        json!({ "points": [{ "x": 1, "y": 1 }] }),
        json!({ "batchSize": "most" }),
        json!({ "stop": { "never": 1 } }),
        json!([]),
    ];
    for value in broken {
        assert!(!schema.is_valid(&value), "{value}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Values of real keys at and beyond the limits of their ranges: the schema accepts all that the program accepts.
    #[test]
    fn what_the_program_accepts_the_schema_accepts(
        edits in vec((select(EDITS.to_vec()), select(VALUES.to_vec())), 1..6),
    ) {
        let schema = validator(&published::config_schema());
        let mut config = Config::default();
        for (key, value) in edits {
            let value: Value = serde_json::from_str(value).unwrap();
            config = config.merged(&json!({ key: value })).unwrap_or(config);
        }
        let config = config.to_json();
        prop_assert!(schema.is_valid(&config), "{}", config);
    }
}

const EDITS: [&str; 14] = [
    "noise",
    "count",
    "classes",
    "hiddenLayers",
    "clip",
    "batchSize",
    "dropout",
    "penaltyRate",
    "task",
    "optimiser",
    "features",
    "balance",
    "dataSeed",
    "off",
];
const VALUES: [&str; 18] = [
    "0",
    "1",
    "3",
    "8",
    "10",
    "0.5",
    "0.9",
    "5000",
    "4294967295",
    "-1",
    "null",
    "\"all\"",
    "\"regression\"",
    "\"adam\"",
    "[1, 256]",
    "[]",
    "[\"r\", \"max(x1,x2)\"]",
    "[\"1.1\"]",
];

#[test]
fn model_files_satisfy_their_schema_and_broken_ones_do_not() {
    let schema = validator(&published::model_schema());
    for edit in [json!({}), json!({ "classes": 3, "optimiser": "adam" }), json!({ "task": "curve" })] {
        let mut session = Session::new(Config::default().merged(&edit).unwrap()).unwrap();
        session.train(playground::Unit::Batch, 30);
        session.apply(Command::Configure { partial: json!({ "learningRate": 0.01 }) }).unwrap();
        let model = session.model();
        if let Err(error) = schema.validate(&model) {
            panic!("{edit}: {error} at {}", error.instance_path());
        }
        for field in ["format", "layers", "checks", "config"] {
            let mut broken = model.clone();
            broken.as_object_mut().unwrap().remove(field);
            assert!(!schema.is_valid(&broken), "{field}");
        }
        let mut broken = model.clone();
        broken["layers"][0]["weights"] = json!("many");
        assert!(!schema.is_valid(&broken));
    }
}
