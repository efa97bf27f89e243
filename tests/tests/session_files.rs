//! A model file: a session at it goes on as if training had never stopped, and what is not such a file is refused.

use playground::{Command, Config, Query, Session, Unit};
use serde_json::{Value, json};

fn session(partial: Value) -> Session {
    let config = Config::default().merged(&partial).expect("the configuration is valid");
    Session::new(config).expect("the configuration is valid")
}

#[test]
fn a_saved_run_goes_on_as_if_never_stopped() {
    for partial in [
        json!({ "optimiser": "adam", "dropout": 0.1, "noise": 0.3 }),
        json!({ "classes": 3, "optimiser": "nadam", "activation": "leaky-relu" }),
        json!({ "task": "regression", "dataset": "bumps", "loss": "huber", "hiddenLayers": [] }),
    ] {
        let mut straight = session(partial.clone());
        straight.train(Unit::Batch, 137);
        let saved = straight.model();
        straight.train(Unit::Batch, 200);
        // Through text, as in a file.
        let text = serde_json::to_string(&saved).expect("a model is JSON");
        let mut loaded = session(json!({ "dataset": "xor" }));
        let model: Value = serde_json::from_str(&text).expect("a model is JSON");
        loaded.apply(Command::LoadModel { model, skip_checks: false }).unwrap_or_else(|problem| panic!("{problem}"));
        assert_eq!(loaded.model(), saved, "{partial}");
        loaded.train(Unit::Batch, 200);
        assert_eq!(loaded.status().checksum, straight.status().checksum, "{partial}");
    }
}

/// What a crash must not cost: what can be undone, marks in the curve, a divergence, weights that wait for a neuron to come back.
#[test]
fn a_checkpoint_goes_on_with_all_that_the_run_had() {
    let configure = |partial: Value| Command::Configure { partial };
    let mut straight = session(json!({ "optimiser": "adam", "batchSize": 25 }));
    straight.train(Unit::Epoch, 3);
    straight.apply(Command::NewSample).expect("there are points");
    straight.train(Unit::Epoch, 3);
    straight.apply(configure(json!({ "hiddenLayers": [3, 2] }))).expect("it is valid");
    let checkpoint = serde_json::to_string(&straight.checkpoint()).expect("a checkpoint is plain data");
    let resumed = Session::resumed(serde_json::from_str(&checkpoint).expect("it was written above"));
    let mut resumed = resumed.unwrap_or_else(|problem| panic!("{problem}"));
    let seen =
        |session: &mut Session| (session.status(), session.answer(&Query::Curve { from: 0, id: 0 }).curve().marks);
    assert_eq!(seen(&mut resumed), seen(&mut straight));
    assert_eq!(seen(&mut resumed).1.iter().map(|mark| mark.step).collect::<Vec<_>>(), [30, 60]);
    for command in [configure(json!({ "hiddenLayers": [4, 2] })), Command::Undo, Command::Undo, Command::Reset] {
        for session in [&mut straight, &mut resumed] {
            session.apply(command.clone()).unwrap_or_else(|problem| panic!("{problem}"));
            session.train(Unit::Batch, 7);
        }
        assert_eq!(seen(&mut resumed), seen(&mut straight), "{command:?}");
    }
    let mut diverged =
        session(json!({ "learningRate": 10, "activation": "relu", "task": "regression", "loss": "squared" }));
    diverged.train(Unit::Epoch, 100);
    let mut resumed = Session::resumed(diverged.checkpoint()).unwrap_or_else(|problem| panic!("{problem}"));
    assert!(resumed.diverged().is_some());
    assert_eq!(resumed.status(), diverged.status());
}

