//! One point's way through the network against a plain forward and backward pass that is written out here, for every activation,
//! loss and task; and what cannot be traced.

use playground::insight::{Place, Trace, trace};
use playground::{Command, Config, Point, Session, Unit};
use serde_json::{Value, json};

fn session(partial: &Value) -> Session {
    let config = Config::default().merged(partial).expect("the configuration is valid");
    Session::new(config).expect("the configuration is valid")
}

/// An activation and its derivative, from the definitions.
fn activation(name: &str, z: f64) -> (f64, f64) {
    let sigmoid = |x: f64| 1.0 / (1.0 + libm::exp(-x));
    let on = |is: bool| f64::from(u8::from(is));
    let (root2, pi) = (std::f64::consts::SQRT_2, std::f64::consts::PI);
    match name {
        "linear" => (z, 1.0),
        "relu" => (z.max(0.0), on(z > 0.0)),
        "leaky-relu" => (if z > 0.0 { z } else { 0.01 * z }, if z > 0.0 { 1.0 } else { 0.01 }),
        "elu" => (if z > 0.0 { z } else { libm::expm1(z) }, if z > 0.0 { 1.0 } else { libm::exp(z) }),
        "selu" => {
            let (scale, alpha) = (1.050_700_987_355_480_5, 1.673_263_242_354_377_2);
            let (value, slope) = if z > 0.0 { (z, 1.0) } else { (alpha * libm::expm1(z), alpha * libm::exp(z)) };
            (scale * value, scale * slope)
        }
        "gelu" => {
            let (cdf, pdf) = (0.5 * (1.0 + libm::erf(z / root2)), libm::exp(-z * z / 2.0) / libm::sqrt(2.0 * pi));
            (z * cdf, cdf + z * pdf)
        }
        "silu" => (z * sigmoid(z), sigmoid(z) * (1.0 + z * (1.0 - sigmoid(z)))),
        "softplus" => (libm::log1p(libm::exp(z)), sigmoid(z)),
        "softsign" => (z / (1.0 + z.abs()), 1.0 / (1.0 + z.abs()).powi(2)),
        "sigmoid" => (sigmoid(z), sigmoid(z) * (1.0 - sigmoid(z))),
        "tanh" => (libm::tanh(z), 1.0 - libm::tanh(z).powi(2)),
        "hard-tanh" => (z.clamp(-1.0, 1.0), on(z.abs() < 1.0)),
        "sine" => (libm::sin(z), libm::cos(z)),
        "gaussian" => (libm::exp(-z * z), -2.0 * z * libm::exp(-z * z)),
        "abs" => (z.abs(), if z == 0.0 { 0.0 } else { z.signum() }),
        "mish" => {
            let t = libm::tanh(libm::log1p(libm::exp(z)));
            (z * t, t + z * (1.0 - t * t) * sigmoid(z))
        }
        "step" => (on(z >= 0.0), 0.0),
        "step-gt" => (on(z > 0.0), 0.0),
        "gelu-tanh" => {
            let root = libm::sqrt(2.0 / pi);
            let t = libm::tanh(root * (z + 0.044715 * z * z * z));
            (0.5 * z * (1.0 + t), 0.5 * (1.0 + t) + 0.5 * z * (1.0 - t * t) * root * (1.0 + 3.0 * 0.044715 * z * z))
        }
        other => panic!("{other} has no formula here"),
    }
}

