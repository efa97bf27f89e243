//! What can be seen of a session, against an independent computation: planes, arrows, shares and predictions.

use playground::{Config, Query, Session, Unit};
use serde_json::{Value, json};

fn session(partial: Value) -> Session {
    let config = Config::default().merged(&partial).expect("the configuration is valid");
    Session::new(config).expect("the configuration is valid")
}

#[test]
fn slope_field_arrows_agree_with_finite_differences_of_the_score() {
    for partial in [
        json!({ "features": ["x1", "x2", "x1*x2", "sin(x1)", "r"] }),
        json!({ "hiddenLayers": [8, 8], "activation": "gelu" }),
        json!({ "hiddenLayers": [], "features": ["x1^2", "exp(-x2^2)"] }),
    ] {
        let mut session = session(partial);
        session.train(Unit::Epoch, 20);
        let arrows = session.answer(&Query::SlopeField { side: 8 }).numbers();
        assert_eq!(arrows.len(), 4 * 64);
        let h = 1e-2_f32;
        for arrow in arrows.chunks(4) {
            let [x, y, dx, dy] = [arrow[0], arrow[1], arrow[2], arrow[3]];
            let scores = session.scores(&[[x + h, y], [x - h, y], [x, y + h], [x, y - h]]);
            let difference = |a: usize, b: usize| (scores[a][0] - scores[b][0]) / (2.0 * h);
            let (fx, fy) = (difference(0, 1), difference(2, 3));
            // A central difference of f32 scores: rounding 1e-7/h and a third derivative · h²/6.
            let close = |a: f32, b: f32| (a - b).abs() < 2e-3 * (1.0 + a.abs().max(b.abs()));
            assert!(close(dx, fx) && close(dy, fy), "at {x}, {y}: ({dx}, {dy}) against ({fx}, {fy})");
        }
    }
}

#[test]
fn pictures_cover_the_plane_from_the_top_left() {
    let mut session = session(json!({ "hiddenLayers": [3] }));
    session.train(Unit::Epoch, 5);
    let mut planes =
        |side| [Query::Scores { side }, Query::Neurons { side }].map(|query| session.answer(&query).numbers());
    let ([scores, _], [_, neurons], fine) = (planes(5), planes(3), planes(21));
    let corner = session.scores(&[[-6.0, 6.0], [6.0, -6.0]]);
    // The grid is computed in f32, the scores in f64.
    let close = |a: f32, b: f32| (a - b).abs() < 1e-5 * b.abs().max(1.0);
    assert!(close(scores[0], corner[0][0]) && close(scores[24], corner[1][0]));
    // Two features, three neurons, one output; the first plane is x1.
    assert_eq!(neurons.len(), 6 * 9);
    assert_eq!(neurons[..3], [-6.0, 0.0, 6.0]);
    assert_eq!(neurons[9..12], [6.0, 6.0, 6.0]);
    // More points than a block of the plan, and not a multiple: the output neuron, which is linear, shows the score.
    let [scores, neurons] = fine;
    let places: Vec<[f32; 2]> = (0..441).map(|k| [0.6 * (k % 21) as f32 - 6.0, 6.0 - 0.6 * (k / 21) as f32]).collect();
    assert!(scores.iter().zip(session.scores(&places)).all(|(found, exact)| close(*found, exact[0])));
    assert_eq!(neurons.len(), 6 * 441);
    assert_eq!(neurons[5 * 441..], scores);
}

#[test]
fn predictions_are_as_exact_as_the_weights_and_need_no_points() {
    let session = session(json!({ "activation": "gelu", "hiddenLayers": [2], "initialisation": "normal" }));
    assert_eq!(session.predict(&[]), Vec::<Vec<f32>>::new());
    let model = session.model();
    let number = |value: &Value| value.as_f64().expect("a number");
    let gelu = |z: f64| 0.5 * z * (1.0 + libm::erf(z / std::f64::consts::SQRT_2));
    let layer = |k: usize, input: &[f64]| -> Vec<f64> {
        let (rows, bias) = (&model["layers"][k]["weights"], &model["layers"][k]["bias"]);
        let z = |unit: usize| {
            input.iter().enumerate().map(|(i, x)| number(&rows[unit][i]) * x).sum::<f64>() + number(&bias[unit])
        };
        (0..bias.as_array().expect("a list").len()).map(z).collect()
    };
    let hidden: Vec<f64> = layer(0, &[-5.5, 4.25]).into_iter().map(gelu).collect();
    let score = layer(1, &hidden)[0];
    let predicted = f64::from(session.predict(&[[-5.5, 4.25]])[0][0]);
    // The decimals in the file are those of f32, and so are those of the answer.
    assert!((f64::from(session.scores(&[[-5.5, 4.25]])[0][0]) - score).abs() < 3e-7 * score.abs().max(1.0));
    assert!((predicted - 1.0 / (1.0 + libm::exp(-score))).abs() < 1e-7);
}

#[test]
fn the_share_of_each_class_is_that_of_the_predictions_over_the_plane() {
    for (partial, n_classes) in [(json!({}), 2), (json!({ "classes": 4, "dataset": "spiral", "arms": 4 }), 4)] {
        let mut session = session(partial);
        session.train(Unit::Epoch, 40);
        let side = 30;
        let middle = |k: usize| 12.0 * (k as f32 + 0.5) / side as f32 - 6.0;
        let cells: Vec<[f32; 2]> = (0..side * side).map(|k| [middle(k % side), middle(k / side)]).collect();
        let mut n_of_class = vec![0; n_classes];
        for scores in session.scores(&cells) {
            let class = match scores.as_slice() {
                [score] => usize::from(*score >= 0.0),
                scores => playground::winner(scores.len(), |class| scores[class]),
            };
            n_of_class[class] += 1;
        }
        let shares = session.answer(&Query::ClassShares { side }).numbers();
        let expected: Vec<f32> = n_of_class.iter().map(|n| *n as f32 / (side * side) as f32).collect();
        assert_eq!(shares, expected);
        assert!(
            expected.iter().filter(|share| **share > 0.0).count() > 1,
            "one class everywhere shows nothing: {shares:?}"
        );
    }
    let mut session = session(json!({ "task": "regression" }));
    assert!(session.answer(&Query::ClassShares { side: 9 }).numbers().is_empty());
}
