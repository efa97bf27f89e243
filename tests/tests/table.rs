//! Tables from the literature, all the way: files → points → a trained network, in the units of the files.

use playground::table::{Mapping, Reading, Table, import};
use playground::{Config, Session, Unit};
use serde_json::{Value, json};

const RIPLEY: &str = include_str!("../../web/data/ripley-synth-train.csv");

/// The loss of the best logistic regression on Ripley's training points: the optimum of a convex function, known to seven digits.
const OPTIMUM: f64 = 0.322_839_3;

#[test]
fn logistic_regression_on_ripleys_points_reaches_the_known_loss_in_their_own_units() {
    let table = Table::read(&RIPLEY.into(), Reading::default()).expect("it is a table");
    let mapping = Mapping::guess(&table).expect("it has positions");
    let imported = import(&[&table], &mapping, 1, 5000).expect("it has two classes");
    let scaling = imported.scaling.expect("it takes little of the plane");
    let config = Config::default().merged(&imported.changes()).expect("points are a change");
    let linear =
        json!({ "hiddenLayers": [], "learningRate": 1, "optimiser": "newton", "optimiserParams": { "damping": 1e-6 } });
    let mut session = Session::new(config.merged(&linear).expect("a linear model")).expect("it is valid");
    session.train(Unit::Epoch, 60);
    let model = session.model();
    let number = |value: &Value| value.as_f64().expect("a number");
    let layer = &model["layers"][0];
    let on_plane = [number(&layer["weights"][0][0]), number(&layer["weights"][0][1])];
    let weights = [0, 1].map(|axis| on_plane[axis] / scaling.scale[axis]);
    let bias = number(&layer["bias"][0]) - weights[0] * scaling.mean[0] - weights[1] * scaling.mean[1];
    let loss = |line: &str| {
        let cells: Vec<f64> = line.split(',').map(|cell| cell.parse().expect("a number")).collect();
        let score = weights[0] * cells[1] + weights[1] * cells[2] + bias;
        (1.0 + score.exp()).ln() - cells[3] * score
    };
    let losses: Vec<f64> = RIPLEY.lines().skip(1).map(loss).collect();
    let mean = losses.iter().sum::<f64>() / losses.len() as f64;
    assert_eq!(losses.len(), 250);
    assert!((mean - OPTIMUM).abs() < 1e-6, "the loss must be {OPTIMUM}, got {mean}");
    let shown = session.status().train_loss.expect("there are points");
    assert!((shown - OPTIMUM).abs() < 1e-6, "the loss must be {OPTIMUM}, got {shown}");
}