/// The loss of scores, its slopes by them, and the prediction.
fn loss(config: &Config, scores: &[f64], label: f64) -> (f64, Vec<f64>, Vec<f64>) {
    let s = scores[0];
    let sign = if label == 2.0 { 1.0 } else { -1.0 };
    let sigmoid = |x: f64| 1.0 / (1.0 + libm::exp(-x));
    let distance = |name: &str, d: f64| match name {
        "squared" => (0.5 * d * d, d),
        "absolute" => (d.abs(), if d == 0.0 { 0.0 } else { d.signum() }),
        "huber" if d.abs() <= 1.0 => (0.5 * d * d, d),
        "huber" => (d.abs() - 0.5, d.signum()),
        other => panic!("{other} has no formula here"),
    };
    let one = |(loss, slope): (f64, f64), predict: f64| (loss, vec![slope], vec![predict]);
    if config.task != playground::Task::Classification {
        return one(distance(&config.loss, s - label), s);
    }
    let margin = ((s + 1.0) / 2.0).clamp(0.0, 1.0);
    match config.loss.as_str() {
        "log" | "logistic" => one((libm::log1p(libm::exp(-sign * s)), -sign * sigmoid(-sign * s)), sigmoid(s)),
        "hinge" => one(((1.0 - sign * s).max(0.0), if sign * s < 1.0 { -sign } else { 0.0 }), margin),
        "squared-hinge" => one(((1.0 - sign * s).max(0.0).powi(2), -2.0 * sign * (1.0 - sign * s).max(0.0)), margin),
        "exponential" => one((libm::exp(-sign * s), -sign * libm::exp(-sign * s)), margin),
        "cross-entropy" => {
            let total: f64 = scores.iter().map(|s| libm::exp(*s)).sum();
            let shares: Vec<f64> = scores.iter().map(|s| libm::exp(*s) / total).collect();
            let class = label as usize - 1;
            let slopes = shares.iter().enumerate().map(|(k, share)| share - f64::from(u8::from(k == class)));
            (-libm::log(shares[class]), slopes.collect(), shares)
        }
        name => {
            let t = libm::tanh(s);
            let (loss, slope) = distance(name, t - sign);
            one((loss, slope * (1.0 - t * t)), (t + 1.0) / 2.0)
        }
    }
}

/// The weights of the model file, layer by layer, and which units are off.
fn weights(session: &mut Session) -> Vec<(Vec<Vec<f64>>, Vec<f64>)> {
    let number = |value: &Value| f64::from(value.as_f64().expect("it is a number") as f32);
    let row = |row: &Value| row.as_array().expect("it is a row").iter().map(number).collect::<Vec<f64>>();
    let layer = |layer: &Value| {
        (layer["weights"].as_array().expect("they are rows").iter().map(row).collect(), row(&layer["bias"]))
    };
    session.model()["layers"].as_array().expect("a model has layers").iter().map(layer).collect()
}

fn close(what: &str, got: f64, wanted: f64) {
    assert!((got - wanted).abs() <= 1e-9 * wanted.abs().max(1.0), "{what}: {got}, by hand {wanted}");
}

/// Compares a trace with the passes written out here.
fn compare(session: &mut Session, found: &Trace, context: &str) {
    let layers = weights(session);
    let config = session.config().clone();
    let mut inputs = vec![found.features.clone()];
    let mut slopes = Vec::new();
    for (idx, (w, b)) in layers.iter().enumerate() {
        let name = config.activations.get(idx).map_or("linear", String::as_str);
        let (mut a, mut slope) = (Vec::new(), Vec::new());
        for (unit, row) in w.iter().enumerate() {
            let z = row.iter().zip(&inputs[idx]).map(|(w, a)| w * a).sum::<f64>() + b[unit];
            let (value, rise) = activation(name, z);
            close(&format!("{context} z {idx} {unit}"), found.layers[idx].z[unit], z);
            close(&format!("{context} a {idx} {unit}"), found.layers[idx].a[unit], value);
            close(&format!("{context} slope {idx} {unit}"), found.layers[idx].slope[unit], rise);
            a.push(value);
            slope.push(rise);
        }
        inputs.push(a);
        slopes.push(slope);
    }
    let (value, mut delta, predict) = loss(&config, &inputs[layers.len()], f64::from(found.point.label));
    close(&format!("{context} loss"), found.loss, value);
    found.predict.iter().zip(predict).for_each(|(got, wanted)| close(&format!("{context} predict"), *got, wanted));
    assert_eq!(found.score, inputs[layers.len()].iter().zip(&found.score).map(|(_, s)| *s).collect::<Vec<_>>());
    for idx in (0..layers.len()).rev() {
        for (unit, d) in delta.iter().enumerate() {
            close(&format!("{context} delta {idx} {unit}"), found.layers[idx].delta[unit], *d);
            close(&format!("{context} bias {idx} {unit}"), found.gradient[idx].bias[unit], *d);
            for (input, a) in inputs[idx].iter().enumerate() {
                close(
                    &format!("{context} weight {idx} {unit} {input}"),
                    found.gradient[idx].weights[unit][input],
                    d * a,
                );
            }
        }
        if idx > 0 {
            let back = |unit: usize| layers[idx].0.iter().zip(&delta).map(|(row, d)| row[unit] * d).sum::<f64>();
            delta = (0..inputs[idx].len()).map(|unit| back(unit) * slopes[idx - 1][unit]).collect();
        }
    }
}

