//! Hints about networks whose weights were set by hand, so that it is known what is to be found.

use serde_json::json;

use super::Hint;
use crate::insight::doctor::explain;
use crate::{Command, Config, Point, Session, Unit};

/// Two classes, left and right of 0.
fn session(config: serde_json::Value) -> Session {
    let mut points = Vec::new();
    for at in 0..12 {
        let (x, y) = (0.5 + (at % 4) as f32, (at / 4) as f32 - 1.0);
        points.push(Point { x: -x, y, label: 1.0, test: false });
        points.push(Point { x, y, label: 2.0, test: false });
    }
    let mut session = Session::new(Config::default().merged(&config).expect("it is valid")).expect("it is valid");
    session.apply(Command::SetPoints { points }).expect("they are points");
    session
}

/// Sets a neuron's weights and bias.
fn set(session: &mut Session, layer: usize, unit: usize, weights: &[f32], bias: f32) {
    let inputs = weights.iter().enumerate().map(|(input, value)| (Some(input), *value)).chain([(None, bias)]);
    for (input, value) in inputs {
        session.apply(Command::SetParameter { layer, unit, input, value }).expect("it is there");
    }
}

fn hints(session: &mut Session) -> Vec<Hint> {
    explain(session).hints
}

#[test]
fn a_neuron_that_is_0_for_every_point_is_named_alone() {
    let mut session = session(json!({ "hiddenLayers": [3], "activation": "relu" }));
    set(&mut session, 0, 0, &[1.0, 0.0], 0.0);
    set(&mut session, 0, 1, &[0.5, 0.5], -50.0);
    set(&mut session, 0, 2, &[-1.0, 0.3], 0.0);
    let silent = Hint::Silent { layer: 0, units: vec![1] };
    assert!(hints(&mut session).contains(&silent), "{:?}", hints(&mut session));
    // A single point that gets through is enough.
    set(&mut session, 0, 1, &[0.5, 0.5], -2.0);
    let found = hints(&mut session);
    assert!(!found.iter().any(|hint| matches!(hint, Hint::Silent { .. })), "{found:?}");
}

#[test]
fn a_neuron_at_the_end_of_its_range_is_named_alone() {
    let mut session = session(json!({ "hiddenLayers": [2], "activation": "tanh" }));
    set(&mut session, 0, 0, &[0.1, 0.0], 0.0);
    set(&mut session, 0, 1, &[0.1, 0.0], 9.0);
    assert!(hints(&mut session).contains(&Hint::Saturated { layer: 0, units: vec![1] }), "{:?}", hints(&mut session));
}

#[test]
fn neurons_with_the_same_weights_are_one_neuron_many_times() {
    let mut session = session(json!({ "hiddenLayers": [2, 2] }));
    set(&mut session, 0, 0, &[0.4, -0.2], 0.1);
    set(&mut session, 0, 1, &[0.1, 0.7], 0.0);
    for unit in 0..2 {
        set(&mut session, 1, unit, &[0.5, 0.25], 0.0);
    }
    let found = hints(&mut session);
    assert_eq!(found.first(), Some(&Hint::EqualWeights { layer: 1 }), "{found:?}");
    set(&mut session, 1, 1, &[0.5, -0.25], 0.0);
    let found = hints(&mut session);
    assert!(!found.iter().any(|hint| matches!(hint, Hint::EqualWeights { .. })), "{found:?}");
}

#[test]
fn neurons_that_do_the_same_are_named_in_pairs() {
    let mut session = session(json!({ "hiddenLayers": [3], "activation": "relu" }));
    set(&mut session, 0, 0, &[1.0, 0.0], 3.0);
    set(&mut session, 0, 1, &[0.2, 0.9], 0.5);
    // Twice the first, whatever the point.
    set(&mut session, 0, 2, &[2.0, 0.0], 6.0);
    let found = hints(&mut session);
    assert!(
        found.iter().any(
            |hint| matches!(hint, Hint::Same { layer: 0, first: 0, second: 2, correlation } if *correlation > 0.999)
        ),
        "{found:?}"
    );
}

#[test]
fn all_points_of_a_class_pull_a_neuron_the_way_its_weight_says() {
    let mut session = session(json!({ "hiddenLayers": [1], "activation": "tanh" }));
    // The score is below 0 for the points of class 2 and above 0 for those of class 1: all wrong.
    set(&mut session, 0, 0, &[-1.0, 0.0], 0.0);
    for (weight, up) in [(2.0, true), (-2.0, false)] {
        set(&mut session, 0, 0, &[if up { -1.0 } else { 1.0 }, 0.0], 0.0);
        set(&mut session, 1, 0, &[weight], 0.0);
        let found = hints(&mut session);
        let pulled = found.iter().find_map(|hint| match hint {
            Hint::Pulled { layer: 0, unit: 0, class, up, points } => Some((*class, *up, *points)),
            _ => None,
        });
        let Some((class, is_up, points)) = pulled else { panic!("{found:?}") };
        // Class 2 wants the score larger, and class 1 smaller.
        assert_eq!((is_up, points), ((class == 1) == up, 12), "{found:?}");
    }
}

#[test]
fn a_feature_that_no_weight_uses_is_named_once_the_run_has_begun() {
    let mut session = session(json!({ "hiddenLayers": [2], "learningRate": 0.0001 }));
    session.train(Unit::Batch, 1);
    set(&mut session, 0, 0, &[0.8, 0.0], 0.0);
    set(&mut session, 0, 1, &[-0.3, 0.002], 0.0);
    assert!(hints(&mut session).contains(&Hint::UnusedFeature { feature: 1 }), "{:?}", hints(&mut session));
    set(&mut session, 0, 1, &[-0.3, 0.2], 0.0);
    assert!(!hints(&mut session).contains(&Hint::UnusedFeature { feature: 1 }));
}
