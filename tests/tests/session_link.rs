//! A link reproduces step 0: whoever opens it begins with the weights, to the bit, that are there at step 0 where it was made,
//! whatever edits led there.

use playground::{Command, Config, InitialWeights, Query, Session, Unit, ViewSettings, link};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

/// What is done at step 0.
#[derive(Clone, Debug)]
enum Act {
    Apply(Command),
    /// Some training, and back.
    TrainAndReset(u32),
}

fn configure(partial: Value) -> Act {
    Act::Apply(Command::Configure { partial })
}

fn act() -> impl Strategy<Value = Act> {
    let value = prop_oneof![3 => -3.0_f32..3.0, 1 => select(vec![0.0, -0.0])];
    let place = (0_usize..4, 0_usize..5, prop::option::of(0_usize..4), value);
    let initialisers: Vec<&str> = nn::initialiser::listed().iter().map(|entry| entry.name).collect();
    prop_oneof![
        4 => prop::collection::vec(1_usize..6, 0..4).prop_map(|layers| configure(json!({ "hiddenLayers": layers }))),
        3 => (0_usize..4, 0_usize..5).prop_map(|(layer, unit)| Act::Apply(Command::RemoveNeuron { layer, unit })),
        2 => prop::sample::subsequence(vec!["x1", "x2", "x1^2", "r"], 1..4)
            .prop_shuffle()
            .prop_map(|features| configure(json!({ "features": features }))),
        1 => (2_usize..5).prop_map(|classes| configure(json!({ "classes": classes }))),
        1 => select(initialisers).prop_map(|name| configure(json!({ "initialisation": name }))),
        1 => (-1.0_f64..1.0).prop_map(|bias| configure(json!({ "biasInit": bias }))),
        1 => select(vec!["regression", "classification", "curve"]).prop_map(|task| configure(json!({ "task": task }))),
        1 => select(vec!["adam", "momentum"]).prop_map(|name| configure(json!({ "optimiser": name }))),
        1 => select(vec!["relu", "tanh"]).prop_map(|name| configure(json!({ "activation": name }))),
        3 => place.prop_map(|(layer, unit, input, value)| Act::Apply(Command::SetParameter { layer, unit, input, value })),
        1 => Just(configure(json!({ "weights": null }))),
        1 => (0_usize..3, prop::collection::vec(-3.0_f32..3.0, 8))
            .prop_map(|(layer, weights)| Act::Apply(Command::SetLayer { layer, weights: InitialWeights::new(&weights), biases: None })),
        2 => select(vec![Command::Undo, Command::Redo]).prop_map(Act::Apply),
        1 => select(vec![Command::NewWeights, Command::NewSample, Command::Reset]).prop_map(Act::Apply),
        1 => (1_u32..20).prop_map(Act::TrainAndReset),
    ]
}

fn weights(session: &mut Session) -> Vec<u32> {
    session.answer(&Query::Weights).numbers().into_iter().map(f32::to_bits).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whoever_opens_a_link_begins_with_the_same_weights(acts in prop::collection::vec(act(), 1..14)) {
        let config = Config::default().merged(&json!({ "count": 20 })).expect("20 points are valid");
        let mut session = Session::new(config).expect("the configuration is valid");
        for act in acts {
            match act {
                // Many commands are impossible, and then nothing changes.
                Act::Apply(command) => drop(session.apply(command)),
                Act::TrainAndReset(n) => {
                    session.train(Unit::Batch, n);
                    session.apply(Command::Reset).expect("a reset is always possible");
                }
            }
            // Undo may bring back the run before a reset.
            if session.progress().step > 0 {
                session.apply(Command::Reset).expect("a reset is always possible");
            }
            let opened = link::read(&link::write(session.config(), &ViewSettings::default()));
            prop_assert_eq!(&opened.config, session.config());
            let mut fresh = Session::new(opened.config).expect("the configuration is valid");
            prop_assert_eq!(weights(&mut session), weights(&mut fresh));
            prop_assert_eq!(session.status(), fresh.status());
            // Nothing is to be held that would be drawn.
            if let Some(weights) = &session.config().weights {
                let drawn = session.config().merged(&json!({ "weights": null })).expect("null is always possible");
                let drawn = Session::new(drawn).expect("the configuration is valid").answer(&Query::Weights).numbers();
                let bits = |values: &[f32]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
                prop_assert_ne!(bits(&drawn), bits(weights.values()));
            }
        }
    }
}

/// The example of a pupil whose loss was another than the teacher's.
#[test]
fn a_layer_that_came_and_went_leaves_no_trace() {
    let mut session = Session::new(Config::default()).expect("the default is valid");
    for layers in [json!([8, 2]), json!([8, 2, 6]), json!([3, 2]), json!([4, 2, 2])] {
        session.apply(Command::Configure { partial: json!({ "hiddenLayers": layers }) }).expect("valid sizes");
    }
    let mut fresh = Session::new(session.config().clone()).expect("the configuration is valid");
    assert_eq!(session.status().train_loss, fresh.status().train_loss);
    // What was trained stays when a neuron is added.
    session.train(Unit::Epoch, 1);
    let before = session.answer(&Query::Weights).numbers();
    session.apply(Command::Configure { partial: json!({ "hiddenLayers": [5, 2, 2] }) }).expect("valid sizes");
    assert_eq!(session.answer(&Query::Weights).numbers()[..8], before[..8]);
}