#[test]
fn a_kept_run_takes_over_what_led_to_it_and_nothing_else() {
    let mut straight = session(json!({ "count": 50 }));
    straight.train(Unit::Epoch, 2);
    straight.apply(Command::Configure { partial: json!({ "learningRate": 0.1 }) }).expect("it is valid");
    let elsewhere = straight.log();
    straight.train(Unit::Epoch, 1);
    let mut resumed = Session::resumed(straight.checkpoint()).unwrap_or_else(|problem| panic!("{problem}"));
    resumed.recall(elsewhere);
    assert!(resumed.log().first_config().is_none() && resumed.n_logged() == 0, "it ended before");
    resumed.recall(straight.log());
    assert_eq!((resumed.n_logged(), resumed.log().first_config()), (1, straight.log().first_config()));
    resumed.train(Unit::Epoch, 1);
    let again = resumed.log().replay().unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!(again.log().checksum, resumed.log().checksum);
}

#[test]
fn a_model_that_javascript_wrote_again_is_the_same_model() {
    let mut session = session(json!({}));
    session.train(Unit::Batch, 30);
    let zero = Command::SetParameter { layer: 0, unit: 1, input: None, value: -0.0 };
    session.apply(zero).expect("it is a number");
    // JSON.stringify writes whole numbers without a point, and no zero with a sign.
    let text = session.model().to_string().replace(".0,", ",").replace(".0]", "]").replace(".0}", "}");
    let text = text.replace("-0,", "0,").replace("-0]", "0]");
    assert!(text.contains("\"mean\":[0,0]"));
    let model = serde_json::from_str(&text).expect("it is JSON");
    let mut loaded = Session::new(Config::default()).expect("the default is valid");
    loaded.apply(Command::LoadModel { model, skip_checks: false }).expect("it is the same model");
    assert_eq!(loaded.status().checksum, session.status().checksum);
    session.train(Unit::Batch, 30);
    loaded.train(Unit::Batch, 30);
    assert_eq!(loaded.status().checksum, session.status().checksum);
}

#[test]
fn a_file_whose_checks_fail_is_refused() {
    let mut session = session(json!({}));
    session.train(Unit::Batch, 10);
    let mut model = session.model();
    model["layers"][0]["weights"][0][0] = json!(0.123);
    let refused = session.apply(Command::LoadModel { model, skip_checks: false });
    assert!(refused.is_err_and(|problem| problem.key.starts_with("checks[")));
}

#[test]
fn patience_goes_on_where_a_file_left_it() {
    let partial = json!({ "stop": { "patience": 3 }, "learningRate": 2, "noise": 0.5, "batchSize": 5 });
    let mut straight = session(partial.clone());
    straight.train(Unit::Epoch, 4);
    let mut loaded = session(json!({}));
    loaded.apply(Command::LoadModel { model: straight.model(), skip_checks: false }).expect("it is a model");
    assert_eq!(loaded.status(), straight.status());
    assert_eq!(loaded.train(Unit::Epoch, 100), straight.train(Unit::Epoch, 100));
    assert_eq!(loaded.status(), straight.status());
}

#[test]
fn a_file_with_anything_unknown_or_exchanged_is_refused() {
    let mut session = session(json!({ "optimiser": "adam" }));
    session.train(Unit::Batch, 3);
    let model = session.model();
    let refused = |path: &str, value: Value| {
        let mut changed = model.clone();
        *changed.pointer_mut(path).expect("the path exists") = value;
        let mut other = Session::new(Config::default()).expect("valid");
        other.apply(Command::LoadModel { model: changed, skip_checks: false }).is_err()
    };
    let mut layer = model["layers"][0].clone();
    layer["colour"] = json!("red");
    assert!(refused("/layers/0", layer));
    assert!(refused("/optimiserState/slots/0/name", json!("v")));
    assert!(refused("/data", json!(null)));
    assert!(refused("/checks", json!([model["checks"][0]])));
    assert!(refused("/progress/epoch", json!(u64::MAX)));
    assert!(refused(
        "/record/losses",
        json!([{ "step": 2, "epoch": 0, "trainLoss": 1, "testLoss": 1 }, { "step": 1, "epoch": 0, "trainLoss": 1, "testLoss": 1 }])
    ));
}