#[test]
fn every_activation_with_every_loss_and_task_traces_as_by_hand() {
    let tasks = [
        json!({ "task": "classification" }),
        json!({ "task": "classification", "classes": 4 }),
        json!({ "task": "regression" }),
        json!({ "task": "curve" }),
    ];
    let mut n = 0;
    for task in tasks {
        let base = Config::default().merged(&task).expect("the task is one");
        for loss in playground::losses(base.task, base.classes) {
            for activation in nn::activation::all() {
                let mut partial = task.clone();
                let more = json!({
                    "count": 20, "hiddenLayers": [3, 2], "activation": activation.name, "loss": loss, "noise": 0.5,
                    "weightSeed": n, "biasInit": 0.1, "penalty": "l2", "penaltyRate": 0.1, "dropout": 0.5,
                });
                let fields = more.as_object().expect("it is an object").clone();
                partial.as_object_mut().expect("it is an object").extend(fields);
                let mut session = session(&partial);
                for point in [0, 7, 19] {
                    let found = trace(&mut session, Place::Index(point), false).expect("there is such a point");
                    assert_eq!(found.point, session.points()[point]);
                    compare(&mut session, &found, &format!("{loss} {} {point}", activation.name));
                }
                n += 1;
            }
        }
    }
    assert!(n >= 15 * 17, "{n}");
}

#[test]
fn a_point_that_is_not_there_is_traced_as_one_that_is() {
    let mut session = session(&json!({ "features": ["x1", "x2", "x1*x2", "sin(x1)"] }));
    session.train(Unit::Epoch, 3);
    let place = Place::Point(Point { x: 1.25, y: -2.5, label: 2.0, test: false });
    let found = trace(&mut session, place, false).expect("any point can be traced");
    assert_eq!(found.features[..3], [1.25, -2.5, -3.125]);
    compare(&mut session, &found, "a typed point");
    let scores = session.scores(&[[1.25, -2.5]]);
    assert_eq!(found.score[0] as f32, scores[0][0]);
}

#[test]
fn what_is_switched_off_has_slope_0_and_passes_nothing() {
    let mut session = session(&json!({ "hiddenLayers": [3, 2], "off": ["1.2", "2.1<1", "1.1<b"], "biasInit": 0.5 }));
    session.train(Unit::Epoch, 2);
    let found = trace(&mut session, Place::Index(3), false).expect("there is such a point");
    let layers = weights(&mut session);
    let [first, second] = [&found.layers[0], &found.layers[1]];
    assert_eq!((first.a[1], first.slope[1], first.delta[1]), (0.0, 0.0, 0.0));
    assert_eq!((found.gradient[0].bias[0], found.gradient[1].weights[0][0]), (0.0, 0.0), "what is cut has no slope");
    // δ is slope · Wᵀδ, with 0 where a weight is cut.
    let back = |unit: usize| {
        (0..2).map(|k| if (k, unit) == (0, 0) { 0.0 } else { layers[1].0[k][unit] * second.delta[k] }).sum::<f64>()
    };
    (0..3).for_each(|unit| close("delta", first.delta[unit], first.slope[unit] * back(unit)));
}

#[test]
fn what_cannot_be_traced_is_refused() {
    let mut session = session(&json!({ "count": 20, "dropout": 0.3, "batchSize": 3 }));
    let refused =
        |session: &mut Session, place, masks| trace(session, place, masks).expect_err("it is refused").to_string();
    assert_eq!(refused(&mut session, Place::Index(20), false), "point must be below 20, the number of points, got 20");
    let test = session.points().iter().position(|point| point.test).expect("half of the points test");
    let text = "point must be the index of a point of the next batch where masks are wanted, got";
    assert_eq!(refused(&mut session, Place::Index(test), true), format!("{text} {test}"));
    let place = Place::Point(session.points()[0]);
    assert!(refused(&mut session, place, true).starts_with(text));
    session
        .apply(Command::Configure { partial: json!({ "dataset": "own", "points": [] }) })
        .expect("no points are valid");
    assert_eq!(refused(&mut session, Place::Index(0), false), "There are no points");
    assert_eq!(refused(&mut session, Place::Index(0), true), "There is no point to train on");
}
