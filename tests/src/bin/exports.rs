//! Writes networks of every kind in every format, with what they must predict, for the programs of `tests/exports`.
//!
//! Usage: `exports FOLDER`. Each case is a folder with its files; `cases.json` names the cases with positions in the units of the data,
//! scores, predictions, names of classes, and where training goes on the losses of the next steps.

use std::fs;
use std::path::Path;

use nn::activation;
use playground::export::FORMATS;
use playground::{Config, Exported, Model, Session, Task, Unit, losses};
use playground_tests::only_here::ONLY_HERE;
use serde_json::{Value, json};

/// So many losses of the steps after the export are compared.
const N_LOSSES: usize = 50;

fn main() {
    let folder = std::env::args().nth(1).expect("usage: exports FOLDER");
    activation::register(&ONLY_HERE);
    let cases = cases();
    let mut written = Vec::new();
    for (idx, (name, partial, trains)) in cases.iter().enumerate() {
        let folder = Path::new(&folder).join(format!("case_{idx:03}"));
        fs::create_dir_all(&folder).expect("the folder can be made");
        written.push(write(&folder, name, partial, *trains));
    }
    let text = Value::from(written).to_string();
    fs::write(Path::new(&folder).join("cases.json"), text).expect("the file can be written");
    println!("{} cases in {} formats", cases.len(), FORMATS.len());
}

fn write(folder: &Path, name: &str, partial: &Value, trains: bool) -> Value {
    let config = Config::default().merged(partial).unwrap_or_else(|problem| panic!("{name}: {problem}"));
    let mut session = Session::new(config.clone()).expect("the configuration is valid");
    session.train(Unit::Batch, 13);
    let model = Model::of(&session);
    for format in &FORMATS {
        let file = folder.join(format.file);
        match model.export(format.name).expect("the format is known") {
            Exported::Text(text) => fs::write(file, text),
            Exported::Bytes(bytes) => fs::write(file, bytes),
        }
        .expect("the file can be written");
    }
    let side: Vec<f32> = vec![-5.5, -2.25, 0.0, 0.75, 4.0];
    let plane: Vec<[f32; 2]> = side.iter().flat_map(|x| side.iter().map(|y| [*x, *y])).collect();
    let (mean, scale) = config.scaling.map_or(([0.0; 3], [1.0; 3]), |scaling| (scaling.mean, scaling.scale));
    let in_units = |at: &[f32; 2]| [0, 1].map(|axis| f64::from(at[axis]) * scale[axis] + mean[axis]);
    let is_class = config.task == Task::Classification;
    let label = |value: f32| if is_class { f64::from(value) } else { f64::from(value) * scale[2] + mean[2] };
    let scores = model.predictor().scores(&plane);
    let names =
        config.class_names.clone().unwrap_or_else(|| (1..=config.classes).map(|k| format!("class {k}")).collect());
    let class = |scores: &Vec<f32>| match scores.len() {
        1 => usize::from(scores[0] >= 0.0),
        n => playground::winner(n, |k| scores[k]),
    };
    let next = |_| {
        session.train(Unit::Batch, 1);
        session.status().train_loss
    };
    json!({
        "name": name,
        "positions": plane.iter().map(in_units).collect::<Vec<_>>(),
        "plane": plane,
        "score": scores,
        "predict": model.predictor().predict(&plane).into_iter().map(|values| values.into_iter().map(label).collect()).collect::<Vec<Vec<f64>>>(),
        "classes": is_class.then(|| scores.iter().map(|scores| names[class(scores)].clone()).collect::<Vec<_>>()),
        "losses": trains.then(|| (0..N_LOSSES).map(next).collect::<Vec<_>>()),
        "points": playground::data::build(&config).iter().map(playground::Point::to_json).collect::<Vec<_>>(),
        "scaling": { "mean": mean, "scale": scale },
    })
}

/// The configurations that are exported.
#[derive(Default)]
struct Cases(Vec<(String, Value, bool)>);

impl Cases {
    /// One with its name, what differs from the default configuration, and whether training goes on.
    fn add(&mut self, name: impl Into<String>, more: &[&Value], trains: bool) {
        let mut whole =
            json!({ "count": 60, "hiddenLayers": [4, 3], "activation": "tanh", "batchSize": 7, "learningRate": 0.05 });
        for (key, value) in more.iter().flat_map(|more| more.as_object().expect("a partial configuration")) {
            whole[key] = value.clone();
        }
        // A network without hidden layers has no activation.
        whole.as_object_mut().expect("a partial configuration").retain(|_, value| !value.is_null());
        self.0.push((name.into(), whole, trains));
    }
}

