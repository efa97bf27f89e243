//! The promises about learning, checked natively; the browser tests check them from the same file.

use playground::{Config, Session, Unit};
use serde_json::{Value, json};

fn learns() -> Value {
    serde_json::from_str(include_str!("../e2e/learns.json")).expect("learns.json is JSON")
}

fn together(parts: &[&Value]) -> Value {
    let objects = parts.iter().filter_map(|part| part.as_object()).flatten();
    Value::Object(objects.map(|(key, value)| (key.clone(), value.clone())).collect())
}

fn session(partial: &Value) -> Session {
    let config = Config::default().merged(partial).unwrap_or_else(|problem| panic!("{partial}: {problem}"));
    Session::new(config).expect("the configuration is valid")
}

#[test]
fn small_networks_learn_circle_xor_moons_and_spiral_for_every_seed() {
    let learns = learns();
    let epochs = learns["epochs"].as_u64().expect("a number") as u32;
    let wanted = learns["accuracy"].as_f64().expect("a number");
    for problem in learns["problems"].as_array().expect("a list") {
        for seed in learns["seeds"].as_array().expect("a list") {
            let seeds = json!({ "dataSeed": seed, "weightSeed": seed });
            let mut session = session(&together(&[&learns["common"], &problem["config"], &seeds]));
            session.train(Unit::Epoch, epochs);
            let accuracy = session.status().test_accuracy.expect("there are test points");
            assert!(
                accuracy >= wanted,
                "{} with seed {seed}: accuracy must reach {wanted}, got {accuracy}",
                problem["name"]
            );
        }
    }
}

#[test]
fn linear_logistic_and_softmax_regression_reach_the_optimum() {
    let learns = learns();
    let optima: Value = serde_json::from_str(include_str!("../reference/optima.json")).expect("optima.json is JSON");
    let tolerance = learns["optima"]["tolerance"].as_f64().expect("a number");
    let epochs = learns["optima"]["epochs"].as_u64().expect("a number") as u32;
    for case in learns["optima"]["cases"].as_array().expect("a list") {
        let found = optima["cases"].as_array().expect("a list").iter().find(|c| c["name"] == case["name"]);
        let optimum = found.unwrap_or_else(|| panic!("optima.json has {}", case["name"]));
        let labels = optimum[case["label"].as_str().expect("a key")].as_array().expect("a list");
        let is_class = case["label"] == "labels";
        let points: Value = optimum["X"]
            .as_array()
            .expect("a list")
            .iter()
            .zip(labels)
            .map(|(x, label)| {
                let label = label.as_f64().expect("a number") + if is_class { 1.0 } else { 0.0 };
                json!({ "x": x[0], "y": x[1], "label": label })
            })
            .collect();
        let rate = json!({ "points": points, "penaltyRate": optimum["lambda"] });
        let mut session = session(&together(&[&learns["optima"]["common"], &case["config"], &rate]));
        session.train(Unit::Epoch, epochs);
        let status = session.status();
        let loss = status.train_loss.expect("there are points") + status.penalty;
        let best = optimum["loss"].as_f64().expect("a number");
        assert!((loss - best).abs() <= tolerance, "{}: loss must be {best}, got {loss}", case["name"]);
    }
}
