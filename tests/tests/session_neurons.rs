//! What can be seen of single neurons, against an independent computation: their planes, and which of them are dead or saturated.

use playground::{Answer, Command, Config, DEAD, Query, SATURATED, Session, Unit};
use serde_json::{Value, json};

fn session(partial: Value) -> Session {
    let config = Config::default().merged(&partial).expect("the configuration is valid");
    Session::new(config).expect("the configuration is valid")
}

fn set(session: &mut Session, layer: usize, unit: usize, input: Option<usize>, value: f32) {
    session.apply(Command::SetParameter { layer, unit, input, value }).expect("there is such a parameter");
}

#[test]
fn the_plane_of_a_neuron_is_the_one_that_the_picture_of_all_has() {
    for partial in [
        json!({}),
        json!({ "features": ["x1", "sin(x2)", "r"], "hiddenLayers": [5, 3], "activations": ["relu", "sigmoid"], "loss": "squared" }),
        json!({ "hiddenLayers": [4, 3], "activation": "gelu", "off": ["1.2", "1.3<1", "2.1<4", "2.2<b", "3.1<3"] }),
        json!({ "dataset": "blobs", "classes": 3, "loss": "cross-entropy", "off": ["3.2"] }),
        json!({ "hiddenLayers": [] }),
    ] {
        let mut session = session(partial);
        session.train(Unit::Epoch, 3);
        let side = 7;
        let all = session.answer(&Query::Neurons { side }).numbers();
        let mut planes = all.chunks_exact(side * side);
        for (column, units) in session.config().layer_sizes().into_iter().enumerate() {
            for unit in 0..units {
                let plane = session.answer(&Query::Neuron { column, unit, side }).numbers();
                let expected = planes.next().expect("there is a picture of each");
                assert_eq!(plane.len(), side * side);
                let close = |(a, b): (&f32, &f32)| (a - b).abs() < 1e-5 * b.abs().max(1.0);
                assert!(plane.iter().zip(expected).all(close), "neuron {unit} of column {column}");
            }
        }
        for (column, unit) in [(0, 99), (99, 0), (1, 99)] {
            assert_eq!(session.answer(&Query::Neuron { column, unit, side }), Answer::Numbers(Vec::new()));
        }
    }
}

/// A value and slope of tanh and of the rectifier in `f64`.
fn activated(name: &str, z: f64) -> (f64, f64) {
    match name {
        // 1 − tanh² would have lost the tail.
        "tanh" => (z.tanh(), 1.0 / (z.cosh() * z.cosh())),
        _ => (z.max(0.0), f64::from(u8::from(z > 0.0))),
    }
}

/// What the training points say of each hidden neuron of a network with features x1 and x2, computed neuron by neuron.
fn expected(session: &Session) -> Vec<f32> {
    let model = session.model();
    let number = |value: &Value| f64::from(value.as_f64().expect("it is a number") as f32);
    let points: Vec<Vec<f64>> = session
        .points()
        .iter()
        .filter(|point| !point.test)
        .map(|point| vec![f64::from(point.x), f64::from(point.y)])
        .collect();
    let (mut inputs, mut states) = (points, Vec::new());
    for (layer, name) in session.config().activations.iter().enumerate() {
        let layer = &model["layers"][layer];
        let (weights, bias) = (layer["weights"].as_array().expect("rows"), layer["bias"].as_array().expect("a list"));
        let mut outputs = vec![Vec::new(); inputs.len()];
        for (row, bias) in weights.iter().zip(bias) {
            let z = |input: &Vec<f64>| {
                row.as_array().expect("a list").iter().zip(input).map(|(w, x)| number(w) * x).sum::<f64>()
                    + number(bias)
            };
            let seen: Vec<(f64, f64)> = inputs.iter().map(|input| activated(name, z(input))).collect();
            outputs.iter_mut().zip(&seen).for_each(|(output, (value, _))| output.push(*value));
            let (low, high) = seen.iter().fold((f64::MAX, f64::MIN), |(l, h), (v, _)| (l.min(*v), h.max(*v)));
            let n_flat = seen.iter().filter(|(_, slope)| slope.abs() < 0.01).count();
            states.push(if high - low < 1e-7 || seen.iter().all(|(_, slope)| *slope < 1e-30) {
                DEAD
            } else if n_flat as f64 >= 0.95 * seen.len() as f64 {
                SATURATED
            } else {
                0.0
            });
        }
        inputs = outputs;
    }
    states
}

#[test]
fn dead_and_saturated_neurons_are_those_of_an_independent_computation() {
    for activation in ["relu", "tanh"] {
        // Points beyond one block of the plan, and not a multiple.
        let partial = json!({ "count": 333, "hiddenLayers": [6, 4], "activation": activation });
        let mut session = session(partial);
        let healthy = session.answer(&Query::NeuronStates).numbers();
        assert_eq!(healthy, expected(&session));
        assert_eq!(healthy, [0.0; 10], "initial weights are fine");
        // The first neuron is never above zero, the second steep, the third has no weights and the fourth hardly any points.
        set(&mut session, 0, 0, None, -1e3);
        set(&mut session, 0, 1, Some(0), 300.0);
        for input in [0, 1] {
            set(&mut session, 0, 2, Some(input), 0.0);
        }
        set(&mut session, 0, 3, Some(0), -1.0);
        set(&mut session, 0, 3, Some(1), 0.0);
        set(&mut session, 0, 3, None, -4.4);
        let states = session.answer(&Query::NeuronStates).numbers();
        assert_eq!(states, expected(&session), "{activation}");
        assert_eq!((states[0], states[2]), (DEAD, DEAD), "{activation}");
        let saturated = if activation == "tanh" { 1 } else { 3 };
        assert_eq!(states[saturated], SATURATED, "{activation}: {states:?}");
        assert_eq!(states[4..], [0.0; 6], "{activation}: the others learn");
    }
}

#[test]
fn a_neuron_that_is_off_is_no_patient_and_one_point_says_nothing() {
    let mut session = session(json!({ "activation": "relu", "off": ["1.1", "1.2<1", "1.2<2", "1.2<b"] }));
    let states = session.answer(&Query::NeuronStates).numbers();
    assert_eq!(states[..2], [0.0, DEAD]);
    session.apply(Command::SetPoints { points: session.points()[..1].to_vec() }).expect("one point is allowed");
    assert!(session.answer(&Query::NeuronStates).numbers().is_empty());
    let mut linear = self::session(json!({ "hiddenLayers": [] }));
    assert!(linear.answer(&Query::NeuronStates).numbers().is_empty());
}
