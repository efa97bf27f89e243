use autodiff::{Graph, Matrix, formula, interpret};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Exported, FORMATS};
use crate::{Config, Model, Session, Unit};

fn model(partial: &Value) -> Model {
    let mut session = Session::new(Config::default().merged(partial).expect("it is valid")).expect("it is valid");
    session.train(Unit::Batch, 5);
    Model::of(&session)
}

fn written(model: &Model, format: &str) -> String {
    match model.export(format).expect("the format is known") {
        Exported::Text(text) => text,
        Exported::Bytes(_) => panic!("{format} is a text"),
    }
}

/// What the definitions say at a position: the values of these names.
fn read(text: &str, variables: [&str; 2], at: [f64; 2], names: &[String]) -> Vec<f64> {
    let graph = Graph::new();
    let inputs = variables.map(|name| (name, graph.input(name, 1, 1)));
    let definitions = formula::define(&graph, text, &inputs).expect("the grammar has it");
    let wanted: Vec<_> = names
        .iter()
        .map(|name| definitions.iter().find(|found| found.name == *name).expect("it is defined").expr)
        .collect();
    let values: Vec<_> = inputs.iter().zip(at).map(|((_, x), at)| (*x, Matrix::scalar(at))).collect();
    interpret(&graph, &values, &wanted).expect("all have values").iter().map(|value| value.get(0, 0)).collect()
}

#[test]
fn the_text_reads_back_to_the_same_scores_and_predictions() {
    let scaling = json!({ "mean": [2, -3, 5], "scale": [0.5, 4, 7] });
    for partial in [
        json!({}),
        json!({ "activation": "mish", "features": ["x1", "r", "sin(x2)", "if(x1 > 0, x2, 1)"], "off": ["1.2"] }),
        json!({ "classes": 3, "activation": "hard-tanh" }),
        json!({ "task": "regression", "scaling": scaling, "activation": "gelu" }),
        json!({ "task": "curve", "features": ["x1", "x1*x2 + 1"] }),
        json!({ "loss": "hinge", "hiddenLayers": [] }),
    ] {
        let model = model(&partial);
        let text = written(&model, "text");
        let n = model.config.n_outputs();
        let name = |what: &str, k: usize| if n == 1 { what.to_owned() } else { format!("{what}{}", k + 1) };
        let names: Vec<String> =
            ["score", "predict"].iter().flat_map(|what| (0..n).map(move |k| name(what, k))).collect();
        let is_scaled = model.config.scaling.is_some();
        for at in [[0.5_f32, -1.5], [-4.0, 3.25], [0.0, 5.0]] {
            let place = if is_scaled { [at[0] * 0.5 + 2.0, at[1] * 4.0 - 3.0] } else { at };
            let variables = if is_scaled { ["x", "y"] } else { ["x1", "x2"] };
            let variables = if partial["task"] == "curve" { ["x1", "y"] } else { variables };
            let found = read(&text, variables, place.map(f64::from), &names);
            let unit = |value: f32| if is_scaled { f64::from(value) * 7.0 + 5.0 } else { f64::from(value) };
            let predictor = model.predictor();
            let scores = predictor.scores(&[at]).concat().into_iter().map(f64::from);
            let wanted: Vec<f64> = scores.chain(predictor.predict(&[at]).concat().into_iter().map(unit)).collect();
            for (found, wanted) in found.iter().zip(&wanted) {
                assert!((found - wanted).abs() <= 1e-5 * wanted.abs().max(1.0), "{partial}: {found} {wanted}\n{text}");
            }
        }
    }
}

#[test]
fn every_format_is_a_function_of_the_model_and_leaves_no_gap() {
    let model = model(&json!({ "optimiser": "adam", "penalty": "l2", "penaltyRate": 0.1 }));
    for format in &FORMATS {
        let first = model.export(format.name).expect("it is known");
        assert_eq!(model.export(format.name).expect("it is known"), first, "{}", format.name);
        match first {
            Exported::Text(text) => assert!(!text.contains(['«', '»']) && text.ends_with('\n'), "{}", format.name),
            Exported::Bytes(bytes) => assert!(!bytes.is_empty()),
        }
    }
}

#[test]
fn what_a_program_says_of_itself_names_the_file_that_it_is() {
    let model = model(&json!({}));
    for format in FORMATS.iter().filter(|format| [".py", ".mjs", ".rs"].iter().any(|end| format.file.ends_with(end))) {
        let text = written(&model, format.name);
        let head: String = text.lines().take(12).filter(|line| line.starts_with(['#', '/'])).collect();
        let is_part = |c: char| c.is_alphanumeric() || "._".contains(c);
        let files: Vec<&str> = head
            .split(|c: char| !is_part(c))
            .filter(|word| word.starts_with("model") && [".py", ".mjs", ".rs"].iter().any(|end| word.ends_with(end)))
            .collect();
        assert!(!files.is_empty() && files.iter().all(|file| *file == format.file), "{}: {files:?}", format.file);
    }
}

#[test]
fn an_unknown_format_is_refused_with_those_that_there_are() {
    let refused = model(&json!({})).export("png").expect_err("it is none of them");
    assert!(refused.to_string().starts_with("format must be one of json, numpy, pytorch, keras"), "{refused}");
}

#[test]
fn a_name_that_ends_a_comment_or_a_template_stays_a_name() {
    let names = json!(["«checks»", "*/ \"\"\" \\", "\u{2028}x"]);
    let model = model(&json!({ "classes": 3, "classNames": names, "axisNames": ["=1+1", "a,b"] }));
    let program = written(&model, "numpy");
    assert!(program.contains(r#"CLASSES = ["«checks»", "*/ \"\"\" \\", "#), "{program}");
    let comments = program.lines().take_while(|line| line.starts_with('#')).count();
    assert!(program.lines().nth(comments).is_some_and(str::is_empty), "{program}");
    assert!(written(&model, "points-csv").starts_with("'=1+1,\"a,b\",class,set\n"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn own_points_read_back_from_the_table(
        points in prop::collection::vec((-6.0..6.0_f32, -6.0..6.0_f32, -10.0..10.0_f32, any::<bool>()), 1..20),
    ) {
        let list: Vec<Value> =
            points.iter().map(|(x, y, label, test)| json!({ "x": x, "y": y, "label": label, "test": test })).collect();
        let config = Config::default().merged(&json!({ "task": "regression", "dataset": "own", "points": list })).expect("it is valid");
        let model = Model::of(&Session::new(config).expect("it is valid"));
        let table = written(&model, "points-csv");
        let rows: Vec<Vec<&str>> = table.lines().skip(1).map(|line| line.split(',').collect()).collect();
        prop_assert_eq!(rows.len(), points.len());
        for (row, (x, y, label, test)) in rows.iter().zip(&points) {
            let number = |k: usize| row[k].parse::<f32>().expect("it is a number");
            prop_assert_eq!((number(0), number(1), number(2)), (*x, *y, *label));
            prop_assert_eq!(row[3] == "test", *test);
        }
    }
}