/// Another engine's functions have other last digits, so that its files are held to looser checks.
#[test]
fn a_file_of_another_engine_goes_on() {
    let mut straight = session(json!({ "optimiser": "adam" }));
    straight.train(Unit::Batch, 30);
    let status = straight.status();
    let made_by = |engine: u32, off: f64| {
        let mut model = straight.model();
        model["engine"] = json!(engine);
        let score = &mut model["checks"][0]["score"];
        let value = score.as_f64().expect("there is one score");
        *score = json!(value + off * value.abs().max(1.0));
        model
    };
    let taken = |model| {
        let mut loaded = Session::new(Config::default()).expect("the default is valid");
        loaded.apply(Command::LoadModel { model, skip_checks: false }).map(|()| loaded.status())
    };
    for engine in [0, 1, playground::ENGINE + 1] {
        assert_eq!(taken(made_by(engine, 5e-5)), Ok(status.clone()));
        assert!(taken(made_by(engine, 2e-4)).is_err_and(|problem| problem.key == "checks[0].score"));
    }
    assert!(taken(made_by(playground::ENGINE, 5e-5)).is_err_and(|problem| problem.key == "checks[0].score"));
}

/// The loss of a score and a label.
type LossOf = fn(f64, f64) -> f64;

/// The score of a network of x1 and x2 with tanh units, from a file alone.
fn score(file: &Value, point: &Value) -> f64 {
    let number = |value: &Value| value.as_f64().expect("it is a number");
    let mut values = vec![number(&point["x"]), number(&point["y"])];
    let layers = file["layers"].as_array().expect("there are layers");
    for (idx, layer) in layers.iter().enumerate() {
        let rows = layer["weights"].as_array().expect("there are weights").iter();
        let sum = |(row, bias): (&Value, &Value)| {
            let row = row.as_array().expect("a row is a list").iter().map(number);
            row.zip(&values).map(|(weight, value)| weight * value).sum::<f64>() + number(bias)
        };
        let sums: Vec<f64> = rows.zip(layer["bias"].as_array().expect("there are biases")).map(sum).collect();
        values = if idx + 1 == layers.len() { sums } else { sums.into_iter().map(f64::tanh).collect() };
    }
    values[0]
}

#[test]
fn losses_can_be_computed_from_the_file_alone() {
    let of_class = |score: f64, label: f64| (1.0 + (-score * (2.0 * label - 3.0)).exp()).ln();
    let of_value = |score: f64, label: f64| (score - label).powi(2) / 2.0;
    let cases: [(Value, LossOf); 2] = [
        (json!({ "dataset": "moons", "noise": 0.4, "labelFlips": 0.1, "trainShare": 0.3 }), of_class),
        (json!({ "task": "regression", "dataset": "bumps", "noise": 0.2, "loss": "squared" }), of_value),
    ];
    for (partial, loss) in cases {
        let mut session = session(partial.clone());
        session.train(Unit::Epoch, 5);
        let file: Value = serde_json::from_str(&session.model().to_string()).expect("a model is JSON");
        let points = file["data"]["points"].as_array().expect("there are points");
        assert_eq!(points.len(), 500);
        let mean = |test: bool| {
            let losses: Vec<f64> = points
                .iter()
                .filter(|point| point["test"].as_bool().unwrap_or_default() == test)
                .map(|point| loss(score(&file, point), point["label"].as_f64().expect("it is a number")))
                .collect();
            losses.iter().sum::<f64>() / losses.len() as f64
        };
        let status = session.status();
        for (own, theirs) in [(mean(false), status.train_loss), (mean(true), status.test_loss)] {
            let theirs = theirs.expect("there are points");
            assert!((own - theirs).abs() <= 1e-6 * theirs.max(1.0), "{partial}: {own} and {theirs}");
        }
    }
}
