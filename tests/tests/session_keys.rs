//! A changed key reaches everything that is made from it. A session that was trained and then configured shows and does the
//! same, to the bit, as a fresh one that is loaded from its file: no plan, grid or measurement of before the change is left. What is
//! made again follows from the column `affects` of the table of keys, of which every row is tried.

use playground::keys::{KEYS, Kind};
use playground::problem::Format;
use playground::{Command, Config, Progress, Query, Session, Status, Trained, Unit};
use serde_json::{Value, json};

/// A key, the settings that it has an effect with, and what it is changed to.
type Row = (&'static str, Value, Value);

/// Keys that say what points are and change nothing that is computed.
const ONLY_NAMED: [&str; 3] = ["classNames", "axisNames", "scaling"];

/// At least one row per key; more where the change may be found in several ways.
fn rows() -> Vec<Row> {
    [about_data(), about_the_network(), about_training()].concat()
}

fn plain() -> Value {
    json!({})
}

/// The same own points with the labels 1 and 2, and more settings; they stay when a change keeps `dataset` "own".
fn labelled(mut more: Value) -> Value {
    let point = |k: i32| json!({ "x": k % 5, "y": 2 - k % 4, "label": 1 + k % 2, "test": k % 3 == 0 });
    more["dataset"] = json!("own");
    more["points"] = (0..24).map(point).collect();
    more
}

fn about_data() -> Vec<Row> {
    let own = |x: f64| {
        let point =
            |k: i32| json!({ "x": x * f64::from(k % 5), "y": 2 - k % 4, "label": 1 + k % 2, "test": k % 3 == 0 });
        json!({ "dataset": "own", "points": (0..24).map(point).collect::<Vec<_>>() })
    };
    vec![
        ("task", plain(), json!({ "task": "regression" })),
        ("task", plain(), json!({ "task": "curve" })),
        // Of all keys only the task changes.
        (
            "task",
            labelled(json!({ "loss": "squared" })),
            json!({ "task": "regression", "loss": "squared", "dataset": "own" }),
        ),
        (
            "task",
            labelled(json!({ "task": "regression" })),
            json!({ "task": "curve", "features": ["x1", "x2"], "dataset": "own" }),
        ),
        ("classes", plain(), json!({ "classes": 3 })),
        ("dataset", plain(), json!({ "dataset": "xor" })),
        ("formula", json!({ "dataset": "function" }), json!({ "formula": "x/2" })),
        ("arms", json!({ "dataset": "spiral" }), json!({ "arms": 3 })),
        ("count", plain(), json!({ "count": 40 })),
        ("noise", plain(), json!({ "noise": 0.4 })),
        ("labelFlips", plain(), json!({ "labelFlips": 0.2 })),
        ("balance", plain(), json!({ "balance": 0.3 })),
        ("trainShare", plain(), json!({ "trainShare": 0.7 })),
        ("trainShare", own(1.0), json!({ "trainShare": 0.4 })),
        ("dataSeed", plain(), json!({ "dataSeed": 2 })),
        ("points", own(1.0), own(1.1)),
        ("classNames", plain(), json!({ "classNames": ["no", "yes"] })),
        ("axisNames", plain(), json!({ "axisNames": ["length", "width"] })),
        ("scaling", plain(), json!({ "scaling": { "mean": [1, 2, 0], "scale": [3, 4, 1] } })),
    ]
}

/// So many initial weights of 0.5, as a configuration has them: four bytes, 0, 0, 0 and 63, each in base64url.
fn weights_of(n: usize) -> Value {
    const THREE: &str = "AAAAPwAAAD8AAAA_";
    const REST: [&str; 3] = ["", "AAAAPw", "AAAAPwAAAD8"];
    (THREE.repeat(n / 3) + REST[n % 3]).into()
}

fn about_the_network() -> Vec<Row> {
    vec![
        ("features", plain(), json!({ "features": ["x2", "r"] })),
        ("features", plain(), json!({ "features": ["x2", "x1", "x1*x2"] })),
        ("hiddenLayers", plain(), json!({ "hiddenLayers": [3, 3] })),
        ("hiddenLayers", plain(), json!({ "hiddenLayers": [] })),
        ("activations", plain(), json!({ "activations": ["relu", "tanh"] })),
        ("dropout", plain(), json!({ "dropout": 0.3 })),
        ("dropout", json!({ "dropout": 0.3 }), json!({ "dropout": 0.1 })),
        ("dropout", json!({ "dropout": 0.3 }), json!({ "dropout": 0 })),
        ("initialisation", plain(), json!({ "initialisation": "he-normal" })),
        ("biasInit", plain(), json!({ "biasInit": 0.5 })),
        ("weightSeed", plain(), json!({ "weightSeed": 2 })),
        ("weights", plain(), json!({ "weights": weights_of(25) })),
        ("weights", json!({ "hiddenLayers": [3] }), json!({ "hiddenLayers": [4, 2], "weights": weights_of(25) })),
        ("frozen", plain(), json!({ "frozen": ["1.2"] })),
        ("frozen", json!({ "frozen": ["1.2"] }), json!({ "frozen": [] })),
        ("off", plain(), json!({ "off": ["1.2"] })),
        ("off", json!({ "off": ["1.2"] }), json!({ "off": ["2.1"] })),
        ("frozen", json!({ "frozen": ["1.2<1"] }), json!({ "frozen": ["1.2<b"] })),
        ("off", plain(), json!({ "off": ["1.2<1"] })),
        ("off", json!({ "off": ["1.2<1"] }), json!({ "off": ["1.2<b", "3.1<1"] })),
    ]
}

fn about_training() -> Vec<Row> {
    vec![
        ("loss", plain(), json!({ "loss": "hinge" })),
        ("optimiser", plain(), json!({ "optimiser": "adam" })),
        ("optimiser", json!({ "optimiser": "adam" }), json!({ "optimiser": "momentum" })),
        ("optimiser", plain(), json!({ "optimiser": "newton" })),
        ("optimiserParams", json!({ "optimiser": "adam" }), json!({ "optimiserParams": { "b1": 0.5 } })),
        ("learningRate", plain(), json!({ "learningRate": 0.3 })),
        ("schedule", plain(), json!({ "schedule": "cosine" })),
        ("scheduleParams", json!({ "schedule": "step" }), json!({ "scheduleParams": { "step_size": 5 } })),
        ("rateFollowsBatch", json!({ "batchSize": 5 }), json!({ "rateFollowsBatch": true })),
        ("batchSize", plain(), json!({ "batchSize": 7 })),
        ("batchSize", plain(), json!({ "batchSize": "all" })),
        ("batchSize", json!({ "rateFollowsBatch": true }), json!({ "batchSize": 5 })),
        ("shuffle", plain(), json!({ "shuffle": false })),
        ("clip", plain(), json!({ "clip": 0.01 })),
        ("clip", json!({ "clip": 0.01 }), json!({ "clip": 0.1 })),
        ("clip", json!({ "clip": 0.01 }), json!({ "clip": null })),
        ("penalty", json!({ "penaltyRate": 0.1 }), json!({ "penalty": "l1" })),
        ("penaltyRate", json!({ "penalty": "l2" }), json!({ "penaltyRate": 0.1 })),
        ("l1Share", json!({ "penalty": "elastic", "penaltyRate": 0.1 }), json!({ "l1Share": 0.9 })),
        ("weightDecay", json!({ "optimiser": "adamw" }), json!({ "weightDecay": 0.5 })),
        ("stop", plain(), json!({ "stop": { "epochs": 4 } })),
        ("stop", plain(), json!({ "stop": { "testLoss": 100 } })),
        ("stop", plain(), json!({ "stop": { "accuracy": 0 } })),
        ("stop", json!({ "learningRate": 3, "noise": 0.5 }), json!({ "stop": { "patience": 1 } })),
    ]
}

fn session(partial: &Value) -> Session {
    let config = Config::default().merged(partial).unwrap_or_else(|problem| panic!("{partial}: {problem}"));
    Session::new(config).expect("the configuration is valid")
}

/// A fresh session at the model of another.
fn loaded(session: &Session) -> Session {
    let mut fresh = self::session(&json!({ "dataset": "xor", "hiddenLayers": [2] }));
    fresh
        .apply(Command::LoadModel { model: session.model(), skip_checks: false })
        .unwrap_or_else(|problem| panic!("{problem}"));
    fresh
}

/// The numbers and the answer to every query, bit by bit.
fn answers(session: &mut Session) -> (Status, Vec<Vec<u32>>) {
    let queries = [
        Query::Scores { side: 7 },
        Query::Neurons { side: 5 },
        Query::Neuron { column: 1, unit: 1, side: 5 },
        Query::NeuronStates,
        Query::SlopeField { side: 4 },
        Query::PointGradients { most: 9 },
        Query::BoundaryShift { most: 11 },
        Query::Gradients,
        Query::Contributions { samples: 5, most: 2, also: Some(0) },
        Query::Weights,
    ];
    let bits = |query: Query| session.answer(&query).numbers().into_iter().map(f32::to_bits).collect();
    let numbers = queries.into_iter().map(bits).collect();
    (session.status(), numbers)
}

/// Three steps each way; what they report, and the weights after them.
fn trained(session: &mut Session) -> ([Trained; 3], String) {
    let outcome = [Unit::Batch, Unit::Sample, Unit::Epoch].map(|unit| session.train(unit, 3));
    (outcome, session.status().checksum)
}

#[test]
fn whatever_key_changes_a_trained_session_goes_on_as_a_fresh_one_from_its_file() {
    for (key, base, change) in rows() {
        let what = format!("{key}: {base} and then {change}");
        let mut session = session(&json!({ "count": 60 }));
        session.apply(Command::Configure { partial: base }).unwrap_or_else(|problem| panic!("{what}: {problem}"));
        trained(&mut session);
        // Everything is compiled, and would be stale after the change.
        answers(&mut session);
        let mut unchanged = loaded(&session);
        session.apply(Command::Configure { partial: change }).unwrap_or_else(|problem| panic!("{what}: {problem}"));
        let mut fresh = loaded(&session);
        assert_eq!(answers(&mut session), answers(&mut fresh), "{what}");
        let outcome = trained(&mut session);
        assert_eq!(outcome, trained(&mut fresh), "{what}");
        assert_eq!(answers(&mut session), answers(&mut fresh), "{what}");
        let has_effect = outcome != trained(&mut unchanged);
        assert_eq!(has_effect, !ONLY_NAMED.contains(&key), "{what}: whether the change has an effect");
    }
}

#[test]
fn every_key_that_can_change_is_changed() {
    let rows = rows();
    let can_change = KEYS.iter().map(|key| key.name).filter(|name| *name != "version");
    let missing: Vec<&str> = can_change.filter(|name| rows.iter().all(|(key, ..)| key != name)).collect();
    assert_eq!(missing, Vec::<&str>::new(), "a key needs a row");
    for (key, base, change) in rows {
        let mut before = session(&json!({ "count": 60 }));
        before.apply(Command::Configure { partial: base }).expect("the base is valid");
        let after = before.config().merged(&change).expect("the change is valid").to_json();
        assert_ne!(before.config().to_json()[key], after[key], "{key} stays the same with {change}");
    }
}

/// The numbers of parameters of the networks below.
const SIZES: [usize; 3] = [25, 31, 10];

/// Values that a key may take, or parts of it.
fn values(kind: &Kind) -> Vec<Value> {
    match kind {
        Kind::Integer { min, max } => vec![json!(min), json!(min + 1), json!((min + 6).min(*max))],
        Kind::Number { min, max } => vec![json!(min), json!(min + (max - min) / 16.0), json!(max.min(1.0))],
        Kind::Positive { .. } => vec![json!(0.01), json!(0.5)],
        Kind::Flag => vec![json!(true), json!(false)],
        Kind::Choice(choices) => (choices.listed)().into_iter().rev().take(4).map(Value::from).collect(),
        Kind::Text { format: Format::Weights, .. } => SIZES.map(weights_of).to_vec(),
        Kind::Text { .. } => ["x/3", "x1^2", "x2", "1.1", "1.2", "2.1<2", "3.1<b"].map(Value::from).to_vec(),
        Kind::OrNull(kind) => [values(kind), vec![Value::Null]].concat(),
        Kind::OrWord(word, kind) => [values(kind), vec![json!(word)]].concat(),
        Kind::List { of, min, .. } if *min > 2 => {
            values(of).into_iter().map(|entry| Value::Array(vec![entry; *min])).collect()
        }
        Kind::List { of, .. } => {
            let entries = values(of);
            let pair = entries.iter().rev().take(2).cloned().collect();
            [entries.into_iter().map(|entry| Value::Array(vec![entry])).collect(), vec![json!([]), Value::Array(pair)]]
                .concat()
        }
        Kind::Numbers => ["b1", "rho", "eps", "step_size", "gamma", "beta"].map(|name| json!({ name: 0.7 })).to_vec(),
        Kind::Record { required, optional } => {
            let field = |key: &playground::keys::Key| (key.name.to_owned(), values(&key.kind)[1].clone());
            let all = required.iter().map(field);
            vec![all.clone().collect(), all.chain(optional.iter().map(field)).collect()]
        }
    }
}

/// Configurations in which keys have an effect that they have not elsewhere.
fn bases() -> [Value; 6] {
    [
        json!({ "clip": 0.01, "dropout": 0.2, "optimiser": "adam", "penalty": "elastic", "penaltyRate": 0.1 }),
        json!({ "dataset": "spiral", "optimiser": "adamw", "weightDecay": 0.1, "schedule": "step" }),
        json!({ "dataset": "function", "frozen": ["1.3"], "off": ["2.1"], "optimiser": "momentum", "noise": 0.2 }),
        json!({ "task": "regression", "batchSize": "all", "rateFollowsBatch": true, "schedule": "exponential" }),
        json!({ "task": "curve", "hiddenLayers": [3], "optimiser": "rmsprop", "noise": 0.1 }),
        labelled(json!({ "classes": 3 })),
    ]
}

#[test]
fn every_row_of_the_table_says_all_that_it_affects() {
    for key in KEYS.iter().filter(|key| key.name != "version") {
        let mut n_changes = 0;
        for base in bases() {
            let begin = || {
                let mut session = session(&json!({ "count": 30 }));
                session.apply(Command::Configure { partial: base.clone() }).expect("the base is valid");
                session
            };
            for value in values(&key.kind) {
                let change = json!({ key.name: value });
                let mut session = begin();
                trained(&mut session);
                answers(&mut session);
                let before = session.config().to_json();
                let command = Command::Configure { partial: change.clone() };
                if session.apply(command.clone()).is_err() || session.config().to_json()[key.name] == before[key.name] {
                    continue;
                }
                n_changes += 1;
                let what = format!("{base} and then {change}");
                let rebuilds = ["task", "initialisation", "biasInit", "weightSeed", "weights"].contains(&key.name);
                let restarts = rebuilds || key.name.starts_with("optimiser");
                let Progress { step, optimiser_step, .. } = session.progress();
                assert_eq!((step == 0, optimiser_step == 0), (rebuilds, restarts), "{what}");
                // Losses may be no numbers, which equal nothing.
                let mut fresh = loaded(&session);
                assert_eq!(format!("{:?}", answers(&mut session)), format!("{:?}", answers(&mut fresh)), "{what}");
                let after = (trained(&mut session), trained(&mut fresh));
                assert_eq!(format!("{:?}", after.0), format!("{:?}", after.1), "{what}");
                assert_eq!(format!("{:?}", answers(&mut session)), format!("{:?}", answers(&mut fresh)), "{what}");
                // At step 0, as one that begins with the configuration.
                let mut session = begin();
                answers(&mut session);
                session.apply(command).expect("it was accepted above");
                let mut fresh = Session::new(session.config().clone()).expect("the configuration is valid");
                assert_eq!(
                    format!("{:?}", answers(&mut session)),
                    format!("{:?}", answers(&mut fresh)),
                    "{what} at step 0"
                );
            }
        }
        assert!(n_changes > 0, "{} needs a value that can be tried", key.name);
    }
}