fn cases() -> Vec<(String, Value, bool)> {
    let tasks = [
        ("two classes", json!({ "task": "classification" })),
        ("three classes", json!({ "task": "classification", "classes": 3 })),
        ("regression", json!({ "task": "regression" })),
        ("curve", json!({ "task": "curve" })),
    ];
    let mut cases = Cases::default();
    for (task, partial) in &tasks {
        for activation in activation::listed() {
            let activation = activation.name;
            cases.add(format!("{task}, {activation}"), &[partial, &json!({ "activation": activation })], false);
        }
    }
    for (task, partial, fitting) in [
        ("two classes", &tasks[0].1, losses(Task::Classification, 2)),
        ("three classes", &tasks[1].1, losses(Task::Classification, 3)),
        ("regression", &tasks[2].1, losses(Task::Regression, 2)),
    ] {
        for loss in fitting {
            cases.add(format!("{task}, {loss}"), &[partial, &json!({ "loss": loss })], true);
        }
    }
    add_features(&mut cases);
    let scaled = json!({ "scaling": { "mean": [5.84, -30.5, 100], "scale": [0.83, 12, 7.5] }, "axisNames": ["length, cm", "age"] });
    let odd = json!({ "classNames": ["yes \"really\"", "no\\n « 点 » */ ''' {{", "=1+2, or"] });
    for (task, partial) in &tasks {
        cases.add(format!("{task}, scaled and named"), &[partial, &scaled, &odd], true);
    }
    let off = json!({ "off": ["1.2", "2.1<3", "2.2<b", "1.1<1"], "frozen": ["1.3", "2.3<1"] });
    cases.add("parts off and frozen", &[&off, &json!({ "activation": "sigmoid" })], true);
    cases.add("an output off", &[&tasks[1].1, &json!({ "off": ["3.2"] })], true);
    let no_layer = json!({ "hiddenLayers": [], "activations": [], "activation": null });
    cases.add("no hidden layer", &[&no_layer], true);
    add_training(&mut cases);
    cases.0
}

fn add_features(cases: &mut Cases) {
    let names = ["x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)", "cos(x1)", "cos(x2)", "r"];
    cases.add("all features", &[&json!({ "features": names })], true);
    let typed = [
        "1/(x1 - 0.1)",
        "max(x1, x2)",
        "if(x1 > 0, x2, 1)",
        "3",
        "abs(x1)^1.5",
        "normcdf(x1)",
        "x1 >= x2",
        "tan(x1/4)",
        "softsign(x2) + softplus(x1)",
        "sign(x1)*erf(x2)",
        "ln1p(x1^2) - expm1(-x2^2)",
        "2^x1 + sech2(x2)",
        "min(x1, -x2)^3",
    ];
    cases.add("typed features", &[&json!({ "features": typed[..7] })], false);
    cases.add("more typed features", &[&json!({ "features": typed[7..] })], false);
}

/// Whatever changes how a network is trained.
fn add_training(cases: &mut Cases) {
    for optimiser in nn::optimiser::listed() {
        let wanted = json!({ "optimiser": optimiser.name, "learningRate": 0.01, "penalty": "l2", "penaltyRate": 0.01 });
        let decay = if optimiser.decays_weights { json!({ "weightDecay": 0.1 }) } else { json!({}) };
        let newton = optimiser.name == "newton";
        let batch = if newton { json!({ "hiddenLayers": [2], "batchSize": "all" }) } else { json!({}) };
        cases.add(optimiser.name, &[&wanted, &decay, &batch], !newton);
    }
    for schedule in nn::schedule::listed() {
        let wanted = json!({ "schedule": schedule.name, "learningRate": 0.1, "rateFollowsBatch": true, "penalty": "l1", "penaltyRate": 0.003 });
        cases.add(format!("schedule {}", schedule.name), &[&wanted], true);
    }
    let rest = json!({ "optimiser": "adam", "dropout": 0.25, "clip": 0.05, "penalty": "elastic", "penaltyRate": 0.01, "l1Share": 0.3 });
    cases.add("dropout, clipping, elastic", &[&rest], true);
    cases.add(
        "one order, all points",
        &[&json!({ "shuffle": false, "batchSize": "all", "optimiser": "momentum" })],
        true,
    );
}
