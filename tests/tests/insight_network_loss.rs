//! A network's loss at a point, written as definitions for the lab, has the network's own value and gradient.

use playground::insight::lab::{MOST_NODES, Program, network_loss};
use playground::{Command, Config, Model, Query, Session, Unit};
use serde_json::{Value, json};

/// A session that has one training point and has learnt a little from others.
fn session(edit: &Value) -> Session {
    let mut session = Session::new(Config::default().merged(edit).expect("a configuration")).expect("a session");
    session.train(Unit::Epoch, 5);
    let point = session.points().iter().copied().find(|point| !point.test).expect("a training point");
    let mut own = point.to_json();
    own.as_object_mut().expect("an object").remove("test");
    session
        .apply(Command::Configure { partial: json!({ "dataset": "own", "points": [own] }) })
        .expect("one point can be learnt from");
    session
}

#[test]
fn the_definitions_have_the_networks_loss_and_gradient() {
    for edit in [
        json!({}),
        json!({ "hiddenLayers": [] }),
        json!({ "hiddenLayers": [3], "activation": "relu", "loss": "hinge" }),
        json!({ "hiddenLayers": [3, 2], "activation": "gelu", "loss": "huber" }),
        json!({ "hiddenLayers": [2], "features": ["x1", "x2", "x1^2", "sin(x2)"], "activation": "softplus" }),
        json!({ "task": "regression", "hiddenLayers": [4], "activation": "silu" }),
        json!({ "task": "curve", "hiddenLayers": [5] }),
        json!({ "classes": 3, "hiddenLayers": [3], "loss": "cross-entropy", "dataset": "blobs" }),
        json!({ "off": ["1.2", "1.3<2", "2.1<b"] }),
    ] {
        let mut session = session(&edit);
        let point = session.points()[0];
        let model = Model::of(&session);
        let made =
            network_loss(session.config(), model.parameters(), &point).unwrap_or_else(|n| panic!("{edit}: {n} nodes"));
        let (names, at): (Vec<String>, Vec<f64>) = made.at.iter().cloned().unzip();
        let program = Program::of(&made.text, &names).unwrap_or_else(|error| panic!("{}{error}", made.text));
        assert_eq!(program.outputs.len(), 1, "{}", made.text);
        let loss = program.values(&at)[program.outputs[0].1];
        let expected = session.status().train_loss.expect("there is a point");
        assert!((loss - expected).abs() < 1e-6 * loss.abs().max(1.0), "{edit}: {loss}, the session says {expected}");
        let slopes = program.reverse(&at, 0).derivatives;
        let gradient = session.answer(&Query::Gradients).numbers();
        // The names follow the flat list: layer by layer, weights of a unit, then the biases of the layer.
        let network = model.network();
        let mut n = 0;
        for (idx, (layer, values)) in network.layers.iter().zip(network.split(&gradient)).enumerate() {
            for unit in 0..layer.units {
                for input in 0..=values.n_inputs {
                    let (name, own) = match input == values.n_inputs {
                        true => (format!("b{}{}", idx + 1, unit + 1), values.bias[unit]),
                        false => {
                            let name = format!("w{}{}{}", idx + 1, unit + 1, input + 1);
                            (name, values.weights[unit * values.n_inputs + input])
                        }
                    };
                    let Some(node) = program.nodes.iter().position(|node| node.name.as_deref() == Some(&name)) else {
                        assert_eq!(own, 0.0, "{edit}: {name} has no part");
                        continue;
                    };
                    assert!(
                        (slopes[node] - f64::from(own)).abs() < 2e-6 * slopes[node].abs().max(1.0),
                        "{edit}: {name} {} {own}",
                        slopes[node]
                    );
                    n += 1;
                }
            }
        }
        assert!(n > 2, "{edit}");
    }
}

#[test]
fn a_network_that_is_too_large_says_how_large() {
    let session = Session::new(Config::default().merged(&json!({ "hiddenLayers": [8, 8] })).unwrap()).unwrap();
    let model = Model::of(&session);
    let n =
        network_loss(session.config(), model.parameters(), &session.points()[0]).expect_err("it has too many nodes");
    assert!(n > MOST_NODES, "{n}");
}
