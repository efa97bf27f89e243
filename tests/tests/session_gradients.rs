//! The gradient with respect to each weight that a session shows, against differences of the loss that it measures, and
//! against the update that gradient descent computes from it.

use playground::{Command, Config, Query, Session, Unit};
use serde_json::{Value, json};

fn session(partial: Value) -> Session {
    let config = Config::default().merged(&partial).expect("the configuration is valid");
    Session::new(config).expect("the configuration is valid")
}

fn gradients(session: &mut Session) -> Vec<f32> {
    session.answer(&Query::Gradients).numbers()
}

fn weights(session: &mut Session) -> Vec<f32> {
    session.answer(&Query::Weights).numbers()
}

/// The layer, unit and input that each position of the flat list belongs to.
fn places(sizes: &[usize]) -> Vec<(usize, usize, Option<usize>)> {
    let layer = |(layer, pair): (usize, &[usize])| {
        let (n_inputs, units) = (pair[0], pair[1]);
        let weights = (0..units).flat_map(move |unit| (0..n_inputs).map(move |input| (layer, unit, Some(input))));
        weights.chain((0..units).map(move |unit| (layer, unit, None))).collect::<Vec<_>>()
    };
    sizes.windows(2).enumerate().flat_map(layer).collect()
}

#[test]
fn gradients_agree_with_differences_of_the_measured_loss() {
    for partial in [
        json!({}),
        // More points than one block; the last block is not full.
        json!({ "count": 1000, "trainShare": 0.7, "noise": 0.3, "penalty": "l2", "penaltyRate": 0.1 }),
        json!({ "loss": "squared", "activation": "gelu", "dropout": 0.4 }),
        json!({ "classes": 3, "hiddenLayers": [3], "off": ["1.2"] }),
        json!({ "task": "regression", "penalty": "elastic", "penaltyRate": 0.05, "l1Share": 0.3 }),
    ] {
        let mut session = session(partial.clone());
        session.train(Unit::Epoch, 5);
        let (found, weights) = (gradients(&mut session), weights(&mut session));
        let places = places(&session.config().layer_sizes());
        assert_eq!((found.len(), places.len()), (weights.len(), weights.len()));
        let mut n_steep = 0;
        for (idx, (layer, unit, input)) in places.into_iter().enumerate() {
            let h = 1.0 / 64.0;
            let mut loss = |k: f32| {
                let value = weights[idx] + k * h;
                session.apply(Command::SetParameter { layer, unit, input, value }).expect("the value is finite");
                let status = session.status();
                status.train_loss.expect("there are training points") + status.penalty
            };
            let [two, one, minus_one, minus_two] = [2.0, 1.0, -1.0, -2.0].map(&mut loss);
            loss(0.0);
            if weights[idx].abs() <= 2.0 * h && partial["penalty"] == "elastic" {
                continue; // the difference would cross the kink of L1
            }
            let wanted = (8.0 * (one - minus_one) - (two - minus_two)) / (12.0 * f64::from(h));
            // The losses of single points have 24 bits, and the quotient multiplies their error by 64 · 1.5; in the mean over
            // hundreds of points it averages out. The fifth derivative adds (1/64)⁴/30 of itself.
            let is_close = (f64::from(found[idx]) - wanted).abs() <= 1e-4 * wanted.abs() + 1e-5;
            assert!(is_close, "{partial} at {idx}: {} against {wanted}", found[idx]);
            n_steep += usize::from(wanted.abs() > 1e-3);
        }
        assert!(n_steep > 5, "{partial}: {n_steep}");
    }
}

#[test]
fn a_step_of_gradient_descent_goes_down_these_gradients() {
    let rate = 1.0;
    let mut session =
        session(json!({ "batchSize": "all", "learningRate": rate, "penalty": "l2", "penaltyRate": 0.01 }));
    for _ in 0..3 {
        let (before, gradients) = (weights(&mut session), gradients(&mut session));
        session.train(Unit::Batch, 1);
        for ((after, before), gradient) in weights(&mut session).iter().zip(before).zip(gradients) {
            // Weights are rounded to 24 bits on the way, and the sums of gradients are formed in a different order.
            let is_close = (after - (before - rate as f32 * gradient)).abs() <= 1e-6;
            assert!(is_close, "{after} against {before} − {gradient}");
        }
    }
}

#[test]
fn looking_at_gradients_changes_nothing_and_follows_every_change() {
    let mut session = session(json!({}));
    session.train(Unit::Epoch, 1);
    let checksum = session.status().checksum;
    let before = gradients(&mut session);
    assert_eq!(session.status().checksum, checksum);
    for partial in [json!({ "loss": "hinge" }), json!({ "penalty": "l1", "penaltyRate": 1 }), json!({ "dataSeed": 7 })]
    {
        session.apply(Command::Configure { partial: partial.clone() }).expect("the configuration is valid");
        assert_ne!(gradients(&mut session), before, "{partial}");
        session.apply(Command::Undo).expect("there is something to undo");
        assert_eq!(gradients(&mut session), before, "{partial}");
    }
    session.apply(Command::SetPoints { points: Vec::new() }).expect("no points are points too");
    assert!(gradients(&mut session).is_empty());
}
